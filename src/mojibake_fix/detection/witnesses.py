"""Another detector, asked as a witness where the two best readings are close: the only importer of chardet.

It is optional: where the package is missing it has nothing to say. What it says is worth a few bits for the reading
that it names, so it tips a balance and never outweighs the text. (charset-normalizer was tried beside it: on files of
neither's own test suite it changed nothing for the better, so it is not asked.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mojibake_fix.encodings import get_encoding
from mojibake_fix.errors import UnknownEncodingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mojibake_fix.detection.candidates import Candidate

THIN = 6.0
"""Bits between the two best readings below which the witness is asked."""
WORTH = 3.0
"""Bits that its word is worth."""
_HEARD = 1 << 16


def hear(data: bytes, readings: Sequence[Candidate]) -> list[Candidate]:
    """The readings, one that the witness names moved up; as they are where the best stands out."""
    if len(readings) < 2 or readings[1].bits - readings[0].bits > THIN:
        return list(readings)
    name = _named(data[:_HEARD])
    for reading in readings:
        if name in reading.names:
            reading.bits -= WORTH
    return sorted(readings, key=lambda each: each.bits)


def _named(head: bytes) -> str | None:
    """The encoding that the witness names, by our name of it."""
    try:
        import chardet
    except ImportError:
        return None
    label = chardet.detect(head)["encoding"]
    try:
        return get_encoding(label).codec if label else None
    except UnknownEncodingError:
        return None
