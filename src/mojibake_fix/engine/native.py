"""What the words of the text's own language say of a reading.

`på` for `pĺ` is what a text in Danish needs, whatever other languages have; which language it is in, the words around
tell, by their letters and, surer, by which language has them. The bits of a word were measured on damaged words and
on sound ones: of sound ones nearly all are known to their language, of damaged ones one in a hundred.

The languages are as likely as the words make them that the reading leaves alone, and each says what it says as far as
it is likely: a language that only the reading makes likely says nothing for it. So a text in a language that training
never met is safe from its neighbours' words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.plain_words import SUREST, Bits, plain_word_bits
from mojibake_fix.engine.spoken import Matrix, lse2
from mojibake_fix.engine.vouched import BETWEEN, Change, Claim, is_written_so, of_letters, own_change
from mojibake_fix.plausibility.lexicon import LONGEST, may_hold
from mojibake_fix.plausibility.vocabulary import LETTERS, Vocabularies

_BY_CHANCE = 0.012  # how likely a damaged word, or a wrong reading, is a word of the language
_MOST_KNOWN = np.array([0.0, 4.0, 5.0, *[7.0] * (LETTERS - 2)])  # bits of a known word: a letter alone may be any
_MISWRITTEN = 6.0  # bits against a reading that puts capitals where no word has them
_MOST = 12.0  # bits that the words of a text say together
_SPELLED = 0.4  # what the letters of a text count for beside its plain words
_LEAST_LIKELY = -8.0  # how likely a language must be to be asked: a binary logarithm
_WORDS_ASKED = 40  # words of a text that are asked for


class Native:
    """The words of a document's languages, asked for all of its readings together."""

    def __init__(self, document: Document, standing: Matrix, vocabularies: Vocabularies) -> None:
        """`standing` has the bits of the document's units as they stand, under its columns."""
        self._document = document
        self._standing = standing
        self._vocabularies = vocabularies
        self._names = document.judged_in
        self._rows = vocabularies.numbers_of(self._names)

    def bits(self, readings: Sequence[Reading], claims: Sequence[Claim]) -> list[float]:
        """Bits that the words of the text's language add to each reading, or take from it."""
        if not readings:
            return []
        spoken = self._spoken(readings)
        asked = np.flatnonzero(spoken[:, :-1].max(0) > 2.0**_LEAST_LIKELY)
        changes = [[own_change(change) for change in list(claim.changes.values())[:_WORDS_ASKED]] for claim in claims]
        words = _Own({text for own in changes for change in own for text in change}, self, asked)
        is_small = any(char.islower() for text in self._document.plain for char in text)
        out = []
        for likely, own in zip(spoken[:, asked], changes, strict=True):
            each, standing = np.zeros((2, len(asked)))
            for change in own:
                each += words.of_change(change, may_shout=not is_small)
                standing += words.of_standing(change)
            each, standing = np.clip([each, standing], -_MOST, _MOST)
            out.append(min(float(likely @ each), _over_all(likely, standing + each) - _over_all(likely, standing)))
        return out

    def knows(self, words: Sequence[str], asked: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        """Whether each word is one of each of some of the languages."""
        return self._vocabularies.knows(words, [self._names[number] for number in asked.tolist()])

    def shares(self, asked: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """The parts of words that are known, by letters, of some of the languages."""
        return self._vocabularies.shares[self._rows[asked]].astype(np.float64)

    def _spoken(self, readings: Sequence[Reading]) -> npt.NDArray[np.float64]:
        """How likely each language is by the words that each reading leaves alone; shape (readings, columns)."""
        document = self._document
        weights = document.weights[:, document.columns].astype(np.float64)
        plain = np.append(plain_word_bits(document.plain, self._names), 0.0)
        out = np.empty((len(readings), weights.shape[1]))
        for row, reading in enumerate(readings):
            left = self._standing[document.unit_of] * ~reading.is_chosen[:, None]
            likely = _SPELLED * (weights - np.add.reduceat(left, document.starts, axis=0)) + plain
            likely = likely[np.unique(document.piece_of[reading.is_chosen])]
            out[row] = np.exp2(likely - lse2(likely)[:, None]).mean(0) if len(likely) else 0.0
        return out


def _over_all(likely: npt.NDArray[np.float64], bits: Bits) -> float:
    """The bits of words in all languages together: what one language has tells that a text is in it.

    >>> round(_over_all(np.array([0.9, 0.1]), np.array([0.0, 7.0])), 1)
    3.8
    """
    total = float(likely @ np.exp2(bits)) + max(0.0, 1.0 - float(likely.sum()))
    return math.log2(total)


class _Own:
    """What some texts are in some languages, with the signs around and between their words set aside."""

    def __init__(self, texts: Iterable[str], native: Native, asked: npt.NDArray[np.intp]) -> None:
        parts = {text: [part for part in BETWEEN.split(text) if not part.isascii()] for text in texts}
        words = sorted({part for own in parts.values() for part in own if len(part) <= LONGEST and may_hold(part)})
        known = dict(zip(words, native.knows(words, asked), strict=True)) if words else {}
        share = native.shares(asked)
        as_known = np.minimum(np.log2(np.maximum(share / _BY_CHANCE, 1.0)), _MOST_KNOWN)
        as_unknown = np.log2(1.0 - np.minimum(share, SUREST))
        self._nothing = np.zeros(len(asked))
        self._bits: dict[str, Bits] = {}
        self._unknown: dict[str, Bits] = {}
        for text, own in parts.items():
            if not any(map(str.isalpha, text)) or any(part not in known and of_letters(part) for part in own):
                continue  # no word at all, or one of a script of which nothing is known
            if own:
                letters = min(LETTERS, max(map(len, own)))
                is_known = np.ones(len(asked), dtype=bool)
                for part in own:
                    is_known &= known[part] if part in known and is_written_so(part) else False
                self._unknown[text] = as_unknown[:, letters]
                self._bits[text] = np.where(is_known, as_known[:, letters], as_unknown[:, letters])

    def of_standing(self, change: Change) -> Bits:
        """Bits of each language for the word as it stands."""
        return self._bits.get(change[0], self._nothing)

    def of_change(self, change: Change, *, may_shout: bool) -> Bits:
        """Bits of each language for a word to have been another one: more than none only for one that is known."""
        before, after = change
        old, new = self._bits.get(before, self._nothing), self._bits.get(after, self._nothing)
        if not may_shout and is_shouted(before, after):
            new = self._unknown.get(after, self._nothing)
        miswritten = _MISWRITTEN if is_written_so(before) and not is_written_so(after) else 0.0
        return np.where(new > 0, new - old, np.minimum(new - old, 0.0)) - miswritten


def is_shouted(before: str, after: str) -> bool:
    """Whether all of a word is in capitals for a reading that makes one of a small letter: `Dé`, read as `DÈ`.

    >>> is_shouted("Dé", "DÈ"), is_shouted("éta", "Èta"), is_shouted("DÊ", "DÈ")
    (True, False, False)
    """
    return after.isupper() and not before.isupper() and sum(map(str.isalpha, after)) > 1
