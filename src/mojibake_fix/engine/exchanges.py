"""What a reading costs that only exchanges what sound text is full of: letters, quotation marks, signs of formulas.

A language of which the model knows little, or a word from another one, asks for the same exchange. It is less likely by
chance the more letters are exchanged, wherever they stand, and where plain words tell the language.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from mojibake_fix.encodings import is_single_byte
from mojibake_fix.engine.alphabets import are_lists
from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.chance import (
    gives_measure,
    is_by_chance,
    is_no_word,
    is_sign_again,
    is_utf8_in_part,
    is_utf8_instead,
)
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.formulas import GREEK
from mojibake_fix.engine.layers import readers_of
from mojibake_fix.engine.measures import MEASURE_BITS, measure_bits
from mojibake_fix.engine.mentions import may_be_words
from mojibake_fix.engine.mixtures import mixture_cost
from mojibake_fix.engine.nonsense import nonsense_cost
from mojibake_fix.engine.plain import (
    BEYOND_LATIN,
    OF_THOUSANDS,
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
    ROMANISED_COST,
    STEPS,
    UNHARMED_COST,
    UNHEARD_COST,
    UNVOUCHED_COST,
)
from mojibake_fix.engine.propose import is_utf8, was_utf8
from mojibake_fix.engine.usage import given_by, is_usual
from mojibake_fix.engine.vouched import NOT_KNOWN, own_change, states_of
from mojibake_fix.engine.words import AROUND_WORDS
from mojibake_fix.plausibility import load_lexicon

_FORMULAS = 3  # formulas of a document that are taken for such, each for itself
_BARE_LETTERS = 9  # letters exchanged from which on they tell their language themselves
_PLAIN_FOR_BARE = 0.5  # what a plain letter of the document counts for beside them
_PLAIN_LETTERS = (150, 1000)  # plain letters that tell a language for certain, and that tell what it has, too
_CERTAIN = -0.2  # the binary logarithm of how likely a language is that is told for certain
_FEW_CHARACTERS = 5  # of a text that tell nothing
_OPEN = tuple("@\"'“«„‘")  # what names and quotations begin with, too
_BEHIND = 3  # characters behind a letter alone in which what follows begins
_HAN = "\u3400-\u9fff"
_BESIDE_SMALL = re.compile(f"[a-z][{_HAN}]|[{_HAN}][a-z]")
_IDEOGRAPHS = re.compile(f"[{_HAN}\uf900-\ufaff]+")
_EASTERN = re.compile(
    f"[\u3041-\u3096\u30a1-\u30fa\u3105-\u318e{_HAN}\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
"""A letter of East Asia."""
_TELLS_NOTHING = 2  # plain letters
_ONE_IDEOGRAPH = 4.0  # bits that UTF-8 costs which one ideograph stands for
_WORDS_ASKED = 40  # words that a reading leaves which are asked about
_ACCENTS, _MACRON = re.compile("[\u0300-\u0302\u0304]"), "\u0304"  # marks that stand for length, apart from letters
_TELLING = 6  # letters of a known word that is hardly a name
_TOLD_LETTERS = 12  # plain letters of a document that tell its language well enough for a short word of it
_FEW_WORDS = 3  # words that may all be unknown to a lexicon by chance
_TOLD = 0.25  # the part of a cost that either spares


def is_alone(document: Document) -> bool:
    """Whether a document is one word, once or again and again, of which no other one tells the language.

    Of ideographs an abbreviation or two of plain letters, as dictionaries have them behind each, tell nothing.
    """
    if document.plain_letters > _TELLS_NOTHING:
        return False
    words = {word.unit.text.strip(AROUND_WORDS) for word in document.words}
    return len(words) == 1 and (not document.plain_letters or all(map(_IDEOGRAPHS.fullmatch, words)))


def plain_cost(reading: Reading, document: Document, *, is_alone: bool, is_kin: bool = False) -> float:
    """Bits that a reading costs where all that it exchanges is plain, or is one sign that is exchanged once more.

    `is_alone` tells of a document that is a word, `is_kin` of a chain whose first steps the document suffered.
    """
    if _is_of_east_alone(reading, document):
        return math.inf
    if not is_alone and measure_bits(reading, document) == MEASURE_BITS:
        return 0.0
    if not is_kin and is_usual(reading, document):
        return math.inf
    if was_utf8(reading.path) and all(gives_measure(*change) for change in reading.pairs(document.units)):
        return 0.0
    cost = _plain_cost(reading, document, is_alone=is_alone)
    if math.isinf(cost):
        return cost
    words = [document.units[unit].text for unit in reading.changed[:_WORDS_ASKED]]
    if not was_utf8(reading.path) and is_utf8_in_part(words, reading.path):
        return math.inf
    if _is_one_ideograph(reading, document):
        cost = max(cost, _ONE_IDEOGRAPH)
    cost = nonsense_cost(reading, document, cost)
    if not is_utf8(reading.path) and len(reading.changed) == 1 and is_utf8_instead(words[0], reading.path):
        return max(cost, CHANCE_COST)
    return max(cost, CHANCE_COST) if is_sign_again(reading, document) else cost


def _is_of_east_alone(reading: Reading, document: Document) -> bool:
    """Whether a text would have been written and read in encodings of East Asia, and holds no letter of theirs.

    Their rows of signs are much the same in other places: `▲` is `§`, and both are signs of charts and lists anywhere.
    """
    written, read = STEPS[reading.path[-1]].written, STEPS[reading.path[0]].read
    if is_utf8(reading.path) or is_single_byte(written) or is_single_byte(read):
        return False
    texts = [*(reading.texts[unit] or "" for unit in reading.changed), *(unit.text for unit in document.units)]
    return not any(map(_EASTERN.search, texts))


def _plain_cost(reading: Reading, document: Document, *, is_alone: bool) -> float:
    if are_lists([document.units[unit].text for unit in reading.changed[:_WORDS_ASKED]]) or (
        len(document.units) <= _WORDS_ASKED and are_lists([unit.text for unit in document.units])
    ):
        return math.inf
    of_utf8 = was_utf8(reading.path)
    may_be_chance = of_utf8 and is_by_chance(reading, document)
    if is_alone:
        unit = reading.changed[0]
        after = reading.texts[unit] or ""
        # UTF-8 read in one page, once or again and again: what two pages make is less certain.
        is_certain = of_utf8 and len(set(reading.path)) == 1
        is_certain &= not may_be_chance or (
            is_single_byte(STEPS[reading.path[0]].read) and not is_no_word(reading, document)
        )
        cost = alone_cost(*own_change((document.units[unit].text, after)), utf8=is_certain)
        return cost * (ALONE_TOLD if document.model.expected else 1.0)
    if of_utf8 and not may_be_chance:
        return 0.0
    if may_be_chance and len(reading.path) > 1:
        return CHANCE_COST
    before_names = functools.cache(lambda: _alone_before_names(document))
    exchanges = []
    is_mention = False
    for exchange in _exchanges(reading, document):
        word, place, new = exchange
        if word.is_mention:
            is_mention = True
            continue
        is_plain = word.is_plain(place) or word.is_typed_for(place, new) or (may_be_chance and word.is_joined(place))
        is_plain |= word.opens_clause(place) and document.has_met(word.text[place])
        if not is_plain or (word.is_alone_for_dash(new) and word.text in before_names()):
            # The first one that is not: of a long text there is no need to list all.
            return 0.0 if of_utf8 else _odd_cost(reading, document)
        exchanges.append(exchange)
    if is_mention and not exchanges:
        return math.inf  # a text that speaks of signs is the place for rare ones
    formulas = {word.text for word, place, _ in exchanges if word.is_of_formula(place)}
    if formulas:
        formulas |= {word.text for word, _, _ in exchanges if word.text.strip(AROUND_WORDS) in GREEK}
        return max(FORMULA_COST * min(len(formulas), _FORMULAS), CHANCE_COST if may_be_chance else 0.0)
    if exchanges and all(word.is_typed_for(place, new) for word, place, new in exchanges):
        # Typed so: but for the accent it is what it looks like. A known word still vouches for itself.
        return UNHEARD_COST if all(len(word.text.strip(AROUND_WORDS)) > 1 for word, _, _ in exchanges) else math.inf
    exchanged = {(word.text[place], new) for word, place, new in exchanges}
    if not of_utf8 and _is_told(document) and all(_is_unheard_of(new, document) for _, new in exchanged):
        return UNHEARD_COST  # the language has neither letter: unless the word is known, who tells which it should be?
    told = 0.0 if of_utf8 else sum(min(1.0, document.plain_letters / enough) for enough in _PLAIN_LETTERS)
    cost = PLAIN_COST * (1.0 - _TOLD * told) / max(1, len(exchanged)) + BARE_COST * _lacking(
        exchanges, reading, document
    )
    if not may_be_chance:
        return cost + _unvouched_cost(reading, document)
    joined = {word.cost_joined(place) for word, place, _ in exchanges if word.is_joined(place)}
    return max(cost, *joined) if joined else max(cost, CHANCE_COST)


def _odd_cost(reading: Reading, document: Document) -> float:
    """Bits that a reading costs which exchanges what no sound word has, but in short texts and romanised ones."""
    return PLAIN_COST if _is_all_but_nothing(document) else mixture_cost(reading.pairs(document.units), document)


def _is_one_ideograph(reading: Reading, document: Document) -> bool:
    """Whether one ideograph beside letters is taken for UTF-8 of a sign, or of a letter that the language lacks.

    One in ten has such bytes, and signs of two bytes stand beside numbers and by themselves.
    """
    if len(reading.path) > 1 or not was_utf8(reading.path) or is_single_byte(STEPS[reading.path[0]].read):
        return False
    pairs = list(reading.pairs(document.units))[:_WORDS_ASKED]
    shown = {char for before, _ in pairs for char in before if char > "\x7f"}
    given = given_by(pairs)
    if len(shown) != 1 or len(given) != 1 or not all(_BESIDE_SMALL.search(before) for before, _ in pairs):
        return False
    return not all(map(str.isalpha, given)) or gives_unheard(reading, document)


def _is_all_but_nothing(document: Document) -> bool:
    """Whether a document is a few characters beyond ASCII and no plain letters: whatever they become looks likelier."""
    text = "".join(unit.text for unit in document.units[:_FEW_CHARACTERS])
    has_letters = document.plain_letters > 0 or any(char.isascii() and char.isalpha() for char in text)
    return not has_letters and sum(char > "\x7f" for char in text) < _FEW_CHARACTERS


def _alone_before_names(document: Document) -> set[str]:
    """The letters that stand alone where a sentence, a name or a number begins behind them, as it does behind dashes.

    A letter that is spoken of, as in "the letter Ñ is", stands within a sentence.
    """
    out = set()
    for word, place in zip(document.words, document.piece_of.tolist(), strict=True):
        if len(word.unit.text) == 1:
            behind = document.pieces[document.asked[place]][word.end : word.end + _BEHIND].strip()[:1]
            if (behind.isalnum() and not behind.islower()) or behind in _OPEN:
                out.add(word.unit.text)
    return {letter for letter in out if letter >= BEYOND_LATIN or not may_be_words({letter}, document)}


def _is_told(document: Document) -> bool:
    """Whether the plain words tell the language of a document for certain."""
    return document.plain_letters >= _PLAIN_LETTERS[0] and bool(document.pooled[:-1].max() > _CERTAIN)


def _lacking(exchanges: Sequence[Exchange], reading: Reading, document: Document) -> float:
    """How many letters are lacking to tell the language, where what is exchanged stands in words without plain ones."""
    bare = sum(not word.latin for word, _, _ in exchanges)
    told = document.plain_letters + (_letters_left(reading, document) if bare else 0)
    return max(0.0, _BARE_LETTERS - bare - told * _PLAIN_FOR_BARE) if bare else 0.0


def _letters_left(reading: Reading, document: Document) -> int:
    """How many letters beyond ASCII are in words that a reading leaves as they are: they tell the language, too."""
    left = reading.left(document.units[:_WORDS_ASKED])
    return sum(char > "\x7f" and char.isalpha() for text in left for char in text)


def _unvouched_cost(reading: Reading, document: Document) -> float:
    """Bits that a reading costs which changes but a few words, where all become words that nobody knows."""
    changes = [own_change(change) for change in itertools.islice(reading.pairs(document.units), _FEW_WORDS + 1)]
    if len(changes) > _FEW_WORDS:
        return 0.0
    known = states_of([after for _, after in changes], load_lexicon())
    is_romanised = all(_marks_length(*change) for change in changes) and not (
        document.plain_letters >= _TOLD_LETTERS and all(document.has_words([after for _, after in changes]))
    )
    if is_romanised:  # short words of some language or other are names there, too
        return ROMANISED_COST * all(own.state in NOT_KNOWN or own.letters < _TELLING for own in known.values())
    return UNVOUCHED_COST * all(own.state in NOT_KNOWN for own in known.values())


def _marks_length(before: str, after: str) -> bool:
    """Whether all that a reading exchanges is macrons for other accents, or the other way about.

    Both mark long vowels where Arabic, Hindi or Thai is put into letters of Latin.

    >>> _marks_length("Sīdī", "Sîdî"), _marks_length("Darbârî", "Darbārī"), _marks_length("mère", "mêre")
    (True, True, False)
    """
    marked = [unicodedata.normalize("NFD", text) for text in (before, after)]
    plain = [_ACCENTS.sub("", text) for text in marked]
    return plain[0] == plain[1] and marked[0].count(_MACRON) != marked[1].count(_MACRON)


def _is_unheard_of(char: str, document: Document) -> bool:
    """Whether a letter was never met in the language that the plain words tell."""
    if not char.isalpha():
        return False
    languages = document.model.languages
    symbol = document.model.symbol[ord(char)]
    return not languages.symbol_counts[symbol, int(document.pooled[:-1].argmax())]


def gives_unheard(reading: Reading, document: Document) -> bool:
    """Whether a reading gives a letter beyond ASCII that was never met in a language that the document may be in."""
    return not document.has_met(filter(str.isalpha, given_by(reading.pairs(document.units))))


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
