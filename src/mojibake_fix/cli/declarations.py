"""What a file says of its own encoding, inside: it is brought in line when the encoding of the file changes.

XML declarations, `<meta charset>` and its older form, `@charset` of CSS, the coding line of PEP 263 (Python, Ruby,
Emacs), the header of gettext catalogues, and `SET NAMES` of SQL dumps. Only the label is replaced. Others are told of:
those that stand where nobody looks for them, or are written in a way that we know too little of to change them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mojibake_fix.encodings import get_encoding
from mojibake_fix.errors import UnknownEncodingError

_HEAD = 2048  # characters: about where browsers, XML, Python and gettext look
_LABEL = r"(?P<label>[A-Za-z0-9][\w.:-]{0,30})"
_PATTERNS = (
    re.compile(r"\A\ufeff?<\?xml\b[^>]{0,200}?\sencoding\s{0,4}=\s{0,4}[\"']" + _LABEL),
    re.compile(r"<meta\b[^>]{0,300}?\bcharset\s{0,4}=\s{0,4}[\"']?\s{0,4}" + _LABEL, re.IGNORECASE),
    re.compile(r"\A\ufeff?@charset \"" + _LABEL + r"(?=\";)", re.IGNORECASE),
    re.compile(r"\A\ufeff?(?:[^\n]{0,500}\n)?[ \t\f]*(?:#|//|;|--|%|\")[^\n]{0,200}?coding[:=][ \t]*" + _LABEL),
    re.compile(r"^\"Content-Type:[^\n]{0,200}?charset=" + _LABEL, re.MULTILINE | re.IGNORECASE),
)
_SET_NAMES = re.compile(r"^\s*(?:/\*!\d+\s+)?SET\s+NAMES\s+[\"']?(?P<label>\w+)", re.MULTILINE | re.IGNORECASE)
_TOLD = (
    re.compile(
        r"(?:charset|encoding|coding)\s{0,4}[=:]\s{0,4}(?P<quote>[\"']?)\s{0,4}" + _LABEL + r"(?:(?P=quote))?", re.ASCII
    ),
)
"""What may be a declaration where browsers, XML and Python look for one."""
_TOLD_WITHIN = 1024  # characters
_TOLD_ANYWHERE = (
    re.compile(
        r"^[ \t]{0,40}(?:/\*!\d{1,6}[ \t]{1,4})?(?P<shown>SET[ \t]{1,4}NAMES[ \t]{1,4}[\"']?(?P<sql>\w{1,30})[\"']?)",
        re.MULTILINE | re.IGNORECASE,
    ),
    re.compile(r"^[^%\n]{0,200}?(?P<shown>\\usepackage\[(?P<tex>\w{1,30})\]\{inputenc\})", re.MULTILINE),
    re.compile(
        r"^[ \t]{0,40}(?P<shown>use[ \t]{1,4}(?:open|encoding)\b[^\n;#]{0,80}?encoding\(" + _LABEL + r"\))",
        re.MULTILINE,
    ),
    re.compile(
        r"^[A-Z0-9.-]{1,40};[^:\n]{0,200}?(?P<shown>\bCHARSET=(?P<label>[\w.-]{1,30}))", re.MULTILINE | re.IGNORECASE
    ),
)
"""SQL, LaTeX, Perl, and vCards with their kin say it wherever it is needed."""
_TEX = {"ansinew": "cp1252", "applemac": "mac-roman", "utf8": "utf-8", "utf8x": "utf-8", "latin9": "iso8859-15"}
"""What LaTeX calls encodings in its own way."""

# What MySQL and PostgreSQL call encodings. MySQL's `utf8` lacks all characters beyond U+FFFF, `utf8mb4` has them.
_MYSQL = {
    "utf8mb4": "utf-8", "utf8mb3": "utf-8", "utf8": "utf-8", "latin1": "cp1252", "latin2": "iso8859-2",
    "latin5": "iso8859-9", "latin7": "iso8859-13", "cp1250": "cp1250", "cp1251": "cp1251", "cp1256": "cp1256",
    "cp1257": "cp1257", "cp850": "cp850", "cp852": "cp852", "cp866": "cp866", "koi8r": "koi8-r", "koi8u": "koi8-u",
    "greek": "iso8859-7", "hebrew": "iso8859-8", "tis620": "tis-620", "gbk": "gbk", "gb2312": "gb2312",
    "gb18030": "gb18030", "big5": "big5", "sjis": "shift_jis", "cp932": "cp932", "ujis": "euc_jp", "euckr": "euc_kr",
}  # fmt: skip
_POSTGRESQL = {
    "utf8": "utf-8", "unicode": "utf-8", "win1250": "cp1250", "win1251": "cp1251", "win1252": "cp1252",
    "win1253": "cp1253", "win1254": "cp1254", "win1255": "cp1255", "win1256": "cp1256", "win1257": "cp1257",
    "win1258": "cp1258", "win866": "cp866", "win874": "cp874", "koi8r": "koi8-r", "koi8u": "koi8-u",
    "iso_8859_5": "iso8859-5", "iso_8859_6": "iso8859-6", "iso_8859_7": "iso8859-7", "iso_8859_8": "iso8859-8",
    "euc_jp": "euc_jp", "euc_kr": "euc_kr", "uhc": "cp949",
}  # fmt: skip
_ONE = {"utf-8-sig": "utf-8", "ascii": "utf-8"}  # ASCII is UTF-8


@dataclass(frozen=True, slots=True)
class Declaration:
    """A label that stands at `start` to `end`, and what it should be there; None where nothing is known to be right."""

    start: int
    end: int
    label: str
    right: str | None


def stale_declarations(text: str, encoding: str) -> list[Declaration]:
    """The declarations at the head of a text that are not true where it is written in an encoding, in their order."""
    target = _ONE.get(encoding, encoding)
    head = text[:_HEAD]
    found: dict[int, Declaration] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(head):
            declared = _name(match["label"])
            if declared not in (None, target):
                found[match.start("label")] = _declaration(match, _label(target))
    for match in _SET_NAMES.finditer(head):
        label = match["label"].lower()
        declared = _MYSQL.get(label) or _POSTGRESQL.get(label)
        if declared not in (None, target):
            found[match.start("label")] = _declaration(match, _label_of_database(label, target))
    return [found[start] for start in sorted(found)]


def told_declarations(text: str, encoding: str) -> str | None:
    """A note of what a text still says of its encoding that is not true where it is written in this one."""
    target = _ONE.get(encoding, encoding)
    found: dict[int, tuple[str, str | None]] = {}
    stale = {item.start: item for item in stale_declarations(text, encoding)}
    for pattern, end in (*((each, _TOLD_WITHIN) for each in _TOLD), *((each, len(text)) for each in _TOLD_ANYWHERE)):
        for match in pattern.finditer(text[:end]):
            kind = next(name for name in ("sql", "tex", "label") if match.groupdict().get(name))
            shown = "shown" if "shown" in pattern.groupindex else 0
            right = _right_there(kind, match[kind], target)
            if right is not None:
                found[match.start(kind)] = match[shown], right
    for start, item in stale.items():
        found.setdefault(start, (item.label, item.right))
    if not found:
        return None
    shown, right = found[min(found)]
    more = f"; and {len(found) - 1} more" if len(found) > 1 else ""
    return f"still says {shown} inside; change that to {right or encoding}{more}"


def _right_there(kind: str, label: str, target: str) -> str | None:
    """What a label should be there; None where it is right, or is none."""
    if kind == "sql":
        label = label.lower()
        declared = _MYSQL.get(label) or _POSTGRESQL.get(label)
        return None if declared in (None, target) else _label_of_database(label, target) or target
    declared = _TEX.get(label) if kind == "tex" else None
    declared = declared or _name(label)
    if declared in (None, target):
        return None
    return "utf8" if kind == "tex" and target == "utf-8" else target


def in_line(text: str, declarations: list[Declaration]) -> str:
    """The text with its declarations made right, as far as that is known."""
    for declaration in reversed(declarations):
        if declaration.right is not None:
            text = text[: declaration.start] + declaration.right + text[declaration.end :]
    return text


def _declaration(match: re.Match[str], right: str | None) -> Declaration:
    label = match["label"]
    if right is not None and label.isupper():
        right = right.upper()
    return Declaration(match.start("label"), match.end("label"), label, right)


def _name(label: str) -> str | None:
    try:
        name = get_encoding(label.rstrip(".:-")).name
    except UnknownEncodingError:
        return None
    return _ONE.get(name, name)


def _label(encoding: str) -> str:
    """What the web calls an encoding; of those that it does not know, the usual name."""
    known = get_encoding(encoding)
    return known.whatwg_name or known.name.replace("iso8859", "iso-8859")


def _label_of_database(label: str, encoding: str) -> str | None:
    """What the database that knows the old label calls an encoding."""
    table = _MYSQL if label in _MYSQL else _POSTGRESQL
    return next((name for name, meant in table.items() if meant == encoding), None)
