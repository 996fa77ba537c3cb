"""How surprising a text is, in bits: a character model of order four over all languages at once.

The model reads *symbols*: a letter without its case, an ASCII digit as any digit, a character that training
hardly met as one of the rare ones of its block. The case is judged apart, from the shapes of the three characters
before (cases, and signs that begin a sentence or do not), so that a headline in capitals is as plausible as the
sentence it says. The bits of a character are then

    bits(symbol | three symbols before)  +  bits(which member of the symbol)  +  bits(case | three shapes before)

with Katz's backoff: the longest history that was seen with the symbol gives the bits, and each longer history
that was seen without it adds its own backoff weight. Where even the pair was never seen, the *classes* of the
symbols speak (scripts, kinds of punctuation and of symbols): the bits of the symbol's class after the class before
it and the script of the last letter, and of the symbol within its class. A line end starts afresh: the bits of a
line do not depend on the line before it.

Everything is computed for whole arrays; `tests/oracles/slow_model.py` is the plain twin that must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.expected import language_prior
from mojibake_fix.plausibility.languages import Languages
from mojibake_fix.plausibility.static_map import ABSENT, StaticMap, lookup_both

ORDER = 4
STEP = 0.375  # bits of one unit of a stored n-gram value or backoff weight: 64 values reach 24 bits
_TONOS, _APOSTROPHE, _TONOS_MEMBER = 0x384, 0x2019, 16
"""The accent of Greek by itself, which its keyboards type for the apostrophe and behind numerals; and its bits."""
FINE = 0.125  # bits of one unit in the tables of single symbols, members and cases
REPEATED_SIGN = 1.5  # bits of a sign (no letter) that stands again behind itself, as in rules and frames
LETTER_SHAPES = 3  # shapes up to this one are those of letters
_ANY_BEFORE = np.uint16(0b001001 << 6)  # two small letters, where nothing is known of what is before a pair
NEWLINE = 10
BYTE_ORDER_MARK = 0xFEFF
FREE_MARK = (
    2.0  # bits of a byte order mark, which belongs to no language: files begin with it, wherever they are joined
)

_MANY = 4000  # keys of which those that are alike are looked up once, order by order; fewer in all orders at once

Codes = npt.NDArray[np.uint32]
Bits = npt.NDArray[np.float32]

_SHIFT = np.uint64(16)
_KEEP = tuple(np.uint64((1 << (16 * n)) - 1) for n in range(ORDER + 1))  # the last n symbols of a key
_ORDERS = np.arange(ORDER, 1, -1, dtype=np.uint64)[:, None]
_KEPT = np.array(_KEEP[:1:-1])[:, None]  # of each order
_LEAST = np.uint64(1) << (_ORDERS - np.uint64(1)) * _SHIFT  # the least key with a history as long as the order has


def codes_of(text: str) -> Codes:
    """The code points of a text, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def ngram_keys(symbols: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint64]:
    """Each position's last four symbols packed into a number, cut behind a line end.

    Symbol numbers begin at 1, so a shorter history is told by the zeros in front. The text is read as if a line
    end stood before it; symbol 1 is the line end.
    """
    history = np.ones(len(symbols) + ORDER - 1, dtype=np.uint64)
    history[ORDER - 1 :] = symbols
    keys = history[ORDER - 1 :].copy()
    for back in range(1, ORDER):
        keys |= history[ORDER - 1 - back : len(history) - back] << np.uint64(16 * back)
    ends = (history == 1).nonzero()[0]
    for back in range(1, ORDER - 1):  # a line end is the last of a history
        behind = ends - (ORDER - 1 - back)
        keys[behind[(behind >= 0) & (behind < len(keys))]] &= _KEEP[back + 1]
    return keys


def places_alike(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
    """Of each key, the place of one that is the same, often its own: most of those that are alike have one place.

    Keys of one hash overwrite each other in a table; where another key is the last one, a key stands for itself.
    """
    shift = np.uint64(63 - len(keys).bit_length())
    hashes = ((keys * np.uint64(0x9E3779B97F4A7C15)) >> shift).view(np.int64)
    own = np.arange(len(keys), dtype=np.int32)
    last = np.empty(1 << (64 - int(shift)), dtype=np.int32)  # only what is written is read
    last[hashes] = own
    alike = last.take(hashes)
    return np.where(keys.take(alike) == keys, alike, own)


LINE_START = 6  # the shape that stands for what is before a line
_SHAPES_KEPT = tuple(np.uint16((1 << (3 * back)) - 1) for back in range(4))  # by how far back the line end is
_SHAPES_CUT = tuple(np.uint16(0o6666 & ~int(kept)) for kept in _SHAPES_KEPT)


def case_index(shapes: npt.NDArray[np.uint8], is_end: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint16]:
    """Each position's own shape and the three before it, three bits each, cut behind a line end."""
    history = np.full(len(shapes) + 3, LINE_START, dtype=np.uint16)
    history[3:] = shapes
    index = history[3:].copy()
    for back in range(1, 4):
        index |= history[3 - back : len(history) - back] << np.uint16(3 * back)
    ends = is_end.nonzero()[0]
    for back in range(3, 0, -1):  # the nearest line end last
        behind = ends + back
        behind = behind[behind < len(index)]
        index[behind] = index[behind] & _SHAPES_KEPT[back] | _SHAPES_CUT[back]
    return index


def class_history(
    keys: npt.NDArray[np.uint64], symbol_class: npt.NDArray[np.uint8], scripts: int
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Of each key: the script of the last letter before its symbol, the class before, and the class of the symbol.

    Classes below `scripts` are those of letters, one a script; class 0 is that of no symbol at all.
    """
    script = np.zeros(len(keys), dtype=np.uint8)
    for back in range(ORDER - 1, 0, -1):
        before = symbol_class[((keys >> np.uint64(16 * back)) & _KEEP[1]).astype(np.intp)]
        script = np.where((before < scripts) & (before > 0), before, script)
    return script, before, symbol_class[(keys & _KEEP[1]).astype(np.intp)]


@dataclass(frozen=True, eq=False)
class Model:
    """A trained model, ready to score. Made by `Model.from_arrays`; the arrays are those of the model file."""

    symbol: npt.NDArray[np.uint16]  # of every code point
    member_bits: npt.NDArray[np.uint8]  # of every code point, in FINE units: which member of its symbol
    case: npt.NDArray[np.uint8]  # of every code point: 0 no letter, 1 small, 2 capital, 3 a letter without case
    symbol_class: npt.NDArray[np.uint8]  # of every symbol
    symbol_bits: npt.NDArray[np.uint8]  # of every symbol within its class, in FINE units
    class_bits: npt.NDArray[np.uint8]  # (scripts, classes, classes): last letter's, the one before's, the own class
    shape: npt.NDArray[np.uint8]  # of every code point: its case, or for signs 4 (a stop, or what opens), 5 (a comma)
    case_bits: Bits  # (4096,): index is the three shapes before and the own one, three bits each
    ngrams: StaticMap
    backoffs: StaticMap
    languages: Languages
    metadata: dict[str, Any]
    expected: tuple[str, ...] = ()  # the languages that texts are said to be in

    @property
    def language_prior(self) -> Bits:
        """The binary logarithm of how likely each language is before any evidence."""
        return language_prior(self.languages.names, self.expected)

    @classmethod
    def from_arrays(cls, arrays: dict[str, npt.NDArray[Any]], metadata: dict[str, Any]) -> Model:
        """The model of a model file's arrays; the tables beyond the basic plane are spread out here."""
        block = arrays["astral_block_symbol"]  # of every 256 code points from U+10000 on
        symbol = np.concatenate([arrays["symbol"], np.repeat(block, 256)])
        member = np.concatenate([arrays["member_bits"], np.repeat(arrays["astral_block_bits"], 256)])
        shape = np.zeros(len(symbol), dtype=np.uint8)
        shape[: len(arrays["shape"])] = arrays["shape"]
        symbol[arrays["astral_code"]] = arrays["astral_symbol"]
        member[arrays["astral_code"]] = 0
        symbol[_TONOS], member[_TONOS] = symbol[_APOSTROPHE], _TONOS_MEMBER
        return cls(
            symbol,
            member,
            shape * (shape <= LETTER_SHAPES),
            arrays["symbol_class"],
            arrays["symbol_bits"],
            arrays["class_bits"],
            shape,
            arrays["case_bits"].astype(np.float32) * np.float32(FINE),
            StaticMap(arrays["ngrams"], int(metadata["ngrams_seed"])),
            StaticMap(arrays["backoffs"], int(metadata["backoffs_seed"])),
            Languages(arrays, metadata["languages"]),
            metadata,
        )

    def bits(self, codes: Codes, places: npt.NDArray[np.intp] | None = None) -> Bits:
        """The bits of every code point given those before it, or of those at `places`, in ascending order.

        Shape (n,), float32. Line ends cost nothing, a byte order mark little.
        """
        if not len(codes):
            return np.zeros(0, dtype=np.float32)
        symbols, is_end = self.symbol.take(codes), codes == NEWLINE
        keys, cases = ngram_keys(symbols), case_index(self.shape.take(codes), is_end)
        again = (codes[1:] == codes[:-1]).nonzero()[0] + 1
        again = again[self.symbol_class.take(symbols.take(again)) >= len(self.class_bits)]
        if places is not None:
            repeated = np.zeros(len(codes), dtype=bool)
            repeated[again] = True
            codes, keys, cases, is_end = codes[places], keys[places], cases[places], is_end[places]
            again = repeated[places].nonzero()[0]
        total = self._symbol_bits(keys)
        total += self.member_bits.take(codes) * np.float32(FINE)
        total += self.case_bits.take(cases)
        total[is_end] = 0
        total[codes == BYTE_ORDER_MARK] = FREE_MARK
        total[again] = np.minimum(total[again], np.float32(REPEATED_SIGN))
        return total

    def bits_of(self, codes: Codes, keys: npt.NDArray[np.uint64], cases: npt.NDArray[np.integer]) -> Bits:
        """The bits of code points by their keys (`ngram_keys`) and cases (`case_index`), no line end among them.

        What stands again counts as any other.
        """
        total = self._symbol_bits(keys)
        total += self.member_bits.take(codes) * np.float32(FINE)
        total += self.case_bits.take(cases)
        return total

    def totals(
        self,
        texts: Sequence[str],
        ascii_cap: float = np.inf,
        cap: float = np.inf,
        letter_cap: float | npt.NDArray[np.float64] = np.inf,
    ) -> npt.NDArray[np.float64]:
        """The bits of each text, all scored in one pass; shape (len(texts),), float64.

        No ASCII character counts more than `ascii_cap` bits, no other one more than `cap`, and no other letter that
        has a case more than `letter_cap` (one for all texts, or one for each).
        """
        if not texts:
            return np.zeros(0)
        codes = codes_of("\n".join(texts) + "\n")
        lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
        caps = np.repeat(np.broadcast_to(np.asarray(letter_cap, dtype=np.float32), len(texts)), lengths)
        case = self.case[codes]
        caps = np.where((case == 1) | (case == 2), np.minimum(caps, np.float32(cap)), np.float32(cap))
        bits = np.minimum(self.bits(codes), np.where(codes < 0x80, np.float32(ascii_cap), caps))
        return np.add.reduceat(bits, np.cumsum(lengths) - lengths, dtype=np.float64)

    def pair_bits(self, first: Codes, second: Codes) -> Bits:
        """The bits of each second character after the first one alone; shapes (n,), float32."""
        keys = (self.symbol[first].astype(np.uint64) << _SHIFT) | self.symbol[second]
        bits = self._symbol_bits(keys)
        bits += self.member_bits[second] * np.float32(FINE)
        bits += self.case_bits[_ANY_BEFORE | (self.shape[first].astype(np.uint16) << 3) | self.shape[second]]
        return bits

    def _symbol_bits(self, keys: npt.NDArray[np.uint64]) -> Bits:
        if len(keys) < _MANY:
            return self._bits_of_few(keys)
        alike = places_alike(keys)  # readings of one word share most of what they are made of
        own = np.flatnonzero(alike == np.arange(len(keys)))
        bits = np.empty(len(keys), dtype=np.float32)
        bits[own] = self._bits_of_keys(keys[own])
        return bits.take(alike)

    def _bits_of_few(self, keys: npt.NDArray[np.uint64]) -> Bits:
        """The same as `_bits_of_keys`, for few keys quicker: what an order costs is the call, not the keys."""
        both = np.empty((2, ORDER - 1, len(keys)), dtype=np.uint64)
        left = np.bitwise_and(keys, _KEPT, out=both[0])
        np.right_shift(left, _SHIFT, out=both[1])
        whole = left >= _LEAST
        values, weights = lookup_both(self.ngrams, self.backoffs, both)
        found = (values != ABSENT) & whole
        units = np.where(found, values, np.where((weights != ABSENT) & whole, weights, np.uint8(0)))
        seen = np.logical_or.accumulate(found, axis=0)
        units[1:][seen[:-1]] = 0  # what was found in a higher order
        bits = np.add.reduce(units, axis=0, dtype=np.float32)
        bits *= np.float32(STEP)
        never = np.flatnonzero(~seen[-1])
        if len(never):
            bits[never] += self._class_bits(keys[never])
        return bits

    def _bits_of_keys(self, keys: npt.NDArray[np.uint64]) -> Bits:
        bits = np.zeros(len(keys), dtype=np.float32)
        open_ = np.arange(len(keys))
        left = keys
        for order in range(ORDER, 1, -1):
            left = left & _KEEP[order]
            whole = (left >> np.uint64(16 * (order - 1))) != 0  # a history cut short has no n-gram of this order
            value = np.full(len(left), ABSENT, dtype=np.uint8)
            value[whole] = self.ngrams.lookup(left[whole])
            found = value != ABSENT
            bits[open_[found]] += value[found] * np.float32(STEP)
            missed = ~found
            open_, left, whole = open_[missed], left[missed], whole[missed]
            weight = self.backoffs.lookup(left[whole] >> _SHIFT)
            bits[open_[whole]] += np.where(weight == ABSENT, np.uint8(0), weight) * np.float32(STEP)
        bits[open_] += self._class_bits(keys[open_])
        return bits

    def _class_bits(self, keys: npt.NDArray[np.uint64]) -> Bits:
        scripts = len(self.class_bits)
        units = self.class_bits[class_history(keys, self.symbol_class, scripts)].astype(np.uint16)
        units += self.symbol_bits[(keys & _KEEP[1]).astype(np.intp)]
        return units * np.float32(FINE)
