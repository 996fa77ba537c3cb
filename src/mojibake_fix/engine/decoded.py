"""The bytes of many texts decoded in a multi-byte encoding, as arrays, in one call of the codec."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mojibake_fix.encodings import decode, decode_as, encode
from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.readings import C1, decode_head
from mojibake_fix.engine.shown import Places
from mojibake_fix.plausibility.model import NEWLINE, Codes, codes_of

_LOST = ord(LOST)


class Decoded(NamedTuple):
    """Texts that bytes are."""

    number: Places
    """Of every text, the number of its bytes."""
    codes: Codes
    starts: Places
    sizes: Places
    """Where each text stands in `codes`."""

    def some(self, places: Places) -> Decoded:
        """Some of the texts, behind each other."""
        sizes = self.sizes[places]
        starts = np.cumsum(sizes) - sizes
        codes = self.codes[np.repeat(self.starts[places] - starts, sizes) + np.arange(int(sizes.sum()))]
        return Decoded(self.number[places], codes, starts, sizes)


_NONE = np.zeros(0, dtype=np.intp)
_NOTHING = Decoded(_NONE, np.zeros(0, dtype=np.uint32), _NONE, _NONE)


def decode_all(data: Sequence[bytes], name: str, *, are_cut: Sequence[bool]) -> Decoded:
    """Those of the bytes, none of them empty, that are well-formed, but for those that hold controls no text holds.

    `are_cut` tells which are the head of a longer text.
    """
    is_cut = np.array(are_cut, dtype=bool)
    whole = np.flatnonzero(~is_cut)
    heads = {k: decode_head(data[k], name, is_cut=True) for k in np.flatnonzero(is_cut).tolist()}
    if not len(whole):
        return _with(_NOTHING, heads)
    # A line end is no part of another character in any encoding, so what is ill-formed spoils its own line alone.
    codes = codes_of(decode_as(b"\n".join([data[k] for k in whole.tolist()]), name, "replace") + "\n")
    ends = np.flatnonzero(codes == NEWLINE)
    if len(ends) != len(whole):
        return _with(_NOTHING, heads | {k: decode(data[k], name) for k in whole.tolist()})
    is_bad = np.zeros(len(whole), dtype=bool)
    is_bad[np.searchsorted(ends, np.flatnonzero((codes == _LOST) | ((codes >= 0x80) & (codes < 0xA0))))] = True
    lost = _lost_as(name)
    asked = [] if lost is None else whole[is_bad].tolist()
    spelt = {k: decode(data[k], name) for k in asked if lost in data[k]}
    starts = np.append(0, ends[:-1] + 1)
    lines = Decoded(whole, codes, starts, ends - starts).some(np.flatnonzero(~is_bad & (ends > starts)))
    return _with(lines, heads | spelt)


def _with(lines: Decoded, more: dict[int, str | None]) -> Decoded:
    """Texts, and those that come one by one."""
    texts = {number: text for number, text in more.items() if text and not C1.search(text)}
    if not texts:
        return lines
    sizes = np.array([len(text) for text in texts.values()], dtype=np.intp)
    starts = len(lines.codes) + np.cumsum(sizes) - sizes
    return Decoded(
        np.concatenate([lines.number, np.array(list(texts), dtype=np.intp)]),
        np.concatenate([lines.codes, codes_of("".join(texts.values()))]),
        np.concatenate([lines.starts, starts]),
        np.concatenate([lines.sizes, sizes]),
    )


@functools.cache
def _lost_as(name: str) -> bytes | None:
    """The bytes of the replacement character as text, which few encodings have."""
    return encode(LOST, name)
