"""Forward: files get their repaired bytes, and their old ones are kept for undo."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.pieces import Spool, digest_of, pieces_of
from mojibake_fix.cli.safe.journal import Change, State
from mojibake_fix.cli.safe.metadata import copy_metadata
from mojibake_fix.cli.safe.settle import hash_of
from mojibake_fix.cli.safe.store import temporary_name
from mojibake_fix.cli.safe.transition import Item, Transition, changed_meanwhile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mojibake_fix.cli.files import Snapshot
    from mojibake_fix.cli.safe.store import Store
    from mojibake_fix.cli.safe.system import System

NO_LINKS = frozenset(
    {errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
)
"""Another file system, one without links, or a rule against links to the files of others: copies do it too."""
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Job:
    """New bytes for a file that was read before."""

    target: Path
    data: bytes | Spool
    snapshot: Snapshot
    what: str
    """The repair in words, for the log."""


class Rewrite(Transition[Job]):
    """New bytes for many files, as one run."""

    prepared, done = State.PREPARED, State.DONE

    def __init__(self, store: Store, run: int) -> None:
        super().__init__(store)
        self._run = run

    def plan(self, sources: list[Job]) -> list[Item[Job]]:
        """The items, written down in the journal."""
        changes = self.store.journal.add([self._change(job) for job in sources])
        return [Item(job, change) for job, change in zip(sources, changes, strict=True)]

    def _change(self, job: Job) -> Change:
        state = job.snapshot.state
        hashes = (job.snapshot.digest or digest_of(job.snapshot.data), digest_of(job.data))
        before = (state.st_size, stat.S_IMODE(state.st_mode), state.st_mtime_ns)
        path = self.store.relative(job.target)
        return Change(0, self._run, State.PLANNED, path, temporary_name(), *hashes, *before, job.what)

    def prepare(self, item: Item[Job]) -> None:
        """Write the new bytes, give them what belongs to the file, and read them back."""
        job, temporary = item.source, self.store.temporary(item.change)
        write_new(self.system, temporary, pieces_of(job.data))
        copy_metadata(self.system, job.target, temporary, job.snapshot.state)
        if hash_of(self.system, temporary) != item.change.new:
            raise OSError("the disk did not keep the new bytes")

    def secure(self, item: Item[Job]) -> None:
        """Keep the old bytes under a second name."""
        old, job = self.store.old(item.change), item.source
        if old is None:
            return
        self.system.make_folder(old.parent)
        try:
            self.system.link(job.target, old)
        except FileNotFoundError:
            raise changed_meanwhile() from None
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            copy_old(self.system, job, item.change.old, old)
            return
        kept = self.system.lstat(old)
        if not os.path.samestat(kept, job.snapshot.state):
            raise changed_meanwhile()

    def sync_secured(self, items: list[Item[Job]]) -> None:
        """Force the second names to the disk, before any file is touched."""
        if self.store.folder is not None and any(item.error is None for item in items):
            folder = self.store.run_folder(self._run)
            for path in (folder, folder.parent):
                self.system.sync_folder(path)

    def finish(self, item: Item[Job]) -> None:
        """Nothing: the old bytes stay until `prune`."""


def check_writable(target: Path, state: os.stat_result) -> None:
    """Refuse files whose rewriting would lose something. Raises `RefusedError`."""
    if state.st_nlink > 1:
        raise RefusedError(
            f"has {state.st_nlink} hard links, and only this one would be repaired; copy it, or use --output"
        )
    if not is_writable(target, state):
        raise RefusedError("is read-only; make it writable to have it repaired")


def is_writable(target: Path, state: os.stat_result) -> bool:
    """Whether a file may be written to; for root too, one that nobody may write to is not."""
    return bool(state.st_mode & WRITABLE) and os.access(target, os.W_OK)


def write_new(system: System, path: Path, pieces: Iterable[bytes]) -> None:
    """A new file with these bytes."""
    descriptor = system.create(path)
    try:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[system.write(descriptor, rest) :]
    finally:
        system.close(descriptor)


def copy_old(system: System, job: Job, digest: bytes, old: Path) -> None:
    """Keep old bytes as a copy. Its owner and permissions are in the journal and at the file itself."""
    write_new(system, old, system.pieces(job.target) if job.snapshot.is_large else (job.snapshot.data,))
    system.sync(old)
    if job.snapshot.is_large and hash_of(system, old) != digest:
        raise changed_meanwhile()
