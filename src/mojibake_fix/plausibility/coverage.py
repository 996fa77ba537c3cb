"""How well an encoding serves each language: text is hardly ever written in one that lacks letters of its language."""

from __future__ import annotations

import functools
import unicodedata

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import held_codes
from mojibake_fix.encodings.tones import MARKS, tones_apart
from mojibake_fix.plausibility.model import Bits, Model

_POWER = 24
"""How fast an encoding becomes unlikely for a language of which it lacks letters: of three in a hundred it is half as
likely."""
_LEAST = 2.0**-9
"""How likely it is at the least: people do write in what they have."""
_ENOUGH_LETTERS = 200.0  # letters beyond ASCII below which a language's own say little of its pages
_SMALL, _WITHOUT_CASE = 1, 3  # the model's cases
_TONED, _WITH_TONES_APART = "vi", "cp1258"
"""The language of tones, and the page that writes them as marks of their own: it holds letters whose parts it has."""


def coverage(name: str, model: Model) -> Bits:
    """How likely an encoding is for each language by the letters that it lacks, 1 where it has all.

    Shape (languages,), float32.
    """
    codes = held_codes(name)
    if name == _WITH_TONES_APART:
        codes = np.append(codes, [ord(letter) for letter in _toned_letters(codes)])
    share = (_letters(codes, model) + _ENOUGH_LETTERS) / (_all_letters(model) + _ENOUGH_LETTERS)
    fitting: Bits = np.maximum(share**_POWER, _LEAST)
    return fitting


@functools.lru_cache(4)
def _all_letters(model: Model) -> Bits:
    return _letters(np.arange(0x10000), model)


def _letters(codes: npt.NDArray[np.intp], model: Model) -> Bits:
    """How often training met, in each language, letters beyond ASCII among these characters."""
    case = model.case[codes]
    is_letter = ((case == _SMALL) | (case == _WITHOUT_CASE)) & (codes > 0x7F)
    symbols = np.unique(model.symbol[codes[is_letter]])
    counts = model.languages.symbol_counts[symbols]
    if _TONED in model.languages.names:  # what is spelled with a mark of its own has a letter, too
        are_marks = np.isin(symbols, model.symbol[[ord(mark) for mark in MARKS]])
        counts[are_marks, model.languages.names.index(_TONED)] = 0
    sums: Bits = counts.sum(0)
    return sums


def _toned_letters(codes: npt.NDArray[np.intp]) -> list[str]:
    """The letters with tones that a page holds, or of which it has the parts."""
    held = set(map(chr, codes.tolist()))
    letters = {
        letter for base in held for mark in MARKS if len(letter := unicodedata.normalize("NFC", base + mark)) == 1
    }
    return sorted(letter for letter in letters if held.issuperset(tones_apart(letter)))
