"""`fixenc names`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mojibake_fix.cli.group import ERROR
from mojibake_fix.cli.options import common_options, force_option, level_option, output_option, path_options
from mojibake_fix.cli.wanted import Level


@click.command()
@path_options
@click.option("-w", "--write", is_flag=True, help="Rename; without it, the new names are only shown.")
@output_option("Write repaired copies of zip archives there.")
@force_option
@click.option("--nfc", is_flag=True, help="Compose letters and their accents too, as macOS does not (NFC).")
@level_option("How sure a repair must be.")
def names(*, write: bool, output: str | None, force: bool, nfc: bool, level: str, **options: Any) -> int:
    """Find mangled names of files and folders, and rename them; also those in zip archives that are named.

    Names that are there already are never overwritten, and `fixenc undo` gives the old ones back.
    """
    if write and output is not None:
        raise click.UsageError("give only one of --write and --output.")
    if force and output is None:
        raise click.UsageError("--force belongs to --output; nothing else overwrites files.")
    from mojibake_fix.cli.naming import say_names

    left, errors = say_names(
        common_options(options),
        Level(level),
        nfc=nfc,
        write=write,
        output=Path(output) if output else None,
        force=force,
    )
    return ERROR if errors else 1 if left else 0
