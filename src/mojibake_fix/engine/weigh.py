"""The bits of words under every language: how plausible what stands there is, and what a reading would make of it.

A word's bits under a language are the model's bits of its characters less the language's ratios. Beside the languages
that training met there is one more, *unknown*, of which nothing is known but that it is text. The words that are plain
ASCII, which damage leaves alone, tell how likely each language is; a text is then as plausible as it is in all of them
together, each weighed by how likely it is.

What stands there has the benefit of the doubt (`caps.py`); a reading has more to prove.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.caps import (
    BEHIND_NATIVE_CAP,
    FOREIGN_CAP,
    INNER_CAPITAL_BITS,
    LEAST_BITS,
    NATIVE_CAP,
    READING_CAP,
    STRANGE_CAP,
    SURPRISE_CAP,
    UNKNOWN_CAP,
    UTF8_CAP,
    Places,
    foreign_caps,
    forgive_losses,
    is_emoji,
)
from mojibake_fix.engine.spoken import Matrix, symbol_rows
from mojibake_fix.engine.words import NO_BREAK, Unit, lay_out, without_marks
from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import Bits, Codes, Model, codes_of

_ROWS_AT_ONCE = 40_000  # characters that are laid out at once
_CELLS = 400_000  # cells of the matrix of bits that are held at once
_SMALL, _CAPITAL = 1, 2  # the model's cases
NO_BREAK_BITS = 6.0
"""Bits of a no-break space as it stands: it is a space that is put into texts at any time."""
_NOWHERE = "\x00"
_NATIVE = -8  # a ratio, in the languages' units, from which on a letter is one of the language


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """What a document asks: the bits of some units under some languages, of which the last is the unknown one.

    As they stand, with the benefit of the doubt, or, where `are_proven` is given, as readings of which each is of
    bytes that chance hardly provides, as UTF-8's are, or not.
    """

    units: Sequence[Unit]
    languages: npt.NDArray[np.intp]
    usual: float = 0.0
    """With it, how odd units are: only the bits beyond it of characters beyond ASCII, and of those behind them."""
    foreign_cap: float = FOREIGN_CAP
    """The cap of a letter of one script within a word of another."""
    are_proven: Sequence[bool] | None = None
    instead_of: Sequence[str] = ()
    """What stands there in place of each unit, where the units are readings."""
    prose: float = 0.0
    """How surely the units stand in prose, from 0 to 1."""


def weigh(asks: Sequence[Ask], model: Model) -> list[Matrix]:
    """The answer to each question; a row a unit, a column a language. What many documents ask is computed at once."""
    out = [np.zeros((0, len(ask.languages)), dtype=np.float32) for ask in asks]
    # Columns are laid side by side: questions of one width, and of one way to cap, go together.
    order = sorted(range(len(asks)), key=lambda k: (asks[k].are_proven is None, len(asks[k].languages)))
    for (is_standing, _), group in itertools.groupby(
        order, key=lambda k: (asks[k].are_proven is None, len(asks[k].languages))
    ):
        for numbers in _parts([k for k in group if len(asks[k].units)], asks):
            own = [asks[k] for k in numbers]
            table = _standing(own, model) if is_standing else _reading(own, model)
            at = 0
            for k in numbers:
                out[k] = table[at : at + len(asks[k].units)]
                at += len(asks[k].units)
    return out


def _parts(numbers: Sequence[int], asks: Sequence[Ask]) -> Iterator[list[int]]:
    """The questions in parts of a bearable size."""
    part: list[int] = []
    size = 0
    for k in numbers:
        part.append(k)
        size += sum(len(unit.text) + 3 for unit in asks[k].units)
        if size > _ROWS_AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


class _Laid:
    """Units laid out as one array of characters, with the places that count."""

    def __init__(self, asks: Sequence[Ask], model: Model, *, is_reading: bool = False) -> None:
        units = [unit for ask in asks for unit in ask.units]
        self.codes, self.lengths = lay_out(units)
        leads = np.array([len(unit.lead) for unit in units], dtype=np.int64)
        self.starts = np.cumsum(self.lengths) - self.lengths
        counts = np.ones(len(self.codes), dtype=bool)
        for lead in range(int(leads.max(initial=0))):
            counts[self.starts[leads > lead] + lead] = False
        counts[self.starts + self.lengths - 1] = False
        self.counts = counts
        self.owner = np.repeat(np.arange(len(asks)), [len(ask.units) for ask in asks])
        """Of every unit, the number of its question."""
        self.of = np.repeat(self.owner, self.lengths)
        """Of every character, the number of its question."""
        codes, is_space = self.codes, _is_space(self.codes, model)
        if is_reading:
            is_read = self._is_read(asks)
            codes, is_space = without_marks(codes, is_read), is_space & ~is_read
        self.bits = model.bits(np.where(is_space, np.uint32(0x20), codes))
        self.bits[is_space] = NO_BREAK_BITS
        self.case = model.case[self.codes]
        self.rows = symbol_rows(self.codes, model)
        self.languages = np.stack([ask.languages[:-1] for ask in asks])

    def _is_read(self, asks: Sequence[Ask]) -> npt.NDArray[np.bool_]:
        """Whether each character is not what stands in its place, as far as that can be told."""
        befores = (before for ask in asks for before in ask.instead_of or [""] * len(ask.units))
        units = (unit for ask in asks for unit in ask.units)
        # A text of another length stands for itself in no place.
        same = [
            (before if len(before) == len(unit.text) else _NOWHERE * len(unit.text)) + unit.tail
            for before, unit in zip(befores, units, strict=True)
        ]
        is_read = np.ones(len(self.codes), dtype=bool)
        is_read[self.counts] = self.codes[self.counts] != codes_of("".join(same))
        return is_read

    def under(self, caps: Bits, unknown_caps: Bits, model: Model, usual: Bits | None, *, is_standing: bool) -> Matrix:
        """The bits of each unit under the languages of its question, nothing above its cap."""
        out = np.empty((len(self.starts), self.languages.shape[1] + 1), dtype=np.float32)
        near = self.codes > 0x7F
        near[1:] |= near[:-1]
        free = np.minimum(self.bits, unknown_caps)
        if usual is not None:
            free = np.maximum(free - usual, 0) * near
        out[:, -1] = np.add.reduceat(free * self.counts, self.starts)
        first = 0
        while first < len(self.starts):
            last = max(first + 1, int(np.searchsorted(self.starts, self.starts[first] + _CELLS // out.shape[1])))
            begin = int(self.starts[first])
            end = int(self.starts[last]) if last < len(self.starts) else len(self.codes)
            place = slice(begin, end)
            columns = self.languages[self.of[place]]
            ratios = model.languages.ratios_in(self.rows[place], columns)
            cells = np.clip(self.bits[place, None] - ratios * np.float32(UNIT), LEAST_BITS, caps[place, None])
            if is_standing:
                self._spare_native(cells, begin, columns, model)
            if usual is not None:
                cells = np.maximum(cells - usual[place, None], 0) * near[place, None]
            cells[~self.counts[place]] = 0
            out[first:last, :-1] = np.add.reduceat(cells, self.starts[first:last] - begin, axis=0)
            first = last
        return out

    def _spare_native(self, cells: Matrix, begin: int, columns: npt.NDArray[np.intp], model: Model) -> None:
        """Letters that a language has, and what stands behind them, are capped lower in it."""
        codes = self.codes[begin : begin + len(cells)]
        letters = np.flatnonzero((self.case[begin : begin + len(cells)] > 0) & (codes > 0x7F))
        own = model.languages.ratios_in(model.symbol[codes[letters]].astype(np.int32), columns[letters])
        is_native = own > _NATIVE
        cells[letters] = np.where(is_native, np.minimum(cells[letters], np.float32(NATIVE_CAP)), cells[letters])
        is_followed = letters + 1 < len(cells)
        behind, is_native = letters[is_followed] + 1, is_native[is_followed]
        is_plain = codes[behind] < 0x80
        behind, is_native = behind[is_plain], is_native[is_plain]
        spared = np.minimum(cells[behind], np.float32(BEHIND_NATIVE_CAP))
        cells[behind] = np.where(is_native, spared, cells[behind])


def _is_space(codes: Codes, model: Model) -> npt.NDArray[np.bool_]:
    """Whether each character is a no-break space with no sign beyond ASCII beside it: one that was put there."""
    is_open = (codes < 0x80) | (model.case.take(codes) > 0)
    is_space: npt.NDArray[np.bool_] = codes == ord(NO_BREAK)
    is_space[1:-1] &= is_open[:-2] & is_open[2:]
    return is_space


def _standing(asks: Sequence[Ask], model: Model) -> Matrix:
    laid = _Laid(asks, model)
    foreign = foreign_caps(laid.codes, model, np.array([ask.foreign_cap for ask in asks], dtype=np.float32)[laid.of])
    places = Places(laid.codes, laid.case, laid.of)
    prose = np.array([ask.prose for ask in asks], dtype=np.float32)[laid.of]
    known = np.maximum(places.caps(SURPRISE_CAP, prose), foreign)
    unknown = np.maximum(places.caps(UNKNOWN_CAP, prose), foreign)
    usual = np.array([ask.usual for ask in asks], dtype=np.float32)
    return laid.under(known, unknown, model, usual[laid.of] if usual.any() else None, is_standing=True)


def _reading(asks: Sequence[Ask], model: Model) -> Matrix:
    laid = _Laid(asks, model, is_reading=True)
    case = laid.case
    are_proven = np.array([proven for ask in asks for proven in ask.are_proven or ()], dtype=bool)
    caps = np.repeat(np.where(are_proven, UTF8_CAP, READING_CAP), laid.lengths).astype(np.float32)
    is_rare = (model.member_bits[laid.codes] > 0) & (laid.codes > 0x7F) & ~is_emoji(laid.codes)
    caps[is_rare & (case == 0)] = np.where(laid.codes[is_rare & (case == 0)] < 0x10000, FOREIGN_CAP, STRANGE_CAP)
    foreign = foreign_caps(laid.codes, model, np.full(len(case), FOREIGN_CAP, dtype=np.float32))
    caps[(is_rare & (case > 0)) | (foreign >= FOREIGN_CAP)] = STRANGE_CAP
    is_plain = laid.codes < 0x80
    caps[is_plain] = SURPRISE_CAP
    forgive_losses(laid.codes, caps)
    inner = np.zeros(len(case), dtype=np.float32)
    is_inner = (case[1:-1] == _CAPITAL) & (case[:-2] == _SMALL) & ~is_plain[1:-1]
    inner[1:-1][is_inner] = INNER_CAPITAL_BITS
    unknown = np.where(is_plain, np.float32(UNKNOWN_CAP), caps)
    return laid.under(caps, unknown, model, None, is_standing=False) + np.add.reduceat(inner, laid.starts)[:, None]
