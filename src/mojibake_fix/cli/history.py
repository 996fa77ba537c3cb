"""`undo`, `log` and `prune`: what earlier runs did, taken back, shown, and forgotten."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix.cli.describe import path_value
from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.report import Format, Report
from mojibake_fix.cli.safe.journal import Change, Renaming, Run, State
from mojibake_fix.cli.safe.rename import can_take_back, undo_renaming
from mojibake_fix.cli.safe.store import Store, find_store, open_store
from mojibake_fix.cli.safe.undo import EditedError, Undo
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.walk import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

_BATCH = 256


@contextlib.contextmanager
def history() -> Iterator[Store]:
    """The store of the current folder, or of the nearest folder above it that has one."""
    folder = find_store(Path.cwd())
    if folder is None:
        raise RefusedError("no run of fixenc is on record here; go to the folder where you ran it.")
    try:
        store = open_store(folder.parent)
    except OSError as error:
        raise RefusedError(f"{folder}: {reason(error)}") from None
    with store:
        yield store


@dataclass(slots=True)
class Undoing:
    """What became of an undo."""

    format: Format
    quiet: bool
    undone: int = 0
    errors: int = 0

    def say(self, path: Path, error: str | None, beside: Path | None) -> None:
        """Tell what became of a file."""
        self.undone += error is None
        self.errors += error is not None and beside is None
        name = visible(str(path))
        if self.format is Format.JSON:
            if not self.quiet:
                Report.say_json(_undo_record(path, error, beside))
        elif beside is not None:
            click.echo(f"fixenc: {name}: {error}; its old bytes are in {visible(beside.name)} now", err=True)
        elif error is not None:
            click.echo(f"fixenc: {name}: {error}", err=True)
        elif not self.quiet:
            click.echo(f"{name}: undone")

    def say_passed(self, run: Run) -> None:
        """Tell of a run that is passed over because nothing that is left of it can be undone."""
        if not self.quiet:
            left = run.files - run.undone
            files = f"{left} file{'s' * (left != 1)} left that cannot be undone"
            click.echo(f"fixenc: note: run {run.id} has {files}; fixenc undo {run.id} says why", err=True)


def undo_run(number: int | None, undoing: Undoing, *, beside: bool) -> None:
    """Give the files of a run their old bytes again; without a number, of the last that can. Raises `RefusedError`."""
    with history() as store:
        undo = Undo(store)
        run = _last(undo, undoing, beside=beside) if number is None else _chosen(store, number)
        changes = [change for change in store.journal.changes(run.id) if change.state is State.DONE]
        for at in range(0, len(changes), _BATCH):
            for item in undo.carry_out(changes[at : at + _BATCH]):
                _say_outcome(undo, undoing, item.source, item.error, beside=beside)
        for renaming in reversed(store.journal.renamings(run.id)):
            if renaming.state is State.DONE:
                undoing.say(renaming.new, _undone_name(store, renaming), None)


def _undone_name(store: Store, renaming: Renaming) -> str | None:
    """Give an old name back; what went wrong."""
    try:
        undo_renaming(store, renaming)
    except (OSError, RefusedError) as error:
        return reason(error)
    return None


def _say_outcome(undo: Undo, undoing: Undoing, change: Change, error: Exception | None, *, beside: bool) -> None:
    place, words = None, None if error is None else reason(error)
    if isinstance(error, EditedError) and not beside:
        words = f"{words}; it is left as it is. With --beside its old bytes are put beside it"
    elif isinstance(error, EditedError):
        try:
            place = undo.put_beside(change)
        except (OSError, RefusedError) as failure:
            words = f"{words}; {reason(failure)}"
    undoing.say(change.path, words, place)


def _last(undo: Undo, undoing: Undoing, *, beside: bool) -> Run:
    """The last run of which something can be undone. Those that are passed over are told; if all are, it is the last.

    A run of which only edited files are left would otherwise be in the way of those before it for ever.
    """
    left = [run for run in undo.store.journal.runs() if run.undone < run.files]
    if not left:
        raise RefusedError("every run is undone already; fixenc log lists them.")
    passed: list[Run] = []
    chosen = None
    while left and chosen is None:
        run = left.pop()
        if _is_something_to_do(undo, run, beside=beside):
            chosen = run
        else:
            passed.append(run)
    chosen = chosen or passed.pop(0)
    for run in passed:
        undoing.say_passed(run)
    return chosen


def _is_something_to_do(undo: Undo, run: Run, *, beside: bool) -> bool:
    store = undo.store
    changes = [change for change in store.journal.changes(run.id) if change.state is State.DONE]
    return any(undo.can_take_back(change) or (beside and undo.can_put_beside(change)) for change in changes) or any(
        can_take_back(store, each) for each in store.journal.renamings(run.id) if each.state is State.DONE
    )


def _chosen(store: Store, number: int) -> Run:
    runs = store.journal.runs()
    found = next((run for run in runs if run.id == number), None)
    if found is None:
        raise RefusedError(f"there is no run {number}; fixenc log lists the runs that there are.")
    if found.undone == found.files:
        raise RefusedError(f"run {number} is undone already.")
    return found


def say_runs(format_: Format) -> None:
    """List the runs, the oldest first."""
    with history() as store:
        for run in store.journal.runs():
            if format_ is Format.JSON:
                Report.say_json(_run_record(run))
            else:
                undone = f", {run.undone} undone" if run.undone else ""
                files = f"{run.files} file{'s' * (run.files != 1)}{undone}"
                click.echo(f"{run.id}\t{run.began}\t{files}\t{visible(run.command)}")


def say_changes(number: int, format_: Format) -> None:
    """List the files of a run, with what was done to them. Raises `RefusedError`."""
    with history() as store:
        changes = store.journal.changes(number)
        renamings = store.journal.renamings(number)
        if not changes and not renamings:
            raise RefusedError(f"there is no run {number}; fixenc log lists the runs that there are.")
        for renaming in renamings:
            _say_renaming(renaming, format_)
        for change in changes:
            note = _note(store, change)
            if format_ is Format.JSON:
                Report.say_json({**_change_record(change), "note": note})
            else:
                state = f" ({note})" if note else ""
                click.echo(f"{visible(str(change.path))}: {visible(change.what)}{state}")


def _say_renaming(renaming: Renaming, format_: Format) -> None:
    if format_ is Format.JSON:
        names = {"path": path_value(renaming.old), "new_path": path_value(renaming.new)}
        Report.say_json({"run": renaming.run, **names, "state": str(renaming.state)})
    else:
        state = "" if renaming.state is State.DONE else f" ({renaming.state})"
        click.echo(f"{visible(str(renaming.old))}: renamed to {visible(renaming.new.name)}{state}")


def _note(store: Store, change: Change) -> str | None:
    """Whether a file can still be undone, as far as that is seen without reading it."""
    if change.state is not State.DONE:
        return str(change.state)
    old = store.old(change)
    assert old is not None
    try:
        state = old.lstat()
    except OSError:
        return "its old bytes are gone"
    return "its old bytes changed after the run" if state.st_size != change.size else None


def prune(*, keep: int | None, days: int | None) -> tuple[int, int]:
    """Forget runs: all but the last ones, or those that are older. Returns how many, and how many are left."""
    with history() as store:
        runs = store.journal.runs()
        limit = datetime.now(UTC) - timedelta(days=days or 0)
        kept = [run.id for run in runs[len(runs) - keep :]] if keep else []
        old = [r for r in runs if (r.id not in kept if days is None else datetime.fromisoformat(r.began) < limit)]
        for run in old:
            store.forget(run.id)
        return len(old), len(runs) - len(old)


def _run_record(run: Run) -> dict[str, Any]:
    return {"run": run.id, "began": run.began, "command": run.command, "files": run.files, "undone": run.undone}


def _change_record(change: Change) -> dict[str, Any]:
    return {
        "run": change.run,
        "path": path_value(change.path),
        "state": str(change.state),
        "what": change.what,
        "sha256_before": change.old.hex(),
        "sha256_after": change.new.hex(),
    }


def _undo_record(path: Path, error: str | None, beside: Path | None) -> dict[str, Any]:
    return {
        "path": path_value(path),
        "undone": error is None,
        "beside": None if beside is None else path_value(beside),
        "error": error,
    }
