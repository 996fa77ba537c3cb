"""What sound words look like, character by character: where an exchange of letters for others may be no damage at all.

A letter for another one is what a neighbouring language asks for; a sign between two letters, a capital behind a small
one, or a letter of a script far away is what damage leaves. Here it is told which is which, and what a reading has to
gain in a text that is one word.
"""

from __future__ import annotations

import math
import re
import string
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from mojibake_fix.engine.caps import LOOK_ALIKES, LOOK_LIKE
from mojibake_fix.engine.formulas import GREEK, is_of_formula
from mojibake_fix.engine.frames import is_drawn
from mojibake_fix.engine.priors import (
    ALONE_COST,
    ALONE_FOREIGN_COST,
    ALONE_JOINED_COST,
    ALONE_SIGN_COST,
    ALONE_TYPED_COST,
)
from mojibake_fix.engine.vouched import is_written_so
from mojibake_fix.engine.words import QUOTES

OF_THOUSANDS = "\u2e80"
"""Where the characters of the scripts begin that have thousands."""
_KANA = ("\u3041", "\u30fe")
_LONG_OF_THOUSANDS = 3  # characters of a word of such scripts, from which on it may be more than one
BEYOND_LATIN = "\u0250"
"""Where the letters of Latin end."""
_LEAST_ALONE, _ALONE_OF_FEW = 4, 1.25  # characters of a word that a page can be told by, with nothing around it
_OF_A_LAUGH = 4  # letters of a laugh or a row of signs
_LONG = 8  # letters of a word that is hardly another one by chance
_ENDS, _CLOSED_BY = frozenset(".,;:?!…"), "\"')]”’»"
"""Stops of sentences and clauses, and what may close one behind them."""
_FEW_BEHIND = 8  # letters behind a Latin word that another alphabet explains by chance
_REPEATED = 4  # times that a letter of a word stands, on average, from which on it is no word
_QUOTE_MARKS = frozenset(QUOTES)
LATIN = frozenset(string.ascii_lowercase)
_STOPS = frozenset("؟،؛۔।՝՞、。！？ー")
_TYPESET = frozenset("–—―‘“”„«»‹›…•·°©®™№§€£’´")
_TYPED_QUOTES = frozenset("´′″˝")
"""What is typed for quotation marks and apostrophes."""
_TYPED_LETTERS = frozenset("εγΣΓ")
"""Greek letters that are typed for those of Latin which Berber and African languages have: ɛ and ɣ."""
_OPENING, _CLOSING = frozenset("\"'`(["), frozenset("\"'`)]")
_QUOTED_ONE = re.compile("(?<![^\\W\\d_])[\"']([^\\x00-\\x7f])[\"']")
_LONGEST_MENTION = 100  # characters of a word that holds something in quotation marks
_DASHES = frozenset("–—―")
_QUOTES = frozenset("“”„«»‘‚‹›")
_WITHIN_NAMES = frozenset("×·°\u00a0")
_TYPED = frozenset("£¥€¢¤¦¬±")
"""Signs that keyboards have, which are put into names for their looks, and between the values of tables."""
_SMALL_SIGNS = frozenset("µªº")
"""Signs that Unicode counts as letters: units, before or behind a word, never between letters of Latin."""
_LOOK_ALIKES_ALONE = frozenset(LOOK_ALIKES.lower() + "αιηκτυωπбвгзикмнптуця")
_TWINS = dict(zip(LOOK_ALIKES, LOOK_LIKE, strict=True))
HARDLY_ALIKE = {"ι": "i"}
"""Letters that are taken for those of Latin only where a word is known that says so: `lιke`."""
STYLED = dict(zip("ΛΔДΣΞЭΦΘΩФИЯЦШЩ", "AAAEEEOOOONRUWW", strict=True))
"""Capitals that stand for those of Latin for their looks, in names of brands and bands: `PIZZΛ`, `KoЯn`."""
_AS_IT_LOOKS = _TWINS | HARDLY_ALIKE
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
        if self._is_quote_within(place) or self._is_inner_capital(place) or self._is_sign_within(place):
            return False
        if char in _TYPESET or char in LOOK_ALIKES or (char in _TYPED_LETTERS and self.text[place + 1 :][:1].isalpha()):
            return True
        return (char in _STOPS or _is_letter(char)) and (char < BEYOND_LATIN or not self.latin)

    def opens_clause(self, place: int) -> bool:
        """Whether a character is the mark before a question or a cry, and opens the word."""
        return self.text[place] in "¿¡" and not any(map(str.isalnum, self.text[:place]))

    def is_joined(self, place: int) -> bool:
        """Whether a character of a script without spaces stands behind a Latin word, as its texts have them."""
        char, behind = self.text[place], self.text[place + 1 : place + 2]
        return char >= OF_THOUSANDS and _is_letter(char) and behind.lower() not in LATIN

    def cost_joined(self, place: int) -> float:
        """Bits that must be gained where such a character is all that is exchanged; kana are hardly ever damage."""
        return ALONE_FOREIGN_COST if _is_kana(self.text[place]) else ALONE_JOINED_COST

    def is_alone_for_dash(self, new: str) -> bool:
        """Whether all of the word is one letter, which stands where a dash would."""
        return len(self.text) == 1 and new in _DASHES and _is_letter(self.text) and self.text not in GREEK

    @property
    def is_mention(self) -> bool:
        """Whether all of the word is one character in quotation marks or brackets: it is spoken of, not used."""
        quoted = _QUOTED_ONE.search(self.text) if len(self.text) <= _LONGEST_MENTION else None
        if quoted is not None and sum(char > "\x7f" for char in self.text) == 1:
            return quoted[1].isalpha() or unicodedata.category(quoted[1]) == "Sm"
        inner = self.text.rstrip(".,;:")
        is_between = inner[:1] in _OPENING | _QUOTES and inner[2:] in _CLOSING | _QUOTES
        return len(inner) == 3 and is_between and inner[1] > "\x7f" and (inner[1].isalpha() or is_drawn(inner[1]))

    def is_typed_for(self, place: int, new: str) -> bool:
        """Whether a letter within a Latin word looks like the one that a reading puts, but for an accent.

        Where it is an accent by itself, or a prime, that a reading makes a quotation mark, it was typed for one.
        """
        if self.text[place] in _TYPED_QUOTES:
            return new in _QUOTES or new == "’"
        twin = _TWINS.get(self.text[place]) if self.latin else None
        return twin is not None and unicodedata.normalize("NFD", new)[0] == twin

    def is_out_of_place(self, place: int) -> bool:
        """Whether a character beyond ASCII stands where no sound word would have it."""
        char, behind = self.text[place], self.text[place + 1 : place + 2]
        if self._is_quote_within(place) or self._is_sign_within(place):
            return True
        if char in _TYPESET or char in _STOPS or char in _WITHIN_NAMES or unicodedata.category(char) == "Cf":
            return False
        if not _is_letter(char) or self._is_inner_capital(place):
            return True
        if char >= OF_THOUSANDS and self.latin:
            return True
        if char < BEYOND_LATIN or self.latin <= _LATIN_LOOK_ALIKES or (char in GREEK and not behind):
            return False
        return char.lower() not in _LOOK_ALIKES_ALONE

    def cost_out_of_place(self, place: int) -> float:
        """Bits that must be gained, in a text of one word, where such a character is exchanged."""
        char = self.text[place]
        if char in _TYPED:
            return ALONE_TYPED_COST
        if not char.isalpha() or unicodedata.normalize("NFKC", char).isascii():  # ⁿ is no letter of a word
            return ALONE_SIGN_COST
        if self.is_joined(place):
            return self.cost_joined(place)
        if char >= BEYOND_LATIN and self._is_inner_capital(place):
            return ALONE_TYPED_COST  # of a unit, кВт, or a name
        return ALONE_FOREIGN_COST if self.latin and BEYOND_LATIN <= char < OF_THOUSANDS else 0.0

    def is_of_formula(self, place: int) -> bool:
        """Whether a sign is that of a formula, a measure or a price."""
        return is_of_formula(self.text, place)

    def _is_quote_within(self, place: int) -> bool:
        before, behind = self.text[place - 1 : place], self.text[place + 1 : place + 2]
        return self.text[place] in _QUOTES and before.isalpha() and behind.isalpha()

    def _is_sign_within(self, place: int) -> bool:
        before, behind = self.text[place - 1 : place], self.text[place + 1 : place + 2]
        return self.text[place] in _SMALL_SIGNS and _is_latin_letter(before) and _is_latin_letter(behind)

    def _is_inner_capital(self, place: int) -> bool:
        return self.text[place].isupper() and self.text[place - 1 : place].islower()


class Exchange(NamedTuple):
    """A character of a word that a reading exchanges."""

    word: Spelling
    place: int
    new: str


def changed_places(before: str, after: str) -> list[int]:
    """The characters of a word beyond ASCII that a reading exchanges.

    Where the word comes out shorter or longer, all but the quotation marks around it that stay.

    >>> changed_places("„Ã¼“", "„ü“"), changed_places("żółć", "żóść")
    ([1, 2], [2])
    """
    if len(before) == len(after):
        return [k for k, (old, new) in enumerate(zip(before, after, strict=True)) if old > "\x7f" and old != new]
    first, last = 0, len(before)
    while before[first : first + 1] in _QUOTE_MARKS and after[first : first + 1] == before[first]:
        first += 1
    while last > first and before[last - 1] in _QUOTE_MARKS and after[last - len(before) - 1 :][:1] == before[last - 1]:
        last -= 1
    return [k for k in range(first, last) if before[k] > "\x7f"]


def as_it_looks(word: str) -> str:
    """The word with letters of Latin for those of other scripts that look like them.

    >>> as_it_looks("rаdiо")
    'radio'
    """
    return "".join(_AS_IT_LOOKS.get(char, char) if char >= BEYOND_LATIN else char for char in word)


def as_it_is_styled(word: str) -> str:
    """The same, capitals too that stand for others for their looks.

    >>> as_it_is_styled("PIZZΛ"), as_it_is_styled("ИАРОД")
    ('PIZZA', 'NAPOA')
    """
    return "".join(STYLED.get(char, char) for char in as_it_looks(word))


def ends_clause(word: str) -> bool:
    """Whether a long word has the stop of a sentence, or of a clause, behind it: most words of prose are known ones.

    >>> ends_clause("durchgefƒhrt."), ends_clause("durchgefƒhrt"), ends_clause("fƒr.")
    (True, False, False)
    """
    return word.rstrip(_CLOSED_BY)[-1:] in _ENDS and sum(map(str.isalpha, word)) >= _LONG


def alone_cost(before: str, after: str, *, utf8: bool) -> float:
    """Bits that a reading costs of a text that is one word: there are millions of names, and no neighbour vouches.

    Where damage leaves what no sound word has, there is little to be vouched for.
    """
    places = changed_places(before, after)
    exchanged = [before[k] for k in places]
    if utf8 and not all(unicodedata.category(char)[0] in "LMC" for char in exchanged):
        return 0.0
    if not utf8 and len(before.strip(string.punctuation)) < _LEAST_ALONE and not any(map(_is_control, exchanged)):
        return _ALONE_OF_FEW * ALONE_COST  # a variable, an exponent, an entry of a table: nothing tells letters apart
    if is_written_so(before) and not is_written_so(after):
        return ALONE_COST  # put into capitals after it was damaged: what it says is not known
    if len(before) > 1 and before.strip(string.punctuation).isupper() and after[-1:].islower() and len(exchanged) == 1:
        return ALONE_COST  # capitals to the end: it takes a lost byte to make the last one small
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
    is_behind_latin = any(word.is_joined(place) and before[place - 1].lower() in LATIN for place in odd[:1])
    if is_behind_latin and distinct <= _FEW_BEHIND and after[odd[0]].isalpha() and after[odd[0]] >= BEYOND_LATIN:
        return math.inf  # a few letters of another alphabet behind a Latin word are no repair
    if odd:
        return ALONE_COST if all(map(word.is_of_formula, odd)) else min(map(word.cost_out_of_place, odd))
    # A word of thousands of characters is short; where no space parts them, what is long is a sentence.
    longer = sum(char >= OF_THOUSANDS and not _is_kana(char) for char in exchanged) - _LONG_OF_THOUSANDS
    return ALONE_COST * min(1.0, max(0.0, 1.0 - longer / _LONG_OF_THOUSANDS))


def _is_kana(char: str) -> bool:
    return _KANA[0] <= char <= _KANA[1]


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc"


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _is_latin_letter(char: str) -> bool:
    return char < BEYOND_LATIN and char.isalpha()


def _mixes_scripts(word: str) -> bool:
    """Whether letters of Latin stand beside those of another alphabet."""
    letters = [char for char in word if char.isalpha() and char < OF_THOUSANDS]
    return any(char < BEYOND_LATIN for char in letters) and any(char >= BEYOND_LATIN for char in letters)
