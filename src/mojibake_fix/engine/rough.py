"""Rough bits of readings: what ranks those that words can have had, before any is weighed.

The bits of a reading in the likeliest languages of its document, of which the best stands for all, character by
character. Answered for the words of many documents in one pass.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.spoken import lse2
from mojibake_fix.engine.words import Unit, lay_out
from mojibake_fix.engine.writers import written_costs
from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import NEWLINE, Bits, Codes, Model

_LANGUAGES = 3  # languages that readings are ranked under
LEAST, CHARACTER_CAP = 0.3, 26.0
"""Bits that a character of a reading has at least, and at most."""

Places = npt.NDArray[np.intp]


class Laid(NamedTuple):
    """Words laid out behind each other, each with what is around it and a line end."""

    units: Sequence[Unit]
    codes: Codes
    lengths: Places
    """How many characters each has, laid out."""
    bits: Bits
    """The bits of every character."""

    @classmethod
    def of(cls, units: Sequence[Unit], model: Model) -> Laid:
        """Some words as they stand."""
        codes, lengths = lay_out(units)
        return cls(units, codes, lengths, model.bits(codes))


@dataclass(frozen=True, eq=False)
class Ranker:
    """What documents say of their languages, as it is used to rank readings of their words; a row a document."""

    model: Model
    languages: Places
    """The likeliest languages, shape (documents, n)."""
    likely: npt.NDArray[np.float32]
    """How likely each of them is, and last how likely the unknown one: binary logarithms."""
    weights: npt.NDArray[np.float32]
    """How likely every language is, the unknown one last: binary logarithms."""

    @classmethod
    def of(cls, weights: npt.NDArray[np.float32], model: Model) -> Ranker:
        """The ranker for documents whose languages have these weights (binary logarithms; a row a document)."""
        best = _largest(weights[:, :-1], _LANGUAGES)
        likely = np.hstack([np.take_along_axis(weights, best, 1), weights[:, -1:]])
        likely -= lse2(likely)[:, None]
        return cls(model, best, likely, weights)

    @functools.cached_property
    def writer_costs(self) -> npt.NDArray[np.float32]:
        """Of every writer (UTF-8 first), the bits of a text in those languages having been written in it."""
        powers = np.exp2(self.weights.astype(np.float64))
        # One by one: the product of matrices would round a document's figures by what stands beside it.
        shares = _written_shares(self.model)
        written = np.stack([shares @ own / own.sum() for own in powers])
        costs: npt.NDArray[np.float32] = -np.log2(written).astype(np.float32)
        return costs

    def ratios(self, number: int, owner: Places, symbols: npt.NDArray[np.integer]) -> Bits:
        """Of symbols, the bits that each is likelier in a language of the document `owner` than in all of them.

        `number` counts its likeliest languages, and the unknown one last, of which nothing is known. `owner` and
        `symbols` are broadcast.
        """
        if number >= self.languages.shape[1]:
            return np.zeros(1, dtype=np.float32)
        # Of few symbols in many places: a table of those that there are, a row a document.
        used, column = _distinct(symbols, len(self.model.languages.symbol_share))
        table = self.model.languages.symbol_ratios(used, self.languages[:, number, None]) * np.float32(UNIT)
        return table.reshape(-1).take(owner * len(used) + column)

    def bits(self, units: Sequence[Unit], owner: Places) -> Bits:
        """The bits of each unit in the languages of the document `owner`."""
        return self.bits_of(Laid.of(units, self.model), owner) if units else np.zeros(0, dtype=np.float32)

    def bits_of(self, laid: Laid, owner: Places) -> Bits:
        """The same of units that are laid out."""
        return self._sums(laid.codes, laid.bits, laid.lengths, owner)

    def bits_of_variants(self, codes: Codes, lengths: Places, pattern: Places, owner: Places) -> Bits:
        """The same of texts laid out with what is around them, a line each, of which many are alike.

        `pattern` is of each text the number of an earlier one that is as long, or its own. Where the two have the same
        characters, so far as the model looks back, they have the same bits.
        """
        starts = np.cumsum(lengths) - lengths
        at = np.arange(len(codes)) - np.repeat(starts - starts[pattern], lengths)
        is_same = codes == codes[at]
        is_known = is_same.copy()
        for back in range(1, 4):
            is_known[back:] &= is_same[:-back]
        is_known &= np.repeat(pattern != np.arange(len(pattern)), lengths)
        bits = np.empty(len(codes), dtype=np.float32)
        open_ = np.flatnonzero(~is_known)
        bits[open_] = self.model.bits(codes, open_)
        known = np.flatnonzero(is_known)
        bits[known] = bits[at[known]]
        return self._sums(codes, bits, lengths, owner)

    def _sums(self, codes: Codes, bits: Bits, lengths: Places, owner: Places) -> Bits:
        """The bits of each text in the language in which it has the fewest, that language's own bits among them."""
        beyond = np.flatnonzero(codes > 0x7F)
        symbols = self.model.symbol[codes[beyond]]
        is_end = codes == NEWLINE
        starts = np.cumsum(lengths) - lengths
        used, column = _distinct(symbols, len(self.model.languages.symbol_share))
        at = np.repeat(owner, lengths)[beyond] * len(used) + column
        ratios = self.model.languages.symbol_ratios
        least: Bits = _clipped_sums(bits.copy(), is_end, starts) - self.likely[owner, -1]
        for k in range(self.languages.shape[1]):
            own = bits.copy()
            table = ratios(used, self.languages[:, k, None])
            own[beyond] -= table.reshape(-1).take(at) * np.float32(UNIT)
            np.minimum(least, _clipped_sums(own, is_end, starts) - self.likely[owner, k], out=least)
        return least


def _largest(rows: npt.NDArray[np.float32], many: int) -> Places:
    """The places of the largest values of each row, in descending order; of equals the first."""
    rows = rows.copy()
    found = np.empty((len(rows), min(many, rows.shape[1])), dtype=np.intp)
    for k in range(found.shape[1]):
        found[:, k] = rows.argmax(1)
        rows[np.arange(len(rows)), found[:, k]] = -np.inf
    return found


def _clipped_sums(bits: Bits, is_end: npt.NDArray[np.bool_], starts: Places) -> Bits:
    np.clip(bits, LEAST, CHARACTER_CAP, out=bits)
    bits[is_end] = 0
    sums: Bits = np.add.reduceat(bits, starts)
    return sums


def _distinct(values: npt.NDArray[np.integer], most: int) -> tuple[Places, Places]:
    """The distinct ones of small numbers in ascending order, and of each value its place among them."""
    is_used = np.zeros(most, dtype=bool)
    is_used[values] = True
    return np.flatnonzero(is_used), (np.cumsum(is_used) - 1)[values]


@functools.lru_cache(4)
def _written_shares(model: Model) -> npt.NDArray[np.float64]:
    """How likely a text in each language (and the unknown one, last) was written in each encoding; a row a writer."""
    return np.exp2(-written_costs(model).astype(np.float64))
