"""How much more a text is of one language than of another: what each language adds to the universal model.

The universal model knows that `ě` is a letter, and how often it follows an `m`; it does not know that no text in
Gaelic has one. So for every language that training met, this module knows the *ratio* of a symbol's probability
after the symbol before it in that language to its probability over all languages,

    ratio(symbol | before, language) = log2 P(symbol | before, language) - log2 P(symbol | before)

in bits, from counts that are smoothed towards the language's single symbols, and those towards the universal model
(Dirichlet smoothing: Mackay and Peto, "A hierarchical Dirichlet language model", 1995). The sum of the ratios over a
text is the evidence for the language, and the bits of a character in a language are its universal bits less its ratio.

Two things are asked of the ratios. What language a text is in is told by n-grams that others have and it has not. What
a character is worth in a language is another question: names and words from elsewhere stand in all texts in Latin
letters, and that training met `ng` often in Spanish, and never an `ó` behind it, says little of `vengó`. For that, the
counts of n-grams that end in a letter of Latin are smoothed much more.

Counts are stored as logarithms, those of pairs only where they are not zero; the rows of ratios are made from them
when a text first asks for them.
"""

from __future__ import annotations

import functools
import mmap
import threading
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.key_index import KeyIndex

COUNT_STEP = 0.5
"""Binary logarithm of one unit of a stored count; 0 is no count at all."""
UNIT = 0.125
"""Bits of one unit of a ratio."""
LOWEST, HIGHEST = -9.0, 12.0
"""Bits between which a ratio is kept: a foreign word may stand in any text."""
LOWEST_OF_SIGNS, HIGHEST_OF_SIGNS = -2.0, 2.0
"""The same for signs: quotes and dashes follow the writer more than the language."""
_SYMBOL_WEIGHT = 300.0  # how many symbols the universal model counts for beside those of a language
_PAIR_WEIGHT = 4.0  # how many n-grams the shorter ones count for
_LATIN_WEIGHT = 256.0  # the same for what a letter of Latin is worth
_LEAST_SHARE = 1e-9
_MANY = 10_000  # symbols of one call from which on an index is made

Rows = npt.NDArray[np.int32]
Ratios = npt.NDArray[np.int8]


def pack_counts(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Counts as stored: 0 for none, else one and the logarithm in units of `COUNT_STEP`."""
    logs = np.log2(np.maximum(counts, 1)) / COUNT_STEP
    return np.where(counts > 0, np.minimum(1 + np.rint(logs), 255), 0).astype(np.uint8)


def unpack_counts(stored: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The counts that `pack_counts` stored, as near as they are kept."""
    table = np.exp2((np.arange(256) - 1) * COUNT_STEP)
    table[0] = 0.0
    return table.astype(np.float32)[stored]


def totals_of(stored: npt.NDArray[np.uint8]) -> dict[str, npt.NDArray[np.float32]]:
    """What the counts of single symbols, stored by symbol and language, come to: as arrays of the model file.

    To unpack them all when the model is loaded takes longer than all else of it.
    """
    counts = unpack_counts(stored)
    return {"language_totals": counts.sum(0), "symbol_totals": counts.sum(1)}


class Counts:
    """Counts by language of a list of n-grams, kept where they are not zero."""

    def __init__(self, name: str, arrays: dict[str, npt.NDArray[Any]]) -> None:
        many = arrays[f"{name}_languages"]
        self._starts = np.zeros(len(many) + 1, dtype=np.int64)
        np.cumsum(many, out=self._starts[1:])
        self._language = arrays[f"{name}_language"]
        self._count = arrays[f"{name}_count"]

    def of(self, rows: npt.NDArray[np.integer], languages: int) -> npt.NDArray[np.float32]:
        """The counts of some of the n-grams; shape (rows, languages)."""
        counts = np.zeros((len(rows), languages), dtype=np.float32)
        lengths = self._starts[rows + 1] - self._starts[rows]
        place = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        place += np.repeat(self._starts[rows], lengths)
        counts[np.repeat(np.arange(len(rows)), lengths), self._language[place]] = unpack_counts(self._count[place])
        return counts


class Languages:
    """The languages that training met, and the ratios of their symbols.

    `names` are BCP-47 tags, in the order of all columns.
    """

    def __init__(self, arrays: dict[str, npt.NDArray[Any]], names: list[str]) -> None:
        """The languages of a model file's arrays."""
        self.names = tuple(names)
        self._stored = arrays["language_symbols"]  # (symbols, languages)
        classes = arrays["symbol_class"]
        self._is_letter = (classes > 0) & (classes < len(arrays["class_bits"]))
        self._is_latin = classes == classes[arrays["symbol"][ord("a")]]
        self._pair_keys = arrays["pair_keys"]  # ascending: the symbol before in the upper half
        self._pairs = Counts("pair", arrays)
        self._history = np.repeat(np.arange(len(self._pair_keys)), arrays["triples_of_pair"])
        pairs = len(self._pair_keys)
        self._keys = np.empty(pairs + len(self._history), dtype=np.uint64)  # ascending, as rows are
        self._keys[:pairs] = self._pair_keys
        self._triple_keys = self._keys[pairs:]
        np.left_shift(self._keys.take(self._history), np.uint64(16), out=self._triple_keys)
        self._triple_keys |= arrays["triple_symbol"]
        self._triples = Counts("triple", arrays)
        self._totals, sums = arrays["language_totals"], arrays["symbol_totals"]
        self.symbol_share = np.maximum(sums / max(1.0, float(sums.sum())), _LEAST_SHARE).astype(np.float32)
        self.symbol_bits = -np.log2(self.symbol_share)
        """Bits of every symbol by itself, over all languages."""
        self._first_pair = len(self._stored)
        self._first_triple = self._first_pair + len(self._pair_keys)
        rows = self._first_triple + len(self._triple_keys)
        self._table, self._worth = _empty(rows, len(names)), _empty(rows, len(names))
        self._made = np.zeros(rows, dtype=bool)
        self._indexes: tuple[KeyIndex, KeyIndex] | None = None
        self._lock = threading.Lock()

    @functools.cached_property
    def symbol_counts(self) -> npt.NDArray[np.float32]:
        """How often training met each symbol in each language; shape (symbols, languages)."""
        return unpack_counts(self._stored)

    def rows(self, symbols: npt.NDArray[np.uint16]) -> Rows:
        """The row of ratios of each symbol of a text after those before it: the longest n-gram's that is known.

        A line end, symbol 1, starts afresh, and the text is read as if one stood before it.
        """
        before, first = np.ones_like(symbols), np.zeros_like(symbols)
        before[1:] = symbols[:-1]
        first[1:] = before[:-1]
        first[before == 1] = 0
        keys = (before.astype(np.uint32) << np.uint32(16)) | symbols
        triple_keys = (first.astype(np.uint64) << np.uint64(32)) | keys
        if len(symbols) > _MANY and self._indexes is None:  # not for one short text: to make them takes longer
            self._indexes = KeyIndex(self._pair_keys), KeyIndex(self._triple_keys)
        if self._indexes is None:
            (is_pair, pair), (is_triple, triple) = _find(self._pair_keys, keys), _find(self._triple_keys, triple_keys)
        else:
            (is_pair, pair), (is_triple, triple) = self._indexes[0].find(keys), self._indexes[1].find(triple_keys)
        rows = np.where(is_pair, pair + self._first_pair, symbols)
        return np.where(is_triple, triple + self._first_triple, rows).astype(np.int32)

    def rows_of(self, symbols: npt.NDArray[np.uint16], keys: npt.NDArray[np.uint64]) -> Rows:
        """The same of few symbols, by their keys: each with the three before it, the last one in the lowest bits."""
        both = np.empty((2, len(keys)), dtype=np.uint64)
        np.bitwise_and(keys, np.uint64(0xFFFFFFFF), out=both[0])
        np.bitwise_and(keys, np.uint64(0xFFFFFFFFFFFF), out=both[1])
        at = self._keys.searchsorted(both)
        is_known = self._keys.take(at, mode="clip") == both
        at += self._first_pair
        rows = np.where(is_known[0], at[0], symbols)
        rows = np.where(is_known[1], at[1], rows)
        self.make(rows)
        return rows

    def sum_of(self, rows: Rows) -> npt.NDArray[np.int32]:
        """The ratios of up to 256 rows that were made before, summed up by language."""
        return np.add.reduce(self.made_ratios(rows), axis=0, dtype=np.int16).astype(np.int32)

    def ratios_of(self, rows: Rows, language: int) -> Ratios:
        """What rows that were made before are worth in one language, as `ratios_in` has it."""
        return self._worth[rows, language]

    def ratios(self, rows: Rows) -> Ratios:
        """The ratios of rows under every language in units of `UNIT` bits; shape (n, languages)."""
        self.make(rows)
        return self.made_ratios(rows)

    def made_ratios(self, rows: Rows) -> Ratios:
        """The same for rows that were made before."""
        return self._table.take(rows, axis=0)  # many times faster than by an index

    def ratios_in(self, rows: Rows, languages: npt.NDArray[np.intp]) -> Ratios:
        """What each row is worth in languages of its own; both of n rows, shape of `languages`."""
        self.make(rows)
        flat = rows.astype(np.intp)[:, None] * len(self.names) + languages
        return self._worth.reshape(-1).take(flat)

    def symbol_ratios(self, symbols: npt.NDArray[np.integer], languages: npt.NDArray[np.integer] | int) -> Ratios:
        """The ratios of single symbols, each in a language; `symbols` and `languages` are broadcast."""
        self.make(symbols)
        return self._table[symbols, languages]

    def make(self, rows: npt.NDArray[np.integer]) -> None:
        """Fill in the rows of the table that are asked for the first time: cheapest for many at once."""
        if self._made[rows].all():
            return
        with self._lock:
            is_new = np.zeros(len(self._made), dtype=bool)
            is_new[rows] = True
            new = np.flatnonzero(is_new & ~self._made).astype(np.int32)
            self._fill(self._table, new, _PAIR_WEIGHT)
            self._worth[new] = self._table[new]
            self._fill(self._worth, new[self._is_latin[self._ends(new)]], _LATIN_WEIGHT)
            self._made[new] = True

    def _fill(self, table: Ratios, rows: Rows, weight: float) -> None:
        """Put the ratios of ascending rows into a table; `weight` is how many n-grams the shorter ones count for."""
        symbols, pairs, triples = self._parted(rows)
        of_each = self._symbol_ratios(symbols), self._pair_ratios(pairs, weight), self._triple_ratios(triples, weight)
        are_letters = self._is_letter[self._ends(rows)][:, None]
        lowest = np.where(are_letters, LOWEST, LOWEST_OF_SIGNS)
        highest = np.where(are_letters, HIGHEST, HIGHEST_OF_SIGNS)
        bits = np.clip(np.log2(np.maximum(np.concatenate(of_each), 2.0**LOWEST)), lowest, highest)
        table[rows] = np.rint(bits / UNIT).astype(np.int8)

    def _parted(self, rows: Rows) -> tuple[Rows, Rows, Rows]:
        """The numbers of the symbols, of the pairs and of the triples of ascending rows."""
        bounds = np.searchsorted(rows, [self._first_pair, self._first_triple])
        symbols, pairs, triples = np.split(rows, bounds)
        return symbols, pairs - self._first_pair, triples - self._first_triple

    def _ends(self, rows: Rows) -> npt.NDArray[np.intp]:
        """The symbols that the n-grams of ascending rows end in."""
        symbols, pairs, triples = self._parted(rows)
        own = symbols, self._pair_keys[pairs] & np.uint32(0xFFFF), self._triple_keys[triples] & np.uint64(0xFFFF)
        return np.concatenate([each.astype(np.intp) for each in own])

    def _symbol_ratios(self, symbols: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        share = self.symbol_share[symbols][:, None]
        known = unpack_counts(self._stored[symbols]) + _SYMBOL_WEIGHT * share
        return known / ((self._totals + _SYMBOL_WEIGHT) * share)

    def _pair_ratios(self, pairs: npt.NDArray[Any], weight: float) -> npt.NDArray[np.float32]:
        keys = self._pair_keys[pairs].astype(np.int64)
        lower = self._symbol_ratios(keys & 0xFFFF)
        histories = unpack_counts(self._stored[keys >> 16])
        return _smoothed(self._pairs.of(pairs, len(self.names)), histories, lower, weight)

    def _triple_ratios(self, triples: npt.NDArray[Any], weight: float) -> npt.NDArray[np.float32]:
        keys = self._triple_keys[triples]
        is_pair, pair = _find(self._pair_keys, (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32))
        lower = self._symbol_ratios((keys & np.uint64(0xFFFF)).astype(np.int64))
        lower[is_pair] = self._pair_ratios(pair[is_pair], weight)
        histories = self._pairs.of(self._history[triples], len(self.names))
        return _smoothed(self._triples.of(triples, len(self.names)), histories, lower, weight)


def _empty(rows: int, columns: int) -> Ratios:
    """A table whose pages are taken when rows are made, and small ones: of those of NumPy, a text fills dozens."""
    return np.frombuffer(mmap.mmap(-1, rows * columns), dtype=np.int8).reshape(rows, columns)


def _find(table: npt.NDArray[Any], keys: npt.NDArray[Any]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Where each key stands in an ascending table, and whether it does."""
    if not len(table):
        return np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=np.intp)
    at = np.minimum(np.searchsorted(table, keys), len(table) - 1)
    return table[at] == keys, at


def _smoothed(
    counts: npt.NDArray[np.float32],
    histories: npt.NDArray[np.float32],
    lower: npt.NDArray[np.float32],
    weight: float,
) -> npt.NDArray[np.float32]:
    """The ratios of n-grams from their counts and those of their histories, smoothed by those of shorter ones."""
    share = counts.sum(1, keepdims=True) / np.maximum(histories.sum(1, keepdims=True), 1.0)
    share = np.clip(share, _LEAST_SHARE, 1.0)
    lower = np.clip(lower, 2.0**LOWEST, 2.0**HIGHEST)
    return (counts + weight * share * lower) / ((histories + weight) * share)
