"""The bits of words under every language: how plausible what stands there is, and what a reading would make of it.

A word's bits under a language are the model's bits of its characters less the language's ratios. Beside the languages
that training met there is one more, *unknown*, of which nothing is known but that it is text. The words that are plain
ASCII, which damage leaves alone, tell how likely each language is; a text is then as plausible as it is in all of them
together, each weighed by how likely it is.

What stands there has the benefit of the doubt: sound text holds signs, names and notations that no model foresees, so
no character of it counts more than a cap. A reading has more to prove.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import NEWLINE, Bits, Codes, Model, codes_of

Matrix = npt.NDArray[np.float32]
"""A row a text, a column a language, the last one the unknown language."""

READING_CAP = 26.0
"""Bits that no character of a reading counts above: what is offered has more to prove."""
STRANGE_CAP = 44.0
"""The same for a character that training hardly met, or within a word of another script."""
UTF8_CAP = 15.0
"""The same where the reading was UTF-8, whose bytes do not come about by chance."""
SURPRISE_CAP = 22.0
"""Bits that no character of the text as it stands counts above: sound text holds odd characters, too."""
UNKNOWN_CAP = 9.0
"""The same in the unknown language, or notation: any letter or sign may be usual there."""
MANY_CAP = 15.0
"""The same for a character of a script that has thousands."""
REPEATED_CAP = 6.0
"""What the cap sinks to, as its distance over the number of times, for a character beyond ASCII that stands again and
again in a text: one notation explains them all."""
CAPITAL_CAP = 8.0
"""The cap of a capital beside another one: acronyms follow no rules of spelling."""
CONTROL_CAP = 24.0
"""The cap of a C1 control, which no sound text holds."""
INNER_SIGN_CAP = 26.0
"""The cap of a sign between two letters: no language writes one there, but for apostrophes, hyphens and their like."""
OPERATOR_CAP = 16.0
"""The same for arrows and operators, which formulas write there."""
APOSTROPHE_CAP = 6.0
"""The cap of the curly apostrophe, which stands within words of many languages."""
NATIVE_CAP = 11.0
"""The same for a letter that the language has, where it was never met before: words are many."""
LOOK_ALIKE_CAP = 12.0
"""The cap of a letter that looks like one of the script around it: people type them, and programs confuse them."""
NO_BREAK_CAP = 2.0
"""The cap of a no-break space beside another space or sign, and of a soft hyphen, which editors put anywhere."""
INNER_CAPITAL_BITS = 5.0
"""Bits that a capital within a word costs a reading: names of programs have some, but who would doubt those?"""
FOREIGN_CAP = 30.0
"""The cap of a letter of one script within a word of another, and of a character for private use."""
BEHIND_CAP = 12.0
"""The cap of an ASCII character behind one beyond ASCII."""
LOST_CAP = 2.0
"""The cap of a replacement character, on both sides."""
BEHIND_NATIVE_CAP = 8.0
"""The same behind a letter that the language has."""
USUAL_SIGN_CAP = 10.0
"""The cap of the signs that typesetters use in every language."""
LONE_LEAST = 3.0
"""What the cap of such characters sinks to where there are many of them."""
LONE_LETTER_CAP = 18.0
"""The cap of a letter beyond ASCII that stands alone between spaces."""
LONE_CAP = 9.0
"""The same for a sign: in charts, tables and formulas any may stand."""
LEAST_BITS = 0.3
"""Bits that every character has at least: no text is certain."""

_APOSTROPHE, _NO_BREAK, _SOFT_HYPHEN, _BULLET, _REPLACEMENT = 0x2019, 0xA0, 0xAD, 0x2022, 0xFFFD
_USUAL_SIGNS = np.array([*map(ord, "–—―‘“”„«»…•·°©®™№§€£")])
_NATIVE = -8  # a ratio, in the languages' units, from which on a letter is one of the language
LOOK_ALIKES = "аеорсухіјѕһԁցոսАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧονάέίόύıʼ"
"""Letters of other scripts that look like those of Latin."""
_LOOK_ALIKES = np.array([*map(ord, LOOK_ALIKES)])
_WITHIN_WORDS = np.array(
    [
        0xAD,
        0xB7,
        *range(0x2010, 0x2016),
        0x2018,
        0x2019,
        0x2026,
        0x2027,
        *range(0x200B, 0x2010),
        0x30FB,
        0x30FC,
        0x02BC,
        0x02BB,
        0x02B9,
        0x2BE,
        0x2BF,
    ]
)
_USUAL_SIGN, _WITHIN_WORD, _LOOK_ALIKE = 1, 2, 4  # bits of a flag
_SMALL, _CAPITAL = 1, 2  # the model's cases
_ROWS_AT_ONCE = 40_000  # characters that are laid out at once
_CELLS = 400_000  # cells of the matrix of bits that are held at once

_EVIDENCE = (-32, 48)  # units of a ratio that count as evidence: a name, or a slip, must not rule a language out
_EVIDENCE_TEMPER = 0.8  # plain words are no independent witnesses: what their evidence for a language counts for
_UNKNOWN_PRIOR = 0.03  # how likely the unknown language is before any evidence
_ANOTHER_LANGUAGE = 0.02  # how likely a word is of another language than its neighbours
_A_NOTATION = 2.0**-12  # how likely it is of none


def lse2(bits: npt.NDArray[np.floating], axis: int = -1) -> npt.NDArray[np.floating]:
    """The binary logarithm of the sum of the powers of two, along an axis."""
    top = bits.max(axis=axis, keepdims=True)
    return np.log2(np.exp2(bits - top).sum(axis=axis)) + np.squeeze(top, axis)


def symbol_rows(codes: Codes, model: Model) -> npt.NDArray[np.int32]:
    """The row of language ratios of every code point after the one before it."""
    return model.languages.rows(model.symbol[codes])


def evidence(texts: Sequence[str], model: Model) -> Matrix:
    """The evidence of each text for each language, in bits; the unknown one has none."""
    columns = len(model.languages.names)
    out = np.zeros((len(texts), columns + 1), dtype=np.float32)
    if not texts:
        return out
    codes = codes_of("\n".join(texts) + "\n")
    rows = symbol_rows(codes, model)
    model.languages.make(rows)
    start = 0
    for number, text in enumerate(texts):
        for at in range(start, start + len(text), _ROWS_AT_ONCE):  # a long text in parts, to bound the memory
            part = model.languages.ratios(rows[at : min(at + _ROWS_AT_ONCE, start + len(text))])
            out[number, :-1] += np.add.reduce(np.clip(part, *_EVIDENCE), axis=0, dtype=np.int32) * np.float32(UNIT)
        start += len(text) + 1
    return out


def language_weights(own: Matrix) -> Matrix:
    """The binary logarithm of how likely each language is for each piece of one document.

    `own` is the evidence of the pieces; those of one document lend each other theirs.
    """
    columns = own.shape[1]
    prior = np.full(columns, np.log2((1 - _UNKNOWN_PRIOR) / (columns - 1)), dtype=np.float32)
    prior[-1] = np.log2(_UNKNOWN_PRIOR)
    tempered = own * np.float32(_EVIDENCE_TEMPER)
    posterior = tempered + prior
    posterior -= lse2(posterior)[:, None]
    if len(own) > 1:
        pooled = np.exp2(posterior).mean(0)
        posterior = tempered + np.log2(pooled * 0.9 + np.exp2(prior) * 0.1)
        posterior -= lse2(posterior)[:, None]
    floor = np.exp2(prior) * _ANOTHER_LANGUAGE
    floor[-1] = _A_NOTATION
    return np.log2(np.exp2(posterior) * (1 - _ANOTHER_LANGUAGE) + floor).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """What a document asks: the bits of some units under some languages, of which the last is the unknown one.

    As they stand, with the benefit of the doubt, or, where `are_utf8` is given, as readings of which each was UTF-8
    or not.
    """

    units: Sequence[Unit]
    languages: npt.NDArray[np.intp]
    usual: float = 0.0
    """With it, how odd units are: only the bits beyond it of characters beyond ASCII, and of those behind them."""
    foreign_cap: float = FOREIGN_CAP
    """The cap of a letter of one script within a word of another."""
    are_utf8: Sequence[bool] | None = None


def weigh(asks: Sequence[Ask], model: Model) -> list[Matrix]:
    """The answer to each question; a row a unit, a column a language. What many documents ask is computed at once."""
    out = [np.zeros((0, len(ask.languages)), dtype=np.float32) for ask in asks]
    # Columns are laid side by side: questions of one width, and of one way to cap, go together.
    order = sorted(range(len(asks)), key=lambda k: (asks[k].are_utf8 is None, len(asks[k].languages)))
    for (is_standing, _), group in itertools.groupby(
        order, key=lambda k: (asks[k].are_utf8 is None, len(asks[k].languages))
    ):
        for numbers in _parts([k for k in group if len(asks[k].units)], asks):
            own = [asks[k] for k in numbers]
            table = _standing(own, model) if is_standing else _reading(own, model)
            at = 0
            for k in numbers:
                out[k] = table[at : at + len(asks[k].units)]
                at += len(asks[k].units)
    return out


def _parts(numbers: Sequence[int], asks: Sequence[Ask]) -> Iterator[list[int]]:
    """The questions in parts of a bearable size."""
    part: list[int] = []
    size = 0
    for k in numbers:
        part.append(k)
        size += sum(len(unit.text) + 3 for unit in asks[k].units)
        if size > _ROWS_AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


class _Laid:
    """Units laid out as one array of characters, with the places that count."""

    def __init__(self, asks: Sequence[Ask], model: Model) -> None:
        units = [unit for ask in asks for unit in ask.units]
        self.codes = codes_of("".join([f"{unit.lead}{unit.text}{unit.tail}\n" for unit in units]))
        leads = np.array([len(unit.lead) for unit in units], dtype=np.int64)
        sizes = np.array([len(unit.text) + len(unit.tail) + 1 for unit in units], dtype=np.int64)
        self.lengths = leads + sizes
        self.starts = np.cumsum(self.lengths) - self.lengths
        counts = np.ones(len(self.codes), dtype=bool)
        for lead in range(int(leads.max(initial=0))):
            counts[self.starts[leads > lead] + lead] = False
        counts[self.starts + self.lengths - 1] = False
        self.counts = counts
        self.owner = np.repeat(np.arange(len(asks)), [len(ask.units) for ask in asks])
        """Of every unit, the number of its question."""
        self.of = np.repeat(self.owner, self.lengths)
        """Of every character, the number of its question."""
        self.bits = model.bits(self.codes)
        self.case = model.case[self.codes]
        self.rows = symbol_rows(self.codes, model)
        self.languages = np.stack([ask.languages[:-1] for ask in asks])

    def under(self, caps: Bits, unknown_caps: Bits, model: Model, usual: Bits | None, *, is_standing: bool) -> Matrix:
        """The bits of each unit under the languages of its question, nothing above its cap."""
        out = np.empty((len(self.starts), self.languages.shape[1] + 1), dtype=np.float32)
        near = self.codes > 0x7F
        near[1:] |= near[:-1]
        free = np.minimum(self.bits, unknown_caps)
        if usual is not None:
            free = np.maximum(free - usual, 0) * near
        out[:, -1] = np.add.reduceat(free * self.counts, self.starts)
        first = 0
        while first < len(self.starts):
            last = max(first + 1, int(np.searchsorted(self.starts, self.starts[first] + _CELLS // out.shape[1])))
            begin = int(self.starts[first])
            end = int(self.starts[last]) if last < len(self.starts) else len(self.codes)
            place = slice(begin, end)
            columns = self.languages[self.of[place]]
            ratios = model.languages.ratios_in(self.rows[place], columns)
            cells = np.clip(self.bits[place, None] - ratios * np.float32(UNIT), LEAST_BITS, caps[place, None])
            if is_standing:
                self._spare_native(cells, begin, columns, model)
            if usual is not None:
                cells = np.maximum(cells - usual[place, None], 0) * near[place, None]
            cells[~self.counts[place]] = 0
            out[first:last, :-1] = np.add.reduceat(cells, self.starts[first:last] - begin, axis=0)
            first = last
        return out

    def _spare_native(self, cells: Matrix, begin: int, columns: npt.NDArray[np.intp], model: Model) -> None:
        """Letters that a language has, and what stands behind them, are capped lower in it."""
        codes = self.codes[begin : begin + len(cells)]
        letters = np.flatnonzero((self.case[begin : begin + len(cells)] > 0) & (codes > 0x7F))
        own = model.languages.ratios_in(model.symbol[codes[letters]].astype(np.int32), columns[letters])
        is_native = own > _NATIVE
        cells[letters] = np.where(is_native, np.minimum(cells[letters], np.float32(NATIVE_CAP)), cells[letters])
        is_followed = letters + 1 < len(cells)
        behind, is_native = letters[is_followed] + 1, is_native[is_followed]
        is_plain = codes[behind] < 0x80
        behind, is_native = behind[is_plain], is_native[is_plain]
        spared = np.minimum(cells[behind], np.float32(BEHIND_NATIVE_CAP))
        cells[behind] = np.where(is_native, spared, cells[behind])


def _standing(asks: Sequence[Ask], model: Model) -> Matrix:
    laid = _Laid(asks, model)
    foreign = _foreign_caps(laid.codes, model, np.array([ask.foreign_cap for ask in asks], dtype=np.float32)[laid.of])
    places = _Places(laid)
    known = np.maximum(places.caps(SURPRISE_CAP), foreign)
    unknown = np.maximum(places.caps(UNKNOWN_CAP), foreign)
    usual = np.array([ask.usual for ask in asks], dtype=np.float32)
    return laid.under(known, unknown, model, usual[laid.of] if usual.any() else None, is_standing=True)


def _reading(asks: Sequence[Ask], model: Model) -> Matrix:
    laid = _Laid(asks, model)
    case = laid.case
    are_utf8 = np.array([utf8 for ask in asks for utf8 in ask.are_utf8 or ()], dtype=bool)
    caps = np.repeat(np.where(are_utf8, UTF8_CAP, READING_CAP), laid.lengths).astype(np.float32)
    is_rare = (model.member_bits[laid.codes] > 0) & (laid.codes > 0x7F) & ~_is_emoji(laid.codes)
    caps[is_rare & (case == 0)] = np.where(laid.codes[is_rare & (case == 0)] < 0x10000, FOREIGN_CAP, STRANGE_CAP)
    foreign = _foreign_caps(laid.codes, model, np.full(len(case), FOREIGN_CAP, dtype=np.float32))
    caps[(is_rare & (case > 0)) | (foreign >= FOREIGN_CAP)] = STRANGE_CAP
    is_plain = laid.codes < 0x80
    caps[is_plain] = SURPRISE_CAP
    _forgive_losses(laid.codes, caps)
    inner = np.zeros(len(case), dtype=np.float32)
    is_inner = (case[1:-1] == _CAPITAL) & (case[:-2] == _SMALL) & ~is_plain[1:-1]
    inner[1:-1][is_inner] = INNER_CAPITAL_BITS
    unknown = np.where(is_plain, np.float32(UNKNOWN_CAP), caps)
    return laid.under(caps, unknown, model, None, is_standing=False) + np.add.reduceat(inner, laid.starts)[:, None]


def is_within_words(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which signs stand between the letters of words: apostrophes, hyphens, joiners and their like."""
    return _flags()[codes] & _WITHIN_WORD > 0


def _is_emoji(codes: Codes) -> npt.NDArray[np.bool_]:
    return (codes >= 0x1F000) & (codes <= 0x1FAFF)


def is_control(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which characters are C1 controls."""
    return (codes >= 0x80) & (codes <= 0x9F)


class _Places:
    """Where the characters stand, in units laid out, whose caps are their own."""

    def __init__(self, laid: _Laid) -> None:
        codes, case = laid.codes, laid.case
        self.codes = codes
        flags = _flags()[codes]
        letter = case > 0
        self.beyond = np.flatnonzero(codes > 0x7F)
        capital = case == _CAPITAL
        small = np.append(case == _SMALL, [False, False])
        beside = np.zeros(len(codes), dtype=bool)
        beside[1:] = capital[:-1]
        beside[:-1] |= capital[1:]
        self.acronyms = np.flatnonzero(capital & beside & ~small[1:-1] & ~small[2:])
        key = laid.of[self.beyond] << 21 | codes[self.beyond]
        self.times = _times_seen(key)
        behind = self.beyond[self.beyond + 1 < len(codes)] + 1
        self.behind = behind[codes[behind] <= 0x7F]
        padded = np.full(len(codes) + 2, 0x20, dtype=np.uint32)
        padded[1:-1] = codes
        alone = self.beyond[(padded[self.beyond] <= 0x20) & (padded[self.beyond + 2] <= 0x20)]
        self.alone, self.alone_letter = alone, letter[alone]
        self.alone_times = _times_seen(laid.of[alone])
        gap = self.beyond[(codes[self.beyond] == _NO_BREAK) & ~_is_letter_at(letter, self.beyond - 1)]
        self.gap = gap
        spaced = gap[(gap > 0) & ((codes[gap - 1] == _NO_BREAK) | (codes[gap - 1] == 0x20))]
        self.spaces = np.concatenate([spaced, (spaced + 1)[codes[spaced + 1] == 0x20]])
        is_within = np.zeros(len(codes), dtype=bool)
        is_within[1:-1] = letter[:-2] & letter[2:] & ~letter[1:-1]
        is_inside = is_within[self.beyond] & (flags[self.beyond] & _WITHIN_WORD == 0)
        self.inside, self.times_inside = self.beyond[is_inside], self.times[is_inside]
        self.is_operator = (codes[self.inside] >= 0x2190) & (codes[self.inside] <= 0x22FF)
        usual = flags & _USUAL_SIGN > 0
        usual[1:] &= ~((codes[1:] == _BULLET) & letter[:-1])
        self.usual = np.flatnonzero(usual)

    def caps(self, cap: float) -> Bits:
        """The bits that each character can have at most which may be sound though the model does not know it."""
        codes, beyond = self.codes, self.beyond
        caps = np.full(len(codes), cap, dtype=np.float32)
        caps[self.acronyms] = CAPITAL_CAP
        caps[beyond] = REPEATED_CAP + (caps[beyond] - REPEATED_CAP) / self.times
        caps[self.behind] = np.minimum(caps[self.behind - 1], BEHIND_CAP)
        lone = np.where(self.alone_letter, min(cap, LONE_LETTER_CAP), min(cap, LONE_CAP) - 1.0)
        caps[self.alone] = np.minimum(lone, LONE_LEAST + lone / self.alone_times)
        caps[self.gap] = NO_BREAK_CAP
        caps[self.spaces] = LEAST_BITS
        caps[self.usual] = np.minimum(caps[self.usual], USUAL_SIGN_CAP)
        most = np.where(self.is_operator, OPERATOR_CAP, INNER_SIGN_CAP)
        caps[self.inside] = REPEATED_CAP + (most - REPEATED_CAP) / self.times_inside
        caps[codes == _APOSTROPHE] = APOSTROPHE_CAP
        caps[codes == _SOFT_HYPHEN] = NO_BREAK_CAP
        caps[is_control(codes)] = CONTROL_CAP
        _forgive_losses(codes, caps)
        caps[codes == NEWLINE] = LEAST_BITS
        return caps


@functools.cache
def _flags() -> npt.NDArray[np.uint8]:
    """Of every code point, the lists of signs and letters that it is on."""
    flags = np.zeros(0x110000, dtype=np.uint8)
    flags[_USUAL_SIGNS] |= _USUAL_SIGN
    flags[_WITHIN_WORDS] |= _WITHIN_WORD
    flags[_LOOK_ALIKES] |= _LOOK_ALIKE
    return flags


def _forgive_losses(codes: Codes, caps: Bits) -> None:
    """A replacement character says that something is lost, nothing of what stands around it."""
    lost = np.flatnonzero(codes == _REPLACEMENT)
    caps[lost] = LOST_CAP
    behind = lost[lost + 1 < len(codes)] + 1
    caps[behind] = np.minimum(caps[behind], UNKNOWN_CAP)


def _is_letter_at(letter: npt.NDArray[np.bool_], places: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    return np.where(places >= 0, letter[np.maximum(places, 0)], False)


def _foreign_caps(codes: Codes, model: Model, cap: Bits) -> Bits:
    """Of a character that no notation explains, the bits that it has in any language: else 0."""
    classes = model.symbol_class[model.symbol[codes]]
    family, many = _script_families(model)
    own = family[classes]
    caps = np.where(many[classes], np.float32(MANY_CAP), np.float32(0))
    foreign = np.zeros(len(codes), dtype=bool)
    foreign[1:] = (own[1:] != own[:-1]) & (own[1:] > 0) & (own[:-1] > 0)
    foreign[:-1] |= foreign[1:] & (codes[:-1] > 0x7F)
    foreign &= codes > 0x7F
    caps[foreign] = cap[foreign]
    caps[foreign & (_flags()[codes] & _LOOK_ALIKE > 0)] = LOOK_ALIKE_CAP
    caps[(codes >= 0xE000) & (codes <= 0xF8FF)] = FOREIGN_CAP
    return caps


_KINDRED = ("aé", "かカ中ー한")  # scripts that stand beside each other within words, by their letters
_MANY = "中한"  # scripts of thousands of characters


@functools.lru_cache(4)
def _script_families(model: Model) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Of every class, the family of scripts that it belongs to (0: no letter), and whether it has thousands."""

    def class_of(letter: str) -> int:
        return int(model.symbol_class[model.symbol[ord(letter)]])

    family = np.zeros(256, dtype=np.uint8)
    family[1 : len(model.class_bits)] = np.arange(1, len(model.class_bits))
    for letters in _KINDRED:
        family[[class_of(letter) for letter in letters]] = class_of(letters[0])
    many = np.zeros(256, dtype=bool)
    many[[class_of(letter) for letter in _MANY]] = True
    return family, many


def _times_seen(codes: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """How many times each value has stood up to here, itself included."""
    order = np.argsort(codes, kind="stable")
    is_first = np.ones(len(codes), dtype=bool)
    is_first[1:] = codes[order[1:]] != codes[order[:-1]]
    place = np.arange(len(codes))
    times = np.empty(len(codes), dtype=np.int64)
    times[order] = place - np.maximum.accumulate(np.where(is_first, place, 0)) + 1
    return times
