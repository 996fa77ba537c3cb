"""The chains that a document may have suffered: what each makes of its words, and what that is worth."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.alike import alike
from mojibake_fix.engine.asks import Asking, Heard
from mojibake_fix.engine.by_chain import read_units
from mojibake_fix.engine.caps import STRANGE_CAP
from mojibake_fix.engine.document import DIGEST_WORDS, Columns, Document
from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.priors import (
    READERS,
    STEPS,
    UNFIT_COST,
    WELL_FORMED,
    WELL_FORMED_COUNTED,
    WRITERS,
    Path,
    path_cost,
    reading_cost,
    step_between,
    step_number,
    writer_of,
)
from mojibake_fix.engine.propose import Vote, is_utf8, was_utf8
from mojibake_fix.engine.readings import C1, holds_but_controls, is_more_below
from mojibake_fix.engine.spoken import Matrix, lse2
from mojibake_fix.engine.weigh import Ask
from mojibake_fix.engine.words import LONGEST_HEAD, Unit
from mojibake_fix.engine.writers import written_costs
from mojibake_fix.plausibility.model import Model

_CURRENCY, _EURO_PAGES = "¤", {"cp1252": "iso8859-15", "iso8859-1": "iso8859-15", "cp1253": "iso8859-7"}
CHAINS_TRIED = 20
"""Chains that are tried on more words than those of the digest."""
_CHAINS_RANKED = 40  # chains that are tried on the words of the digest
CHAINS_READ = 6
"""Chains that are read on the whole document."""
OF_CONTROLS: Path = (step_number(1 + WRITERS.index("cp1252"), READERS.index("iso8859-1")),)
"""What controls come from as a rule, as the HTML standard has it."""
_READINGS_HEARD = 12  # readings of the digest whose languages are heard
_HOPELESS = -14.0  # bits that the best chain loses on all of a text, from which on no other measure will take it
_HOPELESS_OF_MANY = -18.0  # the same where there are more words than were tried
_ROUGHLY_HOPELESS = 0.0  # the same of what its words gain roughly, its cost paid
_WORDS_TRIED = 300  # words beyond ASCII that a chain is tried on before it is read on all

Mask = npt.NDArray[np.bool_]


@dataclass(slots=True, eq=False)
class Reading:
    """A chain read on units."""

    path: Path
    texts: list[str | None]
    """Of each unit, what the chain makes of it; None where it does not fit."""
    changed: list[int]
    """The units that the chain makes something else of."""
    changes: Mask
    """Whether the chain makes something else of each unit."""
    is_unfit: Mask
    """Whether the chain cannot have made it."""
    bonus: npt.NDArray[np.float32]
    """Of each unit, the bits for what UTF-8 demands of bytes, which chance does not provide."""
    kept_cost: npt.NDArray[np.float32]
    """Of each unit, the bits for keeping what was set aside of it."""
    gain: float = -np.inf
    """Bits that it gains over the document as it stands, the cost of the accident paid."""
    easy_gain: float = -np.inf
    """The same of all of the document, where the words of the reading have the benefit of the doubt."""
    is_chosen: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Whether the reading is taken, of every word of the document."""

    def pairs(self, units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
        """The units that it changes, and what it makes of them."""
        return ((units[k].text, self.texts[k] or "") for k in self.changed)

    def taken(self, unit_of: npt.NDArray[np.intp]) -> Reading:
        """The same reading, as if it changed nothing but the units that are taken."""
        return replace(self, changed=self.chosen_units(unit_of))

    def left(self, units: Sequence[Unit]) -> Iterator[str]:
        """The texts of the first units that it leaves as they are."""
        return (unit.text for k, unit in enumerate(units) if self.texts[k] in (None, unit.text))

    def chosen_units(self, unit_of: npt.NDArray[np.intp]) -> list[int]:
        """The units that are taken, in order; `unit_of` is the unit of every word."""
        return sorted(set(unit_of[self.is_chosen].tolist()))

    @classmethod
    def of_all(
        cls, paths: Sequence[Path], units: Sequence[Unit], places: Sequence[int] | None = None, *, cores: bool = False
    ) -> list[Reading]:
        """The reading of units, or of those at `places`, by each chain.

        Chains that are alike are read once, and share their texts and what is known of them.
        """
        own = units if places is None else [units[place] for place in places]
        first = alike(paths, [unit.text for unit in own])
        number = {place: row for row, place in enumerate(dict.fromkeys(first))}
        texts = read_units(own, [paths[place] for place in number], cores=cores)
        if places is not None:
            texts = [_spread(read, places, len(units)) for read in texts]
        changed = [
            [
                k
                for k, (text, unit) in enumerate(zip(read, units, strict=True))
                if text is not None and text != unit.text
            ]
            for read in texts
        ]
        changes, bonus = (
            np.zeros((len(texts), len(units)), dtype=bool),
            np.zeros((len(texts), len(units)), dtype=np.float32),
        )
        kept = np.zeros_like(bonus)
        is_unfit = np.array([[text is None for text in read] for read in texts], dtype=bool)
        for place, row in number.items():
            changes[row, changed[row]] = True
            if was_utf8(paths[place]):
                bonus[row, changed[row]] = _well_formed_bits([texts[row][k] or "" for k in changed[row]])
        rows = [number[place] for place in first]
        return [
            cls(path, texts[row], changed[row], changes[row], is_unfit[row], bonus[row], kept[row])
            for path, row in zip(paths, rows, strict=True)
        ]


def _spread(texts: Sequence[str | None], places: Sequence[int], size: int) -> list[str | None]:
    """Texts at their places among so many, None between."""
    out: list[str | None] = [None] * size
    for place, text in zip(places, texts, strict=True):
        out[place] = text
    return out


def _well_formed_bits(texts: Sequence[str]) -> list[float]:
    known = [text.replace(LOST, "") for text in texts]  # what was lost proves nothing
    trails = [
        len(text.encode("utf-8", "surrogatepass")) - len(text) if len(text) <= LONGEST_HEAD else LONGEST_HEAD
        for text in known
    ]
    return [min(WELL_FORMED_COUNTED, WELL_FORMED * many) for many in trails]


def candidates(document: Document, digest: Sequence[Unit]) -> Asking[list[Path]]:
    """The likeliest chains of a document by its digest, the best first."""
    found = yield from _argued_for(document, digest)
    # Controls come from signs more often than not, however unlikely these are where they stand.
    if OF_CONTROLS not in found and any(C1.search(unit.text) for unit in digest):
        found.append(OF_CONTROLS)
    # So it is below layers of UTF-8, of which words that hold no such signs say nothing.
    words = [unit.text for unit in document.units[:_WORDS_TRIED]]
    above = (path for path in found if is_utf8(path) and any(is_more_below(word, path) for word in words))
    below = [(*path, *OF_CONTROLS) for path in itertools.islice(above, 1)]
    found += [path for path in below if path not in found]
    if any(_CURRENCY in unit.text for unit in document.units):
        found += [path for path in map(_with_euro, found) if path is not None and path not in found]
    return found


def _with_euro(path: Path) -> Path | None:
    """The chain with the page in place of the innermost one that has a euro sign where this one has `¤`, if any."""
    own = STEPS[path[-1]]
    step = step_between(_EURO_PAGES[own.written], own.read) if own.written in _EURO_PAGES else None
    return None if step is None else (*path[:-1], step)


def _argued_for(document: Document, digest: Sequence[Unit]) -> Asking[list[Path]]:
    """The likeliest chains by what they make of the words of the digest."""
    heads = [head for unit in digest for head in unit.heads(LONGEST_HEAD)]
    vote = Vote(heads, document.pooled, _CHAINS_RANKED)
    yield [vote]
    if vote.gain < _ROUGHLY_HOPELESS:
        return []
    units = [unit.head(LONGEST_HEAD) for unit in digest]
    readings = [reading for reading in Reading.of_all(vote.paths, units) if reading.changed]
    if not readings:
        return []
    spoken = dict.fromkeys(" ".join(text or "" for text in reading.texts) for reading in readings)
    (heard,) = yield [Heard([" ".join(unit.text for unit in units), *list(spoken)[:_READINGS_HEARD]])]
    document.choose_columns(heard)
    yield from _score(readings, units, document)
    readings.sort(key=lambda reading: -reading.gain)
    if readings[0].gain < (_HOPELESS if len(document.units) <= len(digest) else _HOPELESS_OF_MANY):
        return []
    return _fitting(readings[:CHAINS_TRIED], document)[:CHAINS_READ]


def _score(readings: Sequence[Reading], units: list[Unit], document: Document) -> Asking[None]:
    """Score chains on the words of a digest, as if they were the document."""
    columns = document.columns
    weights = document.pooled[columns]
    distinct = list({id(reading.texts): reading for reading in readings}.values())  # the others are alike
    asked = Readings(distinct, units)
    standing, table = yield [Ask(units, columns, prose=document.prose), asked.ask(columns)]
    stay = float(lse2(weights - standing.sum(0)))
    changes, is_unfit, bonus = (
        np.stack([getattr(reading, name) for reading in distinct])[:, :, None]
        for name in ("changes", "is_unfit", "bonus")
    )
    read = np.where(changes, asked.bits(table) - bonus, standing)
    read = np.where(is_unfit, np.float32(np.inf), read)
    own = weights - np.minimum(read, standing + UNFIT_COST).sum(1)
    row_of = {id(reading.texts): row for row, reading in enumerate(distinct)}
    likely = own[[row_of[id(reading.texts)] for reading in readings]]
    gains = lse2(likely) - stay - costs_of([reading.path for reading in readings], likely, columns, document.model)
    for reading, gain in zip(readings, gains.tolist(), strict=True):
        reading.gain = gain


def _fitting(readings: list[Reading], document: Document) -> list[Path]:
    """The chains, those first that fit more of the words: many differ in characters that the digest lacks."""
    worth = {reading.path: reading.gain for reading in readings}
    if len(document.units) > DIGEST_WORDS:
        for reading in Reading.of_all(list(worth), document.units[:_WORDS_TRIED]):
            worth[reading.path] += UNFIT_COST * int(np.count_nonzero(~reading.is_unfit))
    return sorted(worth, key=lambda path: -worth[path])


def distinct_ones(readings: Sequence[Reading]) -> list[Reading]:
    """Readings, one for all that are alike."""
    found: dict[int, Reading] = {}
    for reading in readings:
        found.setdefault(id(reading.texts), reading)
    return list(found.values())


class Readings:
    """What chains make of units, each word that comes about once."""

    def __init__(self, readings: Sequence[Reading], units: Sequence[Unit]) -> None:
        asked: dict[tuple[int, str | None, bool], int] = {}
        self._places = np.full((len(readings), len(units)), -1)
        for own, reading in zip(self._places, readings, strict=True):
            is_signs = reading.path == OF_CONTROLS
            for k in reading.changed:
                is_proven = is_utf8(reading.path) or (is_signs and holds_but_controls(units[k].text))
                own[k] = asked.setdefault((k, reading.texts[k], is_proven), len(asked))
        self._units = [units[k].reading(text or "") for k, text, _ in asked]
        self._instead_of = [units[k].text for k, _, _ in asked]
        self._are_proven = [is_proven for _, _, is_proven in asked]

    def ask(self, columns: Columns, *, in_doubt: bool = False) -> Ask:
        """Ask for the bits of the words. With `in_doubt`, they have the benefit of the doubt."""
        if in_doubt:
            return Ask(self._units, columns, foreign_cap=STRANGE_CAP)
        return Ask(self._units, columns, are_proven=self._are_proven, instead_of=self._instead_of)

    def bits(self, answer: Matrix) -> npt.NDArray[np.float32]:
        """The bits of the readings, 0 where a chain changes nothing; shape (chains, units, languages)."""
        table = np.vstack([answer, np.zeros((1, answer.shape[1]), dtype=np.float32)])
        return table[self._places]


def costs_of(
    paths: Sequence[Path], likely: npt.NDArray[np.floating], columns: Columns, model: Model
) -> npt.NDArray[np.floating]:
    """Bits of accidents, their writers weighed by how likely the languages are.

    `likely` are binary logarithms, not normalised; shape (paths, languages).
    """
    writers = [writer_of(path) for path in paths]
    costs = written_costs(model)[np.array(writers)[:, None], columns]
    rest = np.array(
        [reading_cost(path) if writer else path_cost(path) for path, writer in zip(paths, writers, strict=True)]
    )
    shares = likely - lse2(likely)[:, None]
    return rest - np.where(np.array(writers) > 0, lse2(shares - costs), 0)
