"""Letters that stand alone: words of one letter, or letters that a text speaks of, which no page has damaged.

One letter alone is as odd as any other one, so a reading that puts another in its place gains nothing but by chance,
unless the language has that letter as a word: `à` in French, `å` in Norwegian, `и` in Russian.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.frames import is_drawn
from mojibake_fix.engine.plain import BEYOND_LATIN, OF_THOUSANDS, as_it_looks
from mojibake_fix.engine.propose import was_utf8
from mojibake_fix.engine.vouched import own_change
from mojibake_fix.plausibility import load_vocabularies

_AROUND = string.punctuation
_PLAIN_LETTERS = 30  # letters from which on the language is told
_HARDLY = 16.0  # bits that a language may be less likely than the likeliest, and its words be meant for all that
_FEW_IDEOGRAPHS = 2  # that tell of no text in their script
_SIGNS = frozenset("–—―•·…«»“”„§©®™€£×°")
"""Signs that stand alone in prose."""
_NAMES = (
    "letters?|characters?|chars?|keys?|symbols?|signs?|vowels?|lettres?|caractères?|touches?|voyelles?"
    "|buchstaben?|zeichen|tasten?|umlaute?|letras?|car[aá]cter|caracteres|teclas?|vocal|vogal|lettera|lettere"
    "|carattere|tasto|teken|toets|bokstav|bokstaven|bogstav|bogstavet|tecken|tecknet|tegn|tegnet|kirjain"
    "|merkki|liter[aęyąo]|znak|klawisz|p[ií]smeno|písmena|bet[uű]|literei|harf|harfi|huruf|lletra|t[aä]ht"
    "|burts|raidė|shkronja|črka|slovo|litir|llythyren|stafurinn"
    "|букв[аыуой]+|літер[аиуою]+|символ|знак|клавиша|γράμμα|γράμματος|χαρακτήρας"
)
_LETTER = re.compile(_NAMES, re.IGNORECASE)
_NUMBER = re.compile("U\\+[0-9A-F]{4,6}")
"""The number of a character, as tables of characters have it."""


def is_idle(reading: Reading, document: Document) -> bool:
    """Whether all that a reading does is to put something for lone letters that is no word, or that are spoken of."""
    changes = list(reading.pairs(document.units))
    if not was_utf8(reading.path) and all(_is_ideograph(after) for _, after in changes):
        return document.plain_letters > 0 or len(changes) <= _FEW_IDEOGRAPHS
    if all(_is_relation(before) for before, _ in changes) and _are_before_numbers(document, set(reading.changed)):
        return True
    if any(_instead(*change) is None for change in changes):  # so with nearly all, of which there can be many
        return False
    letters = {char.lower() for change in changes if (char := _instead(*change)) and char not in _SIGNS}
    if letters and all(as_it_looks(before) != before for before, _ in changes):
        return True  # typed on the keyboard of another script
    if (
        document.plain_letters
        and min(letters, default="") >= BEYOND_LATIN
        and all(before.strip(_AROUND) < BEYOND_LATIN for before, _ in changes)
    ):
        return True  # a letter of another alphabet by itself among words of Latin
    if not letters <= words_of_one(letters, document.names):
        return True
    return _is_spoken_of(document, set(reading.changed)) or _are_spelled_out(document, set(reading.changed))


def _instead(before: str, after: str) -> str | None:
    """What a reading puts for the one letter of a word, or piece of a frame, or a word of another alphabet; else None.

    A word is what stands between the marks of programs and tables: `('telefone','é','azul')` has three.
    """
    old, new = (text.strip(_AROUND) for text in own_change((before, after)))
    if len(old) > 1 and not (min(old) >= BEYOND_LATIN and max(old) < OF_THOUSANDS and new.isalpha()):
        return None
    return new if (old.isalpha() or is_drawn(old)) and len(new) == 1 else None


def _is_ideograph(after: str) -> bool:
    """Whether a reading gives one character of a script that has thousands, which any two bytes are in some page."""
    new = after.strip(_AROUND)
    return len(new) == 1 and new >= OF_THOUSANDS


def _is_relation(word: str) -> bool:
    return len(word) == 1 and unicodedata.category(word) == "Sm"


def _are_before_numbers(document: Document, units: set[int]) -> bool:
    """Whether a number stands behind some units wherever they stand, as it does behind `≤` and `≈`."""
    return all(piece[word.end :].lstrip()[:1].isdigit() for word, _, piece in document.where(units))


def words_of_one(letters: set[str], languages: Sequence[str]) -> set[str]:
    """The letters that are words of one of some languages."""
    if not letters:
        return set()
    listed = sorted(letters)
    is_known = load_vocabularies().knows(listed, languages)
    return {listed[k] for k in np.flatnonzero(is_known.sum(1)).tolist()}


def may_be_words(letters: set[str], document: Document) -> bool:
    """Whether one of some letters is a word of a language that the document may be in.

    Among a few words, which may be names, a small letter of Latin may be one of a language that is hardly likely.
    """
    if words_of_one({letter.lower() for letter in letters}, document.names):
        return True
    if document.plain_letters >= _PLAIN_LETTERS:
        return False
    small = {letter for letter in letters if letter.islower() and letter < BEYOND_LATIN}
    return bool(words_of_one(small, document.names_within(_HARDLY)))


def _are_spelled_out(document: Document, units: set[int]) -> bool:
    """Whether units stand among words of one letter: a heading with spaces between its letters, or initials."""
    return all(
        beside and all(len(own) == 1 and own.isalpha() for own in beside)
        for _, beside in _words_beside(document, units)
    )


def _is_spoken_of(document: Document, units: set[int]) -> bool:
    """Whether a word for letters stands beside one of some units, or the number or the name of its character."""
    for word, beside in _words_beside(document, units):
        names = {unicodedata.name(char, "").partition(" ")[0] for char in word if char > "\x7f"}
        if any(_LETTER.fullmatch(own) or _NUMBER.fullmatch(own) or own in names for own in beside):
            return True
    return False


def _words_beside(document: Document, units: set[int]) -> Iterator[tuple[str, list[str]]]:
    """Each word that is one of some units, and the words before and behind it."""
    for word, _, piece in document.where(units):
        before, behind = piece[: word.start].split()[-1:], piece[word.end :].split()[:1]
        yield word.unit.text, [own.strip(_AROUND) for own in (*before, *behind)]
