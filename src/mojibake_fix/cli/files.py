"""Reading: the whole of a file, and its state at that moment."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was read: all its bytes, and its state at that moment."""

    data: bytes
    state: os.stat_result


def read_file(path: Path) -> Snapshot:
    """Read a regular file. Raises `OSError`, also where it is something else or changed while it was read."""
    # O_NONBLOCK: a pipe that took the file's name since the walk must not make us wait for ever
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise OSError("is not a regular file")
        data = file.read()
        after = os.fstat(file.fileno())
    if len(data) != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise OSError("changed while it was read")
    return Snapshot(data, after)
