"""What was done to mangled words: put into other letters, or their quotes made straight; and how it is undone.

Software that folds case or straightens quotes takes mojibake for letters and quotes, and so changes bytes: lower-cased,
`Ã©` is `ã©`, whose bytes are no UTF-8. Of every character it is known which ones of a page it can have been before.
Where some of them make the bytes of a word well-formed UTF-8, from its beginning to its end, that is what the word can
have been; hardly any sound word fits by chance. Proposes, and never judges: `altered.py` does.

Some changes leave UTF-8 that is well-formed but says something else, or nothing that tells of a change: `THÃ©` was
`thÃ©`. Such words are read as they stand, and not here.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mojibake_fix.encodings import decode, encode
from mojibake_fix.encodings.codec import HOLE, decode_table, repair_reading

TRIED = ("cp1252", "iso8859-1", "cp1254", "cp1251", "cp1250", "mac-roman", "cp850", "cp437", "cp1253", "cp1257")
"""Pages that a word can have been shown in, the commonest first."""
_MOST = 8  # texts that are proposed for each change and page: quotes that were made straight leave a choice
_FOLLOWED = 32  # readings of the rest of a word that are followed, the likeliest
_LAYERS = 4  # layers below the first that are looked for
_LONGEST = 64  # characters of a word that is looked at
_LENGTHS = (2, 3, 4)  # bytes of a character of UTF-8 beyond ASCII

STRAIGHT = {"'": "‘’‚‛‹›", '"': "“”„‟«»"}
"""Straight quotes, and the curly ones of which each is made."""
USUAL = frozenset("’‘“”„–—«»…")
"""Signs that texts are full of: of others one more is less likely."""
_STRAIGHTENED = {ord(curly): straight for straight, signs in STRAIGHT.items() for curly in signs}


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
    return [sum(not char.isalnum() and char not in USUAL for char in text if char > "\x7f") for text in texts]


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
    if any(quote in word for quote in STRAIGHT):
        yield Change.STRAIGHT


def _can_be_left(word: str, reader: str, change: Change) -> bool:
    """Whether a change can leave all of a word's characters."""
    sources = sources_of(reader, change)
    return all(char <= "\x7f" or char in sources for char in word)


def _is_well_formed(word: str, reader: str) -> bool:
    return _below(word, reader) is not None


def _below(text: str, reader: str) -> str | None:
    """The text of which a page shows the bytes of UTF-8 so; None where it shows no UTF-8."""
    data = encode(text, reader)
    return None if data is None else decode(data, "utf-8")


def _undone(word: str, reader: str, change: Change, bits: Bits) -> list[Altered]:
    """The texts of which the change made the word and that the page shows for well-formed UTF-8."""
    sources = sources_of(reader, change)
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
    meant = part[-1] if is_straight and part[-1] in STRAIGHT else ""
    for head in heads:
        for last in range(0x80, 0xC0) if meant else sorted(lasts):
            whole = decode(head + bytes([last]), "utf-8")
            # Some put a straight quote for the last sign of `â€œ`, for what the whole of it is.
            if whole is not None and (last in lasts or whole.translate(_STRAIGHTENED) == meant):
                yield head + bytes([last])


@functools.cache
def sources_of(reader: str, change: Change) -> Mapping[str, bytes]:
    """For each character, the bytes beyond ASCII that a page showed as what the change made this character of."""
    found: dict[str, set[int]] = {}
    table = decode_table(reader, repair_reading(reader))
    for byte in range(0x80, 0x100):
        if table[byte] != HOLE:
            for made in {fold(table[byte]) for fold in _FOLDS[change]}:
                if made > "\x7f" or made in STRAIGHT:  # an ASCII letter is what it is
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
