"""What `fix` shall write for a finding: the verdict says whether, this module makes the bytes and checks them.

Sound, suspect and binary files are never touched. The bytes are checked before anything is written: they must
decode to exactly the text that the library promised.
"""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata
from dataclasses import dataclass, replace

from mojibake_fix.cli.work import Action, Finding
from mojibake_fix.types import Repair, Verdict

UTF8 = frozenset({"utf-8", "utf-8-sig", "ascii"})
BOM = "\ufeff"
REPLACEMENT = "\ufffd"
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_REPAIRABLE = frozenset({Verdict.MOJIBAKE, Verdict.MIXED, Verdict.LOSSY})
_DECLARATION = re.compile(r"""(?:charset|encoding|coding)\s*[=:]\s*["']?\s*([A-Za-z0-9][\w.:-]*)""", re.ASCII)
_DECLARED_WITHIN = 1024  # characters: where browsers, XML and Python look for a declaration


@dataclass(frozen=True, slots=True)
class FixOptions:
    """What `fix` makes of files."""

    to: str = "utf-8"
    keep_legacy: bool = False
    guess: bool = False


class UnwritableError(Exception):
    """The repaired text cannot be written; the message says why."""


def decide(finding: Finding, options: FixOptions) -> Finding:
    """The finding with the action, and with the new bytes where there is something to write."""
    repair = finding.repair
    if repair is None or finding.error is not None or not finding.is_finding:
        return finding
    if not _shall_write(repair, options):
        return replace(finding, action=Action.LEFT)
    if _lost_in_decoding(repair, finding.data):
        return replace(finding, action=Action.LEFT, note="left, for some of its bytes are in no encoding we know")
    try:
        data = new_bytes(repair, finding.data, options.to)
    except UnwritableError as error:
        return finding.failed(str(error))
    if data == finding.data:
        return replace(finding, action=Action.LEFT)
    action = Action.CONVERTED if repair.verdict is Verdict.LEGACY else Action.REPAIRED
    return replace(finding, action=action, new_data=data, note=_stale_declaration(repair.text, options.to))


def _shall_write(repair: Repair, options: FixOptions) -> bool:
    is_utf8 = repair.detection is not None and repair.detection.encoding in UTF8
    if repair.verdict is Verdict.LEGACY:
        return not options.keep_legacy
    return repair.verdict in _REPAIRABLE and (repair.changed or not (is_utf8 or options.keep_legacy))


def _lost_in_decoding(repair: Repair, data: bytes) -> bool:
    """Whether a replacement character stands for a byte of the file, which would be gone once that is written."""
    replaced = repair.original.count(REPLACEMENT)
    if not replaced:
        return False
    encoding = repair.detection.encoding if repair.detection is not None else None
    if encoding is None:  # lines in several encodings: only those in UTF-8 can hold the character itself
        return replaced > data.count(REPLACEMENT.encode())
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return True
    return False


def new_bytes(repair: Repair, old: bytes, encoding: str) -> bytes:
    """The repaired text in the target encoding. Raises `UnwritableError`.

    Of a byte order mark only that of UTF-8 is kept, and only where the target is UTF-8 too; encodings that write
    their own (`utf-16`, `utf-8-sig`) do so.
    """
    text = repair.text
    if not text and old and old not in _MARKS:
        raise UnwritableError("internal error, please report it: nothing is left of the text")
    has_bom = repair.detection is not None and repair.detection.has_bom
    if has_bom and _marks_of_text(repair.original) == _marks_of_bytes(old):  # the mark came along into the text
        text = text.removeprefix(BOM)
    if has_bom and encoding == "utf-8" and old.startswith(codecs.BOM_UTF8):
        text = BOM + text
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError as error:
        raise UnwritableError(_unmappable(text, error.start, encoding)) from None
    try:
        same = data.decode(encoding) == text
    except UnicodeDecodeError:
        same = False
    if not same:
        raise UnwritableError(f"cannot be written in {encoding} so that it reads back the same")
    return data


def _marks_of_text(text: str) -> int:
    return len(text) - len(text.lstrip(BOM))


def _marks_of_bytes(data: bytes) -> int:
    """How many byte order marks the bytes begin with: the first is none of the text, further ones are."""
    mark = next((mark for mark in _MARKS if data.startswith(mark)), None)
    if mark is None:
        return 0
    return next(count for count in itertools.count(1) if not data.startswith(mark, count * len(mark)))


def _unmappable(text: str, at: int, encoding: str) -> str:
    character = text[at]
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    name = unicodedata.name(character, "a lone surrogate" if "\ud800" <= character <= "\udfff" else "no name")
    return f"cannot be written in {encoding}: line {line}, column {column} has U+{ord(character):04X} ({name.lower()})"


def _stale_declaration(text: str, encoding: str) -> str | None:
    """A note where a page or program says that it is in an encoding that it will not be in any more."""
    from mojibake_fix.encodings import get_encoding
    from mojibake_fix.errors import UnknownEncodingError

    for match in _DECLARATION.finditer(text[:_DECLARED_WITHIN]):
        try:
            declared = get_encoding(match[1]).name
        except UnknownEncodingError:
            continue
        if declared not in {get_encoding(encoding).name, *(UTF8 if encoding in UTF8 else ())}:
            return f"still says {match[0]} inside; change that to {encoding}"
    return None
