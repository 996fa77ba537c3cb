"""The single-byte pages, all of them at once: which can be, which give the same text, how plausible each one is.

A page is out where the input has a byte that it does not define; that is judged by the byte values that occur, so it
holds for the whole input at no cost. What is left is scored by pairs of neighbouring bytes: the characters of all
pages are about a thousand, so the model's bits of each pair of them fit in one table, which is filled in as files ask
for it. A page's bits are then one gather of that table and one product.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.detection.candidates import Candidate
from mojibake_fix.detection.judge import CAP, character_caps
from mojibake_fix.detection.priors import DECLARED_BITS, EBCDIC_BITS, PRIOR_BITS, prior
from mojibake_fix.encodings import ENCODINGS, Kind, decode_table
from mojibake_fix.encodings.codec import HOLE
from mojibake_fix.plausibility import load_model

if TYPE_CHECKING:
    from collections.abc import Collection

SINGLE_BYTE: tuple[str, ...] = tuple(
    name for name in PRIOR_BITS if name in ENCODINGS and ENCODINGS[name].kind is Kind.SINGLE_BYTE
)

LOOKED_AT = 640
"""Bytes that are scored, with the one before each."""
_BLOCK = 16  # neighbouring ones of them in large files
_EBCDIC_LOOKED_AT = 400
MARK_BITS = 4.0
"""Bits of a tone that is written as a mark of its own, behind a vowel that takes it."""
MARKS = "\u0300\u0301\u0303\u0309\u0323"
"""The five tones of Vietnamese, as windows-1258 has them."""
TONED = "aăâeêioôơuưy"
"""The vowels that take them."""
_MARKED = ord("à")  # what a letter with a mark stands for as the neighbour of the next one
_NEWLINE = ord("\n")
_CHUNK = 1 << 15  # pairs of bytes that stay in the processor's cache
_CAPITAL = 2  # a capital, among the model's cases
CAPITALS_BITS = 1.0
"""Bits of a capital behind a capital: words in capitals are as plausible as others, nearly."""
MOST = 10
"""Pages that are worth a closer look."""
MANY = 30.0
"""Pairs of bytes whose mean says something."""
UNIT = 0.125
"""Bits of one unit of the table of pairs."""
_NOT_MADE = 255
FILLS = 12
"""Inputs for which the table is filled in as far as they need it; whoever asks more often gets all of it at once."""

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def used_bytes(array: Bytes) -> Mask:
    """Which of the 256 byte values occur."""
    used = np.zeros(256, dtype=bool)
    if len(array) > 1 << 15:  # two at a time
        pairs = np.zeros(1 << 16, dtype=bool)
        even = array[: len(array) & ~1].view(np.uint16)
        for start in range(0, len(even), _CHUNK):
            pairs[even[start : start + _CHUNK]] = True
        used |= pairs.reshape(256, 256).any(axis=0) | pairs.reshape(256, 256).any(axis=1)
        used[array[-1]] = True
    else:
        used[array] = True
    return used


def read_pages(
    array: Bytes, used: Mask, declared: Collection[str], *, ebcdic: bool, most: int = MOST
) -> list[Candidate]:
    """The best readings in single-byte pages that the bytes `used` in the input allow, scored on `array`, best first.

    One for each distinct text; its `text` is not made yet. With `ebcdic`, EBCDIC pages are among them.
    """
    pages = _pages()
    rows = pages.standing(used, ebcdic=ebcdic)
    if not len(rows):
        return []
    pairs, weights = _pairs(array, ebcdic=ebcdic)
    pair_bits, total = pages.bits(rows, pairs, weights), float(weights.sum())
    means = pair_bits / total if total > MANY else np.zeros_like(pair_bits)
    bits = pair_bits + pages.costs(declared)[rows]
    order = np.argsort(bits, kind="stable")
    found: dict[int, Candidate] = {}
    signatures = pages.signatures(used)[rows[order]].tolist()
    for row, signature, value, mean in zip(
        rows[order].tolist(), signatures, bits[order].tolist(), means[order].tolist(), strict=True
    ):
        if signature in found:
            found[signature].names.append(pages.names[row])
        elif len(found) < most:
            found[signature] = Candidate([pages.names[row]], bits=value, mean=mean)
    return list(found.values())


def cost_of(names: Collection[str], declared: Collection[str]) -> float:
    """Bits of the rarity of encodings that give the same text, less those of a declaration that names one of them."""
    return min(prior(name) - (DECLARED_BITS if name in declared else 0.0) for name in names)


def _pairs(array: Bytes, *, ebcdic: bool) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """The distinct pairs of bytes that are scored, and how much each counts."""
    places = _places(array, ebcdic=ebcdic)
    before = array[places - 1]
    if len(places) and places[0] == 0:
        before[0] = _NEWLINE
    pairs, counts = np.unique(before.astype(np.int32) << 8 | array[places], return_counts=True)
    return pairs, np.float32(1.0) + np.log2(counts, dtype=np.float32)  # what is said again says little


def evidence(array: Bytes) -> float:
    """How many distinct pairs of bytes, about, a page is scored on."""
    return float(min(int(np.count_nonzero(array > 0x7F)), LOOKED_AT))


def differing(names: Collection[str]) -> Mask:
    """The byte values that pages read differently."""
    pages = _pages()
    table = pages.table[[pages.row_of[name] for name in names]]
    different: Mask = (table != table[0]).any(axis=0)
    return different


def _places(array: Bytes, *, ebcdic: bool) -> npt.NDArray[np.intp]:
    """The bytes to score: those beyond ASCII and those behind them, spread over a large input in blocks."""
    if ebcdic:
        return np.arange(min(len(array), _EBCDIC_LOOKED_AT))
    is_high = array > 0x7F
    wanted = is_high.copy()
    wanted[1:] |= is_high[:-1]
    places = np.flatnonzero(wanted)
    if len(places) > LOOKED_AT:
        starts = np.linspace(0, len(places) - _BLOCK, LOOKED_AT // _BLOCK).astype(np.intp)
        places = places[(starts[:, None] + np.arange(_BLOCK)).ravel()]
    return places


class _Pages:
    """The tables of all pages, and the bits of the pairs of their characters as far as they were asked for."""

    def __init__(self, single_byte: tuple[str, ...], ebcdic: tuple[str, ...]) -> None:
        self.names = single_byte + ebcdic
        self.row_of = {name: row for row, name in enumerate(self.names)}
        self.table = np.array([[ord(char) for char in decode_table(name)] for name in self.names], dtype=np.uint16)
        self._is_hole = np.ascontiguousarray((self.table == ord(HOLE)).T)  # of each byte, a row of pages
        self._singles = np.arange(len(self.names)) < len(single_byte)
        keys = np.random.default_rng(20).integers(1, 1 << 44, 256, dtype=np.int64)
        self._weighed = np.ascontiguousarray(self.table.astype(np.int64).T) * keys[:, None]
        shown = self.table.copy()
        shown[shown == ord("\r")] = _NEWLINE
        shown[len(single_byte) :][shown[len(single_byte) :] == 0x85] = _NEWLINE  # EBCDIC's own line end
        self._chars = np.unique(np.append(shown, _NEWLINE)).astype(np.uint32)
        self._index = np.searchsorted(self._chars, shown).astype(np.int32)
        self._bits = np.full(len(self._chars) ** 2, _NOT_MADE, dtype=np.uint8)  # in units
        self._fills = 0
        self._costs = np.array([prior(name) for name in self.names])

    def standing(self, used: Mask, *, ebcdic: bool) -> npt.NDArray[np.intp]:
        """The rows of the pages that define every byte used."""
        fits = ~self._is_hole[used].any(axis=0)
        return np.flatnonzero(fits if ebcdic else fits & self._singles)

    def signatures(self, used: Mask) -> npt.NDArray[np.int64]:
        """A number for each row, the same for rows that read the bytes used as the same characters."""
        signatures: npt.NDArray[np.int64] = used @ self._weighed  # numbers that tell two rows apart: they may run over
        return signatures

    def bits(
        self, rows: npt.NDArray[np.intp], pairs: npt.NDArray[np.int32], weights: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """The bits of pairs of bytes in each page, weighed and summed; shape (rows,)."""
        index = self._index[rows]
        keys = index[:, pairs >> 8] * np.int32(len(self._chars)) + index[:, pairs & 0xFF]
        bits = self._bits.take(keys)
        is_new = bits == _NOT_MADE
        if is_new.any():
            self._fills += 1
            all_of_them = self._fills > FILLS
            self._fill(np.flatnonzero(self._bits == _NOT_MADE) if all_of_them else np.unique(keys[is_new]))
            bits = self._bits.take(keys)
        return bits.astype(np.float32) @ (weights * np.float32(UNIT))

    def costs(self, declared: Collection[str]) -> npt.NDArray[np.float64]:
        """Bits of the rarity of each page, less those of a declaration that names it."""
        if not declared:
            return self._costs
        return self._costs - np.array([DECLARED_BITS if name in declared else 0.0 for name in self.names])

    def _fill(self, keys: npt.NDArray[np.integer]) -> None:
        first, second = (self._chars[place] for place in divmod(keys, len(self._chars)))
        marks = np.isin(second, [ord(mark) for mark in MARKS])
        behind = np.where(np.isin(first, [ord(mark) for mark in MARKS]), np.uint32(_MARKED), first)
        caps, extra = character_caps()
        model = load_model()
        in_capitals = (model.case[behind] == _CAPITAL) & (model.case[second] == _CAPITAL)
        small = np.where(in_capitals, _small_letters()[[behind, second]], [behind, second]).astype(np.uint32)
        bits = model.pair_bits(*small) + np.where(in_capitals, np.float32(CAPITALS_BITS), np.float32(0))
        bits = np.minimum(bits, caps[second]) + extra[second]
        bits[second == _NEWLINE] = 0.0
        for place in np.flatnonzero(marks).tolist():
            bits[place] = MARK_BITS if chr(first[place]).lower() in TONED else CAP
        self._bits[keys] = np.clip(np.rint(bits / UNIT), 0, _NOT_MADE - 1).astype(np.uint8)


@functools.cache
def _small_letters() -> npt.NDArray[np.uint32]:
    """Of each character of the basic plane, its small letter where that is one character."""
    small = [chr(code).lower() for code in range(0x10000)]
    return np.array([ord(char) if len(char) == 1 else code for code, char in enumerate(small)], dtype=np.uint32)


@functools.cache
def _pages() -> Any:
    return _Pages(SINGLE_BYTE, tuple(EBCDIC_BITS))
