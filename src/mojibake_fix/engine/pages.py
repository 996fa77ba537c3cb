"""Single-byte pages as arrays: the bytes that every reader shows as a character, what every writer's bytes are.

The encodings stand in the order of READERS and WRITERS; multi-byte ones have no bytes here.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import decode_table, encode, held_codes, is_single_byte
from mojibake_fix.engine.priors import READERS, WRITERS

NO_BYTE = -1
HOLE = 0xFFFE
PLANE = 0x10000


@functools.cache
def single_byte_readers() -> npt.NDArray[np.intp]:
    """The numbers of the readers that are single-byte pages, in ascending order."""
    return np.array([number for number, name in enumerate(READERS) if is_single_byte(name)])


@functools.cache
def reader_bytes() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.int16]]:
    """Of each code point of the basic plane, its column; and the bytes, shape (readers, columns).

    A byte is `NO_BYTE` where the reader never shows the character; column 0 is that of characters that none shows.
    """
    held = {number: held_codes(READERS[number]).tolist() for number in single_byte_readers().tolist()}
    codes = sorted({code for own in held.values() for code in own})
    column = np.zeros(PLANE, dtype=np.uint16)
    column[codes] = np.arange(1, len(codes) + 1)
    table = np.full((len(READERS), len(codes) + 1), NO_BYTE, dtype=np.int16)
    for number, own in held.items():
        data = encode("".join(map(chr, own)), READERS[number])
        table[number, column[own]] = np.frombuffer(data or b"", dtype=np.uint8)
    return column, table


def bytes_shown(codes: npt.NDArray[np.integer]) -> npt.NDArray[np.int16]:
    """The byte that each reader shows as each character, `NO_BYTE` where there is none; shape (readers, characters)."""
    column, table = reader_bytes()
    return table[:, np.where(codes < PLANE, column[np.minimum(codes, PLANE - 1)], 0)]


@functools.cache
def single_byte_writers() -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint16]]:
    """The numbers of the writers that are single-byte pages, and their characters, `HOLE` for none; (writers, 256)."""
    numbers = [number for number, name in enumerate(WRITERS, 1) if is_single_byte(name)]
    tables = [[ord(char) for char in decode_table(WRITERS[number - 1])] for number in numbers]
    return np.array(numbers), np.array(tables, dtype=np.uint16)


@functools.cache
def multi_byte_writers() -> tuple[int, ...]:
    """The numbers of the writers that are multi-byte encodings."""
    return tuple(number for number, name in enumerate(WRITERS, 1) if not is_single_byte(name))
