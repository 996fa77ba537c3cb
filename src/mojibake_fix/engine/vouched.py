"""What known words say of readings: a word that exists vouches for the reading that gives it, and for itself.

The bits of a word were measured on lines that the lexicon did not know: of long words of the right reading nine in ten
are known, of a wrong one's five in a hundred, of damaged words as they stand one. Words of one text are no independent
witnesses (a lexicon that lacks the language knows none of them), so their sums are bounded.
"""

from __future__ import annotations

import enum
import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mojibake_fix.plausibility import load_lexicon
from mojibake_fix.plausibility.lexicon import LONGEST, Lexicon, may_hold

_NEAR = 45.0  # bits within which a reading is near enough to the best one for known words to decide between them
_FARTHEST = -45.0  # bits that a reading may lack for known words to make up for
_KNOWN = (0.0, 0.0, 1.0, 3.0, 5.0, 7.0, 8.0)  # bits for a known word, by its letters
_KNOWN_INSTEAD = 4.0  # bits more where what stands there is no word
_UNKNOWN = (3.0, 0.0, 3.0, 4.0, 4.0, 3.5, 3.0)  # bits against an unknown word, the first against what is no word
_STANDING = (0.0, 0.0, 2.5, 5.0, 6.0, 6.0, 6.0)  # bits for what stands there, where it is a known word
MOST_KNOWN, _MOST_STANDING = 16.0, 24.0
"""Bits that known words say at most, for a reading and for what stands there."""
_SHORT, _MOST_SHORT = 3, 3.0  # letters of words that are words in some language or other, and the most they say
_LONG = 5  # letters of a word that hardly is another one by chance
_LACKING = 0.5  # how likely the lexicon lacks the language, or the kind of words
_SOUND = 8.0  # bits that the words of a language that the lexicon lacks gain by becoming those of a neighbour
_MOST_OF_PLAIN = 6.0  # bits of the cost of exchanges that is left where long words are known
_WORDS_ASKED = 40  # words of a text that are asked for

BETWEEN = re.compile(
    "[\\x00-@\\[-`{-\\x7f\u00a0\u00a1\u00ab\u00b4\u00b7\u00bb\u00bf\u200b-\u200f\u2010-\u2027\u2039\u203a\ufeff]+"
)
"""Signs that stand around and between words; any other one within a word makes it none."""

_OPERATORS = ("\u2200", "\u22ff")  # of mathematics
_WITHIN_NAMES = frozenset("·´’‐‑")
"""Signs that stand within sound words, and within names."""

Change = tuple[str, str]
"""A word as it stands, and as a reading has it."""


class Claim(NamedTuple):
    """A reading for which words may vouch."""

    gain: float
    plain_cost: float
    """Bits of its gain that it paid for exchanging nothing but letters of sound text."""
    changes: Mapping[int, Change]
    """The words that it changes, by their numbers."""


def vouched(claims: Sequence[Claim], lexicon: Lexicon) -> list[float]:
    """Bits that known words add to each reading, or take from it; only those are asked for that could win by it."""
    out = [0.0] * len(claims)
    near = near_ones(claims)
    changes = [[(unit, own_change(change)) for unit, change in claims[k].changes.items()] for k in near]
    times = Counter(itertools.chain.from_iterable(changes))
    # What all readings agree on speaks for all of them, however little else there is that tells them apart.
    apart = [[change for change in own if times[change] < len(near)] for own in changes]
    common = [change for change in changes[0] if times[change] == len(near)] if near else []
    apart = [own[:_WORDS_ASKED] for own in apart]
    asked = [[change for _, change in own] for own in (common[:_WORDS_ASKED], *apart)]
    known = _Words({text for own in asked for change in own for text in change}, lexicon)
    for k, own in zip(near, asked[1:], strict=True):
        claim = claims[k]
        raw_gain = claim.gain + claim.plain_cost
        out[k] = sum(known.bits(part, raw_gain) for part in (asked[0], own))
        out[k] += known.spared(asked[0] + own, claim.plain_cost)
    return out


def own_change(change: Change) -> Change:
    """A change without the words beyond ASCII that it leaves, which stand between marks of programs and tables.

    >>> own_change(("<номер>№", "<номер>є")), own_change(("l’été,", "l’Èté,"))
    (('№', 'є'), ('l’été,', 'l’Èté,'))
    """
    before, after = (BETWEEN.split(text) for text in change)
    if len(before) != len(after) or all(old != new or old.isascii() for old, new in zip(before, after, strict=True)):
        return change
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    return (" ".join(old for old, _ in pairs), " ".join(new for _, new in pairs)) if pairs else change


def parts_of(change: Change) -> list[Change]:
    """What stands between marks, which programs have around words of any alphabet, where a reading leaves these.

    >>> parts_of(("'нД','оМ'", "'Нд','Пн'"))
    [('', ''), ('нД', 'Нд'), ('оМ', 'Пн'), ('', '')]
    """
    before, after = (BETWEEN.split(text) for text in change)
    return list(zip(before, after, strict=True)) if len(before) == len(after) else [change]


def near_ones(claims: Sequence[Claim]) -> list[int]:
    """The numbers of the claims that are near enough to the best one for known words to decide between them."""
    best = max((claim.gain for claim in claims), default=-math.inf)
    return [k for k, claim in enumerate(claims) if claim.gain > max(_FARTHEST, best - _NEAR)]


class State(enum.Enum):
    """What a text is, with the signs around and between its words set aside."""

    KNOWN = enum.auto()
    UNKNOWN = enum.auto()
    NO_WORD = enum.auto()
    """There is a sign where words have none."""
    PLAIN = enum.auto()
    """All but the signs around is plain ASCII."""
    UNHEARD = enum.auto()
    """The lexicon says nothing of its script."""


NOT_KNOWN = (State.UNKNOWN, State.NO_WORD)


class Known(NamedTuple):
    """What is known of a text."""

    state: State
    letters: int = 0
    """Of its longest word, or as many as the tables tell apart."""
    is_latin: bool = False


def states_of(texts: Iterable[str], lexicon: Lexicon) -> dict[str, Known]:
    """What is known of each of some texts."""
    parts = {text: [part for part in BETWEEN.split(text) if not part.isascii()] for text in dict.fromkeys(texts)}
    held = {part: len(part) <= LONGEST and may_hold(part) for parts_ in parts.values() for part in parts_}
    words = [part for part, is_held in held.items() if is_held]
    known = dict(zip(words, lexicon.knows(words).tolist(), strict=True))
    return {text: _together(own, known) for text, own in parts.items()}


class _Words:
    """What is known of the words of some texts; each is asked for once."""

    def __init__(self, texts: Iterable[str], lexicon: Lexicon) -> None:
        self._known = states_of(texts, lexicon)

    def bits(self, changes: Sequence[Change], raw_gain: float) -> float:
        """Bits that known words add to a reading, or take from it.

        `raw_gain` is what it gains before it pays for exchanging nothing but letters.
        """
        known = short = neighbours = unknown = standing = 0.0
        for before, after in changes:
            old, new = self._known[before], self._known[after]
            if old.state is State.KNOWN:
                standing += _STANDING[old.letters]
            if new.state in NOT_KNOWN and old.state not in NOT_KNOWN:
                unknown += _UNKNOWN[new.letters]
            if new.state is not State.KNOWN:
                continue
            bits = _KNOWN[new.letters]
            if old.state is State.UNKNOWN and old.is_latin is new.is_latin:
                neighbours += bits + _KNOWN_INSTEAD if new.letters > _SHORT else 0.0
            elif old.state is State.PLAIN:
                known += bits if new.letters >= _LONG else 0.0
            elif new.letters <= _SHORT:
                short += bits
            else:
                known += bits + (0.0 if old.state is State.KNOWN else _KNOWN_INSTEAD)
        known += min(short, _MOST_SHORT) + min(neighbours, max(0.0, raw_gain - _SOUND))
        unknown = -math.log2((1 - _LACKING) * 2.0**-unknown + _LACKING)
        return min(known, MOST_KNOWN) - unknown - min(standing, _MOST_STANDING)

    def spared(self, changes: Sequence[Change], plain_cost: float) -> float:
        """Bits of the cost of exchanging letters that known words spare: they vouch for the words."""
        if plain_cost <= _MOST_OF_PLAIN or math.isinf(plain_cost):
            return 0.0
        if any(_OPERATORS[0] <= char <= _OPERATORS[1] for before, _ in changes for char in before):
            return 0.0  # of a formula nobody knows that it is a word in place of another
        pairs = [(self._known[before], self._known[after]) for before, after in changes]
        is_vouched = all(
            new.state is State.KNOWN and new.letters >= _LONG and old.state is not State.KNOWN for old, new in pairs
        )
        return plain_cost - _MOST_OF_PLAIN if is_vouched else 0.0


def _together(parts: Sequence[str], known: Mapping[str, bool]) -> Known:
    """What is known of all the parts of a text that are not ASCII."""
    if not parts:
        return Known(State.PLAIN)
    asked = [part for part in parts if part in known]
    if any(part not in known and not of_letters(part) for part in parts):
        return Known(State.NO_WORD)
    if not asked:
        return Known(State.UNHEARD)
    is_known = all(known[part] and is_written_so(part) for part in asked)
    letters = min(max(map(len, asked)), len(_KNOWN) - 1)
    return Known(State.KNOWN if is_known else State.UNKNOWN, letters, is_latin(asked[0]))


def is_known_word(word: str) -> bool:
    """Whether a word beyond ASCII is known, whatever its language."""
    return may_hold(word) and bool(load_lexicon().knows([word])[0])


def is_latin(word: str) -> bool:
    """Whether a word has letters of Latin beyond ASCII."""
    return any("\x7f" < char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in word)


def are_near(before: str, after: str) -> bool:
    """Whether two words share their script, or plain Latin letters: that one of them exists is no proof of the other.

    What holds a sign within is no name, but for apostrophes, hyphens and their like.

    >>> are_near("mьssen", "müssen"), are_near("Íàñòîÿùåìó", "Настоящему"), are_near("m³ssen", "müssen")
    (True, False, False)
    """
    if not all(char < "\x80" or of_letters(char) or char in _WITHIN_NAMES for char in before):
        return False
    return is_latin(before) is is_latin(after) or any("a" <= char.lower() <= "z" for char in before)


def is_written_so(word: str) -> bool:
    """Whether a word's capitals are where words have them: none, the first, or all.

    >>> [is_written_so(word) for word in ("épisode", "Épisode", "ÉPISODE", "épiSode")]
    [True, True, True, False]
    """
    return word.islower() or word.isupper() or word[1:].islower() or word.lower() == word.upper()


def has_letters(text: str) -> bool:
    """Whether a text holds letters beyond ASCII."""
    return not text.isascii() and any(char > "\x7f" and char.isalpha() for char in text)


def of_letters(text: str) -> bool:
    """Whether a text is nothing but letters and what combines with them."""
    return all(unicodedata.category(char)[0] in "LM" for char in text)
