"""Which encodings can decode the bytes at all, and the text that each of them makes of the sample.

A single-byte page is judged by the set of byte values alone, so all pages that give the same text for the whole input
are found without decoding it, and only one of them is scored.
"""

from __future__ import annotations

import codecs
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mojibake_fix.detection.priors import EBCDIC_BITS, PRIOR_BITS
from mojibake_fix.encodings import ENCODINGS, Kind, decode_table
from mojibake_fix.encodings.codec import HOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SINGLE_BYTE: tuple[str, ...] = tuple(name for name in PRIOR_BITS if ENCODINGS[name].kind is Kind.SINGLE_BYTE)
MULTI_BYTE: tuple[str, ...] = tuple(name for name in PRIOR_BITS if ENCODINGS[name].kind is Kind.MULTI_BYTE)


@dataclass(slots=True)
class Candidate:
    """One reading of the bytes."""

    names: list[str]
    """The encodings that give it."""
    text: str
    """The sample as they read it."""
    bits: float = 0.0
    """Bits of the sample, later with the prior."""
    cut: bool = False
    """Whether the input ends inside a character."""


@functools.cache
def _tables(names: tuple[str, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.uint16]]:
    """Code points of the 256 bytes in each encoding, a row each."""
    return np.array([[ord(char) for char in decode_table(name)] for name in names], dtype=np.uint16)


def used_bytes(data: bytes) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The byte values that occur."""
    return np.flatnonzero(np.bincount(np.frombuffer(data, dtype=np.uint8), minlength=256))


def single_byte(data: bytes, sample: bytes, *, ebcdic: bool = False) -> list[Candidate]:
    """The single-byte readings of the whole input, one for each distinct text."""
    names = tuple(EBCDIC_BITS) if ebcdic else SINGLE_BYTE
    used = _tables(names)[:, used_bytes(data)]
    whole = ~(used == ord(HOLE)).any(axis=1)
    groups: dict[bytes, Candidate] = {}
    for k in np.flatnonzero(whole).tolist():
        signature = used[k].tobytes()
        if signature in groups:
            groups[signature].names.append(names[k])
        else:
            groups[signature] = Candidate([names[k]], sample.decode(names[k]))
    return list(groups.values())


def multi_byte(pieces: Sequence[bytes], names: Iterable[str] = MULTI_BYTE) -> list[Candidate]:
    """The multi-byte readings of the sample, one for each distinct text; the whole input is not yet proven."""
    groups: dict[str, Candidate] = {}
    for name in names:
        text = _decode_pieces(pieces, name)
        if text is None:
            continue
        if text in groups:
            groups[text].names.append(name)
        else:
            groups[text] = Candidate([name], text)
    return list(groups.values())


def _decode_pieces(pieces: Sequence[bytes], name: str) -> str | None:
    """The pieces as lines of text, a character cut at the end of a piece left out."""
    try:
        return "\n".join([codecs.getincrementaldecoder(name)().decode(piece) for piece in pieces])
    except UnicodeError:
        return None


def decodes(data: bytes, name: str) -> str | None:
    """Say "whole" where the encoding decodes the input strictly, "cut" where all but a cut last character, or None."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        decoder.decode(data)
    except UnicodeError:
        return None
    try:
        decoder.decode(b"", True)
    except UnicodeError:
        return "cut"
    return "whole"
