"""Mangled words that were changed afterwards: which words of a text are such, judged by the model.

`changes.py` has what a word can have been; here it is told which words are worth asking for, and which of what they can
have been is so much likelier than the word that it is what happened.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.changes import STRAIGHT, TRIED, USUAL, Altered, Change, sources_of, undo_changes
from mojibake_fix.engine.formulas import is_of_formula
from mojibake_fix.engine.pages import PLANE
from mojibake_fix.engine.plain import BEYOND_LATIN, as_it_looks
from mojibake_fix.engine.vouched import is_known_word
from mojibake_fix.plausibility import load_model
from mojibake_fix.plausibility.model import codes_of
from mojibake_fix.types import Step

_READ_COST = 0.7  # bits for each page that is commoner
MARGIN = 16.0
"""Bits that what an altered word says must be more plausible than the word, the cost of the accident paid."""
ALONE_MARGIN = 26.0
"""The same for a text that is one word: there are millions of names."""
_LONG_ENOUGH = 5  # letters of a known word that is none by chance
_LEAST_BESIDE = 4  # the same of one that is known as it stands, beside signs
_PHONETIC, _GREEK = 0x250, 0x370  # where the letters of phonetics begin, and where they and the accents end
_OF_THOUSANDS = "\u0800"  # from here on three bytes are one character
_CAP = 16.0  # bits that a character counts at most: one odd sign is no proof
_WORD = re.compile(r"\S+")
_STRETCHED = re.compile(r"([^\x00-\x7f])\1{3,}")
"""A letter again and again, as in a cry."""
_BEFORE_QUOTE = re.compile("(?<![^\x00-\x7f])[^\x00-\x7f](['\"])")
"""A letter beyond ASCII by itself before a straight quote."""
_MORE_BYTES = re.compile("[^\x00-\x7f]{2}")
_EDGES = ".,:;!?()[]{}<>|/=*\"'"  # what stands around a word, and is no part of it
_CHANGED = " "  # between the reader and the change, in a step


@dataclass(frozen=True, slots=True)
class AlteredWord:
    """`text[start:end]` becomes `after`: what was mangled by `step`, which names the change, too."""

    start: int
    end: int
    after: str
    step: Step
    gain: float


def altered_words(text: str, explained: Sequence[tuple[int, int]] = (), *, is_alone: bool = True) -> list[AlteredWord]:
    """The words of a text that were mangled and then put into other letters, in their order.

    `explained` are the stretches, from the left, of which it is known what happened: their words are left out.
    A text of one word asks for more where it `is_alone`.

    >>> [(found.after, str(found.step)) for found in altered_words("un cafã© noir")]
    [('café', 'utf-8 read as cp1252 lower-cased')]
    >>> altered_words("a maçã não caiu")
    []
    """
    tried: list[tuple[int, str, Altered]] = []
    known: dict[str, list[Altered]] = {}
    starts = [start for start, _ in explained]
    for at, whole, readers in _suspicious_words(text):
        word = whole.strip(_EDGES)
        start = at + whole.index(word)
        last = bisect.bisect_left(starts, start + len(word)) - 1
        if last < 0 or explained[last][1] <= start:
            if word not in known:
                known[word] = [] if _is_explained(word) else list(undo_changes(word, readers, _model_bits))
            is_quoted = any(quote in whole for quote in STRAIGHT) and _are_quoted(text, at, at + len(whole))
            is_quoted |= any(f"={quote}" in whole for quote in STRAIGHT)  # of an attribute, or an argument
            tried += [(start, word, one) for one in known[word] if not (is_quoted and one.change is Change.STRAIGHT)]
    if not tried:
        return []
    before = load_model().totals([f" {word} " for _, word, _ in tried], cap=_CAP)
    after = load_model().totals([f" {one.after} " for _, _, one in tried], cap=_CAP)
    best: dict[int, AlteredWord] = {}
    for (start, word, one), gain in zip(tried, (before - after).tolist(), strict=True):
        step = Step("utf-8", one.reader + _CHANGED + one.change)
        is_name = is_alone and word == text and not _is_known(one.after, _LONG_ENOUGH)
        gained = gain - _READ_COST * TRIED.index(one.reader) - (ALONE_MARGIN if is_name else MARGIN)
        if gained <= 0 or not _is_usual(one.after) or (word.isalpha() and not is_known_word(one.after)):
            continue  # the last is nothing but letters, as sound words are
        if start not in best or gained > best[start].gain:
            best[start] = AlteredWord(start, start + len(word), one.after, step, gained)
    found = list(best.values())
    return [] if all(_is_stray(one.after) for one in found) else found


def _is_stray(after: str) -> bool:
    """Whether a word is one letter far from Latin, which says nothing by itself: `ğµ` is hardly `е`."""
    return len(after) == 1 and after >= BEYOND_LATIN


def _is_explained(word: str) -> bool:
    """Whether a word is what it looks like: typed in another script, known beside signs, a formula, or a cry."""
    is_cry = _STRETCHED.search(word) is not None
    return is_cry or as_it_looks(word).isascii() or _is_word_beside_signs(word) or _is_formula(word)


def _are_quoted(text: str, start: int, end: int) -> bool:
    """Whether all letters beyond ASCII of a stretch that quotes stand behind end what these quotes close.

    Programs write `'ä','ö'`, of which each letter and quote could be two bytes.
    """
    line = text.rfind("\n", 0, start) + 1
    found = list(_BEFORE_QUOTE.finditer(text, start, end))
    are_closing = all(text.count(match[1], line, match.start(1)) % 2 for match in found)
    return bool(found) and are_closing and not _MORE_BYTES.search(text, start, end)


def _is_formula(word: str) -> bool:
    """Whether a formula, a measure or a price explains a character: `π²/6`."""
    return any(char > "\x7f" and is_of_formula(word, place) for place, char in enumerate(word))


def _is_word_beside_signs(text: str) -> bool:
    """Whether a known word stands before or behind signs beyond ASCII: `hyvä—` is no `hyvė`, whatever its bytes."""
    ends = [place for place, char in enumerate(text) if char.isalpha()]
    if not ends or ends[-1] - ends[0] + 1 == len(text):
        return False
    return _is_known(text[ends[0] : ends[-1] + 1], _LEAST_BESIDE)


def _is_known(word: str, least: int) -> bool:
    """Whether a word of so many letters is known."""
    return len(word) >= least and is_known_word(word)


def _is_usual(text: str) -> bool:
    """Whether a text holds letters of one script, none of phonetics or for presentation, and usual signs.

    One character of a script that has thousands is no word that was put into capitals: capitals in a row may show it.
    Nor is one that hardly any text holds.
    """
    if len(text) == 1 and (text >= _OF_THOUSANDS or load_model().member_bits[ord(text)] > 0):
        return False
    rest = [char for char in text if char > "\x7f" and char not in USUAL]
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in rest}
    if any(char.isalpha() for char in text if char < "\x80"):
        scripts.add("LATIN")
    return len(scripts) < 2 and all(
        unicodedata.category(char)[0] in "LM"
        and unicodedata.normalize("NFKC", char) == char
        and not _PHONETIC <= ord(char) < _GREEK
        for char in rest
    )


def is_alteration(step: Step) -> bool:
    """Whether a step is that of a word that was changed after it was mangled."""
    return step.read.partition(_CHANGED)[2] in set(Change)


def undo_alteration(word: str, step: Step) -> str | None:
    """What an altered word says, by a step of `altered_words`; None where it does not fit."""
    reader, _, change = step.read.partition(_CHANGED)
    found = undo_changes(word, [reader], _model_bits)
    return next((one.after for one in found if one.change == change), None)


def _model_bits(texts: Sequence[str]) -> Sequence[float]:
    bits: list[float] = load_model().totals(texts).tolist()
    return bits


def _suspicious_words(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """The words that a change can have made of UTF-8 under some page: where each begins, the word, and the pages.

    Of such a word every character beyond ASCII is the first byte of a character, with a further one behind it, or a
    further one, behind another.
    """
    if not _first_and_further().search(text):  # so with most texts
        return
    lead, tail = _leads_and_tails()
    codes = codes_of(f" {text} ")
    begins, goes_on = lead.take(codes, mode="clip"), tail.take(codes, mode="clip")
    if not (begins[:-1] & goes_on[1:]).any():
        return
    fits = begins[1:-1] & goes_on[2:] | goes_on[1:-1] & (begins[:-2] | goes_on[:-2])
    fits[codes[1:-1] < 0x80] = _ANY
    spans = [match.span() for match in _WORD.finditer(text)]
    bounds = np.array(spans, dtype=np.intp).reshape(-1)
    masks = np.bitwise_and.reduceat(np.append(fits, _ANY), bounds)[::2]
    for k in ((masks != 0) & (masks != _ANY)).nonzero()[0].tolist():
        start, end = spans[k]
        yield start, text[start:end], _readers_of(int(masks[k]))


_ANY = ~np.uint64(0)


@functools.lru_cache(1024)
def _readers_of(mask: int) -> list[str]:
    """The pages of which a set of pages and changes holds any change."""
    own = (1 << len(Change)) - 1
    return [reader for k, reader in enumerate(TRIED) if mask >> k * len(Change) & own]


@functools.cache
def _first_and_further() -> re.Pattern[str]:
    """What can be the first byte of a character of UTF-8 under some page and change, and a further one under some."""
    first, further = (re.escape("".join(map(chr, np.flatnonzero(masks).tolist()))) for masks in _leads_and_tails())
    return re.compile(f"[{first}][{further}]")


@functools.cache
def _leads_and_tails() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Of each code point, and last of all beyond the basic plane: under which pages and changes, a bit for both, it can
    be the first byte of a character of UTF-8, and under which a further one.
    """
    lead, tail = np.zeros((2, PLANE + 1), dtype=np.uint64)
    for bit, (reader, change) in enumerate(itertools.product(TRIED, Change)):
        for char, data in sources_of(reader, change).items():
            if len(char) > 1:
                continue  # `ß` in capitals: no character of a word is both
            if any(0xC2 <= byte <= 0xF4 for byte in data) and char not in STRAIGHT:
                lead[ord(char)] |= np.uint64(1 << bit)
            if any(byte & 0xC0 == 0x80 for byte in data):
                tail[ord(char)] |= np.uint64(1 << bit)
    for quote in STRAIGHT:  # for the last sign of a curly one, whichever it was
        tail[ord(quote)] = _ANY
    return lead, tail
