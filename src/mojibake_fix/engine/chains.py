"""The chains that a document may have suffered: what each makes of its words, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.document import DIGEST_WORDS, LONGEST_HEAD, Columns, Document
from mojibake_fix.engine.priors import (
    UNFIT_COST,
    WELL_FORMED,
    WELL_FORMED_COUNTED,
    Path,
    path_cost,
    reading_cost,
    writer_of,
    written_costs,
)
from mojibake_fix.engine.propose import Ranker, is_utf8, vote, was_utf8
from mojibake_fix.engine.readings import read_units
from mojibake_fix.engine.weigh import STRANGE_CAP, Matrix, lse2, reading_bits, standing_bits
from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility.model import Model

CHAINS_TRIED = 20
"""Chains that are tried on more words than those of the digest."""
CHAINS_READ = 6
"""Chains that are read on the whole document."""
_WORDS_TRIED = 300  # words beyond ASCII that a chain is tried on before it is read on all

Mask = npt.NDArray[np.bool_]


@dataclass(slots=True, eq=False)
class Reading:
    """A chain read on units."""

    path: Path
    texts: list[str | None]
    """Of each unit, what the chain makes of it; None where it does not fit."""
    changes: Mask
    """Whether the chain makes something else of each unit."""
    is_unfit: Mask
    """Whether the chain cannot have made it."""
    gain: float = -np.inf
    """Bits that it gains over the document as it stands, the cost of the accident paid."""
    is_chosen: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Whether the reading is taken, of every word of the document."""

    @classmethod
    def of(cls, path: Path, units: Sequence[Unit], texts: list[str | None]) -> Reading:
        """The reading of units by a chain that makes `texts` of them."""
        is_unfit = np.array([text is None for text in texts], dtype=bool)
        same = np.array([text == unit.text for text, unit in zip(texts, units, strict=True)], dtype=bool)
        return cls(path, texts, ~is_unfit & ~same, is_unfit)

    def well_formed(self) -> npt.NDArray[np.float32]:
        """Of each unit, the bits for what UTF-8 demands of bytes, which chance does not provide."""
        out = np.zeros(len(self.texts), dtype=np.float32)
        if was_utf8(self.path):
            for k in np.flatnonzero(self.changes).tolist():
                out[k] = _well_formed_bits(self.texts[k] or "")
        return out


def _well_formed_bits(text: str) -> float:
    if len(text) > LONGEST_HEAD:
        return WELL_FORMED_COUNTED
    return min(WELL_FORMED_COUNTED, WELL_FORMED * (len(text.encode("utf-8", "surrogatepass")) - len(text)))


def candidates(document: Document, digest: Sequence[Unit]) -> list[Path]:
    """The likeliest chains of a document by its digest, the best first."""
    model = document.model
    ranker = Ranker.of(document.pooled, written_costs(model), model)
    heads = [head for unit in digest for head in unit.heads(LONGEST_HEAD)]
    languages = document.likeliest
    standing = -lse2(document.pooled[languages] - standing_bits(heads, languages, model))
    votes = vote(heads, standing.tolist(), ranker, model)
    ranked = sorted(votes, key=lambda path: -votes[path])[: 2 * CHAINS_TRIED]
    units = [unit.heads(LONGEST_HEAD)[0] for unit in digest]
    readings = [Reading.of(path, units, read_units(units, path)) for path in ranked]
    _score(readings, units, document)
    readings.sort(key=lambda reading: -reading.gain)
    return _fitting(readings[:CHAINS_TRIED], document)[:CHAINS_READ]


def _score(readings: Sequence[Reading], units: list[Unit], document: Document) -> None:
    """Score chains on the words of a digest, as if they were the document."""
    columns = document.everything
    standing = standing_bits(units, columns, document.model)
    stay = float(lse2(document.pooled - standing.sum(0)))
    for reading, bits in zip(readings, bits_of(readings, units, columns, document.model), strict=True):
        read = np.where(reading.changes[:, None], bits - reading.well_formed()[:, None], standing)
        read = np.minimum(np.where(reading.is_unfit[:, None], np.inf, read), standing + UNFIT_COST)
        likely = document.pooled - read.sum(0)
        cost = cost_of(reading.path, likely, columns, document.model)
        reading.gain = float(lse2(likely)) - stay - cost


def _fitting(readings: list[Reading], document: Document) -> list[Path]:
    """The chains, those first that fit more of the words: many differ in characters that the digest lacks."""
    worth = {reading.path: reading.gain for reading in readings}
    if len(document.units) > DIGEST_WORDS:
        units = document.units[:_WORDS_TRIED]
        for path in worth:
            worth[path] += UNFIT_COST * sum(text is not None for text in read_units(units, path))
    return sorted(worth, key=lambda path: -worth[path])


def bits_of(
    readings: Sequence[Reading], units: Sequence[Unit], columns: Columns, model: Model, *, in_doubt: bool = False
) -> list[Matrix]:
    """Of each chain, the bits of its readings of the units (0 where it changes none), all scored in one pass.

    With `in_doubt`, they have the benefit of the doubt that the text as it stands has.
    """
    asked: dict[tuple[Unit, bool], int] = {}
    places = []
    for reading in readings:
        utf8 = is_utf8(reading.path)
        own = [-1] * len(units)
        for k in np.flatnonzero(reading.changes).tolist():
            own[k] = asked.setdefault((units[k].reading(reading.texts[k] or ""), utf8), len(asked))
        places.append(own)
    table = np.zeros((len(asked) + 1, len(columns)), dtype=np.float32)
    if asked and in_doubt:
        table[:-1] = standing_bits([unit for unit, _ in asked], columns, model, foreign_cap=STRANGE_CAP)
    elif asked:
        table[:-1] = reading_bits([unit for unit, _ in asked], [utf8 for _, utf8 in asked], columns, model)
    return [table[own] for own in places]


def cost_of(path: Path, likely: npt.NDArray[np.floating], columns: Columns, model: Model) -> float:
    """Bits of an accident, its writer weighed by how likely the languages are (binary logarithms, not normalised)."""
    if not writer_of(path):
        return path_cost(path)
    costs = written_costs(model)[writer_of(path)][columns]
    return reading_cost(path) - float(lse2(likely - lse2(likely) - costs))
