"""Writing the files of a copy so that each is there as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.pieces import pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mojibake_fix.cli.pieces import Spool


def create_file(destination: Path, source: Path, data: bytes | Spool | None, *, force: bool) -> None:
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
            with temporary.open("wb") as file:
                file.writelines(pieces_of(data))
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
