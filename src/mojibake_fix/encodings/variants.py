"""UTF-8 as programs write it that think in UTF-16: CESU-8, and Java's modified UTF-8.

CESU-8 (Unicode Technical Report 26) writes each of the two surrogates of a character beyond the basic plane as three
bytes; so do Java's `DataOutput` and Oracle's UTF8. Java writes U+0000 as C0 80 besides. All else is as in UTF-8, and
read as well, so that the parts of a text are read as all of it is: where nothing is other than in UTF-8, that is the
commoner name for the same reading.
"""

from __future__ import annotations

import re

NAME = "utf-8-variants"
"""The name that ftfy gave to the family."""

_NULL = b"\xc0\x80"
_PAIR = re.compile(rb"\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def decode_variants(data: bytes, errors: str = "strict") -> str:
    """The text of bytes that are CESU-8, modified UTF-8, UTF-8, or some of each.

    Raises `UnicodeDecodeError` where errors are not replaced.
    """
    return _PAIR.sub(_character, data).replace(_NULL, b"\0").decode("utf-8", errors)


def _character(match: re.Match[bytes]) -> bytes:
    """The bytes of UTF-8 for a pair of surrogates."""
    high, middle, low, last = (group[0] for group in match.groups())
    code = ((high & 0xF) << 16 | (middle & 0x3F) << 10 | (low & 0xF) << 6 | last & 0x3F) + 0x10000
    return chr(code).encode("utf-8")


def encode_variants(text: str) -> bytes:
    """The modified UTF-8 of a text. Raises `UnicodeEncodeError` for lone surrogates."""
    text.encode("utf-8")  # which refuses them
    return _ASTRAL.sub(_surrogates, text).encode("utf-8", "surrogatepass").replace(b"\0", _NULL)


def _surrogates(match: re.Match[str]) -> str:
    offset = ord(match[0]) - 0x10000
    return chr(0xD800 + (offset >> 10)) + chr(0xDC00 + (offset & 0x3FF))
