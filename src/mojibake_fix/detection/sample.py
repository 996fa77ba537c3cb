"""The part of a file that is scored: stretches around bytes beyond ASCII, spread over the whole file.

Stretches begin and end where no multi-byte encoding can have a character in the middle: in a run of ASCII, or at a
line end. Only a stretch that had to be cut for its length, or that ends the file, may end inside a character.
"""

from __future__ import annotations

import numpy as np

GAP = 10  # ASCII bytes between two bytes beyond ASCII that end a stretch
LEFT, RIGHT = 6, 5  # ASCII bytes that a stretch keeps on either side
LONGEST = 240  # bytes of one stretch
WINDOW = 8192
WINDOWS = 24
GOLDEN = 0.6180339887498949


def stretches(data: bytes, budget: int) -> list[bytes]:
    """Distinct stretches of the file, about `budget` bytes in all, those first that are far from each other."""
    if len(data) <= 2 * WINDOW * WINDOWS:
        found = _in_window(data, budget, from_start=True)
    else:
        found = []
        for k in range(WINDOWS):
            start = (len(data) - WINDOW) * k // (WINDOWS - 1)
            found += _in_window(data[start : start + WINDOW], budget // 8, from_start=k == 0)
        if not found:  # no border in sight anywhere: dense text, or none beyond ASCII in the windows
            first = int(np.argmax(np.frombuffer(data, dtype=np.uint8) > 0x7F))
            found = _in_window(data[max(0, first - LEFT) : first + WINDOW], budget, from_start=True)
    chosen: dict[bytes, None] = {}
    size = 0
    for k in np.argsort(np.arange(len(found)) * GOLDEN % 1):
        piece = found[k]
        if piece not in chosen:
            chosen[piece] = None
            size += len(piece)
            if size >= budget:
                break
    return list(chosen)


def _in_window(data: bytes, budget: int, *, from_start: bool) -> list[bytes]:
    array = np.frombuffer(data, dtype=np.uint8)
    high = np.flatnonzero(array > 0x7F)
    if not len(high):
        return []
    lines = np.cumsum((array == 10) | (array == 13))[high]  # the line that each byte stands in
    breaks = np.flatnonzero((np.diff(high) > GAP) | (np.diff(lines) > 0))
    starts = high[np.concatenate([[0], breaks + 1])]
    ends = high[np.concatenate([breaks, [len(high) - 1]])] + 1
    if not from_start and starts[0] < LEFT:  # the window may begin inside a character
        starts, ends = starts[1:], ends[1:]
    if len(starts) > 4 * budget // (LEFT + RIGHT):
        keep = np.linspace(0, len(starts) - 1, 4 * budget // (LEFT + RIGHT)).astype(np.int64)
        starts, ends = starts[keep], ends[keep]
    longest = max(LONGEST, budget // len(starts)) if len(starts) else LONGEST
    return [_stretch(data, start, end, longest) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _stretch(data: bytes, start: int, end: int, longest: int) -> bytes:
    """The bytes from `start` to `end`, at most `longest`, with a little ASCII of the same line on either side."""
    before = data[max(0, start - LEFT) : start].replace(b"\r", b"\n").rpartition(b"\n")[2]
    if end - start > longest:
        return before + data[start : start + longest]
    return before + data[start:end] + data[end : end + RIGHT].replace(b"\r", b"\n").partition(b"\n")[0]
