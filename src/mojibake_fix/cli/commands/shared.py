"""What commands that examine files have in common: going through them, and the exit code."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from mojibake_fix.cli.group import ERROR

if TYPE_CHECKING:
    from collections.abc import Callable

    from mojibake_fix.cli.options import Common
    from mojibake_fix.cli.report import Report
    from mojibake_fix.cli.work import Finding


def on_terminal() -> bool:
    """Whether people see standard output as it is."""
    return sys.stdout.isatty()


def examine_all(common: Common, report: Report, seen: Callable[[Finding], Finding] | None = None) -> None:
    """Report all files that were given; `seen` is what each finding passes before."""
    examined = common.examine_all(common.sources(), report.follow, report.pass_over)
    with contextlib.closing(examined) as findings:
        for finding in findings:
            report.add(finding if seen is None else seen(finding))


def exit_code(report: Report, findings: int) -> int:
    """0, 1 where there are `findings`, 2 where a file could not be examined."""
    if report.tally.errors:
        return ERROR
    return 1 if findings else 0
