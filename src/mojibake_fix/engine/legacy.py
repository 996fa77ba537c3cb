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

from mojibake_fix.encodings import decode, decode_as, encode
from mojibake_fix.engine.pages import HOLE, multi_byte_writers, single_byte_writers
from mojibake_fix.engine.priors import READERS, WRITERS, Path, reading_cost, step_number
from mojibake_fix.engine.readings import C1, LOST, decode_head
from mojibake_fix.engine.rough import Ranker
from mojibake_fix.engine.shown import Places, Shown, hashes, shown_bytes, within
from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility.model import NEWLINE, Bits, Codes, codes_of

_ROUGHLY_RANKED = 100  # readings of a text whose pairs and longer n-grams are looked at
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
    row, column = search.likeliest_pages()
    row, column, bits = search.scored(row, column)
    more_row, more_writer, more_bits = search.multi_byte()
    row = np.concatenate([row, more_row])
    writer = np.concatenate([single_byte_writers()[0][column], more_writer])
    order = np.lexsort((np.arange(len(row)) >= len(column), search.shown.text_of[row]))
    row, writer = row[order], writer[order]
    costs = search.reader_costs(row, writer) + ranker.writer_costs[search.document_of[row], writer]
    return Legacy(search.shown, row, writer, np.concatenate([bits, more_bits])[order], costs.astype(np.float32))


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
        bits = model.languages.symbol_bits[symbols] - self.ranker.gains(keys[:, None] >> 8, symbols)
        bits[chars < 0x80] = 0
        bits[(chars == HOLE) | ((chars >= 0x80) & (chars <= 0x9F))] = np.inf
        sums = np.add.reduceat(bits[at], np.searchsorted(row, np.arange(len(shown.begins))), axis=0)
        sums += self.ranker.writer_costs[self.document_of][:, numbers]
        rows, columns = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)]
        for group in _groups(shown):
            own = sums[group].T.reshape(-1)  # writer by writer
            order = own.argsort(kind="stable")[:_ROUGHLY_RANKED]
            order = order[own[order] < np.inf]
            rows.append(group[order % len(group)])
            columns.append(order // len(group))
        return np.concatenate(rows), np.concatenate(columns)

    def scored(self, row: Places, column: Places) -> tuple[Places, Places, Bits]:
        """Of readings in single-byte writers, those that change their text and their word, and their bits."""
        words, texts, lengths = self.word_of[row], self.shown.text_of[row], self.shown.lengths[row]
        place = np.repeat(self.shown.begins[row], lengths) + within(lengths)
        codes = single_byte_writers()[1][np.repeat(column, lengths), self.shown.data[place]]
        keys = hashes(codes, lengths)
        changes = keys != _hashes_of([outer.text for outer in self.outers])[texts]
        changes &= keys != _hashes_of([unit.text for unit in self.units])[words]
        kept = np.flatnonzero(changes)
        if not len(kept):
            return row[kept], column[kept], np.zeros(0, dtype=np.float32)
        # Many pages give the same text of a word: each text is scored once.
        _, one, same = np.unique(
            keys[kept] + words[kept].astype(np.uint64) * _ODD, return_index=True, return_inverse=True
        )
        distinct = kept[one]
        starts, sizes = (np.cumsum(lengths) - lengths)[distinct], lengths[distinct]
        own = codes[np.repeat(starts, sizes) + within(sizes)]
        laid, totals = _lay_out(own, sizes, [self.units[word] for word in words[distinct].tolist()])
        _, first, group = np.unique(words[distinct] << 16 | sizes, return_index=True, return_inverse=True)
        bits = self.ranker.bits_of_variants(laid, totals, first[group], self.owner[words[distinct]])
        return row[kept], column[kept], bits[same]

    def multi_byte(self) -> tuple[Places, Places, Bits]:
        """The readings in multi-byte writers that change their text and their word, with their bits."""
        found: list[tuple[int, int, str]] = []
        data = self.shown.bytes_of()
        own = [(outer.word, outer.text, self.units[outer.word]) for outer in self.outers]
        of = [own[text] for text in self.shown.text_of.tolist()]
        whole = [row for row, (_, _, unit) in enumerate(of) if not unit.is_cut]
        heads = [row for row, (_, _, unit) in enumerate(of) if unit.is_cut]
        for number in multi_byte_writers():
            name = WRITERS[number - 1]
            texts = decode_all([data[row] for row in whole], name)
            texts += [decode_head(data[row], name, is_cut=True) for row in heads]
            for row, text in zip([*whole, *heads], texts, strict=True):
                if text is not None and not C1.search(text) and text not in (of[row][1], of[row][2].text):
                    found.append((row, number, text))
        found.sort()
        asked: dict[tuple[int, str], int] = {}
        places = [asked.setdefault((of[row][0], text), len(asked)) for row, _, text in found]
        words = np.array([word for word, _ in asked], dtype=np.intp)
        bits = self.ranker.bits([self.units[word].reading(text) for word, text in asked], self.owner[words])
        rows = np.array([row for row, _, _ in found], dtype=np.intp)
        writers = np.array([number for _, number, _ in found], dtype=np.intp)
        return rows, writers, bits[np.array(places, dtype=np.intp)]

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


def _lay_out(codes: npt.NDArray[np.integer], sizes: Places, units: Sequence[Unit]) -> tuple[Codes, Places]:
    """Texts in the places of units, each with what is around it and a line end; `sizes` are those of the texts."""
    leads = np.array([len(unit.lead) for unit in units], dtype=np.intp)
    tails = np.array([len(unit.tail) for unit in units], dtype=np.intp)
    totals = leads + sizes + tails + 1
    starts = np.cumsum(totals) - totals
    out = np.full(int(totals.sum()), NEWLINE, dtype=np.uint32)
    out[np.repeat(starts, leads) + within(leads)] = codes_of("".join([unit.lead for unit in units]))
    out[np.repeat(starts + leads, sizes) + within(sizes)] = codes
    out[np.repeat(starts + leads + sizes, tails) + within(tails)] = codes_of("".join([unit.tail for unit in units]))
    return out, totals


def decode_all(data: Sequence[bytes], name: str) -> list[str | None]:
    """What `decode` gives of each, in one call of the codec.

    A line end is no part of another character in any encoding, so what is ill-formed spoils its own line alone.
    """
    lines = decode_as(b"\n".join(data), name, "replace").split("\n")
    if len(lines) != len(data):
        return [decode(own, name) for own in data]
    lost = encode(LOST, name)  # as text, which few encodings have
    return [
        line if LOST not in line else decode(own, name) if lost is not None and lost in own else None
        for line, own in zip(lines, data, strict=True)
    ]


@functools.cache
def _direct_costs() -> npt.NDArray[np.float64]:
    """Bits of each reader of a text that each writer wrote, UTF-8 first, but for the writer itself."""
    costs = [
        [reading_cost((step_number(writer, reader),)) for reader in range(len(READERS))]
        for writer in range(len(WRITERS) + 1)
    ]
    return np.array(costs)


@functools.lru_cache(65536)
def _cost_below(above: Path, writer: int, reader: int) -> float:
    return reading_cost((*above, step_number(writer, reader)))
