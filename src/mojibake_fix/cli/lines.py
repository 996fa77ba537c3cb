"""The lines of a file's text, whatever system ended them: LF, CR LF, or CR alone."""

from __future__ import annotations

import re
from bisect import bisect_right

LINE_END = re.compile(r"\r\n|\r|\n")


def line_starts(text: str) -> list[int]:
    """Where the lines of a text begin.

    >>> line_starts("one\\r\\ntwo\\r")
    [0, 5, 9]
    """
    return [0, *(match.end() for match in LINE_END.finditer(text))]


class Places:
    """Lines and columns of a text."""

    def __init__(self, text: str, before: int = 0) -> None:
        self._starts = line_starts(text)
        self._before = before  # lines that stand before the text

    def of(self, at: int) -> tuple[int, int]:
        """Line and column of a code point, from 1."""
        line = bisect_right(self._starts, at)
        return self._before + line, at - self._starts[line - 1] + 1
