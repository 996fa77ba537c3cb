"""The readings of bytes in legacy encodings, the most plausible first.

The sample is read in every encoding that can read it; the model scores all readings in one pass, at first of a
small part of the sample, then those that are still in the race of all of it. Bits of the text and bits of the
encoding's rarity add up: both are probabilities of the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mojibake_fix.detection import candidates as reading
from mojibake_fix.detection.candidates import Candidate
from mojibake_fix.detection.ebcdic import as_lines
from mojibake_fix.detection.judge import judge
from mojibake_fix.detection.priors import CUT_BITS, DECLARED_BITS, EBCDIC_BITS, PRIOR_BITS
from mojibake_fix.detection.sample import stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_LOOK = 160
"""Bytes of the sample that every reading is scored on."""
BUDGET = 2000
"""Bytes of the sample that the best readings are scored on."""
CUT_NEEDS = 3
"""Characters beyond ASCII that must stand before one that is cut at the end."""
IN_THE_RACE = 50.0
"""Bits behind the best at which a reading is out of the race after the first look."""


def prior(name: str) -> float:
    """Bits of an encoding's rarity."""
    return PRIOR_BITS.get(name) or EBCDIC_BITS.get(name, 0.0)


def rank(data: bytes, declared: Sequence[str] = (), *, ebcdic: bool = False) -> list[Candidate]:
    """The readings that decode the whole input, the best first; `bits` of each with its prior."""
    pieces = [data[:BUDGET]] if ebcdic else stretches(data, BUDGET)
    head = _head(pieces)
    readings = score(_read(data, head, ebcdic), declared)
    if not readings:
        return []
    close = [each for each in readings if each.bits < readings[0].bits + IN_THE_RACE]
    if len(close) > 1 and sum(map(len, head)) < sum(map(len, pieces)):
        names = {name for each in close for name in each.names}
        close = score([each for each in _read(data, pieces, ebcdic, names) if names.intersection(each.names)], declared)
    return _proven(data, close) or _proven(data, readings)


def _head(pieces: Sequence[bytes]) -> list[bytes]:
    """The first pieces, up to `FIRST_LOOK` bytes."""
    head: list[bytes] = []
    size = 0
    for piece in pieces:
        head.append(piece[: max(FIRST_LOOK - size, 16)])
        size += len(piece)
        if size >= FIRST_LOOK:
            break
    return head


def _read(data: bytes, pieces: Sequence[bytes], ebcdic: bool, close: set[str] | None = None) -> list[Candidate]:
    found = reading.single_byte(data, b"\n".join(pieces), ebcdic=ebcdic)
    if not ebcdic:
        found += reading.multi_byte(pieces, [n for n in reading.MULTI_BYTE if close is None or n in close])
    return found


def score(readings: Sequence[Candidate], declared: Sequence[str] = ()) -> list[Candidate]:
    """The readings with their bits, the best first."""
    texts = [as_lines(each.text) if each.names[0] in EBCDIC_BITS else each.text for each in readings]
    for each, bits in zip(readings, judge(texts), strict=True):
        cost = min(prior(name) - (DECLARED_BITS if name in declared else 0.0) for name in each.names)
        each.bits = bits + cost
    return sorted(readings, key=lambda each: each.bits)


def _proven(data: bytes, readings: Sequence[Candidate], wanted: int = 6) -> list[Candidate]:
    """The best readings without the encodings that do not decode the whole input."""
    proven: list[Candidate] = []
    for each in readings:
        if each.names[0] in reading.MULTI_BYTE:
            states = {name: reading.decodes(data, name) for name in each.names}
            whole = [name for name, state in states.items() if state == "whole"]
            cut = [name for name, state in states.items() if state == "cut"]
            if not whole and (not cut or sum(not char.isascii() for char in each.text) < CUT_NEEDS):
                continue
            bits = each.bits if whole else each.bits + CUT_BITS
            proven.append(Candidate(whole or cut, each.text, bits, cut=not whole))
        else:
            proven.append(each)
        if len(proven) >= wanted:
            break
    return sorted(proven, key=lambda each: each.bits)
