"""What a reading costs that only exchanges what sound text is full of: letters, quotation marks, signs of formulas.

A language of which the model knows little, or a word from another one, asks for the same exchange. It is less likely by
chance the more letters are exchanged, wherever they stand, and where plain words tell the language.
"""

from __future__ import annotations

import functools
import math
import re
import string
from collections.abc import Iterator, Sequence

import numpy as np

from mojibake_fix.encodings import decode, encode, is_single_byte
from mojibake_fix.engine.alphabets import are_lists
from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.layers import readers_of
from mojibake_fix.engine.plain import (
    BEYOND_LATIN,
    OF_THOUSANDS,
    QUOTES,
    Exchange,
    Spelling,
    alone_cost,
    changed_places,
)
from mojibake_fix.engine.priors import (
    ALONE_TOLD,
    BARE_COST,
    CHANCE_COST,
    FORMULA_COST,
    PLAIN_COST,
    READERS,
    STEPS,
    UNHARMED_COST,
    UNHEARD_COST,
    Path,
)
from mojibake_fix.engine.propose import was_utf8
from mojibake_fix.engine.readings import C1, holds_but_controls, replay
from mojibake_fix.engine.words import LONGEST_HEAD

AROUND_WORDS = string.punctuation + string.digits + QUOTES
"""What stands around words."""
_BY_CHANCE = 2  # characters of UTF-8 that come about in words of other scripts
_UNITS = frozenset(["Å²", "Å³"])  # whose bytes are UTF-8, of letters that are no words
_SMALL_END = re.compile(r"[A-Z]{2}([^\W\x00-\x7f])(?![^\W\d_])")
_SHORT = 4  # characters of a word that can be UTF-8 or a legacy page
_UTF8_PAIR = re.compile(b"[\xc2-\xdf][\x80-\xbf]")
_PAIRS, _LEADS, _MOST_PAIRED = 4, 2, 0.8  # characters of two bytes, their first bytes, and how many they are of all
_FORMULAS = 3  # formulas of a document that are taken for such, each for itself
_BARE_LETTERS = 9  # letters exchanged from which on they tell their language themselves
_PLAIN_FOR_BARE = 0.5  # what a plain letter of the document counts for beside them
_PLAIN_LETTERS = (150, 1000)  # plain letters that tell a language for certain, and that tell what it has, too
_CERTAIN = -0.2  # the binary logarithm of how likely a language is that is told for certain
_BEHIND = 3  # characters behind a letter alone in which what follows begins
_WORDS_ASKED = 40  # words that a reading leaves which are asked about
_TOLD = 0.25  # the part of a cost that either spares


def is_alone(document: Document) -> bool:
    """Whether a document is one word, once or again and again, of which no other one tells the language."""
    if document.plain_letters:
        return False
    return len({word.unit.text.strip(AROUND_WORDS) for word in document.words}) == 1


def plain_cost(reading: Reading, document: Document, *, is_alone: bool) -> float:
    """Bits that a reading costs where all that it exchanges is plain, or is one sign that is exchanged once more.

    `is_alone` tells of a document that is a word.
    """
    cost = _plain_cost(reading, document, is_alone=is_alone)
    words = [document.units[unit].text for unit in reading.changed[:_WORDS_ASKED]]
    if not was_utf8(reading.path) and _is_utf8_in_part(words, reading.path):
        return math.inf
    if all(_mixes_alphabets(document.units[unit].text, reading.texts[unit] or "") for unit in reading.changed):
        return math.inf
    if any(_is_other_than_sign(document.units[unit].text, reading.texts[unit] or "") for unit in reading.changed):
        cost = max(cost, CHANCE_COST)
    is_legacy = STEPS[reading.path[-1]].written != "utf-8"
    if is_legacy and len(reading.changed) == 1 and _is_utf8_instead(words[0], reading.path):
        return max(cost, CHANCE_COST)
    return max(cost, CHANCE_COST) if _is_sign_again(reading, document) else cost


_BESIDE_LATIN = re.compile("[A-Za-z](?=[\u0370-\u1aff])|[\u0370-\u1aff](?=[A-Za-z])")
"""Where letters of another alphabet stand beside those of Latin."""


def _mixes_alphabets(word: str, after: str) -> bool:
    """Whether a word comes out of two alphabets that was of one: no page makes such words.

    >>> _mixes_alphabets("mangÃ©é", "mangรฉ้"), _mixes_alphabets("Ãîðîä-1", "Город-1"), _mixes_alphabets("àlß", "аlЯ")
    (True, False, True)
    """
    return _BESIDE_LATIN.search(after) is not None and not _BESIDE_LATIN.search(word)


def _is_other_than_sign(word: str, after: str) -> bool:
    """Whether controls without letters beside them become anything but the signs that Windows-1252 has there.

    Whatever else shows controls is letters, and has others around them (so the HTML standard reads controls, too).

    >>> _is_other_than_sign("\x8050", "А50"), _is_other_than_sign("\x8050", "€50"), _is_other_than_sign("\x9al", "šl")
    (True, False, False)
    """
    if not holds_but_controls(word):
        return False
    data = encode(word, "iso8859-1")
    signs = None if data is None else decode(data, "cp1252")
    return signs is not None and signs != after and not any(map(str.isalpha, signs))


def _is_utf8_instead(word: str, path: Path) -> bool:
    """Whether the few characters that a legacy page explains are well-formed UTF-8 in the page that shows them."""
    inner = replay(word, path[:-1]) if len(path) > 1 else word
    if inner is None or len(inner) > _SHORT:
        return False
    shown = [encode(inner, STEPS[step].read) for step in {path[0], path[-1]}]
    return any(data is not None and decode(data, "utf-8") is not None for data in shown)


def _is_utf8_in_part(words: Sequence[str], path: Path) -> bool:
    """Whether what a page explains is UTF-8 of one alphabet but for bytes that were dropped: it was never that page."""
    pairs: list[bytes] = []
    many = 0
    for word in words:
        data = encode(word[:LONGEST_HEAD], STEPS[path[0]].read) or b""
        pairs += _UTF8_PAIR.findall(data)
        many += sum(byte > 0x7F for byte in data)
    leads = {pair[0] for pair in pairs}
    return len(pairs) >= _PAIRS and len(leads) <= _LEADS and 2 * len(pairs) >= _MOST_PAIRED * many


def _is_sign_again(reading: Reading, document: Document) -> bool:
    """Whether a chain of unlike accidents gives one character alone: of a sign every page makes another one.

    But for the controls that lie between the two, which tell that there was a second one.
    """
    if len(set(reading.path)) == 1:
        return False
    cores = {(reading.texts[unit] or "").strip(AROUND_WORDS) for unit in reading.changed}
    return len(cores) == 1 and len(cores.pop()) == 1 and not _shows_controls(reading, document)


def _shows_controls(reading: Reading, document: Document) -> bool:
    """Whether UTF-8 lies above controls, which no text holds: the page below it shows signs in their places."""
    if not was_utf8(reading.path):
        return False
    inner = [replay(document.units[unit].text[:LONGEST_HEAD], reading.path[:-1]) for unit in reading.changed]
    return all(text is not None and C1.search(text) for text in inner)


def _plain_cost(reading: Reading, document: Document, *, is_alone: bool) -> float:
    if are_lists([document.units[unit].text for unit in reading.changed[:_WORDS_ASKED]]) or (
        len(document.units) <= _WORDS_ASKED and are_lists([unit.text for unit in document.units])
    ):
        return math.inf
    is_utf8 = was_utf8(reading.path)
    is_by_chance = is_utf8 and _is_by_chance(reading, document)
    if is_alone:
        unit = reading.changed[0]
        after = reading.texts[unit] or ""
        # UTF-8 read in one page, once or again and again: what two pages make is less certain.
        is_certain = is_utf8 and len(set(reading.path)) == 1
        is_certain &= not is_by_chance or (
            is_single_byte(STEPS[reading.path[0]].read) and not _is_no_word(reading, document)
        )
        cost = alone_cost(document.units[unit].text, after, utf8=is_certain)
        return cost * (ALONE_TOLD if document.model.expected else 1.0)
    if is_utf8 and not is_by_chance:
        return 0.0
    if is_by_chance and len(reading.path) > 1:
        return CHANCE_COST
    before_names = functools.cache(lambda: _alone_before_names(document))
    exchanges = []
    is_mention = False
    for exchange in _exchanges(reading, document):
        word, place, new = exchange
        if word.is_mention:
            is_mention = True
            continue
        is_plain = word.is_plain(place) or word.is_typed_for(place, new) or (is_by_chance and word.is_joined(place))
        if not is_plain or (word.is_alone_for_dash(new) and word.text in before_names()):
            return 0.0  # the first one that is not: of a long text there is no need to list all
        exchanges.append(exchange)
    if is_mention and not exchanges:
        return math.inf  # a text that speaks of signs is the place for rare ones
    formulas = {word.text for word, place, _ in exchanges if word.is_of_formula(place)}
    if formulas:
        return max(FORMULA_COST * min(len(formulas), _FORMULAS), CHANCE_COST if is_by_chance else 0.0)
    if exchanges and all(word.is_typed_for(place, new) for word, place, new in exchanges):
        return math.inf  # typed so: but for the accent it is what it looks like
    exchanged = {(word.text[place], new) for word, place, new in exchanges}
    if not is_utf8 and _is_told(document) and all(_is_unheard_of(new, document) for _, new in exchanged):
        return UNHEARD_COST  # the language has neither letter: unless the word is known, who tells which it should be?
    bare = sum(not word.latin for word, _, _ in exchanges)
    plain = document.plain_letters
    told = 0.0 if is_utf8 else sum(min(1.0, plain / enough) for enough in _PLAIN_LETTERS)
    lacking = max(0.0, _BARE_LETTERS - bare - plain * _PLAIN_FOR_BARE) if bare else 0.0
    cost = PLAIN_COST * (1.0 - _TOLD * told) / max(1, len(exchanged)) + BARE_COST * lacking
    if not is_by_chance:
        return cost
    joined = {word.cost_joined(place) for word, place, _ in exchanges if word.is_joined(place)}
    return max(cost, *joined) if joined else max(cost, CHANCE_COST)


def _alone_before_names(document: Document) -> set[str]:
    """The letters that stand alone where a sentence, a name or a number begins behind them, as it does behind dashes.

    A letter that is spoken of, as in "the letter Ñ is", stands within a sentence.
    """
    out = set()
    for word, place in zip(document.words, document.piece_of.tolist(), strict=True):
        if len(word.unit.text) == 1:
            behind = document.pieces[document.asked[place]][word.end : word.end + _BEHIND].strip()[:1]
            if behind and not behind.islower():
                out.add(word.unit.text)
    return out


def _is_told(document: Document) -> bool:
    """Whether the plain words tell the language of a document for certain."""
    return document.plain_letters >= _PLAIN_LETTERS[0] and bool(document.pooled[:-1].max() > _CERTAIN)


def _is_unheard_of(char: str, document: Document) -> bool:
    """Whether a letter was never met in the language that the plain words tell."""
    if not char.isalpha():
        return False
    languages = document.model.languages
    symbol = document.model.symbol[ord(char)]
    return not languages.symbol_counts[symbol, int(document.pooled[:-1].argmax())]


def unharmed_cost(reading: Reading, document: Document) -> float:
    """Bits that a reading costs which leaves words that came through unharmed, though no page can show them."""
    is_more = not was_utf8(reading.path) and _holds_more_than_pages(reading, document)
    return UNHARMED_COST if is_more else 0.0


def _holds_more_than_pages(reading: Reading, document: Document) -> bool:
    """Whether a reading leaves words of an alphabet that no page of one byte can show."""
    unfit = np.flatnonzero(reading.is_unfit[document.unit_of])[:_WORDS_ASKED]
    words = [document.units[unit].text for unit in set(document.unit_of[unfit].tolist())]
    return any(
        max(word) < OF_THOUSANDS and not any(is_single_byte(READERS[reader]) for reader in readers_of(word))
        for word in words
    )


def _is_by_chance(reading: Reading, document: Document) -> bool:
    """Whether bytes can be UTF-8 by chance: those of so few characters, each of which counts but once.

    One is enough in multi-byte pages, of which many characters have such bytes; two where no letter is Latin.
    """
    units = document.units
    quotes = {char for k in reading.changed for char in units[k].text if char in QUOTES}
    given = {char for k in reading.changed for char in reading.texts[k] or "" if char > "\x7f"} - quotes
    if any(STEPS[step].written.startswith("utf-8") and not is_single_byte(STEPS[step].read) for step in reading.path):
        # A sign of UTF-8 is no chance, for it takes two characters; below a further layer it may be.
        return len(given) == 1 and (len(reading.path) > 1 or all(map(str.isalpha, given)))
    if len(given) > _BY_CHANCE:
        return False
    words = [units[k].text for k in reading.changed]
    if len(given) == 1 and _is_no_word(reading, document):
        return True
    if document.plain_letters:
        # Beside words of Latin, those that are nothing but letters of another alphabet.
        return all(_is_of_another_alphabet(word.strip(AROUND_WORDS)) for word in words)
    return all(char < "\x80" or char >= BEYOND_LATIN for word in words for char in word)


def _is_no_word(reading: Reading, document: Document) -> bool:
    """Whether what a reading gives are no words, and what stands there is usual: `CAFÉ™` and `Å²` are UTF-8, too."""
    if all(document.units[k].text.strip(AROUND_WORDS) in _UNITS for k in reading.changed):
        return True
    return all(_ends_small(reading.texts[k] or "") for k in reading.changed)


def _ends_small(word: str) -> bool:
    """Whether a small letter beyond ASCII ends a run of capitals."""
    match = _SMALL_END.search(word)
    return match is not None and match[1].islower()


def _is_of_another_alphabet(word: str) -> bool:
    return len(word) > _BY_CHANCE and word.isalpha() and min(word) >= BEYOND_LATIN


def _exchanges(reading: Reading, document: Document) -> Iterator[Exchange]:
    """The characters that a reading exchanges, of each word once.

    Where a word comes out shorter or longer, all of it that is beyond ASCII stands for itself.
    """
    for unit in set(document.unit_of[reading.is_chosen].tolist()):
        before, after = document.units[unit].text, reading.texts[unit] or ""
        word = Spelling.of(before)
        if len(before) == len(after):
            pairs = enumerate(zip(before, after, strict=True))
            yield from (Exchange(word, place, new) for place, (old, new) in pairs if old != new)
        else:
            yield from (Exchange(word, place, before[place]) for place in changed_places(before, after))
