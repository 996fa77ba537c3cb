"""What is gone for good: places of a repaired text where something stood that no codec can bring back.

A replacement character always tells of a loss. A question mark does only where no one would have typed it: between
two letters, or at the beginning of a word, in a text that was damaged.
"""

from __future__ import annotations

import re

from mojibake_fix.types import Loss

_REPLACEMENT = re.compile("\ufffd+")
_LONE_MARK = re.compile(r"(?<=[^\W\d_])\?+(?=[^\W\d_])|(?<![\w?!&=/.])\?(?=[^\W\d_]{2})")


def find_losses(text: str, *, was_damaged: bool) -> tuple[Loss, ...]:
    """The losses of a text, in order; lone question marks count only in a text that was damaged."""
    losses = [
        Loss(match.start(), match.end(), match.group(), "bytes that no encoding explains were replaced before")
        for match in _REPLACEMENT.finditer(text)
    ]
    if was_damaged and "?" in text:
        losses += [
            Loss(match.start(), match.end(), match.group(), "a character that an encoding lacked was replaced before")
            for match in _LONE_MARK.finditer(text)
        ]
    return tuple(sorted(losses, key=lambda loss: loss.start))
