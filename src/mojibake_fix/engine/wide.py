"""ASCII that was read as UTF-16: every two letters became one character, most of them ideographs that nobody uses.

`Bush hid the facts`, saved by an old Notepad, was shown as nine ideographs. No legacy page is in play, so this is found
by itself: runs of characters whose two bytes are ASCII both, where the bytes read one by one are far more plausible
than the run as it stands. Sound Chinese has such characters in every line, but its bytes spell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mojibake_fix.encodings import decode, encode
from mojibake_fix.plausibility import load_model
from mojibake_fix.types import Step

MARGIN = 10.0
"""Bits that the bytes of a run must be more plausible than the run."""
SHORTEST = 3
"""Characters of the shortest run that is looked at, each of another kind: six letters."""
_LETTERS, _LETTERS_AND_SPACES = 0.5, 0.7
"""The least shares of a text: rows of kana, or of signs that share a byte, have half, rows of daggers none."""
_PLAIN = 5.5
"""Bits of a character, on average, above which ASCII is no text: chance letters have some seven, words three."""
_LINE_END = 24.0
"""Bits of a line end, for which the model asks nothing: in a few ideographs of sound Chinese one comes about (上)."""
_CAP = 16.0
"""Bits that one ideograph counts at most: one that training hardly met is no proof of damage."""
_FIRST_WIDE = 0x2000
"""Where the characters begin of which most of a run must be: those below are other scripts' letters."""

_IDEOGRAPHS, _LONG = "\u2e80", 8  # characters of a run that stands for itself, whatever ideographs are around it

_BYTES = (0x09, 0x0A, 0x0D, *range(0x20, 0x7F))
_RANGES = ((0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x7E))
_RUN = re.compile(
    "["
    + "".join(rf"\u{high:02x}{first:02x}-\u{high:02x}{last:02x}" for high in _BYTES for first, last in _RANGES)
    + f"]{{{SHORTEST},}}"
)
_ORDERS = ("utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Wide:
    """`text[start:end]` becomes `after` where `step` is undone."""

    start: int
    end: int
    after: str
    step: Step
    gain: float
    """Bits by which the reading is more plausible than the run, the margin not yet paid."""


def ascii_read_as_utf16(text: str) -> list[Wide]:
    """The runs of a text that are ASCII read as UTF-16, in their order.

    >>> [(found.after, str(found.step)) for found in ascii_read_as_utf16("畂桳栠摩琠敨映捡獴")]
    [('Bush hid the facts', 'ascii read as utf-16-le')]
    >>> ascii_read_as_utf16("中文维基百科是维基百科协作计划的中文版本")
    []
    """
    return ascii_read_as_utf16_in([text])[0]


def ascii_read_as_utf16_in(texts: Sequence[str]) -> list[list[Wide]]:
    """The same of each text, weighed together."""
    readings = [
        (number, match, after, order)
        for number, text in enumerate(texts)
        for match in _RUN.finditer(text)
        if _is_wide(match[0]) and not _is_within_more(match)
        for order in _ORDERS
        if (after := _reading(match[0], order))
    ]
    best: dict[tuple[int, int], Wide] = {}
    bits = load_model().totals([run[0] for _, run, _, _ in readings], cap=_CAP)
    # A blank at the end of a line is unusual, and which end it stands at is what the two orders differ in.
    plain = load_model().totals([after.strip() for _, _, after, _ in readings])
    for (number, run, after, order), before, left in zip(readings, bits.tolist(), plain.tolist(), strict=True):
        own = left + _LINE_END * after.strip().count("\n")
        gain, place = before - own, (number, run.start())
        if gain < MARGIN or own > _PLAIN * len(after):
            continue
        if place not in best or gain > best[place].gain:
            best[place] = Wide(run.start(), run.end(), after, Step("ascii", order), gain)
    found: list[list[Wide]] = [[] for _ in texts]
    for (number, _), wide in best.items():
        found[number].append(wide)
    return found


def _is_wide(run: str) -> bool:
    """Whether most of a run are wide characters, and enough of it are distinct: the same again proves no more."""
    return len(set(run)) >= SHORTEST and 2 * sum(ord(char) >= _FIRST_WIDE for char in run) > len(run)


def _is_within_more(run: re.Match[str]) -> bool:
    """Whether a short run stands among other ideographs: some words of Chinese spell letters (效整数)."""
    around = run.string[max(0, run.start() - 1) : run.start()] + run.string[run.end() : run.end() + 1]
    return len(run[0]) < _LONG and any(char.isalpha() and char >= _IDEOGRAPHS for char in around)


def _reading(run: str, order: str) -> str | None:
    """The bytes of a run as ASCII, where that is letters for the most part."""
    data = encode(run, order)
    after = None if data is None else decode(data, "ascii")
    if after is None:
        return None
    letters, spaces = sum(map(str.isalpha, after)), after.count(" ")
    is_text = letters >= _LETTERS * len(after) and letters + spaces >= _LETTERS_AND_SPACES * len(after)
    return after if is_text else None
