"""Bits of a text as a reading of bytes: the model's, and what it costs to hold what real text does not hold."""

from __future__ import annotations

import functools
import math
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility import load_model
from mojibake_fix.plausibility.model import FINE, ORDER, Bits, Codes, codes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ASCII_CAP, CAP = 14.0, 26.0
"""Bits that one ASCII character, one other character count at most."""
_SIGN_CAPS = {
    8.0: "\xa0’©®", 12.0: "‘“”–—…•«»ºª°€§|", 20.0: "„‚‹›£™·±²³½¼¾µ×¿¡\xad¢¥´¶",
}  # fmt: skip
"""Signs count at most so many bits: files are fuller of them than the sentences that the model has learned from."""
GLUED_BITS = 6.0
"""Bits of a sign between two letters of one word: of signs behind a letter, one in a hundred has a letter behind it."""
_LETTER, _SIGN = 1, 2
_FIRST_UNCASED = 0x590  # scripts beyond Greek, Cyrillic and Armenian have signs within words
_FIRST_OF_CHINA = 0x2E80  # from here on no sign is one of a page
_JOINERS = "’‘—–·…\xa0\xad´‐‑′΄│║"
"""Signs that stand between letters: apostrophes, dashes, what parts Catalan and Greek words, the lines of tables."""
_NO_LETTERS = "ªº"
DOTTED_BITS = 5.5
"""Bits of a dotted capital I, which the model takes for the capital of i, but few languages have."""
BAR_BITS = 5.0
"""Bits of a bar between spaces at most: titles and tables part with it."""
_BAR, _SPACE = ord("|"), ord(" ")
_CONTROL_BITS, _PRIVATE_BITS, _JAMO_BITS = 14.0, 8.0, 5.0
"""Bits that a control that text does not use, a private character, and a lone part of a Korean syllable cost more."""

SINGLE_UNIT = 0.25
"""Bits of one unit of what a character costs by itself."""
STRANGE = 17.5
"""Bits of a character beyond ASCII by itself that no text in Chinese, Japanese or Korean has on average."""

_USUAL_CONTROLS = "\t\n\f\r\x1b"
_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _USUAL_CONTROLS)


def controls_of(text: str) -> int:
    """How many control characters the text has that text does not use."""
    return len(text) - len(text.translate(_CONTROLS))


def judge(texts: Sequence[str]) -> list[float]:
    """The bits of each text, all scored in one pass."""
    if not texts:
        return []
    codes = codes_of("\n".join([*texts, ""]))
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.intp, count=len(texts))
    plane = np.minimum(codes, 0xFFFF)
    caps, extra = character_caps()
    alike = int((lengths == lengths[0]).cumprod().sum())  # readings in pages, which are of one length
    bits = load_model().bits(codes) if alike == 1 else _bits_of_alike(codes, alike, int(lengths[0]))
    bits = np.minimum(bits, caps.take(plane)) + extra.take(plane)
    bars = (codes[:-1] == _BAR).nonzero()[0]
    if len(bars):
        apart = bars[(codes[bars - 1] == _SPACE) & (codes[bars + 1] == _SPACE)]
        bits[apart] = np.minimum(bits[apart], np.float32(BAR_BITS))
    bits[glued(plane)] += np.float32(GLUED_BITS)
    totals: list[float] = np.add.reduceat(bits, lengths.cumsum() - lengths, dtype=np.float64).tolist()
    return totals


def glued(plane: Codes) -> npt.NDArray[np.bool_]:
    """Which characters of the basic plane are signs that stand inside a word."""
    kinds = _kinds().take(plane)
    inside = kinds == _SIGN
    inside[:1] = inside[-1:] = False
    if inside.any():
        inside[1:-1] &= (kinds[:-2] == _LETTER) & (kinds[2:] == _LETTER)
    return inside


def _bits_of_alike(codes: Codes, texts: int, length: int) -> Bits:
    """The bits of code points where so many texts of one length come first: what they share is scored once."""
    end = texts * length
    grid = codes[:end].reshape(texts, length)
    differs = grid != grid[0]
    reaches = differs.copy()
    for back in range(1, ORDER):
        reaches[:, back:] |= differs[:, : length - back]
    reaches[0] = True
    places = reaches.ravel().nonzero()[0]
    scored = load_model().bits(codes, np.concatenate([places, np.arange(end, len(codes))]))
    bits = np.empty(len(codes), dtype=np.float32)
    bits[:end].reshape(texts, length)[:] = scored[:length]
    bits[places] = scored[: len(places)]
    bits[end:] = scored[len(places) :]
    return bits


@functools.cache
def character_caps() -> tuple[Bits, Bits]:
    """Of each character of the basic plane: the bits that it counts at most, and what it costs beyond them."""
    caps = np.full(0x10000, CAP, dtype=np.float32)
    caps[:0x80] = ASCII_CAP
    for cap, signs in _SIGN_CAPS.items():
        caps[[ord(sign) for sign in signs]] = cap
    extra = np.zeros(0x10000, dtype=np.float32)
    extra[list(_CONTROLS)] = _CONTROL_BITS
    extra[0xE000:0xF900] = _PRIVATE_BITS
    extra[0x3131:0x318F] = _JAMO_BITS
    extra[ord("İ")] = DOTTED_BITS
    return caps, extra


@functools.cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Of each character of the basic plane: whether it is a letter of a word, or a sign that no word has inside."""
    kinds = np.zeros(0x10000, dtype=np.uint8)
    for code in range(_FIRST_OF_CHINA):
        char = chr(code)
        if char.isalpha() and char not in _NO_LETTERS:
            kinds[code] = _LETTER if code < _FIRST_UNCASED else 0
        elif code > 0xA0 and char not in _JOINERS and unicodedata.category(char)[0] in "LNPS":
            kinds[code] = _SIGN
    return kinds


@functools.cache
def _single_bits() -> npt.NDArray[np.uint8]:
    """Of each character of the basic plane: its bits by itself, over all languages, with what it costs as above."""
    model = load_model()
    caps, extra = character_caps()
    symbols = model.symbol[:0x10000]
    bits = model.languages.symbol_bits[symbols] + model.member_bits[:0x10000] * np.float32(FINE)
    return np.minimum(np.rint((np.minimum(bits, caps) + extra) / SINGLE_UNIT), 255).astype(np.uint8)


def single_bits(codes: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """The bits of each code point by itself, in units of `SINGLE_UNIT`: rough, and many times faster than the model."""
    return _single_bits().take(codes, mode="clip")


@dataclass(frozen=True, slots=True)
class Commonness:
    """How common the characters beyond ASCII of a text are."""

    mean: float
    """Their bits on average; infinite where there are none."""
    count: int


def commonness(text: str) -> Commonness:
    """How common the characters beyond ASCII of a text are, by themselves."""
    return commonness_of([text])[0]


def commonness_of(texts: Sequence[str]) -> list[Commonness]:
    """How common the characters beyond ASCII of each text are, by themselves; all in one pass."""
    if not texts:
        return []
    codes = codes_of("\n".join([*texts, ""]))
    is_beyond = codes > 0x7F
    bits = _single_bits().take(codes, mode="clip") * is_beyond
    if len(texts) == 1:
        counts, sums = [int(np.count_nonzero(is_beyond))], [int(np.add.reduce(bits, dtype=np.int64))]
    else:
        starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
        counts = np.add.reduceat(is_beyond, starts, dtype=np.int64).tolist()
        sums = np.add.reduceat(bits, starts, dtype=np.int64).tolist()
    return [
        Commonness(total * SINGLE_UNIT / count if count else math.inf, count)
        for total, count in zip(sums, counts, strict=True)
    ]
