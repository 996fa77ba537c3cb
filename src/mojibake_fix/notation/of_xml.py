"""XML: text, CDATA and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from mojibake_fix.notation.base import Notation, Token, with_same

_XML = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<data>.*?)\]\]>|<!(?!--|\[)[^\[>]*(?:\[.*?\]\s*)?>|(?P<tag></?[^\s<>/!?]+)|<(?![!?])|>"
    r"|(?P<name>\s+[\w:.-]+\s*=\s*)(?P<value>\"[^\"<>]*\"|'[^'<>]*')|\s*/?>|(?P<text>[^<>]+)",
    re.DOTALL,
)


def xml_notation(_: str) -> Notation:
    """The notation of any text. A value's column is its element, or its attribute there."""
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

    return Notation(_XML, tokens, encode=_written, holds=_is_xml)


def _is_xml(text: str) -> bool:
    parser = expat.ParserCreate("utf-8")  # whatever is declared: it is text already
    parser.UseForeignDTD(True)  # entities may be those of HTML
    try:
        parser.Parse(text.encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return True


_same_tags = with_same("<>\"'")


def _written(raw: str, text: str) -> str | None:
    """A repair may take an entity away, whose damage it undoes, but makes none."""
    return _same_tags(raw, text) if text.count("&") <= raw.count("&") else None
