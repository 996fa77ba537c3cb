"""In which encodings text of a language was written: bits for each of them and each language.

To ask every encoding for its letters takes longer than a short text does, so the answers come with the package:
`tools/build_readers.py` writes them. Where they are not those of `WRITERS` and the model, they are worked out.
"""

from __future__ import annotations

import functools
import pkgutil
import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import held_codes
from mojibake_fix.encodings.tones import MARKS, tones_apart
from mojibake_fix.engine.priors import WRITERS, written_cost
from mojibake_fix.engine.regions import REGIONS, are_abroad
from mojibake_fix.plausibility.format import read_model
from mojibake_fix.plausibility.model import Model

WRITERS_FILE = "writers.bin"

_COVERAGE_POWER = 24  # how fast a page becomes unlikely for a language of which it lacks letters
_LEAST_COVERAGE = 2.0**-9
_OF_ONE_LANGUAGE = {"viscii": "vi", "tcvn": "vi", "vni": "vi", "cp1125": "uk"}
"""Encodings that hold all letters of a script, and were made for one language and used for no other."""
_FOREIGN_TO_ALL = 2.0**-10
_ABROAD = 2.0**-4
"""How much less likely an encoding is for a language that is at home in none of its regions."""
_SMALL, _WITHOUT_CASE = 1, 3  # the model's cases
_TONED, _WITH_TONES_APART = "vi", "cp1258"
"""The language of tones, and the page that writes them as marks of their own: it holds letters whose parts it has."""
_ENOUGH_LETTERS = 200.0  # letters beyond ASCII below which a language's own say little of its pages


@functools.lru_cache(4)
def written_costs(model: Model) -> npt.NDArray[np.float32]:
    """Bits of a text in each language (and the unknown one, last) having been written in each encoding.

    A row a writer, UTF-8 first. An encoding is as likely for a language as it is common, as it holds the language's
    letters, and as the systems of its countries had it: Maltese was written in ISO-8859-3, never in a page without its
    letters, Croatian in windows-1250, not in windows-1257.
    """
    arrays, metadata = read_model(pkgutil.get_data(__package__, WRITERS_FILE) or b"", WRITERS_FILE)
    return arrays["costs"] if metadata == made_of(model) else computed(model)


def made_of(model: Model) -> dict[str, Any]:
    """What the costs depend on: the encodings, and the model."""
    writers = [[name, written_cost(name), _OF_ONE_LANGUAGE.get(name)] for name in WRITERS]
    return {"writers": writers, "regions": REGIONS, "model": model.metadata}


def computed(model: Model) -> npt.NDArray[np.float32]:
    """The same, worked out from the letters of every language."""
    counts = model.languages.symbol_counts
    case = model.case[:0x10000]
    codes = np.flatnonzero(((case == _SMALL) | (case == _WITHOUT_CASE)) & (np.arange(0x10000) > 0x7F))
    symbols, row_of = np.unique(model.symbol[codes], return_inverse=True)
    letters = counts[symbols].astype(np.float32)  # whole numbers below 2^24: their sums are exact in any order
    if _TONED in model.languages.names:  # what is spelled with a mark of its own has a letter, too
        marks = np.isin(symbols, model.symbol[[ord(mark) for mark in MARKS]])
        letters[marks, model.languages.names.index(_TONED)] = 0
    total = letters.sum(0)
    letter_of = np.full(0x10000, -1)
    letter_of[codes] = row_of
    held = np.empty((len(WRITERS), letters.shape[1]), dtype=np.float32)
    for row, name in enumerate(WRITERS):
        is_held = np.zeros(len(letters) + 1, dtype=bool)
        is_held[letter_of[held_codes(name)]] = True
        if name == _WITH_TONES_APART:
            is_held[letter_of[[ord(char) for char in _toned_letters(name)]]] = True
        held[row] = letters[is_held[:-1]].sum(0)  # no product of matrices: starting its threads takes 100 ms
    share = (held + _ENOUGH_LETTERS) / (total + _ENOUGH_LETTERS)
    fitting = np.maximum(share**_COVERAGE_POWER, _LEAST_COVERAGE)
    commonness = np.exp2([-written_cost(name) for name in WRITERS])
    likelihood = np.hstack([fitting, np.ones((len(WRITERS), 1))]) * commonness[:, None]
    for name, own in _OF_ONE_LANGUAGE.items():
        is_other = np.array([*(language != own for language in model.languages.names), True])
        likelihood[WRITERS.index(name), is_other] *= _FOREIGN_TO_ALL
    likelihood[:, :-1][are_abroad(WRITERS, model.languages.names)] *= _ABROAD
    costs = -np.log2(likelihood / likelihood.sum(0))
    return np.vstack([np.zeros(costs.shape[1]), costs]).astype(np.float32)


def _toned_letters(name: str) -> list[str]:
    """The letters with tones that a page holds, or of which it has the parts."""
    held = set(map(chr, held_codes(name)))
    letters = {
        letter for base in held for mark in MARKS if len(letter := unicodedata.normalize("NFC", base + mark)) == 1
    }
    return sorted(letter for letter in letters if held.issuperset(tones_apart(letter)))
