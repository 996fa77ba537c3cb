"""What belongs to a file beside its bytes: owner, permissions, extended attributes with access control lists.

The time of change is not among it: the content did change, and make, rsync and backups go by it.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from mojibake_fix.cli.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from mojibake_fix.cli.safe.system import System

_KEPT = ("user.", "system.posix_acl")
"""Attributes that must come along. Others (security labels) are the system's own, and set by it anew."""
_NONE_HERE = frozenset({errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENODATA, errno.ENOSYS, errno.EPERM, errno.EACCES})


SPECIAL_BITS = stat.S_ISUID | stat.S_ISGID
"""What lets a program run with the rights of its file's owner or group."""


def copy_metadata(system: System, source: Path, copy: Path, state: os.stat_result) -> None:
    """Give a copy what the source has, whose state is known, and take from it what only its folder gave it.

    Raises `RefusedError` where that is impossible.
    """
    own = system.lstat(copy)
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (state.st_uid, state.st_gid):
        try:
            system.chown(copy, state.st_uid, state.st_gid)
        except PermissionError:
            raise RefusedError(
                "belongs to somebody else, and a rewritten file would be yours; run fixenc as its owner"
            ) from None
    wanted = _attributes(source)
    for name in _attributes(copy).keys() - wanted.keys():
        _remove_attribute(system, copy, name)  # an access control list that is the folder's default, above all
    for name, value in wanted.items():
        _set_attribute(system, copy, name, value)
    mode = stat.S_IMODE(state.st_mode)
    system.chmod(copy, mode)  # last: a change of owner takes the set-user-id bit away
    if hasattr(os, "chown") and stat.S_IMODE(system.lstat(copy).st_mode) != mode:
        raise RefusedError(f"has the mode {mode:o}, which a rewritten file could not keep; run fixenc as its owner")


def _attributes(path: Path) -> dict[str, bytes]:
    if not hasattr(os, "listxattr"):
        return {}
    try:
        names = os.listxattr(path, follow_symlinks=False)
    except OSError as error:
        if error.errno in _NONE_HERE:
            return {}
        raise
    found: dict[str, bytes] = {}
    for name in names:
        try:
            found[name] = os.getxattr(path, name, follow_symlinks=False)
        except OSError as error:
            if name.startswith(_KEPT) or error.errno not in _NONE_HERE:
                raise
    return found


def _set_attribute(system: System, path: Path, name: str, value: bytes) -> None:
    try:
        system.set_attribute(path, name, value)
    except OSError as error:
        if error.errno not in _NONE_HERE:
            raise
        if name.startswith(_KEPT):
            raise RefusedError(f"has the extended attribute {name}, which a rewritten file could not keep") from None


def _remove_attribute(system: System, path: Path, name: str) -> None:
    """Take an attribute away. One that is the system's own may stay: it sets it anew on every file."""
    try:
        system.remove_attribute(path, name)
    except OSError as error:
        if error.errno not in _NONE_HERE:
            raise
        if name.startswith(_KEPT):
            raise RefusedError(
                f"would get the extended attribute {name} from its folder, which it does not have"
            ) from None
