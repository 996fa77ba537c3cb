"""Which chains could have made a word: every reader that can show it, every writer that its bytes fit.

Proposes and ranks, never judges. UTF-8 is the only encoding that can hold a text that is mojibake already, so all
layers but the innermost were written in UTF-8: the search goes down through the UTF-8 layers (there are few that fit)
and tries the legacy writers at each depth. The words of many documents are searched in one pass.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.layers import utf8_paths_of_all
from mojibake_fix.engine.legacy import Legacy, Outer, best_in_legacy, legacy_readings
from mojibake_fix.engine.priors import READERS, STEP_COSTS, STEPS, WRITERS, Path, path_cost, step_number
from mojibake_fix.engine.readings import C1
from mojibake_fix.engine.rough import Laid, Ranker
from mojibake_fix.engine.shown import Places, within
from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility.model import Bits, Model

_LOOKED_UNDER = 4  # texts under UTF-8 of a word that legacy writers are tried on
_READERS_KEPT = 20  # readers with the same bytes that are named: what the pool of a document chooses from
_READERS_BELOW = 4  # the same below layers of UTF-8
_READINGS_KEPT = 40  # readings of a word that are proposed
_PLAIN = 7.0  # bits of a character, on average, below which what lies under UTF-8 needs no further layer
_DOCUMENTS_AT_ONCE = 32  # documents whose votes are counted at once: a table of all chains for every word


def is_utf8(path: Path) -> bool:
    """Whether the innermost text of a chain was written in UTF-8."""
    return STEPS[path[-1]].written == "utf-8"


def was_utf8(path: Path) -> bool:
    """Whether bytes of UTF-8 are undone anywhere in a chain."""
    return STEPS[path[0]].written == "utf-8"


@dataclass(slots=True, eq=False)
class Vote:
    """What a document asks: the chains that some of its words argue for."""

    units: Sequence[Unit]
    weights: npt.NDArray[np.float32]
    """How likely each language is for the document: binary logarithms."""
    most: int
    """How many chains are asked for."""
    paths: list[Path] = field(default_factory=list)
    """The answer: by the bits that each gains the words together, less its cost, the best first."""
    gain: float = -np.inf
    """The bits of the best one, roughly."""


def count_votes(asked: Sequence[Vote], model: Model) -> None:
    """Answer the question of each document, all in one pass."""
    asked = [vote for vote in asked if vote.units]
    for begin in range(0, len(asked), _DOCUMENTS_AT_ONCE):
        _count(asked[begin : begin + _DOCUMENTS_AT_ONCE], model)


def _count(asked: Sequence[Vote], model: Model) -> None:
    units = [unit for vote in asked for unit in vote.units]
    owner = np.repeat(np.arange(len(asked)), [len(vote.units) for vote in asked])
    ranker = Ranker.of(np.stack([vote.weights for vote in asked]), model)
    known, outers = _under_utf8(units, owner, ranker)
    ballots = _Ballots(known, outers, legacy_readings(outers, units, owner, ranker) if outers else None)
    numbers = [_Numbers() for _ in asked]
    entries, chains = ballots.chains(ballots.likeliest(len(units)), owner, numbers)
    words = ballots.word[entries]
    gains = ranker.bits(units, owner)[words] - ballots.bits[entries]
    width = max(map(len, numbers))
    # A word argues for a chain by its best reading, a document by all its words: tables of all chains.
    best = np.zeros((len(units), width))
    np.maximum.at(best.reshape(-1), words * width + chains, gains)
    votes = np.add.reduceat(best, np.searchsorted(owner, np.arange(len(asked))), axis=0)
    first = np.full(votes.shape, len(chains))
    first.reshape(-1)[(owner[words] * width + chains)[::-1]] = np.arange(len(chains))[::-1]
    for vote, row, named, own in zip(asked, votes, first, numbers, strict=True):
        ids = np.flatnonzero(named < len(chains))
        ids = ids[named[ids].argsort()]  # of chains with as many votes, the one that was named first
        losses = own.costs()[ids] - row[ids]
        order = losses.argsort(kind="stable")[: vote.most]
        vote.paths = [own.path(k) for k in ids[order].tolist()]
        vote.gain = -float(losses.min(initial=np.inf))


def best_gains(
    units: Sequence[Unit],
    owner: npt.NDArray[np.intp],
    weights: npt.NDArray[np.float32],
    model: Model,
    least_gain: Bits | float = -np.inf,
) -> Bits:
    """The bits that the best reading of each word gains it, roughly, the cost of its chain paid.

    `owner` is of each word its document, `weights` of each document those of the languages. Of a word that gains less
    than `least_gain` it is said that it gains less, not how much.
    """
    ranker = Ranker.of(weights, model)
    laid = Laid.of(units, model)
    before = ranker.bits_of(laid, owner)
    known, outers = _under_utf8(units, owner, ranker)
    least = np.full(len(units), np.inf, dtype=np.float32)
    told = [reading.bits + min(map(path_cost, reading.paths)) for reading in known]
    np.minimum.at(least, [reading.word for reading in known], told)
    if outers:
        np.minimum(
            least,
            best_in_legacy(outers, laid, owner, ranker, before - np.asarray(least_gain, dtype=np.float32)),
            out=least,
        )
    return before - least


class _Numbers:
    """The chains of a document by numbers: those of one step have the step's, the others follow."""

    def __init__(self) -> None:
        self._more: dict[Path, int] = {}

    def __len__(self) -> int:
        return len(STEPS) + len(self._more)

    def number(self, path: Path) -> int:
        return path[0] if len(path) == 1 else self._more.setdefault(path, len(self))

    def path(self, number: int) -> Path:
        return (number,) if number < len(STEPS) else list(self._more)[number - len(STEPS)]

    def costs(self) -> npt.NDArray[np.float64]:
        """The bits of every chain."""
        return np.concatenate([_step_costs(), [path_cost(path) for path in self._more]])


class _Known(NamedTuple):
    """A reading under layers of UTF-8 alone."""

    word: int
    paths: list[Path]
    bits: float


def _under_utf8(units: Sequence[Unit], owner: Places, ranker: Ranker) -> tuple[list[_Known], list[Outer]]:
    """The readings that lie under UTF-8 alone, and the texts that can have been written in something else."""
    found = utf8_paths_of_all([unit.text for unit in units], are_cut=[unit.is_cut for unit in units])
    bare = [[inner for inner in under if not C1.search(inner)] for under in found]
    asked = [unit.reading(inner) for unit, own in zip(units, bare, strict=True) for inner in own]
    of = np.repeat(np.arange(len(units)), [len(own) for own in bare])
    bits = iter(ranker.bits(asked, owner[of]).tolist())
    known: list[_Known] = []
    outers: list[Outer] = []
    for word, (unit, under, own) in enumerate(zip(units, found, bare, strict=True)):
        readings = [_Known(word, under[inner], next(bits)) for inner in own]
        known += readings
        # Where well-formed UTF-8 is plain text, no accident of another kind did this.
        if readings and any(reading.bits / _size(inner) < _PLAIN for reading, inner in zip(readings, own, strict=True)):
            continue
        outers.append(Outer(word, unit.text, ()))
        below = [inner for inner in under if not inner.isascii()][:_LOOKED_UNDER]
        outers += [Outer(word, inner, under[inner][0]) for inner in below]
    return known, outers


def _size(text: str) -> int:
    return max(1, sum(char > "\x7f" for char in text))


class _Ballots:
    """All readings of all words, those of one word together: what lies under UTF-8 alone, then the others."""

    def __init__(self, known: Sequence[_Known], outers: Sequence[Outer], legacy: Legacy | None) -> None:
        if legacy is not None and not len(legacy.row):
            legacy = None
        self._known, self._outers, self._legacy = known, outers, legacy
        word = np.array([reading.word for reading in known], dtype=np.intp)
        bits = np.array([reading.bits for reading in known], dtype=np.float32)
        costs = np.array([path_cost(reading.paths[0]) for reading in known], dtype=np.float32)
        if legacy is not None:
            word_of = np.array([outer.word for outer in outers], dtype=np.intp)
            word = np.concatenate([word, word_of[legacy.shown.text_of[legacy.row]]])
            bits, costs = np.concatenate([bits, legacy.bits]), np.concatenate([costs, legacy.costs])
        self._number = word.argsort(kind="stable")
        """Of every reading, its number among those under UTF-8, and then among the others."""
        self.word, self.bits = word[self._number], bits[self._number]
        self._totals = self.bits + costs[self._number]

    def likeliest(self, words: int) -> Places:
        """The readings of each word that are proposed, the likeliest first."""
        bounds = np.searchsorted(self.word, np.arange(words + 1)).tolist()
        parts = [
            begin + self._totals[begin:end].argsort(kind="stable")[:_READINGS_KEPT]
            for begin, end in itertools.pairwise(bounds)
        ]
        return np.concatenate(parts)

    def chains(self, chosen: Places, owner: Places, numbers: Sequence[_Numbers]) -> tuple[Places, Places]:
        """The chains that give readings, the cheapest of each first: of each the reading, and its number."""
        number = self._number[chosen] - len(self._known)
        counts = np.zeros(len(chosen), dtype=np.intp)
        is_direct = np.zeros(len(chosen), dtype=bool)
        if self._legacy is not None:
            is_below = np.array([bool(outer.above) for outer in self._outers], dtype=bool)
            is_direct = (number >= 0) & ~is_below[self._legacy.shown.text_of[self._legacy.row[number]]]
            rows = self._legacy.row[number[is_direct]]
            counts[is_direct] = np.minimum(self._legacy.shown.reader_counts[rows], _READERS_KEPT)
        written_down: list[int] = []
        for k in np.flatnonzero(~is_direct).tolist():
            own = numbers[owner[self.word[chosen[k]]]]
            paths = self._paths(int(number[k]))
            counts[k] = len(paths)
            written_down += map(own.number, paths)
        entry = np.repeat(np.arange(len(chosen)), counts)
        chains = np.empty(len(entry), dtype=np.intp)
        is_kept = np.ones(len(entry), dtype=bool)
        direct = is_direct[entry]
        chains[~direct] = written_down
        if self._legacy is not None:
            writer, reader = self._legacy.written_and_read(number[entry[direct]], within(counts)[direct])
            chains[direct] = writer * len(READERS) + reader
            is_kept[direct] = ~_are_one()[writer, reader]
        return chosen[entry[is_kept]], chains[is_kept]

    def _paths(self, number: int) -> list[Path]:
        """The chains of a reading under layers of UTF-8: of no more than these, or of something else below them."""
        if number < 0 or self._legacy is None:
            return self._known[number + len(self._known)].paths
        above = self._outers[self._legacy.text_of(number)].above
        writer, readers = self._legacy.readers(number)
        kept = [reader for reader in readers[:_READERS_BELOW] if not _are_one()[writer, reader]]
        return [(*above, step_number(writer, reader)) for reader in kept]


@functools.cache
def _step_costs() -> npt.NDArray[np.float64]:
    return np.array(STEP_COSTS)


@functools.cache
def _are_one() -> npt.NDArray[np.bool_]:
    """Whether a writer, UTF-8 first, and a reader are the same encoding: nothing goes wrong."""
    return np.array([[name == reader for reader in READERS] for name in ("utf-8", *WRITERS)])
