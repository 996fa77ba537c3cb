"""What the structure of the bytes settles before any statistics: ASCII, UTF-8, shifts, code units, binary."""

from __future__ import annotations

from mojibake_fix.detection.binary import has_magic, is_binary, odd_controls
from mojibake_fix.detection.ebcdic import looks_ebcdic
from mojibake_fix.detection.escapes import by_shifts
from mojibake_fix.detection.wide import by_code_units
from mojibake_fix.types import Detection

_BINARY = Detection(None, 0.95, "control bytes that text does not have")
_MAGIC = Detection(None, 0.99, "the first bytes of a binary format")


def settled(data: bytes) -> Detection | None:
    """The answer where the structure alone gives it, else None."""
    if not data:
        return Detection("ascii", 1.0, "empty")
    has_controls = odd_controls(data) > 0
    if has_controls and has_magic(data):
        return _MAGIC
    if b"\x1b" in data and data.isascii() and (shifted := by_shifts(data)) is not None:
        return shifted
    if has_controls and (wide := by_code_units(data)) is not None:
        return wide
    if data.isascii():
        answer = by_shifts(data) or Detection("ascii", 0.999, "nothing beyond ASCII")
        is_shifted = answer.encoding != "ascii"
        return _BINARY if has_controls and not is_shifted and is_binary(data, valid=True) else answer
    if is_utf_8(data):
        is_text = not (has_controls and is_binary(data, valid=True))
        return Detection("utf-8", 0.999, "valid UTF-8", "utf-8") if is_text else _BINARY
    if has_controls and is_binary(data, valid=False) and not looks_ebcdic(data):
        return _BINARY
    return None


def is_utf_8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, strictly."""
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True
