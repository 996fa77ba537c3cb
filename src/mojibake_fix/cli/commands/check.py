"""`fixenc check`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix.cli.commands.shared import examine_all, exit_code
from mojibake_fix.cli.options import (
    ANY_PATH,
    FormatAwareCommand,
    check_format_option,
    common_options,
    exit_zero_option,
    format_aware_option,
    language_option,
    path_options,
    selection_options,
)
from mojibake_fix.cli.report import Format, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mojibake_fix.cli.work import Finding


@click.command(cls=FormatAwareCommand)
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
    report = common.report(_lines, _record)
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

    examine_all(common, report, seen)
    if not common.quiet:
        show()
    report.finish()
    if write_baseline is not None and new is not None:
        new.write(Path(write_baseline))
    return exit_code(report, 0 if exit_zero or write_baseline is not None else report.tally.findings)


def _lines(finding: Finding) -> Iterator[str]:
    """A finding in words; what says it is imported where there is one."""
    from mojibake_fix.cli.describe import finding_line

    return finding_line(finding)


def _record(finding: Finding) -> dict[str, Any]:
    """The same for JSON."""
    from mojibake_fix.cli.describe import finding_record

    return finding_record(finding)


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
