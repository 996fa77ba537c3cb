"""The part of a file that is scored: stretches around bytes that tell encodings apart, spread over the whole file.

Stretches begin and end where no multi-byte encoding can have a character in the middle: in a run of ASCII, or at a
line end. Only a stretch that had to be cut for its length, or that ends the file, may end inside a character.
"""

from __future__ import annotations

import functools
import re

import numpy as np
import numpy.typing as npt

GAP = 10  # ASCII bytes between two bytes beyond ASCII that end a stretch
LEFT, RIGHT = 6, 5  # ASCII bytes that a stretch keeps on either side
LONGEST = 240  # bytes of one stretch
WINDOW = 2048
WINDOWS, MORE_WINDOWS = 8, 64
FEW = 600  # bytes beyond ASCII in the windows with which more of them are looked at
_FEW_STRETCHES = 256  # of which the order is kept
GOLDEN = 0.6180339887498949

_HIGH_BITS = np.uint64(0x8080808080808080)
_BORDER = re.compile(rb"[\r\n]|[\x00-\x7f]{10}")


def condensed(data: bytes, array: npt.NDArray[np.uint8]) -> bytes:
    """A large input's windows that hold bytes beyond ASCII, as lines; a small input as it is."""
    if len(data) <= WINDOW * WINDOWS:
        return data
    words = array[: len(data) // WINDOW * WINDOW].view(np.uint64).reshape(-1, WINDOW // 8)
    holds = np.flatnonzero(np.bitwise_or.reduce(words, axis=1) & _HIGH_BITS)
    for windows in (WINDOWS, MORE_WINDOWS):
        picked = holds
        if len(holds) > windows:
            picked = holds[np.linspace(0, len(holds) - 1, windows).astype(np.intp)]
        found = [_window(data, start * WINDOW) for start in picked.tolist()]
        sample = b"\n".join(part for part in found if part)
        if len(holds) <= windows or np.count_nonzero(np.frombuffer(sample, dtype=np.uint8) > 0x7F) > FEW:
            break
    if not sample.isascii():
        return sample
    # No border in sight anywhere, or none beyond ASCII but at the end: what begins at the first of them.
    first = int(np.argmax(array > 0x7F))
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
    high = (array > 0x7F if telling is None else telling[array]).nonzero()[0]
    if not len(high):
        return [data[:budget]] if telling is not None else []
    ends_of_lines = ((array == 10) | (array == 13)).nonzero()[0]
    is_start = np.ones(len(high), dtype=bool)
    np.greater(high[1:] - high[:-1], gap, out=is_start[1:])
    if len(ends_of_lines):
        lines = ends_of_lines.searchsorted(high)
        is_start[1:] |= lines[1:] > lines[:-1]
    firsts = is_start.nonzero()[0]
    starts = high[firsts]
    ends = np.empty_like(starts)
    ends[:-1], ends[-1] = high[firsts[1:] - 1] + 1, high[-1] + 1
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
    for start, end in zip(starts[order].tolist(), ends[order].tolist(), strict=True):
        piece = _stretch(data, start, end, longest, (left, right))
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


def _stretch(data: bytes, start: int, end: int, longest: int, around: tuple[int, int]) -> bytes:
    """The bytes from `start` to `end`, at most `longest`, with a little ASCII of the same line on either side."""
    left, right = around
    before = data[max(0, start - left) : start].replace(b"\r", b"\n").rpartition(b"\n")[2]
    if end - start > longest:
        return before + data[start : start + longest]
    return before + data[start:end] + data[end : end + right].replace(b"\r", b"\n").partition(b"\n")[0]
