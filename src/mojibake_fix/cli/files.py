"""Reading: the whole of a file, and its state at that moment."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ONCE = 1 << 20  # bytes that are read in one go
# O_NONBLOCK: a pipe that took the file's name since the walk must not make us wait for ever
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was read: all its bytes, and its state at that moment."""

    data: bytes
    state: os.stat_result
    read_at: int = 0
    """When reading began, in nanoseconds since 1970."""


def read_file(path: Path) -> Snapshot:
    """Read a regular file. Raises `OSError`, also where it is something else or changed while it was read."""
    read_at = time.time_ns()
    descriptor = os.open(path, _FLAGS)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError("is not a regular file")
        data = os.read(descriptor, min(before.st_size + 1, _ONCE))
        if len(data) == _ONCE or len(data) < before.st_size:  # large, or a read that was cut short
            with os.fdopen(os.dup(descriptor), "rb", buffering=0) as file:
                data += file.read()
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if len(data) != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise OSError("changed while it was read")
    return Snapshot(data, after, read_at)
