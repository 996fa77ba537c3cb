"""A repaired text into bytes: in which encoding, with which byte order mark, and what of characters that it lacks.

What was written must read back as the text that was meant; line ends and the end of the last line are the text's own.
"""

from __future__ import annotations

import codecs
import itertools
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mojibake_fix.types import Repair

UTF8 = frozenset({"utf-8", "utf-8-sig", "ascii"})
BOM = "\ufeff"
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ORDERED = dict(zip(_MARKS, ("utf-8", "utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"), strict=True))

"""The encoding that a byte order mark stands for, without the mark."""


class Unmappable(StrEnum):
    """What becomes of characters that the target encoding lacks."""

    ERROR = "error"
    """The file is left, with an error."""
    HTML = "html"
    """`&#1041;`"""
    ESCAPE = "escape"
    r"""`\u0411`"""
    REPLACE = "replace"
    """`?`"""


_HANDLERS = {
    Unmappable.ERROR: "strict",
    Unmappable.HTML: "xmlcharrefreplace",
    Unmappable.ESCAPE: "backslashreplace",
    Unmappable.REPLACE: "replace",
}


class UnwritableError(Exception):
    """The repaired text cannot be written; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An encoding to write in, and the byte order mark to put in front."""

    encoding: str
    mark: bytes = b""


def target_of(repair: Repair, old: bytes, to: str | None) -> Target:
    """Where a repair goes: to the encoding `to`, or (None) to the one that the file is in. Raises `UnwritableError`.

    Of a byte order mark only that of UTF-8 stays where the encoding changes, and only where it stays UTF-8; encodings
    that write their own (`utf-16`, `utf-8-sig`) do so.
    """
    detection = repair.detection
    mark = mark_of(old) if _has_bom(repair) else b""
    if to is not None:
        return Target(to, mark if to == "utf-8" and mark == codecs.BOM_UTF8 else b"")
    if detection is None or detection.encoding is None:
        raise UnwritableError(
            "has lines in several encodings, so there is none to keep; repair it without --keep-encoding"
        )
    return Target(ORDERED.get(mark, detection.encoding), mark)


def encode(text: str, target: Target, unmappable: Unmappable = Unmappable.ERROR) -> bytes:
    """The text in the target encoding. Raises `UnwritableError`."""
    from mojibake_fix.encodings import make_known

    encoding = target.encoding
    make_known(encoding)  # it was detected in another process
    try:
        data = text.encode(encoding, _HANDLERS[unmappable])
    except UnicodeEncodeError as error:
        raise UnwritableError(_sentence(text, error.start, encoding)) from None
    try:
        read = data.decode(encoding)
        same = read == text if unmappable is Unmappable.ERROR else read.encode(encoding) == data
    except UnicodeError:
        same = False
    if not same:
        raise UnwritableError(f"cannot be written in {encoding} so that it reads back the same")
    return target.mark + data


def text_without_mark(repair: Repair, old: bytes) -> str:
    """The repaired text, less a byte order mark that came along into it."""
    text = repair.text
    if not text and old and old not in _MARKS:
        raise UnwritableError("internal error, please report it: nothing is left of the text")
    came_along = _has_bom(repair) and _marks_of_text(repair.original) == _marks_of_bytes(old)
    return text.removeprefix(BOM) if came_along else text


def mark_of(data: bytes) -> bytes:
    """The byte order mark that bytes begin with; empty where they begin with none."""
    return next((mark for mark in _MARKS if data.startswith(mark)), b"")


def _has_bom(repair: Repair) -> bool:
    return repair.detection is not None and repair.detection.has_bom


def _marks_of_text(text: str) -> int:
    return len(text) - len(text.lstrip(BOM))


def _marks_of_bytes(data: bytes) -> int:
    """How many byte order marks the bytes begin with: the first is none of the text, further ones are."""
    mark = next((mark for mark in _MARKS if data.startswith(mark)), None)
    if mark is None:
        return 0
    return next(count for count in itertools.count(1) if not data.startswith(mark, count * len(mark)))


def _sentence(text: str, at: int, encoding: str) -> str:
    character = text[at]
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    name = unicodedata.name(character, "a lone surrogate" if "\ud800" <= character <= "\udfff" else "no name")
    return f"cannot be written in {encoding}: line {line}, column {column} has U+{ord(character):04X} ({name.lower()})"
