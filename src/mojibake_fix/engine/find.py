"""Where text surprises: the filter that lets sound text pass, in one pass over a whole batch.

A place is *odd* by the bits that its character has, in the likeliest language of its text, beyond what is usual for
its script; only characters beyond ASCII, and what directly follows them, can be odd. A document is looked at where a
window of it is odd enough: damage stands close together, the rare words of a sound text do not.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.caps import is_within_words, script_families
from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.readers import can_be_damage
from mojibake_fix.engine.readings import C1
from mojibake_fix.engine.shown import within
from mojibake_fix.engine.sieve import Try, among_first, promising
from mojibake_fix.engine.spoken import language_weights, symbol_rows, tells
from mojibake_fix.engine.swapped import are_swapped
from mojibake_fix.engine.usual import (
    CAP,
    HEARD,
    INSIDE,
    ODD_ENOUGH,
    TEMPER,
    USUAL,
    WINDOW,
    likeliest_by,
    odd_enough,
    odd_of_few,
    promised,
    usual_bits,
)
from mojibake_fix.engine.words import WORD_ENDS, Unit, unit_at
from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import NEWLINE, Bits, Codes, Model, codes_of

T = TypeVar("T")

_ODD_BESIDE_LOST = 36.0
"""Bits of a window that need no trial where bytes were lost: what is left of them promises little."""
_WORDS_TRIED = 2  # words of a piece that are tried, its oddest ones
_OF_FEW = 8  # pieces of a document in which letters alone can have been swapped: more hold other letters, too
_TRIED = 20
"""Odd pieces of a document, its oddest ones, that are tried to be read otherwise: of 439 documents of 200 lines, one of
them damaged, all had that among their 15 oddest."""
_LITTLE = np.float32(1e-3)
_WORD_ENDS = np.array([ord(char) for char in WORD_ENDS], dtype=np.uint32)
_AT_ONCE = 60_000  # characters that are measured at once


class Found(NamedTuple):
    """What surprises in documents."""

    odd: list[list[int]]
    """Of each document, the numbers of the pieces that hold something odd."""
    surely: set[int]
    """The documents that are so odd that they need no trial."""
    tries: list[Try]
    """What is to be tried of the others."""

    def hopeful(self, model: Model, settled: Container[int] = ()) -> set[int]:
        """The documents of whose odd words some chain promises better ones, but for those that are settled."""
        asked = [own for own in self.tries if own.document not in self.surely and own.document not in settled]
        # The oddest of a whole document, whatever stands beside it in a batch.
        oddest = _of_new_words(sorted(asked, key=lambda own: -own.oddness))
        kept = itertools.compress(oddest, among_first([own.document for own in oddest], _TRIED))
        found = {number for number in self.surely if number not in settled}
        return found | promising(list(kept), model)


def _of_new_words(tries: Iterable[Try]) -> list[Try]:
    """The tries with those words alone that were not met before in their document, and without those that have none."""
    met: defaultdict[int, set[str]] = defaultdict(set)
    out = []
    for own in tries:
        words = [unit for unit in own.words if unit.text not in met[own.document]]
        if words:
            met[own.document].update(unit.text for unit in words)
            out.append(own._replace(words=words))
    return out


def odd_pieces(documents: Sequence[Sequence[str]], model: Model) -> list[list[int]]:
    """Of each document, the numbers of the pieces that hold something odd; none where no chain promises better."""
    found = look(documents, model)
    hopeful = found.hopeful(model)
    return [places if number in hopeful else [] for number, places in enumerate(found.odd)]


def look(documents: Sequence[Sequence[str]], model: Model) -> Found:
    """What surprises in each document."""
    tries: list[Try] = []
    marks = _Marks([sum(not piece.isascii() for piece in pieces) for pieces in documents])
    beyond = (
        (number, place, piece)
        for number, pieces in enumerate(documents)
        for place, piece in enumerate(pieces)
        if not piece.isascii()
    )
    for batch in _batches(beyond, lambda own: own[2]):
        tries += marks.mark(batch, model)
    odd = [places if number in marks.told else [] for number, places in enumerate(marks.odd)]
    return Found(odd, marks.surely, tries)


class _Marks:
    """What is noted of documents, batch by batch."""

    def __init__(self, sizes: Sequence[int]) -> None:
        """`sizes` are the numbers of their pieces beyond ASCII."""
        self._sizes = sizes
        self.odd: list[list[int]] = [[] for _ in sizes]
        """Of each, the numbers of its pieces that are odd at all."""
        self.told: set[int] = set()
        """Those of which a piece is odd enough for its size."""
        self.surely: set[int] = set()
        """Those that need no trial."""

    def mark(self, batch: list[tuple[int, int, str]], model: Model) -> list[Try]:
        """Note the odd pieces of a batch, and tell what is to be tried."""
        batch = list(itertools.compress(batch, _may_be_odd([piece for _, _, piece in batch])))
        if not batch:
            return []
        texts = [piece for _, _, piece in batch]
        measured = _measure(texts, model)
        is_odd = measured.values >= odd_of_few(texts)
        is_odd_enough = measured.values >= odd_enough(texts, measured.beyond)
        places = np.flatnonzero(is_odd_enough)
        for k in places.tolist():
            number = batch[k][0]
            self.told.add(number)
            if C1.search(texts[k]) or (LOST in texts[k] and measured.values[k] >= _ODD_BESIDE_LOST):
                self.surely.add(number)
        quiet = np.flatnonzero(~is_odd_enough & [self._sizes[number] <= _OF_FEW for number, _, _ in batch])
        swapped = are_swapped([texts[k] for k in quiet.tolist()], measured.languages[quiet].tolist(), model)
        for k in quiet[swapped].tolist():
            is_odd[k] = True
            self.surely.add(batch[k][0])
        for k in np.flatnonzero(is_odd).tolist():
            number, place, _ = batch[k]
            self.odd[number].append(place)
        self.told |= self.surely
        oddest = places[np.argsort(-measured.values[places], kind="stable")].tolist()
        oddest = [k for k in oddest if batch[k][0] not in self.surely]
        kept = list(itertools.compress(oddest, among_first([batch[k][0] for k in oddest], _TRIED)))
        if not kept:  # so with most texts that come alone
            return []
        words = measured.oddest_words(texts, np.array(kept, dtype=np.intp))
        weights = _weights(measured.plain[kept], model)
        values = measured.values[kept].tolist()
        least = promised(measured.beyond[kept], [self._sizes[batch[k][0]] for k in kept]).tolist()
        return [Try(batch[k][0], *own) for k, *own in zip(kept, values, words, weights, least, strict=True)]


def _weights(plain: npt.NDArray[np.int32], model: Model) -> npt.NDArray[np.float32]:
    """The binary logarithm of how likely each language is for each text by itself, the unknown one last."""
    own = np.zeros((len(plain), plain.shape[1] + 1), dtype=np.float32)
    own[:, :-1] = plain * np.float32(UNIT)
    return language_weights(own, model.language_prior, pooled=False)


def oddness(texts: Sequence[str], model: Model) -> npt.NDArray[np.float32]:
    """How odd the oddest window of each text is, in bits; no text holds a line end.

    The plain ASCII of a text says which languages it can be in; that it is in another one, in which it would be less
    odd, counts as many bits of oddness as that is less likely.
    """
    parts = [_measure(part, model, anywhere=True).values for part in _batches(texts, str)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def _batches(items: Iterable[T], text_of: Callable[[T], str]) -> Iterator[list[T]]:
    """So many items together as are measured at once, by the texts that they have."""
    batch: list[T] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(text_of(item))
        if size > _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """How odd texts are, and where."""

    values: npt.NDArray[np.float32]
    """Bits of the oddest window of each text."""
    beyond: npt.NDArray[np.int64]
    """How many characters of each text are beyond ASCII."""
    codes: Codes
    """All texts behind each other, with a line end behind each."""
    starts: npt.NDArray[np.int64]
    """Where each text begins, and where all end."""
    at: npt.NDArray[np.intp]
    """The places of all that can be odd."""
    odd: npt.NDArray[np.float32]
    """The bits of each, in several languages; shape (len(at), languages)."""
    plain: npt.NDArray[np.int32]
    """What the plain characters of each text say for each language, in units."""
    languages: npt.NDArray[np.intp]
    """The likeliest language of each text by all of its characters."""

    def oddest_words(self, texts: Sequence[str], places: npt.NDArray[np.intp]) -> list[list[Unit]]:
        """Of each of some texts, the words that are the oddest in one language or another."""
        begins = self.starts[places]
        firsts = np.searchsorted(self.at, begins)
        counts = np.searchsorted(self.at, self.starts[places + 1]) - firsts
        own = np.repeat(firsts, counts) + within(counts)
        ends = np.flatnonzero(np.isin(self.codes, _WORD_ENDS))
        last = np.searchsorted(ends, self.at[own])  # of each place, the end of its word
        heads = np.flatnonzero(np.diff(last, prepend=-1))
        sums = np.add.reduceat(self.odd[own], heads, axis=0)
        # What a word shows that lost bytes tells less: it is tried where there is no other.
        sums[np.logical_or.reduceat(self.codes[self.at[own]] == ord(LOST), heads)] *= _LITTLE
        word_ends = ends[last[heads]]
        word_starts = np.where(last[heads] > 0, ends[last[heads] - 1] + 1, 0)
        bounds = np.searchsorted(heads, np.cumsum(counts)).tolist()
        out: list[list[Unit]] = []
        for k, begin, first, past in zip(places.tolist(), begins.tolist(), [0, *bounds[:-1]], bounds, strict=True):
            likeliest = sums[first:past].argmax(0).tolist()
            oddest = dict.fromkeys([*likeliest, *np.flatnonzero(sums[first:past, 0] >= ODD_ENOUGH).tolist()])
            chosen = [first + n for n in itertools.islice(oddest, _WORDS_TRIED)]
            out.append([unit_at(texts[k], int(word_starts[n]) - begin, int(word_ends[n]) - begin) for n in chosen])
        return out


def _may_be_odd(texts: Sequence[str]) -> list[bool]:
    """Whether each text holds anything that a reader shows: most scripts of the world hold nothing."""
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    is_shown = can_be_damage(codes_of("\n".join(texts) + "\n"))
    found: list[bool] = np.logical_or.reduceat(is_shown, np.cumsum(lengths) - lengths).tolist()
    return found


def _measure(texts: Sequence[str], model: Model, *, anywhere: bool = False) -> _Measured:
    """How odd texts are in what readers show, or `anywhere` beyond ASCII."""
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    starts = np.cumsum(lengths) - lengths
    codes = codes_of("\n".join(texts) + "\n")
    is_beyond = codes > 0x7F
    is_plain = (codes < 0x80) & (codes != NEWLINE)
    is_plain[1:] &= codes[:-1] < 0x80
    near = is_beyond.copy() if anywhere else can_be_damage(codes)
    near[1:] |= near[:-1] & (codes[1:] > 0x20) & ~is_beyond[1:]
    at = np.flatnonzero(near)
    text_of = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)[at]
    rows = symbol_rows(codes, model)
    says = tells(codes, model) & (codes != NEWLINE)
    plain, languages, behind = _likely_languages(rows, is_plain & says, ~is_plain & says, starts, model)
    bits, usual = model.bits(codes, at), _limits(codes, model)[at]
    ratios = model.languages.ratios_in(rows[at], languages[text_of]) * np.float32(UNIT)
    odd = np.clip(bits[:, None] - ratios - usual[:, None], 0, CAP)
    least = np.full(len(texts), np.inf, dtype=np.float32)
    ends = np.searchsorted(at, np.minimum(at + WINDOW, starts[text_of] + lengths[text_of]))
    filled, first = np.unique(text_of, return_index=True)
    for column in range(languages.shape[1]):
        sums = np.concatenate([[0.0], np.cumsum(odd[:, column], dtype=np.float64)])
        windows = (sums[ends] - sums[:-1]).astype(np.float32)
        own = np.zeros(len(texts), dtype=np.float32)
        own[filled] = np.maximum.reduceat(windows, first) if len(first) else 0
        least = np.minimum(least, own + behind[:, column])
    beyond = np.add.reduceat(is_beyond, starts, dtype=np.int64)
    return _Measured(least, beyond, codes, np.append(starts, len(codes)), at, odd, plain, languages[:, -1])


def _likely_languages(
    rows: npt.NDArray[np.int32],
    is_plain: npt.NDArray[np.bool_],
    is_other: npt.NDArray[np.bool_],
    starts: npt.NDArray[np.int64],
    model: Model,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Of each text, what its plain characters say for each language, the languages that it is measured in, and the
    bits that each is less likely than the first.

    The likeliest by its plain characters, and the likeliest by all of them; shapes (texts, languages).
    """
    model.languages.make(rows)
    plain = _sums(rows, np.flatnonzero(is_plain), starts, model).astype(np.int32)
    total = plain + _sums(rows, np.flatnonzero(is_other), starts, model)
    languages = np.concatenate([likeliest_by(plain), total.argmax(1)[:, None]], axis=1)
    behind = np.take_along_axis(plain, languages, 1)
    return plain, languages, (behind.max(1, keepdims=True) - behind) * np.float32(UNIT * TEMPER)


def _sums(
    rows: npt.NDArray[np.int32], places: npt.NDArray[np.intp], starts: npt.NDArray[np.int64], model: Model
) -> npt.NDArray[np.int16]:
    """The ratios at some places, of each text the first `HEARD`, summed by text; shape (texts, languages)."""
    out = np.zeros((len(starts), len(model.languages.names)), dtype=np.int16)  # `HEARD` ratios of 8 bits
    own = rows[places]
    firsts = np.searchsorted(places, starts)
    lasts = np.minimum(np.append(firsts[1:], len(places)), firsts + HEARD)
    for number, (first, last) in enumerate(zip(firsts.tolist(), lasts.tolist(), strict=True)):
        if first < last:  # NumPy sums a block much faster than segments of one
            ratios = model.languages.made_ratios(own[first:last])
            np.add.reduce(ratios, axis=0, dtype=np.int16, out=out[number])
    return out


def _limits(codes: Codes, model: Model) -> Bits:
    """Of each character, the bits that are usual for it."""
    usual, kin = usual_bits(model), script_families(model)[0]
    symbol_class = model.symbol_class[model.symbol[codes]]
    limit, family = usual[symbol_class], kin[symbol_class]
    is_letter = family > 0
    # A letter of another script is odd whatever it is: a Han character within a French word.
    foreign = np.zeros(len(codes), dtype=bool)
    foreign[1:] = (family[1:] != family[:-1]) & is_letter[1:] & is_letter[:-1]
    limit[foreign] = USUAL
    inside = np.zeros(len(codes), dtype=bool)
    inside[1:-1] = is_letter[:-2] & is_letter[2:] & ~is_letter[1:-1]
    inside &= (codes > 0x7F) & ~is_within_words(codes)
    limit[inside] -= np.float32(INSIDE)
    return limit
