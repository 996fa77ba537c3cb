"""What is nothing unusual: the figures by which text is measured, alone or in a batch."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.model import Model

WINDOW = 6
"""Characters that are judged together."""
ODD_ENOUGH = 4.0
"""Bits of oddness in a window from which on a document is looked at."""
ODD_ALONE = 8.0
"""The same of a piece that is one word, which has to be odder to be changed: no other vouches for what it becomes."""
SOUND_ENOUGH = 8.0
"""Bits of oddness that no window has of what is taken for sound without a look."""

CAP = 16.0  # bits of oddness that one character can have at most
USUAL = 7.5  # bits that are nothing unusual in most scripts
INSIDE = 4.0  # bits that a sign between two letters is odder by
_USUAL_BITS = {"か": 9.0, "カ": 9.0, "한": 10.0, "中": 11.0}  # and in others, by one of their letters
LANGUAGES = 2  # languages, the likeliest by the plain ASCII of a text, that it is measured in
TEMPER = 0.8  # what the evidence of plain characters counts for
HEARD = 200  # characters of a text, plain or not, that tell its language


@functools.lru_cache(2)
def usual_bits(model: Model) -> npt.NDArray[np.float32]:
    """Of every class, the bits that are usual in it."""
    usual = np.full(256, USUAL, dtype=np.float32)
    for letter, value in _USUAL_BITS.items():
        usual[int(model.symbol_class[model.symbol[ord(letter)]])] = value
    return usual


def odd_enough(piece: str) -> float:
    """The bits of oddness from which on a piece is looked at."""
    return ODD_ENOUGH if " " in piece else ODD_ALONE
