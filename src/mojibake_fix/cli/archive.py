"""Zip archives as bytes: where the names of their members stand, and a copy in which other names stand there.

All else is copied as it is: data, order, times, attributes, comments, what stands before the archive or between its
members. Only what counts bytes (lengths, offsets) goes with the names. The numbers are those of PKWARE's APPNOTE.
"""

from __future__ import annotations

import itertools
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from mojibake_fix.cli.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UTF8_FLAG = 1 << 11
_LOCAL, _CENTRAL, _END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_END_64, _LOCATOR_64 = b"PK\6\6", b"PK\6\7"
_CENTRAL_SIZE, _LOCAL_SIZE, _END_SIZE, _END_64_SIZE, _LOCATOR_SIZE = 46, 30, 22, 56, 20
_LONGEST_COMMENT = 0xFFFF
_IS_64 = 0xFFFFFFFF  # in a field of four bytes: its value is among the extra fields
_ZIP64, _UNICODE_PATH, _UNICODE_COMMENT = 0x0001, 0x7075, 0x6375
_COPIED_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """What the directory of an archive says of one member."""

    header: bytes
    """The fixed part of its entry."""
    raw: bytes
    """Its name, as bytes."""
    extra: bytes
    comment: bytes
    offset: int
    """Where its own header is."""

    @property
    def flags(self) -> int:
        """The general purpose flags."""
        return _short(self.header, 8)

    @property
    def is_utf8(self) -> bool:
        """Whether the archive says that the name is UTF-8."""
        return bool(self.flags & UTF8_FLAG)

    @property
    def unicode_path(self) -> str | None:
        """The name that Info-ZIP adds as UTF-8, where it belongs to the name that stands there."""
        for kind, field in _fields(self.extra):
            if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1 and _long(field, 1) == zlib.crc32(self.raw):
                try:
                    return field[5:].decode()
                except UnicodeDecodeError:
                    return None
        return None


@dataclass(frozen=True, slots=True)
class Archive:
    """The parts of a zip archive."""

    members: tuple[Member, ...]
    base: int
    """What is to be added to its offsets: bytes stand before it."""
    start: int
    """Where the directory begins."""
    tail: bytes
    """All that follows its entries."""
    end: int
    """Where, in the tail, its last record begins."""
    end_64: int | None
    """Where, in the tail, the record of ZIP64 begins, if there is one."""


def read_archive(file: BinaryIO) -> Archive:
    """The directory of an archive. Raises `RefusedError` where it is none, or one that cannot be rewritten."""
    size = file.seek(0, 2)
    at = max(0, size - _END_SIZE - _LONGEST_COMMENT)
    file.seek(at)
    last = file.read()
    end = _find_end(last)
    if end < 0:
        raise RefusedError("is no zip archive")
    disk, start_disk, _, count, length, offset = struct.unpack_from("<HHHHLL", last, end + 4)
    directory_end, end_64 = at + end, None
    locator = end - _LOCATOR_SIZE
    if locator >= 0 and last[locator : locator + 4] == _LOCATOR_64:
        # offsets may count from the archive's own beginning: the record stands right before its locator if they do
        file.seek(at + locator - _END_64_SIZE)
        record = file.read(_END_64_SIZE)
        if record[:4] != _END_64:
            raise RefusedError("has a directory of a kind that is not known here (ZIP64)")
        count, length, offset = struct.unpack_from("<QQQ", record, 32)
        directory_end = end_64 = at + locator - _END_64_SIZE
    base = directory_end - length - offset
    if disk or start_disk or base < 0:
        raise RefusedError("is damaged, or a part of an archive that is in several files")
    start = base + offset
    file.seek(start)
    directory = file.read(size - start)
    members, used = _members(directory[:length], count)
    return Archive(members, base, start, directory[used:], at + end - start - used,
                   None if end_64 is None else end_64 - start - used)  # fmt: skip


def _find_end(last: bytes) -> int:
    """Where the last record is: its comment must reach to the end of the file."""
    end = last.rfind(_END)
    while end >= 0 and (end + _END_SIZE > len(last) or end + _END_SIZE + _short(last, end + 20) != len(last)):
        end = last.rfind(_END, 0, end)
    return end


def _members(directory: bytes, count: int) -> tuple[tuple[Member, ...], int]:
    members, at = [], 0
    for _ in range(count):
        header = directory[at : at + _CENTRAL_SIZE]
        if len(header) < _CENTRAL_SIZE or header[:4] != _CENTRAL:
            raise RefusedError("is damaged: its directory lacks members")
        name, extra, comment = struct.unpack_from("<HHH", header, 28)
        ends = [at + _CENTRAL_SIZE + length for length in (0, name, name + extra, name + extra + comment)]
        if ends[-1] > len(directory):
            raise RefusedError("is damaged: its directory ends too early")
        raw, fields, remark = (directory[begin:end] for begin, end in itertools.pairwise(ends))
        members.append(Member(header, raw, fields, remark, _offset(header, fields)))
        at = ends[-1]
    return tuple(members), at


def renamed(file: BinaryIO, archive: Archive, names: Mapping[int, tuple[str, bytes]]) -> Iterator[bytes]:
    """The bytes of the archive with new names, and comments, for the members of these numbers, marked as UTF-8.

    Raises `RefusedError` where that cannot be.
    """
    order = sorted(range(len(archive.members)), key=lambda number: archive.members[number].offset)
    offsets = [archive.members[number].offset for number in order]
    if len(set(offsets)) < len(offsets) or (offsets and offsets[-1] + archive.base >= archive.start):
        raise RefusedError("is damaged: members overlap")
    moved: dict[int, int] = {}
    written = at = 0
    for number, following in zip(order, [*offsets[1:], archive.start - archive.base], strict=True):
        begin = archive.base + archive.members[number].offset
        yield from _range(file, at, begin)
        written += begin - at
        moved[number] = written - archive.base
        header, at = _local(file, begin, archive.base + following, archive.members[number], names.get(number))
        yield header
        written += len(header)
    yield from _range(file, at, archive.start)
    written += archive.start - at
    entries = [_entry(member, moved[n], names.get(n)) for n, member in enumerate(archive.members)]
    yield from entries
    yield _tail(archive, written - archive.base, sum(map(len, entries)))


def _local(file: BinaryIO, begin: int, end: int, member: Member, new: tuple[str, bytes] | None) -> tuple[bytes, int]:
    """A member's own header with its new name, and where in the old file it ended."""
    file.seek(begin)
    header = bytearray(file.read(_LOCAL_SIZE))
    if header[:4] != _LOCAL:
        raise RefusedError("is damaged: a member is not where the directory says")
    length, extra_length = struct.unpack_from("<HH", header, 26)
    name, extra = file.read(length), file.read(extra_length)
    after = begin + _LOCAL_SIZE + length + extra_length
    if after > end:
        raise RefusedError("is damaged: members overlap")
    if new is not None and name == member.raw:
        name = new[0].encode()
        struct.pack_into("<H", header, 6, _short(header, 6) | UTF8_FLAG)
        struct.pack_into("<H", header, 26, len(name))
        extra = _adapted(extra, name, new[1])
    return bytes(header) + name + extra, after


def _entry(member: Member, offset: int, new: tuple[str, bytes] | None) -> bytes:
    """The directory's entry of a member."""
    header, extra, name, comment = bytearray(member.header), member.extra, member.raw, member.comment
    if new is not None:
        name, comment = new[0].encode(), new[1]
        struct.pack_into("<H", header, 8, member.flags | UTF8_FLAG)
        struct.pack_into("<H", header, 28, len(name))
        struct.pack_into("<H", header, 32, len(comment))
        extra = _adapted(extra, name, comment)
    if _long(header, 42) == _IS_64:
        at = _place_of_offset(header, extra)
        extra = extra[:at] + struct.pack("<Q", offset) + extra[at + 8 :]
    elif offset >= _IS_64:
        raise RefusedError("would grow beyond what its offsets can say (4 GB)")
    else:
        struct.pack_into("<L", header, 42, offset)
    return bytes(header) + name + extra + comment


def _tail(archive: Archive, start: int, length: int) -> bytes:
    """What follows the directory, which begins and is as long as this now."""
    tail = bytearray(archive.tail)
    if archive.end_64 is not None:
        struct.pack_into("<QQ", tail, archive.end_64 + 40, length, start)
        struct.pack_into("<Q", tail, archive.end - _LOCATOR_SIZE + 8, start + length + archive.end_64)
    for at, value in ((12, length), (16, start)):
        if _long(tail, archive.end + at) != _IS_64:
            if value >= _IS_64:
                raise RefusedError("would grow beyond what its offsets can say (4 GB)")
            struct.pack_into("<L", tail, archive.end + at, value)
    return bytes(tail)


def _adapted(extra: bytes, name: bytes, comment: bytes) -> bytes:
    """Extra fields in which Info-ZIP's names and comments in UTF-8 belong to the new ones."""
    out, at = bytearray(extra), 0
    for kind, field in _fields(extra):
        at += 4
        if kind in (_UNICODE_PATH, _UNICODE_COMMENT) and len(field) > 5:
            struct.pack_into("<L", out, at + 1, zlib.crc32(name if kind == _UNICODE_PATH else comment))
        at += len(field)
    return bytes(out)


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The extra fields; what is no field at the end is passed over."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if at + 4 + length > len(extra):
            return
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _offset(header: bytes, extra: bytes) -> int:
    offset = _long(header, 42)
    if offset != _IS_64:
        return offset
    (value,) = struct.unpack_from("<Q", extra, _place_of_offset(header, extra))
    return int(value)


def _place_of_offset(header: bytes | bytearray, extra: bytes) -> int:
    """Where among the extra fields the offset is that has no room in the header: behind sizes that have none either."""
    at = 0
    for kind, field in _fields(extra):
        if kind == _ZIP64:
            before = 8 * sum(_long(header, place) == _IS_64 for place in (20, 24))
            if before + 8 <= len(field):
                return at + 4 + before
        at += 4 + len(field)
    raise RefusedError("is damaged: a member has no offset")


def _range(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    while start < end:
        piece = file.read(min(_COPIED_AT_ONCE, end - start))
        if not piece:
            raise RefusedError("is damaged: it ends too early")
        start += len(piece)
        yield piece


def _short(data: bytes | bytearray, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _long(data: bytes | bytearray, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
