"""The single-byte pages, all of them at once: which can be, which give the same text, how plausible each one is.

A page is out where the input has a byte that it does not define; that is judged by the byte values that occur, so it
holds for the whole input at no cost. What is left is scored by pairs of neighbouring bytes: a table has the model's
bits of each pair as every page reads it, a row a pair. It is filled in as files ask for it; the bits of all pages are
then one gather of whole rows and one product, and nothing is decoded.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.detection.candidates import Candidate
from mojibake_fix.detection.judge import CAP, character_caps
from mojibake_fix.detection.priors import DECLARED_BITS, EBCDIC_BITS, PRIOR_BITS, prior
from mojibake_fix.encodings import ENCODINGS, Kind, decode_table
from mojibake_fix.encodings.codec import HOLE
from mojibake_fix.encodings.tones import MARKS, TONED
from mojibake_fix.plausibility import load_model

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SINGLE_BYTE: tuple[str, ...] = tuple(
    name for name in PRIOR_BITS if name in ENCODINGS and ENCODINGS[name].kind is Kind.SINGLE_BYTE
)

LOOKED_AT = 640
"""Bytes that are scored, with the one before each."""
_BLOCK = 16  # neighbouring ones of them in large files
_STARTS, _OFFSETS = np.arange(LOOKED_AT // _BLOCK)[:, None], np.arange(_BLOCK)
_EBCDIC_LOOKED_AT = 400
MARK_BITS = 4.0
"""Bits of a tone that is written as a mark of its own, behind a vowel that takes it."""
"""The vowels that take them."""
_MARKED = ord("à")  # what a letter with a mark stands for as the neighbour of the next one
_NEWLINE = ord("\n")
_BEYOND_ASCII = np.uint16(0x8080)
_WEIGHTS = np.append(0.0, 1.0 + np.log2(np.arange(1, LOOKED_AT + 1))).astype(np.float32)
"""How much a pair counts that stands so many times: what is said again says little."""
_HEAD = 1 << 12  # bytes that hold most of the values that a file has
_CAPITAL = 2  # a capital, among the model's cases
CAPITALS_BITS = 1.0
"""Bits of a capital behind a capital: words in capitals are as plausible as others, nearly."""
MOSTLY = 4
"""How many different capitals stand for one small letter in text that is in capitals."""
MOST = 10
"""Pages that are worth a closer look."""
HOPELESS, HOPELESS_SHARE = 120.0, 0.4
"""Bits behind the best, and the share of its bits, at which a page is not worth a look."""
UNIT = 0.125
"""Bits of one unit of the table of pairs."""
FILLS = 12
"""Inputs for which the table is filled in as far as they need it; whoever asks more often gets all of it at once."""

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Pairs = npt.NDArray[np.uint16]


def used_bytes(array: Bytes) -> Mask:
    """Which of the 256 byte values occur."""
    used: Mask = np.bincount(array[:_HEAD], minlength=256) > 0
    if len(array) > _HEAD:  # what is left without these values is little
        rest = array[_HEAD:].tobytes().translate(None, used.nonzero()[0].astype(np.uint8).tobytes())
        used[np.frombuffer(rest, dtype=np.uint8)] = True
    return used


def read_pages(
    array: Bytes, used: Mask, declared: Collection[str], *, ebcdic: bool, most: int = MOST
) -> list[Candidate]:
    """The best readings in single-byte pages that the bytes `used` in the input allow, scored on `array`, best first.

    One for each distinct text; its `text` is not made yet. With `ebcdic`, EBCDIC pages are among them.
    """
    pages = _pages()
    pairs, weights = _pairs(array, ebcdic=ebcdic)
    pair_bits, total = pages.bits(pairs, weights), float(np.add.reduce(weights))
    sums = pair_bits + pages.costs(declared)
    bits: list[float] = sums.tolist()
    rows = pages.standing(used, bits, sums.argsort(kind="stable").tolist(), ebcdic=ebcdic)
    found: dict[bytes, Candidate] = {}
    for row, signature in zip(rows, pages.signatures(used, rows), strict=True):
        name = pages.names[row]
        if signature in found:
            found[signature].names.append(name)
        elif len(found) < most:
            mean = float(pair_bits[row]) / max(total, 1.0)
            found[signature] = Candidate([name], bits=bits[row], mean=mean, pairs=total)
    return list(found.values())


def cost_of(names: Collection[str], declared: Collection[str]) -> float:
    """Bits of the rarity of encodings that give the same text, less those of a declaration that names one of them."""
    return min(prior(name) - (DECLARED_BITS if name in declared else 0.0) for name in names)


def _pairs(array: Bytes, *, ebcdic: bool) -> tuple[Pairs, npt.NDArray[np.float32]]:
    """The distinct pairs of bytes that are scored, and how much each counts."""
    pairs = _scored_pairs(array, ebcdic=ebcdic)
    pairs.sort()
    is_last = np.empty(len(pairs), dtype=bool)
    is_last[-1:] = True
    np.not_equal(pairs[1:], pairs[:-1], out=is_last[:-1])
    ends = is_last.nonzero()[0]
    counts = ends + 1
    counts[1:] -= counts[:-1].copy()
    return pairs.take(ends), _WEIGHTS.take(counts)


def evidence(array: Bytes) -> float:
    """How many distinct pairs of bytes, about, a page is scored on."""
    return float(min(int(np.count_nonzero(array > 0x7F)), LOOKED_AT))


def differing(names: Collection[str]) -> Mask:
    """The byte values that pages read differently."""
    pages = _pages()
    table = pages.table[[pages.row_of[name] for name in names]]
    different: Mask = (table != table[0]).any(axis=0)
    return different


def in_capitals(name: str, used: Mask) -> bool | None:
    """Whether the letters beyond ASCII that a page reads are capitals, all but few; None where some are."""
    capitals, small = (int(np.count_nonzero(mask & used)) for mask in _cases(name))
    if capitals > MOSTLY * small:
        return True
    return False if not capitals else None


@functools.cache
def _cases(name: str) -> tuple[Mask, Mask]:
    """The bytes beyond ASCII that a page reads as capitals, and as small letters."""
    chars = decode_table(name)
    is_high = np.arange(256) > 0x7F
    return (
        np.array([char.isupper() for char in chars]) & is_high,
        np.array([char.islower() for char in chars]) & is_high,
    )


def _scored_pairs(array: Bytes, *, ebcdic: bool) -> Pairs:
    """The pairs to score: of bytes beyond ASCII and those behind them, spread over a large input in blocks.

    A pair is a number, the second of the bytes its upper half: so it stands in the input.
    """
    if ebcdic:
        array = array[:_EBCDIC_LOOKED_AT]
    pairs: Pairs = np.ndarray(len(array), "<u2", b"\n" + array.tobytes(), strides=(1,))
    pairs = pairs.copy() if ebcdic else pairs[(pairs & _BEYOND_ASCII) != 0]
    if len(pairs) > LOOKED_AT:
        pairs = pairs.take(_STARTS * (len(pairs) - _BLOCK) // (len(_STARTS) - 1) + _OFFSETS).ravel()
    return pairs


class _Pages:
    """The tables of all pages, and the bits of the pairs of their characters as far as they were asked for."""

    def __init__(self, single_byte: tuple[str, ...], ebcdic: tuple[str, ...]) -> None:
        self.names = single_byte + ebcdic
        self.row_of = {name: row for row, name in enumerate(self.names)}
        self.table = np.array([[ord(char) for char in decode_table(name)] for name in self.names], dtype=np.uint16)
        self._holes = [_number(row == ord(HOLE)) for row in self.table]
        self._single_byte = len(single_byte)
        shown = self.table.copy()
        shown[shown == ord("\r")] = _NEWLINE
        shown[len(single_byte) :][shown[len(single_byte) :] == 0x85] = _NEWLINE  # EBCDIC's own line end
        self._chars = np.unique(np.append(shown, _NEWLINE)).astype(np.uint32)
        self._index = np.searchsorted(self._chars, shown)
        self._bits = np.empty((1 << 16, len(self.names)), dtype=np.uint8)  # in units, of each pair of bytes a row
        self._is_made = np.zeros(1 << 16, dtype=bool)
        self._is_whole = False
        self._fills = 0
        self._costs = np.array([prior(name) for name in self.names])

    def standing(self, used: Mask, bits: Sequence[float], rows: Sequence[int], *, ebcdic: bool) -> list[int]:
        """Those of the rows, the best first, whose pages define every byte used, and that are worth a look."""
        asked, holes, end = _number(used), self._holes, len(self._holes) if ebcdic else self._single_byte
        found: list[int] = []
        hopeless = math.inf
        for row in rows:
            if bits[row] >= hopeless:
                break
            if row < end and not holes[row] & asked:
                if not found:
                    hopeless = bits[row] + max(HOPELESS, HOPELESS_SHARE * bits[row])
                found.append(row)
        return found

    def signatures(self, used: Mask, rows: Sequence[int]) -> list[bytes]:
        """The characters that each row reads the bytes used as."""
        if not rows:
            return []
        chars = self.table.take(rows, axis=0).take(used.nonzero()[0], axis=1)
        size, joined = chars.shape[1] * chars.itemsize, chars.tobytes()
        return [joined[start : start + size] for start in range(0, len(joined), size)]

    def bits(self, pairs: Pairs, weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The bits of pairs of bytes in each page, weighed and summed; shape (pages,). What a hole has says nothing."""
        if not self._is_whole and not (is_made := self._is_made.take(pairs)).all():
            self._fills += 1
            self._is_whole = self._fills > FILLS
            self._fill((~self._is_made).nonzero()[0] if self._is_whole else pairs[~is_made])
        return (weights * np.float32(UNIT)) @ self._bits.take(pairs, axis=0).astype(np.float32)

    def costs(self, declared: Collection[str]) -> npt.NDArray[np.float64]:
        """Bits of the rarity of each page, less those of a declaration that names it."""
        if not declared:
            return self._costs
        costs = self._costs.copy()
        for name in declared:
            if name in self.row_of:
                costs[self.row_of[name]] -= DECLARED_BITS
        return costs

    def _fill(self, pairs: npt.NDArray[np.integer]) -> None:
        size = len(self._chars)
        asked = np.zeros(size * size, dtype=bool)  # pages share most of their pairs of characters
        keys = [index[pairs & 0xFF] * size + index[pairs >> 8] for index in self._index]
        for of_page in keys:
            asked[of_page] = True
        bits = np.zeros(size * size, dtype=np.uint8)
        distinct = np.flatnonzero(asked)
        bits[distinct] = _units(*(self._chars[place] for place in divmod(distinct, size)))
        for column, of_page in enumerate(keys):
            self._bits[pairs, column] = bits[of_page]
        self._is_made[pairs] = True


def _number(mask: Mask) -> int:
    """A mask of the 256 byte values as a number, a bit a byte."""
    return int.from_bytes(np.packbits(mask).tobytes())


def _units(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """The bits of pairs of characters, in units."""
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
    return np.clip(np.rint(bits / UNIT), 0, 255).astype(np.uint8)


@functools.cache
def _small_letters() -> npt.NDArray[np.uint32]:
    """Of each character of the basic plane, its small letter where that is one character."""
    small = [chr(code).lower() for code in range(0x10000)]
    return np.array([ord(char) if len(char) == 1 else code for code, char in enumerate(small)], dtype=np.uint32)


@functools.cache
def _pages() -> Any:
    return _Pages(SINGLE_BYTE, tuple(EBCDIC_BITS))
