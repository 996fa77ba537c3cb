"""Every operation on a disk that a rewrite needs, one method each: the tests let each of them fail, or be the last."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from typing import TYPE_CHECKING

from mojibake_fix.cli.safe import native

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

_PIECE = 1 << 20  # bytes that are read at once
_BINARY = getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | _BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0)
_SYNC = os.O_RDWR | _BINARY if os.name == "nt" else os.O_RDONLY  # Windows syncs only what may be written


class System:
    """The operating system as it is. All methods raise `OSError`; paths are never followed through a last link."""

    def lstat(self, path: Path) -> os.stat_result:
        """What the system knows of a name."""
        return path.lstat()

    def digest(self, path: Path) -> bytes:
        """The SHA-256 of a regular file."""
        digest = hashlib.sha256()
        for piece in self.pieces(path):
            digest.update(piece)
        return digest.digest()

    def pieces(self, path: Path) -> Iterator[bytes]:
        """All bytes of a regular file, so that not all of them are in memory at once."""
        with os.fdopen(os.open(path, _READ), "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("is not a regular file")
            while piece := file.read(_PIECE):
                yield piece

    def make_folder(self, path: Path) -> None:
        """A folder for our eyes only, with those above it; one that is there already is fine."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def create(self, path: Path) -> int:
        """A new, empty file for our eyes only, open for writing."""
        return os.open(path, _CREATE, 0o600)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write some of the bytes, and say how many."""
        return os.write(descriptor, data)

    def close(self, descriptor: int) -> None:
        """Close a file: the last chance of some file systems to say that a write has failed."""
        os.close(descriptor)

    def chown(self, path: Path, user: int, group: int) -> None:
        """Give a file to somebody."""
        os.chown(path, user, group, follow_symlinks=False)

    def chmod(self, path: Path, mode: int) -> None:
        """Set the permissions."""
        path.chmod(mode)

    def set_attribute(self, path: Path, name: str, value: bytes) -> None:
        """Set an extended attribute (access control lists are ones too)."""
        os.setxattr(path, name, value, follow_symlinks=False)

    def remove_attribute(self, path: Path, name: str) -> None:
        """Take an extended attribute away."""
        os.removexattr(path, name, follow_symlinks=False)

    def set_times(self, path: Path, accessed: int, changed: int) -> None:
        """Set the times, in nanoseconds."""
        os.utime(path, ns=(accessed, changed))

    def link(self, path: Path, name: Path) -> None:
        """Give a file a second name."""
        os.link(path, name, follow_symlinks=False)

    def exchange(self, one: Path, other: Path) -> None:
        """Let two names change places in one step. Raises `UnsupportedError` where that is impossible."""
        native.exchange(one, other)

    def replace(self, path: Path, name: Path) -> None:
        """Put a file in the place of another in one step."""
        path.replace(name)

    def rename(self, path: Path, name: Path) -> None:
        """Give a file or folder another name, unless that is taken."""
        try:
            native.rename(path, name)
        except native.UnsupportedError:
            if os.path.lexists(name):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            path.rename(name)

    def unlink(self, path: Path) -> None:
        """Take a name away; one that is not there is fine."""
        path.unlink(missing_ok=True)

    def remove_folder(self, path: Path) -> None:
        """Take an empty folder away."""
        path.rmdir()

    def sync(self, path: Path) -> None:
        """Force a file to the disk."""
        self._sync(path, _SYNC)

    def sync_folder(self, path: Path) -> None:
        """Force the names in a folder to the disk, where the system lets a folder be opened for that."""
        if os.name != "nt":
            self._sync(path, os.O_RDONLY)

    def sync_filesystem(self, path: Path) -> None:
        """Force all of a file system to the disk. Raises `UnsupportedError` where that is impossible."""
        native.sync_filesystem(path)

    def commit(self, connection: sqlite3.Connection) -> None:
        """Make a transaction of the journal final, on the disk too."""
        connection.execute("COMMIT")

    @staticmethod
    def _sync(path: Path, flags: int) -> None:
        descriptor = os.open(path, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
