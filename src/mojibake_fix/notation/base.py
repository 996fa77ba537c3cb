"""What a format is: a pattern that finds its tokens, and how a value is written in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Notation", "Pattern", "Token", "with_same"]


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text: structure, where `column` is None, or a value."""

    raw: str
    column: str | None = None


Tokenizer = Callable[[re.Match[str]], Iterator[Token]]


class Pattern(Protocol):
    """What matches the next token, or what has no end yet."""

    def match(self, string: str, pos: int, /) -> re.Match[str] | None:
        """The match that begins at a place."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a format is read. `pattern` matches one token after the other; `tokens` says what a match is."""

    pattern: Pattern
    tokens: Tokenizer
    decode: Callable[[str], str | None] = str
    """A value's notation as text, None where it is none."""
    encode: Callable[[str, str], str | None] = lambda _, after: after
    """A repaired text in the notation that the value had, None where that cannot be."""
    holds: Callable[[str], bool] = lambda _: True
    """Whether a whole text is in this format, as far as its tokens do not tell."""


def with_same(signs: str) -> Callable[[str, str], str | None]:
    """Takes a repair only where it leaves the signs of the structure as they are."""
    other = re.compile(f"[^{re.escape(signs)}]+")

    def check(before: str, after: str) -> str | None:
        return after if other.sub("", before) == other.sub("", after) else None

    return check
