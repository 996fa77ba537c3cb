"""Prices, measures, degrees and sections beside numbers, where a letter or a sign stands that no number has.

`53000 mý` is no measure and `Ç45.50` no price, in whatever language; `53000 m²` and `€45.50` are. What numbers do have
beside them is left out: diameters, ohms, inches, and letters that are words (`de 4,50 à 5,00`).
"""

from __future__ import annotations

import itertools
import re

from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.mentions import words_of_one
from mojibake_fix.engine.propose import was_utf8

MEASURE_BITS, MEASURE_AMONG_BITS = 16.0, 6.0
"""Bits for a reading all of whose words become prices and measures; and for one of which some do."""
_SIGNS = frozenset("€£¥²³°§")
_WORDS_ASKED = 40  # words of a text that are asked for
_AROUND = 14  # characters on either side of a word in which its number stands
_AMOUNT = r"\d[\d.,]*\d"
_MEASURE = re.compile(
    rf"(?<![\w€£¥])([€£¥])(?=[ \u00a0]?{_AMOUNT}(?![\w€£¥]))"
    r"|\d[.,]\d\d[ \u00a0]?([€£¥])(?!\w)"
    r"|\d[ \u00a0]?[kcdmhn]?m([²³])(?!\w)"
    r"|\d(°)(?=[CF](?!\w)|[^\w°]|$)|\d[ \u00a0](°)(?=[CF](?!\w))"
    r"|(?<!\w)(§)(?=[ \u00a0]\d)"
)
"""The signs of prices, measures, degrees and sections, each beside its number."""
_USUAL = frozenset("°ºª²³¹½¼¾€£¥¢¤$%‰±×÷·µμΩΦφØøÅ∆Δ∅″′´’”“»«–—…|│§¶©®™+*•№℃")
"""What stands beside numbers and units as it is."""
_OF_DEGREES = frozenset("øØ∞˚¡")
"""What stands there, too, but before no `C` that stands behind a number."""


def measure_bits(reading: Reading, document: Document) -> float:
    """Bits for a reading that gives prices, measures and degrees, where nothing stood that numbers have."""
    if was_utf8(reading.path) or not any(_SIGNS & set(reading.texts[k] or "") for k in reading.changed):
        return 0.0
    given: set[tuple[str, str]] = set()
    among: list[set[tuple[str, str]]] = []
    for word, unit, piece in itertools.islice(document.where(reading.changed), _WORDS_ASKED):
        exchanged, measures = _exchanged(word.unit.text, reading.texts[unit] or "", piece, word.start, document)
        given |= measures
        among.append(exchanged)
    # `kakiý` is no unit that we know, but the letter is the one of `mý` beside it.
    found = [bool(own) and own <= given for own in among]
    return MEASURE_BITS if all(found) else MEASURE_AMONG_BITS if any(found) else 0.0


def _exchanged(
    word: str, after: str, piece: str, start: int, document: Document
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The characters of a word that a reading exchanges, with what it makes of them; and those that make measures."""
    if len(word) != len(after):
        return set(), set()
    lead = piece[max(0, start - _AROUND) : start]
    shown = lead + after + piece[start + len(word) : start + len(word) + _AROUND]
    places = {match.start(match.lastindex or 0) - len(lead) for match in _MEASURE.finditer(shown)}
    exchanged = [k for k, (old, new) in enumerate(zip(word, after, strict=True)) if old != new]
    measures = [k for k in exchanged if k in places and _is_unusual(word, k, after[k], document)]
    return {(word[k], after[k]) for k in exchanged}, {(word[k], after[k]) for k in measures}


def _is_unusual(word: str, place: int, new: str, document: Document) -> bool:
    char = word[place]
    if new == "°" and char in _OF_DEGREES:
        return word[place + 1 : place + 2] in ("C", "F")
    return char not in _USUAL and not words_of_one({char.lower()}, document.names)
