"""The notation of JSON, CSV, XML and SQL: which stretches of a text are values, and how a value is written.

A format is a pattern that matches one token after the other, without ever going back: so text of any length can be read
in parts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

__all__ = ["FORMATS", "Notation", "Token"]


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text: structure, where `column` is None, or a value."""

    raw: str
    column: str | None = None


Tokenizer = Callable[[re.Match[str]], Iterator[Token]]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a format is read. `pattern` matches one token after the other; `tokens` says what a match is."""

    pattern: re.Pattern[str]
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

_STRING = r'"(?:[^"\\]|\\.)*"'
_JSON = re.compile(rf'(?P<value>{_STRING})(?=\s*(?P<after>.))|[^"]+|(?P<last>{_STRING}\s*)\Z', re.DOTALL)


def _json(_: str) -> Notation:
    column = ""

    def tokens(match: re.Match[str]) -> Iterator[Token]:
        nonlocal column
        value = match["value"] or match["last"]
        if value and match["after"] == ":":
            column = value
            yield Token(value)
        else:
            yield Token(match.group(), column if value else None)

    return Notation(_JSON, tokens, _json_text, _json_notation, _is_json)


def _is_json(text: str) -> bool:
    """Whether a text is one document of JSON, or one in every line."""
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        lines = [line for line in text.split("\n") if line.strip()]
        return len(lines) > 1 and all(_is_json(line) for line in lines)
    return True


def _json_text(raw: str) -> str | None:
    try:
        return json.loads(raw, strict=False)
    except ValueError:
        return None


def _json_notation(raw: str, text: str) -> str:
    space = raw[len(raw.rstrip()) :]
    has_surrogates = any("\ud800" <= char <= "\udfff" for char in text)
    return json.dumps(text, ensure_ascii=raw.isascii() or has_surrogates) + space


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

_SQL = re.compile(
    r"(?P<value>'(?:[^'\\]|''|\\.)*')|--[^\n]*|/\*.*?\*/|(?P<name>\"[^\"]*\"|`[^`]*`)"
    r"|(?P<code>[^'\"`/-]+)|/(?!\*)|-(?!-)",
    re.DOTALL,
)
_SQL_SIGN = re.compile(r"([(),;=])")


def _sql(_: str) -> Notation:
    """A value's column is how its statement begins, which names the table, and its place in the row."""
    head, is_begun, depth, number = "", False, 0, 0

    def read(code: str) -> None:
        nonlocal head, is_begun, depth, number
        for part in _SQL_SIGN.split(code):
            if part == ";":
                head, is_begun, depth, number = "", False, 0, 0
            elif part == ",":
                number += depth <= 1
            elif part == "(":
                depth += 1
                number *= depth > 1
            elif part == ")":
                depth = max(depth - 1, 0)
            elif part != "=" and not is_begun:
                head += part.strip()
            is_begun = is_begun or part in ("(", "=")

    def tokens(match: re.Match[str]) -> Iterator[Token]:
        nonlocal head, is_begun
        if match["value"]:
            is_begun = True
            yield Token(match.group(), f"{head}, {number}")
            return
        if match["code"]:
            read(match["code"])
        elif match["name"] and not is_begun:
            head += match["name"]
        yield Token(match.group())

    return Notation(_SQL, tokens, encode=_with_same("'\\"))


FORMATS: dict[str, Callable[[str], Notation]] = {"json": _json, "csv": _csv, "xml": _xml, "sql": _sql}
"""The formats by their name; each is made for a text by the beginning of it."""
