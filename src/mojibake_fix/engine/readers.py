"""Which readers can show a character, and which as the first or the last byte of UTF-8: a bit a reader, for each.

To ask dozens of codecs takes longer than everything else that the first text of a process waits for, so the answers
come with the package: `tools/build_readers.py` writes them, whenever `READERS` change.
"""

from __future__ import annotations

import functools
import pkgutil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.format import read_model
from mojibake_fix.plausibility.model import NEWLINE

READERS_FILE = "readers.bin"

Masks = npt.NDArray[np.uint64]
"""Of texts or characters, sets of readers: a bit a reader."""


class Shown(NamedTuple):
    """Of each code point of the basic plane, sets of readers."""

    at_all: Masks
    """Those that can show it."""
    first: Masks
    """Those under which UTF-8 can begin with it."""
    last: Masks
    """Those under which UTF-8 can end with it: what ends with a byte of ASCII can be the end of anything."""


@functools.cache
def shown() -> Shown:
    """The readers of every character."""
    arrays, _ = read_model(pkgutil.get_data(__package__, READERS_FILE) or b"", READERS_FILE)
    return Shown(**arrays)


@functools.cache
def _is_shown() -> npt.NDArray[np.bool_]:
    """Of each code point of the basic plane, and last of all those above, whether it can be damage."""
    beyond = np.append(shown().at_all != 0, False)
    beyond[:0x80] = False
    return beyond


def can_be_damage(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Whether each code point is beyond ASCII, and one that some reader shows: of all others, none is damage.

    >>> can_be_damage(np.array([*map(ord, "aéт漢ა🙂")], dtype=np.uint32)).tolist()
    [False, True, True, True, False, False]
    """
    return _is_shown().take(codes, mode="clip")


def computed() -> Shown:
    """The same, asked of the codecs."""
    from mojibake_fix.encodings import encode, held_codes, holders  # which a sound text can do without
    from mojibake_fix.engine.pages import PLANE
    from mojibake_fix.engine.priors import READERS

    first, last = np.zeros((2, PLANE), dtype=np.uint64)
    for reader, name in enumerate(READERS):
        codes = held_codes(name)
        codes = codes[codes > 0x7F]
        text = encode("\n" + "\n".join(map(chr, codes.tolist())) + "\n", name)
        data = np.frombuffer(text or b"", dtype=np.uint8)
        ends = np.flatnonzero(data == NEWLINE)
        begin, end = data[ends[:-1] + 1], data[ends[1:] - 1]
        bit = np.uint64(1 << reader)
        first[codes[(begin >= 0xC2) & (begin <= 0xF4)]] |= bit
        last[codes[end < 0xC0]] |= bit
    return Shown(holders(READERS), first, last)
