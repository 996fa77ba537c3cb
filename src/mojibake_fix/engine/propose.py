"""Which chains could have made a word: every reader that can show it, every writer that its bytes fit.

Proposes and ranks, never judges. UTF-8 is the only encoding that can hold a text that is mojibake already, so all
layers but the innermost were written in UTF-8: the search goes down through the UTF-8 layers (there are few that fit)
and tries the legacy writers at each depth. Single-byte writers are tried all at once, as arrays.
"""

from __future__ import annotations

import functools
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import decode_table, encode, holders, is_single_byte
from mojibake_fix.engine.priors import READERS, STEPS, WRITERS, Path, path_cost, reading_cost, step_number
from mojibake_fix.engine.readings import C1, decode_head
from mojibake_fix.engine.spoken import lse2
from mojibake_fix.engine.words import Unit, lay_out
from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import NEWLINE, Model

MAX_LAYERS = 6

_BEAM = 4  # texts that are followed down at each depth
_READERS_KEPT = 20  # readers with the same bytes that are named: what the pool of a document chooses from
_READINGS_KEPT = 40  # readings of a word that are proposed
_ROUGHLY_RANKED = 100  # readings of a word whose pairs and longer n-grams are looked at
_LANGUAGES = 6  # languages that readings are ranked under
_HOLE = 0xFFFE
_CHARACTER_CAP = 26.0
_PLAIN = 7.0  # bits of a character, on average, below which what lies under UTF-8 needs no further layer

Found = dict[str, list[Path]]
"""Readings, each with the chains that give it, the cheapest first."""


def is_utf8(path: Path) -> bool:
    """Whether the innermost text of a chain was written in UTF-8."""
    return STEPS[path[-1]].written == "utf-8"


def was_utf8(path: Path) -> bool:
    """Whether bytes of UTF-8 are undone anywhere in a chain."""
    return STEPS[path[0]].written == "utf-8"


def readers_of(text: str) -> list[int]:
    """The numbers of the encodings in which all of the text can have been shown, the commonest first."""
    codes = [ord(char) for char in set(text) if char >= "\x80"]
    if not codes or max(codes) > 0xFFFF:
        return []
    mask = int(np.bitwise_and.reduce(holders(READERS)[codes]))
    return [bit for bit in range(len(READERS)) if mask >> bit & 1]


def _readings(text: str) -> dict[bytes, list[int]]:
    """The bytes that the text may have been, each with the readers that show them so, the commonest first."""
    readings: dict[bytes, list[int]] = {}
    for reader in readers_of(text):
        data = encode(text, READERS[reader])
        if data is not None:
            readings.setdefault(data, []).append(reader)
    return readings


def utf8_paths_of(text: str, *, is_cut: bool = False) -> Found:
    """Every text that lies under one or more layers of UTF-8, with the chains that lay it bare."""
    found: Found = {}
    frontier: list[tuple[str, Path]] = [(text, ())]
    for _ in range(MAX_LAYERS):
        deeper: list[tuple[str, Path]] = []
        for above, path in frontier:
            for data, readers in _readings(above).items():
                inner = decode_head(data, "utf-8", is_cut=is_cut)
                if inner is None or inner in (above, text):
                    continue
                if inner not in found and not inner.isascii():
                    deeper.append((inner, (*path, step_number(0, readers[0]))))
                found.setdefault(inner, []).extend((*path, step_number(0, reader)) for reader in readers)
        frontier = deeper[:_BEAM]
    return found


@dataclass(frozen=True, slots=True)
class Ranker:
    """What the document says of its languages, as it is used to rank readings of its words."""

    gains: npt.NDArray[np.float32]
    """Of every symbol, the bits that it is likelier in the languages of the document than in all."""
    writer_costs: npt.NDArray[np.float32]
    """Of every writer (UTF-8 first), the bits of a text in those languages having been written in it."""

    @classmethod
    def of(cls, weights: npt.NDArray[np.float32], costs: npt.NDArray[np.float32], model: Model) -> Ranker:
        """The ranker for a document whose languages have these weights (binary logarithms)."""
        best = np.argsort(-weights[:-1], kind="stable")[:_LANGUAGES]
        likely = weights[np.append(best, len(weights) - 1)]
        likely = (likely - lse2(likely)).astype(np.float32)
        # The likeliest language stands for all: half a bit at most, for a table of every symbol.
        gains = model.languages.symbol_ratios()[best] * np.float32(UNIT) + likely[:-1, None]
        own = np.maximum(gains.max(0), likely[-1])
        return cls(own, -np.log2((np.exp2(weights - costs)).sum(1) / np.exp2(weights).sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Rough:
    """Words whose bits in the languages of a document are asked for, roughly; a row a word, one column."""

    units: Sequence[Unit]
    ranker: Ranker


def rough_bits(asked: Sequence[Rough], model: Model) -> list[npt.NDArray[np.float32]]:
    """The answer to each question, all computed in one pass."""
    asking = [question for question in asked if question.units]
    empty = np.zeros((0, 1), dtype=np.float32)
    if not asking:
        return [empty] * len(asked)
    units = [unit for question in asking for unit in question.units]
    codes, lengths = lay_out(units)
    owner = np.repeat(np.arange(len(asking)), [len(question.units) for question in asking])
    gains = np.stack([question.ranker.gains for question in asking])
    bits = model.bits(codes)
    bits -= np.where(codes > 0x7F, gains[np.repeat(owner, lengths), model.symbol[codes]], np.float32(0))
    bits = np.clip(bits, 0.3, _CHARACTER_CAP)
    bits[codes == NEWLINE] = 0
    sums = np.add.reduceat(bits, np.cumsum(lengths) - lengths)[:, None]
    rows = iter(np.split(sums, np.cumsum([len(question.units) for question in asking])[:-1]))
    return [next(rows) if question.units else empty for question in asked]


def vote(
    units: Sequence[Unit], standing: Sequence[float], ranker: Ranker, model: Model
) -> Generator[Sequence[Rough], list[npt.NDArray[np.float32]], dict[Path, float]]:
    """The chains that words argue for, each with the bits that it gains them together, less its cost.

    `standing` are the bits of the words as they stand.
    """
    proposals = [_Proposal(unit) for unit in units]
    bare = yield [own.ask(own.bare, ranker) for own in proposals]
    for own, bits in zip(proposals, bare, strict=True):
        own.add_utf8()
        if not own.is_plain(bits[:, 0]):
            own.add_legacy(ranker, model)
    scored = yield [own.ask(own.places, ranker) for own in proposals]
    votes: dict[Path, float] = {}
    for own, bits, stands in zip(proposals, scored, standing, strict=True):
        best: dict[Path, float] = {}
        for paths, reading in own.ranked(bits[:, 0]):
            for path in paths:
                best[path] = max(best.get(path, 0.0), stands - reading)
        for path, gain in best.items():
            votes[path] = votes.get(path, 0.0) + gain
    return {path: gain - path_cost(path) for path, gain in votes.items()}


class _Proposal:
    """The readings of a word, and the chains that give each."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.found = utf8_paths_of(unit.text, is_cut=unit.is_cut)
        self.bare = [inner for inner in self.found if not C1.search(inner)]
        self.places: dict[str, int] = {}
        """Of every reading, its number."""
        self.sources: list[tuple[int, _Source, float]] = []
        """Chains that give a reading: its number, where they come from, their cost."""

    def ask(self, texts: Iterable[str], ranker: Ranker) -> Rough:
        """Ask for the bits of readings of the word."""
        return Rough([self.unit.reading(text) for text in texts], ranker)

    def add_utf8(self) -> None:
        """Propose what lies under layers of UTF-8."""
        for inner in self.bare:
            paths = self.found[inner]
            self._add(inner, _Source((), 0, (), paths), path_cost(paths[0]))

    def is_plain(self, bits: npt.NDArray[np.float32]) -> bool:
        """Whether well-formed UTF-8 is plain text: no accident of another kind did this."""
        if not self.bare:
            return False
        sizes = np.array([max(1, sum(char > "\x7f" for char in inner)) for inner in self.bare])
        return bool((bits / sizes < _PLAIN).any())

    def add_legacy(self, ranker: Ranker, model: Model) -> None:
        """Propose what was written in a legacy encoding, at the top or below layers of UTF-8."""
        for outer in [self.unit.text, *[inner for inner in self.found if not inner.isascii()][:_BEAM]]:
            above = self.found[outer][0] if outer in self.found else ()
            for inner, source, cost in _legacy(outer, above, self.unit, ranker, model):
                if inner != self.unit.text:
                    self._add(inner, source, cost)

    def _add(self, text: str, source: _Source, cost: float) -> None:
        self.sources.append((self.places.setdefault(text, len(self.places)), source, cost))

    def ranked(self, bits: npt.NDArray[np.float32]) -> list[tuple[list[Path], float]]:
        """The most plausible readings: the chains that give each, and its bits."""
        if not self.sources:
            return []
        own = bits[[number for number, _, _ in self.sources]]
        total = own + np.array([cost for _, _, cost in self.sources], dtype=np.float32)
        order = np.argsort(total, kind="stable")[:_READINGS_KEPT].tolist()
        return [(paths, float(own[k])) for k in order if (paths := self.sources[k][1].paths())]


class _Source(NamedTuple):
    """Where a reading comes from: its chains are written down only where it is among the best."""

    above: Path
    writer: int
    readers: Sequence[int]
    known: Sequence[Path] = ()

    def paths(self) -> list[Path]:
        """The chains that give the reading, the cheapest first."""
        if self.known:
            return list(self.known)
        name = WRITERS[self.writer - 1]
        kept = self.readers[: 4 if self.above else _READERS_KEPT]
        return [(*self.above, step_number(self.writer, reader)) for reader in kept if READERS[reader] != name]


@functools.cache
def _single_byte_writers() -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint16]]:
    """The numbers of the writers that are single-byte pages, and their tables; shape (writers, 256)."""
    numbers = [number for number, name in enumerate(WRITERS, 1) if is_single_byte(name)]
    tables = [[ord(char) for char in decode_table(WRITERS[number - 1])] for number in numbers]
    return np.array(numbers), np.array(tables, dtype=np.uint16)


@functools.cache
def _multi_byte_writers() -> tuple[int, ...]:
    return tuple(number for number, name in enumerate(WRITERS, 1) if not is_single_byte(name))


def _legacy(text: str, above: Path, unit: Unit, ranker: Ranker, model: Model) -> list[tuple[str, _Source, float]]:
    """The likeliest texts that were written in a legacy encoding and show as `text`, with their sources and costs."""
    readings = list(_readings(text).items())
    numbers, tables = _single_byte_writers()
    out: list[tuple[str, _Source, float]] = []
    writer_costs = ranker.writer_costs.tolist()

    def add(inner: str, writer: int, readers: list[int]) -> None:
        if inner != text:
            cost = _reader_cost(above, writer, readers[0]) + writer_costs[writer]
            out.append((inner, _Source(above, writer, readers), cost))

    by_length: dict[int, list[int]] = {}
    for place, (data, _) in enumerate(readings):
        by_length.setdefault(len(data), []).append(place)
    for length, places in by_length.items():
        rows = np.frombuffer(b"".join(readings[place][0] for place in places), dtype=np.uint8).reshape(-1, length)
        inner = tables[:, rows].reshape(-1, length)  # (writers x readings, characters)
        owner = np.tile(np.arange(len(places)), len(numbers))
        writer = np.repeat(numbers, len(places))
        is_good = ~((inner == _HOLE) | ((inner >= 0x80) & (inner <= 0x9F))).any(1)
        inner, owner, writer = inner[is_good], owner[is_good], writer[is_good]
        if not len(inner):
            continue
        rough = _rough_bits(inner, ranker, model) + ranker.writer_costs[writer]
        order = np.argsort(rough, kind="stable")[:_ROUGHLY_RANKED]
        texts = inner[order].astype("<u2").tobytes().decode("utf-16-le", "surrogatepass")
        for row, k in enumerate(order.tolist()):
            add(texts[row * length : (row + 1) * length], int(writer[k]), readings[places[owner[k]]][1])
    for data, readers in readings:
        for number in _multi_byte_writers():
            shown = decode_head(data, WRITERS[number - 1], is_cut=unit.is_cut)
            if shown is not None and not C1.search(shown):
                add(shown, number, readers)
    return out


@functools.cache
def _reader_cost(above: Path, writer: int, reader: int) -> float:
    return reading_cost((*above, step_number(writer, reader)))


def _rough_bits(inner: npt.NDArray[np.uint16], ranker: Ranker, model: Model) -> npt.NDArray[np.float32]:
    """The bits of single characters in the languages of the document; shape (rows,)."""
    symbols = model.symbol[inner]
    bits = model.languages.symbol_bits[symbols] - ranker.gains[symbols]
    return np.where(inner > 0x7F, bits, np.float32(0)).sum(1)
