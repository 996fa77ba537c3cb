"""Readings in legacy encodings: what texts can have been that were written in a page, and shown in another.

Single-byte writers are tried all at once, as arrays over all bytes that all texts may have been; multi-byte ones
decode the bytes of all texts in one call each. Of the many, those are kept whose characters are the likeliest.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.bounds import Rows, Texts, bits_elsewhere, least_bits, least_bits_of_texts
from mojibake_fix.engine.decoded import Decoded, decode_all
from mojibake_fix.engine.pages import HOLE, multi_byte_writers, single_byte_writers
from mojibake_fix.engine.priors import READERS, STEP_COSTS, STEPS, WRITERS, Path, reading_cost, step_number
from mojibake_fix.engine.rough import Laid, Ranker
from mojibake_fix.engine.shown import Places, Shown, hashes, shown_bytes, within
from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility.model import NEWLINE, Bits, Codes, codes_of

_ROUGHLY_RANKED = 100  # readings of a text whose pairs and longer n-grams are looked at
_ROUNDING = 0.01  # bits by which sums of the same numbers differ
_SPACE = 0x20


class Outer(NamedTuple):
    """A text that is looked under: a word as it stands, or what lies under layers of UTF-8 of it."""

    word: int
    """The number of the word."""
    text: str
    above: Path
    """The layers of UTF-8 above it."""


@dataclass(frozen=True, slots=True, eq=False)
class Legacy:
    """Readings of texts, those of one text together: the likeliest of the pages, then those in several bytes."""

    shown: Shown
    row: Places
    """Of every reading, the number of its bytes in `shown`."""
    writer: Places
    bits: Bits
    """The rough bits of every reading."""
    costs: Bits
    """The bits of what was written and by whom it was read, by the commonest reader of these bytes."""

    def text_of(self, number: int) -> int:
        """The number of the text of a reading."""
        return int(self.shown.text_of[self.row[number]])

    def readers(self, number: int) -> tuple[int, list[int]]:
        """The writer of a reading, and the readers of its bytes, the commonest first."""
        row = self.row[number]
        begin = int(self.shown.first_reader[row])
        own = self.shown.readers[begin : begin + int(self.shown.reader_counts[row])]
        return int(self.writer[number]), own.tolist()

    def written_and_read(self, numbers: Places, place: Places) -> tuple[Places, Places]:
        """The writer of each reading, and one of its readers, by its place among them."""
        return self.writer[numbers], self.shown.readers[self.shown.first_reader[self.row[numbers]] + place]


def legacy_readings(outers: Sequence[Outer], units: Sequence[Unit], owner: Places, ranker: Ranker) -> Legacy:
    """The readings of texts in legacy encodings. `units` are the words, `owner` is of each word its document."""
    search = _Search(outers, units, owner, ranker)
    pages = search.in_pages(*search.likeliest_pages())
    everything = pages.beside(search.in_several_bytes())
    kept, bits = search.scored(everything)
    row, writer = everything.row[kept], everything.writer[kept]
    order = np.lexsort((kept >= len(pages.row), search.shown.text_of[row]))
    row, writer = row[order], writer[order]
    costs = search.reader_costs(row, writer) + ranker.writer_costs[search.document_of[row], writer]
    return Legacy(search.shown, row, writer, bits[order], costs.astype(np.float32))


def best_in_legacy(outers: Sequence[Outer], laid: Laid, owner: Places, ranker: Ranker, most: Bits) -> Bits:
    """The bits of the best reading of each word in any legacy encoding, and of its chain.

    Infinite where these are more than `most`.
    """
    search = _Search(outers, laid.units, owner, ranker)
    elsewhere = bits_elsewhere(laid)
    several = search.in_several_bytes()
    pages = search.in_pages(*search.pages_below(most, elsewhere))
    everything = pages.beside(several.some(search.are_below(several, most, elsewhere[0])))
    kept, bits = search.scored(everything)
    row, writer = everything.row[kept], everything.writer[kept]
    hopeful = np.flatnonzero(bits + _cheapest()[writer] <= most[search.word_of[row]] + _ROUNDING)
    row, bits = row[hopeful], bits[hopeful] + search.chain_costs(row[hopeful], writer[hopeful])
    best = np.full(len(laid.units), np.inf, dtype=np.float32)
    np.minimum.at(best, search.word_of[row], bits)
    best[best > most + _ROUNDING] = np.inf
    return best


class Read(NamedTuple):
    """Readings of rows of bytes, behind each other."""

    row: Places
    writer: Places
    codes: Codes
    sizes: Places

    def beside(self, others: Read) -> Read:
        """These and others behind them."""
        row, writer = np.concatenate([self.row, others.row]), np.concatenate([self.writer, others.writer])
        codes, sizes = np.concatenate([self.codes, others.codes]), np.concatenate([self.sizes, others.sizes])
        return Read(row, writer, codes, sizes)

    def some(self, are_kept: npt.NDArray[np.bool_]) -> Read:
        """Some of them."""
        codes = self.codes[np.repeat(are_kept, self.sizes)]
        return Read(self.row[are_kept], self.writer[are_kept], codes, self.sizes[are_kept])


class _Search:
    """Texts of words of documents, and the bytes that they may have been."""

    def __init__(self, outers: Sequence[Outer], units: Sequence[Unit], owner: Places, ranker: Ranker) -> None:
        self.outers, self.units, self.owner, self.ranker = outers, units, owner, ranker
        self.shown = shown_bytes([outer.text for outer in outers])
        self.word_of = np.array([outer.word for outer in outers], dtype=np.intp)[self.shown.text_of]
        """Of every row of bytes, the number of its word."""
        self.document_of = owner[self.word_of]

    def likeliest_pages(self) -> tuple[Places, Places]:
        """The rows, and the single-byte writers by their columns, whose single characters are the likeliest.

        Those of texts of one length are ranked together.
        """
        shown, model = self.shown, self.ranker.model
        numbers, tables = single_byte_writers()
        data = shown.data[np.repeat(shown.begins, shown.lengths) + within(shown.lengths)]
        counts = np.flatnonzero((data > 0x7F) | (data < _SPACE))  # the others are the same in every page
        row = np.repeat(np.arange(len(shown.begins)), shown.lengths)[counts]
        # What the bytes of a document are in every page is looked up once for each.
        keys, at = np.unique(self.document_of[row] << 8 | data[counts], return_inverse=True)
        chars = tables.T[keys & 0xFF]
        symbols = model.symbol[chars]
        bits = model.languages.symbol_bits[symbols].astype(np.float32)
        bits[(chars == HOLE) | ((chars >= 0x80) & (chars <= 0x9F))] = np.inf
        begins = np.searchsorted(row, np.arange(len(shown.begins)))
        sums = np.full((len(begins), len(numbers)), np.inf, dtype=np.float32)
        # All of a text is in one language, be it another one than the words around: programs are in English.
        for k in range(self.ranker.likely.shape[1]):
            own = bits - self.ranker.ratios(k, keys[:, None] >> 8, symbols)
            own[chars < 0x80] = 0
            each = np.add.reduceat(own[at], begins, axis=0) - self.ranker.likely[self.document_of, k, None]
            np.minimum(sums, each, out=sums)
        sums += self.ranker.writer_costs[self.document_of][:, numbers]
        rows, columns = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)]
        for group in _groups(shown):
            own = sums[group].T.reshape(-1)  # writer by writer
            order = own.argsort(kind="stable")[:_ROUGHLY_RANKED]
            order = order[own[order] < np.inf]
            rows.append(group[order % len(group)])
            columns.append(order // len(group))
        return np.concatenate(rows), np.concatenate(columns)

    def pages_below(self, most: Bits, elsewhere: tuple[Bits, Bits]) -> tuple[Places, Places]:
        """The rows, and the single-byte writers by their columns, of readings that may have no more than `most` bits.

        The bits of their chains are reckoned in. `elsewhere` is what no reading of a word changes.
        """
        above = [outer.above for outer in self.outers]
        shows_word = np.array([not path for path in above], dtype=bool)[self.shown.text_of]
        least = least_bits(
            Rows(self.shown, self.word_of, self.document_of, shows_word), self.units, elsewhere, self.ranker
        )
        least += _cheapest()[single_byte_writers()[0]]
        row, column = np.nonzero((least <= most[self.word_of, None] + _ROUNDING) & (least < np.inf))
        return row, column

    def are_below(self, read: Read, most: Bits, lead: Bits) -> npt.NDArray[np.bool_]:
        """Whether readings may have no more than `most` bits, those of their chains and before words reckoned in."""
        words = self.word_of[read.row]
        texts = Texts(words, self.document_of[read.row], read.codes, read.sizes)
        least = least_bits_of_texts(texts, self.units, lead, self.ranker) + _cheapest()[read.writer]
        are_below: npt.NDArray[np.bool_] = least <= most[words] + _ROUNDING
        return are_below

    def in_pages(self, row: Places, column: Places) -> Read:
        """The readings of rows in single-byte writers."""
        lengths = self.shown.lengths[row]
        place = np.repeat(self.shown.begins[row], lengths) + within(lengths)
        numbers, tables = single_byte_writers()
        codes = tables[np.repeat(column, lengths), self.shown.data[place]].astype(np.uint32)
        return Read(row, numbers[column], codes, lengths)

    def in_several_bytes(self) -> Read:
        """The readings of all rows in multi-byte writers, those of one row together."""
        data = self.shown.bytes_of()
        is_cut = np.array([unit.is_cut for unit in self.units], dtype=bool)[self.word_of].tolist()
        parts = [decode_all(data, WRITERS[number - 1], are_cut=is_cut) for number in multi_byte_writers()]
        counts = [len(part.number) for part in parts]
        row = np.concatenate([part.number for part in parts])
        shift = np.cumsum([0, *(len(part.codes) for part in parts[:-1])])
        everything = Decoded(
            row,
            np.concatenate([part.codes for part in parts]),
            np.concatenate([part.starts + past for part, past in zip(parts, shift.tolist(), strict=True)]),
            np.concatenate([part.sizes for part in parts]),
        )
        order = row.argsort(kind="stable")
        own = everything.some(order)
        return Read(own.number, np.repeat(multi_byte_writers(), counts)[order], own.codes, own.sizes)

    def scored(self, read: Read) -> tuple[Places, Bits]:
        """The readings that change their text and their word, by their places, and their bits."""
        words, texts = self.word_of[read.row], self.shown.text_of[read.row]
        keys = hashes(read.codes, read.sizes)
        changes = keys != _hashes_of([outer.text for outer in self.outers])[texts]
        changes &= keys != _hashes_of([unit.text for unit in self.units])[words]
        kept = np.flatnonzero(changes)
        if not len(kept):
            return kept, np.zeros(0, dtype=np.float32)
        # Many pages give the same text of a word: each text is scored once.
        _, one, same = np.unique(
            keys[kept] + words[kept].astype(np.uint64) * _ODD, return_index=True, return_inverse=True
        )
        distinct = kept[one]
        starts, sizes = (np.cumsum(read.sizes) - read.sizes)[distinct], read.sizes[distinct]
        own = read.codes[np.repeat(starts, sizes) + within(sizes)]
        laid, totals = _lay_out(own, sizes, self.units, words[distinct])
        _, first, group = np.unique(words[distinct] << 16 | sizes, return_index=True, return_inverse=True)
        bits = self.ranker.bits_of_variants(laid, totals, first[group], self.owner[words[distinct]])
        return kept, bits[same]

    def chain_costs(self, row: Places, writer: Places) -> Bits:
        """Bits of the cheapest chain that makes of a writer's text the bytes of each row, without layers above it."""
        counts = self.shown.reader_counts[row]
        reader = self.shown.readers[np.repeat(self.shown.first_reader[row], counts) + within(counts)]
        costs = _step_costs()[np.repeat(writer, counts), reader]
        least: Bits = np.minimum.reduceat(costs, np.cumsum(counts) - counts) if len(costs) else costs
        return least

    def reader_costs(self, row: Places, writer: Places) -> npt.NDArray[np.float64]:
        """Bits of what the commonest reader of the bytes of each row makes of a writer, but for the writer itself."""
        reader = self.shown.readers[self.shown.first_reader[row]]
        costs = _direct_costs()[writer, reader]
        above = [outer.above for outer in self.outers]
        is_below = np.array([bool(path) for path in above], dtype=bool)[self.shown.text_of[row]]
        for k in np.flatnonzero(is_below).tolist():
            costs[k] = _cost_below(above[self.shown.text_of[row[k]]], int(writer[k]), int(reader[k]))
        return costs


def _groups(shown: Shown) -> list[Places]:
    """The rows of each text, those of one length together."""
    order = np.arange(len(shown.begins))
    begins = np.flatnonzero(np.diff(shown.text_of, prepend=-1))
    out = []
    for rows in np.split(order, begins[1:]):
        lengths = shown.lengths[rows]
        distinct = dict.fromkeys(lengths.tolist())
        out += [rows[lengths == length] for length in distinct] if len(distinct) > 1 else [rows]
    return out


_ODD = np.uint64(0x9E3779B97F4A7C15)


def _hashes_of(texts: Sequence[str]) -> npt.NDArray[np.uint64]:
    return hashes(codes_of("".join(texts)), np.array([len(text) for text in texts], dtype=np.intp))


def _lay_out(codes: Codes, sizes: Places, units: Sequence[Unit], words: Places) -> tuple[Codes, Places]:
    """Texts in the places of some of the units, each with what is around it and a line end.

    `sizes` are those of the texts.
    """
    before, after = [unit.lead for unit in units], [unit.tail for unit in units]
    leads, tails = (np.array([len(text) for text in texts], dtype=np.intp) for texts in (before, after))
    first_lead, first_tail = np.cumsum(leads) - leads, np.cumsum(tails) - tails
    leads, tails, first_lead, first_tail = leads[words], tails[words], first_lead[words], first_tail[words]
    totals = leads + sizes + tails + 1
    starts = np.cumsum(totals) - totals
    out = np.full(int(totals.sum()), NEWLINE, dtype=np.uint32)
    place = within(leads)
    out[np.repeat(starts, leads) + place] = codes_of("".join(before))[np.repeat(first_lead, leads) + place]
    out[np.repeat(starts + leads, sizes) + within(sizes)] = codes
    place = within(tails)
    out[np.repeat(starts + leads + sizes, tails) + place] = codes_of("".join(after))[
        np.repeat(first_tail, tails) + place
    ]
    return out, totals


@functools.cache
def _direct_costs() -> npt.NDArray[np.float64]:
    """Bits of each reader of a text that each writer wrote, UTF-8 first, but for the writer itself."""
    costs = [
        [reading_cost((step_number(writer, reader),)) for reader in range(len(READERS))]
        for writer in range(len(WRITERS) + 1)
    ]
    return np.array(costs)


@functools.cache
def _step_costs() -> Bits:
    """Bits of each reader of a text that each writer wrote, UTF-8 first; infinite where the two are one."""
    costs = np.array(STEP_COSTS[: len(STEPS) - 1], dtype=np.float32).reshape(len(WRITERS) + 1, len(READERS))
    for writer, name in enumerate(WRITERS, 1):
        if name in READERS:
            costs[writer, READERS.index(name)] = np.inf
    return costs


@functools.cache
def _cheapest() -> Bits:
    """Bits of the cheapest accident that can befall a text of each writer, UTF-8 first."""
    cheapest: Bits = _step_costs().min(1)
    return cheapest


@functools.lru_cache(65536)
def _cost_below(above: Path, writer: int, reader: int) -> float:
    return reading_cost((*above, step_number(writer, reader)))
