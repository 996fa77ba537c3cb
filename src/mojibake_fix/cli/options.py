"""The options that commands share, and what they come to."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from mojibake_fix.cli.paths import STDIN, Exclusions, Given, entries, given, read_list, unique
from mojibake_fix.cli.report import Format, Report
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.walk import Entry, WalkOptions
from mojibake_fix.cli.wanted import Family, Level, Selection
from mojibake_fix.cli.work import AUTO, Finding, Request, Source, examine, selected
from mojibake_fix.verdicts import Verdict

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Common:
    """What the shared options say."""

    given: tuple[Given, ...]
    format: Format
    quiet: bool
    verbose: bool
    walk: WalkOptions
    selection: Selection
    request: Request
    force_exclude: bool
    stdin_filename: str | None
    cache: bool
    jobs: int

    @property
    def has_stdin(self) -> bool:
        """Whether standard input is among the paths."""
        return any(each.path is None for each in self.given)

    @property
    def roots(self) -> list[Path]:
        """The files and folders that were given, and the folders where patterns begin."""
        return [each.root for each in self.given if each.path is not None]

    def examine(self, source: Source) -> Finding:
        """A source examined, with nothing but what is wanted of its repair."""
        return examine(source, self.request, self.selection)

    def examine_all(
        self,
        sources: Sequence[Source],
        follow: Callable[[Sequence[Source]], Iterable[Source]] = iter,
        pass_over: Callable[[int], None] | None = None,
    ) -> Generator[Finding, None, None]:
        """The same of many sources, in order: from the cache, and with worker processes where that pays.

        `follow` goes through the sources, and may show how far that is. Of those that are sound at first sight there is
        no finding where `pass_over` is there to be called instead.
        """
        from mojibake_fix.cli.cache import open_cache
        from mojibake_fix.cli.many import Examiner

        cache = open_cache(self.request) if self.cache and not self.request.guess else None
        with contextlib.closing(
            Examiner(self.request, self.selection, cache, self.jobs, pass_over).findings(sources, follow)
        ) as findings:
            for finding in findings:
                yield finding if finding.verdict is Verdict.SOUND else selected(finding, self.selection)

    def sources(self) -> list[Source]:
        """All files of the paths, in the order of the paths; `-` is standard input."""
        found: list[Source] = []
        exclusions = self._exclusions()
        for each in self.given:
            if each.path is None:
                found += self.stdin(exclusions)
            else:
                found += [Source(entry.place, entry.error) for entry in entries(each, self.walk, exclusions)]
        return found

    def stdin(self, exclusions: Exclusions | None = None) -> list[Source]:
        """Standard input, under the name that it goes by; nothing where a file of that name would be left out."""
        exclusions = exclusions or self._exclusions()
        name = self.stdin_filename
        is_out = name is not None and exclusions is not None and exclusions.leave_out(Path(name))
        return [] if is_out else [Source(None, label=name)]

    def entries(self, each: Given, walk: WalkOptions) -> list[Entry]:
        """All that a given path means to a walk with these options."""
        return list(entries(each, walk, self._exclusions()))

    def _exclusions(self) -> Exclusions | None:
        return Exclusions(self.walk) if self.force_exclude else None

    def report(self, lines: Callable[[Finding], Iterable[str]], record: Callable[[Finding], dict[str, Any]]) -> Report:
        """A report that says findings in these ways."""
        return Report(lines, record, self.format, quiet=self.quiet, verbose=self.verbose)


def format_option(command: F) -> F:
    """The option --format."""
    choice = click.Choice(["text", "json"])
    return click.option("--format", "format_", type=choice, default="text", help="Text, or JSON lines.")(command)


def check_format_option(command: F) -> F:
    """The option --format of `check`, which knows more of them."""
    choice = click.Choice([str(kind) for kind in Format])
    words = "Text, JSON lines, annotations for GitHub, SARIF, or a page of HTML."
    return click.option("--format", "format_", type=choice, default="text", help=words)(command)


def level_option(words: str) -> Callable[[F], F]:
    """The option --level; `words` are its help."""
    return click.option("--level", type=click.Choice([str(level) for level in Level]), default="sure", help=words)


def exit_zero_option(command: F) -> F:
    """The option --exit-zero."""
    return click.option("--exit-zero", is_flag=True, help="Say 0 where there are findings, too; errors stay 2.")(
        command
    )


ANY_PATH = click.Path(readable=False)
"""A path as it was typed: whether it can be read is told where it is, and the others are read."""


def output_option(words: str) -> Callable[[F], F]:
    """The option --output; `words` are its help."""
    return click.option("-o", "--output", type=ANY_PATH, metavar="DIR", help=words)


def force_option(command: F) -> F:
    """The option --force, which belongs to --output."""
    return click.option("--force", is_flag=True, help="With --output: overwrite files that exist in the folder.")(
        command
    )


class Number(click.ParamType):  # type: ignore[type-arg]
    """A whole number of at least 0, or `least`; `meaning` is what it says where that is wrong."""

    name = "number"

    def __init__(self, meaning: str = "a whole number, 0 or more", least: int = 0) -> None:
        self.meaning, self.least = meaning, least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        try:
            number = int(value)
        except ValueError:
            number = self.least - 1
        if number < self.least:
            self.fail(f"{str(value)!r} is not {self.meaning}.", param, ctx)
        return number


RUN = Number("the number of a run; fixenc log lists the runs", 1)


class FormatAwareCommand(click.Command):
    """A command whose option --format-aware may stand without a value, which then is what names of files tell."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let no path that follows be taken for the value."""
        end = args.index("--") if "--" in args else len(args)
        told = [f"--format-aware={AUTO}" if arg == "--format-aware" else arg for arg in args[:end]]
        return super().parse_args(ctx, told + args[end:])


def format_aware_option(command: F) -> F:
    """The option --format-aware, of a `FormatAwareCommand`."""
    told = "Repair nothing but the values of JSON, CSV, XML and SQL; without a format, where names of files tell it."
    choice = click.Choice([AUTO, "json", "csv", "xml", "sql"])
    return click.option("--format-aware", type=choice, metavar="[=FORMAT]", help=told)(command)


def guess_option(command: F) -> F:
    """The option --guess."""
    told = "Put likely guesses where characters are gone for good, and tell them."
    return click.option("--guess", is_flag=True, help=told)(command)


def language_option(command: F) -> F:
    """The option --language."""
    return click.option(
        "--language",
        multiple=True,
        callback=_languages,
        metavar="TAG[,TAG]...",
        help="The languages that texts are known to be in, such as de,fr.",
    )(command)


def _languages(_: click.Context, __: click.Parameter, tags: tuple[str, ...]) -> tuple[str, ...]:
    """The model's names of the languages that were given."""
    listed = [part.strip() for tag in tags for part in tag.split(",")]
    if not listed:
        return ()
    from mojibake_fix.api import known_languages
    from mojibake_fix.errors import UnknownLanguageError

    try:
        return known_languages(listed)
    except UnknownLanguageError as error:
        raise click.UsageError(f"--language: {error}") from None


def path_options(command: F, formats: Callable[[F], F] = format_option) -> F:
    """The argument PATH... and the options of every command that examines files."""
    for option in reversed(
        (
            click.argument("paths", nargs=-1, type=ANY_PATH, metavar="[PATH]..."),
            formats,
            click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
            click.option("-v", "--verbose", is_flag=True, help="Name the sound and the binary files too."),
            click.option("--hidden", is_flag=True, help="Take hidden files and folders too."),
            click.option("--no-ignore", is_flag=True, help="Take what .gitignore and .fixencignore leave out too."),
            click.option("--force-exclude", is_flag=True, help="Leave those out also where they are named."),
            click.option("--files-from", metavar="FILE", help="Take the paths of a list too, one a line (-: stdin)."),
            click.option("-0", "--null", is_flag=True, help="With --files-from: a zero byte ends each path."),
            click.option("--stdin-filename", metavar="NAME", help="What standard input is called."),
            click.option(
                "--isolated", is_flag=True, is_eager=True, callback=_load_settings, help="Heed no file of settings."
            ),
            click.option("--show-settings", is_flag=True, help="Show the settings in force, and do nothing else."),
        )
    ):
        command = option(command)
    return command


def selection_options(command: F) -> F:
    """The options that say which repairs are wanted, and how many files are examined at once."""
    family = click.Choice([str(family) for family in Family])
    for option in (
        click.option("--no-cache", is_flag=True, help="Read files again that were sound before and are the same."),
        click.option(
            "-j",
            "--jobs",
            type=Number(),
            default=0,
            metavar="N",
            help="Processes that work at once (usual: as many as there are cores, where that pays).",
        ),
        click.option(
            "--min-gain",
            type=click.FloatRange(min=0),
            default=0.0,
            metavar="BITS",
            help="Only repairs that gain so much.",
        ),
        click.option("--except", "excepted", type=family, multiple=True, help="No repairs of this family."),
        click.option("--only", type=family, multiple=True, help="Only repairs of this family (may be given again)."),
    ):
        command = option(command)
    return command


def _load_settings(context: click.Context, _: click.Parameter, isolated: bool) -> bool:
    """Let the settings stand where options are not typed. (This is the callback of the first option that is read.)"""
    from mojibake_fix.cli.settings import Settings, find_settings

    settings = Settings(None, {}) if isolated else find_settings(Path.cwd())
    names = {"except": "excepted"}
    context.default_map = {names.get(key, key.replace("-", "_")): value for key, value in settings.values.items()}
    context.meta["settings"] = settings.path
    return isolated


def _show_settings() -> None:
    """Print the settings of the command that runs, and where they are from."""
    from mojibake_fix.cli.settings import KEYS

    context = click.get_current_context()
    path = context.meta["settings"]
    click.echo(f"# {visible(str(path)) if path is not None else 'no file of settings'}")
    for key in KEYS:
        name = "excepted" if key == "except" else key.replace("-", "_")
        if name in context.params:
            value = context.params[name]
            click.echo(f"{key} = {json.dumps(list(value) if isinstance(value, tuple) else value)}")
    context.exit(0)


def common_options(options: dict[str, Any]) -> Common:
    """What click parsed of `path_options`, taken out of the command's keyword arguments."""
    if options.pop("show_settings"):
        _show_settings()
    source = click.get_current_context().get_parameter_source("format_aware")
    is_typed = source is click.core.ParameterSource.COMMANDLINE
    has_no_name = STDIN in options["paths"] and options["stdin_filename"] is None
    if options.get("format_aware") == AUTO and is_typed and has_no_name:
        raise click.UsageError(
            "standard input has no name to tell its format: write --format-aware=csv or the like, or --stdin-filename."
        )
    selection = Selection(
        frozenset(Family(name) for name in options.pop("only", ())),
        frozenset(Family(name) for name in options.pop("excepted", ())),
        options.pop("min_gain", 0.0),
    )
    common = Common(
        given=_given(options.pop("paths"), options.pop("files_from"), null=options.pop("null")),
        format=Format(options.pop("format_")),
        quiet=options.pop("quiet"),
        verbose=options.pop("verbose"),
        walk=WalkOptions(hidden=options.pop("hidden"), no_ignore=options.pop("no_ignore")),
        selection=selection,
        request=Request(options.pop("guess", False), options.pop("language", ()), options.pop("format_aware", None)),
        force_exclude=options.pop("force_exclude"),
        stdin_filename=options.pop("stdin_filename"),
        cache=not options.pop("no_cache", True),
        jobs=options.pop("jobs", 1),
    )
    if common.stdin_filename is not None and not common.has_stdin:
        raise click.UsageError("--stdin-filename names standard input; give the path - too.")
    return common


def _given(paths: tuple[str, ...], files_from: str | None, *, null: bool) -> tuple[Given, ...]:
    """The paths of the command line and of the list; without both, the current folder."""
    if files_from is None:
        if null:
            raise click.UsageError("-0 belongs to --files-from; it says how the paths of that list end.")
        return unique(given(path) for path in paths or (".",))
    if STDIN in paths and files_from == STDIN:
        raise click.UsageError("standard input cannot be both the list of --files-from and a file to examine.")
    listed = read_list(files_from, null=null)
    return unique([*map(given, paths), *(given(path, listed=True) for path in listed)])
