"""What sound text has that is no damage, though some page explains it: notations, and letters with signs behind them.

A footnote behind a word, a letter that is stretched in a chat, the mark of a trade: all of them are odd, and the
bytes of each are something else in another page. None of these readings tells of an accident, unless it explains more.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable

import numpy as np

from mojibake_fix.encodings import is_single_byte
from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.chance import LETTERS_BY_CHANCE, OF_TWO_BYTES, are_letters_and_signs
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.formulas import GREEK, is_of_formula
from mojibake_fix.engine.frames import are_blocks, is_drawn, is_framed
from mojibake_fix.engine.notations import is_notation, is_variable
from mojibake_fix.engine.plain import BEYOND_LATIN
from mojibake_fix.engine.priors import STEPS
from mojibake_fix.engine.propose import is_utf8
from mojibake_fix.engine.readings import replay
from mojibake_fix.engine.vouched import is_known_word
from mojibake_fix.engine.words import AROUND_WORDS

_WORDS_ASKED = 40  # words of a text that are asked for
_LETTERS_OF_WORDS = 3  # letters of a word that none is by chance
_STRETCHED = re.compile(r"([^\W\d_\x00-\x7f])\1{3,}|([^\W\d_\x00-\x7f])\2\2(?![^\W\d_])")
"""A letter again and again, as in a cry; three times at the end of a word."""
_TWICE = re.compile(r"([^\x00-\x7f])\1")
_FOOTNOTE = re.compile(r"[^\W\d_]([¹²³])[.,;:!?)\]]*$")
_LINK = re.compile(r"^[\x00-\x7f]*[A-Za-z]{2}[\x00-\x7f]*¶$")
_DIGITS_ABOVE = "¹²³"
_BEHIND_STOP = re.compile(r"(?:\d|[^\w\s]|_)[¹²³]+[.,;:!?)\]]*$")
"""A footnote behind a sign, or a number: the stop of a sentence or a clause, what closes it, a year."""
_NUMBERED = re.compile(r"\W*[A-ZÀ-ÖØ-Þ]+([¹²³¼½¾])\W*")
_SMALL_BEHIND = re.compile(r"[A-Z]([^\W\d_A-Z])(?![^\W\d_])")
_ROOT_OF = re.compile(r"(?<![^\W\d_])√[πµΩ]|(?<!\w)¬[≤≥≠±]")
_LETTERS, _SHORT = re.compile(r"[^\W\d_]+"), 2
_CAPITAL_AND_SIGN = re.compile(r"(?=[^\x00-\x7f])(?![a-zß-ÿ])[^\W\d_][…”“»›’‘®™©]\W*$")
_ROOT = re.compile(r"[^\w√¬]*[√¬]")
_DIAMETER = re.compile(r"[(\[\"']*[Øø][°\d.,±×x–-]*[A-Za-z%]{0,3}[)\].,;:\"']*")
"""A diameter, or a mean: the letter before a number, or where one would stand."""
_WITHIN_LATIN = re.compile(r"[a-z][^\x00-\x7f]{2,}[a-z]")
_TRADEMARK = re.compile(r"^[^a-zß-ÿ]*[^\W\d_a-zß-ÿ]{2}[®™©]\W*$")
_CLOSING = re.compile(r"[^\W\d_][”“«»’‘›][.,;:!?)]*$")
_OPENING = re.compile(r"(?:^|[\s(])[„“”«»‚‘‹›]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]{2,}")
_ELLIPSIS = re.compile(r"(?<=[^\W\d_])…\W*$")
_EQUATION = " = "
_PLAUSIBLE = 9.0  # bits of a character of kana on average, which one chance reading in thirty has
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_SPACED = tuple(":;!?»%€°")
"""What French puts a no-break space before."""
_LONE = re.compile(r"^[(\"'„“«»]*[^\W\d_]…\W*$")


def is_usual(reading: Reading, document: Document) -> bool:
    """Whether all that a reading explains is something that sound text has."""
    changes = list(itertools.islice(reading.pairs(document.units), _WORDS_ASKED))
    if _are_stretched(changes) or _are_notations(changes, reading, document):
        return True
    if not STEPS[reading.path[0]].written.startswith("utf-8"):  # or a variant of it
        if all(_DIAMETER.fullmatch(word) for word, _ in changes):
            return True
        if _are_ellipses(changes, document) or _are_links(changes, document):
            return True
        return _are_footnotes(changes, document) or _are_half_width(changes, document)
    if len(reading.path) > 1 and is_utf8(reading.path):
        # No chance gives UTF-8 twice, but where the characters between stand for several bytes each.
        given = given_by(changes)
        are_bytes = all(is_single_byte(STEPS[step].read) for step in reading.path)
        return not are_bytes and len(given) == 1 and all(char.isalpha() and char >= BEYOND_LATIN for char in given)
    if len(reading.path) > 1:  # what lies under the first layer is what came about
        changes = [(word, replay(word, reading.path[:1]) or "") for word, _ in changes]
    if _are_numbered_capitals(changes) or _are_of_formulas(reading, document) or _are_roots(changes, document):
        return True
    if _are_capitals_and_signs(changes, document):
        return True
    if are_letters_and_signs(changes, document) or _is_letter_of_another_script(changes, document):
        return not (_are_within_words(changes) or _are_words(changes, document))
    given = given_by(changes)
    if len(given) == 1 and (all(map(_is_trademark, changes)) or _are_quoted(reading, document)):
        return True
    return len(changes) == 1 and (_LONE.search(changes[0][0]) is not None or _ends_a_line(reading, document))


def given_by(changes: Iterable[tuple[str, str]]) -> set[str]:
    """The characters beyond ASCII that a reading puts into words which had none of them."""
    return {char for word, after in changes for char in after if char > "\x7f" and char not in word}


def _are_stretched(changes: list[tuple[str, str]]) -> bool:
    """Whether in a third of the words or more the only letter beyond ASCII is stretched, and becomes something else."""
    many = sum(
        len({char for char in word if char > "\x7f" and char.isalpha()}) == 1
        and _STRETCHED.search(word) is not None
        and _TWICE.search(after) is not None
        for word, after in changes
    )
    return many > 0 and 3 * many >= len(changes)


def _are_notations(changes: list[tuple[str, str]], reading: Reading, document: Document) -> bool:
    """Whether most of what is exchanged is notations, of one kind or of several: what else there is goes with them.

    Pieces of frames by themselves are where others stand in the marks of a program, Greek letters in equations.
    """
    words = [word for word, _ in changes]
    is_drawing = any(map(is_framed, words)) or are_blocks(words)
    has_variables = [is_variable(word) or _has_variable(word) for word in words]
    is_mathematics = any(has_variables) and _is_of_mathematics(reading, document)
    notations = sum(
        is_notation(*change) or (is_drawing and _is_of_frame(change[0])) or (is_mathematics and is_of_formulas)
        for change, is_of_formulas in zip(changes, has_variables, strict=True)
    )
    return 4 * notations >= 3 * len(changes) > 0


def _is_of_mathematics(reading: Reading, document: Document) -> bool:
    """Whether a reading leaves signs of mathematics, or all that it changes stands in equations."""
    pieces = (piece for _, _, piece in document.where(reading.changed))
    return _leaves_mathematics(reading, document) or all(_EQUATION in piece for piece in pieces)


def _is_of_frame(word: str) -> bool:
    return is_framed(word) or (is_drawn(word) and not any(map(str.isalnum, word)))


def _has_variable(word: str) -> bool:
    return any(char in GREEK and is_of_formula(word, place) for place, char in enumerate(word))


def _are_footnotes(changes: list[tuple[str, str]], document: Document) -> bool:
    """Whether digits stand above behind plain words that are none of the text's languages with a letter instead."""
    if not all(map(_is_of_digits_above, *zip(*changes, strict=True))):
        return False
    if all(_BEHIND_STOP.search(word) for word, _ in changes):
        return True
    if not all(_FOOTNOTE.search(word) for word, _ in changes):
        return False
    if not document.plain_letters:
        return True
    are_words = document.has_words([after for _, after in changes])
    if len(changes) > 1 or not all(are_words):
        return not all(are_words)
    stems = [word.rstrip(AROUND_WORDS).rstrip("¹²³").lower() for word, _ in changes]
    return bool(document.knows(stems).all())


def _are_links(changes: list[tuple[str, str]], document: Document) -> bool:
    """Whether pilcrows stand behind words that the text's language has, as pages have them to link to a heading."""
    if not all(_LINK.search(word) for word, _ in changes):
        return False
    stems = [word.strip(AROUND_WORDS + "¶").lower() for word, _ in changes]
    return bool(document.knows(stems).all()) and not any(document.has_words([after for _, after in changes]))


def _are_ellipses(changes: list[tuple[str, str]], document: Document) -> bool:
    """Whether dots stand behind words that the text's language has, and become a letter: menus have `Open…`."""
    if not all(_ELLIPSIS.search(word) for word, _ in changes):
        return False
    stems = [_ELLIPSIS.sub("", word).strip(AROUND_WORDS).lower() for word, _ in changes]
    return all(len(stem) > _SHORT for stem in stems) and bool(document.knows(stems).all())


def _are_numbered_capitals(changes: list[tuple[str, str]]) -> bool:
    """Whether words in capitals have footnotes or fractions behind them, one after the other.

    Letters that come about are small ones, or the numbers count from one: both is no chance of damage.

    >>> _are_numbered_capitals([("IRMÃ¹,", "IRMù,"), ("VILÃ³", "VILó")]), _are_numbered_capitals([("piÃ¹", "più")])
    (True, False)
    """
    found = [_NUMBERED.fullmatch(word) for word, _ in changes]
    if not all(found):
        return False
    numbers = "".join(match[1] for match in found if match)
    ends = [_SMALL_BEHIND.search(after) for _, after in changes]
    are_small = any(end is not None and end[1].islower() for end in ends)
    return are_small or (len(numbers) > 1 and _DIGITS_ABOVE.startswith(numbers))


def _are_of_formulas(reading: Reading, document: Document) -> bool:
    """Whether words begin with a root or a negation, among other signs of mathematics that the reading leaves."""
    words = [document.units[k].text for k in reading.changed[:_WORDS_ASKED]]
    return all(_ROOT.match(word) for word in words) and _leaves_mathematics(reading, document)


def _are_roots(changes: list[tuple[str, str]], document: Document) -> bool:
    """Whether roots and negations of variables, behind no letter, become a letter or two that are no word."""
    if not all(_ROOT_OF.search(word) for word, _ in changes):
        return False
    runs = [run for _, after in changes for run in _LETTERS.findall(after) if not run.isascii() and len(run) > 1]
    return all(len(run) <= _SHORT for run in runs) and not any(document.has_words(runs))


def _are_capitals_and_signs(changes: list[tuple[str, str]], document: Document) -> bool:
    """Whether words end in a capital and a sign, which become a letter that the language lacks, or no known word."""
    ends = [_CAPITAL_AND_SIGN.search(word) for word, _ in changes]
    letters = list(filter(str.isalpha, given_by(changes)))
    if not letters or not all(ends):
        return False
    if not document.has_met(letters):
        return True
    stems = [word[: end.start() + 1].strip(AROUND_WORDS) for (word, _), end in zip(changes, ends, strict=True) if end]
    are_read = any(is_known_word(after.strip(AROUND_WORDS)) for _, after in changes)
    return all(map(is_known_word, stems)) and not are_read


def _leaves_mathematics(reading: Reading, document: Document) -> bool:
    left = reading.left(document.units[:_WORDS_ASKED])
    return any(unicodedata.category(char) == "Sm" and char > "\x7f" for text in left for char in text)


def _is_of_digits_above(word: str, after: str) -> bool:
    """Whether all that a reading exchanges of a word is digits that stand above."""
    if len(word) == len(after):
        return all(old in (new, *_DIGITS_ABOVE) for old, new in zip(word, after, strict=True))
    return all(char in (*after, *_DIGITS_ABOVE) for char in word if char > "\x7f")


def _are_half_width(changes: list[tuple[str, str]], document: Document) -> bool:
    """Whether words are katakana of half width, as terminals and banks have it, that is plausible as kana of some kind.

    Words of Japanese itself, which print has in hiragana, stand there as well.
    """
    if not all(_HALF_WIDTH.fullmatch(word.strip(AROUND_WORDS)) for word, _ in changes):
        return False
    shown = [unicodedata.normalize("NFKC", word.strip(AROUND_WORDS)) for word, _ in changes]
    bits = np.minimum(
        document.model.totals(shown), document.model.totals([text.translate(_HIRAGANA) for text in shown])
    )
    return float(bits.sum()) < _PLAUSIBLE * sum(map(len, shown))


def _ends_a_line(reading: Reading, document: Document) -> bool:
    """Whether `Ã` alone, or `Â` behind something, is taken for damage though no word follows that tells of it.

    What lost its no-break space stands between words: `5Â km` was, `Clasa 5Â` is a name.
    """
    for word, unit, piece in document.where(reading.changed):
        text = word.unit.text
        is_asked = text == "Ã" or (text.endswith("Â") and reading.texts[unit] == text[:-1])
        behind = piece[word.end :].lstrip(" ")[:1]
        if not is_asked or behind.islower() or (text != "Ã" and (behind.isalnum() or behind in _SPACED)):
            return False
    return True


def _is_letter_of_another_script(changes: list[tuple[str, str]], document: Document) -> bool:
    """Whether a letter or two of another script, or digits, come about in a text of Latin: no one writes them there."""
    given = given_by(changes) - {LOST}
    beside = [unit.text for unit in document.units[:_WORDS_ASKED]]
    is_latin = document.plain_letters > 0 or any(char.isascii() and char.isalpha() for word in beside for char in word)
    if not 0 < len(given) <= (LETTERS_BY_CHANCE if is_latin else 1):
        return False
    return all(char.isalnum() and OF_TWO_BYTES[0] <= char <= OF_TWO_BYTES[1] and char not in GREEK for char in given)


def _are_within_words(changes: list[tuple[str, str]]) -> bool:
    """Whether what is exchanged stands between small letters of Latin in two words: no sign has its place there.

    >>> _are_within_words([("gΙ™ldi", "gəldi"), ("kΙ™nd", "kənd")])
    True
    >>> _are_within_words([("дБ", "Ɓ"), ("gΙ™ldi", "gəldi")])
    False
    """
    return len({word for word, _ in changes if _WITHIN_LATIN.search(word)}) > 1


def _are_words(changes: list[tuple[str, str]], document: Document) -> bool:
    """Whether a word of the text's language comes about: `ə` is a sign of phonetics, and a letter of Azerbaijani."""
    asked = [after for _, after in changes if sum(map(str.isalpha, after)) >= _LETTERS_OF_WORDS]
    return bool(asked) and any(document.has_words(asked))


def _is_trademark(change: tuple[str, str]) -> bool:
    return _TRADEMARK.search(change[0]) is not None


def _are_quoted(reading: Reading, document: Document) -> bool:
    """Whether the sign that a letter is joined with closes a quotation that is open before it."""
    return all(
        _CLOSING.search(word.unit.text) and _OPENING.search(piece[: word.start] + word.unit.text[:-2])
        for word, _, piece in document.where(reading.changed)
    )
