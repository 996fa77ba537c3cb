"""The notation of JSON, CSV, XML and SQL: which stretches of a text are values, and how a value is written.

A format is a pattern that matches one token after the other, without ever going back: so text of any length can be read
in parts.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

__all__ = ["FORMATS", "Notation", "Token", "alike"]


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text: structure, where `column` is None, or a value."""

    raw: str
    column: str | None = None


Tokenizer = Callable[[re.Match[str]], Iterator[Token]]


class Pattern(Protocol):
    """What matches the next token, or what has no end yet."""

    def match(self, string: str, pos: int, /) -> re.Match[str] | None:
        """The match that begins at a place."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a format is read. `pattern` matches one token after the other; `tokens` says what a match is."""

    pattern: Pattern
    tokens: Tokenizer
    decode: Callable[[str], str | None] = str
    """A value's notation as text, None where it is none."""
    encode: Callable[[str, str], str | None] = lambda _, after: after
    """A repaired text in the notation that the value had, None where that cannot be."""
    holds: Callable[[str], bool] = lambda _: True
    """Whether a whole text is in this format, as far as its tokens do not tell."""


def _with_same(signs: str) -> Callable[[str, str], str | None]:
    """Takes a repair only where it leaves the signs of the structure as they are."""
    other = re.compile(f"[^{re.escape(signs)}]+")

    def check(before: str, after: str) -> str | None:
        return after if other.sub("", before) == other.sub("", after) else None

    return check


# ---------------------------------------------------------------- JSON

_STRING, _LINE_STRING = r'"(?:[^"\\]|\\.)*"', r'"(?:[^"\\\n]|\\[^\n])*"'
_JSON = re.compile(rf'(?P<value>{_STRING})(?=\s*(?P<after>.))|[^"]+|(?P<last>{_STRING}\s*)\Z', re.DOTALL)
_JSON_LINES = re.compile(
    rf'(?P<value>{_LINE_STRING})(?=[ \t\r]*(?P<after>\n|[^ \t\r]))|[^"]+'
    rf'|(?P<last>{_LINE_STRING}\s*)\Z|"[^\n]*(?:\n|\Z)',
    re.DOTALL,
)
"""A line that was cut within a string stays, and spoils no other one."""
_LINES_ASKED = 20  # of a text, by which it is told whether each is a document


def _json(head: str) -> Notation:
    column = ""

    def tokens(match: re.Match[str]) -> Iterator[Token]:
        nonlocal column
        value = match["value"] or match["last"]
        if value and match["after"] == ":":
            column = value
            yield Token(value)
        else:
            yield Token(match.group(), column if value else None)

    first = "\n".join(itertools.islice(_lines_of(head), _LINES_ASKED))
    pattern = _JSON_LINES if _are_records(first) else _JSON
    return Notation(pattern, tokens, _json_text, _json_notation, _is_json)


def _is_json(text: str) -> bool:
    """Whether a text is one document of JSON, or one in most lines."""
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _are_records(text)
    return True


def _are_records(text: str) -> bool:
    """Whether most lines of a text, and more than one, are documents."""
    known = list(map(_is_record, _lines_of(text)))
    return len(known) > 1 and 2 * sum(known) > len(known)


def _lines_of(text: str) -> Iterator[str]:
    return (line.group() for line in re.finditer(r"[^\n]*\S[^\n]*", text))


def _is_record(line: str) -> bool:
    try:
        return isinstance(json.loads(line, strict=False), (dict, list))
    except (ValueError, RecursionError):
        return False


def _json_text(raw: str) -> str | None:
    try:
        return json.loads(raw, strict=False)
    except ValueError:
        return None


_UNIT = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u[0-9A-Fa-f]{4}|\\?.", re.DOTALL)
_CAPITAL = re.compile(r"\\u[0-9a-f]*[A-F]")


def _json_notation(raw: str, text: str) -> str:
    r"""A text as JSON: what the value had escaped stays escaped in the same way, as `<\/` is for the sake of HTML."""
    space = raw[len(raw.rstrip()) :]
    has_surrogates = any("\ud800" <= char <= "\udfff" for char in text)
    is_ascii = raw.isascii() or has_surrogates
    if "\\" not in raw:
        return json.dumps(text, ensure_ascii=is_ascii) + space
    units = _UNIT.findall(raw[1 : raw.rindex('"')])
    chars = [json.loads(f'"{unit}"') if unit[0] == "\\" else unit for unit in units]
    head = alike(chars, text)
    tail = min(alike(chars[::-1], text[::-1]), len(text) - head, len(units) - head)
    own = {char: unit for char, unit in zip(chars, units, strict=True) if unit[0] == "\\"}
    in_capitals = _CAPITAL.search(raw) is not None

    def written(char: str) -> str:
        new = json.dumps(char, ensure_ascii=is_ascii)[1:-1]
        return own.get(char) or (f"\\u{new[2:].upper()}" if in_capitals and new.startswith("\\u") else new)

    middle = "".join(map(written, text[head : len(text) - tail]))
    return "".join(['"', *units[:head], middle, *units[len(units) - tail :], '"', space])


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


# ---------------------------------------------------------------- CSV

_DELIMITERS = ",;\t|"


def _csv(head: str) -> Notation:
    line = head.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=line.count)
    mark = re.escape(delimiter)
    pattern = re.compile(rf'(?P<value>"(?:[^"]|"")*"|[^{mark}"\r\n][^{mark}\r\n]*)|(?P<end>[\r\n]+)|{mark}')
    number = 0

    def tokens(match: re.Match[str]) -> Iterator[Token]:
        nonlocal number
        if match["value"]:
            yield Token(match.group(), str(number))
            return
        number = 0 if match["end"] else number + 1
        yield Token(match.group())

    return Notation(pattern, tokens, encode=_with_same(delimiter + '"\r\n'))


# ---------------------------------------------------------------- XML

_XML = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<data>.*?)\]\]>|<!(?!--|\[)[^\[>]*(?:\[.*?\]\s*)?>|(?P<tag></?[^\s<>/!?]+)|<(?![!?])|>"
    r"|(?P<name>\s+[\w:.-]+\s*=\s*)(?P<value>\"[^\"<>]*\"|'[^'<>]*')|\s*/?>|(?P<text>[^<>]+)",
    re.DOTALL,
)


def _xml(_: str) -> Notation:
    column = ""

    def tokens(match: re.Match[str]) -> Iterator[Token]:
        nonlocal column
        if match["tag"]:
            column = match["tag"].lstrip("</")
        if match["name"]:
            yield Token(match["name"])
            yield Token(match["value"], column + match["name"].strip())
        elif match["data"]:
            start, end = match.start("data") - match.start(), match.end("data") - match.start()
            yield Token(match.group()[:start])
            yield Token(match["data"], column)
            yield Token(match.group()[end:])
        else:
            yield Token(match.group(), column if match["text"] else None)

    return Notation(_XML, tokens, encode=_xml_notation, holds=_is_xml)


def _is_xml(text: str) -> bool:
    parser = expat.ParserCreate("utf-8")  # whatever is declared: it is text already
    parser.UseForeignDTD(True)  # entities may be those of HTML
    try:
        parser.Parse(text.encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return True


_same_tags = _with_same("<>\"'")


def _xml_notation(raw: str, text: str) -> str | None:
    """A repair may take an entity away, whose damage it undoes, but makes none."""
    return _same_tags(raw, text) if text.count("&") <= raw.count("&") else None


# ---------------------------------------------------------------- SQL

_PLAIN_STRING, _ESCAPING_STRING = r"'(?:[^']|'')*'", r"'(?:[^'\\]|''|\\.)*'"
_EITHER = r"--[^\n]*|/\*.*?\*/|(?P<end>;(?:[ \t]*\r?\n)?)"
_MYSQL = re.compile(
    rf"(?P<value>{_ESCAPING_STRING}|\"(?:[^\"\\]|\"\"|\\.)*\")|#[^\n]*|{_EITHER}|(?P<name>`[^`]*`)"
    r"|(?P<code>[^'\"`/;#-]+)|/(?!\*)|-(?!-)",
    re.DOTALL,
)
_STANDARD = re.compile(
    rf"(?P<value>(?<=[eE]){_ESCAPING_STRING}|{_PLAIN_STRING})|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|{_EITHER}"
    r"|(?P<name>\"[^\"]*\"|`[^`]*`)|(?P<code>[^'\"`/;$-]+)|/(?!\*)|-(?!-)|\$",
    re.DOTALL,
)
_BRACKETS = re.compile(
    rf"(?P<value>{_PLAIN_STRING})|{_EITHER}|(?P<name>\"[^\"]*\"|\[[^\]]*\])|(?P<code>[^'\"\[/;-]+)|/(?!\*)|-(?!-)",
    re.DOTALL,
)
_UNTOLD = re.compile(
    rf"(?P<value>{_ESCAPING_STRING})|{_EITHER}|(?P<name>\"[^\"]*\"|`[^`]*`)|(?P<code>[^'\"`/;-]+)|/(?!\*)|-(?!-)",
    re.DOTALL,
)
"""With backslashes, and with names in double quotes."""
_OF_MYSQL = re.compile(r"MySQL|MariaDB|phpMyAdmin|ENGINE\s*=|/\*!|^\s*(?:INSERT|REPLACE) INTO `", re.MULTILINE)
_OF_SERVER = re.compile(r"^GO\s*$|IDENTITY_INSERT|SET ANSI_NULLS|\[dbo\]|\[\w+\]\.\[", re.MULTILINE)
_OF_STANDARD = re.compile(
    r"PostgreSQL|standard_conforming_strings|FROM stdin;|PRAGMA |^BEGIN TRANSACTION;", re.MULTILINE
)
_ENDS_STRING, _ESCAPES_QUOTE = re.compile(r"\\'\s*[,);]"), re.compile(r"\\'(?!\s*[,);])")
_SQL_SIGN = re.compile(r"([(),=])")
_FROM_INPUT = re.compile(r"\bFROM\s+stdin\b[^;]*\Z", re.IGNORECASE)
_COPIED = re.compile(r"(?P<stop>\\\.(?:\r?\n|\Z))|(?P<field>[^\t\r\n]+)|\t|(?P<row>\r?\n|\r)")


def _dialect(head: str) -> re.Pattern[str]:
    """How the text writes strings: with backslashes as MySQL does, or as the standard has it (ISO/IEC 9075-2, 5.3)."""
    if _OF_MYSQL.search(head):
        return _MYSQL
    if _OF_SERVER.search(head):
        return _BRACKETS
    if _OF_STANDARD.search(head):
        return _STANDARD
    ends, escapes = len(_ENDS_STRING.findall(head)), len(_ESCAPES_QUOTE.findall(head))
    return _STANDARD if ends > escapes or "$$" in head else _UNTOLD


class _Statements:
    """The tokens of SQL: statements, and between them the rows that PostgreSQL's COPY reads, tab by tab.

    A value's column is how its statement begins, which names the table, and its place in the row.
    """

    def __init__(self, head: str) -> None:
        self._dialect = _dialect(head)
        self._is_copied = False
        self._code = ""
        self._begin()

    def _begin(self) -> None:
        self._head, self._is_begun, self._depth, self._number = "", False, 0, 0

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """The next token."""
        return (_COPIED if self._is_copied else self._dialect).match(text, at)

    def tokens(self, match: re.Match[str]) -> Iterator[Token]:
        """What a match is."""
        return self._field(match) if self._is_copied else self._part(match)

    def _part(self, match: re.Match[str]) -> Iterator[Token]:
        if match["value"]:
            self._is_begun = True
            yield Token(match.group(), f"{self._head}, {self._number}")
            return
        if match["code"]:
            self._read(match["code"])
        elif match["name"] and not self._is_begun:
            self._head += match["name"]
        elif match["end"]:
            self._is_copied = self._head[:4].upper() == "COPY" and _FROM_INPUT.search(self._code) is not None
            if self._is_copied:
                self._number = 0
            else:
                self._begin()
        self._code = match["code"] or ""
        yield Token(match.group())

    def _field(self, match: re.Match[str]) -> Iterator[Token]:
        if match["stop"] and not self._number:
            self._is_copied = False
            self._begin()
        elif match["field"] and match["field"] != r"\N":
            yield Token(match.group(), f"{self._head}, {self._number}")
            return
        else:
            self._number = 0 if match["row"] else self._number + (match.group() == "\t")
        yield Token(match.group())

    def _read(self, code: str) -> None:
        for part in _SQL_SIGN.split(code):
            if part == ",":
                self._number += self._depth <= 1
            elif part == "(":
                self._depth += 1
                self._number *= self._depth > 1
            elif part == ")":
                self._depth = max(self._depth - 1, 0)
            elif part != "=" and not self._is_begun:
                self._head += part.strip()
            self._is_begun = self._is_begun or part in ("(", "=")


def _sql(head: str) -> Notation:
    statements = _Statements(head)
    return Notation(statements, statements.tokens, encode=_with_same("'\"\\\t\r\n"))


FORMATS: dict[str, Callable[[str], Notation]] = {"json": _json, "csv": _csv, "xml": _xml, "sql": _sql}
"""The formats by their name; each is made for a text by the beginning of it."""
