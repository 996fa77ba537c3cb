"""`fixenc fix`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mojibake_fix.cli.commands.shared import exit_code
from mojibake_fix.cli.decide import FixOptions
from mojibake_fix.cli.describe import finding_line, finding_record
from mojibake_fix.cli.encoding import Unmappable
from mojibake_fix.cli.options import (
    FormatAwareCommand,
    common_options,
    exit_zero_option,
    force_option,
    format_aware_option,
    guess_option,
    language_option,
    level_option,
    output_option,
    path_options,
    selection_options,
)
from mojibake_fix.cli.wanted import Level

_WHERE = (
    "fix needs to know where to write: give --write (in place), --output DIR (a repaired copy) "
    "or --dry-run (change nothing)."
)


@click.command(cls=FormatAwareCommand)
@path_options
@selection_options
@format_aware_option
@language_option
@level_option("How sure a repair must be to be written.")
@click.option("-w", "--write", is_flag=True, help="Repair the files in place.")
@output_option("Write a complete, repaired copy to a folder.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@force_option
@click.option("--no-undo", is_flag=True, help="With --write: keep nothing of what undo would need.")
@click.option("--to", metavar="ENCODING", help="Write repaired files in this encoding, not in UTF-8.")
@click.option("--keep-encoding", is_flag=True, help="Write repaired files in the encoding that they are in.")
@click.option(
    "--unmappable",
    type=click.Choice([str(way) for way in Unmappable]),
    default="error",
    help="With --to or --keep-encoding: what becomes of characters that the encoding lacks.",
)
@click.option("--no-declarations", is_flag=True, help="Leave what files declare of their encoding inside.")
@click.option("--keep-legacy", is_flag=True, help="Leave sound files in other encodings than UTF-8 as they are.")
@guess_option
@exit_zero_option
def fix(
    *, write: bool, output: str | None, dry_run: bool, force: bool, no_undo: bool, exit_zero: bool, **options: Any
) -> int:
    """Repair files, in place or into a copy.

    `fix -` repairs standard input to standard output. Sound, suspect and binary files stay as they are, byte for byte.
    """
    fixing = _fix_options(options)
    common = common_options(options)
    fixing = replace(fixing, selection=common.selection, request=common.request)
    places = write + (output is not None) + dry_run
    if common.has_stdin:
        if len(common.given) > 1 or write or output is not None:
            raise click.UsageError("fix - repairs standard input to standard output; give no other path, nor a place.")
    elif places != 1:
        raise click.UsageError(_WHERE if not places else "give only one of --write, --output and --dry-run.")
    if force and output is None:
        raise click.UsageError("--force belongs to --output; nothing else overwrites files.")
    if no_undo and not write:
        raise click.UsageError("--no-undo belongs to --write; nothing else changes files.")
    from mojibake_fix.cli.fixing import Fixer, fix_copy, fix_dry, fix_in_place, fix_stdin

    report = common.report(lambda finding: finding_line(finding, dry_run=dry_run), finding_record)
    report.dry_run = dry_run
    fixer = Fixer(fixing, common, report, dry_run=dry_run)
    if common.has_stdin:
        fix_stdin(fixer)
    elif output is not None:
        fix_copy(fixer, Path(output), force=force)
    elif dry_run:
        fix_dry(fixer)
    else:
        fix_in_place(fixer, keep=not no_undo)
    report.finish()
    return exit_code(report, 0 if exit_zero else report.tally.open)


def _fix_options(options: dict[str, Any]) -> FixOptions:
    """What click parsed of the options that say what is made of a file, taken out of the command's arguments."""
    to, keep_encoding = options.pop("to"), options.pop("keep_encoding")
    if to is not None and keep_encoding:
        typed = [name for name in ("to", "keep_encoding") if _is_typed(name)]
        if len(typed) != 1:
            raise click.UsageError("give only one of --to and --keep-encoding.")
        to, keep_encoding = (to, False) if typed == ["to"] else (None, True)  # what is typed overrules the settings
    return FixOptions(
        to=_encoding_name("utf-8" if to is None else to),
        keep_legacy=options.pop("keep_legacy"),
        keep_encoding=keep_encoding,
        unmappable=Unmappable(options.pop("unmappable")),
        declarations=not options.pop("no_declarations"),
        level=Level(options.pop("level")),
    )


def _is_typed(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _encoding_name(label: str) -> str:
    """The codec of the option --to. An unknown one is an error of use, which names those that are spelled alike."""
    if label == "utf-8":
        return label
    from mojibake_fix.encodings import get_encoding
    from mojibake_fix.errors import UnknownEncodingError

    try:
        codec = get_encoding(label).codec
    except UnknownEncodingError as error:
        hint = "" if "did you mean" in str(error) else "; give a name such as utf-8, cp1252 or shift_jis"
        raise click.UsageError(f"{_asked_by()}: {error}{hint}.") from None
    if codec is None:
        raise click.UsageError(f"{_asked_by()}: {label} is known for the damage it does; files are not written in it")
    return codec


def _asked_by() -> str:
    """What asked for an encoding: the option, or the settings of a file."""
    context = click.get_current_context()
    is_from_file = context.get_parameter_source("to") is click.core.ParameterSource.DEFAULT_MAP
    return f"{context.meta['settings']}: to" if is_from_file else "--to"
