"""The model file: the only module that knows its layout, in both directions.

Layout, all numbers little-endian:

    8 bytes    magic "MJBKFIX\\x02" (the last byte is the format's version)
    32 bytes   SHA-256 of everything behind it
    4 bytes    length of the header
    header     JSON: the arrays (name, dtype, shape, stored size, packed or not) and the metadata of the training
    arrays     one after the other, each packed by zlib where that makes it smaller, and begun at a multiple of 8
               bytes: NumPy copies a whole array before it takes a few numbers of one that is not aligned

A damaged or foreign file raises `ModelFileError`, never a silent downgrade.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.errors import ModelFileError

MAGIC = b"MJBKFIX\x02"
_DIGEST = 32
_HEADER_AT = len(MAGIC) + _DIGEST + 4
_ALIGNED = 8  # bytes: the largest number that an array holds


def write_model(arrays: Mapping[str, npt.NDArray[Any]], metadata: Mapping[str, Any]) -> bytes:
    """The bytes of a model file; the same arrays and metadata give the same bytes."""
    rows, blobs = [], []
    for name, array in arrays.items():
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        raw = little.tobytes()
        packed = zlib.compress(raw, 9)
        is_packed = len(packed) < len(raw) * 0.9
        blob = packed if is_packed else raw
        size = len(blob)
        rows.append({"name": name, "dtype": little.dtype.str, "shape": array.shape, "bytes": size, "packed": is_packed})
        blobs.append(blob + bytes(_to_boundary(size)))
    header = json.dumps({"arrays": rows, "metadata": metadata}, sort_keys=True, ensure_ascii=False).encode()
    header += b" " * _to_boundary(_HEADER_AT + len(header))
    body = len(header).to_bytes(4, "little") + header + b"".join(blobs)
    return MAGIC + hashlib.sha256(body).digest() + body


def read_model(data: bytes, path: str = "model") -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    """The arrays and the metadata of a model file.

    Raises `ModelFileError` with the reason where the bytes are no whole model file of this version.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise ModelFileError(path, "it does not begin as a model file of this version does")
    body = memoryview(data)[len(MAGIC) + _DIGEST :]
    if hashlib.sha256(body).digest() != data[len(MAGIC) : len(MAGIC) + _DIGEST]:
        raise ModelFileError(path, "its checksum does not match: the file is damaged or cut")
    size = int.from_bytes(data[_HEADER_AT - 4 : _HEADER_AT], "little")
    header = json.loads(data[_HEADER_AT : _HEADER_AT + size])
    arrays = {}
    at = _HEADER_AT + size  # a boundary, as every array ends at one
    for row in header["arrays"]:
        blob: bytes | memoryview = memoryview(data)[at : at + row["bytes"]]
        at += row["bytes"] + _to_boundary(row["bytes"])
        raw = zlib.decompress(blob) if row["packed"] else blob
        arrays[row["name"]] = np.frombuffer(raw, dtype=row["dtype"]).reshape(row["shape"])
    return arrays, header["metadata"]


def _to_boundary(size: int) -> int:
    """How many bytes there are to the next place where an array may begin."""
    return -size % _ALIGNED
