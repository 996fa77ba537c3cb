"""What a file says of itself: byte order marks, which are nearly law, and declared charsets, which are evidence."""

from __future__ import annotations

import codecs
import re

from mojibake_fix.encodings import get_encoding
from mojibake_fix.errors import UnknownEncodingError
from mojibake_fix.types import Detection

_BOMS: tuple[tuple[bytes, str, str | None], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", None),
    (codecs.BOM_UTF32_BE, "utf-32", None),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16be"),
)

_HEAD = 2048
_LABEL = rb"([A-Za-z0-9][\w.:-]{1,30})"
_DECLARATIONS = (
    re.compile(rb"<\?xml[^>]{0,200}?\sencoding\s{0,4}=\s{0,4}[\"']" + _LABEL, re.IGNORECASE),
    re.compile(rb"<meta[^>]{0,300}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}" + _LABEL, re.IGNORECASE),
    re.compile(rb"@charset\s{1,4}\"" + _LABEL, re.IGNORECASE),
    re.compile(rb"^content-type:[^\n]{0,200}?charset\s{0,4}=\s{0,4}\"?" + _LABEL, re.IGNORECASE | re.MULTILINE),
    re.compile(rb"^\"content-type:[^\n]{0,200}?charset\s{0,4}=\s{0,4}" + _LABEL, re.IGNORECASE | re.MULTILINE),
)
_PYTHON = re.compile(rb"^[ \t\f]*#[^\n]{0,200}?coding[:=][ \t]*" + _LABEL)

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
            data.decode(name)
        except UnicodeError:
            continue
        return Detection(name, 0.999, "byte order mark", whatwg_name, has_bom=True)
    return None


def declared(data: bytes) -> tuple[str, ...]:
    """The encodings that a declaration at the head of the input names, or would be taken for; none where none is."""
    head = data[:_HEAD]
    labels = [match.group(1) for pattern in _DECLARATIONS for match in pattern.finditer(head)]
    for line in head.split(b"\n", 2)[:2]:
        match = _PYTHON.match(line)
        if match:
            labels.append(match.group(1))
    names: dict[str, None] = {}
    for label in labels:
        try:
            name = get_encoding(label.decode("ascii").rstrip(".:-")).codec
        except (UnknownEncodingError, UnicodeError):
            continue
        if name is not None:  # else it is none that is detected
            names.update(dict.fromkeys((name, *_MEANT.get(name, ()))))
    return tuple(names)
