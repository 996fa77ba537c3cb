"""Mangled words that were changed afterwards: put into other letters, or their quotes made straight.

Software that folds case or straightens quotes takes mojibake for letters and quotes, and so changes bytes: lower-cased,
`Ã©` is `ã©`, whose bytes are no UTF-8. Of every character it is known which ones of a page it can have been before.
Where some of them make the bytes of a word well-formed UTF-8, from its beginning to its end, that is what the word can
have been; hardly any sound word fits by chance. `undo_changes` proposes, `altered_words` judges by the model.

Some changes leave UTF-8 that is well-formed but says something else, or nothing that tells of a change: `THÃ©` was
`thÃ©`. Such words are read as they stand, and not here.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import decode, encode
from mojibake_fix.encodings.codec import HOLE, decode_table, repair_reading
from mojibake_fix.engine.formulas import is_of_formula
from mojibake_fix.engine.pages import PLANE
from mojibake_fix.engine.plain import as_it_looks
from mojibake_fix.plausibility import load_lexicon, load_model
from mojibake_fix.plausibility.lexicon import may_hold
from mojibake_fix.plausibility.model import codes_of
from mojibake_fix.types import Step

TRIED = ("cp1252", "iso8859-1", "cp1254", "cp1251", "cp1250", "mac-roman", "cp850", "cp437", "cp1253", "cp1257")
"""Pages that a word can have been shown in, the commonest first."""
_READ_COST = 0.7  # bits for each page that is commoner
_MOST = 8  # texts that are proposed for each change and page: quotes that were made straight leave a choice
_FOLLOWED = 32  # readings of the rest of a word that are followed, the likeliest
_LAYERS = 4  # layers below the first that are looked for
_LONGEST = 64  # characters of a word that is looked at
_LENGTHS = (2, 3, 4)  # bytes of a character of UTF-8 beyond ASCII

_STRAIGHT = {"'": "‘’‚‛‹›", '"': "“”„‟«»"}
_USUAL = frozenset("’‘“”„–—«»…")  # signs that texts are full of: of others one more is less likely
_STRAIGHTENED = {ord(curly): straight for straight, signs in _STRAIGHT.items() for curly in signs}


Bits = Callable[[Sequence[str]], Sequence[float]]
"""Tells of each of some texts how surprising it is."""


_Way = tuple[int, ...]  # the bytes of a word or of its end, one for each of its characters


class Change(StrEnum):
    """What was done to a word after it was mangled."""

    LOWER = "lower-cased"
    UPPER = "upper-cased"
    TITLE = "title-cased"
    STRAIGHT = "quotes straightened"


@dataclass(frozen=True, slots=True)
class Altered:
    """What a changed word can have been: still mangled (`before`), and what it says, in the case that it was put in."""

    before: str
    reader: str
    change: Change
    after: str


def unusual(texts: Sequence[str]) -> list[float]:
    """How many signs of each text are none of those that texts are full of: all that is told without a model."""
    return [sum(not char.isalnum() and char not in _USUAL for char in text if char > "\x7f") for text in texts]


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
            tried += [(start, word, one) for one in known[word]]
    if not tried:
        return []
    before = load_model().totals([f" {word} " for _, word, _ in tried], cap=_CAP)
    after = load_model().totals([f" {one.after} " for _, _, one in tried], cap=_CAP)
    best: dict[int, AlteredWord] = {}
    for (start, word, one), gain in zip(tried, (before - after).tolist(), strict=True):
        step = Step("utf-8", one.reader + _CHANGED + one.change)
        is_name = is_alone and word == text and not _is_known(one.after, _LONG_ENOUGH)
        gained = gain - _READ_COST * TRIED.index(one.reader) - (ALONE_MARGIN if is_name else MARGIN)
        if _is_usual(one.after) and gained > 0 and (start not in best or gained > best[start].gain):
            best[start] = AlteredWord(start, start + len(word), one.after, step, gained)
    return list(best.values())


def _is_explained(word: str) -> bool:
    """Whether a word is what it looks like: typed with letters of another script, known beside signs, or a formula."""
    return as_it_looks(word).isascii() or _is_word_beside_signs(word) or _is_formula(word)


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
    return len(word) >= least and may_hold(word) and bool(load_lexicon().knows([word])[0])


def _is_usual(text: str) -> bool:
    """Whether a text holds letters of one script, none of phonetics or for presentation, and usual signs.

    One character of a script that has thousands is no word that was put into capitals: capitals in a row may show it.
    Nor is one that hardly any text holds.
    """
    if len(text) == 1 and (text >= _OF_THOUSANDS or load_model().member_bits[ord(text)] > 0):
        return False
    rest = [char for char in text if char > "\x7f" and char not in _USUAL]
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
def _leads_and_tails() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Of each code point, and last of all beyond the basic plane: under which pages and changes, a bit for both, it can
    be the first byte of a character of UTF-8, and under which a further one.
    """
    lead, tail = np.zeros((2, PLANE + 1), dtype=np.uint64)
    for bit, (reader, change) in enumerate(itertools.product(TRIED, Change)):
        for char, data in _sources(reader, change).items():
            if len(char) > 1:
                continue  # `ß` in capitals: no character of a word is both
            if any(0xC2 <= byte <= 0xF4 for byte in data) and char not in _STRAIGHT:
                lead[ord(char)] |= np.uint64(1 << bit)
            if any(byte & 0xC0 == 0x80 for byte in data):
                tail[ord(char)] |= np.uint64(1 << bit)
    for quote in _STRAIGHT:  # for the last sign of a curly one, whichever it was
        tail[ord(quote)] = _ANY
    return lead, tail


def undo_changes(word: str, readers: Sequence[str] = TRIED, bits: Bits = unusual) -> Iterator[Altered]:
    """What a word can have been before it was changed, for each change and page the texts of the fewest bits first.

    Small letters of Cyrillic pages leave a choice for nearly every character, which only a model can make.
    Gives nothing for a word that is well-formed as it stands, or in no case that a change leaves.

        >>> [(one.before, one.reader, one.after) for one in undo_changes("cafã©", ["cp1252"])]
        [('cafÃ©', 'cp1252', 'café')]
        >>> list(undo_changes("são")), list(undo_changes("cafÃ©", ["cp1252"]))
        ([], [])
    """
    if word.isascii() or len(word) > _LONGEST:
        return
    for change in _possible(word):
        for reader in readers:
            if _can_be_left(word, reader, change) and not _is_well_formed(word, reader):
                yield from _undone(word, reader, change, bits)


def _possible(word: str) -> Iterator[Change]:
    """The changes that leave a word as it looks."""
    if word == word.lower():
        yield Change.LOWER
    if word == word.upper():
        yield Change.UPPER
    if word in (word.title(), word.capitalize()):
        yield Change.TITLE
    if any(quote in word for quote in _STRAIGHT):
        yield Change.STRAIGHT


def _can_be_left(word: str, reader: str, change: Change) -> bool:
    """Whether a change can leave all of a word's characters."""
    sources = _sources(reader, change)
    return all(char <= "\x7f" or char in sources for char in word)


def _is_well_formed(word: str, reader: str) -> bool:
    return _below(word, reader) is not None


def _below(text: str, reader: str) -> str | None:
    """The text of which a page shows the bytes of UTF-8 so; None where it shows no UTF-8."""
    data = encode(text, reader)
    return None if data is None else decode(data, "utf-8")


def _undone(word: str, reader: str, change: Change, bits: Bits) -> list[Altered]:
    """The texts of which the change made the word and that the page shows for well-formed UTF-8."""
    sources = _sources(reader, change)
    table = decode_table(reader, repair_reading(reader))
    found = []
    for data in _best(_parses(word, sources, bits, is_straight=change is Change.STRAIGHT), bits, _MOST):
        before = "".join(table[byte] if byte > 0x7F else chr(byte) for byte in data)
        found.append(Altered(before, reader, change, _redone(_innermost(bytes(data).decode(), reader), change, word)))
    return found


def _innermost(text: str, reader: str) -> str:
    """What lies under further layers of the same accident, which happened before the change."""
    for _ in range(_LAYERS):
        below = _below(text, reader)
        if below is None or below == text:
            break
        text = below
    return text


def _best(ways: list[_Way], bits: Bits, most: int) -> list[_Way]:
    """The likeliest of some readings, in order."""
    ranks = bits([bytes(data).decode() for data in ways]) if len(ways) > 1 else [0.0]
    return [data for _, data in sorted(zip(ranks, ways, strict=False))[:most]]


def _is_word(text: str) -> bool:
    """Whether a text can be a word before any change: all of it shows, its letters of one script, in no odd case.

    Of the case of ASCII letters nothing is known: the change reached them, too.
    """
    if not text.isprintable():
        return False
    letters = "".join(char for char in text if char > "\x7f" and unicodedata.category(char)[0] in "LM")
    if text != letters and any(char.isascii() and char.isalpha() for char in text):
        return all(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return letters in (letters.lower(), letters.upper(), letters.capitalize())


def _parses(word: str, sources: Mapping[str, bytes], bits: Bits, *, is_straight: bool) -> list[_Way]:
    """The ways to read a word as well-formed UTF-8: for each of its characters the byte that it was."""
    ways: list[list[_Way]] = [[] for _ in word] + [[()]]
    for at in reversed(range(len(word))):
        if word[at] < "\x80":
            ways[at] += [(ord(word[at]), *rest) for rest in ways[at + 1]]
        for length in _LENGTHS:
            if at + length <= len(word) and ways[at + length]:
                own = _characters(word[at : at + length], sources, is_straight=is_straight)
                ways[at] += [(*data, *rest) for data in own for rest in ways[at + length]]
        ways[at] = [data for data in ways[at] if _is_word(bytes(data).decode())]
        if len(ways[at]) > _FOLLOWED:
            ways[at] = _best(ways[at], bits, _FOLLOWED)
    return ways[0]


def _characters(part: str, sources: Mapping[str, bytes], *, is_straight: bool) -> Iterator[bytes]:
    """The characters of UTF-8 whose bytes the characters of a part of a word can have been."""
    heads = [bytes([byte]) for byte in sources.get(part[0], b"")]
    for char in part[1:-1]:
        heads = [head + bytes([byte]) for head in heads for byte in sources.get(char, b"") if byte & 0xC0 == 0x80]
    lasts = {byte for byte in sources.get(part[-1], b"") if byte & 0xC0 == 0x80}
    meant = part[-1] if is_straight and part[-1] in _STRAIGHT else ""
    for head in heads:
        for last in range(0x80, 0xC0) if meant else sorted(lasts):
            whole = decode(head + bytes([last]), "utf-8")
            # Some put a straight quote for the last sign of `â€œ`, for what the whole of it is.
            if whole is not None and (last in lasts or whole.translate(_STRAIGHTENED) == meant):
                yield head + bytes([last])


@functools.cache
def _sources(reader: str, change: Change) -> Mapping[str, bytes]:
    """For each character, the bytes beyond ASCII that a page showed as what the change made this character of."""
    found: dict[str, set[int]] = {}
    table = decode_table(reader, repair_reading(reader))
    for byte in range(0x80, 0x100):
        if table[byte] != HOLE:
            for made in {fold(table[byte]) for fold in _FOLDS[change]}:
                if made > "\x7f" or made in _STRAIGHT:  # an ASCII letter is what it is
                    found.setdefault(made, set()).add(byte)
    return {char: bytes(sorted(data)) for char, data in found.items()}


_FOLDS: dict[Change, tuple[Callable[[str], str], ...]] = {
    Change.LOWER: (str.lower,),
    Change.UPPER: (str.upper,),
    Change.TITLE: (str.lower, str.title),
    Change.STRAIGHT: (lambda char: char, lambda char: char.translate(_STRAIGHTENED)),
}
"""What a change makes of a character, by where in a word it stands."""


def _redone(text: str, change: Change, word: str) -> str:
    """What a word says, in the case that it was put in."""
    if change is Change.STRAIGHT:
        return text
    if change is Change.LOWER:
        return text.lower()
    if change is Change.UPPER:
        return text.upper()
    return text.capitalize() if word == word.capitalize() else text.title()
