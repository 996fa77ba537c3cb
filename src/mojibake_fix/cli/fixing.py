"""`fix`: every file is examined, decided on, and written; in place, into a copy, or to standard output."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli.copying import Copier, CopyJob, plan_copy
from mojibake_fix.cli.decide import FixOptions, decide
from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.inplace import InPlace
from mojibake_fix.cli.safe.store import common_root
from mojibake_fix.cli.walk import Kind, reason
from mojibake_fix.cli.work import Finding, Source, examine_data, selected

if TYPE_CHECKING:
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


def fix_dry(fixer: Fixer) -> None:
    """Say what would be done."""
    for source in fixer.report.follow(fixer.common.sources()):
        fixer.report.add(fixer.decided(source))


def fix_in_place(fixer: Fixer, *, keep: bool) -> None:
    """Rewrite each file that has something to repair. `keep`: so that it can be undone."""
    root = common_root(Path(path) for path in fixer.common.paths)
    with InPlace(root, fixer.report.add, keep=keep) as place:
        for source in fixer.report.follow(fixer.common.sources()):
            place.make_room_for(source)
            place.add(fixer.decided(source))
        fixer.report.run = place.finish()


def fix_copy(fixer: Fixer, output: Path, *, force: bool) -> None:
    """Copy everything, repaired where there is something to repair."""
    given = [Path(path) for path in fixer.common.paths]
    jobs = plan_copy(given, output, fixer.common.walk, force=force)
    copier = Copier(output, force)
    for job in fixer.report.follow(jobs):
        finding = _copied(fixer, copier, job)
        if finding is not None:
            fixer.report.add(finding)
    copier.finish_folders(jobs)


def _copied(fixer: Fixer, copier: Copier, job: CopyJob) -> Finding | None:
    """Carry out one job. None where there is nothing to say: a file that was only to be copied."""
    entry = job.entry
    source = Source(entry.path, entry.error)
    if entry.error is not None:
        return Finding(source, error=entry.error)
    if entry.kind is Kind.SPECIAL:
        return Finding(source, error="is neither a file nor a folder; it is not in the copy")
    if entry.kind is Kind.FILE and entry.taken:
        return copier.write(job, fixer.decided(source))
    try:
        copier.copy(job)
    except (OSError, RefusedError) as error:
        return Finding(source, error=reason(error))
    return None


def fix_stdin(fixer: Fixer) -> None:
    """Repair standard input to standard output; what cannot be repaired goes through as it came."""
    fixer.report.to_stderr = not fixer.dry_run
    if fixer.common.format_aware is not None:
        from mojibake_fix.cli.streaming import read_or_pass_on

        data = read_or_pass_on(sys.stdin.buffer, sys.stdout.buffer, fixer.common.format_aware, write=not fixer.dry_run)
        if data is None:
            return
        finding = selected(examine_data(data, fixer.common.format_aware), fixer.common.selection)
        finding = decide(finding, fixer.fixing)
    else:
        finding = fixer.decided(Source(None))
    if not fixer.dry_run:
        sys.stdout.buffer.write(finding.data if finding.new_data is None else finding.new_data)
        sys.stdout.buffer.flush()
    fixer.report.add(finding)
