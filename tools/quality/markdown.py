"""Markdown: paragraphs, tables, and figures as they are written in them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 118
ALMOST_ONE = 0.9999


def prose(*sentences: str) -> list[str]:
    """A paragraph; what stands between backticks is not cut."""
    text = re.sub("`[^`]*`", lambda code: code[0].replace(" ", "\0"), " ".join(filter(None, sentences)))
    lines = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return [*(line.replace("\0", " ") for line in lines), ""]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], names: int = 1) -> list[str]:
    """A table; the first columns hold names, the others numbers."""
    rule = ["---"] * names + ["---:"] * (len(head) - names)
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)] + [""]


def percent(count: float, of: float, digits: int = 1) -> str:
    """A part in percent, a dash of nothing.

    >>> percent(1, 8), percent(0, 0)
    ('12.5', '–')
    """
    return f"{100 * count / of:.{digits}f}" if of else "–"


def bound(probability: float) -> str:
    """A probability, with more digits where four would show 1.

    >>> bound(0.97312), bound(0.99999913)
    ('0.9731', '0.99999913')
    """
    return f"{probability:.4f}" if probability < ALMOST_ONE else f"{probability:.10f}".rstrip("0").rstrip(".")


def code(word: str) -> str:
    """A word as code, with what does not print escaped, so that no page shows a control character."""
    return f"`{''.join(char if char.isprintable() else f'U+{ord(char):04X}' for char in word)}`"
