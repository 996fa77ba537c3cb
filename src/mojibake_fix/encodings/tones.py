"""Vietnamese as windows-1258 writes it: most letters with a tone are a letter and a mark for the tone behind it."""

from __future__ import annotations

import re
import unicodedata

MARKS = "\u0300\u0301\u0303\u0309\u0323"
"""The five tones of Vietnamese, as windows-1258 has them."""
TONED = "aăâeêioôơuưy"
"""The letters that they stand on."""
_APART = re.compile(f"[{TONED}][{MARKS}]", re.IGNORECASE)


def tones_apart(text: str) -> str:
    """The text with every tone that Vietnamese has as a mark of its own, and all else of a letter in one piece.

    >>> [len(tones_apart(char)) for char in "ệưởx"], tones_apart("ệ") == "ê\\u0323"
    ([2, 1, 2, 1], True)
    """
    return "".join(map(_apart, text))


def _apart(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    tones = "".join(part for part in parts[1:] if part in MARKS)
    if not tones:
        return char
    rest = "".join(part for part in parts if part not in MARKS)
    return unicodedata.normalize("NFC", rest) + tones


def tones_joined(text: str) -> str:
    """The text with each tone and its letter in one piece, as nearly all Vietnamese has them (Unicode's form NFC).

    >>> tones_joined("ê\\u0323"), tones_joined(tones_apart("Tiếng Việt"))
    ('ệ', 'Tiếng Việt')
    """
    return _APART.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)
