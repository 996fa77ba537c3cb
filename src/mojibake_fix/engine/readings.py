"""What a chain makes of a word: of all of it, of its core, of its parts, or of what is left where bytes were lost.

The first that fits is the reading. `stretches` tells afterwards which parts of the word it changed, so that a plan can
be written down.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mojibake_fix.encodings import decode, decode_as, encode, is_single_byte
from mojibake_fix.engine.dropped import (
    LOST,
    lacking_in,
    may_lack_quote,
    with_quotes,
)
from mojibake_fix.engine.lossy import beside_space, open_losses
from mojibake_fix.engine.priors import READERS, STEPS, Path
from mojibake_fix.engine.readers import shown
from mojibake_fix.engine.words import BEFORE_A0, NO_BREAK, SIGNS, core_of

_LONGEST_CHARACTER = 4  # bytes of the longest character in any encoding
_PARTS = re.compile(f"([\\s\u00a0\u2022\ufeff{SIGNS}]+)")
_LONGEST_SHOWN = 128  # characters of a text whose readers are known before it is tried
_LATER_KEPT = 2  # characters of those that are set aside that may be a part of the word after all
C1 = re.compile("[\x80-\x9f]")
"""Controls that no text holds: a reading that shows them is none."""
_LEADS = "ÂÃâ"
"""What the first bytes of most characters of UTF-8 show as, signs and letters of Latin, in the pages of the West."""
_LOSSES = re.compile(f"{LOST}+")
_NO_TEXT = re.compile(
    "[\U00040000-\U000dffff\U000e0080-\U000e00ff\U000e01f0-\U000effff\U000f3000-\U000fffff\U00103000-\U0010ffff]"
)
"""Where nothing is assigned, and of the planes for private use all but their beginnings, where icons are."""


def holds_but_controls(text: str) -> bool:
    """Whether a text holds controls that no text has, and no letters.

    >>> holds_but_controls("(\x8050"), holds_but_controls("don\x92t"), holds_but_controls("(50")
    (True, False, False)
    """
    return C1.search(text) is not None and not any(map(str.isalpha, text))


def restores(before: str, after: str, path: Path = ()) -> bool:
    """Whether a reading gives characters that there are, and restores more of them than it shows as lost before.

    A page of several bytes joins any bytes to lost ones: what mostly lost them proves nothing.

    >>> restores("鈥滈敚鏂ゆ嫹", "“锟斤拷"), restores("锟斤拷", "\ufffd\ufffd")
    (True, False)
    >>> restores("ґалаґана", "\U000e0ae0\U000e0b60")
    False
    """
    if _NO_TEXT.search(after) or (path and _takes_backslashes(before, after, path)):
        return False
    known = len(after) - len(after.encode("ascii", "ignore")) - after.count(LOST)
    lost_runs = len(_LOSSES.findall(after))
    if path and lost_runs and 2 * known <= lost_runs and not is_single_byte(STEPS[path[0]].read):
        return False
    lost = after.count(LOST) - before.count(LOST)
    is_utf8 = bool(path) and STEPS[path[-1]].written == "utf-8" and is_single_byte(STEPS[path[0]].read)
    if is_utf8 and LOST not in before and any(map(str.isalpha, after)):
        return True  # a letter within a word was lost before: `Mï¿½ller` are the bytes of what stands for it
    return lost <= 0 or lost < known + before.count(LOST)


def _takes_backslashes(before: str, after: str, path: Path) -> bool:
    """Whether an encoding takes backslashes for the sign of the yen, as JIS X 0213 has it and no program means it."""
    is_of_yen = STEPS[path[-1]].written == "shift_jis_2004"
    return is_of_yen and "¥" in after and "\\" in before


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text[start:end]` becomes `after`, and whether bytes of it were lost."""

    start: int
    end: int
    after: str
    is_lossy: bool = False


def replay(text: str, path: Path, *, is_cut: bool = False) -> str | None:
    """Undo a chain on a text, or on the head of one; None where it does not fit."""
    if not shown_by(text) >> reader_of(path) & 1:
        return None
    for step in path:
        data = encode(text, STEPS[step].read)
        after = None if data is None else decode_head(data, STEPS[step].written, is_cut=is_cut)
        if after is None:
            return None
        text = after
    return text


def replay_all(texts: Sequence[str | None], path: Path) -> list[str | None]:
    """What `replay` makes of each of some texts, none of which holds a line end; None where there is none."""
    for step in path:
        texts = _without(texts, step)
    return [*texts]


def _without(texts: Sequence[str | None], step: int) -> list[str | None]:
    out: list[str | None] = [None] * len(texts)
    reader = step % len(READERS)
    places = [k for k, text in enumerate(texts) if text is not None and shown_by(text) >> reader & 1]
    if not places:
        return out
    known = [texts[k] or "" for k in places]
    data = encode("\n".join(known), READERS[reader])
    found = None if data is None else decode_lines(data, len(known), STEPS[step].written)
    for k, after in zip(places, [replay(text, (step,)) for text in known] if found is None else found, strict=True):
        out[k] = after
    return out


def decode_lines(data: bytes, many: int, name: str) -> list[str | None] | None:
    """What each line of bytes is in an encoding, or None; None for all where there are not so many lines."""
    text = decode_as(data, name, "replace")
    lines: list[str | None] = [*text.split("\n")]
    if len(lines) == many and LOST not in text:
        return lines
    each = data.split(b"\n")
    if len(each) != many:
        return None
    if len(lines) != many:
        return [decode(own, name) for own in each]
    lost = encode(LOST, name)  # as text, which few encodings have
    return [
        line if line is None or LOST not in line else decode(own, name) if lost is not None and lost in own else None
        for line, own in zip(lines, each, strict=True)
    ]


def decode_head(data: bytes, name: str, *, is_cut: bool) -> str | None:
    """Decode bytes; of the head of a text, a character that is cut at its end is left out."""
    text = decode(data, name)
    if text is not None or not is_cut or is_single_byte(name):
        return text
    for cut in range(1, _LONGEST_CHARACTER):
        text = decode(data[:-cut], name)
        if text:
            return text
    return None


class Looks(NamedTuple):
    """What a word looks like, for whatever chain."""

    is_core: bool
    """Whether there is nothing around it that was put there later."""
    has_parts: bool
    may_lack: bool
    """Whether bytes of it may be lost."""
    has_dropped: bool
    """Whether it is UTF-8 but for bytes that were dropped."""


@functools.lru_cache(32768)
def looks_of(text: str) -> Looks:
    """What a word looks like."""
    is_core = core_of(text) == (0, len(text)) and not text.isascii()
    has_dropped = bool(lacking_in(text))
    may_lack = LOST in text or "?" in text or has_dropped or may_lack_quote(text)
    return Looks(is_core, _PARTS.search(text) is not None, may_lack, has_dropped)


def read_word(text: str, path: Path, *, cores: bool = False, is_cut: bool = False) -> str | None:
    """The reading of one word; None where the chain does not fit."""
    looks = looks_of(text)
    if is_cut or not looks.is_core:
        return _first_fitting(text, path, _ways(text, path, cores=cores, is_cut=is_cut))
    # So with nearly every word: all of it is read, or, where it looks like that, parts.
    after = replay(text, path)
    if after is not None and not C1.search(after) and not is_lost_for_good(text, after, path):
        return after
    return read_in_part(text, path)


@functools.lru_cache(8192)
def read_in_part(text: str, path: Path) -> str | None:
    """The reading of a word of which not all fits as it stands; None where no part does."""
    return _first_fitting(text, path, _ways_in_part(text, path, looks_of(text)))


def _first_fitting(text: str, path: Path, ways: Iterator[list[Stretch]]) -> str | None:
    for stretches in ways:
        after = put(text, stretches)
        if not C1.search(after) and not is_lost_for_good(text, after, path):
            return after
    return None


def reader_of(path: Path) -> int:
    """The number of the encoding that a text was read in last."""
    return path[0] % len(READERS)


def shown_by(text: str) -> int:
    """The readers that can show all of a text, a bit a reader; of a long one all, as if they could."""
    return _readers_of(text) if len(text) <= _LONGEST_SHOWN else -1


@functools.lru_cache(8192)
def _readers_of(text: str) -> int:
    return functools.reduce(operator.and_, map(_readers_of_char, set(text)), -1)


@functools.lru_cache(65536)
def _readers_of_char(char: str) -> int:
    if char < "\x80":
        return -1
    return int(shown().at_all[ord(char)]) if char <= "\uffff" else 0


def is_lost_for_good(text: str, after: str, path: Path) -> bool:
    """Whether a multi-byte reader shows replacement characters that were text already: nothing stands behind them."""
    return LOST in after and LOST not in text and not is_single_byte(STEPS[path[0]].read) and "?" not in text


def stretches(text: str, path: Path, after: str) -> list[Stretch]:
    """Which stretches of a word a chain was undone on, to give `after`."""
    for cores in (False, True):
        for found in _ways(text, path, cores=cores, is_cut=False):
            if put(text, found) == after:
                return found
    return [Stretch(0, len(text), after, is_lossy=True)]


def put(text: str, found: Sequence[Stretch]) -> str:
    """The text with its stretches read."""
    out, at = [], 0
    for stretch in found:
        out += [text[at : stretch.start], stretch.after]
        at = stretch.end
    return "".join([*out, text[at:]])


def _ways(text: str, path: Path, *, cores: bool, is_cut: bool) -> Iterator[list[Stretch]]:
    """The ways to read a word, each as the stretches that it changes, the likeliest first."""
    cores_ = [(start, end) for start, end in _cores(text) if (start, end) != (0, len(text))]
    order = [*cores_, (0, len(text))] if cores else [(0, len(text)), *cores_]
    for start, end in order:
        yield from _part(text, start, end, path, is_cut=is_cut)
    if not is_cut:
        yield from _ways_in_part(text, path, looks_of(text))


def _ways_in_part(text: str, path: Path, looks: Looks) -> Iterator[list[Stretch]]:
    """The ways to read a word of which not all fits as it stands."""
    yield from _with_quote(text, path)
    if text[-1:] in BEFORE_A0:  # all is known of a word that only lost its end
        yield from _without_no_break(text, path)
    # All of what is left, before its parts: a byte beside a lost one can show as a quotation mark.
    is_first = LOST in text or looks.has_dropped
    if is_first:
        yield from _with_losses(text, path)
    if looks.has_parts and not is_more_below(text, path):
        yield from _by_parts(text, path)
    yield from _without_no_break(text, path)
    if looks.may_lack and not is_first:
        yield from _with_losses(text, path)


def _cores(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a word without what was put around it later; a no-break space can be a part of the damage."""
    start, end = core_of(text)
    for longer in range(min(_LATER_KEPT, len(text) - end) + 1):
        yield start, end + longer


def _part(text: str, start: int, end: int, path: Path, *, is_cut: bool) -> Iterator[list[Stretch]]:
    part = text[start:end]
    if part.isascii():
        yield []
        return
    after = replay(part, path, is_cut=is_cut)
    if after is not None:
        yield [Stretch(start, end, after)]


def _by_parts(text: str, path: Path) -> Iterator[list[Stretch]]:
    """The word cut at signs that typesetters and editors put into a text later.

    None where a sign stands behind the first byte of a character of UTF-8: it shows the second one, in another page.
    """
    found: list[Stretch] = []
    at = 0
    parts = _parts_of(text)
    distinct = list({part for part in parts if not part.isascii()})
    known = dict(zip(distinct, replay_all(distinct, path), strict=True))
    if STEPS[path[0]].written == "utf-8" and any(
        known.get(part, part) is None and part[-1] in _LEADS for part in parts[:-1]
    ):
        return
    for part in parts:
        after = known.get(part)
        if after is not None and after != part and not C1.search(after):
            found.append(Stretch(at, at + len(part), after))
        at += len(part)
    if found:
        yield found


def is_more_below(text: str, path: Path) -> bool:
    """Whether all of a word is UTF-8, of controls too: what they stand for is told by a further layer."""
    after = replay(text, path) if STEPS[path[-1]].written == "utf-8" else None
    return after is not None and C1.search(after) is not None


@functools.lru_cache(2048)
def _parts_of(text: str) -> list[str]:
    return _PARTS.split(text)


def _without_no_break(text: str, path: Path) -> Iterator[list[Stretch]]:
    """The word whose last byte, A0, was shown as a no-break space, which became a space or went: an `à` at its end."""
    if STEPS[path[0]].written == "utf-8" and not text[-1].isascii():
        after = beside_space(replay(text + NO_BREAK, path))
        if after is not None:
            yield [Stretch(0, len(text), after, is_lossy=True)]


def _with_quote(text: str, path: Path) -> Iterator[list[Stretch]]:
    """The word with a byte that was dropped, of which it is known which one it was."""
    if STEPS[path[0]].written == "utf-8" and may_lack_quote(text):
        after = replay(with_quotes(text), path)
        if after is not None:
            yield [Stretch(0, len(text), after, is_lossy=True)]


def _with_losses(text: str, path: Path) -> Iterator[list[Stretch]]:
    """The word with lost bytes left open: what is whole is read, what is not is told as lost.

    A legacy page is not looked for below UTF-8 that lost bytes: any bytes fit it, and what is left proves nothing.
    """
    if len(path) > 1 and STEPS[path[-1]].written != "utf-8":
        return
    if len(set(path)) > 1 and not all(is_single_byte(STEPS[step].read) for step in path):
        return  # what two pages swallow, one of them of several bytes, is as good as anything
    after = open_losses(text, STEPS[path[0]])
    for step in path[1:]:
        after = None if after is None else open_losses(after, STEPS[step])
    if after is not None and after != text:
        yield [Stretch(0, len(text), after, is_lossy=True)]
