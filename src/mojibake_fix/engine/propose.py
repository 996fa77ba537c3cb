"""Which chains could have made a piece of text: every reader that can show it, every writer that its bytes fit.

Proposes and scores, never judges. UTF-8 is the only encoding that can hold a text that is mojibake already, so all
layers but the innermost were written in UTF-8: the search goes down through the UTF-8 layers (there are few that fit)
and tries the legacy writers at each depth. The candidates of all pieces are scored together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mojibake_fix.encodings import ENCODINGS, Kind, decode, encode, holders
from mojibake_fix.engine.find import VERY_ODD, Measures, measure, odd_words, reading_bits
from mojibake_fix.engine.priors import READERS, STEPS, WRITERS, Path, path_cost, step_number
from mojibake_fix.plausibility.model import Bits, Model

MAX_LAYERS = 6

_BEAM = 4  # texts that are followed down at each depth
_DIGEST = 64  # characters of a piece, the oddest words, that candidates are ranked by
_FINALISTS = 8  # candidates that are scored on the whole piece
_READERS_KEPT = 6  # readers with the same bytes that are named: what the pool of a document chooses from
_LONGEST_UNIT = 4  # bytes of the longest character in any encoding
_BATCH = 1_000_000  # characters that are scored at once

_C1 = re.compile("[\x80-\x9f]")  # no text holds these controls: a reading that shows them is no end of a chain

Found = dict[str, list[Path]]


Core = tuple[int, int]
"""The stretch of a piece that a reading is of."""

_LATER = "\u00a0\u2022\u00b7\ufeff \t\r"
"""Characters that are often put around a text after it was damaged: no-break spaces, bullets, a byte order mark."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of a piece: the whole text, its core, the chains that give it (the cheapest first), what it gains."""

    text: str
    core: Core
    paths: tuple[Path, ...]
    gain: float
    """Bits by which the reading is more plausible than the piece as it stands."""
    doubted_gain: float
    """The same under the doubt that the piece may be sound in a language or notation that the model does not know."""
    odd_before: float
    """How odd the words are that the reading changes, in bits."""
    odd_after: float
    """How odd they are in the reading."""
    strangeness: float
    """Bits of their characters beyond ASCII, on average, in the reading."""

    @property
    def cost(self) -> float:
        """Bits of the cheapest accident that explains it."""
        return path_cost(self.paths[0])


def is_utf8(path: Path) -> bool:
    """Whether the innermost text of a chain was written in UTF-8."""
    return STEPS[path[-1]].written == "utf-8"


def readers_of(text: str) -> list[int]:
    """The numbers of the encodings in which all of the text can have been shown, the commonest first."""
    codes = [ord(char) for char in set(text) if char >= "\x80"]
    if not codes or max(codes) > 0xFFFF:
        return []
    mask = int(np.bitwise_and.reduce(holders(READERS)[codes]))
    return [bit for bit in range(len(READERS)) if mask >> bit & 1]


def utf8_paths_of(text: str, *, is_cut: bool = False) -> Found:
    """Every text that lies under one or more layers of UTF-8, with the chains that lay it bare."""
    found: Found = {}
    frontier: list[tuple[str, Path]] = [(text, ())]
    for _ in range(MAX_LAYERS):
        deeper: list[tuple[str, Path]] = []
        for above, path in frontier:
            for data, readers in _readings(above).items():
                inner = _decode_head(data, "utf-8", is_cut=is_cut)
                if inner is None or inner in (above, text):
                    continue
                if inner not in found and not inner.isascii():
                    deeper.append((inner, (*path, step_number(0, readers[0]))))
                found.setdefault(inner, []).extend((*path, step_number(0, reader)) for reader in readers)
        frontier = deeper[:_BEAM]
    return found


def legacy_paths_of(text: str, above: Path = (), *, is_cut: bool = False) -> Found:
    """Every text that was written in a legacy encoding and shows as `text`, which lies under the chain `above`."""
    found: Found = {}
    for data, readers in _readings(text).items():
        kept = readers[: 1 if above else _READERS_KEPT]
        for writer, name in enumerate(WRITERS, 1):
            inner = _decode_head(data, name, is_cut=is_cut)
            if inner is not None and inner != text:
                paths = found.setdefault(inner, [])
                paths += [(*above, step_number(writer, reader)) for reader in kept if READERS[reader] != name]
    return {inner: paths for inner, paths in found.items() if paths}


def _decode_head(data: bytes, name: str, *, is_cut: bool) -> str | None:
    """Decode bytes; of the head of a long word, a character that is cut at its end is left out."""
    text = decode(data, name)
    if text is not None or not is_cut or ENCODINGS[name].kind is Kind.SINGLE_BYTE:
        return text
    for cut in range(1, _LONGEST_UNIT):
        text = decode(data[:-cut], name)
        if text:
            return text
    return None


def _readings(text: str) -> dict[bytes, list[int]]:
    """The bytes that the text may have been, each with the readers that show them so, the commonest first."""
    readings: dict[bytes, list[int]] = {}
    for reader in readers_of(text):
        data = encode(text, READERS[reader])
        if data is not None:
            readings.setdefault(data, []).append(reader)
    return readings


def replay(text: str, path: Path) -> str | None:
    """Undo a chain on a text; None where it does not fit."""
    for step in path:
        data = encode(text, STEPS[step].read)
        after = None if data is None else decode(data, STEPS[step].written)
        if after is None:
            return None
        text = after
    return text


def cores_of(piece: str) -> list[Core]:
    """The stretches of a piece that can be mangled as a whole: all of it, and all but what was put around it later."""
    start = len(piece) - len(piece.lstrip(_LATER))
    end = max(start, len(piece.rstrip(_LATER)))
    edges = piece[:start] + piece[end:]
    return [(0, len(piece))] if edges.isascii() else [(0, len(piece)), (start, end)]


def read_core(piece: str, core: Core, path: Path) -> str | None:
    """The piece with the chain undone on its core; None where it does not fit or changes nothing."""
    start, end = core
    inner = replay(piece[start:end], path)
    return None if inner is None or inner == piece[start:end] else piece[:start] + inner + piece[end:]


def propose_many(pieces: Sequence[str], measures: Measures, rows: Sequence[int], model: Model) -> list[list[Candidate]]:
    """The most plausible other readings of each piece, the best (bits and cost together) first.

    `measures` are those of a batch that holds the pieces in its `rows`.
    """
    shorts = [
        odd_words(piece.strip(_LATER), _oddness_of_core(piece, measures, row), _DIGEST)
        for piece, row in zip(pieces, rows, strict=True)
    ]
    found = _search(shorts, model)
    finals = [_finalists(piece, readings) for piece, readings in zip(pieces, _rank(found, model), strict=True)]
    readings = [
        Reading(piece, text, core, tuple(sorted(paths, key=path_cost)))
        for piece, final in zip(pieces, finals, strict=True)
        for (text, core), paths in final.items()
    ]
    scored = iter(score_readings(readings, model))
    return [
        sorted((next(scored) for _ in final), key=lambda candidate: candidate.cost - candidate.gain) for final in finals
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a piece that is not scored yet."""

    piece: str
    text: str
    core: Core
    paths: tuple[Path, ...]


def score_readings(readings: Sequence[Reading], model: Model) -> list[Candidate]:
    """The readings with the bits that they gain, and with the oddness of the words that they change."""
    pieces = list(dict.fromkeys(reading.piece for reading in readings))
    row_of = {piece: row for row, piece in enumerate(pieces)}
    stands = measure([piece.replace("\n", " ") for piece in pieces], model)
    rows_of = [row_of[reading.piece] for reading in readings]
    bits = reading_bits([reading.text for reading in readings], [is_utf8(r.paths[0]) for r in readings], model)
    changed = [_changed_words(reading.piece, reading.text) for reading in readings]
    sums = np.concatenate([[0.0], np.cumsum(stands.doubt, dtype=np.float64)])
    begins = stands.starts[rows_of].tolist()
    doubts = [
        sum(sums[begin + end] - sums[begin + start] for start, end in places)
        for begin, (_, _, places) in zip(begins, changed, strict=True)
    ]
    gains = stands.bits[rows_of] - bits
    before = measure([words for words, _, _ in changed], model)
    after = measure([words for _, words, _ in changed], model)
    rows = zip(
        readings,
        gains.tolist(),
        (gains - doubts).tolist(),
        before.odd_total.tolist(),
        after.odd_total.tolist(),
        after.strangeness.tolist(),
        strict=True,
    )
    return [Candidate(r.text, r.core, r.paths, *measured) for r, *measured in rows]


def _changed_words(piece: str, reading: str) -> tuple[str, str, list[tuple[int, int]]]:
    """The words in which a reading differs from the piece, of either, and their places: no chain touches a space."""
    before, after, places = [], [], []
    at = 0
    for old, new in zip(piece.split(" "), reading.replace("\n", "\t").split(" "), strict=False):
        if old != new:
            before.append(old)
            after.append(new)
            places.append((at, min(len(piece), at + len(old) + 1)))
        at += len(old) + 1
    return " ".join(before), " ".join(after), places


def _oddness_of_core(piece: str, measures: Measures, row: int) -> Bits:
    start = int(measures.starts[row])
    return measures.oddness[start + len(piece) - len(piece.lstrip(_LATER)) :]


def _search(texts: list[str], model: Model) -> list[Found]:
    """Every reading of each text. Where UTF-8 layers give a text that is not odd, no other writer is tried."""
    are_cut = [any(len(word) >= 2 * _DIGEST for word in text.split(" ")) for text in texts]
    layered = [utf8_paths_of(text, is_cut=is_cut) for text, is_cut in zip(texts, are_cut, strict=True)]
    bare = [(number, inner) for number, found in enumerate(layered) for inner in found]
    odd = measure([inner.replace("\n", " ") for _, inner in bare], model).odd >= VERY_ODD
    still_odd: dict[int, list[str]] = {number: [text] for number, text in enumerate(texts)}
    for (number, inner), is_odd in zip(bare, odd.tolist(), strict=True):
        if not is_odd:
            still_odd.pop(number, None)
        elif number in still_odd:
            still_odd[number].append(inner)
    for number, outers in still_odd.items():
        found = layered[number]
        for outer in outers[: _BEAM + 1]:
            above = found[outer][0] if outer in found else ()
            for inner, paths in legacy_paths_of(outer, above, is_cut=are_cut[number]).items():
                if inner != texts[number]:
                    found.setdefault(inner, []).extend(paths)
    return layered


def _rank(found: list[Found], model: Model) -> Iterator[Found]:
    """The best readings of each text, in order; scored in large batches."""
    start = size = 0
    for end, own in enumerate(found, 1):
        size += sum(map(len, own)) + len(own)
        if size > _BATCH or end == len(found):
            final = [{text: paths for text, paths in own.items() if not _C1.search(text)} for own in found[start:end]]
            readings = [(text, paths[0]) for own in final for text, paths in own.items()]
            are_utf8 = [is_utf8(path) for _, path in readings]
            bits = reading_bits([text for text, _ in readings], are_utf8, model)
            at = 0
            for kept in final:
                texts = list(kept)
                costs = [path_cost(paths[0]) for paths in kept.values()]
                order = np.argsort(bits[at : at + len(texts)] + costs, kind="stable")[:_FINALISTS]
                at += len(texts)
                yield {texts[k]: kept[texts[k]] for k in order}
            start, size = end, 0


def _finalists(piece: str, found: Found) -> dict[tuple[str, Core], list[Path]]:
    """The readings of the whole piece, and of its core, by the chains that did best on its oddest words."""
    finals: dict[tuple[str, Core], list[Path]] = {}
    cores = cores_of(piece)
    for paths in found.values():
        for path in paths:
            for core in cores:
                whole = read_core(piece, core, path)
                if whole is not None:
                    finals.setdefault((whole, core), []).append(path)
    return finals
