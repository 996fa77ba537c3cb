"""Bytes that no part of the library would look at twice: plain ASCII in which nothing can be an escape that is damage.

Most files of most folders are such. They are told here for a thousandth of what an examination costs, before anything
heavy is loaded. What is asked is necessary for damage, not sufficient: a doubt is the library's to settle.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mojibake_fix.types import Repair

DOUBTS = {
    # Two characters in a row, of which the first can begin UTF-8 in some page; or two bytes that begin it.
    b"\\": rb"\\u(?!00[0-7])[012Ff][0-9A-Fa-f]{3}\\u(?!00[0-7])|\\x[C-Fc-f][0-9A-Fa-f]\\x[89ABab]|\\3[0-7]{2}\\2",
    b"<": rb"<(?:U\+[0-9A-Fa-f]{4}><U\+|[C-Fc-f][0-9A-Fa-f]><[89ABab])",
    # What was escaped twice, what is a number of the C1 range, and two in a row, but for the signs of markup.
    b"&": rb"&(?:amp;(?!(?:amp|lt|gt|quot|apos);)[A-Za-z#]|#(?:1[2-5][0-9]|[xX][89][0-9A-Fa-f]);"
    rb"|(?!(?:lt|gt|quot|apos);)(?:[A-Za-z][A-Za-z0-9]{1,8}|#[0-9xX][0-9A-Fa-f]{1,5});&(?!(?:lt|gt|quot|apos);))",
    b"=": rb"=[C-F][0-9A-F](?:=\r?\n)?=[89AB]",
    # UTF-8 of the character that a byte of UTF-8 was read as.
    b"%": rb"%[Cc]3%[89ABab][0-9A-Fa-f]%[C-Fc-f]",
    b"+": rb"\+[A-Za-z0-9+/]{3}",
    b"$": rb"\$[@B][!-~]{2}",
    b"~": rb"~\{[!-w][!-~]",
}
"""By their first sign, what some text that is damaged in escapes holds, or one that shifts to another character set."""
_DOUBTS = tuple((sign, re.compile(pattern)) for sign, pattern in DOUBTS.items())
_SIGNS = b"".join(DOUBTS)
_NO_SIGNS = bytes(byte for byte in (*b"\t\n\r", *range(0x20, 0x7F)) if byte not in _SIGNS)
_FAR_APART = 400  # bytes between two signs from which on each is looked at by itself
_BETWEEN = b"\n\n"  # no doubt reaches across two line ends
_SHIFT = re.compile(rb"\+([A-Za-z0-9+/]*)(-?)")

ENCODING, PROBABILITY = "ascii", 0.999
"""What the library says that such bytes are in, and how sure it is."""


def plain_answer(data: bytes) -> Repair | None:
    """What the library would say of plain bytes; None where it must be asked.

    >>> str(plain_answer(b"Dear Sir or Madam,\\n").verdict), plain_answer(b"caf=C3=A9")
    ('sound', None)
    """
    if not data:
        return answer_of_plain(1.0, "empty")
    return answer_of_plain() if is_plain(data) else None


@functools.cache
def answer_of_plain(probability: float = PROBABILITY, evidence: str = "nothing beyond ASCII") -> Repair:
    """What the library says of plain bytes; without the text, which nobody asks for where nothing is found."""
    from mojibake_fix.types import Detection, Repair

    detection = Detection(ENCODING, probability, evidence, iana_name="US-ASCII")
    return Repair("", "", Verdict.SOUND, detection=detection)


def is_plain(data: bytes) -> bool:
    """Whether bytes are plain text in which nothing can be damage.

    >>> is_plain(b'printf("%s\\\\n", "a\\\\u00e9", x + y); // 40 %'), is_plain(b"\\\\u00c3\\\\u00a9")
    (True, False)
    """
    rest = data.translate(None, _NO_SIGNS)
    if rest.translate(None, _SIGNS):
        return False
    for sign, pattern in _DOUBTS:  # noqa: SIM110 - a plain loop is faster: this is asked of every file of a folder
        if sign in rest and pattern.search(data) and _can_be(data, sign):
            return False
    return True


def are_plain(datas: Sequence[bytes]) -> list[bool]:
    """The same of several, asked of all of them together: of many small ones, for half the time."""
    joined = _BETWEEN.join(datas)
    rest = joined.translate(None, _NO_SIGNS)
    if rest.translate(None, _SIGNS):
        half = len(datas) // 2
        return are_plain(datas[:half]) + are_plain(datas[half:]) if half else [False] * len(datas)
    doubted = [place for sign, pattern in _DOUBTS for place in _places(joined, sign, rest.count(sign), pattern)]
    answers = [True] * len(datas)
    if doubted:
        ends = list(accumulate(len(data) + len(_BETWEEN) for data in datas))
        for number in {bisect_right(ends, place) for place in doubted}:
            answers[number] = is_plain(datas[number])
    return answers


def _places(data: bytes, sign: bytes, count: int, pattern: re.Pattern[bytes]) -> list[int]:
    """Where a pattern matches that begins with a sign, which stands in the bytes so often."""
    if count * _FAR_APART > len(data):
        return [match.start() for match in pattern.finditer(data)]
    places = []
    place = data.find(sign) if count else -1
    while place >= 0:  # the system's search for one byte is ten times faster than that of a pattern
        if pattern.match(data, place):
            places.append(place)
        place = data.find(sign, place + 1)
    return places


def holds_signs(data: bytes) -> bool:
    """Whether bytes hold any sign that an escape begins with: a value of a format may be escaped once more."""
    return bool(data.translate(None, _NO_SIGNS))


def _can_be(data: bytes, sign: bytes) -> bool:
    """Whether what was found in bytes can be damage or a shift, by what must stand elsewhere in them."""
    if sign == b"+":  # UTF-7 left in a text closes its shifts, or all of it is UTF-7
        return _is_utf_7(data) or any(map(_is_closed_shift, _SHIFT.finditer(data)))
    return sign != b"$" or b"(B" in data or b"(J" in data


def _is_closed_shift(match: re.Match[bytes]) -> bool:
    code, end = match.groups()
    return bool(end) and any(_is_utf_7(b"+" + part + end) for part in {code, code.rpartition(b"+")[2]} if part)


def _is_utf_7(data: bytes) -> bool:
    try:
        data.decode("utf-7")
    except UnicodeDecodeError:
        return False
    return True
