"""Escapes that hide mojibake: JSON's `\\u00c3\\u00a9`, HTML's `&Atilde;&copy;`, and the like.

An escape is undone only where it hides mojibake: a run of escaped characters that is UTF-8 when its characters are
taken for bytes. Sound escapes (`caf\\u00e9` in a JSON file, `&eacute;` in a page) are another's business and stay.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mojibake_fix.encodings import decode, encode
from mojibake_fix.types import Chain, Step


def _from_json(run: str) -> str:
    return "".join(chr(int(code, 16)) for code in re.findall(r"\\u([0-9A-Fa-f]{4})", run))


@dataclass(frozen=True, slots=True)
class _Escape:
    """A notation: two or more escaped characters beyond ASCII in a row, and how to read them."""

    run: re.Pattern[str]
    read: Callable[[str], str]
    hint: str
    """A string that every text with such a run holds."""


_NAMED = r"&(?:[A-Za-z]{2,8}|#(?:1[2-9][0-9]|[2-9][0-9]{2,3}|[xX][0-9A-Fa-f]{2,4}));"

ESCAPES: dict[str, _Escape] = {
    "json-escape": _Escape(re.compile(r"(?:(?<!\\)\\u(?!00[0-7])[0-9A-Fa-f]{4}){2,}"), _from_json, "\\u"),
    "html-entity": _Escape(
        re.compile(rf"(?:{_NAMED}|[\x80-\u2122])*(?:{_NAMED})(?:{_NAMED}|[\x80-\u2122])*"), html.unescape, "&"
    ),
}
"""The escapes that we know, by the name that a chain's step calls them."""

_READERS = ("cp1252", "iso8859-1")


def unescape(text: str, name: str) -> str:
    """A run of escaped characters as the characters themselves."""
    return ESCAPES[name].read(text)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """`text[start:end]` is escaped mojibake of `after`."""

    start: int
    end: int
    after: str
    chain: Chain


def find_escaped(text: str) -> Iterator[Uncovered]:
    """The runs of a text whose escapes hide UTF-8, from the left."""
    for name, escape in ESCAPES.items():
        if escape.hint not in text:
            continue
        for match in escape.run.finditer(text):
            shown = escape.read(match.group())
            if shown.isascii() or shown == match.group():
                continue
            for reader in _READERS:
                data = encode(shown, reader)
                after = None if data is None else decode(data, "utf-8")
                if after is not None and after != shown and not after.isascii():
                    chain = (Step(name, name), Step("utf-8", reader))
                    yield Uncovered(match.start(), match.end(), after, chain)
                    break
