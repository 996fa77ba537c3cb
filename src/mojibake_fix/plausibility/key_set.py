"""A set of 64-bit keys that keeps of each a fingerprint of ten bits: what it never held, it takes for its own rarely.

The binary fuse filter of Graf and Lemire ("Binary Fuse Filters", 2022), in the slots of `static_map`. The lower eight
bits of the fingerprints are an array, the upper two of four slots are a byte of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.static_map import Keys, Slots, arrange, fill, places_of

_UPPER_BITS = 2
_IN_A_BYTE = 8 // _UPPER_BITS
_UPPER = np.uint8((1 << _UPPER_BITS) - 1)
_SHIFTS = np.arange(_IN_A_BYTE, dtype=np.uint8) * np.uint8(_UPPER_BITS)


@dataclass(frozen=True, slots=True, eq=False)
class KeySet:
    """Distinct keys; one in 1,024 of those that it does not hold is taken for one that it does."""

    lower: npt.NDArray[np.uint8]
    upper: npt.NDArray[np.uint8]
    seed: int

    @classmethod
    def of(cls, keys: Keys) -> KeySet:
        """The set of these keys; the same keys make the same one."""
        distinct = np.unique(keys)
        seed, places, rounds, size = arrange(distinct)
        cells = fill(places[3], places, rounds, size)
        upper = np.zeros(-(-size // _IN_A_BYTE) * _IN_A_BYTE, dtype=np.uint8)
        upper[:size] = cells >> np.uint16(8)
        packed = np.bitwise_or.reduce(upper.reshape(-1, _IN_A_BYTE) << _SHIFTS, axis=1)
        return cls(cells.astype(np.uint8), packed, seed)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]], name: str, seed: int) -> KeySet:
        """The set of a file's arrays that go by this name."""
        return cls(arrays[f"{name}_lower"], arrays[f"{name}_upper"], seed)

    def to_arrays(self, name: str) -> dict[str, npt.NDArray[np.uint8]]:
        """The arrays that `from_arrays` reads."""
        return {f"{name}_lower": self.lower, f"{name}_upper": self.upper}

    def holds(self, keys: Keys) -> npt.NDArray[np.bool_]:
        """Whether the set holds each key; shape of `keys`."""
        *slots, fingerprint = places_of(keys, self.seed, len(self.lower))
        lower, upper = fingerprint.astype(np.uint8), (fingerprint >> np.uint16(8)).astype(np.uint8)
        for own in slots:
            lower ^= self.lower.take(own)
            upper ^= self._upper(own)
        return (lower | upper) == 0

    def _upper(self, slots: Slots) -> npt.NDArray[np.uint8]:
        packed = self.upper.take(slots // _IN_A_BYTE)
        return (packed >> _SHIFTS.take(slots % _IN_A_BYTE)) & _UPPER
