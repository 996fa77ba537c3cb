#!/usr/bin/env python3
"""Make the lexicon of known words, and the vocabularies of languages, from any folder of <lang>.txt files, and from
the word lists of wordfreq.

    python tools/train_lexicon.py FOLDER --apart-from DEV --out src/mojibake_fix/plausibility/words.bin

Lines that stand in DEV, the folder of the text that is measured on, are left out. Words that are mojibake of a word
that is far more frequent are no words: lists that were gathered from the web hold them. `--hold-out` leaves every
other word of the lists out, for measurements of words that are not known. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import numpy as np

from check_apart import folder_keys
from mojibake_fix.encodings import decode, encode
from mojibake_fix.plausibility.format import write_model
from mojibake_fix.plausibility.lexicon import LONGEST, Lexicon, may_hold
from mojibake_fix.plausibility.vocabulary import Vocabularies
from quality.words import word_lists
from vocabulary_words import LEAST_PLAIN, Met, lists_of, met_in, own_words, shares_of

LEAST_FREQUENT = 600
"""Centibels below 1, down to which wordfreq's words are taken: once in a million words."""
FAR = 30.0
"""Times that a word must be more frequent than another one that is its mojibake."""
_LEAST_LETTERS = 4  # letters of a word that is hardly another one's mojibake by chance
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+[^\W\d_]*)*")
_MISREAD = [
    ("utf-8", "cp1252"), ("utf-8", "iso8859-1"), ("utf-8", "cp1250"), ("utf-8", "cp1251"),
    *itertools.permutations(("cp1250", "cp1252", "iso8859-2", "mac-roman", "cp852"), 2),
    *itertools.product(("cp1251", "cp1253", "cp1254", "cp1257", "koi8-r", "cp850", "iso8859-3"), ("cp1252",)),
    *itertools.permutations(("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic"), 2),
    ("iso8859-13", "cp1252"), ("cp1253", "cp1251"), ("cp1252", "cp1251"),
]  # fmt: skip
"""The commonest accidents of words of a single-byte page: written as, read as."""


def words_of(text: str) -> Iterator[str]:
    """The words of a text that a lexicon can hold, in small letters.

    >>> list(words_of("Une œuvre d'été, 3 fois l'été."))
    ['œuvre', 'été', 'été']
    """
    for word in _WORD.findall(text):
        if not word.isascii() and len(word) <= LONGEST and may_hold(word):
            yield word.lower()


def frequencies(met: Mapping[str, Met]) -> dict[str, float]:
    """The words beyond ASCII of all files, with the frequency in the file that has it the most often."""
    frequency: dict[str, float] = {}
    for own in met.values():
        for word, count in own.beyond.items():
            frequency[word] = max(frequency.get(word, 0.0), count / own.every)
    return frequency


def words_of_lists(*, hold_out: bool) -> dict[str, dict[str, float]]:
    """The frequent words beyond ASCII of wordfreq's lists, with their frequency, by list."""
    out = {}
    for name, ranked in _ranked_lists(LEAST_FREQUENT):
        own: dict[str, float] = {}
        for centibels, words in enumerate(ranked):
            for word in (word for entry in words for word in words_of(entry)):
                if not (hold_out and is_held_out(word)):
                    own[word] = max(own.get(word, 0.0), 10.0 ** (-centibels / 100))
        out[name] = own
    return out


def plain_words_of_lists() -> dict[str, set[str]]:
    """The most frequent plain words of wordfreq's lists, by list."""
    return {
        name: {word for words in ranked for word in words if word.isascii() and word.isalpha()}
        for name, ranked in _ranked_lists(LEAST_PLAIN)
    }


def _ranked_lists(least: int) -> Iterator[tuple[str, list[list[str]]]]:
    """The lists of wordfreq with their words by centibels below 1, down to so many."""
    wordfreq = word_lists()
    for name in sorted(wordfreq.available_languages("best")):
        yield name, wordfreq.get_frequency_list(name, "best")[: least + 1]


def is_held_out(word: str) -> bool:
    """Whether a word is of the half of the lists that a measurement keeps for itself."""
    return bool(hashlib.blake2b(word.lower().encode(), digest_size=1).digest()[0] & 1)


def mojibake(frequency: Mapping[str, float]) -> set[str]:
    """The words that are mojibake of others that are far more frequent."""
    found = set()
    for word, own in frequency.items():
        if len(word) < _LEAST_LETTERS:
            continue
        shown: dict[str, bytes | None] = {}
        for written, read in _MISREAD:
            if read not in shown:
                shown[read] = encode(word, read)
            data = shown[read]
            origin = None if data is None else decode(data, written)
            if origin and origin != word and frequency.get(origin.lower(), 0.0) > FAR * own:
                found.add(word)
                break
    return found


def vocabularies(
    met: Mapping[str, Met], lists: Mapping[str, Mapping[str, float]], dropped: Collection[str]
) -> Vocabularies:
    """The vocabularies of all languages that training met."""
    plain_lists = plain_words_of_lists()
    listed: dict[str, dict[str, float]] = {language: {} for language in met}
    plain: dict[str, set[str]] = {language: set() for language in met}
    for name, language in lists_of(met, lists):
        listed[language] |= lists[name]
        plain[language] |= plain_lists[name]
    owns = {
        language: own_words(one, listed[language], plain[language], dropped) for language, one in sorted(met.items())
    }
    plain_shares = np.array([own.plain_share for own in owns.values()])
    words = {language: own.words for language, own in owns.items()}
    return Vocabularies.of(words, shares_of(list(owns.values())), plain_shares)


def main() -> int:
    """Make the file, and tell what is in it."""
    ap = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    ap.add_argument("folder", type=Path, help="folder of <lang>.txt files")
    ap.add_argument("--apart-from", type=Path, metavar="DEV", help="folder of text whose lines are left out")
    ap.add_argument("--hold-out", action="store_true", help="leave every other word of the lists out")
    ap.add_argument("--out", type=Path, required=True, help="file to write")
    args = ap.parse_args()
    met = met_in(args.folder, folder_keys(args.apart_from) if args.apart_from else set(), words_of)
    frequency = frequencies(met)
    many_met = len(frequency)
    lists = words_of_lists(hold_out=args.hold_out)
    for listed in lists.values():
        for word, own in listed.items():
            frequency[word] = max(frequency.get(word, 0.0), own)
    dropped = mojibake(frequency)
    words = sorted(frequency.keys() - dropped)
    lexicon = Lexicon.of(words)
    arrays, metadata = lexicon.to_arrays()
    of_languages, told = vocabularies(met, lists, dropped).to_arrays()
    arrays |= of_languages
    metadata |= told
    metadata |= {
        "words": len(words),
        "held out": args.hold_out,
        "sources": ["the training text of model.bin", "wordfreq 3, its large lists and the small ones of the rest"],
    }
    args.out.write_bytes(write_model(arrays, metadata))
    print(f"{many_met:,} words of texts, {len(words):,} with those of lists; {len(dropped):,} were mojibake")
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
