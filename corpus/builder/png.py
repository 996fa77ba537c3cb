"""A small valid PNG image, for the demo's file that is no text."""

from __future__ import annotations

import struct
import zlib

_SIDE = 16


def png_bytes() -> bytes:
    """16 by 16 pixels of colour, stored without compression: no zlib decides what the bytes are."""
    rows = b"".join(
        b"\x00" + b"".join(bytes((x * 17, y * 17, (x ^ y) * 17)) for x in range(_SIDE)) for y in range(_SIDE)
    )
    stored = struct.pack("<BHH", 1, len(rows), len(rows) ^ 0xFFFF) + rows  # deflate's one last block, as it is
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    pixels = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(rows))
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
