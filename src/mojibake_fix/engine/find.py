"""Where text surprises: the filter that lets sound text pass, in one pass over a whole batch.

A place is *odd* by the bits that its character has beyond what is usual for its script, capped, so that one strange
sign says little; only characters beyond ASCII, and what directly follows them, can be odd. A piece is as odd as its
oddest window: damage stands close together, the rare words of a sound text do not.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.model import Bits, Codes, Model, codes_of

WINDOW = 12
"""Characters that are judged together."""
ODD_ENOUGH = 3.5
"""Bits of oddness in a window from which on a piece is looked at."""
VERY_ODD = 6.0
"""Bits of oddness in a window that a sound text in a language that the model knows seldom has."""
SURPRISE_CAP = 14.0
"""Bits above which one character of the text as it stands speaks no louder: sound text holds odd characters, too."""
REPEATED_CAP = 6.0
"""What the cap sinks to, as its distance to `SURPRISE_CAP` over the number of times, for a character beyond ASCII that
stands again and again in a text: one unknown language or notation explains them all."""
LETTER_CAPS = (9.0, 14.0)
"""The cap of a letter that has a case, in a text whose plain letters the model finds strange, and in one that it knows
well: it may be a letter of a language of which the model knows little. A sign within a word is of no language."""
CAPITAL_CAP = 8.0
"""The cap of a capital beside another one: acronyms follow no rules of spelling."""
CONTROL_CAP = 24.0
"""The cap of a C1 control, which no sound text holds."""
INNER_SIGN_CAP = 20.0
"""The cap of a Latin-1 sign between two letters: no language writes one there, but for the raised dot of Catalan."""
APOSTROPHE_CAP = 6.0
"""The cap of the curly apostrophe, which stands within words of many languages."""
LONE_CAP = 4.5
"""The cap of a character beyond ASCII that stands alone between spaces: in charts, tables and formulas any may."""
READING_CAP = 26.0
"""The cap of a character beyond ASCII in a reading of the text: what is offered has more to prove."""
UTF8_LETTER_CAP = 18.0
"""The same for a letter that has a case where the reading was UTF-8, whose bytes do not come about by chance."""

_KNOWN_BITS = 3.7  # bits of a plain letter in a language that the model knows well: most of the dev languages
_PLAIN_BITS, _PLAIN_WEIGHT = 4.3, 12  # what is assumed of plain letters before any is seen, and for how many it counts
_LETTER_SLOPE = 4.0  # bits of the cap for each bit that plain letters are stranger
_APOSTROPHE = 0x2019
_NO_LETTERS = np.array([code for code in range(0xA1, 0xC0) if code not in (0xAA, 0xAD, 0xB5, 0xB7, 0xBA)])
_SMALL, _CAPITAL = 1, 2  # the model's cases
_CAP = 7.0  # bits of oddness that one character can have at most
_USUAL = 9.0  # bits that are nothing unusual in most scripts
_USUAL_BITS = {"é": 10.0, "か": 11.0, "カ": 11.0, "한": 13.0, "中": 15.0}  # and in others, by one of their letters
_KINDRED = ("aé", "かカ中ー")  # scripts that stand beside each other within words, by their letters


@dataclass(frozen=True, slots=True)
class Measures:
    """What the model says of a batch of texts, which hold no line ends; all arrays have a row a text."""

    bits: npt.NDArray[np.float64]
    """Bits of each text as it stands, no character counted above `SURPRISE_CAP`."""
    odd: npt.NDArray[np.float64]
    """How odd the oddest window is, in bits."""
    odd_total: npt.NDArray[np.float64]
    """How odd all of it is, in bits."""
    strangeness: npt.NDArray[np.float64]
    """Bits of the characters beyond ASCII, on average; 0 where there is none."""
    starts: npt.NDArray[np.int64]
    """Where each text begins in `oddness`."""
    oddness: Bits
    """The oddness of every character, in bits."""
    doubt: Bits
    """Bits that every character counts less under the doubt that the text may be sound in a language or notation
    that the model does not know."""


def reading_bits(readings: Sequence[str], are_utf8: Sequence[bool], model: Model) -> npt.NDArray[np.float64]:
    """The bits of readings of texts, to be compared with `Measures.bits` of the texts."""
    letter_caps = np.where(np.asarray(are_utf8, dtype=bool), UTF8_LETTER_CAP, READING_CAP)
    return model.totals(readings, SURPRISE_CAP, READING_CAP, letter_caps)


def measure(texts: Sequence[str], model: Model) -> Measures:
    """Bits and oddness of every text, all in one pass."""
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    starts = np.cumsum(lengths) - lengths
    if not texts:
        none = np.zeros(0)
        return Measures(none, none, none, none, starts, none.astype(np.float32), none.astype(np.float32))
    codes = codes_of("\n".join(texts) + "\n")
    bits = model.bits(codes)
    odd = _oddness(codes, bits, model)
    sums = np.concatenate([[0.0], np.cumsum(odd, dtype=np.float64)])
    at = np.arange(len(codes))
    windows = sums[np.minimum(at + WINDOW, np.repeat(starts + lengths, lengths))] - sums[at]
    flat = np.where(_is_control(codes), np.float32(CONTROL_CAP), np.float32(SURPRISE_CAP))
    capped = np.add.reduceat(np.minimum(bits, flat), starts, dtype=np.float64)
    text_of = np.repeat(np.arange(len(texts)), lengths)
    caps = _caps(codes, model.case[codes], text_of, _letter_caps(codes, bits, starts)[text_of])
    doubt = np.minimum(bits, flat) - np.minimum(bits, caps)
    total = np.add.reduceat(odd, starts, dtype=np.float64)
    beyond = codes > 0x7F
    strange = np.add.reduceat(np.where(beyond, bits, np.float32(0)), starts, dtype=np.float64)
    strange /= np.maximum(np.add.reduceat(beyond, starts, dtype=np.int64), 1)
    return Measures(capped, np.maximum.reduceat(windows, starts), total, strange, starts, odd, doubt)


def _letter_caps(codes: Codes, bits: Bits, starts: npt.NDArray[np.int64]) -> Bits:
    """The cap of the cased letters of each text, by how well the model foretells its plain ones."""
    plain = ((codes | 0x20) >= ord("a")) & ((codes | 0x20) <= ord("z"))
    plain[1:] &= codes[:-1] <= 0x7F
    total = np.add.reduceat(np.where(plain, np.minimum(bits, np.float32(SURPRISE_CAP)), np.float32(0)), starts)
    count = np.add.reduceat(plain, starts, dtype=np.int64)
    foretold = (total + _PLAIN_BITS * _PLAIN_WEIGHT) / (count + _PLAIN_WEIGHT)
    low, high = LETTER_CAPS
    return np.clip(high - _LETTER_SLOPE * (foretold - _KNOWN_BITS), low, high).astype(np.float32)


def _caps(codes: Codes, case: npt.NDArray[np.uint8], text_of: npt.NDArray[np.int64], letter_caps: Bits) -> Bits:
    """The bits that each character can have at most in a text that may be sound though the model does not know it."""
    caps = np.full(len(codes), SURPRISE_CAP, dtype=np.float32)
    beyond = np.flatnonzero(codes > 0x7F)
    capital = case == _CAPITAL
    beside = np.zeros(len(codes), dtype=bool)
    beside[1:] = capital[:-1]
    beside[:-1] |= capital[1:]
    cased = (case == _CAPITAL) | (case == _SMALL)
    caps[cased] = letter_caps[cased]
    caps[capital & beside] = CAPITAL_CAP
    times = _times_seen(codes[beyond], text_of[beyond])
    caps[beyond] = REPEATED_CAP + (caps[beyond] - REPEATED_CAP) / times
    behind = beyond[beyond + 1 < len(codes)] + 1
    behind = behind[codes[behind] <= 0x7F]
    caps[behind] = caps[behind - 1]
    padded = np.full(len(codes) + 2, 0x20, dtype=np.uint32)
    padded[1:-1] = codes
    alone = beyond[(padded[beyond] <= 0x20) & (padded[beyond + 2] <= 0x20)]
    caps[alone] = LONE_CAP
    letter = case > 0
    inside = beyond[(beyond > 0) & (beyond + 1 < len(codes))]
    inside = inside[letter[inside - 1] & letter[inside + 1] & np.isin(codes[inside], _NO_LETTERS)]
    caps[inside] = INNER_SIGN_CAP
    caps[codes == _APOSTROPHE] = APOSTROPHE_CAP
    caps[_is_control(codes)] = CONTROL_CAP
    return caps


def _is_control(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which characters are C1 controls."""
    return (codes >= 0x80) & (codes <= 0x9F)


def _times_seen(codes: Codes, text_of: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many times each character has stood in its text up to here, itself included."""
    keys = (text_of << 21) | codes
    order = np.argsort(keys, kind="stable")
    is_first = np.ones(len(keys), dtype=bool)
    is_first[1:] = keys[order[1:]] != keys[order[:-1]]
    place = np.arange(len(keys))
    times = np.empty(len(keys), dtype=np.int64)
    times[order] = place - np.maximum.accumulate(np.where(is_first, place, 0)) + 1
    return times


def _oddness(codes: Codes, bits: Bits, model: Model) -> Bits:
    usual, kin = _script_tables(model)
    classes = model.symbol_class[model.symbol[codes]]
    limit = usual[classes]
    family = kin[classes]
    # A letter behind a letter of another script is odd whatever it is: a Han character within a French word.
    foreign = np.zeros(len(codes), dtype=bool)
    foreign[1:] = (family[1:] != family[:-1]) & (family[1:] > 0) & (family[:-1] > 0)
    limit[foreign] = _USUAL
    odd = np.clip(bits - limit, 0, np.where(foreign | _is_control(codes), np.float32(2 * _CAP), np.float32(_CAP)))
    beyond_ascii = codes > 0x7F
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


def odd_words(text: str, oddness: Bits, size: int) -> str:
    """The oddest words of a text, in their order, up to about `size` characters; the head of a longer word."""
    sums = np.concatenate([[0.0], np.cumsum(oddness[: len(text)])])
    words: list[tuple[float, int, str]] = []
    at = 0
    for word in text.split(" "):
        if not word.isascii():
            words.append((float(sums[at] - sums[at + len(word)]), at, word))
        at += len(word) + 1
    chosen: dict[str, int] = {}
    length = 0
    for _, at, word in sorted(words):
        if word not in chosen:
            chosen[word[: 2 * size]] = at
            length += len(word) + 1
        if length > size:
            break
    return " ".join(sorted(chosen, key=chosen.__getitem__))
