"""The frequent case, made cheap: all of a document is UTF-8 that one page was taken for, and nothing else fits.

Bytes of UTF-8 do not come about by chance. Where every character beyond ASCII of a document is part of well-formed
UTF-8 under a single-byte page, all such pages give the same text, and that text is nothing odd, there is nothing left
to weigh. Whatever is less clear goes to the judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mojibake_fix.encodings import decode, encode, is_single_byte
from mojibake_fix.engine.find import odd_pieces
from mojibake_fix.engine.layers import readers_of
from mojibake_fix.engine.priors import READERS, Path, step_number
from mojibake_fix.engine.quotes import may_be_examples
from mojibake_fix.engine.readings import C1, restores
from mojibake_fix.plausibility.model import Model

TRAIL_BYTES = 6
"""Bytes of UTF-8 behind the first of their character from which on chance is ruled out."""
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
        deeper = [(k, inner) for k, outer in open_ if (inner := _one_layer(outer)) is not None]
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
    return _ODD_ONE_IN * len(odd) <= many and not any(_one_layer(Certain((inner.pieces[k],), ()), 1) for k in odd)


def _may_quote(pieces: Sequence[str]) -> bool:
    return may_be_examples(sum(not piece.isascii() for piece in pieces), pieces)


def _one_layer(outer: Certain, least: int = TRAIL_BYTES) -> Certain | None:
    """The document without one layer of UTF-8, where no two pages give different texts."""
    text = "\x00".join(outer.pieces)  # no page shows anything else as NUL
    if text.count("\x00") != len(outer.pieces) - 1:
        return None
    found: dict[str, int] = {}
    for reader in readers_of(text):
        data = encode(text, READERS[reader]) if is_single_byte(READERS[reader]) else None
        inner = None if data is None else decode(data, "utf-8")
        if inner is not None:
            found.setdefault(inner, reader)
    if len(found) != 1:
        return None
    ((inner, reader),) = found.items()
    if len(text) - len(inner) < least or C1.search(inner) or not restores(text, inner):
        return None
    return Certain(tuple(inner.split("\x00")), (*outer.path, step_number(0, reader)))
