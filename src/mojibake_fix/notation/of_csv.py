"""CSV: the first line tells its delimiter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mojibake_fix.notation.base import Notation, Token, with_same

_DELIMITERS = ",;\t|"


def csv_notation(head: str) -> Notation:
    """The notation of a text that begins so. A value's column is its place in the row."""
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

    return Notation(pattern, tokens, encode=with_same(delimiter + '"\r\n'))
