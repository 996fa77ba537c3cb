"""ISO-2022-JP whose escape characters were dropped, or kept in a text that nobody decoded: `$B%F%9%H(B`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mojibake_fix.encodings import decode
from mojibake_fix.engine.escapes.hidden import is_text
from mojibake_fix.engine.escapes.notation import Uncovered, kept, step

_SET = r"\$[@B]"
_SHIFT = re.compile(r"\x1b?" + _SET)
_PAIRS = re.compile(r"(?:(?!\x1b?\([BJ])[!-~]{2})*+")
_SHIFT_BACK = re.compile(r"\x1b?\([BJ]")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_COMMON_LEADS = ("\x30", "\x4f")  # first bytes of the kanji of the first level
_LONG_ENOUGH = 4  # characters without kana that are no chance
_REACH = 200  # characters of a line on each side that are looked at


@dataclass(frozen=True, slots=True)
class Iso2022Jp:
    """`$B%F%9%H(B`."""

    name: str = "iso-2022-jp"
    hint: str = "$"
    trace: str = _SET

    def read(self, text: str) -> str:
        """The text with its shifted stretches as characters."""
        pieces, at = [], 0
        for start, end, pairs in _stretches(text):
            pieces += [text[at:start], _decode(pairs)]
            at = end
        return "".join([*pieces, text[at:]])

    def find(self, text: str) -> list[Uncovered]:
        """All stretches, in a text where one is Japanese beyond doubt; none on a line that holds Japanese already."""
        found = []
        for start, end, pairs in _stretches(text):
            after = _decode(pairs)
            if _has_japanese(after) and not _JAPANESE.search(_around(text, start, end)):
                found.append(Uncovered(start, end, after, step(self.name), _is_sure(after, pairs)))
        return kept(text, found, hears=False)


def _around(text: str, start: int, end: int) -> str:
    """The line of a stretch, without it."""
    left, right = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return left[left.rfind("\n") + 1 :] + right.split("\n", 1)[0]


def _stretches(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches between shifts whose bytes are pairs of the Japanese set: where, and the bytes.

    A text may be full of shifts that never end well. Those at even places share their pairs, and so do those at odd
    ones, so each pair is looked at once for either: `stops` is where the pairs end, `valid` how far they were tried.
    """
    at = 0
    stops, valid = [0, 0], [0, 0]
    while match := _SHIFT.search(text, at):
        at = match.end()
        side = at % 2
        if stops[side] <= at:
            pairs = _PAIRS.match(text, at)
            stops[side] = pairs.end() if pairs else at
        stop = stops[side]
        back = _SHIFT_BACK.match(text, stop)
        if back is None or stop == at or valid[side] > at:
            continue
        tried = next((place for place in range(at, stop, 2) if not _decode(text[place : place + 2])), stop)
        valid[side] = tried
        if tried == stop:
            yield match.start(), back.end(), text[at:stop]
            at = back.end()


@functools.cache
def _decode_pair(pair: str) -> str:
    after = decode(b"\x1b$B" + pair.encode("ascii") + b"\x1b(B", "iso2022_jp")
    return after if after is not None and is_text(after) else ""


def _decode(pairs: str) -> str:
    return "".join(_decode_pair(pairs[place : place + 2]) for place in range(0, len(pairs), 2))


def _has_japanese(after: str) -> bool:
    letters = sum(char.isalpha() for char in after)
    return letters > 0 and 2 * len(_JAPANESE.findall(after)) >= letters


def _is_sure(after: str, pairs: str) -> bool:
    """Whether a stretch is Japanese beyond doubt: kana in it, or several kanji of the common ones."""
    kana = any("\u3041" <= char <= "\u30ff" for char in after)
    common = sum(_COMMON_LEADS[0] <= lead <= _COMMON_LEADS[1] for lead in pairs[::2])
    return (len(after) > 1 and kana) or (len(after) >= _LONG_ENOUGH and 2 * common > len(after))
