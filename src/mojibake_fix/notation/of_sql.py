"""SQL in its dialects, with the rows that are copied in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mojibake_fix.notation.base import Notation, Token, with_same

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


def sql_notation(head: str) -> Notation:
    """The notation of a text that begins so, by its dialect. A value's column is its place in a table."""
    statements = _Statements(head)
    return Notation(statements, statements.tokens, encode=with_same("'\"\\\t\r\n"))
