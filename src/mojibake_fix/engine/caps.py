"""The benefit of the doubt: how many bits a character can have at most.

Sound text holds signs, names and notations that no model foresees, so no character of what stands there counts more
than a cap, which depends on what it is and on what stands around it. A reading, which has more to prove, has caps that
are higher.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.frames import DRAWN, LINES
from mojibake_fix.plausibility.model import NEWLINE, Bits, Codes, Model

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
CONTROL_CAP = 30.0
"""The cap of a C1 control, which no sound text holds."""
INNER_SIGN_CAP = 26.0
"""The cap of a sign between two letters: no language writes one there, but for apostrophes, hyphens and their like."""
OPERATOR_CAP = 16.0
"""The same for arrows and operators, which formulas write there."""
INNER_CAPITAL_CAP = 18.0
"""The cap of a capital beyond ASCII behind two small letters, where no orthography has one."""
APOSTROPHE_CAP = 6.0
"""The cap of the curly apostrophe, which stands within words of many languages."""
NATIVE_CAP = 11.0
"""The same for a letter that the language has, where it was never met before: words are many."""
LOOK_ALIKE_CAP = 12.0
"""The cap of a letter that looks like one of the script around it: people type them, and programs confuse them."""
NO_BREAK_CAP = 2.0
"""The cap of a no-break space beside another space or sign, and of a soft hyphen, which editors put anywhere."""
NO_HYPHEN_CAP = 18.0
"""The cap of a soft hyphen between a capital beyond ASCII and a small letter, where no word is divided."""
INNER_CAPITAL_BITS = 5.0
"""Bits that a capital within a word costs a reading: names of programs have some, but who would doubt those?"""
FOREIGN_CAP = 30.0
"""The cap of a letter of one script within a word of another, and of a character for private use."""
GROWN_BITS = 6.0
"""Bits that this cap is higher by for a character of thousands behind a small letter: words do not grow ideographs."""
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
FRAME_BITS = 12.0
"""Bits more for a piece of a frame, as consoles draw them, in prose: there are no frames of one piece. And for the sign
of no currency behind a number: in prose, a price is in one."""
FRAME_PROSE = np.float32(3.0)
"""How much less prose it takes to tell so of a line of a frame than of all else that depends on it."""
LEAST_BITS = 0.3
"""Bits that every character has at least: no text is certain."""

_APOSTROPHE, _NO_BREAK, _SOFT_HYPHEN, _BULLET, _REPLACEMENT, _ANY_CURRENCY = 0x2019, 0xA0, 0xAD, 0x2022, 0xFFFD, 0xA4
_USUAL_SIGNS = np.array([*map(ord, "–—―‘“”„«»…•·°©®™№§€£´")])
LOOK_ALIKES = "аеорсухіјѕһԁցոսАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧονάέίόύёЁїЇıʼ"
"""Letters of other scripts that look like those of Latin."""
LOOK_LIKE = "aeopcyxijshdgnuABEKMHOPCTYXIJSABEZHIKMNOPTYXovaeioueEiIi'"
"""The letter of Latin that each of them looks like."""
_LOOK_ALIKES = np.array([*map(ord, LOOK_ALIKES)])
_WITHIN_WORDS = np.array(
    [
        0xAD,
        0xB4,
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
_FRAMES = np.array([0x2320, 0x2321, *range(ord(DRAWN[0]), ord(DRAWN[1]) + 1)])
_LINES = tuple(map(ord, LINES))
_USUAL_SIGN, _WITHIN_WORD, _LOOK_ALIKE, _FRAME = 1, 2, 4, 8  # bits of a flag
_SMALL, _CAPITAL = 1, 2  # the model's cases


def is_within_words(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which signs stand between the letters of words: apostrophes, hyphens, joiners and their like."""
    return _flags()[codes] & _WITHIN_WORD > 0


def is_emoji(codes: Codes) -> npt.NDArray[np.bool_]:
    return (codes >= 0x1F000) & (codes <= 0x1FAFF)


def is_control(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which characters are C1 controls."""
    return (codes >= 0x80) & (codes <= 0x9F)


class Places:
    """Where the characters stand, in words laid out, whose caps are their own."""

    def __init__(self, codes: Codes, case: npt.NDArray[np.uint8], of: npt.NDArray[np.integer]) -> None:
        """`case` is the model's case of each character, `of` the number of the document that it stands in."""
        self.codes = codes
        flags = _flags()[codes]
        frame = flags & _FRAME > 0
        prices = np.flatnonzero(codes == _ANY_CURRENCY)
        frame[prices[_is_behind_number(codes, prices)]] = True
        self.frames = np.flatnonzero(frame)
        letter = case > 0
        self.beyond = np.flatnonzero(codes > 0x7F)
        capital = case == _CAPITAL
        small = np.append(case == _SMALL, [False, False])
        beside = np.zeros(len(codes), dtype=bool)
        beside[1:] = capital[:-1]
        beside[:-1] |= capital[1:]
        self.acronyms = np.flatnonzero(capital & beside & ~small[1:-1] & ~small[2:])
        is_inner_capital = capital & (codes > 0x7F)
        is_inner_capital[2:] &= small[1:-3] & small[:-4]
        is_inner_capital[:2] = False
        self.inner_capitals = np.flatnonzero(is_inner_capital)
        hyphens = np.flatnonzero(codes == _SOFT_HYPHEN)
        behind_capital = (hyphens > 0) & capital[hyphens - 1] & (codes[hyphens - 1] > 0x7F)
        self.hyphens, self.no_hyphens = hyphens, hyphens[behind_capital & small[hyphens + 1]]
        key = of[self.beyond] << 21 | codes[self.beyond]
        self.times = _times_seen(key)
        behind = self.beyond[self.beyond + 1 < len(codes)] + 1
        self.behind = behind[codes[behind] <= 0x7F]
        padded = np.full(len(codes) + 2, 0x20, dtype=np.uint32)
        padded[1:-1] = codes
        alone = self.beyond[(padded[self.beyond] <= 0x20) & (padded[self.beyond + 2] <= 0x20)]
        self.alone, self.alone_letter, self.alone_frame = alone, letter[alone], frame[alone]
        self.alone_times = _times_seen(of[alone])
        gap = self.beyond[(codes[self.beyond] == _NO_BREAK) & ~_is_letter_at(letter, self.beyond - 1)]
        self.gap = gap
        spaced = gap[(gap > 0) & ((codes[gap - 1] == _NO_BREAK) | (codes[gap - 1] == 0x20))]
        self.spaces = np.concatenate([spaced, (spaced + 1)[codes[spaced + 1] == 0x20]])
        is_within = np.zeros(len(codes), dtype=bool)
        is_within[1:-1] = letter[:-2] & letter[2:] & ~letter[1:-1]
        is_inside = is_within[self.beyond] & (flags[self.beyond] & (_WITHIN_WORD | _FRAME) == 0)
        self.inside, self.times_inside = self.beyond[is_inside], self.times[is_inside]
        self.is_operator = (codes[self.inside] >= 0x2190) & (codes[self.inside] <= 0x22FF)
        usual = flags & _USUAL_SIGN > 0
        usual[1:] &= ~((codes[1:] == _BULLET) & letter[:-1])
        self.usual = np.flatnonzero(usual)

    def caps(self, cap: float, prose: Bits) -> Bits:
        """The bits that each character can have at most which may be sound though the model does not know it.

        `prose` tells of each character how surely it stands in prose.
        """
        codes, beyond = self.codes, self.beyond
        caps = np.full(len(codes), cap, dtype=np.float32)
        caps[self.frames] = np.maximum(cap, UNKNOWN_CAP + self._frame_bits(self.frames, prose))
        caps[self.acronyms] = CAPITAL_CAP
        caps[beyond] = REPEATED_CAP + (caps[beyond] - REPEATED_CAP) / self.times
        caps[self.inner_capitals] = np.maximum(caps[self.inner_capitals], INNER_CAPITAL_CAP)
        caps[self.behind] = np.minimum(caps[self.behind - 1], BEHIND_CAP)
        lone = np.where(self.alone_letter, min(cap, LONE_LETTER_CAP), min(cap, LONE_CAP) - 1.0)
        lone += self.alone_frame * self._frame_bits(self.alone, prose)
        caps[self.alone] = np.minimum(lone, LONE_LEAST + lone / self.alone_times)
        caps[self.gap] = NO_BREAK_CAP
        caps[self.spaces] = LEAST_BITS
        caps[self.usual] = np.minimum(caps[self.usual], USUAL_SIGN_CAP)
        most = np.where(self.is_operator, OPERATOR_CAP, INNER_SIGN_CAP)
        caps[self.inside] = REPEATED_CAP + (most - REPEATED_CAP) / self.times_inside
        caps[codes == _APOSTROPHE] = APOSTROPHE_CAP
        caps[self.hyphens] = NO_BREAK_CAP
        caps[self.no_hyphens] = NO_HYPHEN_CAP
        caps[is_control(codes)] = CONTROL_CAP
        forgive_losses(codes, caps)
        caps[codes == NEWLINE] = LEAST_BITS
        return caps

    def _frame_bits(self, places: npt.NDArray[np.intp], prose: Bits) -> Bits:
        """Bits more for pieces of frames at some places."""
        own = self.codes[places]
        is_line = (own >= _LINES[0]) & (own <= _LINES[1])  # blocks are bullets and cursors, too
        steepness = np.where(is_line, FRAME_PROSE, np.float32(1.0))
        return np.minimum(prose[places] * steepness, np.float32(1.0)) * np.float32(FRAME_BITS)


@functools.cache
def _flags() -> npt.NDArray[np.uint8]:
    """Of every code point, the lists of signs and letters that it is on."""
    flags = np.zeros(0x110000, dtype=np.uint8)
    flags[_USUAL_SIGNS] |= _USUAL_SIGN
    flags[_WITHIN_WORDS] |= _WITHIN_WORD
    flags[_LOOK_ALIKES] |= _LOOK_ALIKE
    flags[_FRAMES] |= _FRAME
    return flags


def forgive_losses(codes: Codes, caps: Bits) -> None:
    """A replacement character says that something is lost, nothing of what stands around it."""
    lost = np.flatnonzero(codes == _REPLACEMENT)
    caps[lost] = LOST_CAP
    behind = lost[lost + 1 < len(codes)] + 1
    caps[behind] = np.minimum(caps[behind], UNKNOWN_CAP)


def _is_behind_number(codes: Codes, places: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Whether a digit stands before each place, or before the space before it."""
    before = codes[np.maximum(places - 1, 0)]
    before = np.where((before == 0x20) | (before == _NO_BREAK), codes[np.maximum(places - 2, 0)], before)
    return (before >= ord("0")) & (before <= ord("9")) & (places > 0)


def _is_letter_at(letter: npt.NDArray[np.bool_], places: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    return np.where(places >= 0, letter[np.maximum(places, 0)], False)


def foreign_caps(codes: Codes, model: Model, cap: Bits) -> Bits:
    """Of a character that no notation explains, the bits that it has in any language: else 0."""
    classes = model.symbol_class[model.symbol[codes]]
    family, many = script_families(model)
    own = family[classes]
    caps = np.where(many[classes], np.float32(MANY_CAP), np.float32(0))
    foreign = np.zeros(len(codes), dtype=bool)
    foreign[1:] = (own[1:] != own[:-1]) & (own[1:] > 0) & (own[:-1] > 0)
    foreign[:-1] |= foreign[1:] & (codes[:-1] > 0x7F)
    foreign &= codes > 0x7F
    caps[foreign] = cap[foreign]
    is_grown = foreign & many[classes]
    is_grown[1:] &= model.case[codes[:-1]] == _SMALL
    is_grown[:1] = False
    caps[is_grown] += np.float32(GROWN_BITS)
    caps[foreign & (_flags()[codes] & _LOOK_ALIKE > 0)] = LOOK_ALIKE_CAP
    caps[(codes >= 0xE000) & (codes <= 0xF8FF)] = FOREIGN_CAP
    return caps


_KINDRED = ("aé", "かカ中ー한")  # scripts that stand beside each other within words, by their letters
_MANY = "中한"  # scripts of thousands of characters


@functools.lru_cache(4)
def script_families(model: Model) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
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
