"""The frequent case, made cheap: all of a document is UTF-8 that one page was taken for, and nothing else fits.

Bytes of UTF-8 do not come about by chance. Where every character beyond ASCII of a document is part of well-formed
UTF-8 under some page, all such pages give the same text, and that text is nothing odd, there is nothing left to weigh:
if the bytes are many and the page is a single-byte one, or if what stood there was as odd as no sound text is.
Whatever is less clear goes to the judge.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mojibake_fix.encodings import decode, encode, is_single_byte
from mojibake_fix.engine.find import ODD_ENOUGH, odd_pieces, oddness
from mojibake_fix.engine.layers import readers_of
from mojibake_fix.engine.priors import READERS, STEPS, Path, step_number
from mojibake_fix.engine.quotes import may_be_examples
from mojibake_fix.engine.readings import C1, restores
from mojibake_fix.plausibility.model import Model

TRAIL_BYTES = 6
"""Bytes of UTF-8 behind the first of their character from which on chance is ruled out in single-byte pages."""
_ODD = 24.0  # bits of the oddest window from which on fewer bytes, and bytes of any page, are no chance
_LAYERS = 4
_ODD_ONE_IN = 5  # pieces of a large document of which one may be odd

_BEYOND = re.compile("[^\\x00-\\x7f](?:.*[^\\x00-\\x7f])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Certain:
    """What a document was, and the chain that it suffered."""

    pieces: tuple[str, ...]
    path: Path


def certain_repairs(documents: Sequence[Sequence[str]], model: Model) -> list[Certain | None]:
    """The repair of each document that is beyond doubt; None for all others."""
    out: list[Certain | None] = [None] * len(documents)
    open_ = [(k, Certain(tuple(pieces), ())) for k, pieces in enumerate(documents) if not _may_quote(pieces)]
    for _ in range(_LAYERS):
        layers = [(k, outer, inner) for k, outer in open_ if (inner := _one_layer(outer)) is not None]
        proven = _are_proven([(outer, inner) for _, outer, inner in layers], model)
        deeper = [(k, inner) for (k, _, inner), is_proven in zip(layers, proven, strict=True) if is_proven]
        odd = odd_pieces([inner.pieces for _, inner in deeper], model)
        open_ = []
        for (k, inner), places in zip(deeper, odd, strict=True):
            if _is_sound(inner, places):
                out[k] = inner
            else:
                open_.append((k, inner))
    return out


def changed_part(piece: str) -> tuple[int, int]:
    """From the first character beyond ASCII to the last.

    >>> changed_part("in cafÃ© now")
    (6, 8)
    """
    match = _BEYOND.search(piece)
    return match.span() if match else (0, 0)


def _is_sound(inner: Certain, odd: Sequence[int]) -> bool:
    """Whether a text has no layer left: in a large one a few pieces may be odd, but none as UTF-8 misread is."""
    many = sum(not piece.isascii() for piece in inner.pieces)
    return _ODD_ONE_IN * len(odd) <= many and not any(_one_layer(Certain((inner.pieces[k],), ())) for k in odd)


def _may_quote(pieces: Sequence[str]) -> bool:
    return may_be_examples(sum(not piece.isascii() for piece in pieces), pieces)


def _are_proven(layers: Sequence[tuple[Certain, Certain]], model: Model) -> list[bool]:
    """Whether each outer text cannot be there by chance, so that the inner one is what it was."""
    unsure = [k for k, (outer, inner) in enumerate(layers) if not _is_no_chance(outer, inner)]
    before = _oddest([layers[k][0] for k in unsure], model)
    after = _oddest([layers[k][1] for k in unsure], model)
    out = [True] * len(layers)
    for k, odd, left in zip(unsure, before, after, strict=True):
        out[k] = odd >= _ODD and left < ODD_ENOUGH and not _is_alone(layers[k][0])
    return out


def _oddest(texts: Sequence[Certain], model: Model) -> list[float]:
    """The bits of the oddest window of each text."""
    pieces = [piece for text in texts for piece in text.pieces]
    values = iter(oddness(pieces, model).tolist() if pieces else [])
    return [max(itertools.islice(values, len(text.pieces))) for text in texts]


def _is_no_chance(outer: Certain, inner: Certain) -> bool:
    saved = sum(map(len, outer.pieces)) - sum(map(len, inner.pieces))
    return saved >= TRAIL_BYTES and is_single_byte(STEPS[inner.path[-1]].read)


def _is_alone(outer: Certain) -> bool:
    """Whether a document is one word, for which no neighbour vouches."""
    return len(outer.pieces) == 1 and len(outer.pieces[0].split()) < 2


def _one_layer(outer: Certain) -> Certain | None:
    """The document without one layer of UTF-8, where no two pages give different texts."""
    text = "\x00".join(outer.pieces)  # no page shows anything else as NUL
    if text.count("\x00") != len(outer.pieces) - 1:
        return None
    found: dict[str, int] = {}
    for reader in readers_of(text):
        data = encode(text, READERS[reader])
        inner = None if data is None else decode(data, "utf-8")
        if inner is not None:
            found.setdefault(inner, reader)
    if len(found) != 1:
        return None
    ((inner, reader),) = found.items()
    if len(inner) == len(text) or C1.search(inner) or not restores(text, inner):
        return None
    return Certain(tuple(inner.split("\x00")), (*outer.path, step_number(0, reader)))
