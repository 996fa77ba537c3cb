"""From a path that the user gave to the entries that it means, folders in sorted order.

A file that was named is always taken. In folders, hidden entries, what ignore files leave out, version control
folders and special files are not; links are not followed, for what they point to is either in the folder anyway
or was not asked for. With `everything` those come too, marked as not taken: a complete copy needs them.
"""

from __future__ import annotations

import itertools
import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mojibake_fix.cli.ignore import NAMES as IGNORE_FILES
from mojibake_fix.cli.ignore import IgnoreRules, rules_above

if TYPE_CHECKING:
    from collections.abc import Iterator

VCS_FOLDERS = frozenset({".git", ".hg", ".svn", ".bzr", ".jj", "CVS", "_darcs"})
OWN_FOLDER = ".fixenc"
"""Where the old bytes are kept for undo: never looked at, never copied."""


class Kind(StrEnum):
    """What an entry is."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    SPECIAL = "special file"


_LAST_OF_RULES = max(IGNORE_FILES)
_FILE, _FOLDER = Kind.FILE, Kind.FOLDER


class Entry(NamedTuple):
    """One file or folder that was found."""

    place: str
    """Its path, as text: of most files no more is asked for."""
    top: Path
    """The folder that was given; of a file that was given, its own."""
    kind: Kind
    taken: bool = True
    """Whether it shall be examined: not hidden, not ignored."""
    error: str | None = None
    """Why it cannot be looked into."""

    @property
    def path(self) -> Path:
        """Its path."""
        return Path(self.place)

    @property
    def relative(self) -> Path:
        """Its place below the folder that was given; for a file that was given, its name."""
        return self.path.relative_to(self.top)


@dataclass(frozen=True, slots=True)
class WalkOptions:
    """What a walk through folders takes."""

    hidden: bool = False
    no_ignore: bool = False
    everything: bool = False
    links: bool = False
    """Whether links are taken as such, for their own names; nothing follows them."""


def walk(given: Path, options: WalkOptions) -> Iterator[Entry]:
    """The entries that a given path means; a path that cannot be used gives one entry with an error."""
    try:
        mode = given.stat().st_mode
    except (OSError, ValueError) as error:
        yield Entry(str(given), given.parent, Kind.FILE, error=reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from _walk_folder(given, options)
    elif stat.S_ISREG(mode):
        yield Entry(str(given), given.parent, Kind.FILE)
    else:
        yield Entry(str(given), given.parent, Kind.SPECIAL, error="is neither a file nor a folder")


def reason(error: Exception) -> str:
    """What went wrong, in the system's words, without the path and the number."""
    words = getattr(error, "strerror", None)
    return words[:1].lower() + words[1:] if words else str(error) or type(error).__name__


def _walk_folder(top: Path, options: WalkOptions) -> Iterator[Entry]:
    absolute = top.resolve()
    outer = IgnoreRules() if options.no_ignore else rules_above(absolute)
    first = Entry(str(top), top, Kind.FOLDER)
    pending: list[tuple[Iterator[Entry], IgnoreRules]] = [(iter((first,)), outer)]
    while pending:
        entries, rules = pending[-1]
        for entry in entries:
            if entry.kind is not _FOLDER:
                yield entry
                continue
            if options.everything:
                yield entry
            try:
                below, inner = _entries_of(entry, absolute, rules, options)
            except OSError as error:
                yield Entry(entry.place, top, Kind.FOLDER, entry.taken, error=reason(error))
                continue
            pending.append((iter(below), inner))
            break
        else:
            pending.pop()


def _entries_of(
    folder: Entry, absolute: Path, rules: IgnoreRules, options: WalkOptions
) -> tuple[list[Entry], IgnoreRules]:
    """The entries of one folder, sorted by name, without those that are not wanted; and the rules in force in it.

    `absolute` is the path of the folder that was given.
    """
    with os.scandir(folder.place) as found:
        items = sorted(found, key=attrgetter("name"))
    where = absolute / folder.relative if rules.levels else absolute
    first = itertools.takewhile(lambda item: item.name <= _LAST_OF_RULES, items)
    if not options.no_ignore and any(item.name in IGNORE_FILES for item in first):
        where = absolute / folder.relative
        rules = rules.enter(where)
    ahead = "" if folder.place == os.curdir else os.path.join(folder.place, "")  # noqa: PTH118 - text, not a path
    top, is_taken, everything, hidden = folder.top, folder.taken, options.everything, options.hidden
    links = options.links
    ignores = rules.ignores if rules.levels else None
    entries: list[Entry] = []
    for item in items:  # of all that a walk does, this alone is done for each file
        name = item.name
        if name == OWN_FOLDER:
            continue
        kind = _FILE if item.is_file(follow_symlinks=False) else _kind_of(item)
        taken = (
            is_taken
            and (kind is _FILE or kind is _FOLDER or (links and kind is Kind.LINK))
            and (hidden or name[0] != ".")
            and name not in VCS_FOLDERS
            and not (ignores is not None and ignores(where / name, is_folder=kind is _FOLDER))
        )
        if taken or everything:
            entries.append(Entry(ahead + name, top, kind, taken))
    return entries, rules


def _kind_of(item: os.DirEntry[str]) -> Kind:
    if item.is_symlink():
        return Kind.LINK
    return Kind.FOLDER if item.is_dir(follow_symlinks=False) else Kind.SPECIAL
