"""Chains that make the same of some words: pages are alike in most of their characters, so one stands for many."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import is_single_byte
from mojibake_fix.engine.pages import HOLE, bytes_shown, single_byte_writers
from mojibake_fix.engine.priors import READERS, Path
from mojibake_fix.plausibility.model import codes_of

_ADDED = "\u00a0\x1a"  # what the reading of a word where bytes were lost puts into it: `readings`
_IS_PAGE = tuple(map(is_single_byte, READERS))


def alike(paths: Sequence[Path], texts: Iterable[str]) -> list[int]:
    """Of each chain, the place of the first one that makes the same of every text, and of every part of each.

    Chains are told apart by what they make of single characters; those that end in or go through multi-byte encodings
    are alike only where their first reader shows the same bytes.
    """
    codes = codes_of("".join(set(_ADDED).union(*texts)))
    shown = bytes_shown(codes)
    row_of, tables = _writer_tables()
    first: dict[object, int] = {}
    out = []
    for place, path in enumerate(paths):
        writer, reader = divmod(path[0], len(READERS))
        row = row_of.get(writer)
        if not _IS_PAGE[reader]:
            key: object = path
        elif len(path) == 1 and row is not None:
            key = tables[row, shown[reader]].tobytes()
        else:
            key = shown[reader].tobytes(), writer, path[1:]
        out.append(first.setdefault(key, place))
    return out


@functools.cache
def _writer_tables() -> tuple[dict[int, int], npt.NDArray[np.uint16]]:
    """Of each writer that is a page, its row; and the rows: its characters, the last one for `NO_BYTE`, -1."""
    numbers, tables = single_byte_writers()
    none = np.full((len(tables), 1), HOLE, dtype=np.uint16)
    return {number: row for row, number in enumerate(numbers.tolist())}, np.hstack([tables, none])
