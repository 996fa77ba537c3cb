"""One document as it is judged: its words, each once, and the languages that its plain words speak of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.weigh import evidence, language_weights, standing_bits
from mojibake_fix.engine.words import Unit, Word, plain_rest, words_of
from mojibake_fix.plausibility.model import Model

DIGEST_WORDS, DIGEST_CHARACTERS = 6, 120
"""Words of a document, the oddest, that are searched for chains, and about their characters."""
LONGEST_HEAD = 128
"""Characters of a word that are searched."""
USUAL = 6.0
"""Bits of a character that are nothing odd."""

_FEW_UNITS = 40  # words of a document that are weighed under all languages, not only under the likeliest
_LANGUAGES_KEPT = 8  # languages, the likeliest by the plain words
_LANGUAGES_READ = 4  # languages, the likeliest of what a chain would make of a document
_LONGEST_REST = 2000  # characters of a piece that are heard for its languages
_PLAIN_PIECES = 50  # pieces of plain ASCII that are heard, too
_WORDS_HEARD = 200  # words beyond ASCII that tell the language of a text
_LITTLE_ODD = 0.25  # the part of the oddest word's oddness below which a word is not searched

Columns = npt.NDArray[np.intp]
"""Numbers of languages, the unknown one last."""


class Document:
    """The pieces of a document that hold characters beyond ASCII, laid out by their words."""

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
        own = evidence([plain_rest(pieces[number], _LONGEST_REST) for number in self.asked] + plain, model)
        self.weights = language_weights(own)[: len(self.asked)]
        """(pieces, languages): the binary logarithm of how likely each language is."""
        self.pooled = np.log2(np.exp2(self.weights).mean(0)).astype(np.float32)
        """(languages,): the same for the document as a whole."""

    @property
    def everything(self) -> Columns:
        """All languages."""
        return np.arange(len(self.pooled))

    @property
    def likeliest(self) -> Columns:
        """The likeliest languages by the plain words."""
        best = np.argsort(-self.pooled[:-1], kind="stable")[:_LANGUAGES_KEPT]
        return np.append(np.sort(best), len(self.pooled) - 1)

    def languages_of(self, readings: Sequence[Sequence[str | None]]) -> Columns:
        """The languages that the document, or a reading of its words, may be in."""
        if len(self.units) <= _FEW_UNITS:
            return self.everything
        chosen = set(self.likeliest.tolist())
        for texts in readings:
            heard = [text for text in texts if text is not None][:_WORDS_HEARD]
            if heard:
                total = evidence([" ".join(heard)], self.model)[0] + self.pooled
                chosen |= set(np.argsort(-total[:-1], kind="stable")[:_LANGUAGES_READ].tolist())
        return np.array(sorted(chosen))

    def digest(self, units: Sequence[int]) -> list[Unit]:
        """The oddest of some units."""
        own = [self.units[unit].heads(LONGEST_HEAD)[0] for unit in units]
        if not own:
            return []
        spoken = evidence([" ".join(unit.text for unit in own[:_WORDS_HEARD])], self.model)[0] + self.pooled
        heard = np.argsort(-spoken[:-1], kind="stable")[:_LANGUAGES_KEPT]
        languages = np.union1d(self.likeliest, heard)
        # Among all its words, not only the plain ones, a text is of the language in which it is the least odd.
        odd = standing_bits(own, languages, self.model, USUAL)
        odd = odd[:, int((odd.sum(0) - self.pooled[languages]).argmin())]
        sizes = np.array([-len(unit.text) for unit in own])
        chosen: list[int] = []
        size = 0
        for k in np.lexsort((sizes, -odd)).tolist():
            if chosen and odd[k] < _LITTLE_ODD * odd[chosen[0]]:
                break
            size += len(own[k].text)
            chosen.append(k)
            if len(chosen) >= DIGEST_WORDS or size > DIGEST_CHARACTERS:
                break
        return [self.units[units[k]] for k in chosen]
