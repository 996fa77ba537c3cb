"""Code page 936 as Windows has it: GBK, and a character for every pair of bytes that GBK leaves open.

Microsoft's own table (`bestfit936.txt`) adds to GBK: 0x80 is the euro sign and 0xFF U+F8F5; the user-defined areas
AAA1-AFFE, F8A1-FEFE and A140-A7A0 are U+E000-U+E765 of the private use area, one after the other; the pairs that GBK
has not assigned are U+E766-U+E864 in their order. So text that is read in it never fails but at its end, and what was
no GBK shows as characters that no font has.
"""

from __future__ import annotations

import functools
import re

from mojibake_fix.encodings.plane import basic_plane

_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_SINGLE = {b"\x80": "€", b"\xff": "\uf8f5"}
_FIRST_UNASSIGNED = 0xE766

# The user-defined areas: lead bytes, trail bytes, first code point.
_AREAS = (
    (range(0xAA, 0xB0), range(0xA1, 0xFF), 0xE000),
    (range(0xF8, 0xFF), range(0xA1, 0xFF), 0xE234),
    (range(0xA1, 0xA8), (*range(0x40, 0x7F), *range(0x80, 0xA1)), 0xE4C6),
)
_UNIT = re.compile(b"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]", re.DOTALL)
_ADDED = re.compile("[€\uf8f5\ue000-\ue864]")


@functools.cache
def _characters() -> dict[bytes, str]:
    """Every unit that GBK lacks, and its character."""
    chars = dict(_SINGLE)
    for leads, trails, first in _AREAS:
        pairs = [bytes((lead, trail)) for lead in leads for trail in trails]
        chars |= {pair: chr(first + number) for number, pair in enumerate(pairs)}
    pairs = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in _TRAILS]
    shown = b"\n".join(pairs).decode("gbk", "replace").split("\n")  # a line end is no part of a pair
    open_ = [pair for pair, char in zip(pairs, shown, strict=True) if pair not in chars and "\ufffd" in char]
    return chars | {pair: chr(_FIRST_UNASSIGNED + number) for number, pair in enumerate(open_)}


@functools.cache
def _bytes() -> dict[str, bytes]:
    return {char: unit for unit, char in _characters().items()}


def decode_cp936(data: bytes, errors: str = "strict") -> str:
    """The text that Windows reads bytes as in code page 936.

    Raises `UnicodeDecodeError` where a lead byte is alone and errors are not replaced.
    """
    try:
        return data.decode("gbk")
    except UnicodeDecodeError:
        pass
    added = _characters()
    out: list[str] = []
    at = 0
    for match in _UNIT.finditer(data):
        unit = match[0]
        is_alone = len(unit) == 1 and unit not in added
        if is_alone and errors == "strict":
            raise UnicodeDecodeError("cp936", data, match.start(), match.end(), "a lead byte without its trail byte")
        char = "\ufffd" if is_alone else added.get(unit)
        if char is not None:
            out += [data[at : match.start()].decode("gbk"), char]
            at = match.end()
    return "".join([*out, data[at:].decode("gbk")])


def encode_cp936(text: str) -> bytes:
    """The bytes of a text in code page 936. Raises `UnicodeEncodeError`."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError:
        pass
    out: list[bytes] = []
    at = 0
    try:
        for match in _ADDED.finditer(text):
            out += [text[at : match.start()].encode("gbk"), _bytes()[match[0]]]
            at = match.end()
        return b"".join([*out, text[at:].encode("gbk")])
    except UnicodeEncodeError as error:
        raise UnicodeEncodeError("cp936", text, at + error.start, at + error.end, error.reason) from None


@functools.cache
def cp936_repertoire() -> frozenset[int]:
    """The code points that the code page holds."""
    shown = basic_plane().encode("gbk", "ignore").decode("gbk")
    return frozenset(map(ord, shown)) | frozenset(map(ord, _bytes()))
