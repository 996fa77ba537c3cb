"""What can be typed: the commands of `fixenc` and their options. The work is done elsewhere."""

from __future__ import annotations

import contextlib
import functools
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix import __version__
from mojibake_fix.cli.decide import FixOptions
from mojibake_fix.cli.describe import detection_line, detection_record, finding_line, finding_record
from mojibake_fix.cli.encoding import Unmappable
from mojibake_fix.cli.explain import explanation_lines, explanation_record, repair_of_argument, repair_of_file
from mojibake_fix.cli.group import ERROR, FixencGroup
from mojibake_fix.cli.options import (
    ANY_PATH,
    RUN,
    Common,
    FormatAwareCommand,
    Number,
    check_format_option,
    common_options,
    exit_zero_option,
    format_aware_option,
    format_option,
    guess_option,
    language_option,
    level_option,
    path_options,
    selection_options,
)
from mojibake_fix.cli.paths import STDIN
from mojibake_fix.cli.report import Format, Report
from mojibake_fix.cli.select import Level
from mojibake_fix.cli.work import Finding, Request, examine_encoding

if TYPE_CHECKING:
    from collections.abc import Callable


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


@fixenc.command(cls=FormatAwareCommand)
@functools.partial(path_options, formats=check_format_option)
@selection_options
@format_aware_option
@language_option
@click.option("--baseline", type=ANY_PATH, metavar="FILE", help="Do not tell the findings that this file knows.")
@click.option("--write-baseline", type=ANY_PATH, metavar="FILE", help="Write all findings to this file; say 0.")
@exit_zero_option
def check(*, baseline: str | None, write_baseline: str | None, exit_zero: bool, **options: Any) -> int:
    """Say which files are not sound, and why. Changes nothing."""
    common = common_options(options)
    report = common.report(finding_line, finding_record)
    show = _show_at_the_end(report)
    seen: Callable[[Finding], Finding] | None = None
    if baseline is not None or write_baseline is not None:
        from mojibake_fix.cli.baseline import empty_baseline, read_baseline

        known = read_baseline(Path(baseline)) if baseline is not None else None
        new = empty_baseline(Path(write_baseline)) if write_baseline is not None else None

        def seen(finding: Finding) -> Finding:
            if new is not None:
                new.add(finding)
            return known.filtered(finding) if known is not None else finding

    _examine_all(common, report, seen)
    if not common.quiet:
        show()
    report.finish()
    if write_baseline is not None and new is not None:
        new.write(Path(write_baseline))
    return _exit_code(report, 0 if exit_zero or write_baseline is not None else report.tally.findings)


@fixenc.command(cls=FormatAwareCommand)
@path_options
@selection_options
@format_aware_option
@language_option
@guess_option
@exit_zero_option
def diff(*, exit_zero: bool, **options: Any) -> int:
    """Show what a repair would change, as a diff. Changes nothing.

    On a terminal it is for people; into a pipe or file goes a patch that `git apply` takes.
    """
    from mojibake_fix.cli.diff import diff_lines, diff_record

    common = common_options(options)
    report = common.report(diff_lines, diff_record)
    if common.format is Format.TEXT and not on_terminal():
        from mojibake_fix.cli.patch import print_patch

        report.lines = print_patch
    _examine_all(common, report)
    report.finish()
    return _exit_code(report, 0 if exit_zero else report.tally.findings)


@fixenc.command()
@path_options
@language_option
def detect(**options: Any) -> int:
    """Say which encodings files are in.

    The columns are: path, encoding, WHATWG name, probability, evidence.
    """
    common = common_options(options)
    report = common.report(detection_line, detection_record)
    report.tally.by_encoding = True
    if common.format is Format.TEXT and not common.quiet and on_terminal():
        from mojibake_fix.cli.table import DetectionTable

        table = DetectionTable()
        report.lines = table.add
        _detect_all(common, report)
        table.show()
    else:
        _detect_all(common, report)
    report.finish()
    return _exit_code(report, 0)


@fixenc.command()
@click.argument("text", required=False)
@click.option("--file", "path", type=ANY_PATH, metavar="PATH", help="Explain the text of a file instead.")
@guess_option
@language_option
@format_option
def explain(text: str | None, path: str | None, format_: str, *, guess: bool, language: tuple[str, ...]) -> int:
    """Explain a repair, step by step.

    TEXT is the text itself; `-` reads standard input. Says what happened to it, where, and how it is undone.
    """
    if (text is None) == (path is None):
        raise click.UsageError("give the text to explain, or --file PATH, or - for standard input.")
    if text is not None and text != STDIN:
        repair = repair_of_argument(text, Request(guess, language))
    else:
        repair = repair_of_file(path or STDIN, Request(guess, language))
    if format_ == Format.JSON:
        Report.say_json(explanation_record(repair))
    else:
        for line in explanation_lines(repair):
            click.echo(line)
    return 0


@fixenc.command(cls=FormatAwareCommand)
@path_options
@selection_options
@format_aware_option
@language_option
@level_option("How sure a repair must be to be written.")
@click.option("-w", "--write", is_flag=True, help="Repair the files in place.")
@click.option(
    "-o",
    "--output",
    type=ANY_PATH,
    metavar="DIR",
    help="Write a complete, repaired copy to a folder.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--force", is_flag=True, help="With --output: overwrite files that exist in the folder.")
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
    return _exit_code(report, 0 if exit_zero else report.tally.open)


@fixenc.command()
@path_options
@click.option("-w", "--write", is_flag=True, help="Rename; without it, the new names are only shown.")
@click.option(
    "-o",
    "--output",
    type=ANY_PATH,
    metavar="DIR",
    help="Write repaired copies of zip archives there.",
)
@click.option("--force", is_flag=True, help="With --output: overwrite files that exist in the folder.")
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


@fixenc.command()
@click.argument("run", required=False, type=RUN)
@click.option("--beside", is_flag=True, help="Put the old bytes of a file that was edited since beside it.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@format_option
def undo(run: int | None, *, beside: bool, quiet: bool, format_: str) -> int:
    """Take a run of `fix --write` back.

    RUN is its number, as `fixenc log` shows it; without one it is the last run that is not undone yet. Files get back
    their bytes, permissions and times. A file that was edited since is left as it is.
    """
    from mojibake_fix.cli.history import Undoing, undo_run

    undoing = Undoing(Format(format_), quiet)
    undo_run(run, undoing, beside=beside)
    return ERROR if undoing.errors else 0


@fixenc.command()
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


@fixenc.command()
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


def on_terminal() -> bool:
    """Whether people see standard output as it is."""
    return sys.stdout.isatty()


def _show_at_the_end(report: Report) -> Callable[[], None]:
    """Let the report speak its format; what is to be called when all findings are in it."""
    if report.format is Format.GITHUB:
        from mojibake_fix.cli.ci import github_lines

        report.lines = github_lines
    elif report.format is Format.SARIF:
        from mojibake_fix.cli.ci import SarifLog

        log = SarifLog()
        report.lines = log.add
        return log.show
    elif report.format is Format.HTML:
        from mojibake_fix.cli.html_report import HtmlReport

        page = HtmlReport()
        report.lines = page.add
        return lambda: page.show(report.tally.sentence(dry_run=False))
    return lambda: None


def _examine_all(common: Common, report: Report, seen: Callable[[Finding], Finding] | None = None) -> None:
    examined = common.examine_all(common.sources(), report.follow, report.pass_over)
    with contextlib.closing(examined) as findings:
        for finding in findings:
            report.add(finding if seen is None else seen(finding))


def _detect_all(common: Common, report: Report) -> None:
    for source in report.follow(common.sources()):
        report.add(examine_encoding(source, common.request))


def _exit_code(report: Report, findings: int) -> int:
    if report.tally.errors:
        return ERROR
    return 1 if findings else 0


def _fix_options(options: dict[str, Any]) -> FixOptions:
    """What click parsed of the options that say what is made of a file, taken out of the command's arguments."""
    to, keep_encoding = options.pop("to"), options.pop("keep_encoding")
    if to is not None and keep_encoding:
        typed = [name for name in ("to", "keep_encoding") if _is_typed(name)]
        if len(typed) != 1:
            raise click.UsageError("give only one of --to and --keep-encoding.")
        to, keep_encoding = (to, False) if typed == ["to"] else (None, True)  # what is typed overrules the settings
    return FixOptions(
        to=_encoding_name(to or "utf-8"),
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
        raise click.UsageError(f"--to: {error}{hint}.") from None
    if codec is None:
        raise click.UsageError(f"--to: {label} is known for the damage it does; files are not written in it")
    return codec
