"""Files whose lines are in different encodings, as appending, merging and logging make them; also the fields of a line.

Evidence is pooled: the encodings that the lines seem to be in, one by one and all together, are tried on all of them,
and of one, two or three encodings the set is taken that explains the lines best, where every further one has to save
more bits than chance would. A line is then in that of them in which it is most plausible, with its neighbours' word
for it. One encoding for the whole file is always among the rivals, so that a file that merely looks odd stays whole.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mojibake_fix.detection.binary import is_binary
from mojibake_fix.detection.damage import PRIMARY
from mojibake_fix.detection.judge import judge
from mojibake_fix.detection.priors import widest_first
from mojibake_fix.detection.rank import prior_of, rank
from mojibake_fix.detection.structure import is_utf_8
from mojibake_fix.encodings import LACKING, decode
from mojibake_fix.types import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

Matrix = npt.NDArray[np.float64]

UTF_8 = "utf-8"
MOST = 3
"""Encodings that one file is taken to be in at most."""
RIVALS = 7
"""Encodings among which they are sought."""
ASKED = 36
"""Lines that are asked for their own encoding."""
LOOKED_AT = 400
"""Distinct lines by which the set is chosen."""
LONGEST = 300
"""Bytes of a line that are judged."""
BY_CHANCE = 14.0
"""Bits by which a line may be more plausible in another encoding for no reason."""
FURTHER, FURTHER_UTF_8 = 34.0, 14.0
"""Bits beyond those that all lines together have to save for another encoding, and for UTF-8, which shows itself."""
SWITCH = 5.0
"""Bits that it costs a line to be in another encoding than the one before it."""
KEPT = 8
"""Characters beyond ASCII that must stand in a damaged line for each place that is lost."""
LOST_BITS = 20.0
"""Bits of a byte that is damaged beyond reading."""
TEMPERATURE = 3.0
"""Bits of the model that count as one."""
NEVER = 1e9

_FIELD = re.compile(rb"[^\t;,]*(?:[\t;,]|$)", re.DOTALL)


def decode_lines(data: bytes) -> tuple[Part, ...] | None:
    """The stretches of whole lines, or fields, with their encodings, or None where one encoding explains the input.

    They cover all of the input. Each decodes strictly, but for damaged lines of UTF-8 and of other multi-byte
    encodings, where that is still the best reading of them: to be decoded with replacement characters.
    """
    if data.isascii() or is_utf_8(data) or is_binary(data, valid=False):
        return None
    units = list(_units(data))
    distinct = list(dict.fromkeys(unit for unit in units if not unit.isascii()))
    if all(map(_is_mostly_utf_8, distinct)) and not any(map(is_utf_8, distinct)):
        return (Part(0, len(data), UTF_8, 0.99),)
    asked = _spread(distinct, LOOKED_AT)
    names = _rivals(data, asked)
    chosen = _choose(names, _bits(asked, names)) if len(names) > 1 else names
    if len(chosen) < 2:
        return (Part(0, len(data), UTF_8, 0.99),) if chosen == [UTF_8] else None
    bits = _bits(distinct, chosen)
    if (bits.min(axis=1) >= NEVER).any():
        return None
    row_of = {unit: row for row, unit in enumerate(distinct)}
    beyond = [row_of[unit] for unit in units if not unit.isascii()]
    path, sure = _path(bits[beyond])
    if len(set(path)) < 2:
        return None
    return _parts(units, [chosen[column] for column in path], sure)


def _units(data: bytes) -> list[bytes]:
    """The lines, each with its end; of a line that is UTF-8 in part only, its fields."""
    units: list[bytes] = []
    for line in data.splitlines(keepends=True):
        if line.isascii() or not _is_utf_8_in_part(line):
            units.append(line)
            continue
        fields = [field for field in _FIELD.findall(line) if field]
        told = [field for field in fields if not field.isascii()]
        if any(map(is_utf_8, told)) and not all(map(is_utf_8, told)):
            units += fields
        else:
            units.append(line)
    return units


def _is_utf_8_in_part(line: bytes) -> bool:
    """Whether a line holds bytes that are not UTF-8, and multi-byte characters of it."""
    text = line.decode(UTF_8, "replace")
    return "\ufffd" in text and any(char > "\x7f" and char != "\ufffd" for char in text)


def _is_mostly_utf_8(line: bytes) -> bool:
    """Whether a line is UTF-8, or UTF-8 with a few bytes damaged rather than legacy text."""
    text = line.decode(UTF_8, "replace")
    lost = text.count("\ufffd")
    if not lost:
        return True
    if sum(not char.isascii() for char in text) - lost < 2 * lost:
        return False
    best = next((each.names[0] for each in rank(line) if each.names[0] not in LACKING), None)
    if best is None:
        return True
    as_utf_8, as_best = judge([text.replace("\ufffd", ""), line.decode(best, "replace")])
    return as_utf_8 + LOST_BITS * lost < as_best


def _is_mostly(line: bytes, name: str) -> bool:
    """Whether little of a line is lost in a multi-byte encoding."""
    text = line.decode(name, "replace")
    lost = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - lost >= KEPT * lost


def _rivals(data: bytes, lines: Sequence[bytes]) -> list[str]:
    """The encodings that the lines may be in: those of the whole, of all that is no UTF-8, and of single lines."""
    rest = [line for line in lines if not is_utf_8(line)]
    votes: Counter[str] = Counter()
    for pooled in (data, b"".join(rest)):
        for reading in rank(pooled)[:1]:
            votes[widest_first(reading.names, reading.text)[0]] += 3
    for line in _spread(rest, ASKED):
        for place, reading in enumerate(rank(line)[:2]):
            votes[widest_first(reading.names, reading.text)[0]] += 2 - place
    names = [name for name, _ in votes.most_common() if name not in LACKING]
    has_utf_8 = len(rest) < len(lines) or any(map(_is_utf_8_in_part, rest))
    return ([UTF_8] if has_utf_8 else []) + names[:RIVALS]


def _spread(lines: Sequence[bytes], most: int) -> Sequence[bytes]:
    """At most so many of the lines, from all over them."""
    return lines[:: -(-len(lines) // most)] if lines else lines


def _bits(lines: Sequence[bytes], names: Sequence[str]) -> Matrix:
    """Bits of every line in every encoding; `NEVER` where it does not decode the line. Shape (lines, names)."""
    table = np.full((len(lines), len(names)), NEVER)
    for column, name in enumerate(names):
        texts: list[str | None] = [decode(line, name) for line in lines]
        lost = np.zeros(len(lines))
        if name in PRIMARY:  # one wrong byte must not lose the line
            for row, line in enumerate(lines):
                if texts[row] is None and (_is_mostly_utf_8(line) if name == UTF_8 else _is_mostly(line, name)):
                    damaged = line.decode(name, "replace")
                    lost[row] = LOST_BITS * damaged.count("\ufffd")
                    texts[row] = damaged.replace("\ufffd", "")
        bits = judge([(text or "").rstrip("\r\n")[:LONGEST] for text in texts])
        decoded = np.array([text is not None for text in texts])
        table[decoded, column] = (np.array(bits) + lost)[decoded]
    return table


def _choose(names: Sequence[str], bits: Matrix) -> list[str]:
    """The encodings of the set that explains the lines with the fewest bits."""
    costs = np.array([0.0 if name == UTF_8 else prior_of(name) for name in names])
    best: tuple[float, tuple[int, ...]] = (float(bits[:, 0].sum() + costs[0]), (0,))
    for size in range(1, min(MOST, len(names)) + 1):
        for columns in itertools.combinations(range(len(names)), size):
            totals = [_explained(bits[:, columns], first) for first in range(size)]
            further = FURTHER * (size - 1)
            if size > 1 and any(names[column] == UTF_8 for column in columns):
                further += FURTHER_UTF_8 - FURTHER
            total = min(totals) + float(costs[list(columns)].sum()) + further
            best = min(best, (total, columns))
    return [names[column] for column in best[1]]


def _explained(bits: Matrix, first: int) -> float:
    """Bits of the lines where one encoding is the rule, and the others have to save more than chance does."""
    others = bits + BY_CHANCE
    others[:, first] = bits[:, first]
    return float(others.min(axis=1).sum())


def _path(bits: Matrix) -> tuple[list[int], list[float]]:
    """The encoding of each line in turn, the most plausible way through all of them, and how sure each one is."""
    lines, count = bits.shape
    back = np.zeros((lines, count), dtype=np.intp)
    change = SWITCH * (1.0 - np.eye(count))
    forward = np.empty_like(bits)
    total = bits[0].copy()
    forward[0] = total
    for line in range(1, lines):
        ways = total[:, None] + change
        back[line] = ways.argmin(axis=0)
        total = ways.min(axis=0) + bits[line]
        forward[line] = total
    backward = np.zeros_like(bits)
    for line in range(lines - 2, -1, -1):
        backward[line] = (backward[line + 1] + bits[line + 1] + change).min(axis=1)
    path = [int(total.argmin())]
    for line in range(lines - 1, 0, -1):
        path.append(int(back[line, path[-1]]))
    path.reverse()
    through = forward + backward
    behind = (through - through.min(axis=1, keepdims=True)) / TEMPERATURE
    sure = 1.0 / np.exp2(-np.minimum(behind, 60.0)).sum(axis=1)
    return path, sure.tolist()


def _parts(units: Sequence[bytes], names: Sequence[str], sure: Sequence[float]) -> tuple[Part, ...]:
    """Neighbouring lines of one encoding as one part; lines of ASCII go with those before them."""
    parts: list[Part] = []
    start = end = 0
    current: str | None = None
    least = 1.0
    each = iter(zip(names, sure, strict=True))
    for unit in units:
        if not unit.isascii():
            name, probability = next(each)
            if current is not None and name != current:
                parts.append(Part(start, end, current, least))
                start, least = end, 1.0
            current, least = name, min(least, probability)
        end += len(unit)
    parts.append(Part(start, end, current or UTF_8, least))
    return tuple(parts)
