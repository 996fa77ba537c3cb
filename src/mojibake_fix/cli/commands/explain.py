"""`fixenc explain`."""

from __future__ import annotations

import click

from mojibake_fix.cli.explain import explanation_lines, explanation_record, repair_of_argument, repair_of_file
from mojibake_fix.cli.options import ANY_PATH, format_option, guess_option, language_option
from mojibake_fix.cli.paths import STDIN
from mojibake_fix.cli.report import Format, Report
from mojibake_fix.cli.work import Request


@click.command()
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
