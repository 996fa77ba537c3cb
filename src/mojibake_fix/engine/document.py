"""One document as it is judged: its words, each once, and the languages that its plain words speak of."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.asks import Asking, Heard
from mojibake_fix.engine.plain_words import plain_word_bits
from mojibake_fix.engine.spoken import Matrix, language_weights
from mojibake_fix.engine.weigh import Ask
from mojibake_fix.engine.words import AROUND_WORDS, LONGEST_HEAD, Unit, Word, plain_rest, words_of
from mojibake_fix.plausibility import load_lexicon, load_vocabularies
from mojibake_fix.plausibility.model import Model

DIGEST_WORDS, DIGEST_CHARACTERS = 6, 120
"""Words of a document, the oddest, that are searched for chains, and about their characters."""
USUAL = 6.0
"""Bits of a character that are nothing odd."""

_NEAR = 10.0  # bits that a language may be less likely by letters, and be asked for its words
_WORDS_COUNT, _MOST_OF_WORDS = 0.9, 15.0  # what the evidence of words counts for, and the most bits of it
_LACKED = 1.0  # bits that a word says at most against a language that lacks it
_LIKELY = 5.0  # bits that a language may be less likely than the likeliest one, and likely for all that
_LANGUAGES_KEPT = 8  # languages, the likeliest by the plain words
_LANGUAGES_READ = 3  # languages, the likeliest of what a chain would make of a document
_LANGUAGES_JUDGED = 20  # languages that a document is judged in
_LONGEST_REST = 2000  # characters of a piece that are heard for its languages
_PLAIN_PIECES = 50  # pieces of plain ASCII that are heard, too
_WORDS_HEARD = 200  # words beyond ASCII that tell the language of a text
_LETTERS_OF_PROSE = 1000  # plain letters of a document that is surely prose
_LITTLE_ODD = 0.25  # the part of the oddest word's oddness below which a word is not searched

Columns = npt.NDArray[np.intp]
"""Numbers of languages, the unknown one last."""


class Document:
    """The pieces of a document that hold characters beyond ASCII, laid out by their words."""

    @classmethod
    def of(cls, pieces: Sequence[str], model: Model) -> Asking[Document]:
        """The document of these pieces."""
        document = cls(pieces, model)
        answers = yield [Heard(document.plain)]
        document.hear(answers[0])
        return document

    def __init__(self, pieces: Sequence[str], model: Model) -> None:
        self.pieces = pieces
        self.model = model
        self.asked: list[int] = []
        """The numbers of the pieces that are judged; pieces that are alike are judged once."""
        self.words: list[Word] = []
        numbers: dict[Unit, int] = {}
        unit_of: list[int] = []
        starts: list[int] = []
        plain: list[str] = []
        seen: set[str] = set()
        for number, piece in enumerate(pieces):
            if piece.isascii():
                if len(piece) > 1 and len(plain) < _PLAIN_PIECES:
                    plain.append(plain_rest(piece, _LONGEST_REST))
            elif piece not in seen:
                seen.add(piece)
                words = list(words_of(piece))
                if words:
                    self.asked.append(number)
                    starts.append(len(unit_of))
                    unit_of += [numbers.setdefault(word.unit, len(numbers)) for word in words]
                    self.words += words
        self.units = list(numbers)
        self.unit_of = np.array(unit_of, dtype=np.intp)
        """Of every word, the number of its unit."""
        self.starts = np.array(starts, dtype=np.intp)
        """Where the words of each judged piece begin."""
        self.piece_of = np.repeat(np.arange(len(starts)), np.diff([*starts, len(unit_of)]))
        """Of every word, the place of its piece in `asked`."""
        self.plain = [plain_rest(pieces[number], _LONGEST_REST) for number in self.asked] + plain
        """The plain words of the judged pieces, and then those of pieces that are plain ASCII."""
        self.plain_letters = sum(sum(map(str.isalpha, text[:_LONGEST_REST])) for text in self.plain[:_PLAIN_PIECES])
        """How many letters the plain words have, as far as they are heard."""

    @property
    def prose(self) -> float:
        """How surely it is prose: 1 where there are many plain letters."""
        return min(1.0, self.plain_letters / _LETTERS_OF_PROSE)

    def hear(self, own: Matrix) -> None:
        """Take the evidence of the plain words for each language: of their letters, and then of the words."""
        prior = self.model.language_prior
        by_letters = language_weights(own, prior)
        self.weights = language_weights(own + self._bits_of_words(by_letters), prior)[: len(self.asked)]
        """(pieces, languages): the binary logarithm of how likely each language is."""
        self.pooled = np.log2(np.exp2(self.weights).mean(0)).astype(np.float32)
        """(languages,): the same for the document as a whole."""
        self.columns = self.likeliest
        """The languages that the document is judged in."""

    def _bits_of_words(self, weights: Matrix) -> Matrix:
        """The evidence of the plain words for the languages that their letters leave likely; shape (languages,)."""
        pooled = np.exp2(weights[:, :-1]).mean(0)
        near = np.flatnonzero(pooled >= pooled.max() * 2.0**-_NEAR)
        own = plain_word_bits(self.plain, [self.model.languages.names[number] for number in near.tolist()], _LACKED)
        bits = np.zeros(weights.shape[1], dtype=np.float32)
        bits[:-1] = min(0.0, float(own.min(initial=0.0)))  # what is far is no likelier than what is near
        bits[near] = own
        return np.clip(bits * np.float32(_WORDS_COUNT), -_MOST_OF_WORDS, _MOST_OF_WORDS)

    def where(self, units: Iterable[int]) -> Iterator[tuple[Word, int, str]]:
        """Each time that one of some units stands: the word, its unit, and the piece that it stands in."""
        asked = set(units)
        for word, unit, place in zip(self.words, self.unit_of.tolist(), self.piece_of.tolist(), strict=True):
            if unit in asked:
                yield word, unit, self.pieces[self.asked[place]]

    @property
    def likeliest(self) -> Columns:
        """The likeliest languages by the plain words."""
        return self._columns((), _LANGUAGES_KEPT)

    @functools.cached_property
    def names(self) -> list[str]:
        """The languages that it is likely to be in, by the model's names."""
        return self.names_within(_LIKELY)

    def names_within(self, bits: float) -> list[str]:
        """The languages that are no more than so many bits less likely than the likeliest one, by the model's names."""
        return [self.model.languages.names[number] for number in self._within(bits).tolist()]

    def _within(self, bits: float) -> Columns:
        own = self.pooled[:-1]
        return np.flatnonzero(own >= own.max() - bits)

    def has_met(self, chars: Iterable[str]) -> bool:
        """Whether each character was met in a language that it is likely to be in."""
        symbols = self.model.symbol[[ord(char) for char in chars]]
        counts = self.model.languages.symbol_counts[np.ix_(symbols, self._within(_LIKELY))]
        return bool(counts.any(1).all())

    @property
    def judged_in(self) -> list[str]:
        """The languages that it is judged in, but for the unknown one, by the model's names."""
        return [self.model.languages.names[column] for column in self.columns[:-1].tolist()]

    def has_words(self, texts: Sequence[str]) -> list[bool]:
        """Whether each text, but for the signs around it, is a word beyond ASCII of a language that is likely.

        Both lists of words are asked: each takes one unknown word in 1,024 for a known one, for every language again.
        """
        words = [text.strip(AROUND_WORDS).lower() for text in texts]
        is_known = self.knows(words) & load_lexicon().knows(words)
        return [bool(own) for own in is_known]

    def knows(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether each word is one of a language that it is likely to be in, or judged in."""
        languages = list(dict.fromkeys([*self.names, *self.judged_in]))
        return np.asarray(load_vocabularies().knows(words, languages).any(1))

    def _columns(self, heard: Iterable[int], size: int) -> Columns:
        """So many languages: the likeliest by the plain words, those that were heard, and the next likeliest."""
        ranked = np.argsort(-self.pooled[:-1], kind="stable").tolist()
        chosen = list(dict.fromkeys([*ranked[:_LANGUAGES_KEPT], *heard, *ranked]))[:size]
        return np.append(np.sort(chosen), len(self.pooled) - 1)

    def choose_columns(self, readings: Matrix) -> None:
        """Choose the languages to judge in: the likeliest by the plain words, and by each of some readings.

        `readings` is the evidence of what stands there and of what chains would make of it, the best first.
        """
        best = np.argsort(-(readings + self.pooled)[:, :-1], axis=1, kind="stable")[:, :_LANGUAGES_READ]
        self.columns = self._columns(best.T.reshape(-1).tolist(), _LANGUAGES_JUDGED)

    def digest(self, units: Sequence[int], least: float = 0.0) -> Asking[list[Unit]]:
        """The oddest of some units; none where no word has so many bits of oddness in every likely language."""
        own = [self.units[unit].head(LONGEST_HEAD) for unit in units]
        if not own:
            return []
        answers = yield [Heard([" ".join(unit.text for unit in own[:_WORDS_HEARD])])]
        heard = np.argsort(-(answers[0][0] + self.pooled)[:-1], kind="stable")[:_LANGUAGES_KEPT]
        # Among all its words, not only the plain ones, a text is of the language in which it is the least odd.
        languages = self._columns(heard.tolist(), 2 * _LANGUAGES_KEPT)
        (odd,) = yield [Ask(own, languages, USUAL, prose=self.prose)]
        if odd.min(1).max() < least:
            return []
        # A text of another language among damage, or damage that looks like one: each view has its oddest words.
        spoken = self.pooled[languages]
        best = [int(spoken[:-1].argmax()), int((odd.sum(0) - spoken).argmin())]
        if best[1] == len(languages) - 1:  # in none that is known: what is odd in the likeliest one is so, too
            best.append(int(np.flatnonzero(languages == heard[0])[0]))
        views = list(dict.fromkeys(best))
        sizes = np.array([-len(unit.text) for unit in own])
        orders = [np.lexsort((sizes, -odd[:, view])).tolist() for view in views]
        ranked = list(dict.fromkeys(k for ks in zip(*orders, strict=True) for k in ks))
        is_odd = np.any(odd[:, views] >= _LITTLE_ODD * odd[:, views].max(0), axis=1).tolist()
        taken: list[int] = []
        size = 0
        for k in ranked:
            if taken and not is_odd[k]:
                continue
            size += len(own[k].text)
            taken.append(k)
            if len(taken) >= DIGEST_WORDS or size > DIGEST_CHARACTERS:
                break
        return [self.units[units[k]] for k in taken]
