"""What is nothing unusual: the figures by which text is measured, alone or in a batch."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.model import Model

WINDOW = 6
"""Characters that are judged together."""
ODD_ENOUGH = 4.0
"""Bits of oddness in a window from which on a document is looked at, where there are few characters beyond ASCII."""
_MANY = (1.0, 2.0, 4.0, 16.0, 24.0, 32.0, 64.0, 128.0)
"""Characters beyond ASCII of a piece: the more there are, the odder is the oddest window, of sound pieces and, more so,
of damaged ones."""
_LOG_MANY = np.log2(_MANY)
_ODD_OF_MANY = (ODD_ENOUGH, 4.5, 5.0, 5.0, 5.5, 8.5, 11.0, 14.0)
"""The bits from which on pieces of so many are looked at: none of 12,000 damaged lines and phrases has fewer, but for
those that have fewer than 4, and so have 10 in 100 sound lines that have more than 4."""
_PROMISED = (0.0, 2.0, 3.0, 3.0, 3.0, 3.0, 5.0, 5.0)
"""The bits that the right chain gains one of their oddest words, its own cost paid: none of 4,860 repairs gains fewer,
and 24 do of 63 sound lines that a chain promises anything."""
_FEW = 4.0
"""Pieces of a document of which none promises anything by chance, as a rule."""
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


def likeliest_by(plain: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
    """The languages that the plain characters of each text speak for; shapes (texts, languages), (texts, LANGUAGES)."""
    left = plain.copy()  # to look twice for the highest number takes a tenth of what to part them takes
    found = []
    for _ in range(LANGUAGES):
        found.append(left.argmax(1))
        left[np.arange(len(left)), found[-1]] = np.iinfo(left.dtype).min
    return np.stack(found, axis=1)


def odd_of_few(pieces: Sequence[str]) -> npt.NDArray[np.float32]:
    """The least bits of oddness from which on each piece is looked at."""
    return np.array([ODD_ENOUGH if " " in piece else ODD_ALONE for piece in pieces], dtype=np.float32)


def odd_enough(pieces: Sequence[str], beyond: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """The same, by how many of its characters are beyond ASCII."""
    return np.maximum(_of_many(beyond, _ODD_OF_MANY), odd_of_few(pieces))


def promised(beyond: npt.ArrayLike, pieces: npt.ArrayLike = 1) -> npt.NDArray[np.float32]:
    """The bits that a chain has to promise for pieces to be judged, by their characters beyond ASCII.

    `pieces` are those of their document: where there are twice as many, one of them promises a bit more by chance.
    """
    by_chance = np.log2(np.maximum(pieces, _FEW) / _FEW)
    return np.maximum(_of_many(beyond, _PROMISED), by_chance).astype(np.float32)


def _of_many(beyond: npt.ArrayLike, bits: Sequence[float]) -> npt.NDArray[np.float32]:
    """The bits for so many characters, between those of `_MANY` in proportion to the logarithm."""
    return np.interp(np.log2(np.maximum(beyond, 1)), _LOG_MANY, bits).astype(np.float32)
