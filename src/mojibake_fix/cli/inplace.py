"""`fix --write`: findings are gathered into batches, whose files are rewritten together and then reported in order."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.safe.journal import State
from mojibake_fix.cli.safe.rewrite import Job, Rewrite, check_writable
from mojibake_fix.cli.safe.store import Store, open_store
from mojibake_fix.cli.walk import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from mojibake_fix.cli.work import Finding

BATCH_FILES = 256  # a batch costs a few syncs, whatever its size
BATCH_BYTES = 32 << 20  # which are in memory until it is written
_PLAN_LENGTH = 500  # characters of a plan that the log keeps


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be written: the files that were given, and all below the folders that were, whatever links lead to."""

    files: frozenset[Path]
    folders: frozenset[Path]

    @classmethod
    def of(cls, given: Iterable[Path]) -> Reach:
        """That of paths. A link to a file gives nothing by itself; one to a folder is taken for the folder."""
        folders, files = set(), set()
        for path in given:
            if path.is_dir():
                folders.add(target_of(path))
            elif path.is_file() and not path.is_symlink():
                files.add(target_of(path))
        return cls(frozenset(files), frozenset(folders))

    def check(self, target: Path) -> None:
        """Raise `RefusedError` where a target is out of reach."""
        if target not in self.files and self.folders.isdisjoint(target.parents):
            raise RefusedError(f"is a link that leads out of what was given; name {target} itself to repair it")


@dataclass(slots=True)
class InPlace:
    """The files that wait to be rewritten. The store is opened at the first that is to be."""

    root: Path
    reach: Reach
    report: Callable[[Finding], None]
    keep: bool
    _waiting: list[tuple[Finding, Job | None]] = field(default_factory=list)
    _targets: set[Path] = field(default_factory=set)
    _rewritten: set[tuple[int, int]] = field(default_factory=set)
    """Device and inode of the files that were, or wait: a finding of one of these may be made before."""
    _bytes: int = 0
    _store: Store | None = None
    _rewrite: Rewrite | None = None
    _run: int = 0

    def make_room_for(self, finding: Finding) -> bool:
        """Whether a finding is of the file as it is. If not, its file was, or now is, rewritten under another name."""
        path, snapshot = finding.source.path, finding.snapshot
        if path is None or snapshot is None or not self._rewritten:
            return True
        if self._targets and target_of(path) in self._targets:
            self._flush()
        return (snapshot.state.st_dev, snapshot.state.st_ino) not in self._rewritten

    def add(self, finding: Finding) -> None:
        """Take a finding that was decided on; it is reported when its file is written."""
        try:
            job = self._job(finding)
        except (OSError, RefusedError) as error:
            finding, job = finding.failed(reason(error)), None
        self._waiting.append((finding, job))
        self._bytes += len(finding.data) + (len(finding.new_data) if isinstance(finding.new_data, bytes) else 0)
        if job is not None:
            self._targets.add(job.target)
            self._rewritten.add((job.snapshot.state.st_dev, job.snapshot.state.st_ino))
        if not self._targets or len(self._targets) >= BATCH_FILES or self._bytes >= BATCH_BYTES:
            self._flush()

    def finish(self) -> int:
        """Write the last batch. Returns the number of the run; 0 where nothing was written that can be undone."""
        self._flush()
        return self._run if self.keep else 0

    @property
    def has_begun(self) -> bool:
        """Whether files may have been written."""
        return self._run > 0

    def stopped(self) -> str:
        """What a run has done that is stopped before its end, and how that is taken back."""
        written = 0
        if self._store is not None and self.has_begun:
            written = sum(change.state is State.DONE for change in self._store.journal.changes(self._run))
        if not written:
            return "stopped: no file was written"
        files = f"{written} file{'s were' if written != 1 else ' was'} written"
        return f"stopped: {files}; " + (
            f"fixenc undo {self._run} takes this back" if self.keep else "with --no-undo nothing was kept for undo"
        )

    def _job(self, finding: Finding) -> Job | None:
        if finding.new_data is None or finding.snapshot is None or finding.source.path is None:
            return None
        target = target_of(finding.source.path)
        self.reach.check(target)
        check_writable(target, finding.snapshot.state)
        return Job(target, finding.new_data, finding.snapshot, _in_words(finding))

    def _flush(self) -> None:
        waiting, self._waiting, self._targets, self._bytes = self._waiting, [], set(), 0
        jobs = [job for _, job in waiting if job is not None]
        outcomes = self._written(jobs) if jobs else {}
        for finding, job in waiting:
            self.report(finding if job is None else _with_outcome(finding, job, outcomes[job.target]))

    def _written(self, jobs: list[Job]) -> dict[Path, Exception | None]:
        """Rewrite files; what went wrong with each."""
        rewrite = self._opened()
        try:
            return {item.source.target: item.error for item in rewrite.carry_out(jobs)}
        except OSError as error:  # the journal cannot be written
            return {job.target: error for job in jobs}

    def _opened(self) -> Rewrite:
        if self._rewrite is None:
            self._store = open_for_writing(self.root, keep=self.keep)
            self._run = begin_run(self._store)
            self._rewrite = Rewrite(self._store, self._run)
        return self._rewrite

    def __enter__(self) -> InPlace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._store is not None:
            self._store.close()


def open_for_writing(root: Path, *, keep: bool = True) -> Store:
    """The store of a run. Raises `RefusedError` where it cannot be had: then nothing must be written."""
    try:
        return open_store(root, keep=keep)
    except OSError as error:
        raise _nothing_kept(root, error) from None


def begin_run(store: Store) -> int:
    """A new run; its number. Raises `RefusedError` where the journal cannot be written: then nothing must be either."""
    try:
        return store.journal.begin_run(command_line())
    except OSError as error:
        raise _nothing_kept(store.root, error) from None


def _nothing_kept(root: Path, error: OSError) -> RefusedError:
    return RefusedError(
        f"cannot keep in {root} what undo needs: {reason(error)}; nothing was written. "
        "Run fixenc from a folder of yours, or repair with --no-undo."
    )


def command_line() -> str:
    """What was typed, for the log."""
    return shlex.join(["fixenc", *sys.argv[1:]])


def _with_outcome(finding: Finding, job: Job, error: Exception | None) -> Finding:
    return finding.failed(reason(error)) if error else replace(finding, written=job.target)


def target_of(path: Path) -> Path:
    """The file that a path leads to, links followed."""
    return Path(os.path.realpath(path))


def _in_words(finding: Finding) -> str:
    """The repair as the log shows it."""
    assert finding.repair is not None
    encoding = finding.detection.encoding if finding.detection is not None else None
    plan = str(finding.repair.plan)
    short = plan if len(plan) <= _PLAN_LENGTH else plan[:_PLAN_LENGTH] + "…"
    return ", ".join([str(finding.repair.verdict), *([encoding] if encoding else []), short])
