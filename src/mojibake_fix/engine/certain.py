"""The frequent case, made cheap: all of a document is UTF-8 that one page was taken for, and nothing else fits.

Bytes of UTF-8 do not come about by chance. Where every character beyond ASCII of a document is part of well-formed
UTF-8 under some page, all such pages give the same text, and that text is nothing odd, there is nothing left to weigh:
if the bytes are many and the page is a single-byte one, or if what stood there was as odd as no sound text is.
Whatever is less clear goes to the judge.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mojibake_fix.encodings import decode, encode, is_single_byte
from mojibake_fix.engine.chance import LETTERS_BY_CHANCE, OF_TWO_BYTES, SOME_PLAIN
from mojibake_fix.engine.find import look, odd_pieces, oddness
from mojibake_fix.engine.layers import readers_in, readers_of_utf8
from mojibake_fix.engine.priors import READERS, Path, step_number
from mojibake_fix.engine.quotes import may_be_examples
from mojibake_fix.engine.readings import C1, restores
from mojibake_fix.engine.usual import SOUND_ENOUGH
from mojibake_fix.engine.words import BETWEEN_MARKS
from mojibake_fix.plausibility.model import Model, codes_of

TRAIL_BYTES = 6
"""Bytes of UTF-8 behind the first of their character from which on chance is ruled out in single-byte pages."""
_ODD = 24.0  # bits of the oddest window from which on fewer bytes, and bytes of any page, are no chance
_APART = 12.0  # bits that the oddest window of a rival reading has more, where it is clear which one is right
_LAYERS = 4
_LARGE, _FIRST = 320, 16  # pieces of a document that is large, and of those that are looked at first
_ODD_ONE_IN = 5  # pieces of a large document of which one may be odd

_BEYOND = re.compile("[^\\x00-\\x7f](?:.*[^\\x00-\\x7f])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Certain:
    """What a document was, and what it suffered."""

    pieces: tuple[str, ...]
    readers: tuple[tuple[int, ...], ...] = ()
    """Of each layer, the numbers of the encodings that it was read in, the commonest first: they show the same."""
    is_at_rest: bool = False
    """Whether nothing odd is left in it."""
    odd: tuple[int, ...] = ()
    """The numbers of its pieces that are odd, and have to be judged."""
    is_sound: bool = False
    """Whether so few are, none of them as UTF-8 misread is, that there was no other accident."""

    @property
    def path(self) -> Path:
        """The chain that the document suffered: of one accident again and again, where that can be."""
        common = [reader for reader in self.readers[0] if all(reader in layer for layer in self.readers)]
        return tuple(step_number(0, common[0] if common else layer[0]) for layer in self.readers)

    @property
    def shows_controls(self) -> bool:
        """Whether it holds C1 controls: no text does, bytes that were shown as one do."""
        return any(C1.search(piece) for piece in self.pieces)


def certain_repairs(documents: Sequence[Sequence[str]], model: Model) -> list[Certain | None]:
    """The repair of each document that is beyond doubt, but for what is `odd` in it; None for all others."""
    out: list[Certain | None] = [None] * len(documents)
    whole = [Certain(tuple(pieces)) for pieces in documents]
    open_ = [(k, document, document) for k, document in enumerate(whole)]
    # Asked of the few that have a layer of UTF-8: it takes longer than to tell which these are.
    may_quote = functools.cache(lambda k: _may_quote(documents[k]))
    for _ in range(_LAYERS):
        if not open_:
            break
        inners = _without_a_layer([outer for _, _, outer in open_], model)
        layers = [
            (k, known, inner)
            for (k, known, _), inner in zip(open_, inners, strict=True)
            if inner is not None and not may_quote(k)
        ]
        proven = _are_proven([(known, inner) for _, known, inner in layers], model)
        # What proves too little may do so together with the layer below.
        open_ = [layer for layer, is_proven in zip(layers, proven, strict=True) if not is_proven]
        deeper = [(k, inner) for (k, _, inner), is_proven in zip(layers, proven, strict=True) if is_proven]
        open_ += [(k, inner, inner) for k, inner in deeper if inner.shows_controls]
        deeper = [(k, inner) for k, inner in deeper if not inner.shows_controls]
        odd = odd_pieces([inner.pieces for _, inner in deeper], model)
        for (k, inner), places in zip(deeper, odd, strict=True):
            if any(_layers_below([Certain((inner.pieces[place],)) for place in places])):
                open_.append((k, inner, inner))
            else:
                many = sum(not piece.isascii() for piece in inner.pieces)
                is_sound = _ODD_ONE_IN * len(places) <= many
                out[k] = replace(inner, is_at_rest=not places, odd=tuple(places), is_sound=is_sound)
    return out


def changed_part(piece: str) -> tuple[int, int]:
    """From the first character beyond ASCII to the last.

    >>> changed_part("in cafÃ© now")
    (6, 8)
    """
    match = _BEYOND.search(piece)
    return match.span() if match else (0, 0)


def likely_certain(documents: Sequence[Sequence[str]], model: Model) -> list[int]:
    """The numbers of the large documents that look beyond doubt by their first pieces, of which one is odd."""
    firsts = {
        number: [piece for piece in itertools.islice(pieces, _LARGE) if not piece.isascii()][:_FIRST]
        for number, pieces in enumerate(documents)
        if len(pieces) >= _LARGE
    }
    if not firsts:
        return []
    below = _layers_below([Certain(tuple(pieces)) for pieces in firsts.values()])
    asked = [number for number, own in zip(firsts, below, strict=True) if own]
    odd = look([firsts[number] for number in asked], model).odd
    return [number for number, places in zip(asked, odd, strict=True) if places]


def _may_quote(pieces: Sequence[str]) -> bool:
    return may_be_examples(sum(not piece.isascii() for piece in pieces), pieces)


def _are_proven(layers: Sequence[tuple[Certain, Certain]], model: Model) -> list[bool]:
    """Whether each outer text cannot be there by chance, so that the inner one is what it was."""
    is_no_chance = [_is_no_chance(outer, inner) for outer, inner in layers]
    is_alone = [_is_alone(outer) or _is_again_and_again(outer) for outer, _ in layers]
    # Of millions of words there are some whose bytes are well-formed: their readings are no words.
    unsure = [k for k, (outer, _) in enumerate(layers) if not is_no_chance[k] or is_alone[k] or _is_in_one_word(outer)]
    before = _oddest([layers[k][0] for k in unsure], model)
    after = _oddest([layers[k][1] for k in unsure], model)
    out = [True] * len(layers)
    for k, odd, left in zip(unsure, before, after, strict=True):
        is_sound = left < SOUND_ENOUGH
        if is_alone[k]:
            out[k] = is_sound and is_no_chance[k]
        elif is_no_chance[k]:
            out[k] = is_sound or odd >= _ODD
        else:
            out[k] = is_sound and odd >= _ODD
        out[k] &= is_no_chance[k] or not _is_of_few(*layers[k])
    return out


def _is_of_few(outer: Certain, inner: Certain) -> bool:
    """Whether a letter or two beyond Latin are all that there is of it, or that comes of it: the judge looks around."""
    given = {char for piece in inner.pieces if not piece.isascii() for char in piece if char > "\x7f"}
    if len(given) > LETTERS_BY_CHANCE:
        return False
    is_other = all(OF_TWO_BYTES[0] <= char <= OF_TWO_BYTES[1] and char.isalpha() for char in given)
    letters = [char for piece in outer.pieces for char in piece if char.isalpha()]
    is_latin = sum(map(str.isascii, letters)) >= SOME_PLAIN
    return is_other or (not is_latin and any(char >= OF_TWO_BYTES[0] for char in letters))


def _oddest(texts: Sequence[Certain], model: Model) -> list[float]:
    """The bits of the oddest window of each text."""
    pieces = [[piece for piece in text.pieces if not piece.isascii()] for text in texts]
    values = iter(oddness(list(itertools.chain.from_iterable(pieces)), model).tolist())
    return [max(itertools.islice(values, len(own)), default=0.0) for own in pieces]


def _is_no_chance(outer: Certain, inner: Certain) -> bool:
    below = inner.readers[len(outer.readers) :]
    return all(is_single_byte(READERS[layer[0]]) for layer in below) and _has_saved(outer, inner, TRAIL_BYTES)


def _has_saved(outer: Certain, inner: Certain, least: int) -> bool:
    """Whether the words of a text are so many characters shorter than those of another one; each counts once."""
    saved = 0
    seen: set[str] = set()
    for before, after in zip(outer.pieces, inner.pieces, strict=True):
        if len(before) == len(after):
            continue
        # No layer of UTF-8 hides a space, but for a no-break one: what it leaves of them stands for all words.
        for old, new in zip(BETWEEN_MARKS.findall(before), BETWEEN_MARKS.findall(after), strict=False):
            if old not in seen:
                seen.add(old)
                saved += max(0, len(old) - len(new))
                if saved >= least:
                    return True
    return False


def _is_alone(outer: Certain) -> bool:
    """Whether a document is one word, for which no neighbour vouches."""
    return len(outer.pieces) == 1 and len(outer.pieces[0].split()) < 2


def _is_in_one_word(outer: Certain) -> bool:
    """Whether all that a document has beyond ASCII is in one word."""
    pieces = (piece for piece in outer.pieces if not piece.isascii())
    words = (word for piece in pieces for word in piece.split() if not word.isascii())
    return len(list(itertools.islice(words, 2))) < 2


def _is_again_and_again(outer: Certain) -> bool:
    """Whether all that a document has beyond ASCII is one character: it proves no more than once."""
    return len({char for piece in outer.pieces if not piece.isascii() for char in piece if char > "\x7f"}) == 1


def _without_a_layer(outers: Sequence[Certain], model: Model) -> list[Certain | None]:
    """Each document without one layer of UTF-8, where one reading of it is clearly the most plausible."""
    readings = _layers_below(outers)
    rivals = [own for own in readings if len(own) > 1]
    odd = iter(_oddest([inner for own in rivals for inner in own], model))
    return [_clearly_best(own, odd) if own else None for own in readings]


def _clearly_best(readings: Sequence[Certain], odd: Iterator[float]) -> Certain | None:
    """The reading by the commonest page, where all others are as odd as no text is and it is not; `odd` tells."""
    if len(readings) == 1:
        return readings[0]
    first, *others = itertools.islice(odd, len(readings))
    return readings[0] if first < SOUND_ENOUGH and min(others) >= first + _APART else None


def _layers_below(outers: Sequence[Certain]) -> list[list[Certain]]:
    """Of each document, what lies under one layer of UTF-8, by the commonest page first. Plain pieces stay."""
    places = [[place for place, piece in enumerate(outer.pieces) if not piece.isascii()] for outer in outers]
    # No page shows anything else as NUL.
    texts = ["\x00".join([outer.pieces[k] for k in own]) for outer, own in zip(outers, places, strict=True)]
    asked = [k for k, own in enumerate(places) if own]
    out: list[list[Certain]] = [[] for _ in outers]
    if not asked:
        return out
    lengths = np.array([len(texts[k]) for k in asked])
    masks = readers_of_utf8(codes_of("".join([texts[k] for k in asked])), np.cumsum(lengths) - lengths)
    for k, mask in zip(asked, masks.tolist(), strict=True):
        if mask and texts[k].count("\x00") == len(places[k]) - 1:
            out[k] = _layer_below(outers[k], places[k], texts[k], readers_in(mask))
    return out


def _layer_below(outer: Certain, places: Sequence[int], text: str, readers: Sequence[int]) -> list[Certain]:
    found: dict[str, list[int]] = {}
    inner_of: dict[bytes, str | None] = {}
    for reader in readers:
        data = encode(text, READERS[reader])
        if data is None:
            continue
        if data not in inner_of:
            inner_of[data] = decode(data, "utf-8")
        inner = inner_of[data]
        if inner is not None:
            found.setdefault(inner, []).append(reader)
    if not all(inner != text and restores(text, inner) for inner in found):
        return []
    return [
        Certain(_with(outer.pieces, places, inner.split("\x00")), (*outer.readers, tuple(readers)))
        for inner, readers in found.items()
    ]


def _with(pieces: Sequence[str], places: Sequence[int], inner: Sequence[str]) -> tuple[str, ...]:
    """The pieces with others in some places."""
    out = list(pieces)
    for place, piece in zip(places, inner, strict=True):
        out[place] = piece
    return tuple(out)
