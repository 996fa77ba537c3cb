"""`fixenc undo`, `fixenc log` and `fixenc prune`: what earlier runs changed, and taking it back."""

from __future__ import annotations

import click

from mojibake_fix.cli.group import ERROR
from mojibake_fix.cli.options import RUN, Number, format_option
from mojibake_fix.cli.report import Format


@click.command()
@click.argument("run", required=False, type=RUN)
@click.option("--beside", is_flag=True, help="Put the old bytes of a file that was edited since beside it.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@format_option
def undo(run: int | None, *, beside: bool, quiet: bool, format_: str) -> int:
    """Take a run of `fix --write` back.

    RUN is its number, as `fixenc log` shows it; without one it is the last of which something can be undone. Files
    get back their bytes, permissions and times. A file that was edited since is left as it is.
    """
    from mojibake_fix.cli.history import Undoing, undo_run

    undoing = Undoing(Format(format_), quiet)
    undo_run(run, undoing, beside=beside)
    return ERROR if undoing.errors else 0


@click.command()
@click.argument("run", required=False, type=RUN)
@format_option
def log(run: int | None, *, format_: str) -> int:
    """List the runs of `fix --write`; of one RUN, its files and what was done to them."""
    from mojibake_fix.cli.history import say_changes, say_runs

    if run is None:
        say_runs(Format(format_))
    else:
        say_changes(run, Format(format_))
    return 0


@click.command()
@click.option("--keep", type=Number(), metavar="N", help="Forget all runs but the last N.")
@click.option("--days", type=Number(), metavar="N", help="Forget the runs that are older than N days.")
def prune(keep: int | None, days: int | None) -> int:
    """Forget runs, and the old bytes that are kept for them. They cannot be undone any more."""
    if (keep is None) == (days is None):
        raise click.UsageError("say what to forget: --keep N (all but the last N runs) or --days N (older ones).")
    from mojibake_fix.cli.history import prune as forget

    forgotten, left = forget(keep=keep, days=days)
    click.echo(f"{forgotten} forgotten, {left} kept", err=True)
    return 0
