"""How well a page serves each language: text is hardly ever written in a page that lacks letters of its language."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from mojibake_fix.detection.pages import SINGLE_BYTE
from mojibake_fix.encodings import decode_table
from mojibake_fix.plausibility import load_model

POWER = 24
"""How fast a page becomes unlikely for a language of which it lacks letters: two in a hundred halve it, nearly."""
MOST_BITS = 9.0
"""Bits that a page is rarer for a language at most: people do write in what they have."""
SEVERAL_BITS = 4.0
"""The same of an encoding of several bytes a character for all languages but its own: their files hold markup, too."""
ENOUGH_LETTERS = 200.0
"""Letters beyond ASCII that a language has to have in training for them to say something of its pages."""
_SMALL, _WITHOUT_CASE = 1, 3  # the model's cases
_OF_SEVERAL_BYTES = ("ja", "ko", "zh")
_TONED, _WITH_TONES_APART = "vi", "cp1258"
"""The language of tones, and the page that writes them as marks of their own."""


@functools.cache
def coverage_bits(name: str) -> npt.NDArray[np.float32]:
    """Bits that an encoding is rarer for each language, by the letters that it lacks; shape (languages,).

    Encodings of several bytes a character have all letters of the languages that they were made for.
    """
    languages = load_model().languages
    if name not in SINGLE_BYTE:
        is_own = [language.startswith(_OF_SEVERAL_BYTES) for language in languages.names]
        return np.where(is_own, 0.0, SEVERAL_BITS).astype(np.float32)
    codes = np.array([ord(char) for char in decode_table(name) if "\x7f" < char <= "\uffff"], dtype=np.intp)
    held = languages.symbol_counts[_symbols_of_letters(codes)].sum(0)
    share = (held + ENOUGH_LETTERS) / (_letters() + ENOUGH_LETTERS)
    if name == _WITH_TONES_APART:
        share[languages.names.index(_TONED)] = 1.0
    return np.minimum(-POWER * np.log2(share), MOST_BITS).astype(np.float32)


@functools.cache
def _letters() -> npt.NDArray[np.float32]:
    """The letters beyond ASCII that each language had in training."""
    codes = np.arange(0x80, 0x10000)
    counts: npt.NDArray[np.float32] = load_model().languages.symbol_counts[_symbols_of_letters(codes)].sum(0)
    return counts


def _symbols_of_letters(codes: npt.NDArray[np.intp]) -> npt.NDArray[np.uint16]:
    """The symbols, each once, of those characters that are small letters, or letters without case."""
    model = load_model()
    case = model.case[codes]
    return np.unique(model.symbol[codes[(case == _SMALL) | (case == _WITHOUT_CASE)]])
