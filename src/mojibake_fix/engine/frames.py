"""Frames: the lines that programs draw tables and boxes with, piece by piece.

Pages of DOS and KOI8 have them where others have letters, so text that was misread is full of them, and so are the
outputs of programs, which no page has damaged.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

LINES = "\u2500", "\u257f"
"""The first and the last line."""
DRAWN = "\u2500", "\u259f"
"""The first line and the last block: programs draw with these, too."""
_HALVES = frozenset("▀▄█▌▐")
_PIECE = "[\u2500-\u257f]"
_TWO_PIECES = re.compile(f"({_PIECE})(?=({_PIECE}))")
_BESIDE_LETTER = re.compile("[A-Za-z0-9][\u2500-\u259f]|[\u2500-\u259f][A-Za-z0-9]")


def is_drawn(text: str) -> bool:
    """Whether all of a text beyond ASCII is lines and blocks.

    >>> is_drawn("│"), is_drawn("</b>│<b>"), is_drawn("▌"), is_drawn("|"), is_drawn("│ñ")
    (True, True, True, False, False)
    """
    beyond = {char for char in text if char > "\x7f"}
    return bool(beyond) and min(beyond) >= DRAWN[0] and max(beyond) <= DRAWN[1]


def is_framed(word: str) -> bool:
    """Whether lines of a frame stand beside the marks of a program, and none beside a letter.

    >>> [is_framed(word) for word in ("</b>│<b>", "│", "p│re", "</b>à<b>")]
    [True, False, False, False]
    """
    is_program = any(char.isascii() and char.isalpha() for char in word) and not _BESIDE_LETTER.search(word)
    return is_program and is_drawn(word)


def are_blocks(words: Sequence[str]) -> bool:
    """Whether words are nothing but halves of blocks and whole ones, as large letters are made of.

    >>> are_blocks(["▄▀▄▀▄", "▀█▀"]), are_blocks(["▄▀┘▄█"])
    (True, False)
    """
    return bool(words) and all(char in _HALVES for word in words for char in word)


def is_crossing(char: str) -> bool:
    """Whether lines meet in a piece: no such piece stands between words.

    >>> [is_crossing(char) for char in "╤│─ñ"]
    [True, False, False, False]
    """
    return is_drawn(char) and {"HORIZONTAL", "AND"} <= set(unicodedata.name(char).split())


def breaks_frame(text: str) -> bool:
    """Whether two pieces of a frame stand side by side of which one alone has a line to the other.

    >>> [breaks_frame(text) for text in ("┌──┬─┐", "║│", "└┼┼─┐─", "один")]
    [False, False, True, False]
    """
    return any(_arms(left)[1] != _arms(right)[0] for left, right in _TWO_PIECES.findall(text))


@functools.cache
def _arms(piece: str) -> tuple[bool, bool]:
    """Whether a piece of a frame has a line to the left, and one to the right."""
    name = unicodedata.name(piece)
    return ("HORIZONTAL" in name or "LEFT" in name), ("HORIZONTAL" in name or "RIGHT" in name)
