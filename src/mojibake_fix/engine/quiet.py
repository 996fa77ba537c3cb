"""One short text by itself, made cheap: whether it is surely nothing odd.

What `find` does in a pass over a whole batch costs a text that comes alone some 200 calls, each on a few numbers. Here
the same sums are made of one line, for the likeliest language first: a text that has too little odd in one of its
languages is not odd. Whatever is not told so quickly is measured by `find`, so the answer is the same alone as in a
batch; `tests/properties` hold both together.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.caps import is_within_words, script_families
from mojibake_fix.engine.readers import can_be_damage
from mojibake_fix.engine.spoken import tells
from mojibake_fix.engine.swapped import are_swapped
from mojibake_fix.engine.usual import CAP, HEARD, INSIDE, TEMPER, USUAL, WINDOW, likeliest_by, odd_enough, usual_bits
from mojibake_fix.plausibility.languages import UNIT, Rows
from mojibake_fix.plausibility.model import LINE_START, ORDER, Bits, Codes, Model, codes_of

_LONGEST = 1000  # characters from which on it is not the calls that cost
_ROUNDING = 0.01  # bits by which sums of the same numbers differ
_BEFORE = ORDER - 1
_LINE_ENDS = "\n" * _BEFORE
_KEY = np.array([1 << 16 * back for back in range(ORDER)], dtype=np.uint64)  # `ngram_keys` by one convolution
_CASE = np.array([1 << 3 * back for back in range(ORDER)])  # and `case_index`


class _Tables(NamedTuple):
    family: npt.NDArray[np.uint8]
    """Of every symbol, its family of scripts, 0 for no letter."""
    usual: npt.NDArray[np.float32]
    """Of every symbol, the bits that are usual for it."""


@functools.lru_cache(2)
def _tables(model: Model) -> _Tables:
    return _Tables(script_families(model)[0][model.symbol_class], usual_bits(model)[model.symbol_class])


def is_quiet(text: str, model: Model) -> bool:
    """Whether a line surely holds nothing odd; False says nothing.

    >>> from mojibake_fix.plausibility import load_model
    >>> is_quiet("Grüße aus Köln", load_model()), is_quiet("GrÃ¼ÃŸe aus KÃ¶ln", load_model())
    (True, False)
    """
    return len(text) <= _LONGEST and "\n" not in text and _is_quiet(text, model)


@functools.lru_cache(2)  # asked by `sound`, and where the answer is no, again in the search
def _is_quiet(text: str, model: Model) -> bool:
    codes = codes_of(f"{_LINE_ENDS}{text}\n")
    is_shown = can_be_damage(codes)
    if not is_shown.any():
        return True
    symbols, shapes = model.symbol.take(codes), model.shape.take(codes).astype(np.int64)
    symbols[: _BEFORE - 1], shapes[:_BEFORE] = 0, LINE_START  # nothing is before a line end
    keys = np.convolve(symbols.astype(np.uint64), _KEY)[: len(codes)]
    is_beyond = codes > 0x7F
    is_behind = np.zeros(len(codes), dtype=bool)
    is_behind[1:] = is_beyond[:-1]
    is_near = is_shown.copy()
    is_near[1:] |= is_shown[:-1] & (codes[1:] > 0x20) & ~is_beyond[1:]
    at = is_near.nonzero()[0]
    unusual = model.bits_of(codes[at], keys[at], np.convolve(shapes, _CASE)[at])
    unusual -= _limits(codes, symbols, at, model)
    own = slice(_BEFORE, -1)
    rows = model.languages.rows_of(symbols[own], keys[own])
    near = rows[at - _BEFORE]
    is_plain, says = ~(is_beyond | is_behind)[own], tells(codes, model)[own]
    enough = float(odd_enough([text], [is_beyond.sum()])[0]) - _ROUNDING
    likeliest = None
    for language, behind in _likely_languages(rows[is_plain & says], rows[~is_plain & says], model):
        likeliest = language if likeliest is None else likeliest
        odd = np.clip(unusual - model.languages.ratios_of(near, language) * np.float32(UNIT), 0, CAP)
        if _oddest_window(at, odd, enough) + behind < enough:
            return not any(are_swapped([text], [likeliest], model))
    return False


def _limits(codes: Codes, symbols: npt.NDArray[np.uint16], at: npt.NDArray[np.intp], model: Model) -> Bits:
    """The bits that are usual for the characters at some places, within a text: as `find` has it for all."""
    tables = _tables(model)
    limits: Bits = tables.usual.take(symbols[at])
    family = tables.family.take(symbols)
    own, before = family[at], family[at - 1]
    is_letter, is_behind_letter = own > 0, before > 0
    limits[is_letter & is_behind_letter & (own != before)] = USUAL
    inside = (is_behind_letter & (family[at + 1] > 0) & ~is_letter).nonzero()[0]
    if len(inside):
        signs = codes[at[inside]]
        limits[inside[(signs > 0x7F) & ~is_within_words(signs)]] -= np.float32(INSIDE)
    return limits


def _likely_languages(plain_rows: Rows, other_rows: Rows, model: Model) -> Iterator[tuple[int, float]]:
    """The languages that a text is measured in, and the bits that each is behind: the likeliest by all of it first."""
    plain = model.languages.sum_of(plain_rows[:HEARD])
    total = plain + model.languages.sum_of(other_rows[:HEARD])
    most = int(plain.max())
    likeliest = int(total.argmax())
    yield likeliest, (most - int(plain[likeliest])) * UNIT * TEMPER
    for language in likeliest_by(plain[None])[0].tolist():
        yield language, (most - int(plain[language])) * UNIT * TEMPER


def _oddest_window(at: npt.NDArray[np.intp], odd: Bits, enough: float) -> float:
    """The bits of the oddest window, or of all together where these are not `enough` already."""
    whole = float(odd.sum())
    if whole < enough:
        return whole
    hits = odd.nonzero()[0]
    window: deque[tuple[int, float]] = deque()
    most = held = 0.0
    for place, bits in zip(at[hits].tolist(), odd[hits].tolist(), strict=True):
        window.append((place, bits))
        held += bits
        while window[0][0] <= place - WINDOW:
            held -= window.popleft()[1]
        most = max(most, held)
    return most
