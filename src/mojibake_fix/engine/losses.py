"""What is gone for good: places of a repaired text where something stood that no codec can bring back.

A replacement character always tells of a loss. A question mark does only where no one would have typed it: between
two letters, or at the beginning of a word, in a text that was damaged.
"""

from __future__ import annotations

import re

from mojibake_fix.types import Loss

_REPLACEMENT = re.compile("\ufffd+")
_MARKS = re.compile(r"\?+(?=([^\W\d_]{1,2}))")  # to begin with the mark is ten times as fast as to look behind first
_NOT_BEFORE_A_WORD = re.compile(r"[\w?!&=/.]")


def find_losses(text: str, *, was_damaged: bool) -> tuple[Loss, ...]:
    """The losses of a text, in order; lone question marks count only in a text that was damaged."""
    losses = [
        Loss(match.start(), match.end(), match.group(), "bytes that no encoding explains were replaced before")
        for match in _REPLACEMENT.finditer(text)
    ]
    if was_damaged and "?" in text:
        losses += [
            Loss(match.start(), match.end(), match.group(), "a character that an encoding lacked was replaced before")
            for match in _MARKS.finditer(text)
            if _is_lone(match)
        ]
    return tuple(sorted(losses, key=lambda loss: loss.start))


def _is_lone(marks: re.Match[str]) -> bool:
    """Whether question marks before a letter stand behind one, too, or a single one begins a word."""
    before = marks.string[marks.start() - 1] if marks.start() else ""
    if before.isalpha():
        return True
    return len(marks.group()) == 1 and len(marks.group(1)) == 2 and not _NOT_BEFORE_A_WORD.match(before)
