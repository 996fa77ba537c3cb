"""What programs that call chardet expect, answered by this package: `from mojibake_fix.compat import detect`."""

from __future__ import annotations

import codecs
from typing import TypedDict

from mojibake_fix.api import detect as detect_encoding
from mojibake_fix.detection.names import iana_name

__all__ = ["ResultDict", "detect", "detect_all"]


class ResultDict(TypedDict):
    """The keys of chardet's answer."""

    encoding: str | None
    confidence: float
    language: str | None


def detect(byte_str: bytes | bytearray) -> ResultDict:
    """The encoding, the confidence and the language of bytes, in chardet's dictionary.

    `encoding` is a name that `bytes.decode` takes, and None for binary data; the language is a BCP-47 tag, as in
    chardet 7. Raises `TypeError` for anything but bytes.

        >>> answer = detect("Съешь ещё этих мягких французских булок".encode("koi8-r"))
        >>> answer["encoding"], answer["language"], answer["confidence"] > 0.9
        ('KOI8-R', 'ru', True)
    """
    found = detect_encoding(bytes(byte_str) if isinstance(byte_str, bytearray) else byte_str)
    return ResultDict(encoding=_named(found.encoding), confidence=found.probability, language=found.language)


def detect_all(byte_str: bytes | bytearray) -> list[ResultDict]:
    """All encodings that the bytes could be in, the likeliest first; the language is that of the first one alone.

    Raises `TypeError` for anything but bytes.

        >>> [answer["encoding"] for answer in detect_all("Käse".encode("utf-8"))]
        ['utf-8']
    """
    first = detect(byte_str)
    others = detect_encoding(bytes(byte_str)).alternatives
    return [
        first,
        *(ResultDict(encoding=_named(other.encoding), confidence=other.probability, language=None) for other in others),
    ]


def _named(encoding: str | None) -> str | None:
    """The registered name, where Python takes it for the same codec."""
    if encoding in {None, "ascii", "utf-8"}:
        return encoding
    name = iana_name(str(encoding))
    try:
        return name if name and codecs.lookup(name).name == codecs.lookup(str(encoding)).name else encoding
    except LookupError:
        return encoding
