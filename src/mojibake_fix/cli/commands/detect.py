"""`fixenc detect`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mojibake_fix.cli.commands.shared import exit_code, on_terminal
from mojibake_fix.cli.describe import detection_line, detection_record
from mojibake_fix.cli.options import Common, common_options, language_option, path_options
from mojibake_fix.cli.report import Format
from mojibake_fix.cli.work import examine_encoding

if TYPE_CHECKING:
    from mojibake_fix.cli.report import Report


@click.command()
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
    return exit_code(report, 0)


def _detect_all(common: Common, report: Report) -> None:
    for source in report.follow(common.sources()):
        report.add(examine_encoding(source, common.request))
