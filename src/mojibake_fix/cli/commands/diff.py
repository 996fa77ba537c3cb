"""`fixenc diff`."""

from __future__ import annotations

from typing import Any

import click

from mojibake_fix.cli.commands import shared
from mojibake_fix.cli.options import (
    FormatAwareCommand,
    common_options,
    exit_zero_option,
    format_aware_option,
    guess_option,
    language_option,
    path_options,
    selection_options,
)
from mojibake_fix.cli.report import Format


@click.command(cls=FormatAwareCommand)
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
    if common.format is Format.TEXT and not shared.on_terminal():
        from mojibake_fix.cli.patch import print_patch

        report.lines = print_patch
    shared.examine_all(common, report)
    report.finish()
    return shared.exit_code(report, 0 if exit_zero else report.tally.findings)
