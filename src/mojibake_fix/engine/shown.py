"""The bytes that texts may have been: of many texts at once, under every reader that can have shown them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import encode
from mojibake_fix.engine.layers import readers_in, readers_that_show
from mojibake_fix.engine.pages import bytes_shown, single_byte_readers
from mojibake_fix.engine.priors import READERS
from mojibake_fix.plausibility.model import codes_of

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The distinct bytes of each text, a row each: those of one text together, by the commonest of their readers."""

    text_of: Places
    """Of every row, the number of its text."""
    begins: Places
    lengths: Places
    """Where the bytes of every row stand in `data`."""
    data: npt.NDArray[np.uint8]
    first_reader: Places
    """Of every row, where its readers stand in `readers`, the commonest first."""
    reader_counts: Places
    readers: Places

    def bytes_of(self) -> list[bytes]:
        """The bytes of every row."""
        data = self.data.tobytes()
        begins, ends = self.begins.tolist(), (self.begins + self.lengths).tolist()
        return [data[begin:end] for begin, end in zip(begins, ends, strict=True)]


def within(lengths: Places) -> Places:
    """The numbers from 0 up to each length, behind each other.

    >>> within(np.array([2, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def hashes(values: npt.NDArray[np.integer], lengths: Places) -> npt.NDArray[np.uint64]:
    """A number of each row of values, the last axis; rows that differ have the same one in no case that is met.

    Sums of odd multiples, modulo 2^64: two rows that differ have one sum with a probability of 2^-48 or so.
    """
    products = values.astype(np.uint64) * _odd_numbers(int(lengths.max(initial=1)))[within(lengths)]
    sums: npt.NDArray[np.uint64] = np.add.reduceat(products, np.cumsum(lengths) - lengths, axis=-1)
    return sums + lengths.astype(np.uint64) * _MIX


_MIX = np.uint64(0x9E3779B97F4A7C15)


def _odd_numbers(many: int) -> npt.NDArray[np.uint64]:
    """So many numbers that have nothing to do with each other, always the same (the splitmix64 generator)."""
    own = np.arange(1, many + 1, dtype=np.uint64) * _MIX
    own = (own ^ (own >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return (own ^ (own >> np.uint64(27))) | np.uint64(1)


def shown_bytes(texts: Sequence[str]) -> Shown:
    """What the texts, none of them empty, may have been."""
    lengths = np.array([len(text) for text in texts], dtype=np.intp)
    starts = np.cumsum(lengths) - lengths
    codes = codes_of("".join(texts))
    masks = readers_that_show(codes, starts)
    pages = single_byte_readers()
    data = bytes_shown(codes)[pages].astype(np.uint8)
    keys = hashes(data, lengths)
    page, text = np.nonzero(masks >> pages[:, None].astype(np.uint64) & np.uint64(1))
    others = _in_several_bytes(texts, masks)
    more = np.array([len(own) for _, _, own in others], dtype=np.intp)
    pool = np.frombuffer(b"".join(own for _, _, own in others), dtype=np.uint8)
    text_of = np.concatenate([text, np.array([number for number, _, _ in others], dtype=np.intp)])
    reader = np.concatenate([pages[page], np.array([number for _, number, _ in others], dtype=np.intp)])
    begins = np.concatenate([page * len(codes) + starts[text], data.size + np.cumsum(more) - more])
    key = np.concatenate([keys[page, text], hashes(pool, more) if others else np.zeros(0, dtype=np.uint64)])
    sizes = np.concatenate([lengths[text], more])
    order = np.lexsort((reader, key, text_of))
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (key[order[1:]] != key[order[:-1]]) | (text_of[order[1:]] != text_of[order[:-1]])
    first = np.flatnonzero(is_first)
    counts = np.diff(np.append(first, len(order)))
    rows = np.lexsort((reader[order[first]], text_of[order[first]]))
    own = order[first[rows]]
    everything = np.concatenate([data.reshape(-1), pool])
    return Shown(text_of[own], begins[own], sizes[own], everything, first[rows], counts[rows], reader[order])


def _in_several_bytes(texts: Sequence[str], masks: npt.NDArray[np.uint64]) -> list[tuple[int, int, bytes]]:
    """What texts may have been under multi-byte readers: the numbers of text and reader, and the bytes."""
    pages = sum(1 << reader for reader in single_byte_readers().tolist())
    found = []
    for number, mask in enumerate((masks & np.uint64(~pages & ((1 << 64) - 1))).tolist()):
        for reader in readers_in(mask) if mask else ():
            data = encode(texts[number], READERS[reader])
            if data is not None:
                found.append((number, reader, data))
    return found
