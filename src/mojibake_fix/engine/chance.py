"""Bytes that are UTF-8, or another page's, by chance: of few characters, whatever reads them finds something."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from mojibake_fix.encodings import decode, encode, is_single_byte
from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.plain import BEYOND_LATIN, OF_THOUSANDS
from mojibake_fix.engine.priors import STEPS, Path
from mojibake_fix.engine.propose import was_utf8
from mojibake_fix.engine.readings import C1, replay
from mojibake_fix.engine.words import AROUND_WORDS, LONGEST_HEAD, QUOTES

_BY_CHANCE = 2  # characters of UTF-8 that come about in words of other scripts
OF_TWO_BYTES = "\u0370", "\u07ff"
"""Letters beyond Latin that are two bytes in UTF-8, as many as a letter and a sign are."""
_SIGNS = frozenset("\u00a0‚„…†‡‰‹›‘’“”•–—™¦§©«»®°±·№´΄²³½¼¬")
"""Signs that stand behind letters in sound text, and are the second byte of a character of UTF-8 in some page."""
_BESIDE_LATIN = re.compile("[A-Za-z][^\\x00-\\x7f]|[^\\x00-\\x7f][A-Za-z]")
SOME_PLAIN, LETTERS_BY_CHANCE = 8, 2
"""Letters of Latin from which on one of another alphabet is odd, and letters that come about by chance."""
_SMALL_END = re.compile(r"[A-Z]{2}([^\W\x00-\x7f])(?![^\W\d_])")
_MEASURE = re.compile(r"[£€¥¢]\d|\d[  ]?[£€¥¢°½¼¾²³]|\d\.?[ºª]|(?<![^\W\d_])[kcdmnμ]?m[²³]")
"""Where signs stand that make a number a price, a measure or an ordinal."""
_SHORT = 4  # characters of a word that can be UTF-8 or a legacy page
_UTF8_PAIR = re.compile(b"[\xc2-\xdf][\x80-\xbf]")
_PAIRS, _LEADS, _MOST_PAIRED = 4, 2, 0.8  # characters of two bytes, their first bytes, and how many they are of all


def is_by_chance(reading: Reading, document: Document) -> bool:
    """Whether bytes can be UTF-8 by chance: those of so few characters, each of which counts but once.

    One is enough in multi-byte pages, of which many characters have such bytes; two where no letter is Latin.
    """
    units = document.units
    quotes = {char for k in reading.changed for char in units[k].text if char in QUOTES}
    given = {char for k in reading.changed for char in reading.texts[k] or "" if char > "\x7f"} - quotes - {LOST}
    if any(STEPS[step].written.startswith("utf-8") and not is_single_byte(STEPS[step].read) for step in reading.path):
        # A sign of UTF-8 is no chance, for it takes two characters; below a further layer it may be.
        return len(given) == 1 and (len(reading.path) > 1 or all(map(str.isalpha, given)))
    if len(given) > _BY_CHANCE:
        return False
    words = [units[k].text for k in reading.changed]
    if len(given) == 1 and is_no_word(reading, document):
        return True
    if document.plain_letters:
        # Beside words of Latin, those that are nothing but letters of another alphabet.
        return all(_is_of_another_alphabet(word.strip(AROUND_WORDS)) for word in words)
    return all(char < "\x80" or char >= BEYOND_LATIN for word in words for char in word)


def gives_measure(word: str, after: str) -> bool:
    """Whether letters beyond Latin alone become the sign of a price or a measure, which stands in its place.

    >>> gives_measure("ВЈ50", "£50"), gives_measure("mВІ", "m²"), gives_measure("ВЈ", "£"), gives_measure("Å²", "Ų")
    (True, True, False, False)
    """
    old = [char for char in word if char > "\x7f"]
    is_sign = sum(char > "\x7f" for char in after) == 1 and _MEASURE.search(after) is not None
    return is_sign and all(char.isalpha() and char >= BEYOND_LATIN for char in old)


def are_letters_and_signs(pairs: Sequence[tuple[str, str]], document: Document) -> bool:
    """Whether all that is taken for UTF-8 is letters of another alphabet than Latin with signs behind them.

    `220 В±10 %`, `(С…)`, `Γ΄` and `С—Т—О` are: in some page, a letter and the sign are the bytes of one character. So
    are, of two letters, `дБ` and its like. It takes more of them to tell a text that suffered this, none of which may
    be cut in two; or, where a sign comes of it, words of Latin around.
    """
    given = {char for word, after in pairs for char in after if char > "\x7f"}
    around = {char for word, _ in pairs for char in word if char in QUOTES}
    known = (given - around or given) - {LOST}
    if len(known) > LETTERS_BY_CHANCE and LOST not in given:
        return False
    if any(not char.isalpha() or char < BEYOND_LATIN for char in known):
        plain = sum(char.isascii() and char.isalpha() for word, _ in pairs for char in word)
        is_joined = any(_BESIDE_LATIN.search(word) for word, _ in pairs)
        if is_joined or document.plain_letters + plain >= SOME_PLAIN:
            return False
    if len(known) == 1 and all(_is_letter_for_letters(*pair) for pair in pairs):
        return True
    return all(_is_of_letters_and_signs(word) for word, _ in pairs)


def _is_of_letters_and_signs(word: str) -> bool:
    """Whether no two letters of a word stand side by side, and all beside them are signs.

    >>> [_is_of_letters_and_signs(word) for word in ("В±10", "С—Т—О", "дБ", "<b>С…</b>", "Рµ")]
    [True, True, False, True, False]
    """
    beyond = [char for char in word if char > "\x7f"]
    are_letters = [char.isalpha() and char >= BEYOND_LATIN for char in word]
    if any(map(all, itertools.pairwise(are_letters))) or not any(char in _SIGNS for char in beyond):
        return False
    return sum(are_letters) + sum(char in _SIGNS for char in beyond) == len(beyond)


def _is_letter_for_letters(word: str, after: str) -> bool:
    """Whether letters beyond Latin become one letter, but for what a word and its reading have in common."""
    old, new = ([char for char in one if char not in other] for one, other in ((word, after), (after, word)))
    is_letter = len(new) == 1 and new[0].isalpha()
    return is_letter and len(old) > 1 and all(char.isalpha() and char >= BEYOND_LATIN for char in old)


def is_no_word(reading: Reading, document: Document) -> bool:
    """Whether what a reading gives are no words, and what stands there is usual: `CAFÉ™` is UTF-8, too.

    So are three letters of Thai, or two of Cyrillic, of one letter, and `О–О`, of which a letter and a byte would come.
    """
    if all(_is_a_letter_and_a_loss(reading.texts[k] or "") for k in reading.changed):
        return True
    if all(map(_is_letter_for_word, *zip(*reading.pairs(document.units), strict=True))):
        return True
    return all(_ends_small(reading.texts[k] or "") for k in reading.changed)


def _is_letter_for_word(word: str, after: str) -> bool:
    """Whether several letters of another alphabet than Latin become one, or several of Latin an ideograph."""
    old, new = ([char for char in text if char > "\x7f"] for text in (word, after))
    if not len(new) == 1 < len(old) or not all(map(str.isalpha, old)):
        return False
    return min(old) >= BEYOND_LATIN or (new[0] >= OF_THOUSANDS and all(map(str.islower, old)))


def _is_a_letter_and_a_loss(after: str) -> bool:
    return LOST in after and sum(char > "\x7f" for char in after.replace(LOST, "")) < _BY_CHANCE


def _ends_small(word: str) -> bool:
    """Whether a small letter beyond ASCII ends a run of capitals."""
    match = _SMALL_END.search(word)
    return match is not None and match[1].islower()


def _is_of_another_alphabet(word: str) -> bool:
    return len(word) > _BY_CHANCE and word.isalpha() and min(word) >= BEYOND_LATIN


def is_utf8_instead(word: str, path: Path) -> bool:
    """Whether the few characters that a legacy page explains are well-formed UTF-8 in the page that shows them."""
    inner = replay(word, path[:-1]) if len(path) > 1 else word
    if inner is None or len(inner) > _SHORT:
        return False
    shown = [encode(inner, STEPS[step].read) for step in {path[0], path[-1]}]
    return any(data is not None and decode(data, "utf-8") is not None for data in shown)


def is_utf8_in_part(words: Sequence[str], path: Path) -> bool:
    """Whether what a page explains is UTF-8 of one alphabet but for bytes that were dropped: it was never that page."""
    pairs: list[bytes] = []
    many = 0
    for word in words:
        data = encode(word[:LONGEST_HEAD], STEPS[path[0]].read) or b""
        pairs += _UTF8_PAIR.findall(data)
        many += sum(byte > 0x7F for byte in data)
    leads = {pair[0] for pair in pairs}
    return len(pairs) >= _PAIRS and len(leads) <= _LEADS and 2 * len(pairs) >= _MOST_PAIRED * many


def is_sign_again(reading: Reading, document: Document) -> bool:
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
