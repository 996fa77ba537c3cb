"""Text that is UTF-8 but for some runs: where those are, which encodings they are in, and the text of all.

Lines are the unit. A line with a byte that is no UTF-8 is read in one of three ways: as legacy text throughout, with
what is valid UTF-8 in it left as it is, or as UTF-8 that lost bytes. Pairs of East Asian bytes, and of some pages, are
valid UTF-8 by chance, so that the share of valid bytes alone does not tell; the plausibility of the text does, on a
sample of the lines, and what was found there holds for the others. So it is with the encodings, too.
"""

from __future__ import annotations

import codecs
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import add

import numpy as np
import numpy.typing as npt

from mojibake_fix.detection.judge import judge
from mojibake_fix.detection.priors import widest_first
from mojibake_fix.detection.rank import rank
from mojibake_fix.encodings import decode

__all__ = ["Known", "decode_runs"]

_ASKED = 40  # damaged lines that the encodings are found with
_ASKED_AGAIN = 4  # of them, where the encodings are known from earlier buffers
_STRANGE = 1.25  # times the surprise of all lines before, at which a line is none of theirs
_JUDGED = 96  # lines with both kinds of bytes whose readings are compared
_LINE = 300  # characters of a line that are judged
_CONTEXT = 200  # characters before the first run of a line that say something of its language
_ENCODINGS = 4  # encodings of one input at most
_STRANGERS = 3  # lines that fit the known encodings least, and are asked for their own
_SECOND_BITS = 40.0  # bits that one more encoding must save
_LOST_BITS = 20.0  # bits of a run that is no text in any encoding
_NEVER = 1e9
_MOSTLY = 0.5  # share of valid bytes from which on those are taken out of a line before its encoding is asked for
_BINS = 8  # of lines, by their share of valid bytes: how to read those that were not judged

_CHARACTER = (
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})"
)
_VALID = re.compile(_CHARACTER + rb"+")
_STRETCH = re.compile(rb"[\x80-\xff]+")
_CUT = re.compile(rb"(?:[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


@dataclass(slots=True)
class Known:
    """What the earlier buffers of a stream have told of its encodings."""

    names: list[str] = field(default_factory=list)
    surprise: float = 0.0
    """Bits a byte of the line that fitted them least."""


def decode_runs(data: bytes, start: int, known: Known | None = None) -> str:
    """The text of the bytes from `start` on, where the first one stands that is not UTF-8.

    Valid text stays as it is; what no encoding decodes is U+FFFD. With `known`, what was found out is kept for the next
    buffer of the same stream, which is then asked far less.

        >>> decode_runs(b"Caf\\xc3\\xa9 und caf\\xe9, 5 \\x80", 12)
        'é, 5 €'
    """
    pieces, bodies = _cut(data, start)
    head = data[max(data.rfind(b"\n", 0, start) + 1, start - _CONTEXT) : start].decode("utf-8", "ignore")
    is_cut = _CUT.search(data, max(start, len(data) - 3)) is not None
    texts = _Lines(bodies, [head, *pieces[1:]], is_cut=is_cut).texts(known or Known())
    return "".join(chain.from_iterable(zip(pieces, [*texts, ""], strict=True)))


def _cut(data: bytes, begin: int) -> tuple[list[str], list[bytes]]:
    """The text between the damaged lines, and these from the byte on before which they are plain ASCII.

    Python's own decoder finds them in one pass: it calls `note` once for each of them.
    """
    size = len(data) - begin
    mark = "\0" if data.find(b"\0", begin) < 0 else "\udc80"  # the narrower, the less there is to copy
    bodies: list[bytes] = []
    find, keep = data.find, bodies.append

    def note(error: UnicodeError) -> tuple[str, int]:
        start = begin + error.start  # type: ignore[attr-defined]
        end = find(b"\n", start)
        if end < 0:
            keep(data[start:])
            return mark, size
        keep(data[start:end])
        return mark, end - begin

    name = f"mojibake_fix-lines-{threading.get_ident()}"
    codecs.register_error(name, note)
    try:
        pieces = codecs.utf_8_decode(memoryview(data)[begin:], name, True)[0].split(mark)
    finally:
        codecs.register_error(name, codecs.strict_errors)  # does not hold on to the data
    for number, piece in enumerate(pieces[:-1]):
        if piece and piece[-1] != "\n" and not (head := piece[piece.rfind("\n") + 1 :]).isascii():
            pieces[number] = piece[: -len(head)]
            bodies[number] = head.encode() + bodies[number]
    return pieces, bodies


class _Lines:
    """The damaged lines of an input."""

    def __init__(self, bodies: list[bytes], before: list[str], *, is_cut: bool) -> None:
        self._bodies, self._before = bodies, before
        self._is_cut = is_cut
        self._blob = b"\n".join(bodies) + b"\n"
        self._ends = np.flatnonzero(np.frombuffer(self._blob, np.uint8) == 10)
        self._share = self._shares()

    def texts(self, known: Known) -> list[str]:
        """The text of each line."""
        asked = self._sample(range(len(self._bodies)), _ASKED_AGAIN if known.names else _ASKED)
        names, table = _encodings([self._evidence(number) for number in asked], known)
        labels = self._labels(asked, table, len(names))
        texts = self._decoded(names, labels)
        both = np.flatnonzero(self._share > 0).tolist()
        if both:
            self._choose(both, names, labels, texts)
        if self._is_cut:
            texts[-1] = self._bodies[-1].decode("utf-8", "replace") if self._share[-1] else "\ufffd"
        return texts

    def _shares(self) -> npt.NDArray[np.float64]:
        """The share of the bytes beyond ASCII that are valid UTF-8, of each line."""
        goes_on = np.frombuffer(self._blob, np.int8) < -64  # 0x80 to 0xBF
        first = np.frombuffer(self._blob, np.uint8)[:-2]
        pairs = goes_on[1:-1] & (first >= 0xC2) & (first <= 0xF4)
        if not (pairs & (goes_on[2:] | (first < 0xE0))).any():
            return np.zeros(len(self._bodies))
        valid = self._blob.decode("utf-8", "ignore").encode()
        return _high(valid) / np.maximum(_high(self._blob), 1)

    def _sample(self, numbers: Sequence[int], size: int) -> list[int]:
        """Lines that differ, spread over all."""
        step = max(1, len(numbers) // (4 * size))
        distinct = {self._bodies[number]: number for number in reversed(numbers[::step])}
        chosen = sorted(distinct.values())
        return chosen[:: -(-len(chosen) // size)] if len(chosen) > size else chosen

    def _evidence(self, number: int) -> bytes:
        body = self._bodies[number]
        if self._share[number] >= _MOSTLY:
            body = _VALID.sub(b" ", body)
        head = "".join(char if char.isascii() else " " for char in self._head(number))
        return head.encode() + body

    def _head(self, number: int) -> str:
        """What stands in the line before its body."""
        before = self._before[number]
        return before[before.rfind("\n") + 1 :][-_CONTEXT:]

    def _labels(self, asked: list[int], table: npt.NDArray[np.float64], names: int) -> npt.NDArray[np.intp]:
        """The number of each line's encoding: those that were asked know it, the others have its bytes."""
        if names == 1:
            return np.zeros(len(self._bodies), np.intp)
        best = table.argmin(axis=1)
        likeness = np.empty((names, len(self._bodies)))
        starts = np.concatenate([[0], self._ends[:-1] + 1])
        for name in range(names):
            known = b"".join(self._bodies[line] for line, label in zip(asked, best, strict=True) if label == name)
            counts = np.bincount(np.frombuffer(known, np.uint8), minlength=256)[:256] + 0.1
            counts[:0x80] = counts[0x80:].mean()
            bits = np.log2(counts / counts.sum())
            likeness[name] = np.add.reduceat(bits[np.frombuffer(self._blob, np.uint8)], starts)
        labels = likeness.argmax(axis=0)
        labels[asked] = best
        return labels

    def _decoded(self, names: list[str], labels: npt.NDArray[np.intp]) -> list[str]:
        """Every line in its encoding."""
        if len(names) == 1:
            return _decode_all(self._bodies, self._blob[:-1], names[0])
        texts = np.empty(len(self._bodies), object)
        for number, name in enumerate(names):
            lines = np.flatnonzero(labels == number).tolist()
            bodies = [self._bodies[line] for line in lines]
            for line, body, text in zip(lines, bodies, _decode_all(bodies, b"\n".join(bodies), name), strict=True):
                others = (decode(body, other) for other in names) if "\ufffd" in text else ()
                texts[line] = next((other for other in others if other is not None), text)
        return texts.tolist()

    def _choose(self, both: list[int], names: list[str], labels: npt.NDArray[np.intp], texts: list[str]) -> None:
        """Read the lines that hold valid UTF-8, too, in the most plausible way."""
        ways = len(_WAYS)
        judged = self._sample(both, _JUDGED)
        readings = [way(self._bodies[line], names[labels[line]]) for line in judged for way in _WAYS]
        heads = [head for line in judged for head in [self._head(line)] * ways]
        bits = np.array(_bits(list(map(add, heads, readings)))).reshape(-1, ways)
        bins = np.minimum((self._share * _BINS).astype(np.intp), _BINS - 1)
        sums = np.zeros((_BINS, ways))
        np.add.at(sums, bins[judged], bits)
        best = np.where(sums.any(axis=1), sums.argmin(axis=1), sums.sum(axis=0).argmin())
        for line, way in zip(both, best[bins[both]].tolist(), strict=True):
            if way:
                texts[line] = _WAYS[way](self._bodies[line], names[labels[line]])
        for number, line in enumerate(judged):
            texts[line] = readings[number * ways + int(bits[number].argmin())]


# ---------------------------------------------------------------- encodings


def _encodings(lines: list[bytes], known: Known) -> tuple[list[str], npt.NDArray[np.float64]]:
    """The encodings that explain the lines together, and the bits of each line in each of them.

    Those that are known come first, else the best for all together; then those of the lines that fit these least, as
    long as one saves enough.
    """
    names = list(known.names) or _best(b"\n".join(lines))
    table = [_line_bits(lines, name) for name in names]
    sizes = np.array([len(line) + 8.0 for line in lines])
    while len(names) < _ENCODINGS:
        least = np.min(table, axis=0) if table else np.full(len(lines), _NEVER)
        surprise = least / sizes
        if known.names and surprise.max() <= _STRANGE * known.surprise:
            break
        strangers = np.argsort(-surprise, kind="stable")[:_STRANGERS].tolist()
        longest = int(sizes.argmax())
        found = dict.fromkeys(name for number in [*strangers, longest] for name in _best(lines[number]))
        rivals = [name for name in found if name not in names]
        columns = [_line_bits(lines, name) for name in rivals]
        saved = [float(np.maximum(least - column, 0).sum()) for column in columns]
        if not saved or max(saved) < (_SECOND_BITS if names else 1.0):
            break
        names.append(rivals[int(np.argmax(saved))])
        table.append(columns[int(np.argmax(saved))])
    if not names:
        return ["utf-8"], np.zeros((len(lines), 1))
    known.names = names
    known.surprise = max(known.surprise, float((np.min(table, axis=0) / sizes).max()))
    return names, np.array(table).T


def _best(line: bytes) -> list[str]:
    """The encoding that is the most plausible for the bytes; none where none decodes them."""
    return [widest_first(each.names, each.text)[0] for each in rank(line)[:1]] if not line.isascii() else []


def _line_bits(lines: list[bytes], name: str) -> npt.NDArray[np.float64]:
    """Bits of every line in an encoding; those that it does not decode cost more than any text."""
    texts = [line.decode(name, "replace") for line in lines]
    bits = _bits(texts)
    return np.array([value + 8.0 * text.count("\ufffd") for value, text in zip(bits, texts, strict=True)])


def _bits(texts: list[str]) -> list[float]:
    """Bits of every text; what is lost in it costs as much as no text does."""
    cut = [text.replace("\n", " ")[:_LINE] for text in texts]
    bits = judge([text.replace("\ufffd", "") for text in cut])
    return [value + _LOST_BITS * text.count("\ufffd") for value, text in zip(bits, cut, strict=True)]


def _decode_all(bodies: list[bytes], blob: bytes, name: str) -> list[str]:
    """The text of each of the lines, which the blob holds together."""
    texts = blob.decode(name, "replace").split("\n")
    if len(texts) == len(bodies):
        return texts
    return [body.decode(name, "replace") for body in bodies]  # an encoding that makes something else of line ends


def _high(lines: bytes) -> npt.NDArray[np.float64]:
    """How many bytes beyond ASCII each line has; every line ends in a line feed."""
    blob = np.frombuffer(lines, np.uint8)
    ends = np.flatnonzero(blob == 10)
    return np.add.reduceat(blob > 0x7F, np.concatenate([[0], ends[:-1] + 1]), dtype=np.float64)


# ---------------------------------------------------------------- three ways to read a line


def _whole(body: bytes, name: str) -> str:
    return body.decode(name, "replace")


def _by_stretches(body: bytes, name: str) -> str:
    """What is valid UTF-8 from one ASCII byte to the next stays, and so do valid characters among few other bytes."""
    out: list[str] = []
    at = 0
    for stretch in _STRETCH.finditer(body):
        valid = list(_VALID.finditer(body, *stretch.span()))
        size = sum(len(match[0]) for match in valid)
        if 3 * size <= 2 * len(stretch[0]):
            continue
        for match in valid:
            out += [body[at : match.start()].decode(name, "replace"), match[0].decode()]
            at = match.end()
    return "".join([*out, body[at:].decode(name, "replace")])


def _damaged(body: bytes, _: str) -> str:
    return body.decode("utf-8", "replace")


_WAYS = (_whole, _by_stretches, _damaged)
