"""`names`: mangled names of files and folders, their repair, and the renaming of them, from the bottom up.

The names of one folder are judged together: they came the same way, and one name alone is seldom evidence enough.
Those of several folders never are: each may have come in another way.
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
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from mojibake_fix.cli.options import Common
    from mojibake_fix.types import Repair

_LONGEST = 255  # bytes: no usual file system takes more


@dataclass(frozen=True, slots=True)
class NewName:
    """A file or folder, and what it should be called; or why it cannot be."""

    path: Path
    name: str
    error: str | None = None


def walk_names(common: Common) -> list[Entry]:
    """The files, links and folders below the paths, and the files that were named; what is in a folder before it."""
    wide = replace(common.walk, everything=True, links=True)
    found: list[Entry] = []
    for each in common.given:
        entries = [entry for entry in common.entries(each, wide) if entry.error is not None or _is_wanted(entry)]
        found += sorted(entries, key=lambda entry: -len(entry.relative.parts))
    return found


def _is_wanted(entry: Entry) -> bool:
    return entry.taken and entry.kind in (Kind.FILE, Kind.FOLDER, Kind.LINK) and entry.relative != Path()


def new_names(entries: list[Entry], level: Level, *, nfc: bool) -> list[NewName]:
    """The entries whose names are mangled, with their new names; collisions are errors."""
    folders: dict[Path, list[str]] = {}
    for entry in entries:
        if not entry.path.name.isascii():
            folders.setdefault(entry.path.parent, []).append(entry.path.name)
    better: dict[Path, str] = {}
    for folder, names in folders.items():
        repaired = repaired_names(list(dict.fromkeys(names)), level)
        for name in names:
            new = repaired.get(name, name)
            better[folder / name] = unicodedata.normalize("NFC", new) if nfc else new
    changed = [(entry.path, better.get(entry.path, entry.path.name)) for entry in entries]
    wanted = [(path, name) for path, name in changed if name != path.name]
    places = [path.with_name(name) for path, name in wanted if _reason(name) is None]
    return [NewName(path, name, _reason(name) or _collision(path, name, places)) for path, name in wanted]


def repaired_names(names: list[str], level: Level) -> dict[str, str]:
    """Names that came the same way, and their repair: those that are text, and those whose bytes are no UTF-8."""
    from mojibake_fix.api import repair, repair_bytes

    text = [name for name in names if _is_utf8(name)]
    rest = [name for name in names if not _is_utf8(name)]
    better = _judged(text, level, repair)
    better.update(_judged(rest, level, lambda lines: repair_bytes(lines.encode("utf-8", "surrogateescape"))))
    return better


def _judged(names: list[str], level: Level, repair: Callable[[str], Repair]) -> dict[str, str]:
    """What names are called that are judged together; one by one where one of them, judged alone, surely is another.

    Together, names that are too short to be known are repaired by the evidence of the others. That is right only where
    all of them came the same way: names of several ways are taken for damage that nothing explains, or are made worse.
    """
    if not names:
        return {}
    together = repair("\n".join(names))
    lines = together.text.split("\n")
    if len(lines) != len(names):
        return {}
    joint = dict(zip(names, lines, strict=True))
    is_good = probability_of(together) >= level.least
    if len(names) == 1 or (together.verdict is Verdict.SOUND and is_good):
        return joint if is_good else {}
    alone = {name: repair(name) for name in names}
    if is_good and not any(_contradicts(alone[name], name, joint[name]) for name in names):
        return joint
    right = {name: answer.text for name, answer in alone.items() if probability_of(answer) >= level.least}
    if not is_good or level is Level.GUESS:
        return right
    return {name: new for name, new in right.items() if joint[name] in (name, new)}  # of two that are sure, neither is


def _contradicts(alone: Repair, name: str, joint: str) -> bool:
    """Whether a name that is judged alone is surely mangled, and another than it would be together with others."""
    return alone.text not in (name, joint) and probability_of(alone) >= Level.SURE.least


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
