"""The bytes of many texts decoded in a multi-byte encoding, as arrays, in one call of the codec."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from mojibake_fix.encodings import decode, decode_as, encode
from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.readings import C1, decode_head
from mojibake_fix.engine.shown import Places
from mojibake_fix.plausibility.model import Codes, codes_of


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
    heads = {k: decode_head(data[k], name, is_cut=True) for k, is_cut in enumerate(are_cut) if is_cut}
    whole = [k for k, is_cut in enumerate(are_cut) if not is_cut]
    if not whole:
        return _of(heads)
    # A line end is no part of another character in any encoding, so what is ill-formed spoils its own line alone.
    lines = decode_as(b"\n".join([data[k] for k in whole]), name, "replace").split("\n")
    if len(lines) != len(whole):
        return _of(heads | {k: decode(data[k], name) for k in whole})
    found = {k: line for k, line in zip(whole, lines, strict=True) if LOST not in line}
    lost = _lost_as(name)
    if lost is not None:
        found |= {k: text for k in whole if k not in found and lost in data[k] and (text := decode(data[k], name))}
    return _of(found | heads)


def _of(found: Mapping[int, str | None]) -> Decoded:
    """Those texts that are any and hold no controls, by the numbers of their bytes."""
    texts = {number: text for number, text in found.items() if text and not C1.search(text)}
    if not texts:
        return _NOTHING
    sizes = np.array(list(map(len, texts.values())), dtype=np.intp)
    return Decoded(
        np.array(list(texts), dtype=np.intp), codes_of("".join(texts.values())), np.cumsum(sizes) - sizes, sizes
    )


@functools.cache
def _lost_as(name: str) -> bytes | None:
    """The bytes of the replacement character as text, which few encodings have."""
    return encode(LOST, name)
