"""The part of a file that is scored: stretches around bytes that tell encodings apart, spread over the whole file.

Stretches begin and end where no multi-byte encoding can have a character in the middle: in a run of ASCII, or at a
line end. Only a stretch that had to be cut for its length, or that ends the file, may end inside a character.
"""

from __future__ import annotations

import functools
import re
import sys

import numpy as np
import numpy.typing as npt

GAP = 10  # ASCII bytes between two bytes beyond ASCII that end a stretch
LEFT, RIGHT = 6, 5  # ASCII bytes that a stretch keeps on either side
LONGEST = 240  # bytes of one stretch
SMALL = 1 << 14  # bytes of an input that is looked at as a whole
WINDOW = 1024
WINDOWS, MORE_WINDOWS = 8, 128
FEW = 600  # bytes beyond ASCII in the windows with which more of them are looked at
_FEW_STRETCHES = 256  # of which the order is kept
_NEWLINE, _RETURN = np.uint8(10), np.uint8(13)
GOLDEN = 0.6180339887498949

_HIGH_BITS = np.uint64(0x8080808080808080)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_BORDER = re.compile(rb"[\r\n]|[\x00-\x7f]{10}")


def first_beyond_ascii(data: bytes, within: int = sys.maxsize) -> int:
    """The place of the first byte beyond ASCII among so many; 0 where there is none."""
    found = _BEYOND_ASCII.search(data, 0, within)
    return 0 if found is None else found.start()


def condensed(data: bytes, array: npt.NDArray[np.uint8]) -> bytes:
    """A large input's windows that hold bytes beyond ASCII, as lines; a small input as it is."""
    if len(data) <= SMALL:
        return data
    words = array[: len(data) // WINDOW * WINDOW].view(np.uint64).reshape(-1, WINDOW // 8)
    holds: list[int] = (np.bitwise_or.reduce(words, axis=1) & _HIGH_BITS).nonzero()[0].tolist()
    for windows in (WINDOWS, MORE_WINDOWS):
        last = len(holds) - 1
        picked = [holds[place * last // (windows - 1)] for place in range(windows)] if last >= windows else holds
        found = [_window(data, start * WINDOW) for start in picked]
        sample = b"\n".join(part for part in found if part)
        if len(holds) <= windows or np.count_nonzero(np.frombuffer(sample, dtype=np.uint8) > 0x7F) > FEW:
            break
    if not sample.isascii():
        return sample
    # No border in sight anywhere, or none beyond ASCII but at the end: what begins at the first of them.
    first = first_beyond_ascii(data)
    return data[max(0, first - LEFT) : first + WINDOW * WINDOWS]


def _window(data: bytes, start: int) -> bytes:
    """The window from a border on: the line's beginning, else the first place where a character begins for sure."""
    if start == 0:
        return data[:WINDOW]
    line = data.rfind(b"\n", max(0, start - WINDOW // 4), start)
    if line >= 0:
        return data[line + 1 : start + WINDOW]
    border = _BORDER.search(data, start, start + WINDOW)
    return b"" if border is None else data[border.end() : start + WINDOW]


def stretches(
    data: bytes,
    array: npt.NDArray[np.uint8],
    budget: int,
    telling: npt.NDArray[np.bool_] | None = None,
    around: int | None = None,
) -> list[bytes]:
    """Distinct stretches of the input, about `budget` bytes in all, those first that are far from each other.

    They hold bytes of the `telling` values, which are those beyond ASCII if none are given, and a few bytes, or as
    many as `around` says, of the same line on either side.
    """
    left, right, gap = (LEFT, RIGHT, GAP) if around is None else (around, around, 2 * around)
    lines, is_end = data, array == _NEWLINE
    if b"\r" in data:
        lines = data.replace(b"\r", b"\n")
        is_end |= array == _RETURN
    high, is_start = _stretches(array > 0x7F if telling is None else telling.take(array), is_end, gap)
    if not len(high):
        return [data[:budget]] if telling is not None else []
    firsts = is_start.nonzero()[0]
    starts = high[firsts]
    ends = np.empty_like(starts)
    ends[:-1], ends[-1] = high[firsts[1:] - 1], high[-1]
    ends += 1
    order = _far_apart(len(starts))
    if telling is not None and len(starts) > 8:  # those first that hold what the others have less of
        rarest = np.minimum.reduceat(_ordinals(array[high]), firsts)
        order = order[np.argsort(rarest[order], kind="stable")]
    if len(starts) > 8:  # for twice the budget, since some will be the same
        longest = max(LONGEST, budget // len(starts))
        sizes = np.minimum(ends - starts, longest)[order] + (left + right)
        order = order[: int(np.searchsorted(np.cumsum(sizes), 2 * budget)) + 1]
    longest = max(LONGEST, budget // len(order))
    chosen: dict[bytes, None] = {}
    size = 0
    line_before, line_end = lines.rfind, lines.find
    for start, end in zip(starts.take(order).tolist(), ends.take(order).tolist(), strict=True):
        first = max(0, start - left)
        first = max(first, line_before(b"\n", first, start) + 1)
        last = line_end(b"\n", end, end + right)
        if end - start > longest:
            last = start + longest
        elif last < 0:
            last = end + right
        piece = lines[first:last]
        if piece not in chosen:
            chosen[piece] = None
            size += len(piece)
            if size >= budget:
                break
    return list(chosen)


def _far_apart(count: int) -> npt.NDArray[np.intp]:
    """An order of so many stretches in which any first few are spread over all of them."""
    return _order(count) if count <= _FEW_STRETCHES else (np.arange(count) * GOLDEN % 1).argsort()


@functools.lru_cache(maxsize=_FEW_STRETCHES)
def _order(count: int) -> npt.NDArray[np.intp]:
    return (np.arange(count) * GOLDEN % 1).argsort()


def _ordinals(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    """How many times each value stood in the array before."""
    order = np.argsort(values, kind="stable")
    counts = np.bincount(values, minlength=256)
    ordinals = np.empty(len(values), dtype=np.intp)
    ordinals[order] = np.arange(len(values)) - np.repeat(np.cumsum(counts) - counts, counts)
    return ordinals


def _stretches(
    is_high: npt.NDArray[np.bool_], is_end: npt.NDArray[np.bool_], gap: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Where bytes stand that tell encodings apart, and which of them begin a stretch: behind a gap or a line end."""
    marks = (is_high | is_end).nonzero()[0]
    begins = np.ones(len(marks), dtype=bool)
    np.greater(marks[1:] - marks[:-1], gap, out=begins[1:])
    begins[1:] |= is_end.take(marks[:-1])
    held = is_high.take(marks)
    return (marks, begins) if held.all() else (marks[held], begins[held])
