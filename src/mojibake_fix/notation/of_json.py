"""JSON, and JSON Lines."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator

from mojibake_fix.notation.base import Notation, Token
from mojibake_fix.prefix import common_prefix

_STRING, _LINE_STRING = r'"(?:[^"\\]|\\.)*"', r'"(?:[^"\\\n]|\\[^\n])*"'
_JSON = re.compile(rf'(?P<value>{_STRING})(?=\s*(?P<after>.))|[^"]+|(?P<last>{_STRING}\s*)\Z', re.DOTALL)
_JSON_LINES = re.compile(
    rf'(?P<value>{_LINE_STRING})(?=[ \t\r]*(?P<after>\n|[^ \t\r]))|[^"]+'
    rf'|(?P<last>{_LINE_STRING}\s*)\Z|"[^\n]*(?:\n|\Z)',
    re.DOTALL,
)
"""A line that was cut within a string stays, and spoils no other one."""
_LINES_ASKED = 20  # of a text, by which it is told whether each is a document


def json_notation(head: str) -> Notation:
    """The notation of a text that begins so: one document, or one a line. A value's column is its key."""
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
    return Notation(pattern, tokens, _json_text, _written, _is_json)


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


def _written(raw: str, text: str) -> str:
    r"""A text as JSON: what the value had escaped stays escaped in the same way, as `<\/` is for the sake of HTML."""
    space = raw[len(raw.rstrip()) :]
    has_surrogates = any("\ud800" <= char <= "\udfff" for char in text)
    is_ascii = raw.isascii() or has_surrogates
    if "\\" not in raw:
        return json.dumps(text, ensure_ascii=is_ascii) + space
    units = _UNIT.findall(raw[1 : raw.rindex('"')])
    chars = [json.loads(f'"{unit}"') if unit[0] == "\\" else unit for unit in units]
    head = common_prefix(chars, text)
    tail = min(common_prefix(chars[::-1], text[::-1]), len(text) - head, len(units) - head)
    own = {char: unit for char, unit in zip(chars, units, strict=True) if unit[0] == "\\"}
    in_capitals = _CAPITAL.search(raw) is not None

    def written(char: str) -> str:
        new = json.dumps(char, ensure_ascii=is_ascii)[1:-1]
        return own.get(char) or (f"\\u{new[2:].upper()}" if in_capitals and new.startswith("\\u") else new)

    middle = "".join(map(written, text[head : len(text) - tail]))
    return "".join(['"', *units[:head], middle, *units[len(units) - tail :], '"', space])
