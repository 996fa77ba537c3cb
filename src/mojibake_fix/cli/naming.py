"""`names`: what is said and done of the new names."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix.cli.describe import path_value
from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.inplace import begin_run, open_for_writing
from mojibake_fix.cli.members import is_archive
from mojibake_fix.cli.names import NewName, new_names, walk_names
from mojibake_fix.cli.naming_members import Place, say_members
from mojibake_fix.cli.report import Format, Report
from mojibake_fix.cli.safe.rename import rename
from mojibake_fix.cli.safe.store import common_root
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.walk import reason

if TYPE_CHECKING:
    from mojibake_fix.cli.options import Common
    from mojibake_fix.cli.wanted import Level


def say_names(
    common: Common, level: Level, *, nfc: bool, write: bool, output: Path | None = None, force: bool = False
) -> tuple[int, int]:
    """Show the new names, and give them where that is asked. Returns how many are left as they are, and the errors."""
    archives = [path for path in common.roots if path.is_file() and is_archive(path)]
    if output is not None and archives != common.roots:
        raise click.UsageError("--output is for copies of zip archives; name nothing but such, or rename with --write.")
    left = errors = 0
    for path in archives:
        counts = say_members(path, common, level, Place(write, output, force))
        left, errors = left + counts[0], errors + counts[1]
    if output is None:
        counts = _say_files(common, level, nfc=nfc, write=write, archives=bool(archives))
        left, errors = left + counts[0], errors + counts[1]
    return left, errors


def _say_files(common: Common, level: Level, *, nfc: bool, write: bool, archives: bool) -> tuple[int, int]:
    entries = walk_names(common)
    broken = [NewName(entry.path, entry.path.name, entry.error) for entry in entries if entry.error is not None]
    found = new_names([entry for entry in entries if entry.error is None], level, nfc=nfc)
    run = 0
    if write and any(new.error is None for new in found):
        found, run = _renamed(common_root(common.roots), found)
    for new in (*broken, *found):
        _say(new, common, done=write)
    errors = sum(new.error is not None for new in (*broken, *found))
    if not common.quiet and common.format is Format.TEXT and not (archives and not found and not broken):
        done = "renamed" if write else "would be renamed"
        words = f"{len(found) - errors + len(broken)} of {len(entries)} {done}"
        click.echo(words + (f"; {errors} error{'s' * (errors != 1)}" if errors else ""), err=True)
        if run:
            click.echo(f"fixenc undo {run} takes this back", err=True)
    return 0 if write else len(found), errors


def _renamed(root: Path, found: list[NewName]) -> tuple[list[NewName], int]:
    """Give the new names, in this order; a failure becomes the error of its name."""
    done: list[NewName] = []
    with open_for_writing(root) as store:
        run = begin_run(store)
        for new in found:
            error = new.error
            if error is None:
                try:
                    rename(store, run, new.path, new.name)
                except (OSError, RefusedError) as failure:
                    error = reason(failure)
            done.append(NewName(new.path, new.name, error))
    return done, run


def _say(new: NewName, common: Common, *, done: bool) -> None:
    old = visible(str(new.path))
    if common.format is Format.JSON and not common.quiet:
        Report.say_json(_record(new, done=done))
    elif new.error is not None:
        click.echo(
            f"fixenc: {old}: {visible(new.error)}" + ("" if new.name == new.path.name else f": {visible(new.name)}"),
            err=True,
        )
    elif not common.quiet:
        is_composed = unicodedata.normalize("NFC", new.path.name) == new.name  # nobody could see a difference
        click.echo(f"{old} -> {visible(new.name)}" + (" (composed)" if is_composed else ""))


def _record(new: NewName, *, done: bool) -> dict[str, Any]:
    return {
        "path": path_value(new.path),
        "member": None,
        "new_name": new.name,
        "renamed": done and new.error is None,
        "error": new.error,
    }
