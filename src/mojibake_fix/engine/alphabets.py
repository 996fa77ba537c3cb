"""Lists of letters: what keyboards, forms, fonts and tests show of an alphabet. They are no words, whatever page reads.

Nothing in a list tells its language, and its letters, shown together, are as rare as those of damage. What tells it
from words is its order: letters that go up, word by word, or each of them small and large.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence

from mojibake_fix.engine.plain import OF_THOUSANDS
from mojibake_fix.engine.words import QUOTES

_SHORTEST, _MANY, _STEPS_UP = 6, 8, 0.7
"""Letters of the shortest alphabet; those from which on only so many of the steps must go up."""
_STEEP, _STEPS_DOWN = 12, 2  # letters and signs that go up but so many times, whatever they are: never by chance
_ORDERS = 1000  # orders of the letters of words among which going up everywhere is no chance
_LEAST_APART = 3  # letters one by one
_ALONE = re.compile(r"(?<![^\W\d_])(?<![^\x00-\x7f])[^\W\d_\x00-\x7f](?![^\W\d_])(?![^\x00-\x7f])")
"""A letter beyond ASCII that stands by itself, between signs of ASCII."""
_LEAST_PAIRS = 2  # letters that are there small and large
_LEFT_OVER = 2  # letters without a partner: ß, ÿ


def is_in_order(word: str) -> bool:
    """Whether the letters of a word beyond ASCII follow each other as they do in an alphabet.

    But for a few, where they are letters of one case: signs among them, and capitals, are chance.

    >>> is_in_order("àâäéèêëîïôöùûü"), is_in_order("αβγδεζ"), is_in_order("ąčęėįšųūž"), is_in_order("Přítěžíš")
    (True, True, True, False)
    >>> is_in_order("¿â´æ²»×ã"), is_in_order("–—‘“”„†•…‰™œŠŸž€")
    (False, True)
    """
    letters = _letters(word)
    if len(letters) < _SHORTEST or len(set(letters)) < len(letters):
        return False
    steps = sum(own < other for own, other in itertools.pairwise(letters))
    if len(letters) >= _STEEP and steps >= len(letters) - 1 - _STEPS_DOWN:
        return True
    may_go_down = len(letters) >= _MANY and (all(map(str.islower, letters)) or all(map(str.isupper, letters)))
    return steps >= (len(letters) - 1) * (_STEPS_UP if may_go_down else 1.0)


def are_lists(words: Sequence[str]) -> bool:
    """Whether some words together are a list of letters beyond ASCII.

    >>> are_lists(["ÅÄÖ", "åäö"]), are_lists(["ãõ", "âêô", "áéíóú", "à", "ç"]), are_lists(["Ïðèâåò,", "ïðèâåò"])
    (True, True, False)
    """
    words = [word.strip(QUOTES) for word in words if any(map(str.isalpha, word))]  # a dash between them is none of them
    if words and (all(map(is_in_order, words)) or all(map(_are_apart, words))):
        return True
    if any((char.isascii() and char.isalpha()) or char >= OF_THOUSANDS for word in words for char in word):
        return False
    return is_in_order("".join(words)) or _go_up(words) or _are_both_cases(words)


def _are_apart(word: str) -> bool:
    """Whether a word is letters one by one, as programs list them.

    >>> _are_apart("[a,e,'ä','ö','ü']);"), _are_apart("'à','b'"), _are_apart("'Ã¤','Ã¶','Ã¼'"), _are_apart("l'été,où")
    (True, False, False, False)
    """
    alone = len(_ALONE.findall(word))
    return alone >= _LEAST_APART and alone == len(_letters(word))


def _letters(word: str) -> list[str]:
    return [char for char in word if char > "\x7f"]


def _go_up(words: Sequence[str]) -> bool:
    """Whether the letters of every word go up, and too many of them for chance."""
    orders = 1
    for word in words:
        letters = _letters(word)
        if any(own >= other for own, other in itertools.pairwise(letters)):
            return False
        orders = min(_ORDERS, orders * math.factorial(min(len(letters), _MANY)))
    return orders >= _ORDERS


def _are_both_cases(words: Sequence[str]) -> bool:
    """Whether the letters are there once small and once large, side by side or in one order, but for a few."""
    letters = [char for word in words for char in _letters(word)]
    if len(set(letters)) < len(letters) or not all(map(str.isalpha, letters)):
        return False
    times = Counter(char.lower() for char in letters)
    pairs = sum(many == 2 for many in times.values())
    return pairs >= _LEAST_PAIRS and len(times) - pairs <= _LEFT_OVER
