"""The best path through a text that is part right, part mangled: copy a character, or decode a unit of bytes.

For one accident (written, read) the text is laid out as bytes: each character that the reader can have shown is its
bytes there, every other character is a wall. Between two borders of characters the path may copy the character, or
decode the bytes as units of the written encoding; a unit may reach over several characters, even over a border of
two characters of a multi-byte reader, and its trail byte may be ASCII. Viterbi's algorithm finds the path with the
fewest bits, of the model's pairs of characters, plus `SWITCH_COST` wherever the path changes its mind.

Time is linear in the text: every place keeps a handful of states.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from mojibake_fix.encodings import Kind, decode, encode
from mojibake_fix.encodings.table import ENCODINGS
from mojibake_fix.engine.priors import SWITCH_COST
from mojibake_fix.engine.readings import Stretch
from mojibake_fix.plausibility.model import Model
from mojibake_fix.types import Step

_KEPT = 4  # states at a place
_LAST = "\n"


@dataclass(slots=True)
class _Edge:
    start: int
    end: int
    char: str
    is_decoded: bool
    is_neutral: bool  # ASCII that both ways give: no change of mind


def best_path(text: str, step: Step, model: Model) -> list[Stretch]:
    """The stretches of a text that the step is best undone on, in order; none where copying everything is best."""
    layout = _lay_out(text, step.read)
    edges = _edges(text, layout, step.written)
    if not any(edge.is_decoded for at in edges.values() for edge in at):
        return []
    path = _viterbi(edges, layout.size, model)
    return _stretches(path, layout)


@dataclass(frozen=True, slots=True)
class _Layout:
    data: bytearray
    borders: list[int]  # byte offset of each character, and of the end
    walls: frozenset[int]  # byte offsets that no unit may touch
    at_border: dict[int, int]  # byte offset -> number of the character that begins there

    @property
    def size(self) -> int:
        return len(self.data)


@functools.lru_cache(65536)
def _bytes_of(char: str, reader: str) -> bytes | None:
    return encode(char, reader)


def _lay_out(text: str, reader: str) -> _Layout:
    data, borders, walls = bytearray(), [], set()
    for char in text:
        borders.append(len(data))
        code = _bytes_of(char, reader)
        if code is None:
            walls.add(len(data))
            code = b"\x00"
        data += code
    borders.append(len(data))
    return _Layout(data, borders, frozenset(walls), {at: k for k, at in enumerate(borders)})


@functools.lru_cache(65536)
def _unit(data: bytes, writer: str) -> str | None:
    """The one character that the bytes are in an encoding, or None."""
    char = decode(data, writer)
    return char if char is not None and len(char) == 1 else None


def _unit_sizes(lead: int, writer: str, kind: Kind) -> tuple[int, ...]:
    if lead < 0x80 or kind is Kind.SINGLE_BYTE:
        return (1,)
    if writer == "utf-8":
        return (2,) if lead < 0xE0 else (3,) if lead < 0xF0 else (4,)
    return (1, 2, 3) if writer.startswith("euc") else (1, 2)


def _edges(text: str, layout: _Layout, writer: str) -> dict[int, list[_Edge]]:
    """Every step of a path, by the byte offset where it begins."""
    edges: dict[int, list[_Edge]] = {}
    data, kind = layout.data, ENCODINGS[writer].kind
    for number, char in enumerate(text):
        start, end = layout.borders[number], layout.borders[number + 1]
        edges.setdefault(start, []).append(_Edge(start, end, char, is_decoded=False, is_neutral=char < "\x80"))
    for start, lead in enumerate(data):
        if lead < 0x80 or start in layout.walls:
            continue
        for size in _unit_sizes(lead, writer, kind):
            end = start + size
            if end > len(data) or any(at in layout.walls for at in range(start + 1, end)):
                continue
            unit = _unit(bytes(data[start:end]), writer)
            if unit is None:
                continue
            copy = edges[start][0] if start in edges else None
            if copy is not None and copy.end == end and copy.char == unit:
                copy.is_neutral = True
            else:
                edges.setdefault(start, []).append(_Edge(start, end, unit, is_decoded=True, is_neutral=False))
    return edges


@dataclass(slots=True)
class _State:
    bits: float
    edge: _Edge | None
    before: _State | None
    is_decoding: bool | None  # the mind of the last edge that was not neutral


def _viterbi(edges: dict[int, list[_Edge]], size: int, model: Model) -> list[_Edge]:
    pair_bits = _pair_bits(edges, model)
    states: dict[int, list[_State]] = {0: [_State(0.0, None, None, None)]}
    for at in range(size):
        here = states.pop(at, None)
        if here is None:
            continue
        here.sort(key=lambda state: state.bits)
        for edge in edges.get(at, ()):
            follow = states.setdefault(edge.end, [])
            for state in here[:_KEPT]:
                last = state.edge.char if state.edge else _LAST
                bits = state.bits + pair_bits[last, edge.char]
                mind = state.is_decoding
                if not edge.is_neutral:
                    if mind is not None and mind != edge.is_decoded:
                        bits += SWITCH_COST
                    mind = edge.is_decoded
                follow.append(_State(bits, edge, state, mind))
    best: _State | None = min(states[size], key=lambda state: state.bits)
    path: list[_Edge] = []
    while best is not None and best.edge is not None:
        path.append(best.edge)
        best = best.before
    return path[::-1]


def _pair_bits(edges: dict[int, list[_Edge]], model: Model) -> dict[tuple[str, str], float]:
    """Bits of every pair of characters that can follow each other on some path."""
    arriving: dict[int, set[str]] = {0: {_LAST}}
    pairs: set[tuple[str, str]] = set()
    for at in sorted(edges):
        lasts = arriving.pop(at, None)
        if lasts is None:
            continue
        for edge in edges[at]:
            pairs.update((last, edge.char) for last in lasts)
            arriving.setdefault(edge.end, set()).add(edge.char)
    ordered = sorted(pairs)
    first = np.array([ord(a) for a, _ in ordered], dtype=np.uint32)
    second = np.array([ord(b) for _, b in ordered], dtype=np.uint32)
    return dict(zip(ordered, model.pair_bits(first, second).tolist(), strict=True))


def _stretches(path: list[_Edge], layout: _Layout) -> list[Stretch]:
    """The decoded stretches of a path; ASCII between two of them, on one line, belongs to the stretch.

    A stretch must begin and end at borders of characters: where a multi-byte reader's character is decoded in
    part only, the path cannot be written down, and the stretch is dropped.
    """
    stretches: list[Stretch] = []
    start: int | None = None
    chars: list[str] = []
    settled = 0  # characters of `chars` up to the last decoded one
    end = 0

    def close() -> None:
        if start is not None and start in layout.at_border and end in layout.at_border:
            after = "".join(chars[:settled])
            stretches.append(Stretch(layout.at_border[start], layout.at_border[end], after))

    for edge in path:
        if edge.is_decoded:
            if start is None:
                start, chars = edge.start, []
            chars.append(edge.char)
            settled, end = len(chars), edge.end
        elif start is not None:
            if edge.is_neutral:
                chars.append(edge.char)
            else:
                close()
                start = None
    close()
    return stretches
