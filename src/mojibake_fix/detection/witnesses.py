"""Other detectors, asked as witnesses where the two best readings are close: the only importer of them.

They are optional: one that is missing has nothing to say. What one says is worth a few bits for the reading that it
names, so it tips a balance and never outweighs the text. What each of them adds stands in docs/detection.md; by that
measure only chardet is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mojibake_fix.encodings import get_encoding
from mojibake_fix.errors import UnknownEncodingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mojibake_fix.detection.candidates import Candidate

ASKED: tuple[str, ...] = ("chardet",)
"""The witnesses that are asked, of `chardet` and `charset_normalizer`."""
THIN = 6.0
"""Bits between the two best readings below which they are asked."""
WORTH = 3.0
"""Bits that the word of one is worth."""
_HEARD = 1 << 12  # bytes that are shown to them, from a little before the first one beyond ASCII
_ASCII = bytes(range(0x80))


def hear(data: bytes, readings: Sequence[Candidate]) -> list[Candidate]:
    """The readings, those that witnesses name moved up; as they are where the best stands out."""
    if len(readings) < 2 or readings[1].bits - readings[0].bits > THIN:
        return list(readings)
    first = len(data) - len(data.lstrip(_ASCII))
    shown = data[max(0, first - _HEARD // 4) :][:_HEARD]
    for witness in ASKED:
        name = _named(witness, shown)
        for reading in readings:
            if name in reading.names:
                reading.bits -= WORTH
    return sorted(readings, key=lambda each: each.bits)


def _named(witness: str, head: bytes) -> str | None:
    """The encoding that the witness names, by our name of it."""
    try:
        if witness == "chardet":
            import chardet

            label = chardet.detect(head)["encoding"]
        else:
            import charset_normalizer

            best = charset_normalizer.from_bytes(head).best()
            label = None if best is None else best.encoding
    except ImportError:
        return None
    try:
        return get_encoding(label).codec if label else None
    except UnknownEncodingError:
        return None
