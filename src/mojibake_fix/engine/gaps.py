"""The gaps of a repaired text: where something was lost, and which characters what is left of the bytes allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mojibake_fix.encodings import decode_as, encode, encode_as
from mojibake_fix.engine.dropped import LOST, MARK, lacks_bytes, marked
from mojibake_fix.engine.lossy import LOSSY, read_lossy
from mojibake_fix.types import Chain, Loss, Repair, Span, Step

_WORD = re.compile(r"[^ \t\n\r]+")
_LOST_BYTES = rb"[\x80-\xff]{1,3}"  # what one replacement character can stand for: some readers put one for several
_RUN = re.compile(f"{LOST}+")
_UNSHOWN = re.compile(f"[\x80-\x9f{LOST}]")
"""What programs drop of a text: controls, and what a page has no character for."""
_NEAR = 30  # characters to either side that belong to the word of a loss at most
_LONGEST = 3  # replacement characters that can stand for the bytes of one character


@dataclass(frozen=True, slots=True)
class Word:
    """A word of which bytes were lost: as it was found, and what the chain made of it."""

    before: str
    after: str
    chain: Chain


@dataclass(frozen=True, slots=True)
class Gap:
    """A place of a repaired text where something was lost. Without a word, nothing is known of what stood there."""

    start: int
    end: int
    word: Word | None = None
    at: int = 0
    """Where in the word the gap is."""


def gaps_of(repair: Repair) -> list[Gap]:
    """The gaps of a repair that one character can have stood in, in order."""
    words = dict(_lossy_words(repair))
    starts = sorted(words)
    out = []
    for loss in repair.losses:
        start = next((place for place in reversed(starts) if place <= loss.start), -1)
        word = words.get(start)
        if word is not None and loss.end <= start + len(word.after):
            if loss.text == LOST:  # of a run it is not known which bytes belong to which character
                out.append(Gap(loss.start, loss.end, word, loss.start - start))
        elif loss.end - loss.start <= _LONGEST and _is_alone(repair.text, loss):
            out.append(Gap(loss.start, loss.end))
    return out


def _is_alone(text: str, loss: Loss) -> bool:
    """Whether nothing else was lost in the word of a loss: elsewhere the damage is not understood."""
    ahead = _WORD.findall(text[max(0, loss.start - _NEAR) : loss.start] + "x")[-1]
    behind = _WORD.findall("x" + text[loss.end : loss.end + _NEAR])[0]
    return LOST not in ahead + behind


def _lossy_words(repair: Repair) -> Iterator[tuple[int, Word]]:
    """The words that a chain was undone on and that are left open in part, with their places in the repaired text."""
    moved = 0
    for span in repair.spans:
        if LOST in span.after:
            for start, before, after in _words_of(span):
                if LOST in after:
                    yield span.start + moved + start, Word(before, after, _plain(span.chain))
        moved += len(span.after) - len(span.before)


def _words_of(span: Span) -> Iterator[tuple[int, str, str]]:
    """The words of a span, which no encoding joins: place in what it became, before and after."""
    found, made = _WORD.findall(span.before), list(_WORD.finditer(span.after))
    if len(found) != len(made):
        yield 0, span.before, span.after
        return
    for before, after in zip(found, made, strict=True):
        yield after.start(), before, after.group()


def _plain(chain: Chain) -> Chain:
    return tuple(Step(step.written, step.read.removesuffix(LOSSY)) for step in chain)


def fitting(gap: Gap, alphabet: Sequence[str], ahead: str, behind: str) -> list[str]:
    """The characters of an alphabet that can have stood in a gap.

    `ahead` and `behind` are what stands in its word before and after it by now.
    """
    word = gap.word
    if word is None:
        size = gap.end - gap.start
        return [char for char in alphabet if size == 1 or len(char.encode()) == size]
    pattern = _left_of(word, gap.at)
    if pattern is None:
        return []
    written = word.chain[-1].written
    fit = [char for char in alphabet if (data := _encoded(char, written)) and pattern.fullmatch(data)]
    if LOST in ahead:
        return fit
    # Breaking the right one anew gives what was found; where no one does, another program broke the text.
    return [char for char in fit if _shows(word, ahead + char, behind)] or fit


def _left_of(word: Word, at: int) -> re.Pattern[bytes] | None:
    """What is left of the bytes of a character that is lost at a place of a word, as a pattern for whole ones."""
    text: str | None = word.before
    for step in word.chain[:-1]:
        text = None if text is None else read_lossy(text, step)
    last = word.chain[-1]
    if text is None:
        return None
    data = encode(text.replace(LOST if LOST in text else "?", MARK), last.read)
    if data is not None and lacks_bytes(data):
        data = marked(data)
    known = [_encoded(part, last.written) for part in word.after.split(LOST)]
    if data is None or None in known:
        return None
    found = re.fullmatch(b"(.+?)".join(re.escape(part) for part in known if part is not None), data, re.DOTALL)
    if found is None:
        return None
    left = found[1 + word.after.count(LOST, 0, at)]
    return re.compile(_LOST_BYTES.join(re.escape(part) for part in left.split(MARK.encode())), re.DOTALL)


def _encoded(text: str, name: str) -> bytes | None:
    try:
        return encode_as(text, name)
    except UnicodeError:
        return None


def _shows(word: Word, ahead: str, behind: str) -> bool:
    """Whether the word, broken anew, looks as it was found, as far as it is known."""
    known = behind.partition(LOST)[0]
    is_whole = LOST not in behind
    text: str | None = ahead + known
    for step in reversed(word.chain):
        data = None if text is None else _encoded(text, step.written)
        text = None if data is None else decode_as(data, step.read, "replace")
    if text is None:
        return False
    shown, found = _RUN.sub(LOST, text), _RUN.sub(LOST, word.before)
    if LOST not in found:
        shown = shown.replace(LOST, "?") if "?" in found else _UNSHOWN.sub("", shown)
    # Before the next gap, the last bytes may be read together with ones that are not known.
    return shown == found if is_whole else found.startswith(shown[: -len(word.chain)])
