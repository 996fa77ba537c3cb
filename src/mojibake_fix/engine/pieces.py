"""Documents cut into pieces that are judged one by one: lines, and parts of very long lines."""

from __future__ import annotations

LONGEST = 20_000
"""Characters of a piece at most; a longer line is cut at the last ASCII space before."""


def cut(text: str) -> list[str]:
    """The pieces of a text, which joined are the text: each line end is a piece of its own or ends none.

    Lines end with LF only: U+0085 and U+2028 occur inside mojibake. A line's CR stays with the line.

        >>> cut("one\\ntwo")
        ['one', '\\n', 'two']
    """
    pieces: list[str] = []
    for number, whole in enumerate(text.split("\n")):
        line = whole
        if number:
            pieces.append("\n")
        while len(line) > LONGEST:
            at = line.rfind(" ", LONGEST // 2, LONGEST) + 1 or LONGEST
            pieces.append(line[:at])
            line = line[at:]
        if line:
            pieces.append(line)
    return pieces
