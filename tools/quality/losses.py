"""Lossy text: which characters an accident destroyed, and which of them a repair put back, rightly or wrongly."""

from __future__ import annotations

import codecs
from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

QUADRATIC = 40_000
"""Characters of one text times those of the other, up to which difflib aligns them: its time grows with them."""
ANCHOR = 6
"""Characters of a run that stands once in either text and ties them together where they are too long for difflib."""
PLACEHOLDERS = "\ufffd?"
"""What stands for a lost character: a tool that puts one has restored nothing, and nothing wrongly."""

Block = tuple[int, int, int]
"""Where a run starts in one text, where in the other, and its length."""


class Restored(NamedTuple):
    """Of the characters that texts lost, how many repairs put back; how many they put where others belong."""

    right: int = 0
    wrong: int = 0
    whole: int = 0
    """Texts of which all that was not lost is right."""


def lost_places(text: str, name: str, rules: Any) -> frozenset[int]:
    """The characters of a text that an accident of one step (`utf-8>cp1252 lossy`) destroys, by their places.

    `rules` is the evaluation's module `manglings`, which writes and reads as real software does.
    """
    written, _, misread = name.removesuffix(" lossy").partition(">")
    data = bytearray()
    owners: list[int] = []
    for at, char in enumerate(text):
        part = rules.write(char, written)
        data += part
        owners += [at] * len(part)
    return frozenset(owners[at] for at in _bad_bytes(bytes(data), misread, rules))


def _bad_bytes(data: bytes, misread: str, rules: Any) -> set[int]:
    """The places of the bytes that an encoding has no character for."""
    if misread not in rules.MULTI_BYTE:
        return {at for at, byte in enumerate(data) if rules.read(bytes([byte]), misread, False) is None}
    bad: set[int] = set()

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        bad.update(range(error.start, error.end))
        return "\ufffd", error.end

    codecs.register_error("note-losses", note)
    data.decode(misread, "note-losses")
    return bad


def restored(got: str, mangled: str, expected: str, lost: frozenset[int]) -> Restored:
    """How many lost characters stand in a repair where they belong, and how many others it put in any place.

    What a repair left as it stood is neither, nor is a placeholder.
    """
    if got == expected:
        return Restored(len(lost), 0, 1)
    right = kept = 0
    strange = bytearray(b"\x01") * len(got)  # not where it belongs, and not as it stood
    for start, there, length in aligned(got, expected):
        back = sum(place in lost for place in range(there, there + length))
        right += back
        kept += length - back
        strange[start : start + length] = bytes(length)
    for start, _, length in [(0, 0, len(got))] if got == mangled else aligned(got, mangled):
        strange[start : start + length] = bytes(length)
    wrong = sum(flag and char not in PLACEHOLDERS for flag, char in zip(strange, got, strict=True))
    whole = kept == len(expected) - len(lost) and not wrong
    return Restored(0 if got == mangled else right, wrong, int(whole))


def aligned(one: str, other: str) -> Iterator[Block]:
    """The runs that two texts have in common, in order: by difflib in short texts, in long ones between anchors."""
    at = there = 0
    for start, end, length in (*_anchors(one, other), (len(one), len(other), 0)):
        if 0 < (start - at) * (end - there) <= QUADRATIC:
            matcher = SequenceMatcher(None, one[at:start], other[there:end], autojunk=False)
            yield from ((at + a, there + b, n) for a, b, n in matcher.get_matching_blocks() if n)
        if length:
            yield start, end, length
        at, there = start + length, end + length


def _anchors(one: str, other: str) -> list[Block]:
    """Runs of characters that either text has once, in the same order in both (patience); none in short texts."""
    if len(one) * len(other) <= QUADRATIC:
        return []
    first, second = _single_runs(one), _single_runs(other)
    pairs = [(at, second[run]) for run, at in first.items() if run in second]
    # The longest series of pairs that rises in both texts: `tails[n]` is the lowest end of a series of n + 1 pairs.
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for k, (_, there) in enumerate(pairs):
        n = bisect_left(tails, there)
        before.append(last[n - 1] if n else -1)
        if n == len(tails):
            tails.append(there)
            last.append(k)
        else:
            tails[n], last[n] = there, k
    series: list[Block] = []
    k = last[-1] if last else -1
    while k >= 0:
        series.append((*pairs[k], 1))
        k = before[k]
    return series[::-1]


def _single_runs(text: str) -> dict[str, int]:
    """The runs that stand in a text once, with their places, in order."""
    found: dict[str, int] = {}
    for at in range(len(text) - ANCHOR + 1):
        run = text[at : at + ANCHOR]
        found[run] = -1 if run in found else at
    return {run: at for run, at in found.items() if at >= 0}
