"""`names` of zip archives: what is said and done of their members' new names."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix.cli.archive import read_archive
from mojibake_fix.cli.describe import path_value
from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.files import Snapshot
from mojibake_fix.cli.inplace import Reach, begin_run, open_for_writing, target_of
from mojibake_fix.cli.members import NewMember, digest_of_file, new_members, repaired_archive
from mojibake_fix.cli.report import Format, Report
from mojibake_fix.cli.safe.rewrite import Job, Rewrite, check_writable
from mojibake_fix.cli.safe.store import common_root
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.walk import reason
from mojibake_fix.cli.write import create_file

if TYPE_CHECKING:
    from mojibake_fix.cli.options import Common
    from mojibake_fix.cli.pieces import Spool
    from mojibake_fix.cli.wanted import Level


@dataclass(frozen=True, slots=True)
class Place:
    """Where repaired archives go."""

    write: bool
    output: Path | None
    force: bool

    @property
    def is_anywhere(self) -> bool:
        """Whether anything is written at all."""
        return self.write or self.output is not None


def say_members(path: Path, common: Common, level: Level, place: Place) -> tuple[int, int]:
    """Show the new names of an archive's members, and write it where that is asked.

    Returns how many names are left as they are, and the errors.
    """
    found: list[NewMember] = []
    run, error, total = 0, None, 0
    try:
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            archive = read_archive(file)
            total = len(archive.members)
            found = new_members(archive, level)
            if place.is_anywhere and (place.output is not None or any(new.error is None for new in found)):
                made = repaired_archive(file, archive, found, path.resolve().parent if place.write else None)
                if place.output is not None:
                    place.output.mkdir(parents=True, exist_ok=True)
                    create_file(place.output / path.name, path, made, force=place.force)
                else:
                    snapshot = Snapshot(b"", state, path=path, digest=digest_of_file(file))
                    run = _write(path, common, made, snapshot, sum(new.error is None for new in found))
    except (OSError, RefusedError) as failure:
        error = reason(failure)
    except struct.error:
        error = "is damaged"
    done = place.is_anywhere and error is None
    for new in found:
        _say(path, new, common, done=done)
    if error is not None:
        click.echo(f"fixenc: {visible(str(path))}: {visible(error)}", err=True)
    failed = sum(new.error is not None for new in found)
    if not common.quiet and common.format is Format.TEXT:
        words = f"{visible(str(path))}: {len(found) - failed} of {total} members {'' if done else 'would be '}renamed"
        click.echo(words + (f"; {failed} error{'s' * (failed != 1)}" if failed else ""), err=True)
        if run:
            click.echo(f"fixenc undo {run} takes this back", err=True)
    return 0 if done else len(found), failed + (error is not None)


def _write(path: Path, common: Common, made: Spool, snapshot: Snapshot, count: int) -> int:
    """Put a repaired archive in the place of the old one. Returns the number of the run."""
    target = target_of(path)
    Reach.of(common.roots).check(target)
    check_writable(target, snapshot.state)
    with open_for_writing(common_root(common.roots)) as store:
        run = begin_run(store)
        job = Job(target, made, replace(snapshot, path=target), f"names of {count} members")
        (item,) = Rewrite(store, run).carry_out([job])
        if item.error is not None:
            raise RefusedError(reason(item.error))
    return run


def _say(path: Path, new: NewMember, common: Common, *, done: bool) -> None:
    archive = visible(str(path))
    if common.format is Format.JSON and not common.quiet:
        Report.say_json(_record(path, new, done=done))
    elif new.error is not None:
        text = f"fixenc: {archive}: {visible(new.old)}: {new.error}: {visible(new.name)}"
        click.echo(text, err=True)
    elif not common.quiet:
        click.echo(f"{archive}: {visible(new.old)} -> {visible(new.name)}")


def _record(path: Path, new: NewMember, *, done: bool) -> dict[str, Any]:
    return {
        "path": path_value(path),
        "member": path_value(new.old),
        "new_name": new.name,
        "renamed": done and new.error is None,
        "error": new.error,
    }
