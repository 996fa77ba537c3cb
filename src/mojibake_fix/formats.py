"""Files with a structure, of which only the values are repaired: JSON (Lines), CSV, XML and SQL dumps.

All that is no value comes out as it came in, and so does a value whose repair would touch the structure. Values of one
column (a key of JSON, a column of CSV, an element of XML) are judged together, as one document: a name alone tells
little, a column of names much. Input of any length is read in pieces.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mojibake_fix.detection import detect
from mojibake_fix.engine.repairer import repair_texts

__all__ = ["FORMATS", "fix_file", "fix_values", "format_of"]

PIECE = 1 << 20
"""Characters whose values are judged together."""
_HELD = 1 << 22  # characters of one value: what has no end by then is none
_HEAD = 4 << 20  # bytes that the encoding of a file is detected from
_ENDINGS = {
    ".jsonl": "json", ".ndjson": "json", ".json": "json", ".geojson": "json", ".csv": "csv", ".tsv": "csv",
    ".xml": "xml", ".rss": "xml", ".svg": "xml", ".sql": "sql",
}  # fmt: skip


def format_of(path: str | os.PathLike[str]) -> str | None:
    """The format that a file's name tells, None where it tells none.

    >>> format_of("export.csv"), format_of("notes.txt")
    ('csv', None)
    """
    return _ENDINGS.get(Path(path).suffix.lower())


def fix_file(path: str | os.PathLike[str], format: str | None = None) -> Iterator[str]:  # noqa: A002
    """The text of a file with its values repaired, in pieces; the encoding is detected from the first 4 MiB.

    Raises `OSError` as `open` does, `ValueError` where the file is binary or its format is not known.

        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp(), "posts.jsonl")
        >>> _ = path.write_text('{"title":  "CafÃ©"}\\n', encoding="utf-8")
        >>> "".join(fix_file(path))
        '{"title":  "Café"}\\n'
    """
    kind = _checked(format or format_of(path), f"the name of {os.fspath(path)!r}")
    with Path(path).open("rb") as raw:
        head = raw.read(_HEAD)
    encoding = detect(head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1]).encoding
    if encoding is None:
        raise ValueError(f"{os.fspath(path)!r} is no text file: there are no values to repair")
    with Path(path).open(encoding=encoding, errors="replace", newline="") as lines:
        yield from fix_values(iter(lambda: lines.read(PIECE), ""), kind)


def fix_values(text: Iterable[str], format: str) -> Iterator[str]:  # noqa: A002
    """A text, given as a string or in parts of any size, with its values repaired, in pieces.

    `format` is `json` (also JSON Lines), `csv` (also with semicolons, tabs or bars; the first line decides), `xml` or
    `sql`. Raises `ValueError` for another one.

        >>> "".join(fix_values('1;"CafÃ©"\\r\\n2;Café\\r\\n', "csv"))
        '1;"Café"\\r\\n2;Café\\r\\n'
    """
    kind = _checked(format, "format")
    return _fix_values([text] if isinstance(text, str) else text, kind)


def _checked(format_: str | None, what: str) -> str:
    if format_ not in FORMATS:
        raise ValueError(f"{what} must say one of {', '.join(FORMATS)}, which {format_!r} is not")
    return format_


# ---------------------------------------------------------------- tokens


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text: structure, where `column` is None, or a value."""

    raw: str
    column: str | None = None


Tokenizer = Callable[[re.Match[str]], Iterator[Token]]


@dataclass(frozen=True, slots=True)
class _Format:
    """How a format is read. `pattern` matches one token after the other; `tokens` says what a match is."""

    pattern: re.Pattern[str]
    tokens: Tokenizer
    decode: Callable[[str], str | None] = str
    """A value's notation as text, None where it is none."""
    encode: Callable[[str, str], str | None] = lambda _, after: after
    """A repaired text in the notation that the value had, None where that cannot be."""


def _fix_values(parts: Iterable[str], kind: str) -> Iterator[str]:
    source = iter(parts)
    first = ""
    while "\n" not in first and len(first) < PIECE and (more := next(source, None)) is not None:
        first += more
    format_ = FORMATS[kind](first)
    batch: list[Token] = []
    size = 0
    for token in _tokens(_chain(first, source), format_):
        batch.append(token)
        size += len(token.raw)
        if size >= PIECE:
            yield _fixed(batch, format_)
            batch, size = [], 0
    yield _fixed(batch, format_)


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _tokens(parts: Iterator[str], format_: _Format) -> Iterator[Token]:
    """The tokens of a text; one that touches the end of what is there may go on, and waits for more."""
    held, wanted = "", PIECE
    for part in parts:
        held += part
        if len(held) >= wanted:
            at = yield from _complete(held, format_, is_last=False)
            held = held[at:]
            wanted = max(PIECE, 2 * len(held))
    yield from _complete(held, format_, is_last=True)


def _complete(text: str, format_: _Format, *, is_last: bool) -> Generator[Token, None, int]:
    """The complete tokens of a text; returns where they end."""
    at = 0
    while at < len(text):
        match = format_.pattern.match(text, at)
        end = match.end() if match else at + 1
        may_go_on = end == len(text) if match else len(text) - at < _HELD
        if may_go_on and not is_last:
            break
        if match:
            yield from format_.tokens(match)
        else:
            yield Token(text[at:end])
        at = end
    return at


# ---------------------------------------------------------------- repair


def _fixed(tokens: list[Token], format_: _Format) -> str:
    """The tokens as text, their values repaired."""
    columns: dict[str, dict[str, str]] = {}
    for token in tokens:
        if token.column is not None:
            columns.setdefault(token.column, {}).setdefault(token.raw, "")
    decoded = {
        name: {raw: text for raw in values if (text := format_.decode(raw)) is not None}
        for name, values in columns.items()
    }
    replaced = {name: _together(values, format_) for name, values in decoded.items()}
    return "".join(
        token.raw if token.column is None else replaced[token.column].get(token.raw, token.raw) for token in tokens
    )


def _together(values: dict[str, str], format_: _Format) -> dict[str, str]:
    """What becomes of the values of a column: they are lines of one document."""
    if not values:
        return {}
    texts = list(dict.fromkeys(values.values()))
    lines = next(repair_texts(["\n".join(texts)])).text.split("\n")
    if len(lines) != sum(text.count("\n") + 1 for text in texts):
        lines = [line for answer in repair_texts(texts) for line in answer.text.split("\n")]
    after, at = {}, 0
    for text in texts:
        end = at + text.count("\n") + 1
        after[text] = "\n".join(lines[at:end])
        at = end
    changed = {raw: after[text] for raw, text in values.items() if after[text] != text}
    encoded = {raw: format_.encode(raw, text) for raw, text in changed.items()}
    return {raw: text for raw, text in encoded.items() if text is not None}


def _with_same(signs: str) -> Callable[[str, str], str | None]:
    """Takes a repair only where it leaves the signs of the structure as they are."""
    other = re.compile(f"[^{re.escape(signs)}]+")

    def check(before: str, after: str) -> str | None:
        return after if other.sub("", before) == other.sub("", after) else None

    return check


# ---------------------------------------------------------------- JSON

_STRING = r'"(?:[^"\\]|\\.)*"'
_JSON = re.compile(rf'(?P<value>{_STRING})(?=\s*(?P<after>.))|[^"]+|(?P<last>{_STRING}\s*)\Z', re.DOTALL)


def _json(_: str) -> _Format:
    column = ""

    def tokens(match: re.Match[str]) -> Iterator[Token]:
        nonlocal column
        value = match["value"] or match["last"]
        if value and match["after"] == ":":
            column = value
            yield Token(value)
        else:
            yield Token(match.group(), column if value else None)

    return _Format(_JSON, tokens, _json_text, _json_notation)


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


def _csv(head: str) -> _Format:
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

    return _Format(pattern, tokens, encode=_with_same(delimiter + '"\r\n'))


# ---------------------------------------------------------------- XML

_XML = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<data>.*?)\]\]>|<!(?!--|\[)[^\[>]*(?:\[.*?\]\s*)?>|(?P<tag></?[^\s<>/!?]+)|<(?![!?])|>"
    r"|(?P<name>\s+[\w:.-]+\s*=\s*)(?P<value>\"[^\"<>]*\"|'[^'<>]*')|\s*/?>|(?P<text>[^<>]+)",
    re.DOTALL,
)


def _xml(_: str) -> _Format:
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

    return _Format(_XML, tokens, encode=_xml_notation)


_same_tags = _with_same("<>\"'")


def _xml_notation(raw: str, text: str) -> str | None:
    """A repair may take an entity away, whose damage it undoes, but makes none."""
    return _same_tags(raw, text) if text.count("&") <= raw.count("&") else None


# ---------------------------------------------------------------- SQL

_SQL = re.compile(
    r"(?P<value>'(?:[^'\\]|''|\\.)*')|--[^\n]*|/\*.*?\*/|\"[^\"]*\"|`[^`]*`|[^'\"`/-]+|/(?!\*)|-(?!-)", re.DOTALL
)


def _sql(_: str) -> _Format:
    def tokens(match: re.Match[str]) -> Iterator[Token]:
        yield Token(match.group(), "" if match["value"] else None)

    return _Format(_SQL, tokens, encode=_with_same("'\\"))


FORMATS: dict[str, Callable[[str], _Format]] = {"json": _json, "csv": _csv, "xml": _xml, "sql": _sql}
"""The formats by their name; each is made for a text by the beginning of it."""
