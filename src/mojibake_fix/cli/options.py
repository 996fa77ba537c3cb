"""The options that commands share, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from mojibake_fix.cli.report import Format, Report
from mojibake_fix.cli.walk import WalkOptions, walk
from mojibake_fix.cli.work import STDIN, Finding, Source

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Common:
    """What the shared options say."""

    paths: tuple[str, ...]
    format: Format
    quiet: bool
    verbose: bool
    walk: WalkOptions

    def sources(self) -> list[Source]:
        """All files of the paths, in the order of the paths; `-` is standard input."""
        found: list[Source] = []
        for path in self.paths:
            if path == STDIN:
                found.append(Source(None))
            else:
                found += [Source(entry.path, entry.error) for entry in walk(Path(path), self.walk)]
        return found

    def report(self, lines: Callable[[Finding], Iterable[str]], record: Callable[[Finding], dict[str, Any]]) -> Report:
        """A report that says findings in these ways."""
        return Report(lines, record, self.format, quiet=self.quiet, verbose=self.verbose)


def format_option(command: F) -> F:
    """The option --format."""
    choice = click.Choice([str(kind) for kind in Format])
    return click.option("--format", "format_", type=choice, default="text", help="Text, or JSON lines.")(command)


def guess_option(command: F) -> F:
    """The option --guess."""
    told = "Put likely guesses where characters are gone for good, and tell them."
    return click.option("--guess", is_flag=True, help=told)(command)


def path_options(command: F) -> F:
    """The argument PATH... and the options of every command that examines files."""
    for option in reversed(
        (
            click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]..."),
            format_option,
            click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
            click.option("-v", "--verbose", is_flag=True, help="Name the sound and the binary files too."),
            click.option("--hidden", is_flag=True, help="Take hidden files and folders too."),
            click.option("--no-ignore", is_flag=True, help="Take what .gitignore and .fixencignore leave out too."),
        )
    ):
        command = option(command)
    return command


def common_options(options: dict[str, Any]) -> Common:
    """What click parsed of `path_options`, taken out of the command's keyword arguments."""
    return Common(
        paths=tuple(dict.fromkeys(options.pop("paths"))) or (".",),
        format=Format(options.pop("format_")),
        quiet=options.pop("quiet"),
        verbose=options.pop("verbose"),
        walk=WalkOptions(hidden=options.pop("hidden"), no_ignore=options.pop("no_ignore")),
    )
