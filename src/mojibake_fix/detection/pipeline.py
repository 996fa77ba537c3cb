"""The order of the questions: marks, then structure, then plausibility. `detect` is the whole answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from mojibake_fix.detection import marks, structure
from mojibake_fix.detection.candidates import Candidate
from mojibake_fix.detection.ebcdic import looks_ebcdic
from mojibake_fix.detection.priors import widest_first
from mojibake_fix.detection.rank import rank
from mojibake_fix.detection.wide import by_code_units
from mojibake_fix.encodings import ENCODINGS
from mojibake_fix.types import Alternative, Detection

TEMPERATURE = 3.0
"""Bits of the model that count as one: its characters are not as independent as it takes them to be."""
SURE = 0.999
SHORTEST_WIDE = 8
"""Bytes that the shortest UTF-16 text without a mark and without control bytes has, to be told as such."""


def detect(data: bytes) -> Detection:
    """Which encoding the bytes are in. Raises `TypeError` for anything but bytes.

    The answer decodes the whole input strictly, but for one documented case: an input that ends in the middle of a
    character is answered with the encoding of the rest, and `evidence` says so.
    """
    given: Any = data
    if isinstance(given, (bytearray, memoryview)):
        data = bytes(given)
    elif not isinstance(given, bytes):
        raise TypeError(f"detect takes bytes, not {type(given).__name__}")
    return marks.by_mark(data) or structure.settled(data) or _ranked(data)


def _ranked(data: bytes) -> Detection:
    declared = marks.declared(data)
    readings = rank(data, declared, ebcdic=looks_ebcdic(data))
    if not readings:
        return Detection(None, 0.5, "no encoding decodes the bytes")
    rivals = [each.names[0] for each in readings[:2]]
    wide = None if len(data) % 2 or len(data) < SHORTEST_WIDE else by_code_units(data, rivals)
    return wide or _answer(readings, declared)


def _answer(readings: Sequence[Candidate], declared: Sequence[str]) -> Detection:
    best = readings[0]
    weights = [math.exp2(-(each.bits - best.bits) / TEMPERATURE) for each in readings]
    total = sum(weights)
    names = widest_first(best.names)
    evidence = "plausibility of the text"
    if set(names) & set(declared):
        evidence = "declared in the file, and the text is plausible"
    if best.cut:
        evidence += "; the last character is cut off"
    others = [
        Alternative(widest_first(each.names)[0], weight / total)
        for each, weight in zip(readings[1:], weights[1:], strict=True)
    ]
    return Detection(
        names[0],
        min(weights[0] / total, SURE),
        evidence,
        ENCODINGS[names[0]].whatwg_name,
        tuple(others),
        tuple(names[1:]),
    )
