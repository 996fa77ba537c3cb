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


def copy_metadata(system: System, source: Path, copy: Path, state: os.stat_result) -> None:
    """Give a copy what the source has, whose state is known. Raises `RefusedError` where that is impossible."""
    own = system.lstat(copy)
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (state.st_uid, state.st_gid):
        try:
            system.chown(copy, state.st_uid, state.st_gid)
        except PermissionError:
            raise RefusedError(
                "belongs to somebody else, and a rewritten file would be yours; run fixenc as its owner"
            ) from None
    for name, value in _attributes(source).items():
        _set_attribute(system, copy, name, value)
    system.chmod(copy, stat.S_IMODE(state.st_mode))  # last: a change of owner takes the set-user-id bit away


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
