"""`fix`: every file is examined, decided on, and written; in place, into a copy, or to standard output."""

from __future__ import annotations

import contextlib
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mojibake_fix.cli.copying import Copier, CopyJob, plan_copy
from mojibake_fix.cli.decide import FixOptions, decide
from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.inplace import InPlace, Reach
from mojibake_fix.cli.pieces import pieces_of
from mojibake_fix.cli.safe.store import common_root
from mojibake_fix.cli.walk import Kind, reason
from mojibake_fix.cli.work import Finding, Source

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from mojibake_fix.cli.options import Common
    from mojibake_fix.cli.report import Report


@dataclass(frozen=True, slots=True)
class Fixer:
    """What all three ways of fixing share."""

    fixing: FixOptions
    common: Common
    report: Report
    dry_run: bool

    def decided(self, source: Source) -> Finding:
        """A source examined and decided on."""
        return decide(self.common.examine(source), self.fixing)

    def findings(self, sources: list[Source]) -> Generator[Finding, None, None]:
        """The sources examined, with a progress bar."""
        return self.common.examine_all(sources, self.report.follow)


def fix_dry(fixer: Fixer) -> None:
    """Say what would be done."""
    with contextlib.closing(fixer.findings(fixer.common.sources())) as findings:
        for finding in findings:
            fixer.report.add(decide(finding, fixer.fixing))


def fix_in_place(fixer: Fixer, *, keep: bool) -> None:
    """Rewrite each file that has something to repair. `keep`: so that it can be undone."""
    given = fixer.common.roots
    with (
        InPlace(common_root(given), Reach.of(given), fixer.report.add, keep=keep) as place,
        _telling_what_was_written(fixer, place),
        contextlib.closing(fixer.findings(fixer.common.sources())) as findings,
    ):
        for finding in findings:
            is_new = place.make_room_for(finding)
            place.add(decide(finding, fixer.fixing) if is_new else fixer.decided(finding.source))
        fixer.report.run = place.finish()


@contextlib.contextmanager
def _telling_what_was_written(fixer: Fixer, place: InPlace) -> Iterator[None]:
    """Whatever ends a run early (Ctrl-C, above all): how many files it has written, and how to take that back."""
    try:
        yield
    except BaseException as error:
        if place.has_begun or not isinstance(error, RefusedError):  # which says itself that nothing was written
            fixer.report.stop(place.stopped())
        raise


def fix_copy(fixer: Fixer, output: Path, *, force: bool) -> None:
    """Copy everything, repaired where there is something to repair."""
    jobs = plan_copy(fixer.common, output, force=force)
    copier = Copier(output, force)
    examined = [Source(job.entry.place) for job in jobs if _is_examined(job)]
    with contextlib.closing(fixer.common.examine_all(examined)) as findings:
        for job in fixer.report.follow(jobs):
            finding = _copied(fixer, copier, job, findings)
            if finding is not None:
                fixer.report.add(finding)
    copier.finish_folders(jobs)


def _copied(fixer: Fixer, copier: Copier, job: CopyJob, findings: Iterator[Finding]) -> Finding | None:
    """Carry out one job. None where there is nothing to say: a file that was only to be copied."""
    entry = job.entry
    source = Source(entry.place, entry.error)
    if entry.error is not None:
        return Finding(source, error=entry.error)
    if entry.kind is Kind.SPECIAL:
        return Finding(source, error="is neither a file nor a folder; it is not in the copy")
    if _is_examined(job):
        return copier.write(job, decide(next(findings), fixer.fixing))
    try:
        copier.copy(job)
    except (OSError, RefusedError) as error:
        return Finding(source, error=reason(error))
    return None


def _is_examined(job: CopyJob) -> bool:
    return job.entry.kind is Kind.FILE and job.entry.taken and job.entry.error is None


def fix_stdin(fixer: Fixer) -> None:
    """Repair standard input to standard output; what cannot be repaired goes through as it came."""
    fixer.report.to_stderr = not fixer.dry_run
    for source in fixer.common.stdin():
        finding = fixer.decided(source)
        if not fixer.dry_run:
            kept = finding.snapshot.spooled if finding.snapshot is not None else None
            for piece in pieces_of(finding.new_data if finding.new_data is not None else kept or finding.data):
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        fixer.report.add(finding)
        return
    if not fixer.dry_run:  # it is left out: it goes through
        shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
        sys.stdout.buffer.flush()
