"""Whether any chain promises anything: a second, closer look at what the filter found odd.

A rare name is odd, and no page makes a likelier word of it. The oddest words of documents are read in all ways that
there are, many in one pass; where none gains what damage always does, the document is not judged at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.propose import best_gains
from mojibake_fix.engine.words import LONGEST_HEAD, Unit
from mojibake_fix.plausibility.model import Model

_TRIED_FIRST = 2  # pieces of a document that are tried before all others: in a damaged one they are enough
_WORDS_AT_ONCE = 600


class Try(NamedTuple):
    """What is tried to be read otherwise."""

    document: int
    oddness: float
    words: Sequence[Unit]
    weights: npt.NDArray[np.float32]
    """How likely each language is, the unknown one last: binary logarithms."""
    least: float = 0.0
    """The bits that a chain has to promise."""


def promising(tries: Sequence[Try], model: Model) -> set[int]:
    """The documents of which a chain promises better words. Of each, the oddest is to be tried first."""
    found: set[int] = set()
    if not tries:
        return found
    are_first = among_first([own.document for own in tries], _TRIED_FIRST)
    for turn in (True, False):
        left = [own for own, is_first in zip(tries, are_first, strict=True) if is_first is turn]
        found |= _promising([own for own in left if own.document not in found], model)
    return found


def among_first(documents: Sequence[int], most: int) -> list[bool]:
    """Whether each place is among the first so many of its document.

    >>> among_first([7, 7, 4, 7], 2)
    [True, True, True, False]
    """
    met: Counter[int] = Counter()
    out = []
    for document in documents:
        out.append(met[document] < most)
        met[document] += 1
    return out


def _promising(tries: Sequence[Try], model: Model) -> set[int]:
    found: set[int] = set()
    begin = 0
    while begin < len(tries):
        end, size = begin, 0
        while end < len(tries) and size < _WORDS_AT_ONCE:
            size += len(tries[end].words)
            end += 1
        part = tries[begin:end]
        heads = [[head for unit in own.words for head in unit.heads(LONGEST_HEAD)] for own in part]
        owner = np.repeat(np.arange(len(part)), [len(own) for own in heads])
        units = [head for own in heads for head in own]
        if units:
            least = np.array([own.least for own in part], dtype=np.float32)[owner]
            gains = best_gains(units, owner, np.stack([own.weights for own in part]), model, least)
            found.update(part[k].document for k in owner[gains >= least].tolist())
        begin = end
    return found
