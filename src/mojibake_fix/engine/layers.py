"""Layers of UTF-8: what lies under a text that one page or another was taken for.

UTF-8 is the only encoding that can hold a text that is mojibake already, so all layers but the innermost were written
in it, and the few that fit are gone down through one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import encode
from mojibake_fix.engine.pages import PLANE
from mojibake_fix.engine.priors import READERS, Path, step_number
from mojibake_fix.engine.readers import Masks, shown
from mojibake_fix.engine.readings import decode_head
from mojibake_fix.plausibility.model import codes_of

MAX_LAYERS = 6

_BEAM = 4  # texts that are followed down at each depth

Found = dict[str, list[Path]]
"""Readings, each with the chains that give it, the cheapest first."""


def readers_of(text: str) -> list[int]:
    """The numbers of the encodings in which all of the text can have been shown, the commonest first."""
    codes = [ord(char) for char in set(text) if char >= "\x80"]
    if not codes or max(codes) > 0xFFFF:
        return []
    return readers_in(int(np.bitwise_and.reduce(shown().at_all[codes])))


def readers_in(mask: int) -> list[int]:
    """The numbers of the readers of a set."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def readers_that_show(codes: npt.NDArray[np.integer], starts: npt.NDArray[np.integer]) -> Masks:
    """Of each text, the readers in which all of it can have been shown; the texts begin at `starts` in `codes`."""
    everyone = np.uint64((1 << len(READERS)) - 1)
    own = np.where(codes > 0x7F, shown().at_all[np.minimum(codes, PLANE - 1)], everyone)
    own[codes >= PLANE] = 0
    masks = np.bitwise_and.reduceat(own, starts)
    masks[np.maximum.reduceat(codes, starts) < 0x80] = 0
    return masks


def readers_of_utf8(codes: npt.NDArray[np.integer], starts: npt.NDArray[np.integer]) -> Masks:
    """Of each text, those among its readers whose bytes can be UTF-8: all whose are, and few others.

    No text is all of well-formed UTF-8 that begins with a byte from within a character, or ends with the first of one.
    """
    is_beyond = codes > 0x7F
    begins, ends = is_beyond.copy(), is_beyond.copy()
    begins[1:] &= ~is_beyond[:-1]
    ends[:-1] &= ~is_beyond[1:]
    begins[starts] = is_beyond[starts]
    ends[starts[1:] - 1] = is_beyond[starts[1:] - 1]
    places = np.minimum(codes, PLANE - 1)
    _, first, last = shown()
    own = np.full(len(codes), (1 << 64) - 1, dtype=np.uint64)
    own[begins] &= first[places[begins]]
    own[ends] &= last[places[ends]]
    return readers_that_show(codes, starts) & np.bitwise_and.reduceat(own, starts)


def utf8_paths_of_all(texts: Sequence[str], *, are_cut: Sequence[bool]) -> list[Found]:
    """Of each text, what `utf8_paths_of` gives; most have nothing, which is told for all at once."""
    if not texts:
        return []
    lengths = np.array([len(text) for text in texts])
    starts = np.cumsum(lengths) - lengths
    codes = codes_of("".join(texts))
    may_be = readers_of_utf8(codes, starts) | np.where(are_cut, readers_that_show(codes, starts), np.uint64(0))
    return [
        utf8_paths_of(text, is_cut=is_cut, readers=readers_in(mask)) if mask else {}
        for text, is_cut, mask in zip(texts, are_cut, may_be.tolist(), strict=True)
    ]


def utf8_paths_of(text: str, *, is_cut: bool = False, readers: Sequence[int] | None = None) -> Found:
    """Every text that lies under one or more layers of UTF-8, with the chains that lay it bare.

    `readers` are those that can have shown the outermost one.
    """
    found: Found = {}
    frontier: list[tuple[str, Path]] = [(text, ())]
    for _ in range(MAX_LAYERS):
        deeper: list[tuple[str, Path]] = []
        for above, path in frontier:
            for data, own in _readings(above, None if path else readers).items():
                inner = decode_head(data, "utf-8", is_cut=is_cut)
                if inner is None or inner in (above, text):
                    continue
                if inner not in found and not inner.isascii():
                    deeper.append((inner, (*path, step_number(0, own[0]))))
                found.setdefault(inner, []).extend((*path, step_number(0, reader)) for reader in own)
        frontier = deeper[:_BEAM]
    return found


def _readings(text: str, readers: Sequence[int] | None) -> dict[bytes, list[int]]:
    """The bytes that the text may have been, each with the readers that show them so, the commonest first."""
    readings: dict[bytes, list[int]] = {}
    for reader in readers_of(text) if readers is None else readers:
        data = encode(text, READERS[reader])
        if data is not None:
            readings.setdefault(data, []).append(reader)
    return readings
