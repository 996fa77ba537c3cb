"""Dashes between words, of which a page shows a letter or a sign alone, where nothing else can stand but a dash."""

from __future__ import annotations

import itertools

from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.frames import is_crossing
from mojibake_fix.engine.mentions import may_be_words
from mojibake_fix.engine.plain import BEYOND_LATIN, as_it_looks

DASH_BITS, STRANGE_BITS = 4.0, 10.0
"""Bits for a reading that puts dashes between words; and the same for what no prose has there by itself."""
_DASHES = frozenset("–—")
_WORDS_ASKED = 40  # words of a text that are asked for
_BEFORE, _BEHIND = frozenset(".,!?)\"'”"), frozenset("(\"'“@#")
"""What stands before and behind a dash, beside letters and digits."""


def dash_bits(reading: Reading, document: Document) -> float:
    """Bits for a reading that puts dashes between words, where a letter stood that is no word of the language."""
    units = document.units
    dashes = {k for k in reading.changed if len(units[k].text) == 1 and (reading.texts[k] or "") in _DASHES}
    if not (dashes and document.plain_letters):
        return 0.0
    letters = {units[k].text for k in dashes}
    if may_be_words(letters, document):
        return 0.0
    if any(as_it_looks(char) != char for char in letters):
        return 0.0  # typed on the keyboard of another script
    places = itertools.islice(document.where(dashes), _WORDS_ASKED)
    if not all(_is_between_words(piece, word.start) for word, _, piece in places):
        return 0.0
    return STRANGE_BITS if all(map(_is_strange, letters)) else DASH_BITS


def _is_strange(char: str) -> bool:
    """Whether a character stands nowhere by itself: a letter far from Latin, or where the lines of a frame meet.

    >>> [_is_strange(char) for char in "Ñ╤│─ﾐ"]
    [False, True, False, False, True]
    """
    return is_crossing(char) or (char.isalpha() and char >= BEYOND_LATIN)


def _is_between_words(piece: str, place: int) -> bool:
    """Whether the character at a place stands between words, of which one has letters at its side.

    >>> _is_between_words("Saya Ñ kamu", 5), _is_between_words("Ñ kamu", 0), _is_between_words("6 Ñ 7", 2)
    (True, False, False)
    """
    before, behind = piece[place - 1 : place], piece[place + 1 : place + 2]
    if not (before.isspace() and behind.isspace()):
        return False
    last, first = piece[:place].rstrip()[-1:], piece[place + 1 :].lstrip()[:1]
    are_words = (last.isalnum() or last in _BEFORE) and (first.isalnum() or first in _BEHIND)
    return bool(last and first) and are_words and (last.isalpha() or first.isalpha())
