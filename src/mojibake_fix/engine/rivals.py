"""Chains in one document: what one costs beside others, which say the same as another, and which explain more."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.chains import Mask, Reading
from mojibake_fix.engine.priors import BELOW_GAIN, KINDRED_COST, MARGIN, RIVAL_COST, STEPS, WESTERN_READERS, Path
from mojibake_fix.engine.propose import was_utf8
from mojibake_fix.engine.readings import is_more_below
from mojibake_fix.engine.words import Unit

_SIGN_WITHIN = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f\xad\xb7‐‑‘’](?=[^\W\d_])")
"""A sign between two letters, where no language writes one."""
_FULLER = 4.0  # bits from which on a page that explains more words of a document is the likelier one
_WORDS_ASKED = 40  # words of a text that are asked for


def rival_cost(reading: Reading, rivals: Sequence[Path], units: Sequence[Unit]) -> float:
    """Bits that a chain costs in a document, of these units, that suffered others already."""
    path = reading.path
    if not rivals:
        return 0.0
    above = [rival for rival in rivals if begins_with(path, rival)]
    if above:  # what lies under layers that the document suffered
        words = [units[unit].text for unit in reading.changed[:_WORDS_ASKED]]
        is_more = any(all(is_more_below(word, rival) for word in words) for rival in above)
        return -BELOW_GAIN if is_more else 0.0
    is_kin = any(set(path) <= set(rival) or set(rival) <= set(path) or _is_sibling(path, rival) for rival in rivals)
    return KINDRED_COST if is_kin else RIVAL_COST


def _is_sibling(path: Path, rival: Path) -> bool:
    """Whether two chains are the same but for the page, of those of the West, that showed the innermost text."""
    own, other = STEPS[path[-1]], STEPS[rival[-1]]
    is_western = {own.read, other.read} <= WESTERN_READERS
    return is_western and own.written == other.written and path[:-1] == rival[:-1]


def siblings(best: Reading, readings: Sequence[Reading], left: Mask, unit_of: npt.NDArray[np.intp]) -> list[Reading]:
    """Readings nearly as likely that give the same words out of what another page shows, the likeliest first.

    Pages that are kin show nearly the same: which of them it was is told by what the likeliest one cannot show. `left`
    are the units that it leaves to them, `unit_of` the unit of every word.
    """
    own = np.flatnonzero(best.changes).tolist()
    out = [
        reading
        for reading in readings
        if reading is not best
        and len(reading.path) == len(best.path)
        and reading.gain > best.gain - RIVAL_COST
        and all(reading.is_unfit[unit] or reading.texts[unit] == best.texts[unit] for unit in own)
    ]
    for reading in out:
        is_word = np.array([text is not None and not _SIGN_WITHIN.search(text) for text in reading.texts], dtype=bool)
        reading.is_chosen = reading.is_chosen & (left & is_word)[unit_of]
    return sorted(out, key=lambda reading: -reading.gain)


def fullest(best: Reading, readings: Sequence[Reading]) -> Reading:
    """The reading that gives the words of the best one, and more: its page explains the others, too.

    Words that the best one leaves have the benefit of the doubt, and so have those that another one makes of them.
    """
    least = max(MARGIN, best.gain - 2 * RIVAL_COST)
    fuller = (
        other
        for other in sorted(readings, key=lambda own: -own.easy_gain)
        if other.gain > least and other.easy_gain > best.easy_gain + _FULLER and _explains_more(other, best)
    )
    return next(fuller, best)


def _explains_more(other: Reading, best: Reading) -> bool:
    if len(other.path) != len(best.path) or len(other.changed) <= len(best.changed):
        return False
    return all(other.texts[unit] == best.texts[unit] for unit in best.changed)


def begins_with(path: Path, layers: Path) -> bool:
    """Whether a chain goes on below layers of UTF-8."""
    return was_utf8(layers) and path[: len(layers)] == layers
