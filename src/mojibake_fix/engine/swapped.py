"""Letters of a language that a page shows for each other: `äigus` for `õigus`, `nõeb` for `näeb` in Estonian.

Nothing of such a text is odd, for all its letters are the language's. But its words are not: where what is no word of
the language becomes one by what some page shows for what another page had, the text is worth the judge's look.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility import load_vocabularies
from mojibake_fix.plausibility.lexicon import LONGEST
from mojibake_fix.plausibility.model import Model
from mojibake_fix.plausibility.vocabulary import LETTERS

_LATIN = [chr(code) for code in range(0x61, 0x250) if chr(code).isalpha() and chr(code).islower()]
_FREQUENT = 0.003  # how often a language has a letter of its own beside the one that it has most
_SHARE = 0.4  # of a language's words, what is known at the least for a word that is not to tell anything
_MOST = 10.0  # bits of an accident that is thought of
_WORDS_ASKED = 20  # words of a text that are asked for

_EASTERN = "bs cs dsb et hr hsb hu lt lv pl ro se sk sl sr-Latn"
_OTHERS = "ca da eu fo fr fur ku li lij lld nb nn oc pt scn sg tk tr vi wa"
LANGUAGES = frozenset([*_EASTERN.split(), *_OTHERS.split()])
"""The languages that have swaps, as a test works out: a first text in any other one loads no pages for them."""

Swap = dict[int, str]
"""What stands for what, as `str.translate` takes it."""


def are_swapped(texts: Sequence[str], languages: Sequence[int], model: Model) -> list[bool]:
    """Whether each text has words that are swapped ones of its language, which is one of the model's by its number.

    A swap makes words of what is none, and leaves no word what is none. Of a word by itself nothing is said: no other
    tells its language.
    """
    names = model.languages.names
    asked: dict[int, tuple[Swaps, list[str]]] = {}
    for number, (text, language) in enumerate(zip(texts, languages, strict=True)):
        swaps = swaps_of(language, model) if " " in text else None
        if swaps is not None:
            found = itertools.islice(dict.fromkeys(swaps.words.findall(text)), _WORDS_ASKED)
            asked[number] = swaps, [word for word in found if len(word) <= LONGEST]
    known = _known([(names[languages[k]], word) for k, (_, words) in asked.items() for word in words])
    changes = {
        number: [[(word, after) for word in words if (after := word.translate(swap)) != word] for swap in swaps.each]
        for number, (swaps, words) in asked.items()
        if not all(known[names[languages[number]], word] for word in words)
    }
    known |= _known([(names[languages[k]], after) for k, each in changes.items() for own in each for _, after in own])
    out = [False] * len(texts)
    for number, each in changes.items():
        name = names[languages[number]]
        gained = [[known[name, after] - known[name, word] for word, after in own] for own in each]
        out[number] = any(own and min(own) >= 0 and max(own) > 0 for own in gained)
    return out


def _known(words: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """Of languages and their words, whether they have them."""
    asked = list(dict.fromkeys(words))
    if not asked:
        return {}
    languages, texts = zip(*asked, strict=True)
    return dict(zip(asked, load_vocabularies().have(languages, texts).tolist(), strict=True))


class Swaps(NamedTuple):
    """The swaps that there are in a language."""

    each: tuple[Swap, ...]
    words: re.Pattern[str]
    """What finds the words that any of them changes."""


@functools.lru_cache(512)
def swaps_of(language: int, model: Model) -> Swaps | None:
    """The swaps of letters that a language has itself, which pages make of it; None where few of its words are known.

    >>> from mojibake_fix.plausibility import load_model
    >>> model = load_model()
    >>> estonian = swaps_of(model.languages.names.index("et"), model)
    >>> {ord("ä"): "õ", ord("Ä"): "Õ"} in estonian.each, estonian.words.findall("Mäned head asjad")
    (True, ['Mäned'])
    """
    return _worked_out(language, model) if model.languages.names[language] in LANGUAGES else None


def _worked_out(language: int, model: Model) -> Swaps | None:
    # A first text in a language without swaps waits for no pages: what knows them takes longer to import than to ask.
    from mojibake_fix.engine.pages import bytes_shown, single_byte_writers
    from mojibake_fix.engine.priors import reading_cost, step_number
    from mojibake_fix.engine.writers import written_costs

    vocabularies = load_vocabularies()
    row = vocabularies.numbers_of([model.languages.names[language]])
    if vocabularies.shares[row, LETTERS] < _SHARE:
        return None
    counts = model.languages.symbol_counts[model.symbol[[ord(char) for char in _LATIN]], language]
    letters = [char for char, count in zip(_LATIN, counts.tolist(), strict=True) if count > _FREQUENT * counts.max()]
    letters = [char for char in letters if not char.isascii()]
    numbers, tables = single_byte_writers()
    shown = bytes_shown(np.array([ord(char) for char in letters], dtype=np.intp))
    costs = written_costs(model)[:, language]
    found: dict[tuple[tuple[int, str], ...], Swap] = {}
    for number, table in zip(numbers.tolist(), tables, strict=True):
        for reader, data in enumerate(shown):
            swap = _swap_of(letters, data, table)
            if swap and costs[number] + reading_cost((step_number(number, reader),)) <= _MOST:
                found.setdefault(tuple(sorted(swap.items())), swap)
    if not found:
        return None
    changed = "".join(map(chr, {code for swap in found.values() for code in swap}))
    return Swaps(tuple(found.values()), re.compile(rf"[^\W\d_]*[{changed}][^\W\d_]*"))


def _swap_of(letters: Sequence[str], data: npt.NDArray[np.int16], table: npt.NDArray[np.uint16]) -> Swap:
    """What letters have been in a page, by the bytes that show them; those that were no letters of these stay."""
    swap: Swap = {}
    for char, byte in zip(letters, data.tolist(), strict=True):
        written = chr(table[byte]) if byte >= 0 else char
        if written != char and written in letters:
            swap |= {ord(char): written, ord(char.upper()): written.upper()} if len(char.upper()) == 1 else {}
    return swap
