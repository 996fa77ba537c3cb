"""The words of each language that a vocabulary is made of, and which part of a text's words they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from check_apart import line_key, lines_of
from mojibake_fix.plausibility.vocabulary import LETTERS

KIN = {"sh": ("bs", "hr", "sr-Latn"), "zh": ()}
"""Lists of wordfreq that are of several languages of the model, or of none whose words are set apart."""
LEAST_SHORT = {1: 1e-4, 2: 3e-5, 3: 1e-5}
"""By its letters, how frequent a short word must be in a language: of two letters, any stand somewhere in a text."""
PLAIN_WORDS, LEAST_PLAIN = 5000, 500
"""Plain words of a language that training met, the most frequent, and centibels below 1 down to which lists' are."""
_SAID_AT_FIRST = 30.0  # words for which half of the usual share counts, before any is seen
_PLAIN_AT_FIRST, _PLAIN_USUAL = 300.0, 0.7  # the same of plain words, and the share
_MOSTLY_PLAIN = 0.25  # the part of a language's words that are plain, from which on they tell it
_MET_TWICE = 2
_WORD = re.compile(r"[^\W\d_]+")


class Met(NamedTuple):
    """How often training met the words of one language."""

    beyond: Counter[str]
    """Words beyond ASCII."""
    plain: Counter[str]
    every: float
    """All words of the file, about."""


class Own(NamedTuple):
    """The vocabulary of one language, and what is known of a text's words by it."""

    words: set[str]
    known: npt.NDArray[np.float64]
    """(`LETTERS` + 1, 2): of words beyond ASCII in the training text, those known without it, and all."""
    plain_share: float


def met_in(folder: Path, left_out: Collection[bytes], words_of: Callable[[str], Iterable[str]]) -> dict[str, Met]:
    """The words of every file of the folder, but for the lines that are left out."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        beyond: Counter[str] = Counter()
        plain: Counter[str] = Counter()
        for line in lines_of(path):
            if line_key(line) not in left_out:
                plain.update(word.lower() for word in _WORD.findall(line) if word.isascii())
                if not line.isascii():
                    beyond.update(words_of(line))
        found[path.stem] = Met(beyond, plain, path.stat().st_size / 7)
    return found


def own_words(met: Met, listed: Mapping[str, float], plain_listed: Collection[str], dropped: Collection[str]) -> Own:
    """The vocabulary of one language, of its words in texts and in lists, but for those that are dropped."""
    words = {
        word
        for word, count in met.beyond.items()
        if len(word) not in LEAST_SHORT or (count >= _MET_TWICE and count / met.every >= LEAST_SHORT[len(word)])
    }
    words |= {word for word, frequency in listed.items() if frequency >= LEAST_SHORT.get(len(word), 0.0)}
    words -= set(dropped)
    known = np.zeros((LETTERS + 1, 2))
    for word, count in met.beyond.items():
        # A word that was met but once, and is in no list, would not be known without that once.
        is_known = word in words and (count >= _MET_TWICE or word in listed)
        known[min(len(word), LETTERS)] += count * is_known, count
    every = sum(met.plain.values())
    if every < _MOSTLY_PLAIN * (every + sum(met.beyond.values())):
        return Own(words, known, 0.0)
    ranked = sorted(met.plain, key=lambda word: (-met.plain[word], word))[:PLAIN_WORDS]
    plain = {word for word in ranked if met.plain[word] >= _MET_TWICE} | set(plain_listed)
    hits = sum(met.plain[word] for word in plain if met.plain[word] > _MET_TWICE or word in plain_listed)
    share = (hits + _PLAIN_AT_FIRST * _PLAIN_USUAL) / (every + _PLAIN_AT_FIRST)
    return Own(words | plain, known, share)


def shares_of(owns: Sequence[Own]) -> npt.NDArray[np.float64]:
    """Of each language, the part of a text's words that is known, by their letters; where little was met, less."""
    known = np.stack([own.known for own in owns])
    total = known.sum(0)
    usual = total[:, 0] / np.maximum(1.0, total[:, 1])
    return (known[:, :, 0] + _SAID_AT_FIRST * usual / 2) / (known[:, :, 1] + _SAID_AT_FIRST)


def lists_of(languages: Collection[str], listed: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each list of wordfreq with each of the model's languages that it is of."""
    for name in listed:
        for language in KIN.get(name, (name,)):
            if language in languages:
                yield name, language
