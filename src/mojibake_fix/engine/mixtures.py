"""Words of two alphabets: what programs leave that put a text into Latin letters, and lack a few of its own.

A romanised Belarusian keeps its `ў` (`radkoў`), Kyrgyz its `ү`, Urdu its `ٹ`. To the model such a letter is as odd as
any that damage leaves, and any letter of Latin in its place is likelier. So a word that no lexicon knows has to gain
more by it; one that is known has been told by what damage cannot know.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable

from mojibake_fix.engine.document import Document
from mojibake_fix.engine.formulas import GREEK
from mojibake_fix.engine.plain import BEYOND_LATIN, OF_THOUSANDS
from mojibake_fix.engine.vouched import Change, State, own_change, parts_of, states_of
from mojibake_fix.engine.words import NO_BREAK, SIGNS
from mojibake_fix.plausibility import load_lexicon

_ONCE, _AGAIN = 12.0, 18.0  # bits against the first place of a letter in unknown words, and what they grow to
_SHORT, _OF_SHORT = 3, 0.5  # letters of words that are words in some language or other, and the part they leave
_TELLING = 60  # plain letters that tell a language, of which short words are told, too
_OF_VARIABLES = 2.0  # times as many against a letter of Greek that ends a word: programs have `halfπ`
_VOUCHED = 3  # words of which one that is known vouches for the others
_GIVEN = frozenset(SIGNS + NO_BREAK) - frozenset("’«»")
"""What shows by itself that it was damaged: no letter is taken for it."""
_FURTHER = "\u1e00", "\u1f00"  # letters of Vietnamese
_INNER_CAPITAL = re.compile("(?<=[a-z])[\u0370-\u03ab\u0400-\u042f]")
"""A capital behind a small letter, which no romanisation leaves."""
_WITHIN = re.compile("(?<=[^\\W\\d_])(?:„|[“”‘](?=[^\\W\\d_]))")
"""A quotation mark between letters, or one behind a letter that opens: none has its place there."""
_WORDS_ASKED = 40  # words of a text that are asked for


def mixture_cost(changes: Iterable[Change], document: Document) -> float:
    """Bits that a reading costs which puts letters of Latin for those of another alphabet, in words nobody knows."""
    asked = [own_change(change) for change in itertools.islice(changes, _WORDS_ASKED)]
    parts = [part for change in asked if not _gives_sign(*change) for part in parts_of(change)]
    is_told = document.plain_letters >= _TELLING
    mixed = [(before, after) for before, after in parts if _is_mixed(before) and _is_latin(after)]
    if not mixed:
        return 0.0
    known = states_of([after for _, after in mixed], load_lexicon())
    are_own = document.has_words([after for _, after in mixed])
    unknown = [
        (before, known[after].state is State.KNOWN)
        for (before, after), is_own in zip(mixed, are_own, strict=True)
        if not is_own and not (known[after].state is State.KNOWN and (is_told or known[after].letters > _SHORT))
    ]
    if (len(mixed) - len(unknown)) * _VOUCHED >= len(mixed):
        return 0.0
    times: Counter[str] = Counter()
    cost = 0.0
    for word, is_short in unknown:
        for char in filter(_is_of_another, _INNER_CAPITAL.sub("", word)):
            times[char] += 1
            own = _AGAIN - (_AGAIN - _ONCE) / times[char]
            own *= _OF_VARIABLES if char in GREEK and word.endswith(char) else 1.0
            cost += own * _OF_SHORT if is_short else own
    return cost


def _gives_sign(before: str, after: str) -> bool:
    after = _WITHIN.sub("", after.strip(NO_BREAK))
    return any(char in _GIVEN and char not in before for char in after)


def _is_mixed(word: str) -> bool:
    return any("a" <= char.lower() <= "z" for char in word) and any(map(_is_of_another, word))


def _is_latin(word: str) -> bool:
    return all(char < BEYOND_LATIN or _FURTHER[0] <= char < _FURTHER[1] or not char.isalpha() for char in word)


def _is_of_another(char: str) -> bool:
    return BEYOND_LATIN <= char < OF_THOUSANDS and char.isalpha()
