"""The least bits that readings in single-byte pages can have: what spares nearly all of them the model.

Of a reading the model is asked what each character is worth after the three before it. What it is worth at the least
after the one before it is told by a table, of all pages at once: where training never met the two together, longer
histories are of no help. So most readings that are rubbish are known as such before they are put together.

What the model's maps say by chance of an n-gram that they do not hold (once in a thousand) is not reckoned with: a
reading that is good by such luck alone may be passed over.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.pages import HOLE, single_byte_writers
from mojibake_fix.engine.rough import CHARACTER_CAP, LEAST, Laid, Ranker
from mojibake_fix.engine.shown import Places, Shown, within
from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import (
    BYTE_ORDER_MARK,
    FINE,
    LINE_START,
    NEWLINE,
    REPEATED_SIGN,
    STEP,
    Bits,
    Codes,
    Model,
)
from mojibake_fix.plausibility.static_map import ABSENT

_SPACE = 0x20
_REACH = 3  # characters behind another one whose bits depend on it
_FLOOR, _CAP = int(LEAST / FINE), int(CHARACTER_CAP / FINE)
_UNITS_A_STEP = round(STEP / FINE)


class Rows(NamedTuple):
    """Bytes that words, or what lies under them, may have been."""

    shown: Shown
    word_of: Places
    """Of every row, the number of its word."""
    document_of: Places
    shows_word: npt.NDArray[np.bool_]
    """Whether the bytes are shown as the word itself."""


class Texts(NamedTuple):
    """Readings of words, behind each other."""

    word_of: Places
    """Of every reading, the number of its word."""
    document_of: Places
    codes: Codes
    sizes: Places


def least_bits(rows: Rows, units: Sequence[Unit], elsewhere: tuple[Bits, Bits], ranker: Ranker) -> Bits:
    """What the reading of each row of bytes in each page does not fall short of; infinite where there is none.

    `units` are the words, `elsewhere` what `bits_elsewhere` says of them. Shape (rows, single-byte writers).
    """
    shown, word_of, documents, shows_word = rows
    pages = _pages(ranker.model)
    sizes, data, is_open, starts = _laid_out(shown, word_of, units)
    holding = np.bitwise_and.reduceat(np.where(is_open, pages.holding[data], ~np.uint64(0)), starts)
    is_near = is_open.copy()
    is_near[1:] |= is_open[:-1]
    is_near[starts] = True  # for every row to have one
    at = is_near.nonzero()[0]
    row_of = np.repeat(np.arange(len(sizes)), sizes)[at]
    begins = np.searchsorted(row_of, np.arange(len(sizes)))
    own = data[at]
    pair_bits = pages.pair_bits(data[at - 1].astype(np.intp) << 8 | own)
    pair_bits[begins] = 0
    out = np.full((len(sizes), pair_bits.shape[1]), np.inf, dtype=np.float32)
    worth = np.empty(pair_bits.shape, dtype=np.int16)
    longest = int(np.diff(np.append(begins, len(at))).max(initial=0))
    whole = np.int16 if longest * _CAP < 1 << 15 else np.int32  # a sum in the type of its parts is twice as fast
    for k in range(ranker.likely.shape[1]):
        if k < ranker.languages.shape[1]:
            np.subtract(pair_bits, pages.ratios(ranker.languages[documents, k][row_of], own), out=worth, dtype=np.int16)
        else:
            worth[:] = pair_bits
        np.clip(worth, _FLOOR, _CAP, out=worth)
        worth[begins] = 0
        sums = np.add.reduceat(worth, begins, axis=0, dtype=whole) * np.float32(FINE)
        np.minimum(out, sums - ranker.likely[documents, k, None], out=out)
    lead, rest = elsewhere
    lengths = np.array([len(unit.text) for unit in units], dtype=np.intp)
    # Where a text has as many bytes as characters, each stands for its own.
    is_aligned = shows_word & (shown.lengths == lengths[word_of])
    out += np.where(is_aligned, rest[word_of], lead[word_of])[:, None]
    out[(holding[:, None] >> np.arange(out.shape[1], dtype=np.uint64) & np.uint64(1)) == 0] = np.inf
    return out


def least_bits_of_texts(texts: Texts, units: Sequence[Unit], lead: Bits, ranker: Ranker) -> Bits:
    """What readings, whatever they were written in, do not fall short of; `lead` are the bits before words."""
    word_of, document_of, codes, sizes = texts
    leads = np.array([ord(unit.lead[-1]) if unit.lead else NEWLINE for unit in units], dtype=np.uint32)
    tails = np.array([len(unit.tail) for unit in units], dtype=np.intp)
    totals = 1 + sizes + tails[word_of]
    starts = np.cumsum(totals) - totals
    laid = np.full(int(totals.sum()), _SPACE, dtype=np.uint32)
    laid[starts] = leads[word_of]
    laid[np.repeat(starts + 1, sizes) + within(sizes)] = codes
    is_near = laid > 0x7F
    is_near[1:] |= is_near[:-1]
    is_near[starts] = False
    at = np.flatnonzero(is_near)
    own = laid[at]
    document = np.repeat(document_of, totals)[at]
    # In each place the language in which it is the likeliest: no language is as good in all of them.
    ratios, symbols = ranker.model.languages.symbol_ratios, ranker.model.symbol[own]
    best = np.zeros(len(at), dtype=np.int16)
    for k in range(ranker.languages.shape[1]):
        np.maximum(best, ratios(symbols, ranker.languages[document, k]), out=best)
    best[own < 0x80] = 0
    worth = np.clip(_least_after(laid[at - 1], own, ranker.model) - best * round(UNIT / FINE), _FLOOR, _CAP)
    sums = np.bincount(np.repeat(np.arange(len(sizes)), totals)[at], worth, len(sizes)) * FINE
    return sums.astype(np.float32) + lead[word_of]


def _laid_out(
    shown: Shown, word_of: Places, units: Sequence[Unit]
) -> tuple[Places, npt.NDArray[np.uint8], npt.NDArray[np.bool_], Places]:
    """The bytes of each row behind the character before it and with the one behind it, which are ASCII.

    How many they are, the bytes, whether each can be something else in another page, and where the rows begin.
    """
    leads = np.array([ord(unit.lead[-1]) if unit.lead else NEWLINE for unit in units], dtype=np.uint8)
    tails = np.array([len(unit.tail) for unit in units], dtype=np.intp)
    sizes = 1 + shown.lengths + tails[word_of]
    starts = np.cumsum(sizes) - sizes
    data = np.full(int(sizes.sum()), _SPACE, dtype=np.uint8)
    data[starts] = leads[word_of]
    inner = np.repeat(starts + 1, shown.lengths) + within(shown.lengths)
    own = shown.data[np.repeat(shown.begins, shown.lengths) + within(shown.lengths)]
    data[inner] = own
    is_open = np.zeros(len(data), dtype=bool)
    is_open[inner] = (own > 0x7F) | (own < _SPACE)
    return sizes, data, is_open, starts


def bits_elsewhere(laid: Laid) -> tuple[Bits, Bits]:
    """Of each word as it stands, the bits of what leads to it, and those of all in it that no reading changes.

    What stands shortly behind something that is changed counts as little as it can.
    """
    units, codes, lengths, bits = laid
    starts = np.cumsum(lengths) - lengths
    bits = np.clip(bits, LEAST, CHARACTER_CAP)
    bits[codes == NEWLINE] = 0
    leads = np.array([len(unit.lead) for unit in units], dtype=np.intp)
    place = within(lengths)
    is_lead = place < np.repeat(leads, lengths)
    is_open = (codes > 0x7F) | ((codes < _SPACE) & (codes != NEWLINE) & ~is_lead)
    is_near = is_open.copy()
    is_near[1:] |= is_open[:-1] & (place[1:] > 0)
    is_touched = is_near.copy()
    for back in range(2, _REACH + 1):
        is_touched[back:] |= is_open[:-back] & (place[back:] >= back)
    is_touched &= codes != NEWLINE
    kept = np.where(is_touched, np.float32(LEAST), bits)
    kept[is_near] = 0
    return np.add.reduceat(np.where(is_lead, bits, np.float32(0)), starts), np.add.reduceat(kept, starts)


class _Pages:
    """What the model says of the characters of single-byte pages, by their bytes; a column a page."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._chars = np.ascontiguousarray(single_byte_writers()[1].T)  # (bytes, pages)
        self._symbols = model.symbol[self._chars]
        is_held = (self._chars != HOLE) & ((self._chars < 0x80) | (self._chars > 0x9F))
        columns = np.arange(self._chars.shape[1], dtype=np.uint64)
        self.holding: npt.NDArray[np.uint64] = np.bitwise_or.reduce(is_held.astype(np.uint64) << columns, axis=1)
        """Of every byte, the pages in which it is a character, a bit each."""
        # Rows are made when they are asked for, the same ones whoever makes them.
        self._pair_bits = np.empty((1 << 16, len(columns)), dtype=np.uint8)
        self._has_pair = np.zeros(1 << 16, dtype=bool)
        languages = len(model.languages.names)
        self._ratios = np.empty((languages * 256, len(columns)), dtype=np.int8)
        self._has_language = np.zeros(languages, dtype=bool)

    def pair_bits(self, pairs: Places) -> npt.NDArray[np.uint8]:
        """What the second of two bytes is worth after the first one at the least, in units of `FINE` bits."""
        if not self._has_pair[pairs].all():
            is_new = np.zeros(len(self._has_pair), dtype=bool)
            is_new[pairs] = True
            new = np.flatnonzero(is_new & ~self._has_pair)
            self._pair_bits[new] = _least_after(self._chars[new >> 8], self._chars[new & 0xFF], self._model)
            self._has_pair[new] = True
        return self._pair_bits.take(pairs, axis=0)

    def ratios(self, languages: Places, data: npt.NDArray[np.uint8]) -> npt.NDArray[np.int8]:
        """How much likelier each byte is in a language than in all of them, in units of `FINE` bits."""
        if not self._has_language[languages].all():
            for language in sorted(set(languages.reshape(-1).tolist())):
                own = self._model.languages.symbol_ratios(self._symbols, language) * np.int8(round(UNIT / FINE))
                own[self._chars < 0x80] = 0
                self._ratios[language * 256 : (language + 1) * 256] = own
                self._has_language[language] = True
        return self._ratios.take(languages << 8 | data, axis=0)


def _least_after(before: Codes, codes: Codes, model: Model) -> npt.NDArray[np.uint8]:
    """What characters are worth at the least after others, in units of `FINE` bits."""
    symbols, symbols_before = model.symbol[codes], model.symbol[before]
    keys = symbols_before.astype(np.uint64) << np.uint64(16) | symbols
    values = model.ngrams.lookup(keys.reshape(-1)).reshape(keys.shape)
    weights = model.backoffs.lookup(symbols_before.astype(np.uint64).reshape(-1)).reshape(keys.shape)
    own, own_before = model.symbol_class[symbols], model.symbol_class[symbols_before]
    scripts = len(model.class_bits)
    is_letter_before = (own_before > 0) & (own_before < scripts)
    script = np.where(is_letter_before, own_before, 0)
    behind_a_sign = _least_of_scripts(model)[own_before, own]
    bits = np.where(is_letter_before, model.class_bits[script, own_before, own], behind_a_sign).astype(np.int32)
    bits += model.symbol_bits[symbols]
    bits += np.where(weights == ABSENT, 0, weights.astype(np.int32) * _UNITS_A_STEP)
    bits[values != ABSENT] = 0  # a longer history may leave nothing of it
    bits += model.member_bits[codes]
    bits += _least_cases(model)[np.where(before == NEWLINE, LINE_START, model.shape[before]), model.shape[codes]]
    is_repeated = (codes == before) & (own >= scripts)
    bits[is_repeated] = np.minimum(bits[is_repeated], round(REPEATED_SIGN / FINE))
    bits[codes == BYTE_ORDER_MARK] = 0
    return np.minimum(bits, 255).astype(np.uint8)


@functools.lru_cache(4)
def _pages(model: Model) -> _Pages:
    return _Pages(model)


@functools.lru_cache(4)
def _least_of_scripts(model: Model) -> npt.NDArray[np.uint8]:
    """Bits of a class after another, whatever the script of the last letter."""
    least: npt.NDArray[np.uint8] = model.class_bits.min(0)
    return least


@functools.lru_cache(4)
def _least_cases(model: Model) -> npt.NDArray[np.int32]:
    """Units of a case after another, whatever is before the two."""
    return np.rint(model.case_bits.reshape(8, 8, 8, 8).min((0, 1)) / FINE).astype(np.int32)
