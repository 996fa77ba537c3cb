"""Bytes to text and back, as software does it: the only place that calls codecs for repair.

Single-byte pages are read in one of three ways where a byte has no character (a *hole*):

- `STRICT`: a hole is an error, as in Python;
- `WHATWG`: the holes of the windows pages are the C1 controls of the same number, as in browsers;
- `SLOPPY`: every hole of a page is the character of the same number, as ftfy's `sloppy-` codecs have it.

Damage is made by Python programs and by browsers alike, so repair reads back what either of them can have made.
Python's codecs decode, and `own.py` where Python has none; ftfy's tables are the model for the sloppy reading, which
is computed here from Python's.
"""

from __future__ import annotations

import codecs
import functools
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings.own import OWN, OWN_PAGES, decode_as
from mojibake_fix.encodings.plane import basic_plane
from mojibake_fix.encodings.table import ENCODINGS, Kind

_HANGUL_FILLER = 0x3164
HOLE = "\ufffe"  # a noncharacter: no page holds it

# Where the WHATWG index differs from Python's codec in a byte that both define, or fills a hole with a letter.
_WHATWG_BYTES: dict[str, dict[int, str]] = {
    "koi8-u": {0xAE: "\u045e", 0xBE: "\u040e"},
    "cp1255": {0xCA: "\u05ba"},
}

ONCE_SHOWN: dict[str, dict[str, int]] = {
    "mac-cyrillic": {"¢": 0xA2, "∂": 0xB6, "¤": 0xFF},
}
"""What earlier versions of a page showed, beside the table of today: Mac Cyrillic before it had a letter of Ukrainian
and the euro sign."""


class Reading(StrEnum):
    """How the holes of a single-byte page are read."""

    STRICT = "strict"
    WHATWG = "whatwg"
    SLOPPY = "sloppy"


@functools.cache
def decode_table(name: str, reading: Reading = Reading.STRICT) -> str:
    """The 256 characters of a single-byte encoding, `HOLE` where it has none.

    >>> decode_table("cp1252")[0x80], decode_table("cp1252", Reading.SLOPPY)[0x81]
    ('€', '\\x81')
    """
    if name in OWN_PAGES:
        return OWN_PAGES[name]
    table = bytes(range(256)).decode(name, "replace").replace("\ufffd", HOLE)
    if HOLE not in table and name not in _WHATWG_BYTES:  # read alike by all
        return table
    chars = list(table)
    if reading is Reading.WHATWG:
        for byte, char in _WHATWG_BYTES.get(name, {}).items():
            chars[byte] = char
    is_windows = ENCODINGS[name].system == "windows"
    for byte, char in enumerate(chars):
        if char != HOLE:
            continue
        as_c1 = reading is Reading.WHATWG and is_windows and 0x80 <= byte <= 0x9F
        if as_c1 or reading is Reading.SLOPPY:
            chars[byte] = chr(byte)
    return "".join(chars)


def repair_reading(name: str) -> Reading:
    """How repair reads a page: windows pages sloppily, since browsers do so, all others strictly."""
    return Reading.SLOPPY if ENCODINGS[name].system == "windows" else Reading.STRICT


@functools.cache
def _encode_map(name: str) -> dict[int, int]:
    table = decode_table(name, repair_reading(name))
    pairs = dict(zip(map(ord, reversed(table)), reversed(range(256)), strict=True))
    others = decode_table(name, Reading.WHATWG)
    for byte, char in enumerate(others if others != table else ""):
        pairs.setdefault(ord(char), byte)
    pairs.pop(ord(HOLE), None)
    for char, byte in ONCE_SHOWN.get(name, {}).items():
        pairs.setdefault(ord(char), byte)
    return pairs


@functools.cache
def _decode_array(name: str) -> npt.NDArray[np.uint16]:
    """The code points of the 256 bytes as repair reads them; U+FFFE for holes."""
    return np.array([ord(char) for char in decode_table(name, repair_reading(name))], dtype=np.uint16)


def is_single_byte(name: str) -> bool:
    """Whether each byte is a character of its own in this encoding, ASCII where ASCII has it."""
    return ENCODINGS[name].kind is Kind.SINGLE_BYTE


def encode(text: str, name: str) -> bytes | None:
    """The bytes that were misread as `text`, or None where the encoding cannot have shown this text.

    >>> encode("Ã©", "cp1252"), encode("Ж", "cp1252")
    (b'\\xc3\\xa9', None)
    """
    try:
        if is_single_byte(name):
            try:
                return codecs.charmap_encode(text, "strict", _charmap(name))[0]
            except UnicodeEncodeError:  # what only browsers show stands in the slower map alone
                return codecs.charmap_encode(text, "strict", _encode_map(name))[0]
        if name in OWN:
            return OWN[name].encode(text)
        data = text.encode(name)
        # Python writes some signs as others, ¢ in cp932 as the one of full width: the encoding never shows those.
        return data if data.decode(name) == text else None
    except UnicodeError:
        return None


@functools.cache
def _charmap(name: str) -> Any:
    """The page in the form that CPython encodes with fastest; of two bytes that show the same, the lower one."""
    byte_of = _encode_map(name)
    table = decode_table(name, repair_reading(name))
    return codecs.charmap_build(
        "".join(char if byte_of.get(ord(char)) == byte else HOLE for byte, char in enumerate(table))
    )


def decode(data: bytes, name: str) -> str | None:
    """The text that the bytes are when read strictly in the encoding they were written in, or None.

    >>> decode(b"\\xc3\\xa9", "utf-8"), decode(b"\\xe9", "utf-8")
    ('é', None)
    """
    try:
        return decode_as(data, name)
    except UnicodeError:
        return None


def read(data: bytes, name: str) -> str | None:
    """What software shows that reads the bytes in a wrong encoding, holes as repair reads them; None on an error."""
    if not is_single_byte(name):
        return decode(data, name)
    text = _decode_array(name)[np.frombuffer(data, dtype=np.uint8)].astype("<u2").tobytes().decode("utf-16-le")
    return None if HOLE in text else text


@functools.cache
def held_codes(name: str) -> npt.NDArray[np.intp]:
    """The code points of the basic plane that `encode` accepts for this encoding, in ascending order."""
    if is_single_byte(name):
        return np.array(sorted(_encode_map(name)))
    if name in OWN:
        return np.array(sorted(OWN[name].repertoire()))
    # The filler of EUC-KR composes with what follows.
    shown = basic_plane(chr(_HANGUL_FILLER)).encode(name, "ignore").decode(name, "ignore")
    is_held = np.zeros(0x110000, dtype=bool)
    is_held[np.frombuffer(shown.encode("utf-32-le"), dtype=np.uint32)] = True
    is_held[0x10000 - 2 :] = False
    # Behind the filler, EUC-KR composes syllables of the letters that follow: it is asked for by itself.
    is_held[_HANGUL_FILLER] = encode(chr(_HANGUL_FILLER), name) is not None
    return np.flatnonzero(is_held)


def repertoire(name: str) -> frozenset[int]:
    """The code points of the basic plane that `encode` accepts for this encoding."""
    return frozenset(held_codes(name).tolist())


@functools.cache
def holders(names: tuple[str, ...]) -> npt.NDArray[np.uint64]:
    """For every code point of the basic plane, which of up to 64 encodings can hold it: bit k for `names[k]`."""
    masks = np.zeros(0x10000, dtype=np.uint64)
    for bit, name in enumerate(names):
        masks[held_codes(name)] |= np.uint64(1 << bit)
    return masks
