"""What a file says of itself: byte order marks, which are nearly law, and declared charsets, which are evidence."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mojibake_fix.detection.names import answer
from mojibake_fix.encodings import get_encoding
from mojibake_fix.errors import UnknownEncodingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mojibake_fix.types import Detection

_BOMS: tuple[tuple[bytes, str, str | None], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", None),
    (codecs.BOM_UTF32_BE, "utf-32", None),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16be"),
)

_HEAD = 2048
_SAMPLE = 4000  # characters that are kept, to tell the language by
_LABEL = rb"([a-z0-9][a-z0-9_.:-]{1,30})"
_DECLARATIONS = (
    (b"<?xml", re.compile(rb"<\?xml[^>]{0,200}?\sencoding\s{0,4}=\s{0,4}[\"']" + _LABEL)),
    (b"<meta", re.compile(rb"<meta[^>]{0,300}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}" + _LABEL)),
    (b"@charset", re.compile(rb"@charset\s{1,4}\"" + _LABEL)),
    (
        b"content-type:",
        re.compile(rb"^content-type:[^\n]{0,200}?charset\s{0,4}=\s{0,4}\"?" + _LABEL, re.MULTILINE),
    ),
    (
        b'"content-type:',
        re.compile(rb"^\"content-type:[^\n]{0,200}?charset\s{0,4}=\s{0,4}" + _LABEL, re.MULTILINE),
    ),
)
"""Declarations in small letters, with what each begins with: most files have none of it."""
_PYTHON = re.compile(rb"^[ \t\f]*#[^\n]{0,200}?coding[:=][ \t]*(?i:" + _LABEL + rb")")

_NO_LABEL = re.compile(r"[\x00-\x20\x7f;,]")
_LOCALE = re.compile(
    r"(?:[a-z]{2,3}(?:_[A-Z]{2})?|C|POSIX)(?:\.(?P<codeset>[A-Za-z0-9_-]{2,20}))?(?:@(?P<modifier>[A-Za-z]+))?"
)

# A label that is declared means, in browsers and mail programs, the wider encoding of the same family, too.
_MEANT = {
    "iso8859-1": ("cp1252",), "ascii": ("cp1252", "iso8859-1"), "iso8859-9": ("cp1254",), "tis-620": ("cp874",),
    "iso8859-11": ("cp874",), "gb2312": ("gbk", "gb18030"), "gbk": ("gb18030", "gb2312"),
    "big5": ("big5hkscs", "cp950"),
    "shift_jis": ("cp932",), "cp932": ("shift_jis",), "euc_kr": ("cp949",), "iso8859-8": ("cp1255",),
}  # fmt: skip


def by_mark(data: bytes) -> Detection | None:
    """The answer of a byte order mark, where the whole input bears it out."""
    for mark, name, whatwg_name in _BOMS:
        if not data.startswith(mark):
            continue
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        found = answer(name, 0.999, "byte order mark", has_bom=True, sample=text[:_SAMPLE])
        return replace(found, whatwg_name=whatwg_name)
    return None


def declared_labels(data: bytes) -> list[str]:
    """The names that declarations at the head of the input give, as they stand there."""
    head = data[:_HEAD]
    small = head.lower()
    labels: list[bytes] = []
    has_coding = b"coding" in small
    if has_coding or b"charset" in small:
        found = [each for sign, pattern in _DECLARATIONS if sign in small for each in pattern.finditer(small)]
        labels += [head[slice(*each.span(1))] for each in found]
    if has_coding:
        labels += [match.group(1) for line in head.split(b"\n", 2)[:2] if (match := _PYTHON.match(line))]
    return [label.decode("ascii").rstrip(".:-") for label in labels]


def declared(labels: Sequence[str]) -> tuple[str, ...]:
    """The encodings that labels name, or would be taken for in browsers and mail programs."""
    names: dict[str, None] = {}
    for label in labels:
        try:
            row = get_encoding(label)
        except (UnknownEncodingError, UnicodeError):
            continue
        name = row.codec or row.name
        names.update(dict.fromkeys((name, *_MEANT.get(name, ()))))
    return tuple(names)


def label_of_hint(hint: str) -> str:
    """The label of an encoding in what something outside the data says: a label as it is, or the name of a locale.

    A locale of POSIX names its encoding behind a dot; of those that do not, one for the euro has ISO-8859-15.

        >>> label_of_hint("koi8-r"), label_of_hint("LANG=ru_RU.KOI8-R"), label_of_hint("de_DE@euro")
        ('koi8-r', 'KOI8-R', 'iso8859-15')
    """
    # What a server sends may hold anything: of a control character the page would be taken for binary.
    hint = _NO_LABEL.split(hint.strip().rpartition("=")[2].strip("\"'"), maxsplit=1)[0]
    match = _LOCALE.fullmatch(hint)
    if match is None:
        return hint
    if match["codeset"]:
        return match["codeset"]
    return "iso8859-15" if match["modifier"] == "euro" else hint
