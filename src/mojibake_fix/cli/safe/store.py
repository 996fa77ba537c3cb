"""The folder `.fixenc`: the journal, and the old bytes of every run. It is kept at the root of the first run.

The old bytes are no copies but second names of the old files (hard links), which cost nothing; undo gives the very
same file back. On another file system, and for lack of links, they are copies.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.safe.journal import Change, Journal
from mojibake_fix.cli.safe.system import System
from mojibake_fix.cli.walk import OWN_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

_JOURNAL = "journal.sqlite"
_OLD = "old"
_TEMPORARY = re.compile(r"\.fixenc-[0-9a-f]{16}\.tmp")


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Without a `folder` (`--no-undo`) the journal is in memory only, and no old bytes are kept."""

    root: Path
    folder: Path | None
    journal: Journal
    system: System

    def target(self, change: Change) -> Path:
        """The file that is changed. Raises `RefusedError` where the path has come to lead out of the root."""
        return self.place(change.path)

    def place(self, below: Path) -> Path:
        """A path below the root. Raises `RefusedError` where it has come to lead out of it."""
        path = self.root / below
        folder = Path(os.path.realpath(path.parent))
        if folder != self.root and self.root not in folder.parents:
            raise RefusedError(f"is not below {self.root} any more")
        return folder / path.name

    def temporary(self, change: Change) -> Path:
        """The file beside it that holds its new bytes until they are exchanged.

        Raises `RefusedError` where the journal names one that cannot be ours: it will be deleted.
        """
        if not _TEMPORARY.fullmatch(change.temporary):
            raise RefusedError(f"has a temporary file {change.temporary} on record, which is none of fixenc's")
        return self.target(change).with_name(change.temporary)

    def old(self, change: Change) -> Path | None:
        """Where the old bytes are kept."""
        return None if self.folder is None else self.run_folder(change.run) / str(change.id)

    def run_folder(self, run: int) -> Path:
        """The folder of a run's old bytes."""
        assert self.folder is not None
        return self.folder / _OLD / str(run)

    def relative(self, target: Path) -> Path:
        """A file's path below the root."""
        return target.relative_to(self.root)

    def forget(self, run: int) -> None:
        """Drop a run and its old bytes: it can not be undone any more."""
        for change in self.journal.changes(run):
            old = self.old(change)
            if old is not None:
                self.system.unlink(old)
        self.tidy(run)
        self.journal.drop_run(run)

    def tidy(self, run: int) -> None:
        """Take the folder of a run's old bytes away if none are left."""
        if self.folder is not None:
            with contextlib.suppress(OSError):  # it is not empty: some are left
                self.system.remove_folder(self.run_folder(run))

    def close(self) -> None:
        """Let others have it."""
        self.journal.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def temporary_name() -> str:
    """A name that nobody else has."""
    return f".fixenc-{secrets.token_hex(8)}.tmp"


def open_store(root: Path, *, keep: bool = True, system: System | None = None) -> Store:
    """The store for files below a root, made if there is none; `keep` is False for `--no-undo`.

    A store above the root is used where there is one, as git uses the repository that a folder is in. What an
    earlier run left unsettled is settled. Raises `OSError`, `JournalError` and `LockedError` among them, and
    `RefusedError` where somebody else made the store.
    """
    system = system or System()
    root = Path(os.path.realpath(root))
    if not keep:
        return Store(root, None, Journal(None, system), system)
    folder = find_store(root) or root / OWN_FOLDER
    system.make_folder(folder)
    if not _is_ours(folder):
        raise RefusedError(
            f"{folder} was made by somebody else, and what stands in it could name any file; nothing was written. "
            "Run fixenc as its owner, or from a folder of yours, or repair with --no-undo."
        )
    _hide_from_git(folder)
    store = Store(folder.parent, folder, Journal(folder / _JOURNAL, system), system)
    try:
        _recover(store)
    except BaseException:
        store.close()
        raise
    return store


def _hide_from_git(folder: Path) -> None:
    """Leave a store out of what git adds. A disk that was full may have left the file without what it says."""
    ignore = folder / ".gitignore"
    if not ignore.exists() or not ignore.stat().st_size:
        ignore.write_text("*\n", encoding="ascii")


def find_store(root: Path) -> Path | None:
    """The nearest store at or above a folder. One that belongs to somebody else is none: it could name any file."""
    root = Path(os.path.realpath(root))
    for folder in (root, *root.parents):
        store = folder / OWN_FOLDER
        with contextlib.suppress(OSError):
            if stat.S_ISREG((store / _JOURNAL).lstat().st_mode) and _is_ours(store):
                return store
    return None


def _is_ours(folder: Path) -> bool:
    """Whether a store, and the journal in it if there is one, can only be from whoever runs this. Raises `OSError`."""
    if not hasattr(os, "geteuid"):
        return True
    state = folder.lstat()
    states = [state]
    with contextlib.suppress(FileNotFoundError):
        states.append((folder / _JOURNAL).lstat())
    is_real = stat.S_ISDIR(state.st_mode) and not any(stat.S_ISLNK(each.st_mode) for each in states)
    return is_real and all(each.st_uid == os.geteuid() for each in states)


def common_root(paths: Iterable[Path]) -> Path:
    """The root of a run: the current folder if all paths are below it, else the deepest folder that holds them all.

    Only files and folders count: of other paths nothing is ever written.
    """
    there = [path for path in paths if path.is_dir() or path.is_file()]
    folders = [Path(os.path.realpath(path if path.is_dir() else path.parent)) for path in there]
    here = Path(os.path.realpath(Path.cwd()))
    if all(here == folder or here in folder.parents for folder in folders):
        return here
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # Windows: on different drives
        raise RefusedError("the paths are on different drives; run fixenc once for each of them") from None


def _recover(store: Store) -> None:
    """Settle what earlier runs left unsettled. What cannot be is left for the next time."""
    from mojibake_fix.cli.safe.rename import settle_renaming
    from mojibake_fix.cli.safe.settle import settle

    for renaming in store.journal.renamings(None):
        with contextlib.suppress(OSError, RefusedError):
            settle_renaming(store, renaming)
    for change in store.journal.unsettled():
        with contextlib.suppress(OSError, RefusedError):
            settle(store, change)
