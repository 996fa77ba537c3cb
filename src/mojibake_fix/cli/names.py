"""`names`: mangled names of files and folders, their repair, and the renaming of them, from the bottom up.

All names of a run are judged together: one name alone is seldom evidence enough.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli.select import probability_of
from mojibake_fix.cli.walk import Entry, Kind
from mojibake_fix.cli.wanted import Level

if TYPE_CHECKING:
    from mojibake_fix.cli.options import Common

_LONGEST = 255  # bytes: no usual file system takes more


@dataclass(frozen=True, slots=True)
class NewName:
    """A file or folder, and what it should be called; or why it cannot be."""

    path: Path
    name: str
    error: str | None = None


def walk_names(common: Common) -> list[Entry]:
    """The files and folders below the paths, and the files that were named; what is in a folder before it."""
    wide = replace(common.walk, everything=True)
    found: list[Entry] = []
    for each in common.given:
        entries = [entry for entry in common.entries(each, wide) if entry.error is not None or _is_wanted(entry)]
        found += sorted(entries, key=lambda entry: -len(entry.relative.parts))
    return found


def _is_wanted(entry: Entry) -> bool:
    return entry.taken and entry.kind in (Kind.FILE, Kind.FOLDER) and entry.relative != Path()


def new_names(entries: list[Entry], level: Level, *, nfc: bool) -> list[NewName]:
    """The entries whose names are mangled, with their new names; collisions are errors."""
    names = list(dict.fromkeys(entry.path.name for entry in entries if not entry.path.name.isascii()))
    better = repaired_names(names, level)
    if nfc:
        better = {name: unicodedata.normalize("NFC", better.get(name, name)) for name in names}
    changed = [(entry.path, better.get(entry.path.name, entry.path.name)) for entry in entries]
    wanted = [(path, name) for path, name in changed if name != path.name]
    places = [path.with_name(name) for path, name in wanted if _reason(name) is None]
    return [NewName(path, name, _reason(name) or _collision(path, name, places)) for path, name in wanted]


def repaired_names(names: list[str], level: Level) -> dict[str, str]:
    """Names and their repair: those that are text, and those whose bytes are no UTF-8, each in one go."""
    from mojibake_fix.api import repair, repair_bytes

    text = [name for name in names if _is_utf8(name)]
    rest = [name for name in names if not _is_utf8(name)]
    better: dict[str, str] = {}
    for group, answer in (
        (text, repair("\n".join(text)) if text else None),
        (rest, repair_bytes(b"\n".join(name.encode("utf-8", "surrogateescape") for name in rest)) if rest else None),
    ):
        if answer is not None and probability_of(answer) >= level.least:
            lines = answer.text.split("\n")
            better.update(zip(group, lines, strict=True) if len(lines) == len(group) else ())
    return better


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _reason(name: str) -> str | None:
    """Why this is no name for a file."""
    if not name or name in (".", "..") or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name):
        return "would get a name that cannot be"
    if "/" in name or os.sep in name or len(name.encode()) > _LONGEST:
        return "would get a name that cannot be"
    return None


def _collision(path: Path, name: str, places: list[Path]) -> str | None:
    place = path.with_name(name)
    if os.path.lexists(place):
        return "would get a name that is there already"
    return "would get the same name as another" if places.count(place) > 1 else None
