"""What the structure of the bytes settles before any statistics: ASCII, UTF-8, shifts, code units, binary."""

from __future__ import annotations

from mojibake_fix.detection.binary import has_magic, has_odd_controls, is_binary
from mojibake_fix.detection.ebcdic import looks_ebcdic
from mojibake_fix.detection.escapes import by_shifts
from mojibake_fix.detection.foreign import is_iso_2022_cn
from mojibake_fix.detection.names import answer, undecoded
from mojibake_fix.detection.wide import by_code_units
from mojibake_fix.encodings import decode
from mojibake_fix.encodings.cns11643 import ISO_2022_CN
from mojibake_fix.types import Detection

_BINARY = Detection(None, 0.95, "control bytes that text does not have")
_MAGIC = Detection(None, 0.99, "the first bytes of a binary format")


_FEW = 4  # bytes that characters beyond ASCII have more than characters
_SAMPLE = 4000  # characters of a text that are kept, to tell its language by


def settled(data: bytes) -> Detection | None:
    """The answer where the structure alone gives it, else None."""
    if not data:
        return answer("ascii", 1.0, "empty")
    has_controls = has_odd_controls(data)
    if has_controls and has_magic(data):
        return _MAGIC
    is_ascii = data.isascii()
    if is_ascii and b"\x1b" in data and (shifted := by_shifts(data)) is not None:
        return shifted
    if is_ascii and has_controls and is_iso_2022_cn(data):
        return _iso_2022_cn(data)
    if has_controls and (wide := by_code_units(data)) is not None:
        return wide
    if is_ascii:
        shifted = by_shifts(data)
        if shifted is None and has_controls and is_binary(data, valid=True):
            return _BINARY
        return shifted or answer("ascii", 0.999, "nothing beyond ASCII", sample=data[:_SAMPLE].decode("ascii"))
    text = _as_utf_8(data)
    if text is not None:
        if has_controls and is_binary(data, valid=True):
            return _BINARY
        return answer("utf-8", 0.999, "valid UTF-8", sample=text[:_SAMPLE])
    if has_controls and is_binary(data, valid=False) and not looks_ebcdic(data):
        return _BINARY
    return None


def _iso_2022_cn(data: bytes) -> Detection:
    text = decode(data, ISO_2022_CN)
    found = answer(ISO_2022_CN, 0.99, "shifts to another character set", sample=(text or "")[:_SAMPLE])
    return undecoded(found) if text is None else found


def is_utf_8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, strictly."""
    return _as_utf_8(data) is not None


def utf_8_until(data: bytes) -> int:
    """How many bytes of the input are UTF-8, up to the first that is not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def begins_as_utf_8(before: bytes) -> bool:
    """Whether there are a few multi-byte characters in the UTF-8 before the first byte of an input that is not."""
    return not before.isascii() and len(before) - len(before.decode("utf-8")) >= _FEW


def _as_utf_8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return None
