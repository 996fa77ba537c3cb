"""Where text surprises: the filter that lets sound text pass, in one pass over a whole batch.

A place is *odd* by the bits that its character has, in the likeliest language of its text, beyond what is usual for
its script; only characters beyond ASCII, and what directly follows them, can be odd. A document is looked at where a
window of it is odd enough: damage stands close together, the rare words of a sound text do not.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.weigh import is_within_words, symbol_rows
from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import NEWLINE, Bits, Codes, Model, codes_of

WINDOW = 6
"""Characters that are judged together."""
ODD_ENOUGH = 8.0
"""Bits of oddness in a window from which on a document is looked at."""

_CAP = 16.0  # bits of oddness that one character can have at most
_USUAL = 7.5  # bits that are nothing unusual in most scripts
_INSIDE = 4.0  # bits that a sign between two letters is odder by
_USUAL_BITS = {"か": 10.0, "カ": 10.0, "한": 11.0, "中": 12.0}  # and in others, by one of their letters
_KINDRED = ("aé", "かカ中ー")  # scripts that stand beside each other within words, by their letters
_LANGUAGES = 2  # languages, the likeliest by the plain ASCII of a text, that it is measured in
_TEMPER = 0.8  # what the evidence of plain characters counts for
_AT_ONCE = 60_000  # characters that are measured at once


def odd_documents(documents: Sequence[Sequence[str]], model: Model) -> list[bool]:
    """Which of the documents, given by their pieces, hold something odd."""
    odd = [False] * len(documents)
    batch: list[tuple[int, str]] = []
    size = 0
    for number, pieces in enumerate(documents):
        for piece in pieces:
            if not piece.isascii():
                batch.append((number, piece))
                size += len(piece)
                if size > _AT_ONCE:
                    _mark(batch, odd, model)
                    batch, size = [], 0
    if batch:
        _mark(batch, odd, model)
    return odd


def _mark(batch: list[tuple[int, str]], odd: list[bool], model: Model) -> None:
    for (number, _), value in zip(batch, oddness([piece for _, piece in batch], model).tolist(), strict=True):
        odd[number] |= value >= ODD_ENOUGH


def oddness(texts: Sequence[str], model: Model) -> npt.NDArray[np.float64]:
    """How odd the oddest window of each text is, in bits; no text holds a line end.

    The plain ASCII of a text says which languages it can be in; that it is in another one, in which it would be less
    odd, counts as many bits of oddness as that is less likely.
    """
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    starts = np.cumsum(lengths) - lengths
    codes = codes_of("\n".join(texts) + "\n")
    bits = model.bits(codes)
    ratios = model.languages.ratios(symbol_rows(codes, model))
    is_plain = (codes < 0x80) & (codes != NEWLINE)
    is_plain[1:] &= codes[:-1] < 0x80
    plain = np.add.reduceat(ratios * is_plain[:, None].astype(np.int8), starts, axis=0, dtype=np.int32)
    total = np.add.reduceat(ratios, starts, axis=0, dtype=np.int32)
    order = np.argsort(-plain, axis=1, kind="stable")[:, :_LANGUAGES]
    languages = np.concatenate([order, total.argmax(1)[:, None]], axis=1)
    behind = np.take_along_axis(plain, languages, 1)
    behind = (behind.max(1, keepdims=True) - behind) * np.float32(UNIT * _TEMPER)
    text_of = np.repeat(np.arange(len(texts)), lengths)
    at = np.arange(len(codes))
    ends = np.minimum(at + WINDOW, np.repeat(starts + lengths, lengths))
    least = np.full(len(texts), np.inf)
    for column in range(languages.shape[1]):
        own = bits - ratios[at, languages[text_of, column]] * np.float32(UNIT)
        sums = np.concatenate([[0.0], np.cumsum(_oddness(codes, own, model), dtype=np.float64)])
        least = np.minimum(least, np.maximum.reduceat(sums[ends] - sums[at], starts) + behind[:, column])
    return least


def _oddness(codes: Codes, bits: Bits, model: Model) -> Bits:
    usual, kin = _script_tables(model)
    symbol_class = model.symbol_class[model.symbol[codes]]
    limit, family = usual[symbol_class], kin[symbol_class]
    beyond_ascii = codes > 0x7F
    # A letter of another script is odd whatever it is: a Han character within a French word.
    foreign = np.zeros(len(codes), dtype=bool)
    foreign[1:] = (family[1:] != family[:-1]) & (family[1:] > 0) & (family[:-1] > 0)
    limit = np.where(foreign, np.float32(_USUAL), limit)
    is_letter = family > 0
    inside = np.zeros(len(codes), dtype=bool)
    inside[1:-1] = is_letter[:-2] & is_letter[2:] & ~is_letter[1:-1]
    inside &= beyond_ascii & ~is_within_words(codes)
    limit = np.where(inside, limit - np.float32(_INSIDE), limit)
    odd = np.clip(bits - limit, 0, _CAP)
    near = beyond_ascii.copy()
    near[1:] |= beyond_ascii[:-1] & (codes[1:] > 0x20)
    odd[~near] = 0
    return odd.astype(np.float32, copy=False)


@functools.lru_cache(2)
def _script_tables(model: Model) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
    """Of every class: the bits that are usual in it, and the family of scripts that it belongs to (0: no letter)."""

    def class_of(letter: str) -> int:
        return int(model.symbol_class[model.symbol[ord(letter)]])

    usual = np.full(256, _USUAL, dtype=np.float32)
    for letter, value in _USUAL_BITS.items():
        usual[class_of(letter)] = value
    family = np.zeros(256, dtype=np.uint8)
    family[1 : len(model.class_bits)] = np.arange(1, len(model.class_bits))
    for letters in _KINDRED:
        family[[class_of(letter) for letter in letters]] = class_of(letters[0])
    return usual, family
