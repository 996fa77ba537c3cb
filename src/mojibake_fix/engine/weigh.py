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
from collections.abc import Sequence

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
_SMALL, _CAPITAL = 1, 2  # the model's cases
_ROWS_AT_ONCE = 40_000  # characters whose matrix of bits is held at once

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
    starts = np.cumsum([0] + [len(text) + 1 for text in texts[:-1]])
    # Rows of line ends say nothing; long texts are summed in parts to bound the memory.
    for number, (start, text) in enumerate(zip(starts.tolist(), texts, strict=True)):
        for at in range(start, start + len(text), _ROWS_AT_ONCE):
            part = model.languages.ratios(rows[at : min(at + _ROWS_AT_ONCE, start + len(text))])
            out[number, :-1] += np.clip(part, *_EVIDENCE).sum(0, dtype=np.int32) * np.float32(UNIT)
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


class _Laid:
    """Units laid out as one array of characters, with the places that count."""

    def __init__(self, units: Sequence[Unit], model: Model) -> None:
        self.codes = codes_of("".join(f"{unit.lead}{unit.text}{unit.tail}\n" for unit in units))
        lengths = np.fromiter(
            (len(u.lead) + len(u.text) + len(u.tail) + 1 for u in units), dtype=np.int64, count=len(units)
        )
        leads = np.fromiter((len(unit.lead) for unit in units), dtype=np.int64, count=len(units))
        self.starts = np.cumsum(lengths) - lengths
        self.lengths = lengths
        counts = np.ones(len(self.codes), dtype=bool)
        for lead in range(int(leads.max(initial=0))):
            counts[self.starts[leads > lead] + lead] = False
        counts[self.starts + lengths - 1] = False
        self.counts = counts
        self.bits = model.bits(self.codes)
        self.case = model.case[self.codes]
        self.rows = symbol_rows(self.codes, model)

    def under(
        self,
        languages: npt.NDArray[np.intp],
        caps: Bits,
        unknown_caps: Bits,
        model: Model,
        *,
        native_cap: float = np.inf,
        usual: float = 0.0,
    ) -> Matrix:
        """The bits of each unit under the languages (the last column is the unknown one), nothing above its cap.

        With `usual`, only the bits beyond it of characters beyond ASCII, and of those behind them.
        """
        unknown = len(model.languages.names)
        known = languages[languages < unknown]
        out = np.empty((len(self.starts), len(languages)), dtype=np.float32)
        first = 0
        while first < len(self.starts):
            last = int(np.searchsorted(self.starts, self.starts[first] + _ROWS_AT_ONCE))
            last = max(last, first + 1)
            begin = int(self.starts[first])
            end = int(self.starts[last]) if last < len(self.starts) else len(self.codes)
            place = slice(begin, end)
            ratios = model.languages.ratios(self.rows[place])[:, known] * np.float32(UNIT)
            own = model.languages.ratios(model.symbol[self.codes[place]].astype(np.int32))[:, known]
            most = caps[place, None]
            if native_cap < np.inf:
                is_native = (own > _NATIVE) & ((self.case[place] > 0) & (self.codes[place] > 0x7F))[:, None]
                most = np.where(is_native, np.minimum(most, np.float32(native_cap)), most)
                behind = np.zeros_like(is_native)
                behind[1:] = is_native[:-1] & (self.codes[place][1:] < 0x80)[:, None]
                most = np.where(behind, np.minimum(most, np.float32(BEHIND_NATIVE_CAP)), most)
            cells = np.clip(self.bits[place, None] - ratios, LEAST_BITS, most)
            if usual:
                near = self.codes[place] > 0x7F
                near[1:] |= near[:-1]
                cells = np.maximum(cells - np.float32(usual), 0) * near[:, None]
            cells *= self.counts[place, None]
            out[first:last, : len(known)] = np.add.reduceat(cells, self.starts[first:last] - begin, axis=0)
            if len(known) < len(languages):
                free = np.minimum(self.bits[place], unknown_caps[place])
                free = np.maximum(free - np.float32(usual), 0) * self.counts[place]
                out[first:last, -1] = np.add.reduceat(free, self.starts[first:last] - begin)
            first = last
        return out


def standing_bits(
    units: Sequence[Unit],
    languages: npt.NDArray[np.intp],
    model: Model,
    usual: float = 0.0,
    foreign_cap: float = FOREIGN_CAP,
) -> Matrix:
    """The bits of the words of one document as they stand, with the benefit of the doubt.

    A letter of one script within a word of another is capped by `foreign_cap`.
    With `usual`, how odd they are: only the bits beyond it of characters beyond ASCII, and of those behind them.
    """
    laid = _Laid(units, model)
    foreign = _foreign_caps(laid.codes, model, foreign_cap)
    known = np.maximum(_caps(laid.codes, laid.case, SURPRISE_CAP), foreign)
    unknown = np.maximum(_caps(laid.codes, laid.case, UNKNOWN_CAP), foreign)
    return laid.under(languages, known, unknown, model, native_cap=NATIVE_CAP, usual=usual)


def reading_bits(
    units: Sequence[Unit], are_utf8: Sequence[bool], languages: npt.NDArray[np.intp], model: Model
) -> Matrix:
    """The bits of readings of words."""
    laid = _Laid(units, model)
    case = laid.case
    caps = np.repeat(np.where(np.asarray(are_utf8, dtype=bool), UTF8_CAP, READING_CAP), laid.lengths).astype(np.float32)
    is_rare = (model.member_bits[laid.codes] > 0) & (laid.codes > 0x7F) & ~_is_emoji(laid.codes)
    caps[is_rare & (case == 0)] = np.where(laid.codes[is_rare & (case == 0)] < 0x10000, FOREIGN_CAP, STRANGE_CAP)
    caps[(is_rare & (case > 0)) | (_foreign_caps(laid.codes, model) >= FOREIGN_CAP)] = STRANGE_CAP
    is_plain = laid.codes < 0x80
    caps[is_plain] = SURPRISE_CAP
    _forgive_losses(laid.codes, caps)
    inner = np.zeros(len(case), dtype=np.float32)
    is_inner = (case[1:-1] == _CAPITAL) & (case[:-2] == _SMALL) & (laid.codes[1:-1] > 0x7F)
    inner[1:-1][is_inner] = INNER_CAPITAL_BITS
    unknown = np.where(is_plain, np.float32(UNKNOWN_CAP), caps)
    return laid.under(languages, caps, unknown, model) + np.add.reduceat(inner, laid.starts)[:, None]


def _is_emoji(codes: Codes) -> npt.NDArray[np.bool_]:
    return (codes >= 0x1F000) & (codes <= 0x1FAFF)


def is_control(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which characters are C1 controls."""
    return (codes >= 0x80) & (codes <= 0x9F)


def _caps(codes: Codes, case: npt.NDArray[np.uint8], cap: float) -> Bits:
    """The bits that each character of a text can have at most, which may be sound though the model does not know it."""
    caps = np.full(len(codes), cap, dtype=np.float32)
    beyond = np.flatnonzero(codes > 0x7F)
    capital = case == _CAPITAL
    small = np.append(case == _SMALL, [False, False])
    beside = np.zeros(len(codes), dtype=bool)
    beside[1:] = capital[:-1]
    beside[:-1] |= capital[1:]
    caps[capital & beside & ~small[1:-1] & ~small[2:]] = CAPITAL_CAP
    times = _times_seen(codes[beyond])
    caps[beyond] = REPEATED_CAP + (caps[beyond] - REPEATED_CAP) / times
    behind = beyond[beyond + 1 < len(codes)] + 1
    behind = behind[codes[behind] <= 0x7F]
    caps[behind] = np.minimum(caps[behind - 1], BEHIND_CAP)
    padded = np.full(len(codes) + 2, 0x20, dtype=np.uint32)
    padded[1:-1] = codes
    letter = case > 0
    alone = beyond[(padded[beyond] <= 0x20) & (padded[beyond + 2] <= 0x20)]
    lone = np.where(letter[alone], np.minimum(cap, LONE_LETTER_CAP), np.minimum(cap, LONE_CAP) - 1.0)
    caps[alone] = np.minimum(lone, LONE_LEAST + lone / (1 + np.arange(len(alone))))
    gap = beyond[(codes[beyond] == _NO_BREAK) & ~_is_letter_at(letter, beyond - 1)]
    caps[gap] = NO_BREAK_CAP
    spaced = gap[(gap > 0) & ((codes[gap - 1] == _NO_BREAK) | (codes[gap - 1] == 0x20))]
    caps[spaced] = LEAST_BITS
    caps[(spaced + 1)[codes[spaced + 1] == 0x20]] = LEAST_BITS
    inside = beyond[(beyond > 0) & (beyond + 1 < len(codes))]
    inside = inside[letter[inside - 1] & letter[inside + 1] & ~letter[inside] & ~np.isin(codes[inside], _WITHIN_WORDS)]
    usual = np.isin(codes, _USUAL_SIGNS)
    usual[1:] &= ~((codes[1:] == _BULLET) & letter[:-1])
    caps[usual] = np.minimum(caps[usual], USUAL_SIGN_CAP)
    times_inside = times[np.searchsorted(beyond, inside)]
    is_operator = (codes[inside] >= 0x2190) & (codes[inside] <= 0x22FF)
    most = np.where(is_operator, OPERATOR_CAP, INNER_SIGN_CAP)
    caps[inside] = REPEATED_CAP + (most - REPEATED_CAP) / times_inside
    caps[codes == _APOSTROPHE] = APOSTROPHE_CAP
    caps[codes == _SOFT_HYPHEN] = NO_BREAK_CAP
    caps[is_control(codes)] = CONTROL_CAP
    _forgive_losses(codes, caps)
    caps[codes == NEWLINE] = LEAST_BITS
    return caps


def _forgive_losses(codes: Codes, caps: Bits) -> None:
    """A replacement character says that something is lost, nothing of what stands around it."""
    lost = np.flatnonzero(codes == _REPLACEMENT)
    caps[lost] = LOST_CAP
    behind = lost[lost + 1 < len(codes)] + 1
    caps[behind] = np.minimum(caps[behind], UNKNOWN_CAP)


def _is_letter_at(letter: npt.NDArray[np.bool_], places: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    return np.where(places >= 0, letter[np.maximum(places, 0)], False)


def _foreign_caps(codes: Codes, model: Model, cap: float = FOREIGN_CAP) -> Bits:
    """Of a character that no notation explains, the bits that it has in any language: else 0."""
    classes = model.symbol_class[model.symbol[codes]]
    family, many = _script_families(model)
    own = family[classes]
    caps = np.where(many[classes], np.float32(MANY_CAP), np.float32(0))
    foreign = np.zeros(len(codes), dtype=bool)
    foreign[1:] = (own[1:] != own[:-1]) & (own[1:] > 0) & (own[:-1] > 0)
    foreign[:-1] |= foreign[1:] & (codes[:-1] > 0x7F)
    caps[foreign & (codes > 0x7F)] = cap
    caps[foreign & np.isin(codes, _LOOK_ALIKES)] = LOOK_ALIKE_CAP
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


def _times_seen(codes: Codes) -> npt.NDArray[np.int64]:
    """How many times each character has stood up to here, itself included."""
    order = np.argsort(codes, kind="stable")
    is_first = np.ones(len(codes), dtype=bool)
    is_first[1:] = codes[order[1:]] != codes[order[:-1]]
    place = np.arange(len(codes))
    times = np.empty(len(codes), dtype=np.int64)
    times[order] = place - np.maximum.accumulate(np.where(is_first, place, 0)) + 1
    return times
