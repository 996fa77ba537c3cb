"""Files that are too large for the memory, in pieces: cut where no character is cut, and kept on the disk when made."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from mojibake_fix.cli.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LARGE = 64 << 20
"""Bytes from which a file is not held in memory."""
PIECE = 1 << 20
"""Bytes that are read at once: what is made of them takes some fifty times as much memory."""
LONGEST_LINE = 4 * PIECE
_LINE_ENDS = {"utf-16-le": b"\n\0", "utf-16-be": b"\0\n", "utf-32-le": b"\n\0\0\0", "utf-32-be": b"\0\0\0\n"}
_BLANKS = b" \t,;"


@dataclass(frozen=True, slots=True)
class Spool:
    """Bytes in a file without a name: it is gone with the process, however that ends."""

    file: BinaryIO
    size: int
    digest: bytes
    """Their SHA-256."""

    def __del__(self) -> None:
        """Let the file go."""
        self.file.close()

    def pieces(self) -> Iterator[bytes]:
        """The bytes, from the first."""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece


def spool(pieces: Iterable[bytes], folder: Path | None = None) -> Spool:
    """Keep bytes on the disk, in a folder's file system or where temporary files are. Raises `OSError`."""
    file = _nameless(folder)
    import hashlib  # and with it OpenSSL, for what is rare

    size, digest = 0, hashlib.sha256()
    try:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
    except BaseException:
        file.close()
        raise
    return Spool(file, size, digest.digest())


def _nameless(folder: Path | None) -> BinaryIO:
    import tempfile

    try:
        return tempfile.TemporaryFile(dir=folder)
    except OSError as error:
        if folder is None or error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        return tempfile.TemporaryFile()


def pieces_of(data: bytes | Spool) -> Iterable[bytes]:
    """Bytes in pieces, wherever they are."""
    return data.pieces() if isinstance(data, Spool) else (data,)


def digest_of(data: bytes | Spool) -> bytes:
    """The SHA-256 of bytes, wherever they are."""
    if isinstance(data, Spool):
        return data.digest
    import hashlib

    return hashlib.sha256(data).digest()


def cut(file: BinaryIO, encoding: str | None = None) -> Iterator[bytes]:
    """The bytes of a file in pieces that end at line ends, or where a line is too long at a blank or a character.

    `encoding` is asked for its line ends only. Raises `RefusedError` where there is no place to cut.

    >>> import io
    >>> [len(piece) for piece in cut(io.BytesIO(b"a line\\n" * 300_000))]
    [1048572, 1048579, 2849]
    """
    end = _LINE_ENDS.get(encoding or "", b"\n")
    rest = b""
    while data := file.read(PIECE):
        rest += data
        at = _last(rest, end)
        if not at and len(rest) > LONGEST_LINE:
            at = _between(rest, len(end))
        if at:
            yield rest[:at]
            rest = rest[at:]
    if rest:
        yield rest


def _last(data: bytes, end: bytes) -> int:
    """Where the last line ends; 0 where none does. Of wider characters only whole ones count."""
    at = data.rfind(end)
    while at % len(end) and at > 0:
        at = data.rfind(end, 0, at + len(end) - 1)
    return at + len(end) if at >= 0 and at % len(end) == 0 else 0


def _between(data: bytes, width: int) -> int:
    """A place within a line that is no place within a character."""
    if width > 1:
        return len(data) // 4 * 4 - 4  # a surrogate pair may be cut: its halves come together again in the file
    at = max(data.rfind(blank) for blank in _BLANKS) + 1
    if at > len(data) // 2:
        return at
    for at in range(len(data) - 1, len(data) - 5, -1):
        if data[at] & 0xC0 != 0x80 and _is_utf8(data[:at]):
            return at
    raise RefusedError(f"has a line of more than {LONGEST_LINE >> 20} MB without a blank, where it cannot be cut")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
