"""UTF-7 in a text that nobody decoded: `+AD4-` for `>`, `M+APw-nchen`.

Any text may hold a plus sign, some letters and a hyphen. Two such runs are asked for that decode strictly to what
UTF-7 shifts; a mail that names UTF-7 is sound as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mojibake_fix.encodings import decode
from mojibake_fix.engine.escapes.hidden import is_text, script_of
from mojibake_fix.engine.escapes.notation import Uncovered, kept, step

_SHIFT = re.compile(r"(?<!\\)\+([A-Za-z0-9+/]*)(-?)")
_SIGNS = frozenset(char for char in map(chr, range(0x80)) if not char.isalnum() and (char >= " " or char in "\r\n\t"))
"""Signs of ASCII: UTF-7 must shift some, and may shift all."""
_PLAIN_SIGNS = frozenset("–—‘’‚“”„†‡•…‹›€™№\xa0")
_SCRIPTS = frozenset(
    {"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "HANGUL", "CJK", "THAI", "ARMENIAN", "GEORGIAN"}
)
_SCRIPT = re.compile(r"\+ADw-/?(?:script|img|svg|iframe)", re.IGNORECASE)
_NAMES_IT = re.compile(r"utf-?7", re.IGNORECASE)
_CJK_WORD = 2  # characters of CJK in a row that are no chance


@dataclass(frozen=True, slots=True)
class _Shifted:
    start: int
    end: int
    after: str
    is_closed: bool
    is_telling: bool
    """Whether the run itself is no word of capitals, as the `+ACE-` of a medicine is."""


@dataclass(frozen=True, slots=True)
class Utf7:
    """`+AD4-`."""

    name: str = "utf-7"
    hint: str = "+"
    trace: str = r"\+[A-Za-z0-9+/]{2}"

    def read(self, text: str) -> str:
        """The text with its shifts as characters."""
        pieces, at = [], 0
        for shifted in _shifts(text):
            pieces += [text[at : shifted.start], shifted.after]
            at = shifted.end
        return "".join([*pieces, text[at:]])

    def find(self, text: str) -> list[Uncovered]:
        """All shifts, in a text that has two of which one is a sign of programs, or two words of letters."""
        found = list(_shifts(text))
        signs = [one for one in found if one.is_closed and one.is_telling and _SIGNS.issuperset(one.after)]
        closed = {one.after for one in found if one.is_closed and not one.after.isascii() and _is_word(one.after)}
        scripts = {script for after in closed for script in _scripts(after)}
        enough = (signs and len(found) > 1) or (len(closed) > 1 and len(scripts) == 1)
        if not enough or _NAMES_IT.search(text) or _SCRIPT.search(text):
            return []
        return kept(text, (Uncovered(one.start, one.end, one.after, step(self.name)) for one in found), hears=False)


def _shifts(text: str) -> Iterator[_Shifted]:
    for match in _SHIFT.finditer(text):
        code, end = match.group(1), match.group(2)
        start = match.start()
        if not code:
            if end:
                yield _Shifted(start, match.end(), "+", is_closed=True, is_telling=False)
            continue
        for cut in (0, code.rfind("+") + 1):
            after = _decode_shift(code[cut:])
            if after is not None and _fits(after, text[start + cut - 1 : start + cut] if start + cut else ""):
                yield _Shifted(start + cut, match.end(), after, bool(end), not code[cut:].isupper() or code == "ACI")
                break


def _decode_shift(code: str) -> str | None:
    """The characters that a run of modified base64 stands for, where all are such as UTF-7 shifts."""
    after = decode(f"+{code}-".encode(), "utf-7") if code else None
    if not after or not is_text(after.translate({9: " ", 10: " ", 13: " "})):
        return None
    if _SIGNS.issuperset(after):
        return after
    rest = [char for char in after if char not in _SIGNS and char not in _PLAIN_SIGNS]
    if any(char.isascii() for char in rest) or after.isascii():
        return None
    scripts = _scripts(after)
    return after if len(scripts) <= 1 and scripts <= _SCRIPTS and all(map(_is_common, rest)) else None


def _scripts(text: str) -> set[str]:
    return {script_of(char) for char in text if char.isalpha() and char not in "ªº"}


def _is_common(char: str) -> bool:
    """Whether a character is one of everyday text: any ideograph can come of chance, a common one less."""
    if char < "\u0250" or "\u0370" <= char < "\u2000" or char >= "\U0001f000":
        return True
    return any(_in_charset(char, charset) for charset in ("gb2312", "shift_jis", "euc_kr", "big5"))


def _in_charset(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeError:
        return False
    return True


def _fits(after: str, before: str) -> bool:
    """Whether letters fit what stands before them: no capital follows a small letter."""
    return not (after[:1].isupper() and before.islower())


def _is_word(after: str) -> bool:
    """Whether letters of a shift cannot be chance: of CJK several, of others any."""
    return not _scripts(after) & {"CJK", "HANGUL"} or len(after) >= _CJK_WORD
