"""A read-only map from 64-bit keys to small integers, two bytes an entry, read by whole arrays.

The map is a binary fuse structure (Graf and Lemire, "Binary Fuse Filters", 2022) that stores a value beside
its fingerprint: a key's cell is the exclusive or of three slots; its upper bits are the key's fingerprint, its
lower bits the value. A key that was never stored is told by a wrong fingerprint, but for one lookup in 1,024,
which then gives an arbitrary value: the model is built to bear that.

Keys are never stored, so a lookup costs three gathers and no search, and the map can be used straight from
the bytes of the file.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Slots = npt.NDArray[np.int64]
Places = tuple[Slots, Slots, Slots, npt.NDArray[np.uint16]]
Rounds = list[tuple[Slots, Slots]]
Cells = npt.NDArray[np.uint16]

VALUE_BITS = 6
VALUE_LIMIT = 1 << VALUE_BITS
ABSENT = 255  # no value reaches it

_SEGMENT_BITS = 12
_SEGMENT = 1 << _SEGMENT_BITS
_MIX_1 = np.uint64(0x9E3779B97F4A7C15)
_MIX_2 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_3 = np.uint64(0x94D049BB133111EB)
_ONE_SEGMENT, _TWO_SEGMENTS, _IN_SEGMENT = np.uint64(_SEGMENT), np.uint64(2 * _SEGMENT), np.uint64(_SEGMENT - 1)
_27, _30, _31, _32 = (np.uint64(bits) for bits in (27, 30, 31, 32))
_44, _54 = np.uint64(32 + _SEGMENT_BITS), np.uint64(64 - (16 - VALUE_BITS))
_LOW = np.uint64(0xFFFFFFFF)
_VALUE, _VALUE_BITS = np.uint16(VALUE_LIMIT - 1), np.uint16(VALUE_BITS)
_SPREAD_TRIES = 40


def _mix(keys: Keys, seed: int) -> Keys:
    """The splitmix64 finaliser: every bit of the key reaches every bit of the hash."""
    h = keys + np.uint64(seed) * _MIX_1
    h ^= h >> _30
    h *= _MIX_2
    h ^= h >> _27
    h *= _MIX_3
    h ^= h >> _31
    return h


@dataclass(frozen=True, slots=True)
class StaticMap:
    """Cells and seed of a built map; `lookup` reads many keys at once."""

    cells: Cells
    seed: int

    def lookup(self, keys: Keys) -> npt.NDArray[np.uint8]:
        """The value of each key, `ABSENT` for keys that the map does not hold."""
        first, second, third, fingerprint = places_of(keys, self.seed, len(self.cells))
        cell = self.cells.take(first)
        cell ^= self.cells.take(second)
        cell ^= self.cells.take(third)
        value = (cell & _VALUE).astype(np.uint8)
        value[(cell >> _VALUE_BITS) != fingerprint] = ABSENT
        return value


def lookup_both(first: StaticMap, second: StaticMap, keys: Keys) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """The values of `keys[0]` in one map and of `keys[1]` in another: for few keys quicker than to look twice."""
    if first.seed != second.seed:
        return first.lookup(keys[0]), second.lookup(keys[1])
    sizes = np.array([len(first.cells), len(second.cells)], dtype=np.uint64).reshape(2, *(1,) * (keys.ndim - 1))
    one, two, three, fingerprint = places_of(keys, first.seed, sizes)
    cell = np.empty(keys.shape, dtype=np.uint16)
    for k, each in enumerate((first, second)):
        own = cell[k]
        each.cells.take(one[k], out=own, mode="wrap")
        own ^= each.cells.take(two[k])
        own ^= each.cells.take(three[k])
    value = (cell & _VALUE).astype(np.uint8)
    value[(cell >> _VALUE_BITS) != fingerprint] = ABSENT
    return value[0], value[1]


def places_of(keys: Keys, seed: int, size: int | npt.NDArray[np.uint64]) -> Places:
    """Three slots, in three neighbouring segments, and the fingerprint of each key."""
    h = _mix(keys, seed)
    first = h & _LOW
    # The bits of `low` choose the first slot; times an odd number, they serve the fingerprint again.
    first *= np.asarray(size, dtype=np.uint64) - _TWO_SEGMENTS
    first >>= _32
    second = h >> _32
    second &= _IN_SEGMENT
    second ^= first + _ONE_SEGMENT
    third = h >> _44
    third &= _IN_SEGMENT
    third ^= first + _TWO_SEGMENTS
    h *= _MIX_1
    h >>= _54
    return first.view(np.int64), second.view(np.int64), third.view(np.int64), h.astype(np.uint16)


def build(keys: Keys, values: npt.NDArray[np.uint8]) -> StaticMap:
    """A map of the distinct `keys` to `values` (below 64), the same for the same input.

    Raises `ValueError` where keys repeat or a value is too large.
    """
    if len(np.unique(keys)) != len(keys):
        raise ValueError("the keys of a static map must be distinct")
    if len(values) and int(values.max()) >= VALUE_LIMIT:
        raise ValueError(f"a static map holds values below {VALUE_LIMIT}")
    seed, places, rounds, size = arrange(keys)
    return StaticMap(fill((places[3] << np.uint16(VALUE_BITS)) | values, places, rounds, size), seed)


def arrange(keys: Keys) -> tuple[int, Places, Rounds, int]:
    """A seed with which every key has a slot for itself, the places of the keys, their order, and how many slots.

    Raises `ValueError` where there is none.
    """
    size = int(len(keys) * 1.13) // _SEGMENT * _SEGMENT + 4 * _SEGMENT
    for seed in range(1, _SPREAD_TRIES):
        places = places_of(keys, seed, size)
        rounds = _peel(np.stack(places[:3], axis=1), size)
        if rounds is not None:
            return seed, places, rounds, size
        size += _SEGMENT
    raise ValueError("no arrangement found: the keys are degenerate")


def _peel(slots: npt.NDArray[np.int64], size: int) -> Rounds | None:
    """Rounds of (keys, the slot that each has for itself), or None where the slots are entangled."""
    count = np.bincount(slots.ravel(), minlength=size)
    holder = np.zeros(size, dtype=np.int64)  # the exclusive or of the keys in a slot: the key, where it is alone
    for k in range(3):
        np.bitwise_xor.at(holder, slots[:, k], np.arange(len(slots)))
    rounds = []
    left = len(slots)
    alone = np.flatnonzero(count == 1)
    while len(alone):
        keys, at = np.unique(holder[alone], return_index=True)
        rounds.append((keys, alone[at]))
        left -= len(keys)
        touched = slots[keys].ravel()
        np.subtract.at(count, touched, 1)
        np.bitwise_xor.at(holder, touched, np.repeat(keys, 3))
        touched = np.unique(touched)
        alone = touched[count[touched] == 1]
    return rounds if left == 0 else None


def fill(wanted: Cells, places: Places, rounds: Rounds, size: int) -> Cells:
    """The cells whose exclusive or is, at the places of each key, what is wanted of it."""
    cells = np.zeros(size, dtype=np.uint16)
    for keys, own in reversed(rounds):
        cells[own] = 0
        cells[own] = wanted[keys] ^ cells[places[0][keys]] ^ cells[places[1][keys]] ^ cells[places[2][keys]]
    return cells
