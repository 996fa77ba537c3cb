"""Files whose lines are in different encodings: UTF-8 lines among legacy ones, as appending and merging make them.

A line that is valid UTF-8 with a multi-byte sequence is UTF-8, if that is what the lines of its kind mean: a legacy
file may hold such a line by chance, so one encoding for the whole file is the rival reading, and has to be clearly
less plausible. All other lines are pooled; they get the one best legacy encoding, or two where one does not do.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mojibake_fix.detection.binary import is_binary
from mojibake_fix.detection.judge import judge
from mojibake_fix.detection.priors import widest_first
from mojibake_fix.detection.rank import rank
from mojibake_fix.detection.structure import is_utf_8
from mojibake_fix.encodings import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

Spans = list[tuple[int, int, str]]

_SHARE = 0.2  # of the lines beyond ASCII, at least so many are UTF-8
_GAIN = 20.0  # bits by which several encodings must be the better reading of the UTF-8 lines
_SECOND_GAIN = 40.0  # bits that a second legacy encoding must save
_LOST_BITS = 20.0  # bits of a byte that is damaged beyond reading
_LOOKED_AT = 4000  # bytes of lines that two readings are compared on
_LINE = 300  # characters of one line that are judged
_ASKED = 40  # lines that are asked for their own encoding
_RIVALS = 4  # encodings among which two are sought


def decode_lines(data: bytes) -> Spans | None:
    """Byte spans of whole lines with their encodings, or None where one encoding explains the file.

    The spans cover all of the input. Each decodes strictly, but for lines of damaged UTF-8, which are given as
    `utf-8` where that is still the best reading of them: to be decoded with replacement characters.
    """
    if data.isascii() or is_utf_8(data):
        return None
    lines = data.splitlines(keepends=True)
    is_utf = [not line.isascii() and is_utf_8(line) for line in lines]
    utf = [line for line, yes in zip(lines, is_utf, strict=True) if yes]
    rest = [line for line, yes in zip(lines, is_utf, strict=True) if not yes and not line.isascii()]
    if is_binary(data, valid=False):
        return None
    if not utf and all(map(_is_mostly_utf_8, dict.fromkeys(rest))):
        return [(0, len(data), "utf-8")]
    if not rest or not utf or len(utf) < _SHARE * (len(utf) + len(rest)):
        return None
    if not _means_utf_8(data, utf):
        return None
    names = _name_all(rest)
    if names is None:
        return None
    each = iter(names)
    return _spans(
        lines,
        [None if line.isascii() else "utf-8" if yes else next(each) for line, yes in zip(lines, is_utf, strict=True)],
    )


def _means_utf_8(data: bytes, utf: Sequence[bytes]) -> bool:
    """Whether the lines that are valid UTF-8 are more plausible as such than in the file's best single encoding."""
    whole = next((reading.names[0] for reading in rank(data)), None)
    if whole is None:
        return True
    sample = _some(utf)
    as_utf_8, as_whole = judge([sample.decode("utf-8"), sample.decode(whole, "replace")])
    return as_utf_8 + _GAIN < as_whole


def _some(lines: Sequence[bytes]) -> bytes:
    """Distinct lines, up to about `_LOOKED_AT` bytes, the first one cut where it is longer."""
    chosen: dict[bytes, None] = {}
    size = 0
    for line in lines:
        if line not in chosen:
            chosen[line] = None
            size += len(line)
        if size >= _LOOKED_AT:
            break
    sample = b"".join(chosen)
    end = _LOOKED_AT
    while 0 < end < len(sample) and 0x80 <= sample[end] < 0xC0:
        end -= 1
    return sample[:end]


def _name_all(rest: Sequence[bytes]) -> list[str] | None:
    """The encoding of every line that is no UTF-8, or None where no one or two encodings explain them."""
    distinct = list(dict.fromkeys(rest))
    damaged = {line for line in distinct if _is_mostly_utf_8(line)}
    legacy = [line for line in distinct if line not in damaged]
    found = dict.fromkeys(damaged, "utf-8") | _legacy(legacy)
    if len(found) < len(distinct):
        return None
    return [found[line] for line in rest]


def _is_mostly_utf_8(line: bytes) -> bool:
    """Whether a line is UTF-8 with a few bytes damaged, rather than legacy text."""
    text = line.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    kept = sum(not char.isascii() for char in text) - lost
    if kept < 2 * lost:
        return False
    best = next((reading.names[0] for reading in rank(line)), None)
    if best is None:
        return True
    as_utf_8, as_best = judge([text.replace("\ufffd", ""), line.decode(best, "replace")])
    return as_utf_8 + _LOST_BITS * lost < as_best


def _legacy(lines: Sequence[bytes]) -> dict[bytes, str]:
    """The legacy encoding of each line: one for all, or one of two; lines that neither decodes are missing."""
    if not lines:
        return {}
    pooled = [widest_first(each.names, each.text)[0] for each in rank(b"".join(lines)) if not each.cut][:1]
    votes: Counter[str] = Counter()
    for line in lines[:: max(1, len(lines) // _ASKED)]:
        votes.update(widest_first(each.names, each.text)[0] for each in rank(line)[:1])
    rivals = list(dict.fromkeys([*pooled, *(name for name, _ in votes.most_common(_RIVALS))]))
    table = [_bits(lines, name) for name in rivals]
    singles = {name: sum(row) for name, row in zip(rivals, table, strict=True)}
    one = min(singles, key=singles.__getitem__)
    pairs = {
        (first, second): sum(map(min, table[first], table[second]))
        for first in range(len(rivals))
        for second in range(first)
    }
    if pairs:
        first, second = min(pairs, key=pairs.__getitem__)
        if pairs[first, second] + _SECOND_GAIN < singles[one]:
            rows = zip(lines, table[first], table[second], strict=True)
            return {
                line: rivals[first] if here < there else rivals[second]
                for line, here, there in rows
                if min(here, there) < _NEVER
            }
    row = table[rivals.index(one)]
    return {line: one for line, bits in zip(lines, row, strict=True) if bits < _NEVER}


_NEVER = 1e9


def _bits(lines: Sequence[bytes], name: str) -> list[float]:
    """Bits of every line in an encoding; `_NEVER` where it does not decode the line."""
    texts = [decode(line, name) for line in lines]
    bits = judge([(text or "").rstrip("\r\n")[:_LINE] for text in texts])
    return [_NEVER if text is None else value for text, value in zip(texts, bits, strict=True)]


def _spans(lines: Sequence[bytes], names: Sequence[str | None]) -> Spans:
    """Neighbouring lines of one encoding as one span; lines of ASCII go with those before them."""
    spans: Spans = []
    start = end = 0
    current: str | None = None
    for line, name in zip(lines, names, strict=True):
        if name is not None and current is not None and name != current:
            spans.append((start, end, current))
            start = end
        current = name or current
        end += len(line)
    spans.append((start, end, current or "utf-8"))
    return spans
