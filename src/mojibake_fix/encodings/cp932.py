"""Code page 932 with the other bytes of the characters that it has twice.

The page took over the extensions of NEC and of IBM, which overlap: 398 pairs of bytes show a character that other
bytes show, too (Microsoft, "Conversion problem between Shift-JIS and Unicode", KB170559). Python writes those of JIS
where it has the character, and NEC's of the rest. Bytes that were misread may be either: here the others are written,
those of NEC's row 13 and those of IBM.
"""

from __future__ import annotations

import functools
import re

from mojibake_fix.encodings.plane import basic_plane

_EXTENSIONS = (*range(0x8740, 0x879D), *range(0xFA40, 0xFC4C))


@functools.cache
def _bytes() -> dict[str, bytes]:
    """The characters that Python writes with other bytes than these."""
    pairs = [number.to_bytes(2, "big") for number in _EXTENSIONS]
    shown = [(pair.decode("cp932", "replace"), pair) for pair in pairs]
    return {char: pair for char, pair in shown if len(char) == 1 and char != "\ufffd" and char.encode("cp932") != pair}


@functools.cache
def _twice() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_bytes()))}]")


def decode_cp932_twice(data: bytes, errors: str = "strict") -> str:
    """The text that bytes are in code page 932. Raises `UnicodeDecodeError` where errors are not replaced."""
    return data.decode("cp932", errors)


def encode_cp932_twice(text: str) -> bytes:
    """The bytes of a text in code page 932, the less usual ones where there is a choice. Raises `UnicodeEncodeError`.

    The page shows nothing that it does not hold: what Python writes as another character is an error, too.
    """
    data = b"".join(_bytes().get(part) or part.encode("cp932") for part in re.split(f"({_twice().pattern})", text))
    if data.decode("cp932") != text:
        raise UnicodeEncodeError("cp932-twice", text, 0, len(text), "the page shows other characters")
    return data


@functools.cache
def cp932_repertoire() -> frozenset[int]:
    """The code points that the code page holds."""
    return frozenset(map(ord, basic_plane().encode("cp932", "ignore").decode("cp932")))
