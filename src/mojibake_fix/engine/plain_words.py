"""What the plain words of a text say of its language: which languages have them.

Letters tell the language of a text by and large; its words tell it from its neighbours, and a text in a language that
training never met from all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.vouched import BETWEEN
from mojibake_fix.plausibility import load_vocabularies

Bits = npt.NDArray[np.float64]
"""A number for each language."""

SUREST = 0.985
"""No vocabulary lacks so few words that more could be said."""
_BY_CHANCE = 0.1  # how likely a plain word of another language is one of the language
_WORDS_ASKED = 40  # words of a text that are asked for
_HEARD = 2000  # characters of a piece's plain words that are heard


def plain_word_bits(texts: Sequence[str], languages: Sequence[str], most: float = np.inf) -> Bits:
    """Bits of each of some languages by the plain words of texts, each of which counts once; shape (languages,).

    Names stand in texts of any language, so that words in capitals say nothing. That a language lacks a word says at
    most so many bits against it: there are words of others in its texts.
    """
    parts = (part for text in texts for part in BETWEEN.split(text[:_HEARD]))
    words = list(dict.fromkeys(part for part in parts if part.isascii() and part.isalpha() and part.islower()))[
        :_WORDS_ASKED
    ]
    if not words:
        return np.zeros(len(languages))
    vocabularies = load_vocabularies()
    share = vocabularies.plain_shares[vocabularies.numbers_of(languages)].astype(np.float64)
    is_known = vocabularies.knows(words, languages)
    known = np.log2(np.maximum(share / _BY_CHANCE, 1.0))
    unknown = np.maximum(np.log2((1.0 - np.minimum(share, SUREST)) / (1.0 - _BY_CHANCE)), -most)
    bits: Bits = np.where(share > 0, np.where(is_known, known, unknown), 0.0).sum(0)
    return bits
