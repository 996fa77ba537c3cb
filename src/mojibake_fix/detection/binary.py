"""Bytes that are no text: by the magic numbers of well-known formats, and by control bytes that text does not have."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

_MAGIC = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"\x7fELF",
    b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xca\xfe\xba\xbe",
    b"SQLite format 3\x00", b"\x00asm", b"\x28\xb5\x2f\xfd", b"OggS", b"fLaC", b"ID3\x03", b"ID3\x04", b"wOFF", b"wOF2",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"\xfe\xed\xfa", b"\x93NUMPY",
    b"glTF", b"\x00\x01\x00\x00\x00", b"OTTO\x00", b"!<arch>\n", b"\xed\xab\xee\xdb", b"MSCF\x00", b"8BPS\x00",
)  # fmt: skip

ODD_CONTROLS = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in b"\t\n\x0b\x0c\r\x1b\x08\x07")
"""Control bytes that text does not use."""
_LINES = tuple(map(np.uint8, b"\n\r\t"))
"""The only control bytes of nearly all text."""
_SPACE = np.uint8(0x20)
_CHUNK = 1 << 16  # bytes that stay in the processor's cache
_SHORT = 1 << 15  # bytes below which counting them costs nothing
_LOOKED_AT = 1 << 16
_RUN_OF_NULS = re.compile(rb"\0+")
_NULS, _CONTROLS = 0.15, 0.03  # how many runs of zeros, and controls, a byte of text may have


def has_magic(data: bytes) -> bool:
    """Whether the input begins as a well-known binary format does; of use only for input with odd control bytes."""
    if data.startswith(b"RIFF"):
        return data[8:12] in (b"WAVE", b"WEBP", b"AVI ")
    return data.startswith(_MAGIC) or data[4:12] in (b"ftypisom", b"ftypmp42", b"ftypM4A ", b"ftypqt  ", b"ftypheic")


def odd_controls(data: bytes) -> int:
    """How many control bytes the input has that text does not use; DOS's end-of-file byte at the end is none."""
    text = data.removesuffix(b"\x1a")
    return len(text) - len(text.translate(None, ODD_CONTROLS))


def has_odd_controls(data: bytes) -> bool:
    """Whether the input has any of them; at a fraction of the cost of counting them."""
    if len(data) < _SHORT:
        return odd_controls(data) > 0
    array = np.frombuffer(data, dtype=np.uint8)[: -1 if data.endswith(b"\x1a") else None]
    chunks = (array[start : start + _CHUNK] for start in range(0, len(array), _CHUNK))
    return (b"\x7f" in data or any(_has_others(chunk) for chunk in chunks)) and odd_controls(data) > 0


def _has_others(array: npt.NDArray[np.uint8]) -> bool:
    """Whether there are control bytes but line ends and tabs."""
    controls = np.count_nonzero(array < _SPACE)
    return bool(controls) and controls != sum(int(np.count_nonzero(array == byte)) for byte in _LINES)


def is_binary(data: bytes, *, valid: bool) -> bool:
    """Whether control bytes are too many for text; `valid` text is ASCII or UTF-8, where zeros may part the fields."""
    head = data[:_LOOKED_AT]
    controls = odd_controls(head)
    if not controls:
        return False
    nuls = head.count(0)
    if valid and nuls == controls:  # a run of them fills up a record, or a hole in a log that was cut while written
        return len(_RUN_OF_NULS.findall(head)) > _NULS * (len(head) - nuls)
    return controls > _CONTROLS * len(head) or (not valid and nuls > 0.005 * len(head))
