"""`fix --output`: a complete copy of the input, in which only repaired files differ.

The whole plan is made and checked before anything is written.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.walk import Entry, Kind, reason
from mojibake_fix.cli.write import create_file

if TYPE_CHECKING:
    from pathlib import Path

    from mojibake_fix.cli.options import Common
    from mojibake_fix.cli.paths import Given
    from mojibake_fix.cli.work import Finding


@dataclass(frozen=True, slots=True)
class CopyJob:
    """One entry and its place in the copy."""

    entry: Entry
    destination: Path


@dataclass(slots=True)
class Copier:
    """Carries the jobs out. `folders` are those that it made or found to be real ones."""

    output: Path
    force: bool

    def make_folder(self, destination: Path) -> None:
        """Make a folder of the copy with those above it. Raises `RefusedError` where something else is in the way.

        Links below the output folder are not followed: they lead out of the copy.
        """
        self.output.mkdir(parents=True, exist_ok=True)
        here = self.output
        for part in destination.relative_to(self.output).parts:
            here /= part
            try:
                here.mkdir()
            except FileExistsError:
                if here.is_symlink() or not here.is_dir():
                    raise RefusedError(f"{here} is in the way: it is no folder") from None

    def copy(self, job: CopyJob) -> None:
        """Copy an entry that is not to be repaired. Raises `RefusedError` or `OSError`."""
        if job.entry.kind is Kind.FOLDER:
            self.make_folder(job.destination)
            return
        self.make_folder(job.destination.parent)
        if job.entry.kind is Kind.LINK:
            if os.path.lexists(job.destination) and self.force and not job.destination.is_dir():
                job.destination.unlink()
            job.destination.symlink_to(job.entry.path.readlink())
        else:
            create_file(job.destination, job.entry.path, None, force=self.force)

    def write(self, job: CopyJob, finding: Finding) -> Finding:
        """Write an examined file into the copy: its new bytes, or the old ones; also where it has an error."""
        try:
            self.make_folder(job.destination.parent)
            create_file(job.destination, job.entry.path, finding.new_data, force=self.force)
        except OSError as error:
            words = f"cannot be written to {job.destination}: {reason(error)}"
            return finding if finding.error is not None else finding.failed(words)
        except RefusedError as error:
            return finding if finding.error is not None else finding.failed(reason(error))
        return replace(finding, written=job.destination)

    @staticmethod
    def finish_folders(jobs: list[CopyJob]) -> None:
        """Give the folders of the copy the modes of the originals, the deepest first: a mode may forbid writing."""
        for job in reversed(jobs):
            if job.entry.kind is Kind.FOLDER and job.destination.is_dir():
                shutil.copymode(job.entry.path, job.destination)


def plan_copy(common: Common, output: Path, *, force: bool) -> list[CopyJob]:
    """All jobs of a copy. Raises `click.UsageError` where the copy would touch the input or existing files."""
    everything = replace(common.walk, everything=True)
    jobs: dict[Path, CopyJob] = {}
    for each in common.given:
        path = each.root
        root = _place(each, output, alone=len(common.given) == 1)
        for other in common.roots:
            _refuse_overlap(other, root, output)
        is_file = path.is_file()
        for entry in common.entries(each, everything):
            job = CopyJob(entry, root if is_file else root / entry.relative)
            rival = jobs.setdefault(job.destination, job)
            may_share = each.listed or each.pattern is not None
            both_folders = rival.entry.kind is Kind.FOLDER and entry.kind is Kind.FOLDER
            if rival.entry.path != entry.path and not (may_share and both_folders):
                raise click.UsageError(
                    f"{rival.entry.path} and {entry.path} would both become {job.destination}; "
                    "give them one after the other."
                )
    _refuse_existing(list(jobs.values()), output, force=force)
    return list(jobs.values())


def _place(each: Given, output: Path, *, alone: bool) -> Path:
    """Where what was given goes. Listed files keep their path, matches of a pattern that below its first folder."""
    path = each.root
    if each.pattern is not None:
        return output
    if each.listed:
        if path.is_absolute() or ".." in path.parts:
            raise click.UsageError(f"{path} has no place in the copy: with --output, list paths below this folder.")
        return output / path
    name = path.name if path.name not in ("", "..") else path.resolve().name
    return output if alone and path.is_dir() else output / name


def _refuse_existing(jobs: list[CopyJob], output: Path, *, force: bool) -> None:
    """Refuse to overwrite what is there. Raises `click.UsageError`."""
    if output.exists() and not output.is_dir():
        raise click.UsageError(f"{output} is a file, not a folder; give another place to --output.")
    files = (job.destination for job in jobs if job.entry.kind is not Kind.FOLDER)
    existing = [place for place in files if os.path.lexists(place)]
    if existing and not force:
        more, verb = (f" and {len(existing) - 1} more", "exist") if len(existing) > 1 else ("", "exists")
        raise click.UsageError(f"{existing[0]}{more} {verb} already; give --force to overwrite, or another --output.")


def _refuse_overlap(path: Path, root: Path, output: Path) -> None:
    """Refuse a copy into its own input, or on top of it."""
    source, target, place = path.resolve(), root.resolve(), output.resolve()
    inside = source in (target, place, *target.parents, *place.parents)
    if inside or (path.is_dir() and target in source.parents):
        raise click.UsageError(f"--output {output} overlaps {path}; give a folder outside of it.")
