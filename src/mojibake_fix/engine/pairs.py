"""Quotation marks in pairs: a closing one that belongs to the opening one before it is no chance."""

from __future__ import annotations

from collections.abc import Sequence

_PAIRS = frozenset({"“”", "«»", "„“", "„”", "»«", "‘’", "‚‘", "‹›", "””"})
_OPENING, _CLOSING = frozenset(pair[0] for pair in _PAIRS), frozenset(pair[1] for pair in _PAIRS)
_BESIDE = ".,:;!?()[]*-'\""  # what stands between a quotation mark and the end of its word


def restored_pairs(changes: Sequence[tuple[str, str]]) -> int:
    """How many times the next closing quotation mark that words get is the one that belongs to the last opening one.

    `changes` are words as they stand and as a reading has them, in their order.

    >>> restored_pairs([("®Ez", "«Ez"), ("da¯.", "da»."), ("¯", "»")])
    1
    """
    found, opening = 0, ""
    for change in changes:
        before, after = (text.strip(_BESIDE) for text in change)
        if not after:
            continue
        if opening and after[-1] in _CLOSING and after[-1] != before[-1:]:
            found += opening + after[-1] in _PAIRS
            opening = ""
        elif after[0] in _OPENING and after[0] != before[:1]:
            opening = after[0]
    return found
