"""What can be typed: the commands of `fixenc` and their options. The work is done elsewhere."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix import __version__
from mojibake_fix.cli.decide import FixOptions
from mojibake_fix.cli.describe import detection_line, detection_record, finding_line, finding_record
from mojibake_fix.cli.diff import diff_lines, diff_record
from mojibake_fix.cli.explain import explanation_lines, explanation_record
from mojibake_fix.cli.fixing import Fixer, fix_copy, fix_in_place, fix_stdin
from mojibake_fix.cli.group import ERROR, FixencGroup
from mojibake_fix.cli.options import Common, common_options, format_option, guess_option, path_options
from mojibake_fix.cli.report import Format, Report
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.work import STDIN, Finding, Source, examine, examine_encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from mojibake_fix.types import Repair

_WHERE = (
    "fix needs to know where to write: give --write (in place), --output DIR (a repaired copy) "
    "or --dry-run (change nothing)."
)


@click.group(cls=FixencGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fixenc", message="%(prog)s %(version)s")
def fixenc() -> None:
    """Find and repair mojibake in files: text that was decoded with the wrong encoding.

    `fixenc FOLDER` is `fixenc check FOLDER`; without a path it is the current folder. A path `-` is standard input.

    Exit codes: 0 nothing found (fix: all was repaired), 1 findings (fix: some are left), 2 an error.
    """


@fixenc.command()
@path_options
def check(**options: Any) -> int:
    """Say which files are not sound, and why. Changes nothing."""
    common = common_options(options)
    report = common.report(finding_line, finding_record)
    _examine_all(common, report, examine)
    report.finish()
    return _exit_code(report, report.tally.findings)


@fixenc.command()
@path_options
@guess_option
def diff(*, guess: bool, **options: Any) -> int:
    """Show what a repair would change, as a diff. Changes nothing."""
    common = common_options(options)
    report = common.report(diff_lines, diff_record)
    _examine_all(common, report, partial(examine, guess=guess))
    report.finish()
    return _exit_code(report, report.tally.findings)


@fixenc.command()
@path_options
def detect(**options: Any) -> int:
    """Say which encodings files are in.

    The columns are: path, encoding, WHATWG name, probability, evidence.
    """
    common = common_options(options)
    report = common.report(detection_line, detection_record)
    report.tally.by_encoding = True
    if common.format is Format.TEXT and not common.quiet and sys.stdout.isatty():
        from mojibake_fix.cli.table import DetectionTable

        table = DetectionTable()
        report.lines = table.add
        _examine_all(common, report, examine_encoding)
        table.show()
    else:
        _examine_all(common, report, examine_encoding)
    report.finish()
    return _exit_code(report, 0)


@fixenc.command()
@click.argument("text", required=False)
@click.option("--file", "path", type=click.Path(), metavar="PATH", help="Explain the text of a file instead.")
@guess_option
@format_option
def explain(text: str | None, path: str | None, format_: str, *, guess: bool) -> int:
    """Explain a repair, step by step.

    TEXT is the text itself; `-` reads standard input. Says what happened to it, where, and how it is undone.
    """
    if (text is None) == (path is None):
        raise click.UsageError("give the text to explain, or --file PATH, or - for standard input.")
    if text is not None and text != STDIN:
        repair = _repair_of_argument(text, guess=guess)
    else:
        repair = _repair_of_file(path or STDIN, guess=guess)
    if format_ == Format.JSON:
        Report.say_json(explanation_record(repair))
    else:
        for line in explanation_lines(repair):
            click.echo(line)
    return 0


@fixenc.command()
@path_options
@click.option("-w", "--write", is_flag=True, help="Repair the files in place.")
@click.option("-o", "--output", type=click.Path(), metavar="DIR", help="Write a complete, repaired copy to a folder.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--force", is_flag=True, help="With --output: overwrite files that exist in the folder.")
@click.option("--to", default="utf-8", metavar="ENCODING", help="Write repaired files in this encoding, not in UTF-8.")
@click.option("--keep-legacy", is_flag=True, help="Leave sound files in other encodings than UTF-8 as they are.")
@guess_option
def fix(
    *,
    write: bool,
    output: str | None,
    dry_run: bool,
    force: bool,
    to: str,
    keep_legacy: bool,
    guess: bool,
    **options: Any,
) -> int:
    """Repair files, in place or into a copy.

    `fix -` repairs standard input to standard output. Sound, suspect and binary files stay as they are, byte for byte.
    """
    common = common_options(options)
    places = write + (output is not None) + dry_run
    if STDIN in common.paths:
        if len(common.paths) > 1 or write or output is not None:
            raise click.UsageError("fix - repairs standard input to standard output; give no other path, nor a place.")
    elif places != 1:
        raise click.UsageError(_WHERE if not places else "give only one of --write, --output and --dry-run.")
    if force and output is None:
        raise click.UsageError("--force belongs to --output; nothing else overwrites files.")
    report = common.report(lambda finding: finding_line(finding, dry_run=dry_run), finding_record)
    report.dry_run = dry_run
    wanted = FixOptions(to=_encoding_name(to), keep_legacy=keep_legacy, guess=guess)
    fixer = Fixer(wanted, common, report, dry_run=dry_run)
    if STDIN in common.paths:
        fix_stdin(fixer)
    elif output is not None:
        fix_copy(fixer, Path(output), force=force)
    else:
        fix_in_place(fixer)
    report.finish()
    return _exit_code(report, report.tally.open)


def _examine_all(common: Common, report: Report, question: Callable[[Source], Finding]) -> None:
    for source in report.follow(common.sources()):
        report.add(question(source))


def _exit_code(report: Report, findings: int) -> int:
    if report.tally.errors:
        return ERROR
    return 1 if findings else 0


def _encoding_name(label: str) -> str:
    """The codec of the option --to. An unknown one is an error of use, which names those that are spelled alike."""
    if label == "utf-8":
        return label
    from mojibake_fix.encodings import get_encoding
    from mojibake_fix.errors import UnknownEncodingError

    try:
        codec = get_encoding(label).codec
    except UnknownEncodingError as error:
        raise click.UsageError(f"--to: {error}") from None
    if codec is None:
        raise click.UsageError(f"--to: {label} is known for the damage it does; files are not written in it")
    return codec


def _repair_of_argument(text: str, *, guess: bool) -> Repair:
    from mojibake_fix.api import repair, repair_bytes

    try:
        text.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8, smuggled in as lone surrogates
        return repair_bytes(os.fsencode(text), guess_losses=guess)
    return repair(text, guess_losses=guess)


def _repair_of_file(path: str, *, guess: bool) -> Repair:
    finding = examine(Source(None if path == STDIN else Path(path)), guess=guess)
    if finding.repair is None:
        raise click.ClickException(f"{visible(path)}: {finding.error}")
    return finding.repair
