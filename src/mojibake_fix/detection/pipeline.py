"""The order of the questions: marks, then structure, then plausibility. `detect` is the whole answer."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mojibake_fix.detection import marks, structure, witnesses
from mojibake_fix.detection.candidates import decodes, of_same_text
from mojibake_fix.detection.damage import damaged
from mojibake_fix.detection.ebcdic import looks_ebcdic
from mojibake_fix.detection.foreign import is_beyond_planes
from mojibake_fix.detection.judge import judge
from mojibake_fix.detection.names import answer, undecoded
from mojibake_fix.detection.priors import CUT_BITS, EBCDIC_BITS, widest_first
from mojibake_fix.detection.rank import by_rarity, makes_sense, rank
from mojibake_fix.detection.sample import first_beyond_ascii, stretches
from mojibake_fix.detection.wide import by_code_units
from mojibake_fix.encodings.cns11643 import EUC_TW
from mojibake_fix.types import Alternative, Detection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mojibake_fix.detection.candidates import Candidate

TEMPERATURE = 2.4
"""Bits of the model that count as one: its characters are not as independent as it takes them to be.

Fitted to short pieces of clean text and to heads of files: a lower one is as sharp and says more than is right.
"""
SURE = 0.999
NOISE_BITS, BITS_OF_NOISE = 64.0, 9.0
"""Bits that it costs to say that the bytes are no text in any encoding, and bits of each of them then."""
LOOKED_AT = 600
"""Bytes of the sample on which two readings are compared."""
FAR = 1 << 20
"""Bytes in which the first one beyond ASCII is looked for, to tell the language by what is around it."""
SAMPLE = 1500
"""Bytes of a page that the language is told by."""
LONGEST_CUT = 3
"""Bytes that can stand of a UTF-8 character that was cut."""
SHORTEST_WIDE = 8
"""Bytes that the shortest UTF-16 text without a mark and without control bytes has, to be told as such."""
LONGEST_WIDE = 240
"""Bytes of the longest UTF-16 text that may do without a control byte: one byte in nine is one in Chinese."""

_TRAILS = bytes(range(0x80, 0xC0))


def detect(data: bytes, expected: Sequence[str] = ()) -> Detection:
    """Which encoding the bytes are in. Raises `TypeError` for anything but bytes.

    `expected` are languages that their text is said to be in, by the model's names.

    What it names is a codec of Python, or one of ours that it registers (`Detection`).

    The answer decodes the whole input strictly, but for two documented cases: an input that ends in the middle of a
    character is answered with the encoding of the rest, and one that is damaged in a few places with that of all
    others; `evidence` says so, and `damaged` where.
    """
    given: Any = data
    if isinstance(given, (bytearray, memoryview)):
        data = bytes(given)
    elif not isinstance(given, bytes):
        raise TypeError(f"detect takes bytes, not {type(given).__name__}")
    labels = marks.declared_labels(data)
    found = marks.by_mark(data) or structure.settled(data) or _ranked(data, marks.declared(labels), expected)
    return replace(found, declared=labels[0]) if labels else found


def _ranked(data: bytes, declared: Sequence[str], expected: Sequence[str]) -> Detection:
    is_ebcdic = looks_ebcdic(data)
    readings = rank(data, declared, expected, ebcdic=is_ebcdic)
    if not readings:
        return _mended(data, structure.utf_8_until(data), ()) or Detection(None, 0.5, "no encoding decodes the bytes")
    if len(data.strip()) == 1:
        readings = by_rarity(readings)
    elif not is_ebcdic:
        readings = witnesses.hear(data, readings)
    rivals = [each.names[0] for each in readings[:2] if each.names[0] != EUC_TW]
    wide = by_code_units(data, rivals) if SHORTEST_WIDE <= len(data) <= LONGEST_WIDE else None
    if wide is not None:
        return wide
    until = structure.utf_8_until(data)
    return _cut_utf_8(data, until, rivals) or _mended(data, until, readings) or _answer(data, readings, declared)


def _mended(data: bytes, until: int, readings: Sequence[Candidate]) -> Detection | None:
    """The answer for input that is in one encoding but for some places, or but for its end; None for all other."""
    best = readings[0].names[0] if readings else None
    if best in EBCDIC_BITS or (makes_sense(readings) and not structure.begins_as_utf_8(data[:until])):
        return None
    broken = damaged(data, best)
    if broken is None:
        return None
    name, places = broken
    sample = data[: 4 * LOOKED_AT].decode(name, "ignore")
    if len(data) - places[0] < LONGEST_CUT + 1 and (decodes(data, name) or ("",))[0] == "cut":
        return answer(name, 0.99, "plausibility of the text; the last character is cut off", sample=sample)
    many = "1 place is" if len(places) == 1 else f"{len(places)} places are"
    evidence = f"plausibility of the text; {many} damaged, from byte {places[0]} on"
    return replace(answer(name, 0.95, evidence, sample=sample), damaged=places)


def _cut_utf_8(data: bytes, until: int, rivals: Sequence[str]) -> Detection | None:
    """UTF-8 that ends inside a character, where that is more plausible than every encoding that decodes the end."""
    if len(data) - until > LONGEST_CUT:
        return None
    whole = data[:-1].rstrip(_TRAILS)[:-1] if data[-1] in _TRAILS else data[:-1]
    if len(data) - len(whole) > LONGEST_CUT or until < len(whole) or whole.isascii():
        return None
    pieces = b"\n".join(stretches(whole, np.frombuffer(whole, dtype=np.uint8), LOOKED_AT))
    as_utf_8, *others = judge([pieces.decode(name, "replace") for name in ("utf-8", *rivals)])
    if as_utf_8 + CUT_BITS > min(others, default=math.inf):
        return None
    shown = pieces.decode("utf-8", "replace")  # a stretch that was cut for its length may end inside a character
    return answer("utf-8", 0.99, "valid UTF-8, but the last character is cut off", sample=shown)


def _answer(data: bytes, readings: Sequence[Candidate], declared: Sequence[str]) -> Detection:
    best = readings[0]
    weights = [math.exp2(-(each.bits - best.bits) / TEMPERATURE) for each in readings]
    total = sum(weights)
    if best.text and not best.is_rough:  # else nothing came near it, least of all chance
        noise = NOISE_BITS + BITS_OF_NOISE * len(b"".join(best.pieces))
        total += math.exp2(min(best.bits - noise, 100.0) / TEMPERATURE)
    is_proven = best.cut or not best.is_multi_byte
    names = widest_first(best.names, best.text) if is_proven else of_same_text(data, best)
    evidence = "plausibility of the text"
    if set(names) & set(declared):
        evidence = "declared in the file, and the text is plausible"
    if best.cut:
        evidence += "; the last character is cut off"
    others = [
        Alternative(widest_first(each.names, each.text)[0], weight / total)
        for each, weight in zip(readings[1:], weights[1:], strict=True)
        if each.names[0] != EUC_TW or not is_beyond_planes(data)
    ]
    found = answer(
        names[0],
        min(weights[0] / total, SURE),
        evidence,
        alternatives=tuple(others),
        equivalents=tuple(names[1:]),
        sample=best.text if best.is_multi_byte else _some_text(data, names[0]),
    )
    return undecoded(found) if names[0] == EUC_TW and is_beyond_planes(data) else found


def _some_text(data: bytes, name: str) -> tuple[bytes, str]:
    """Some bytes around the first one beyond ASCII, and their encoding; their text is made when it is asked for."""
    first = max(0, first_beyond_ascii(data, FAR) - LOOKED_AT)
    return data[first : first + SAMPLE], name
