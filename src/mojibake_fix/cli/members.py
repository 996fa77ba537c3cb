"""`names` of zip archives: what their members should be called, and archives that say so.

A name that is not marked as UTF-8 is read as cp437 by what follows the standard. All names of an archive are judged
together, for one program wrote them, those that are marked by themselves; one by one where they contradict each other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from mojibake_fix.cli.archive import Archive, Member, read_archive, renamed
from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.names import repaired_names
from mojibake_fix.cli.pieces import PIECE, Spool, spool

if TYPE_CHECKING:
    from pathlib import Path

    from mojibake_fix.cli.wanted import Level

_MAGIC = (b"PK\3\4", b"PK\5\6")
_STANDARD = "cp437"


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member, and what it should be called; or why it cannot be."""

    number: int
    old: str
    """As it is shown now."""
    name: str
    error: str | None = None


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive, or begins as one."""
    import zipfile

    try:
        with path.open("rb") as file:
            return file.read(4) in _MAGIC or (path.suffix.lower() in (".zip", ".exe") and zipfile.is_zipfile(path))
    except (OSError, ValueError):
        return False


def new_members(archive: Archive, level: Level) -> list[NewMember]:
    """The members whose names are not what they should be; those that would get the same name are errors."""
    right = _right_names(archive, level)
    found = [
        NewMember(number, _shown(member), right[number])
        for number, member in enumerate(archive.members)
        if right[number] != _shown(member)
    ]
    counts: dict[str, int] = {}
    for number, member in enumerate(archive.members):
        name = right.get(number, _shown(member))
        counts[name] = counts.get(name, 0) + 1
    return [replace(new, error=_reason(new, counts[new.name])) for new in found]


def repaired_archive(file: BinaryIO, archive: Archive, new: list[NewMember], folder: Path | None) -> Spool:
    """The archive with these names, checked, on the disk. Raises `RefusedError` and `OSError`."""
    names = {
        each.number: (each.name, _comment(archive.members[each.number], each)) for each in new if each.error is None
    }
    made = spool(renamed(file, archive, names), folder)
    made.file.seek(0)
    again = read_archive(made.file)
    for number, (old, now) in enumerate(zip(archive.members, again.members, strict=True)):
        name = names[number][0] if number in names else _shown(old)
        same = old.header[10:28] == now.header[10:28] and old.header[34:42] == now.header[34:42]
        if not same or _shown(now) != name or (number not in names and old.raw != now.raw):
            raise RefusedError("internal error, please report it: the new archive is not what it should be")
    return made


def digest_of_file(file: BinaryIO) -> bytes:
    """The SHA-256 of a file, from its beginning."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.digest()


def _shown(member: Member) -> str:
    """The name as programs show it that follow the standard, and know what Info-ZIP adds to it."""
    if member.is_utf8:
        return member.raw.decode("utf-8", "surrogateescape")
    return member.unicode_path or member.raw.decode(_STANDARD)


def _right_names(archive: Archive, level: Level) -> dict[int, str]:
    marked: dict[int, str] = {}
    others: dict[int, str] = {}
    for number, member in enumerate(archive.members):
        if member.is_utf8 or member.unicode_path is not None:
            marked[number] = _shown(member)
        else:
            others[number] = member.raw.decode("utf-8", "surrogateescape")
    right = {**marked, **{n: name for n, name in others.items() if not _is_damaged(name)}}
    for group in (marked, others):
        better = repaired_names(list(dict.fromkeys(name for name in group.values() if not name.isascii())), level)
        right.update({number: better[name] for number, name in group.items() if name in better})
    return {n: right.get(n, _shown(member)) for n, member in enumerate(archive.members)}


def _is_damaged(name: str) -> bool:
    return any("\udc80" <= sign <= "\udcff" for sign in name)


def _reason(new: NewMember, count: int) -> str | None:
    if not new.name or "\0" in new.name or _is_damaged(new.name) or len(new.name.encode("utf-8", "replace")) > 0xFFFF:
        return "would get a name that cannot be"
    return "would get the same name as another" if count > 1 else None


def _comment(member: Member, new: NewMember) -> bytes:
    """The comment of a member, which the mark says is UTF-8 too: in the encoding of the name, if it is in none."""
    try:
        member.comment.decode()
    except UnicodeDecodeError:
        pass
    else:
        return member.comment
    for encoding in (*_encodings_between(member.raw, new.name), _STANDARD):
        try:
            return member.comment.decode(encoding).encode()
        except UnicodeError:
            continue
    return member.comment


def _encodings_between(raw: bytes, name: str) -> list[str]:
    """The encodings in which these bytes are that name."""
    from mojibake_fix.encodings import ENCODINGS

    found = []
    for encoding in ENCODINGS.values():
        try:
            if encoding.codec is not None and raw.decode(encoding.codec) == name:
                found.append(encoding.codec)
        except (UnicodeError, LookupError):
            continue
    return found
