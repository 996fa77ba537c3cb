"""The readings of bytes in legacy encodings, the most plausible first.

Single-byte pages are scored by pairs of bytes, all in one pass. Where one of them stands far before the others and no
multi-byte encoding can read the bytes, that settles it; else the best of them and the multi-byte readings are decoded
on stretches of the input that tell them apart, and the model scores those texts, in one pass again. Bits of the text
and bits of the encoding's rarity add up: both are probabilities of the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mojibake_fix.detection.candidates import Candidate, decodes, feasible, multi_byte, prove_by_narrowest
from mojibake_fix.detection.ebcdic import as_lines
from mojibake_fix.detection.judge import Commonness, commonness_of, judge
from mojibake_fix.detection.language import coverage_bits, language_bits, language_of
from mojibake_fix.detection.pages import cost_of, differing, evidence, in_capitals, read_pages, used_bytes
from mojibake_fix.detection.priors import (
    CUT_BITS,
    EBCDIC_BITS,
    PRIOR_BITS,
    WITH_COMMAS,
    WITHOUT_COMMAS_BITS,
    comma_bits,
    has_kana_of_others,
    prior,
    widest_first,
)
from mojibake_fix.detection.sample import condensed, first_beyond_ascii, stretches
from mojibake_fix.detection.singles import are_hopeless, is_strange, plainly, without_rare
from mojibake_fix.encodings import decode_as
from mojibake_fix.encodings.cns11643 import EUC_TW
from mojibake_fix.encodings.tones import tones_joined

if TYPE_CHECKING:
    from collections.abc import Sequence

BUDGET, BUDGET_OF_MANY = 600, 420
"""Bytes of the sample that readings are scored on, in pages alone and with multi-byte readings among them."""
CUT_NEEDS = 3
"""Characters beyond ASCII that must stand before one that is cut at the end."""
HEAD = 48
"""Bytes from the first one beyond ASCII on that rule most multi-byte encodings out."""
IN_THE_RACE, MOST_IN_THE_RACE = 40.0, 80.0
"""Bits behind the best at which a page is out of the race after the pairs of bytes, of short text and of long."""
LONG = 0.2
"""The same as a share of the bits of the best, between the two."""
IN_CAPITALS = 1.35
"""The bits of a page that reads capitals alone, as a share of those of one that reads none, which leave it in."""
THIN = 30.0
"""Bits behind the best at which more of the sample changes nothing."""
SPEAKS = 20.0
"""Bits behind the best at which the language has nothing more to say."""
LANGUAGE_BUDGET, AROUND = 240, 40
"""Bytes of the sample that the language is told by, and ASCII bytes on either side of others in it."""
LANGUAGE_WEIGHT = 0.5
"""Bits of the text that one of the language's counts for."""
SENSELESS, NO_PAGE, MANY_PAIRS = 8.8, 11.0, 30.0
"""Bits of a pair on average that no text has, and that not even tables have; if they are more than so many."""
CLEAR = 100.0
"""Bits before the second at which pairs of bytes settle it, where they are many."""
MANY, USUAL_BITS = 60.0, 8.0
"""How many that is; and the bits of a pair that text does not exceed on the whole."""
LISTED = 40.0
"""Bits behind the best at which a reading is no alternative."""

_EBCDIC_LINE_END = b"\x15"
_OF_COMMAS = ("ro", None)  # languages; None is that of text that says too little
RANKED = frozenset((*PRIOR_BITS, *EBCDIC_BITS))


def rank(
    data: bytes, declared: Sequence[str] = (), expected: Sequence[str] = (), *, ebcdic: bool = False
) -> list[Candidate]:
    """The readings that decode the whole input, the best first; `bits` of each with its prior.

    `declared` are encodings, and `expected` languages, that the input is said to be in.
    """
    array = np.frombuffer(data, dtype=np.uint8)
    sample = condensed(data, array)
    part = array if sample is data else np.frombuffer(sample, dtype=np.uint8)
    first = first_beyond_ascii(sample)
    possible = [] if ebcdic else feasible(sample[first : first + HEAD])
    pieces: list[bytes] = []
    others: list[Candidate] = []
    known: list[Commonness] = []
    if possible:
        pieces = stretches(sample, part, BUDGET_OF_MANY)
        others, known, proven = _in_multi_byte(data, pieces, possible, declared)
        if proven:
            return proven
    used = used_bytes(array)
    pages = read_pages(part, used, declared, ebcdic=ebcdic)
    if others and are_hopeless(known, pages):
        others = []
    close = _close(pages, used)
    if len(close) == 1 and not others and _is_clear(pages, evidence(part)):
        return close
    if others and pages and pages[0].pairs > MANY_PAIRS and pages[0].mean > NO_PAGE:
        close = []
    if not others:
        telling = differing([each.names[0] for each in close]) if len(close) > 1 else None
        pieces = stretches(sample, part, BUDGET, telling)
    pieces = pieces or [sample[:BUDGET]]
    joined = (_EBCDIC_LINE_END if ebcdic else b"\n").join(pieces)
    for each in close:
        each.text, each.pieces = decode_as(joined, each.names[0]), pieces
    readings = without_rare([*close, *others], declared)
    if len(readings) > 1 or is_strange(readings[0]):
        readings = _scored(readings, declared)
    else:
        readings[0].is_rough = True
    if others and is_strange(readings[0]):
        readings = _scored([*readings, *multi_byte(pieces, [EUC_TW])], declared)
    if not others and sum(map(len, pieces)) >= BUDGET:
        readings = _told_apart(readings, sample, part, declared)
    if not ebcdic:
        readings = _in_its_language(readings, sample, part, expected)
    return _proven(data, readings) or pages


def by_rarity(readings: Sequence[Candidate]) -> list[Candidate]:
    """The readings, the commonest encoding first: one letter is as good as any other."""
    for each in readings:
        each.bits = min(map(prior_of, each.names))
    return sorted(readings, key=lambda each: each.bits)


def _in_multi_byte(
    data: bytes, pieces: Sequence[bytes], possible: Sequence[str], declared: Sequence[str]
) -> tuple[list[Candidate], list[Commonness], list[Candidate]]:
    """The multi-byte readings of the sample, how common their characters are, and those that this settles it for."""
    readings = multi_byte(pieces, possible)
    known = commonness_of([each.text for each in readings])
    for each, own in zip(readings, known, strict=True):
        each.common = own
    plain = plainly(readings, known, declared)
    if not plain:
        return readings, known, []
    proven = _proven(data, _scored(plain, declared) if len(plain) > 1 else plain)
    if proven:
        return readings, known, proven
    return multi_byte(pieces, possible), known, []  # the input is damaged: what the sample says stands


def _close(pages: Sequence[Candidate], used: npt.NDArray[np.bool_]) -> list[Candidate]:
    """The pages that are in the race after the pairs of bytes.

    Text in capitals is unlikely as such, and what another page makes of it, in small letters throughout, is likely:
    where the best page reads no capital, those that read capitals are given more.
    """
    if not pages:
        return []
    best = pages[0].bits
    within = best + min(max(IN_THE_RACE, LONG * best), MOST_IN_THE_RACE)
    close = [each for each in pages if each.bits < within]
    far = [each for each in pages[len(close) :] if each.bits < best * IN_CAPITALS]
    if far and in_capitals(pages[0].names[0], used) is False:
        close += [each for each in far if in_capitals(each.names[0], used)]
    return close


def _told_apart(
    readings: Sequence[Candidate], sample: bytes, array: npt.NDArray[np.uint8], declared: Sequence[str]
) -> list[Candidate]:
    """The readings, those in the race scored anew on what tells them apart, where a large input has more of it."""
    close = [each for each in readings if each.bits < readings[0].bits + THIN]
    telling, before = (differing([each.names[0] for each in those]) for those in (close, readings))
    if len(close) < 2 or bool((telling == before).all()):
        return list(readings)
    pieces = stretches(sample, array, BUDGET, telling)
    for each in close:
        each.text, each.pieces = decode_as(b"\n".join(pieces), each.names[0]), pieces
    rest = [each for each in readings if each not in close]
    anew = _scored(close, declared)
    behind = anew[0].bits - min(each.bits for each in readings)
    for each in rest:  # the same bits behind as they were
        each.bits += behind
    return [*anew, *rest]


def _in_its_language(
    readings: Sequence[Candidate], sample: bytes, array: npt.NDArray[np.uint8], expected: Sequence[str]
) -> list[Candidate]:
    """The readings, those in the race weighed by what the language of the text says of them; best first.

    ASCII that stands around says which language that is.
    """
    close = [each for each in readings if each.bits < readings[0].bits + SPEAKS and each.names[0] != EUC_TW]
    if len(close) < 2:
        return list(readings)
    pieces = stretches(sample, array, LANGUAGE_BUDGET, around=AROUND)
    texts = [decode_as(b"\n".join(pieces), each.names[0], "replace") for each in close]
    rarer = np.stack([np.minimum.reduce([coverage_bits(name) for name in each.names]) for each in close])
    gains = language_bits(texts, expected, rarer=rarer, weight=LANGUAGE_WEIGHT)
    for each, text, gain in zip(close, texts, gains, strict=True):
        each.bits += max(gains) - gain
        if each.names == [WITH_COMMAS] and language_of(text) not in _OF_COMMAS:
            each.bits += WITHOUT_COMMAS_BITS - comma_bits(each.text)
    return sorted(readings, key=lambda each: each.bits)


def prior_of(name: str) -> float:
    """Bits of the rarity of an encoding, 0 for one that is not ranked."""
    return prior(name) if name in RANKED else 0.0


def makes_sense(readings: Sequence[Candidate]) -> bool:
    """Whether the best reading of bytes has pairs of characters, or characters, as text has them, on the whole."""
    if not readings:
        return False
    best = readings[0]
    if best.is_multi_byte:
        return best.names[0] == EUC_TW or not (is_strange(best) or has_kana_of_others(best.names, best.text))
    return best.mean < SENSELESS or best.pairs <= MANY_PAIRS


def _is_clear(pages: Sequence[Candidate], seen: float) -> bool:
    """Whether the best page stands out, and reads as text does."""
    if seen < MANY or pages[0].bits > USUAL_BITS * 2 * seen:
        return False
    return len(pages) == 1 or pages[1].bits - pages[0].bits > CLEAR


def _scored(readings: Sequence[Candidate], declared: Sequence[str]) -> list[Candidate]:
    """The readings with the model's bits, best first."""
    for each, bits in zip(readings, judge([_as_learned(each) for each in readings]), strict=True):
        each.bits, each.is_rough = bits + cost_of(each.names, declared), False
        if each.names == [WITH_COMMAS]:
            each.bits += comma_bits(each.text)
    return sorted(readings, key=lambda each: each.bits)


def _as_learned(reading: Candidate) -> str:
    """The text as the model knows such text: EBCDIC's line ends, composed tones, letters that are not shaped."""
    name = reading.names[0]
    if name in EBCDIC_BITS:
        return as_lines(reading.text)
    if name == "cp1258":
        return tones_joined(reading.text)
    return reading.text


def _proven(data: bytes, readings: Sequence[Candidate], wanted: int = 6) -> list[Candidate]:
    """The best readings without the encodings that do not decode the whole input."""
    proven: list[Candidate] = []
    for each in readings:
        if proven and each.bits > proven[0].bits + LISTED:
            break
        if not each.is_multi_byte or _prove(each, data):
            proven.append(each)
        if len(proven) >= wanted:
            break
    return sorted(proven, key=lambda each: each.bits)


def _prove(reading: Candidate, data: bytes) -> bool:
    """Whether the whole input is in one of the encodings; those that come before it, in which it is not, are gone."""
    names = widest_first(reading.names, reading.text)
    reading.names = names
    if prove_by_narrowest(reading, data):
        return True
    cut = []
    for place, name in enumerate(names):
        state, text = decodes(data, name) or (None, None)
        if state == "whole":
            reading.names, reading.whole = names[place:], text
            return True
        if state == "cut":
            cut.append(name)
    reading.names = cut
    reading.cut = True
    reading.bits += CUT_BITS
    return bool(reading.names) and sum(not char.isascii() for char in reading.text) >= CUT_NEEDS
