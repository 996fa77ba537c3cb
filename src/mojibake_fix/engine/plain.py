"""What sound words look like, character by character: where an exchange of letters for others may be no damage at all.

A letter for another one is what a neighbouring language asks for; a sign between two letters, a capital behind a small
one, or a letter of a script far away is what damage leaves. Here it is told which is which, and what a reading has to
gain in a text that is one word.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from mojibake_fix.engine.caps import LOOK_ALIKES, LOOK_LIKE
from mojibake_fix.engine.priors import ALONE_COST, ALONE_FOREIGN_COST, ALONE_JOINED_COST, ALONE_SIGN_COST
from mojibake_fix.engine.vouched import is_written_so

OF_THOUSANDS = "\u2e80"
"""Where the characters of the scripts begin that have thousands."""
_LONG_OF_THOUSANDS = 4  # characters of a word of such scripts, from which on it may be more than one
BEYOND_LATIN = "\u0250"
"""Where the letters of Latin end."""
_OF_A_LAUGH = 4  # letters of a laugh or a row of signs
_REPEATED = 4  # times that a letter of a word stands, on average, from which on it is no word
_STOPS = frozenset("؟،؛۔।՝՞、。！？ー")
_TYPESET = frozenset("–—―‘“”„«»…•·°©®™№§€£’")
_DASHES = frozenset("–—―")
_QUOTES = frozenset("“”„«»‘‚")
_WITHIN_NAMES = frozenset("×·°")
_OF_FORMULAS = frozenset("αβγδεθλμπρσφψωΔΣΦΩ")
_PREFIXES = frozenset("∂∆∇√∑∏∫∞¬")
"""Signs of mathematics that stand before what they work on, or alone, and relate nothing."""
_LOOK_ALIKES_ALONE = frozenset(LOOK_ALIKES.lower() + "αιηκτυωπбвгзикмнптуця")
_TWINS = dict(zip(LOOK_ALIKES, LOOK_LIKE, strict=True))
_LATIN_LOOK_ALIKES = frozenset("aceiopxyABCEHIKMOPTXY")
"""Letters that people put into words of another script, for fun or to hide them, and programs by mistake."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word as it is spelled. What is true of all of it is found once: words without spaces between can be long."""

    text: str
    latin: frozenset[str]
    """Its plain Latin letters."""

    @classmethod
    def of(cls, text: str) -> Spelling:
        """The spelling of a word."""
        return cls(text, frozenset(char for char in set(text) if "a" <= char.lower() <= "z"))

    def is_plain(self, place: int) -> bool:
        """Whether a character is nothing odd where it stands: a sign of typesetters, a letter of the script around."""
        char = self.text[place]
        if self.is_of_formula(place):
            return True
        if self._is_quote_within(place) or self._is_inner_capital(place):
            return False
        if char in _TYPESET or char in LOOK_ALIKES:
            return True
        return (char in _STOPS or _is_letter(char)) and (char < BEYOND_LATIN or not self.latin)

    def is_joined(self, place: int) -> bool:
        """Whether a character of a script without spaces stands behind a Latin word, as its texts have them."""
        char, behind = self.text[place], self.text[place + 1 :]
        return char >= OF_THOUSANDS and _is_letter(char) and not behind.isalpha()

    def is_alone_for_dash(self, new: str) -> bool:
        """Whether all of the word is one letter, which stands where a dash would."""
        return len(self.text) == 1 and new in _DASHES and _is_letter(self.text)

    def is_typed_for(self, place: int, new: str) -> bool:
        """Whether a letter within a Latin word looks like the one that a reading puts, but for an accent."""
        twin = _TWINS.get(self.text[place]) if self.latin else None
        return twin is not None and unicodedata.normalize("NFD", new)[0] == twin

    def is_out_of_place(self, place: int) -> bool:
        """Whether a character beyond ASCII stands where no sound word would have it."""
        char, behind = self.text[place], self.text[place + 1 : place + 2]
        if self._is_quote_within(place):
            return True
        if char in _TYPESET or char in _STOPS or char in _WITHIN_NAMES or unicodedata.category(char) == "Cf":
            return False
        if not _is_letter(char) or self._is_inner_capital(place):
            return True
        if char < BEYOND_LATIN or self.latin <= _LATIN_LOOK_ALIKES or (char in _OF_FORMULAS and not behind):
            return False
        return char.lower() not in _LOOK_ALIKES_ALONE

    def cost_out_of_place(self, place: int) -> float:
        """Bits that must be gained, in a text of one word, where such a character is exchanged."""
        char = self.text[place]
        if not char.isalpha() or unicodedata.normalize("NFKC", char).isascii():  # ⁿ is no letter of a word
            return ALONE_SIGN_COST
        if self.is_joined(place):
            return ALONE_JOINED_COST
        return ALONE_FOREIGN_COST if self.latin and BEYOND_LATIN <= char < OF_THOUSANDS else 0.0

    def is_of_formula(self, place: int) -> bool:
        """Whether a sign is that of a unit behind its prefix, `kΩ`, or relates two variables, `n≤m`, `width×height`."""
        char, before, behind = self.text[place], self.text[:place], self.text[place + 1 :]
        if char in _OF_FORMULAS:
            return _ends_alone(before) and not behind[:1].isalpha()
        if not _is_relation(char) or not before or not behind:
            return False
        if _ends_alone(before) and _ends_alone(behind[::-1]):
            return True
        is_between = before[-1].isascii() and behind[0].isascii()  # no two signs relate what they stand between
        return is_between and all(char.isascii() or _is_relation(char) for char in self.text)

    def _is_quote_within(self, place: int) -> bool:
        before, behind = self.text[place - 1 : place], self.text[place + 1 : place + 2]
        return self.text[place] in _QUOTES and before.isalpha() and behind.isalpha()

    def _is_inner_capital(self, place: int) -> bool:
        return self.text[place].isupper() and self.text[place - 1 : place].islower()


class Exchange(NamedTuple):
    """A character of a word that a reading exchanges."""

    word: Spelling
    place: int
    new: str


def alone_cost(before: str, after: str, *, utf8: bool) -> float:
    """Bits that a reading costs of a text that is one word: there are millions of names, and no neighbour vouches.

    Where damage leaves what no sound word has, there is little to be vouched for.
    """
    is_even = len(before) == len(after)
    places = [k for k, old in enumerate(before) if old > "\x7f" and not (is_even and old == after[k])]
    exchanged = [before[k] for k in places]
    if utf8 and not all(unicodedata.category(char)[0] in "LMC" for char in exchanged):
        return 0.0
    if is_written_so(before) and not is_written_so(after):
        return ALONE_COST  # put into capitals after it was damaged: what it says is not known
    word = Spelling.of(before)
    odd = [k for k in places if word.is_out_of_place(k)]
    has_lead = odd or any(map(str.isupper, exchanged))  # the first byte of a character of UTF-8 is a capital or a sign
    if has_lead and utf8 and min(exchanged) < BEYOND_LATIN and not _mixes_scripts(after):
        return 0.0  # in Latin script, hardly a sound word fits
    if odd and utf8:
        return 0.0
    distinct = len(set(exchanged))
    if distinct <= _OF_A_LAUGH and distinct * _REPEATED < len(exchanged):
        return math.inf  # a laugh, a cry, a row of stars: the same again and again proves no more than once
    if odd:
        return ALONE_COST if all(map(word.is_of_formula, odd)) else min(map(word.cost_out_of_place, odd))
    # A word of thousands of characters is short; where no space parts them, what is long is a sentence.
    longer = sum(char >= OF_THOUSANDS for char in exchanged) - _LONG_OF_THOUSANDS
    return ALONE_COST * min(1.0, max(0.0, 1.0 - longer / _LONG_OF_THOUSANDS))


def _ends_alone(text: str) -> bool:
    """Whether a text ends with one letter that no other stands before."""
    return text[-1:].isalpha() and not text[-2:-1].isalpha()


def _is_relation(char: str) -> bool:
    """Whether a sign relates what stands before it with what stands behind."""
    return unicodedata.category(char) == "Sm" and char not in _PREFIXES


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _mixes_scripts(word: str) -> bool:
    """Whether letters of Latin stand beside those of another alphabet."""
    letters = [char for char in word if char.isalpha() and char < OF_THOUSANDS]
    return any(char < BEYOND_LATIN for char in letters) and any(char >= BEYOND_LATIN for char in letters)
