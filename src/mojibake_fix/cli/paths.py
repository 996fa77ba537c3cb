"""The paths that a command is given: typed, listed in a file, or as patterns; and the entries that they mean.

A pattern stands for what a walk through the folder where it begins would take, and it matches. Shells expand patterns
themselves; those that arrive here are quoted ones, listed ones, and all that is typed on Windows.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mojibake_fix.cli.ignore import IgnoreRules, rules_above
from mojibake_fix.cli.walk import OWN_FOLDER, VCS_FOLDERS, Entry, Kind, WalkOptions, reason, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Given:
    """A path that was given: a file or folder, or the folder where a pattern begins; `None` is standard input."""

    path: Path | None
    pattern: str | None = None
    """What must match the paths below that folder, by the rules of .gitignore."""
    listed: bool = False
    """Whether it came from a list, and not from the command line."""

    @property
    def root(self) -> Path:
        """The path, where there is one."""
        assert self.path is not None
        return self.path


def given(text: str, *, listed: bool = False) -> Given:
    """What a path that was typed, or listed, means. `-` in a list is a file of that name."""
    if text == STDIN and not listed:
        return Given(None)
    if not text:
        raise click.UsageError("a path is empty (a variable without a value?); the current folder is written as a dot.")
    if not _MAGIC.search(text) or os.path.lexists(text):
        return Given(Path(text), listed=listed)
    parts = Path(text).parts
    fixed = next(at for at, part in enumerate(parts) if _MAGIC.search(part))
    return Given(Path(*parts[:fixed]), "/".join(parts[fixed:]), listed)


def read_list(name: str, *, null: bool) -> list[str]:
    """The paths of a list: one a line, or (`null`) with a zero byte after each. `-` is standard input.

    Raises `click.UsageError` where it cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise click.UsageError(f"--files-from: cannot read {name}: {reason(error)}.") from None
    if null:
        return [os.fsdecode(path) for path in data.split(b"\0") if path]
    if b"\0" in data:
        raise click.UsageError(f"--files-from: {name} has zero bytes; give -0 if they end its paths.")
    return [os.fsdecode(path) for line in data.split(b"\n") if (path := line.removesuffix(b"\r"))]


def entries(given: Given, options: WalkOptions, exclusions: Exclusions | None = None) -> Iterator[Entry]:
    """The entries that a given path means; those that cannot be used, and patterns without a match, are errors."""
    if given.pattern is not None:
        yield from _matching(given.root, given.pattern, options)
    elif exclusions is None or not exclusions.leave_out(given.root):
        yield from walk(given.root, options)


def _matching(top: Path, pattern: str, options: WalkOptions) -> Iterator[Entry]:
    from pathspec import GitIgnoreSpec

    shown = top / pattern
    try:
        wanted = GitIgnoreSpec.from_lines(["/" + pattern])
    except ValueError:
        yield Entry(str(shown), shown.parent, Kind.FILE, error="is no pattern, and no such file or directory")
        return
    count = 0
    for entry in walk(top, options) if top.is_dir() else ():
        if wanted.match_file(entry.relative.as_posix()):
            count += 1
            yield entry
    if not count:
        yield Entry(str(shown), shown.parent, Kind.FILE, error="matches no file")


class Exclusions:
    """Whether named files are left out as a walk would: where --force-exclude says that names do not overrule it."""

    def __init__(self, options: WalkOptions) -> None:
        self._options = options
        self._here = Path.cwd()
        self._rules: dict[Path, IgnoreRules | None] = {}  # of folders; None: left out

    def leave_out(self, path: Path) -> bool:
        """Whether a walk from the current folder would not come to this path; of others, one from its folder."""
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - links in it are not to be followed
        if absolute in (self._here, absolute.parent):
            return False
        return self._within(absolute.parent) is None or self._is_out(
            absolute, is_folder=absolute.is_dir() and not absolute.is_symlink()
        )

    def _within(self, folder: Path) -> IgnoreRules | None:
        """The rules in force in a folder, or None where it is left out itself."""
        if folder not in self._rules:
            is_top = folder == self._here or self._here not in folder.parents
            if is_top:
                outer = IgnoreRules() if self._options.no_ignore else rules_above(folder)
                self._rules[folder] = outer if self._options.no_ignore else outer.enter(folder)
            elif self._within(folder.parent) is None or self._is_out(folder, is_folder=True):
                self._rules[folder] = None
            else:
                rules = self._rules[folder.parent]
                assert rules is not None
                self._rules[folder] = rules if self._options.no_ignore else rules.enter(folder)
        return self._rules[folder]

    def _is_out(self, path: Path, *, is_folder: bool) -> bool:
        rules = self._rules[path.parent]
        assert rules is not None
        name = path.name
        is_hidden = name.startswith(".") and not self._options.hidden
        return is_hidden or name in VCS_FOLDERS or name == OWN_FOLDER or rules.ignores(path, is_folder=is_folder)


def unique(found: Iterable[Given]) -> tuple[Given, ...]:
    """The same, each once, in order."""
    first: dict[tuple[Path | None, str | None], Given] = {}
    for each in found:
        first.setdefault((each.path, each.pattern), each)
    return tuple(first.values())
