"""Calls of Linux that Python's `os` lacks: renaming by exchange or without overwriting, syncing a whole file system.

Where a system or a file system has none, they raise `UnsupportedError`, and the caller takes the portable way.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import platform
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_AT_FDCWD = -100
_RENAME_NOREPLACE, _RENAME_EXCHANGE = 1, 2
_REPORTS_ERRORS = (5, 8)  # the first Linux whose syncfs tells of writes that failed
_NOT_HERE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})


class UnsupportedError(Exception):
    """The system or the file system cannot do that."""


def exchange(one: Path, other: Path) -> None:
    """Let two names change places in one step. Raises `UnsupportedError` or `OSError`."""
    _renameat2(one, other, _RENAME_EXCHANGE)


def rename(path: Path, name: Path) -> None:
    """Rename in one step, unless the name is taken. Raises `UnsupportedError` or `OSError`."""
    _renameat2(path, name, _RENAME_NOREPLACE)


def _renameat2(path: Path, name: Path, flag: int) -> None:
    call = getattr(_libc(), "renameat2", None)
    if call is None:
        raise UnsupportedError
    _check(call(_AT_FDCWD, os.fsencode(path), _AT_FDCWD, os.fsencode(name), flag))


def sync_filesystem(path: Path) -> None:
    """Force everything of the file system that holds a path to the disk. Raises `UnsupportedError` or `OSError`."""
    call = getattr(_libc(), "syncfs", None)
    if call is None or _kernel() < _REPORTS_ERRORS:
        raise UnsupportedError
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _check(call(descriptor))
    finally:
        os.close(descriptor)


@functools.cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@functools.cache
def _kernel() -> tuple[int, ...]:
    numbers = platform.release().split("-")[0].split(".")[:2]
    return tuple(int(number) for number in numbers if number.isdecimal())


def _check(result: int) -> None:
    if result == 0:
        return
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        raise UnsupportedError
    raise OSError(number, os.strerror(number))
