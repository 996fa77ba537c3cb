"""Readings weighed character by character: rough, many times faster than the model, and mostly enough for CJK text.

Text in Chinese, Japanese and Korean is made of a few thousand common characters. What is read in the wrong encoding
is made of rare ones, whatever it is in truth: the mean of the bits of single characters tells the two apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mojibake_fix.detection.judge import SINGLE_UNIT, STRANGE, Commonness, commonness, single_bits
from mojibake_fix.detection.pages import cost_of
from mojibake_fix.plausibility.model import codes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mojibake_fix.detection.candidates import Candidate

ENOUGH = 30
"""Characters beyond ASCII whose mean says something."""
APART, LEAST_APART, BITS_APART = 3.0, 0.8, 150.0
"""Bits on average by which one reading has the commoner characters beyond doubt; or fewer, if that many in all."""
RARE = 19.0
"""Bits of a character beyond ASCII by itself that hardly any text has on average, however short."""
USUAL_PAIR, FEW_PAIRS = 7.2, 5.0
"""Bits of a pair of bytes on average as most text in a page has them, and how many pairs say so."""
HOPELESS, PLAIN = 1.06, 100.0
"""How many times the bits of the best, character by character, and how many more, leave a reading in the race."""
OTHER_KIND = 1.2
"""The same for pages beside multi-byte readings, whose characters are half as many."""
FEW_CHARACTERS = 1500
"""Characters of all readings together that the model scores in about the same time as one."""


def plainly(readings: Sequence[Candidate], known: Sequence[Commonness], declared: Sequence[str]) -> list[Candidate]:
    """The multi-byte readings that are left where one of them is text by its characters alone, no page beside it.

    Empty where none is; `known` is the commonness of each.
    """
    best = min(known, key=lambda each: each.mean, default=None)
    if best is None or best.mean >= STRANGE or best.count < ENOUGH:
        return []
    apart = best.mean + min(APART, max(LEAST_APART, BITS_APART / best.count))
    close = [each for each, own in zip(readings, known, strict=True) if own.mean < apart]
    for each in close:
        each.bits = best.mean * best.count + cost_of(each.names, declared)
        each.is_rough = True
    return close


def are_hopeless(known: Sequence[Commonness], pages: Sequence[Candidate]) -> bool:
    """Whether no multi-byte reading can be text, by its characters, and the best page can, by pairs of bytes."""
    if not pages or pages[0].pairs < FEW_PAIRS or pages[0].mean > USUAL_PAIR:
        return False
    return all(each.mean > RARE for each in known)


def is_strange(reading: Candidate) -> bool:
    """Whether the best reading is hardly text, so that it is worth asking for what Python cannot decode."""
    return reading.is_multi_byte and STRANGE < (reading.common or commonness(reading.text)).mean < math.inf


def without_rare(readings: Sequence[Candidate], declared: Sequence[str]) -> list[Candidate]:
    """The readings without those whose characters by themselves are by far less common than those of the best."""
    if sum(len(each.text) for each in readings) < FEW_CHARACTERS:
        return list(readings)
    bits = single_bits(codes_of("\n".join([*(each.text for each in readings), ""])))
    lengths = np.fromiter((len(each.text) + 1 for each in readings), dtype=np.intp, count=len(readings))
    sums = np.add.reduceat(bits, np.cumsum(lengths) - lengths, dtype=np.int64) * SINGLE_UNIT
    for each, value in zip(readings, sums.tolist(), strict=True):
        each.bits = value + cost_of(each.names, declared)
    best = min(readings, key=lambda each: each.bits)
    worst = {True: best.bits * HOPELESS + PLAIN, False: best.bits * OTHER_KIND + PLAIN}
    return [each for each in readings if each.bits <= worst[each.is_multi_byte == best.is_multi_byte]]
