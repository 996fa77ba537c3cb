"""Reading: the whole of a file, and its state at that moment; of a large file the state alone."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mojibake_fix.cli import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mojibake_fix.cli.pieces import Spool

_ONCE = 1 << 20  # bytes that are read in one go
# O_NONBLOCK: a pipe that took the file's name since the walk must not make us wait for ever
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was read: all its bytes, and its state at that moment."""

    data: bytes
    state: os.stat_result
    read_at: int = 0
    """When reading began, in nanoseconds since 1970."""
    path: Path | None = None
    """Of a large file: where its bytes are still to be read from."""
    spooled: Spool | None = None
    """Of large standard input: where it is kept."""
    digest: bytes | None = None
    """Of large bytes: their SHA-256, once they were read."""

    @property
    def is_large(self) -> bool:
        """Whether the bytes are not here."""
        return self.path is not None or self.spooled is not None

    @contextlib.contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Large bytes, from the first. Raises `OSError`, also where the file is another one by now."""
        if self.spooled is not None:
            self.spooled.file.seek(0)
            yield self.spooled.file
            return
        assert self.path is not None
        with os.fdopen(os.open(self.path, FLAGS), "rb") as file:
            if not os.path.samestat(os.fstat(file.fileno()), self.state):
                raise OSError("changed while it was read")
            yield file
            now = os.fstat(file.fileno())
            if (now.st_size, now.st_mtime_ns) != (self.state.st_size, self.state.st_mtime_ns):
                raise OSError("changed while it was read")


def read_file(path: str | Path) -> Snapshot:
    """Read a regular file, unless it is large. Raises `OSError`, also where it is none or changed while it was read."""
    read_at = time.time_ns()
    descriptor = os.open(path, FLAGS)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError("is not a regular file")
        if before.st_size > pieces.LARGE:
            return Snapshot(b"", before, read_at, Path(path))
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
