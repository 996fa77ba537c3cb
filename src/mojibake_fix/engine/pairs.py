"""Quotation marks in pairs: a closing one that belongs to the opening one before it is no chance."""

from __future__ import annotations

from collections.abc import Sequence

_PAIRS = frozenset({"“”", "«»", "„“", "„”", "»«", "‘’", "‚‘", "‹›", "””"})
_OPENING, _CLOSING = frozenset(pair[0] for pair in _PAIRS), frozenset(pair[1] for pair in _PAIRS)
_BESIDE = ".,:;!?()[]*-'\""  # what stands between a quotation mark and the end of its word


def restored_pairs(changes: Sequence[tuple[str, str]]) -> float:
    """How many times the next closing quotation mark that words get is the one that belongs to the last opening one.

    `changes` are words as they stand and as a reading has them, in their order. Where one sign stands for both, as
    around `★stars★`, a pair counts but half.

    >>> restored_pairs([("®Ez", "«Ez"), ("da¯.", "da»."), ("¯", "»")])
    1.0
    >>> restored_pairs([("½Bai╗,", "«Bai»,")]), restored_pairs([("Õjuuri", "”juuri"), ("niinÕ", "niin”")])
    (1.0, 0.5)
    """
    found, opening = 0.0, ""
    for change in changes:
        before, after = (text.strip(_BESIDE) for text in change)
        if not after:
            continue
        begins = after[0] in _OPENING and after[0] != before[:1]
        if begins and not opening:
            begins = False
            opening, after = after[0], after[1:]  # it may be closed within the word
        if opening and after[-1:] in _CLOSING and after[-1:] != before[-1:]:
            if opening + after[-1] in _PAIRS:
                found += 0.5 if opening == after[-1] else 1.0
            opening = ""
        elif begins:
            opening = after[0]
    return found
