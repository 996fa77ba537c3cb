"""UTF-8 that was read as a single-byte page, found by its structure alone: what an escape may hide.

Two characters in a row that are well-formed UTF-8 as bytes are hardly ever chance, with one exception: a letter with
signs that follow letters in sound text, such as `é »` in French or `É™` of a trade mark.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mojibake_fix.encodings import Reading, decode_table
from mojibake_fix.types import Chain, Step

READERS = ("cp1252", "iso8859-1")
RARE_READERS = ("cp1254", "cp1250", "cp1251", "cp1253", "cp1257", "mac-roman", "koi8-r", "iso8859-2")
"""Readers that several characters must argue for."""

_WELL_FORMED = (
    r"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    r"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_SEQUENCE = re.compile(_WELL_FORMED)
UTF_8 = re.compile(f"(?:{_WELL_FORMED})+")
"""Well-formed UTF-8 beyond ASCII, each byte as the character of its number."""

_LAYERS = 6  # at most
FOLLOWERS = frozenset("\xa0«»“”‘’‹›–—…©®™¹²³†‡•·¿¡§´\xad")
"""Signs that follow a letter in sound text."""
_LATIN_LEADS = "\xc2\xc3"
_LETTER_LEADS = "\xc4\xc5\xce\xcf\xd0\xd1"  # of Latin, Greek and Cyrillic letters
_RARE_SEQUENCES = 3  # that a rare reader must explain


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch of shown characters that is UTF-8 below, by the steps that are undone."""

    start: int
    end: int
    after: str
    steps: Chain
    is_sure: bool
    odd: int
    """How many of its sequences no sound text holds."""


class _Octets(dict[int, str]):
    """The bytes of a page's characters, as characters of their numbers; NUL for all that the page lacks."""

    def __missing__(self, key: int) -> str:
        return "\0"


@functools.cache
def _octets_of(reader: str) -> _Octets:
    reading = Reading.SLOPPY if reader.startswith("cp") else Reading.STRICT
    return _Octets({ord(char): chr(byte) for byte, char in enumerate(decode_table(reader, reading)) if byte > 0x7F})


def find_hidden(shown: str, before: str, readers: Sequence[str] = READERS) -> list[Hidden]:
    """What is hidden in a run of characters, by the reader that explains most of it; `before` stands before the run."""
    best: list[Hidden] = []
    for reader in readers:
        found = list(_find(shown, before, reader, readers)) if len(shown) > 1 else []
        if _weight(found) > _weight(best):
            best = found
    return best


def _weight(found: Iterable[Hidden]) -> int:
    return sum(hidden.end - hidden.start for hidden in found)


def _find(shown: str, before: str, reader: str, readers: Sequence[str]) -> Iterator[Hidden]:
    octets = shown.translate(_octets_of(reader))
    for match in UTF_8.finditer(octets):
        start, end = match.span()
        ahead = shown[start - 1] if start else before
        odd, sequences = _count(shown[start:end], match.group(), ahead)
        after, more = undo_more(_read(match.group()), readers)
        if is_text(after):
            steps = (Step("utf-8", reader), *more)
            yield Hidden(start, end, after, steps, odd > 0 or sequences > 1 or bool(more), max(odd, sequences - 1))


def undo_more(text: str, readers: Sequence[str] = READERS) -> tuple[str, Chain]:
    """A text with all further layers undone that all of it suffered, and the steps of that."""
    steps: list[Step] = []
    while len(steps) < _LAYERS:
        for reader in readers:
            octets = text.translate(_octets_of(reader))
            if UTF_8.fullmatch(octets):
                odd, sequences = _count(text, octets, "")
                if odd or sequences > 1:
                    text = _read(octets)
                    steps.append(Step("utf-8", reader))
                    break
        else:
            break
    return text, tuple(steps)


def _read(octets: str) -> str:
    return octets.encode("latin-1").decode("utf-8")


def _count(shown: str, octets: str, ahead: str) -> tuple[int, int]:
    """How many sequences a stretch has that no sound text holds, and how many in all."""
    odd = count = 0
    for match in _SEQUENCE.finditer(octets):
        count += 1
        lead = match.group()[0]
        is_natural = all(char in FOLLOWERS for char in shown[match.start() + 1 : match.end()])
        length = match.end() - match.start()
        if length == 2 and lead in _LATIN_LEADS:
            odd += not (is_natural and (ahead.isupper() if match.start() == 0 else False))
        elif length == 4 or (not is_natural and (length == 3 or lead in _LETTER_LEADS)):
            odd += 1
    return odd, count


def is_text(text: str) -> bool:
    """Whether a text holds nothing but characters that sound text may hold."""
    return not any(unicodedata.category(char) in {"Cn", "Cc", "Cs", "Co"} for char in text)


def is_convincing(found: Sequence[Hidden]) -> bool:
    """Whether what a rare reader explains is enough: an emoji, or several letters of one script."""
    after = "".join(hidden.after for hidden in found)
    if any(char >= "\U0001f000" for char in after):
        return True
    scripts = {script_of(char) for char in after if char.isalpha()}
    return len(scripts) == 1 and len(set(after)) > 1 and sum(hidden.odd for hidden in found) >= _RARE_SEQUENCES


def script_of(char: str) -> str:
    """The script of a letter as the first word of its name tells; kana and ideographs are one."""
    name = unicodedata.name(char, "").split(" ", 1)[0]
    return "CJK" if name in {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"} else name
