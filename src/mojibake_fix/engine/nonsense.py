"""What no page makes: readings that give what no text holds, however likely their characters are one by one."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from mojibake_fix.encodings import decode, encode
from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.frames import breaks_frame
from mojibake_fix.engine.mentions import is_idle
from mojibake_fix.engine.plain import BEYOND_LATIN, HARDLY_ALIKE, OF_THOUSANDS, STYLED, as_it_is_styled
from mojibake_fix.engine.priors import ALONE_JOINED_COST, CHANCE_COST, STEPS, Path
from mojibake_fix.engine.propose import was_utf8
from mojibake_fix.engine.readings import holds_but_controls, replay
from mojibake_fix.engine.vouched import has_letters, is_known_word, is_latin, parts_of
from mojibake_fix.engine.words import AROUND_WORDS, SIGNS
from mojibake_fix.plausibility import load_vocabularies

_WORDS_ASKED = 40  # words of a text that are asked for
_ODD_WITHIN = re.compile(r"[^\W\d_](?=[¢-´¶¸¹¼-¿÷×─-▟]+[^\W\d_])")
"""Where signs stand between letters that no word has there."""
_GREEK, _FEW_LETTERS = "\u0370", 3  # where the alphabets beyond Latin begin, and letters of one that are no word
_APOSTROPHE = re.compile("(?<=[^\\W\\d_])’(?=[^\\W\\d_])")
_VIETNAMESE = frozenset({"viscii", "tcvn", "vni", "cp1258"})
_ABBREVIATION = 2  # letters of a word that tell no page
_BEFORE_WORDS, _OPENING = "([-*\"'", frozenset("«„“‘‚‹")
_TONES = re.compile("[\u0300-\u036f]")
_SYLLABLE = re.compile("(?:ngh|[cgknpt]h|ng|tr|gi|qu|[b-dghk-npr-tvx])?[aeiouy]{1,3}(?:[cn]h|ng|[cmnpt])?")
"""A syllable of Vietnamese without its marks: what begins it, its vowels, what ends it."""
_APOSTROPHE_COST = 4.0  # bits that a reading costs which gives but apostrophes for letters, of no word that has them
_CLITIC = re.compile(r"(?<=[a-z])’(?:s|t|d|m|re|ve|ll)\b")
_BESIDE_LATIN = re.compile("[A-Za-z](?=[\u0370-\u1aff])|[\u0370-\u1aff](?=[A-Za-z])")
"""Where letters of another alphabet stand beside those of Latin."""


def nonsense_cost(reading: Reading, document: Document, cost: float) -> float:
    """Bits that a reading costs which cost so many before it was asked what it gives."""
    if is_idle(reading, document):
        return math.inf
    changes = list(reading.pairs(document.units))
    if _are_typed(changes, document, is_utf8=was_utf8(reading.path)):
        return math.inf
    if not was_utf8(reading.path) and all(_puts_signs_within(*change) for change in changes):
        return math.inf
    if STEPS[reading.path[-1]].written in _VIETNAMESE and not any(_gives_syllables(after) for _, after in changes):
        return math.inf
    if all(_mixes_alphabets(*change) or breaks_frame(change[1]) for change in changes):
        return math.inf
    if _are_too_short(changes, reading.path) and not any(map(has_letters, reading.left(document.units))):
        return math.inf
    if all(_opens_small(*change) for change in changes):
        return math.inf
    if not was_utf8(reading.path) and 4 * sum(_gives_operator(*change) for change in changes) >= len(changes):
        return math.inf
    if any(_is_other_than_sign(*change) for change in changes):
        cost = max(cost, CHANCE_COST)
    if all(_gives_apostrophe(*change) and not _gives_clitic(*change) for change in changes):
        cost += _APOSTROPHE_COST
    is_among_others = document.plain_letters > 0 or len(document.units) > 1
    is_exchanged = len(changes) == 1 and is_among_others and _is_word_for_word(*changes[0])
    return cost + ALONE_JOINED_COST if is_exchanged else cost


def _are_typed(changes: Sequence[tuple[str, str]], document: Document, *, is_utf8: bool) -> bool:
    """Whether all words look like words of the language in letters of Latin, of which some are of other scripts.

    Who types in two scripts mixes them up, and so does who hides words from a filter. What looks like no word may be
    damaged where the reading gives more words that are known.
    """
    asked = changes[:_WORDS_ASKED]
    is_styled = any(char in STYLED for word, _ in asked for char in word)
    looks = [look.strip(AROUND_WORDS) for word, _ in asked if (look := as_it_is_styled(word)) != word]
    if len(looks) < len(asked) or not all(_is_latin_word(look) for look in looks):
        return False
    words = load_vocabularies()
    are_words = words.knows([look.lower() for look in looks], document.names).any(1)
    if are_words.all() and not is_styled:
        return True
    if not are_words.any() and (is_styled or any(char in HARDLY_ALIKE for word, _ in asked for char in word)):
        return False
    read = [max(_APOSTROPHE.split(after.strip(AROUND_WORDS)), key=len) for _, after in asked]
    clitics = np.array([_gives_clitic(*change) for change in asked], dtype=bool)
    are_read = words.knows(read, document.names).any(1) | clitics
    return not is_utf8 and bool(are_read.sum() + is_styled <= are_words.sum())


def _are_too_short(changes: Sequence[tuple[str, str]], path: Path) -> bool:
    """Whether all that is exchanged is too short to be told by its letters, and gives no word of Latin that is known.

    So are abbreviations of two letters, or one of three, of an alphabet that is not Latin, in any page; and two
    ideographs, which are UTF-8 of letters of Latin without a plain one beside them.
    """
    asked = [change for whole in changes[:_WORDS_ASKED] for change in parts_of(whole) if change[0] != change[1]]
    if was_utf8(path):
        # What lies under the first layer is what came about.
        if not all(_is_letter_in_two(word, replay(word, path[:1]) or "") for word, _ in asked):
            return False
    elif not all(_is_abbreviation(*change, most=_ABBREVIATION + (len(asked) == 1)) for change in asked):
        return False
    return not all(is_latin(after) and is_known_word(after) for _, after in asked)


def _is_abbreviation(word: str, after: str, most: int = _ABBREVIATION) -> bool:
    """Whether a word is so few letters, of which one is of another alphabet than Latin.

    >>> _is_abbreviation("пн", "ןם"), _is_abbreviation("dη", "dē"), _is_abbreviation("é", "И")
    (True, True, False)
    """
    if not 0 < len(word) <= most or not (word.isalpha() and after.isalpha()):
        return False
    return len(word) == len(after) and BEYOND_LATIN <= max(word) < OF_THOUSANDS


def _is_letter_in_two(word: str, after: str) -> bool:
    """Whether ideographs are bytes of UTF-8 of nothing but letters and signs of Latin beyond ASCII.

    >>> _is_letter_in_two("翻翻", "½½"), _is_letter_in_two("农忙", "ũæ"), _is_letter_in_two("où", "o霉")
    (True, True, False)
    """
    return len(after) == _ABBREVIATION and min(word, default="") >= OF_THOUSANDS and _is_bare(after)


def _is_bare(after: str) -> bool:
    return min(after) > "\x7f" and max(after) < BEYOND_LATIN


def _opens_small(word: str, after: str) -> bool:
    """Whether a capital that begins a word becomes a quotation mark, and what it opens begins small.

    >>> _opens_small("Çhengey", "«hengey"), _opens_small("ÇEz", "«Ez"), _opens_small("çhengey", "«hengey")
    (True, False, False)
    """
    old, new = word.lstrip(_BEFORE_WORDS), after.lstrip(_BEFORE_WORDS)
    return new[:1] in _OPENING and old[:1].isupper() and new[1:2].islower() and old[1:] == new[1:]


def _gives_operator(word: str, after: str) -> bool:
    """Whether a sign of typesetters becomes one of mathematics, as some page or other has it.

    >>> _gives_operator("C-rii’aktiivii", "C-rii∏aktiivii"), _gives_operator("…", "→"), _gives_operator("d’", "dí")
    (True, False, False)
    """
    pairs = zip(word, after, strict=False)
    return len(word) == len(after) and any(old in SIGNS and "∀" <= new <= "⋿" for old, new in pairs)


def _gives_syllables(after: str) -> bool:
    """Whether a word beyond ASCII is a syllable of Vietnamese, as all of its words are.

    >>> _gives_syllables("được,"), _gives_syllables("Nghĩa"), _gives_syllables("mẳểnchen")
    (True, True, False)
    """
    bare = _TONES.sub("", unicodedata.normalize("NFD", after.lower().replace("đ", "d")))
    parts = re.findall(r"[^\W\d_]+", bare)
    return bool(parts) and all(_SYLLABLE.fullmatch(part) for part in parts)


def _gives_apostrophe(word: str, after: str) -> bool:
    """Whether a small letter within a word becomes an apostrophe: `Ilíada` is no `Il’ada`.

    >>> _gives_apostrophe("Ilíada.", "Il’ada."), _gives_apostrophe("NÕhaller", "N’haller")
    (True, False)
    """
    places = [match.start() for match in _APOSTROPHE.finditer(after)]
    return len(word) == len(after) and bool(places) and all(word[place].islower() for place in places)


def _gives_clitic(word: str, after: str) -> bool:
    """Whether all that a reading gives is the apostrophe before what is short for a word of English.

    >>> _gives_clitic("BraziliaХs", "Brazilia’s"), _gives_clitic("MсDonaldТs", "MáDonald’s")
    (True, False)
    """
    found = _CLITIC.search(after)
    return found is not None and word.startswith(after[: found.start()])


def _is_latin_word(look: str) -> bool:
    return len(look) > 1 and look.isalpha() and max(look) < BEYOND_LATIN


def _puts_signs_within(word: str, after: str) -> bool:
    """Whether a reading puts signs between letters where no word has them, and none stood there.

    >>> _puts_signs_within("sègre", "s¨¨gre"), _puts_signs_within("l¥eau", "l•eau"), _puts_signs_within("£éa", "úéa")
    (True, False, False)
    """
    return _ODD_WITHIN.search(after) is not None and not _ODD_WITHIN.search(word)


def _mixes_alphabets(word: str, after: str) -> bool:
    """Whether a word comes out of two alphabets that was of one, with but a few letters of the other one.

    Names in programs join whole words of both.

    >>> _mixes_alphabets("mangÃ©é", "mangรฉ้"), _mixes_alphabets("Ãîðîä-1", "Город-1"), _mixes_alphabets("àlß", "аlЯ")
    (True, False, True)
    >>> _mixes_alphabets("îòêðûòüMenu", "открытьMenu")
    False
    """
    if not _BESIDE_LATIN.search(after) or _BESIDE_LATIN.search(word):
        return False
    return sum(char >= _GREEK for char in after) <= _FEW_LETTERS


def _is_word_for_word(word: str, after: str) -> bool:
    """Whether a word of one alphabet stands for a word of another, neither of them Latin: each is what names look like.

    >>> _is_word_for_word("بدخط", "хонь"), _is_word_for_word("Ïðèâåò", "Привет")
    (True, False)
    """
    both = [text.strip(AROUND_WORDS) for text in (word, after)]
    scripts = [{unicodedata.name(char, "").partition(" ")[0] for char in text} for text in both]
    are_words = all(text.isalpha() and min(text) >= BEYOND_LATIN and max(text) < OF_THOUSANDS for text in both)
    return are_words and all(len(own) == 1 for own in scripts) and scripts[0] != scripts[1]


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
