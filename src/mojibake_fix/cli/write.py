"""Writing files so that no byte can be lost: a file has its old content or its new content, whatever happens.

New bytes go to a temporary file beside the target, are forced to the disk, and take the target's place in one
step. What cannot be done without loss is refused: a replaced file would leave its other hard links behind,
a read-only file says that it shall not be changed, and a file that changed since it was read holds something
that we have not seen.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mojibake_fix.cli.files import Snapshot


class RefusedError(Exception):
    """A file that is left alone; the message says why."""


def replace_file(path: Path, data: bytes, snapshot: Snapshot) -> Path:
    """Put new bytes in the place of a file that was read before; a link is followed. Returns the file written.

    Raises `RefusedError` where that is not safe, `OSError` where it fails; the file is then as it was.
    """
    target = Path(os.path.realpath(path))
    state = snapshot.state
    if state.st_nlink > 1:
        raise RefusedError(
            f"has {state.st_nlink} hard links, and only this one would be repaired; copy it, or use --output"
        )
    if not state.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise RefusedError("is read-only")
    with _temporary_beside(target) as (temporary, descriptor):
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            _take_over_owner_and_mode(target, temporary, state)
            os.fsync(file.fileno())
        if not snapshot.still_holds(target):
            raise RefusedError("changed while it was being repaired; run fixenc again")
        temporary.replace(target)
    _sync_folder(target.parent)
    return target


def create_file(destination: Path, source: Path, data: bytes | None, *, force: bool) -> None:
    """Make a copy of a file: with new bytes, or (`data` is None) with its own and its times.

    Raises `RefusedError` where the destination exists and `force` was not given, or is no file.
    """
    if os.path.lexists(destination) and (not force or (destination.is_dir() and not destination.is_symlink())):
        raise RefusedError(f"{destination} exists already")
    with _temporary_beside(destination) as (temporary, descriptor):
        os.close(descriptor)
        if data is None:
            shutil.copy2(source, temporary)
        else:
            temporary.write_bytes(data)
            shutil.copymode(source, temporary)
        temporary.replace(destination)


@contextlib.contextmanager
def _temporary_beside(target: Path) -> Iterator[tuple[Path, int]]:
    """A new, empty file in the target's folder, which is gone afterwards unless it was moved."""
    descriptor, name = tempfile.mkstemp(prefix=".fixenc-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        yield temporary, descriptor
    finally:
        temporary.unlink(missing_ok=True)


def _take_over_owner_and_mode(target: Path, temporary: Path, state: os.stat_result) -> None:
    own = temporary.stat()
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (state.st_uid, state.st_gid):
        try:
            os.chown(temporary, state.st_uid, state.st_gid)
        except OSError:
            raise RefusedError("belongs to somebody else, and a replaced file would be yours") from None
    temporary.chmod(stat.S_IMODE(state.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):  # a file system without extended attributes, or with ones of its own
            for name in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(target, name))


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk, where the system lets a folder be opened for that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
