"""Which files of a folder the user does not want looked at: `.gitignore` and `.fixencignore`, by git's rules.

Each folder's files hold for what is below it; the file nearest to a path decides, and within a folder
`.fixencignore` overrules `.gitignore`. Above the folder that was asked for, files count up to the top of the
repository it is in.
"""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec

NAMES = (".gitignore", ".fixencignore")


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules in force in a folder; `levels` are (absolute folder, its rules), the outermost first."""

    levels: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    def enter(self, folder: Path) -> IgnoreRules:
        """The rules in force within a folder below, given by its absolute path."""
        spec = _read_rules(folder)
        return self if spec is None else IgnoreRules((*self.levels, (folder, spec)))

    def ignores(self, path: Path, *, is_folder: bool) -> bool:
        """Whether the rules leave out this absolute path, which is below all of their folders."""
        for folder, spec in reversed(self.levels):
            below = path.relative_to(folder).as_posix()
            answer = spec.check_file(below + "/" if is_folder else below).include
            if answer is not None:
                return answer
        return False


def rules_above(folder: Path) -> IgnoreRules:
    """The rules that the folders above an absolute folder impose on it: those of its repository, if it is in one.

    Where they leave out the folder itself, none hold: the user asked for it by name.
    """
    chain = [folder]  # from the folder up to the top of its repository
    while not os.path.lexists(chain[-1] / ".git"):
        if chain[-1].parent == chain[-1]:
            return IgnoreRules()
        chain.append(chain[-1].parent)
    rules = IgnoreRules()
    for above, below in itertools.pairwise(reversed(chain)):
        rules = rules.enter(above)
        if rules.ignores(below, is_folder=True):
            return IgnoreRules()
    return rules


def _read_rules(folder: Path) -> GitIgnoreSpec | None:
    """The rules of one folder's own files, or None. Lines that are no pattern are passed over, as git does."""
    lines: list[str] = []
    for path in (folder / name for name in NAMES):
        try:
            if path.is_file():
                lines += path.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()
        except OSError:
            continue  # a folder's rules that cannot be read are no reason to skip its files
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
