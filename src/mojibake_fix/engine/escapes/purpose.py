"""Escapes that stand in a text on purpose: tables of repairs, tests, documents about escapes.

Such a text gives itself away: what the escape means stands beside it, the escape stands alone in quotes, or the lines
around speak of bytes and damage, or take escapes apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from mojibake_fix.engine.quotes import speaks_of_damage

_REACH = 300  # characters on each side that are looked at
_LINES = 2  # lines on each side that may speak of damage
_CLOSE = 8  # characters between a sign and what it means
_WORD = 40  # characters of a word on each side
_MANY = 500  # places, more than anybody shows with their meaning in the same notation
_PARTS = 10  # escaped parts of a word on each side
_SPEAKS = re.compile(
    r"\bescaped\b|\bbytes?\b|(?<!<)\bU\+[0-9A-F]{4}\b|unescape|decodeURI|encodeURI|url_?decode|unquote"
    r"|replace\w*\(|\bmb_\w+\(|html_entity_decode|\bsed\b",
    re.IGNORECASE,
)
_SPEAKS_NEAR = re.compile(r"garbl|mangle|\b0x(?:C[2-9]|[DE][0-9A-F]|F[0-4])\b", re.IGNORECASE)
_TAIL = re.compile(r"\w*\Z")
_HEAD = re.compile(r"\w*")
_OPENING = re.compile(r"[\"'`/\[|({“«‘](?:\?[:=!])?[\[(^.*+?\\]{0,2}\Z")
_CLOSING = re.compile(r"[\])$.*+?\\]{0,2}[\"'`/\]|)}”»’]")


class Shown:
    """The places of a text that would be undone, each judged by what stands around it."""

    def __init__(
        self, text: str, places: Sequence[tuple[int, int, str]], read: Callable[[str], str] | None, *, hears: bool
    ) -> None:
        self.text = text
        self.places = places
        self.read = read if len(places) <= _MANY else None
        self.hears = hears
        self._speaking: dict[tuple[int, int], bool] = {}

    def is_on_purpose(self, number: int) -> bool:
        """Whether the text shows an escape rather than holding it by accident."""
        start, end, after = self.places[number]
        return (
            self._stands_alone(start, end, after) or self._shows_both(number) or (self.hears and self._is_told(start))
        )

    def _is_in_quotes(self, start: int, end: int) -> bool:
        opening = _OPENING.search(self.text, max(0, start - 5), start)
        return opening is not None and _CLOSING.match(self.text, end) is not None

    def _stands_alone(self, start: int, end: int, after: str) -> bool:
        """Whether one sign stands in quotes, or anything at all in the marks of code; emoji and ideographs are said
        alone.
        """
        if self.text[start - 1 : start] == "`" == self.text[end : end + 1]:
            return True
        if self.text.endswith("<code>", 0, start) and self.text.startswith("</code>", end):
            return True
        sign = unquote(after)
        is_said = len(sign) != 1 or sign >= "\u2e80" or unicodedata.category(sign) == "So"
        return not is_said and self._is_in_quotes(start, end)

    def _shows_both(self, number: int) -> bool:
        """Whether the word that would come out stands on the line already, as it is or in the same notation."""
        start, end, after = self.places[number]
        word = self._word(number)
        is_sign = word == after and not after.isalnum() and "%" not in after
        if word.isascii() and "%" not in word:
            return False
        low, high = self._lines(start, end, 0)
        if is_sign and not self._is_in_quotes(start, end):
            low, high = max(low, start - _CLOSE), min(high, end + _CLOSE)
        sides = (self.text[low:start], self.text[end:high])
        return any(word in side or (self.read is not None and word in self.read(side)) for side in sides)

    def _word(self, number: int) -> str:
        """What comes out, with the letters and the other parts of its word."""
        start, end, word = self.places[number]
        for other in range(number - 1, max(-1, number - _PARTS), -1):
            edge = self.places[other][1]
            if edge < start - _WORD or not _HEAD.fullmatch(self.text, edge, start):
                break
            word = self.places[other][2] + self.text[edge:start] + word
            start = self.places[other][0]
        for other in range(number + 1, min(len(self.places), number + _PARTS)):
            edge = self.places[other][0]
            if edge > end + _WORD or not _HEAD.fullmatch(self.text, end, edge):
                break
            word += self.text[end:edge] + self.places[other][2]
            end = self.places[other][1]
        left = _TAIL.search(self.text[max(0, start - _WORD) : start])
        right = _HEAD.match(self.text, end, end + _WORD)
        return (left.group() if left else "") + word + (right.group() if right else "")

    def _lines(self, start: int, end: int, more: int) -> tuple[int, int]:
        """Where the line of a place begins and ends, with some more on each side; not far from the place."""
        low, high = max(0, start - _REACH), min(len(self.text), end + _REACH)
        first, last = start, end
        for _ in range(more + 1):
            first = self.text.rfind("\n", low, first)
            if first < 0:
                break
        for _ in range(more + 1):
            last = self.text.find("\n", last, high)
            if last < 0:
                break
            last += 1
        return (low if first < 0 else first + 1), (high if last < 0 else last - 1)

    def _is_told(self, start: int) -> bool:
        """Whether the line speaks of escapes, or the lines around it of damage."""
        place = start // _REACH * _REACH if "\n" not in self.text[max(0, start - _REACH) : start + _REACH] else start
        return self._speaks(*self._lines(place, place, 0), near=False) or self._speaks(
            *self._lines(place, place, _LINES), near=True
        )

    def _speaks(self, low: int, high: int, *, near: bool) -> bool:
        """What a stretch says is found out once, for there may be many places in it."""
        key = (low, -high if near else high)
        if key not in self._speaking:
            stretch = self.text[low:high]
            speaks = _SPEAKS_NEAR if near else _SPEAKS
            self._speaking[key] = speaks.search(stretch) is not None or (near and speaks_of_damage([stretch]))
        return self._speaking[key]
