"""The words of a piece that hold a character beyond ASCII: what damage is judged by.

No encoding that text is misread in hides a space, so damage never joins two words, and what a chain makes of a piece
is what it makes of its words. A word that stands in many places is read once.
"""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.dropped import wholes_of
from mojibake_fix.plausibility.model import Codes, codes_of

_WORD = re.compile(r"[^ \t\n\r]+")
WORD_ENDS = " \t\n\r"
"""The characters that part words."""
_LEAD = 2  # characters before a word that foretell its first ones

SIGNS = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u2026\u2013\u2014"
"""Signs that typesetters and editors put into a text after it was damaged."""
_SIGNS, _BETWEEN = re.compile(f"[{SIGNS}]"), re.compile(f"[^{SIGNS}]+")
QUOTES = "“”„‘’‚«»‹›"
"""Quotation marks, which stand around words."""
AROUND_WORDS = string.punctuation + string.digits + QUOTES
"""What stands around words."""
BETWEEN_MARKS = re.compile("[^\\x00-@\\[-`{-\\x7f]+")
"""What stands between marks, digits and spaces of ASCII: the words within words of programs and tables."""
NO_BREAK = "\u00a0"
BEFORE_A0 = "ÃÂ"
"""What the byte before A0 shows as, in the characters of UTF-8 that end in it and are the most frequent."""
LONGEST_HEAD = 128
"""Characters of a word that are searched."""
LATER = "\u00a0\u2022\ufeff \t\r"
"""Characters that are often put around a text after it was damaged: no-break spaces, bullets, a byte order mark."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word as it is scored: with what stands before it, and whether something follows on its line."""

    lead: str
    text: str
    tail: str
    is_cut: bool = False
    """Whether it is the head of a longer word: its last character may be a part of one."""

    def reading(self, text: str) -> Unit:
        """The same place with another word in it."""
        return Unit(self.lead, text, self.tail, self.is_cut)

    def heads(self, longest: int) -> tuple[Unit, ...]:
        """What of the unit is searched: all of it, and what is left without what was put around or into it later.

        None is longer than `longest` characters.
        """
        whole = self.head(longest)
        places = {(0, len(self.text)), core_of(self.text), _longest_part(self.text)}
        rest = [(start, end) for start, end in sorted(places) if end - start < len(self.text)]
        heads = [whole, *(self._part(*place, longest) for place in rest if not self.text[slice(*place)].isascii())]
        if self.text[-1] in BEFORE_A0 and len(self.text) < longest:
            heads.append(self.reading(self.text + NO_BREAK))  # which became a space
        if len(self.text) < longest:
            heads += map(self.reading, wholes_of(self.text))
        return tuple(heads)

    def head(self, longest: int) -> Unit:
        """All of the unit, or so many of its characters."""
        return self._part(0, len(self.text), longest)

    def _part(self, start: int, end: int, longest: int) -> Unit:
        if end - start > longest:
            return Unit(self.lead, self.text[start : start + longest], "", is_cut=True)
        return Unit(self.lead, self.text[start:end], self.tail)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a piece: where it begins, and the unit that it is scored as."""

    start: int
    unit: Unit

    @property
    def end(self) -> int:
        return self.start + len(self.unit.text)


def _longest_part(text: str) -> tuple[int, int]:
    """The longest stretch beyond ASCII between signs that typesetters and editors put into a text later."""
    if not _SIGNS.search(text):
        return 0, len(text)
    stretches = [match.span() for match in _BETWEEN.finditer(text) if not match[0].isascii()]
    return max(stretches, key=lambda place: place[1] - place[0], default=(0, len(text)))


def lay_out(units: Sequence[Unit]) -> tuple[Codes, npt.NDArray[np.int64]]:
    """Units behind each other, each with what is around it and a line end, and the length of each."""
    parts = [f"{unit.lead}{unit.text}{unit.tail}\n" for unit in units]
    return codes_of("".join(parts)), np.array([len(part) for part in parts], dtype=np.int64)


def without_marks(codes: Codes, is_read: npt.NDArray[np.bool_]) -> Codes:
    """Characters laid out, with a space for every mark of ASCII that stands before one beyond it that was read anew.

    Programs and tables have marks of their own around words (`="日本"`, `;Łódź;`), which say nothing of them: training
    met prose. What stays as it stands is as likely as it was. A hyphen, an apostrophe or a stop within a word is one of
    its own.
    """
    plain = np.minimum(codes, 0x80)
    is_glued = np.zeros(len(codes), dtype=bool)
    is_glued[:-1] = _is_mark().take(plain[:-1]) & (codes[1:] > 0x7F) & is_read[1:]
    places = np.flatnonzero(is_glued)
    is_within = _is_inner().take(plain[places]) & _is_letter().take(plain[places - 1]) & (places > 0)
    out = codes.copy()
    out[places[~is_within]] = 0x20
    return out


@functools.cache
def _is_mark() -> npt.NDArray[np.bool_]:
    return np.array([32 < code < 127 and not chr(code).isalnum() for code in range(0x81)], dtype=bool)


@functools.cache
def _is_inner() -> npt.NDArray[np.bool_]:
    return np.array([chr(code) in "'-." for code in range(0x81)], dtype=bool)


@functools.cache
def _is_letter() -> npt.NDArray[np.bool_]:
    return np.array([code > 0x7F or chr(code).isalpha() for code in range(0x81)], dtype=bool)


def words_of(piece: str) -> Iterator[Word]:
    """The words with characters beyond ASCII, from the left.

    >>> [word.unit.text for word in words_of("One dÃ©jÃ\\xa0 vu")]
    ['dÃ©jÃ\\xa0']
    """
    for match in _WORD.finditer(piece):
        text = match.group()
        if text.isascii():
            continue
        yield Word(match.start(), unit_at(piece, *match.span()))


def unit_at(piece: str, start: int, end: int) -> Unit:
    """The word of a piece that stands between two places."""
    lead = piece[max(0, start - _LEAD) : start]
    if not lead.isascii():
        lead = ", "  # the neighbour may be damaged itself: any word in the middle of a sentence
    return Unit(lead, piece[start:end], " " if end < len(piece) else "")


def plain_rest(piece: str, longest: int) -> str:
    """The words of a piece that are ASCII, which no damage changes, up to about `longest` characters."""
    if piece.isascii():
        return piece[:longest]
    rest, size = [], 0
    for word in piece.split(" "):
        if word.isascii():
            rest.append(word)
            size += len(word) + 1
            if size > longest:
                break
    return " ".join(rest)


def core_of(word: str) -> tuple[int, int]:
    """The stretch of a word that is left without what was put around it later."""
    if word and word[0] not in LATER and word[-1] not in LATER:  # so with nearly every word
        return 0, len(word)
    start = len(word) - len(word.lstrip(LATER))
    return start, max(start, len(word.rstrip(LATER)))
