r"""Lines of programs: a string constant `"caf\303\251"` in C means its bytes, the same in a list of files does not."""

from __future__ import annotations

import re
from functools import cached_property

_LITERAL = re.compile(
    r"""(?<!\w)((?:[bB][rR]?|[rR][bB]?|[uUfFL]|u8)?)("(?:[^"\\\n]|\\[^\n])*+"?|'(?:[^'\\\n]|\\[^\n])*+'?|`[^`\n]*+`?)"""
)
_COMMENT = re.compile(r"\s(?://|\#|/\*).*")
_TAKES_APART = re.compile(
    r"decode\s*\(|encode\s*\(|\bbytes(?:array)?\s*\(|unescape|re\.compile|RegExp|preg_|fromhex|\bprintf\b"
)
_PROGRAM = re.compile(
    r"""\w\((?!\[)                                             # a call, but for the repr of a collection
    |\w\s+[:+.]?=\s                                            # an assignment
    |^\s*[\w.]+\s*=\s*"".*[,)]\s*$                             # an argument that has a name
    |\b(?:return|const|char|static|var|let|case|echo|print|puts|raise|throw|assert\w*)\b
    |^\s*\#\s*define\b|^\s*\(\w|^\s*>>>|;\s*$                  # C, Lisp, a session of Python
    """,
    re.VERBOSE,
)
_CODE_ENDS = (",", ";", "\\", "+", "{")
_ESCAPES_ALONE = re.compile(r'"(?:\\x[0-9A-Fa-f]{2}|\\[0-7]{3}|[^\w"]|[\d_])*+"')
_LONGEST = 4_000  # characters of a line that are taken for a program's


class Line:
    """A line with escaped bytes: whether it is a program that means bytes."""

    def __init__(self, line: str) -> None:
        self.line = line

    @cached_property
    def takes_apart(self) -> bool:
        """Whether the line decodes or looks for what it escapes."""
        return bool(_TAKES_APART.search(self.line))

    @cached_property
    def literals(self) -> list[tuple[int, int, str]]:
        """The string literals of the line, with their prefixes."""
        return [(match.start(), match.end(), match.group(1)) for match in _LITERAL.finditer(self.line)]

    @cached_property
    def outside(self) -> str:
        """The line with its literals empty, and without the comment that ends it."""
        return _COMMENT.sub("", _LITERAL.sub('""', self.line[:_LONGEST]))

    @cached_property
    def is_program(self) -> bool:
        """Whether what stands outside of literals is a statement."""
        return bool(_PROGRAM.search(self.outside))

    def is_literal(self, start: int, end: int) -> bool:
        """Whether a run stands in a literal of a program, where its escapes are right."""
        one = self._around(start, end)
        if one is None:
            return False
        low, high, prefix = one
        if "b" in prefix.lower() or self.line[low + len(prefix)] == "`" or self.line[max(0, low - 1) : low] == "$":
            return True
        literal = self.line[low + len(prefix) : high]
        if literal[0] == '"' and "'" not in literal:
            if self.outside.rstrip().endswith(_CODE_ENDS) or literal.endswith('\\n"'):
                return True
            if self.outside.strip() == '""' and _ESCAPES_ALONE.fullmatch(literal):
                return True
        return self.is_program

    def _around(self, start: int, end: int) -> tuple[int, int, str] | None:
        """The literal that holds a run, if any: of many, the nearest is found by halving."""
        low, high = 0, len(self.literals)
        while low < high:
            middle = (low + high) // 2
            if self.literals[middle][1] < end:
                low = middle + 1
            else:
                high = middle
        return self.literals[low] if low < len(self.literals) and self.literals[low][0] <= start else None
