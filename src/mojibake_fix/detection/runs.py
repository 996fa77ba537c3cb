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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from mojibake_fix.detection.judge import judge
from mojibake_fix.detection.priors import widest_first
from mojibake_fix.detection.rank import rank
from mojibake_fix.encodings import LACKING, decode

__all__ = ["Known", "decode_line", "decode_runs"]

Counts = npt.NDArray[np.float64]

_ASKED = 40  # damaged lines that the encodings are found with
_STRANGE = 1.0  # bits a byte by which lines are more, or less, likely than those that are known
_JUDGED = 96  # lines with both kinds of bytes whose readings are compared
_LINE = 300  # characters of a line that are judged
_CONTEXT = 200  # characters before the first run of a line that say something of its language
_ENCODINGS = 4  # encodings of one input at most
_STRANGERS = 3  # lines that fit the known encodings least, and are asked for their own
_SECOND_BITS = 40.0  # bits that one more encoding must save
_LOST_BITS = 20.0  # bits of a run that is no text in any encoding
_NEVER = 1e9
_MOSTLY = 0.5  # share of valid bytes from which on those are taken out of a line before its encoding is asked for
_QUICK = 256  # lines that are decoded with what is known until some are looked at again
_SPARSE = 1 << 12  # bytes from one damaged line to the next from which on they are decoded one by one
_FEW = 32  # damaged lines of a buffer that are, too: quicker than to look at all of them together
_BINS = 8  # of lines, by their share of valid bytes: how to read those that were not judged

_CHARACTER = (
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})"
)
_VALID = re.compile(_CHARACTER + rb"+")
_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_STRETCH = re.compile(rb"[\x80-\xff]+")
_SIZES = np.repeat(np.array([1, 2, 3, 4], np.uint8), [0xC2, 0x1E, 0x10, 0x10])
"""How many bytes the character has that a byte begins."""
_CUT = re.compile(rb"(?:[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


@dataclass(slots=True)
class Known:
    """What the lines before have told of the ones to come: of one input, or of one stream."""

    names: list[str] = field(default_factory=list)
    """The encodings of the lines, the best for all together first."""
    counts: list[Counts] = field(default_factory=list)
    """How often each byte stood in the lines of each encoding."""
    seen: bytes = b""
    """ASCII, and the bytes that stood in them."""
    unlikeness: float = 0.0
    """Bits a byte of the lines, as the counts have it."""
    ways: Counts = field(default_factory=lambda: np.zeros((_BINS, 3)))
    """Bits of the lines with both kinds of bytes, by their share of valid ones and the way to read them."""
    judged: int = 0
    """How many lines the ways are known from."""
    quick: int = 0
    """How many lines may be decoded without a look at them: none where the bytes of some were valid by chance."""


def decode_runs(data: bytes, start: int, end: int, known: Known) -> str:
    """The text of the bytes from `start`, where the first one stands that is not UTF-8, to `end`.

    Valid text stays as it is; what no encoding decodes is U+FFFD. What `known` tells of the input is heeded, and
    what the lines tell is added to it.

        >>> decode_runs(b"Caf\\xc3\\xa9 und caf\\xe9, 5 \\x80", 13, 19, Known())
        'é, 5 €'
    """
    if _SURROGATES.search(data, start, end):
        context = max(0, start - _CONTEXT)
        data = data[context:start] + _SURROGATES.sub(_as_one, data[start:end])
        start, end = start - context, len(data)
    pieces, bodies = _cut(data, start, end)
    if not bodies:
        return "".join(pieces)
    known.quick = _QUICK if len(bodies) < max(_FEW, (end - start) // _SPARSE) else 0
    head = data[max(data.rfind(b"\n", 0, start) + 1, start - _CONTEXT) : start].decode("utf-8", "ignore")
    is_cut = _CUT.search(data, max(start, end - 3), end) is not None
    texts = _Lines(bodies, [head, *pieces[1:]], known).texts(is_cut=is_cut)
    return "".join(chain.from_iterable(zip(pieces, [*texts, ""], strict=True)))


def decode_line(data: bytes, start: int, end: int, known: Known) -> tuple[str, int] | None:
    """The text from `start` to the end of the line, and where that is; None where more is to be looked at.

    That is so where more than one encoding is known, where bytes are valid by chance, and for a line now and then.
    """
    if known.quick <= 0 or len(known.names) != 1 or known.judged:
        return None
    known.quick -= 1
    stop = data.find(b"\n", start, end)
    if stop < 0:
        return None
    body = data[start:stop]
    if body.translate(None, known.seen) or _PAIR.search(body):
        return None
    try:
        return body.decode(known.names[0]), stop
    except UnicodeDecodeError:
        return None


def _as_one(match: re.Match[bytes]) -> bytes:
    """The UTF-8 of a character that was written as its two surrogates: CESU-8 (Unicode Technical Report 26)."""
    pair = match.group().decode("utf-8", "surrogatepass")
    return pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()


def _cut(data: bytes, begin: int, stop: int) -> tuple[list[str], list[bytes]]:
    """The text between the damaged lines, and these from the byte on before which they are plain ASCII.

    Python's own decoder finds them in one pass: it calls `note` once for each of them.
    """
    mark = "\0" if data.find(b"\0", begin, stop) < 0 else "\udc80"  # the narrower, the less there is to copy
    bodies: list[bytes] = []
    find, keep = data.find, bodies.append

    def note(error: UnicodeError) -> tuple[str, int]:
        start = begin + error.start  # type: ignore[attr-defined]
        end = find(b"\n", start, stop)
        if end < 0:
            end = stop
        keep(data[start:end])
        return mark, end - begin

    name = f"mojibake_fix-lines-{threading.get_ident()}"
    codecs.register_error(name, note)
    try:
        pieces = codecs.utf_8_decode(memoryview(data)[begin:stop], name, True)[0].split(mark)
    finally:
        codecs.register_error(name, codecs.strict_errors)  # does not hold on to the data
    for number, piece in enumerate(pieces[:-1]):
        if piece and piece[-1] != "\n" and not (head := piece[piece.rfind("\n") + 1 :]).isascii():
            pieces[number] = piece[: -len(head)]
            bodies[number] = head.encode() + bodies[number]
    return pieces, bodies


class _Lines:
    """The damaged lines of an input, or of a part of it."""

    def __init__(self, bodies: list[bytes], before: list[str], known: Known) -> None:
        self._bodies, self._before, self._known = bodies, before, known
        self._blob = b"\n".join(bodies) + b"\n"
        self._bytes = np.frombuffer(self._blob, np.uint8)
        self._share = self._shares()
        self._text: str | None = None  # of all lines, where the one encoding that is known decodes them

    def texts(self, *, is_cut: bool) -> list[str]:
        """The text of each line; with `is_cut`, the last one ends within a character of UTF-8."""
        labels = self._labels()
        texts = self._decoded(labels)
        both = np.flatnonzero(self._share > 0).tolist()
        if both:
            self._choose(both, labels, texts)
        if is_cut:
            texts[-1] = self._bodies[-1].decode("utf-8", "replace") if self._share[-1] else "\ufffd"
        return texts

    def _shares(self) -> npt.NDArray[np.float64]:
        """The share of the bytes beyond ASCII that are characters of UTF-8 by their form, of each line."""
        goes_on = np.frombuffer(self._blob, np.int8) < -64  # 0x80 to 0xBF
        places = np.flatnonzero(goes_on[1:] & (self._bytes[:-1] >= 0xC2) & (self._bytes[:-1] <= 0xF4))
        sizes = _SIZES.take(self._bytes[places])
        for size in (3, 4):
            goes = (sizes < size) | goes_on.take(places + size - 1, mode="clip")
            places, sizes = places[goes], sizes[goes]
        if not len(places):
            return np.zeros(len(self._bodies))
        valid = np.zeros(len(self._bytes), np.uint8)
        valid[places] = sizes
        starts = self._starts()
        high = np.add.reduceat(self._bytes > 0x7F, starts, dtype=np.float64)
        return np.add.reduceat(valid, starts, dtype=np.float64) / np.maximum(high, 1)

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

    def _labels(self) -> npt.NDArray[np.intp]:
        """The number of each line's encoding. Lines like those that are known are not asked for it."""
        known = self._known
        if known.names:
            likeness = self._likeness()
            if abs(self._unlikeness(likeness) - known.unlikeness) <= _STRANGE and self._are_decoded():
                return likeness.argmax(axis=0)
        asked = self._sample(range(len(self._bodies)), _ASKED)
        best = _encodings([self._evidence(number) for number in asked], known)
        for number in range(len(known.names)):
            lines = b"".join(self._bodies[line] for line, label in zip(asked, best, strict=True) if label == number)
            known.counts[number] += np.bincount(np.frombuffer(lines, np.uint8), minlength=256)
        known.seen = bytes(byte for byte in range(256) if byte < 0x80 or known.counts[0][byte] >= 1)
        likeness = self._likeness()
        known.unlikeness = self._unlikeness(likeness)
        labels = likeness.argmax(axis=0)
        labels[asked] = best
        return labels

    def _likeness(self) -> Counts:
        """How likely the bytes of each line are in each encoding, in bits below nothing."""
        starts = self._starts()
        rows = []
        for counts in self._known.counts:
            bits = np.log2(counts / counts[0x80:].sum()).astype(np.float32)
            bits[:0x80] = 0.0
            rows.append(np.add.reduceat(bits.take(self._bytes), starts))
        return np.array(rows)

    def _unlikeness(self, likeness: Counts) -> float:
        """Bits a byte of all lines, each in the encoding that it is the likeliest in."""
        return float(-likeness.max(axis=0).sum() / max(np.count_nonzero(self._bytes > 0x7F), 1))

    def _starts(self) -> npt.NDArray[np.intp]:
        return np.append(0, np.flatnonzero(self._bytes == 10)[:-1] + 1)

    def _are_decoded(self) -> bool:
        """Whether the one encoding that is known decodes all lines."""
        if len(self._known.names) > 1:
            return True
        try:
            self._text = self._blob[:-1].decode(self._known.names[0])
        except UnicodeDecodeError:
            return False
        return True

    def _decoded(self, labels: npt.NDArray[np.intp]) -> list[str]:
        """Every line in its encoding."""
        names = self._known.names
        if len(names) == 1:
            return _decode_all(self._bodies, self._blob[:-1], names[0], self._text)
        texts = np.empty(len(self._bodies), object)
        for number, name in enumerate(names):
            lines = np.flatnonzero(labels == number).tolist()
            bodies = [self._bodies[line] for line in lines]
            for line, body, text in zip(lines, bodies, _decode_all(bodies, b"\n".join(bodies), name), strict=True):
                others = (decode(body, other) for other in names) if "\ufffd" in text else ()
                texts[line] = next((other for other in others if other is not None), text)
        return texts.tolist()

    def _choose(self, both: list[int], labels: npt.NDArray[np.intp], texts: list[str]) -> None:
        """Read the lines that hold valid UTF-8, too, in the most plausible way."""
        known = self._known
        bins = np.minimum((self._share[both] * _BINS).astype(np.intp), _BINS - 1)
        places = [] if known.judged >= _JUDGED else self._sample(both, _JUDGED)
        judged = np.searchsorted(both, places).tolist()
        readings = [self._head(both[at]) + self._read(both[at], way, labels) for at in judged for way in _WAYS]
        distinct = list(dict.fromkeys(readings))
        bits_of = dict(zip(distinct, _bits(distinct), strict=True))
        bits = np.array([bits_of[reading] for reading in readings]).reshape(-1, len(_WAYS))
        np.add.at(known.ways, bins[judged], bits)
        known.judged += len(judged)
        best = np.where(known.ways.any(axis=1), known.ways.argmin(axis=1), known.ways.sum(axis=0).argmin())
        chosen = best[bins]
        chosen[judged] = bits.argmin(axis=1)
        for at in np.flatnonzero(chosen).tolist():
            texts[both[at]] = self._read(both[at], _WAYS[chosen[at]], labels)

    def _read(self, number: int, way: Callable[[bytes, str], str], labels: npt.NDArray[np.intp]) -> str:
        return way(self._bodies[number], self._known.names[labels[number]])


# ---------------------------------------------------------------- encodings


def _encodings(lines: list[bytes], known: Known) -> npt.NDArray[np.intp]:
    """The number of each line's encoding, after those that are needed were added to the known ones.

    Without any, the first is the best for all together. Then those of the lines that fit least are tried, as long as
    one saves enough.
    """
    names = known.names or _best(b"\n".join(lines))
    table = [_line_bits(lines, name) for name in names]
    sizes = np.array([len(line) + 8.0 for line in lines])
    while len(names) < _ENCODINGS:
        least = np.min(table, axis=0) if table else np.full(len(lines), _NEVER)
        strangers = np.argsort(-least / sizes, kind="stable")[:_STRANGERS].tolist()
        longest = int(sizes.argmax())
        found = dict.fromkeys(name for number in [*strangers, longest] for name in _best(lines[number]))
        rivals = [name for name in found if name not in names]
        columns = [_line_bits(lines, name) for name in rivals]
        saved = [float(np.maximum(least - column, 0).sum()) for column in columns]
        if not saved or max(saved) < (_SECOND_BITS if names else 1.0):
            break
        names.append(rivals[int(np.argmax(saved))])
        table.append(columns[int(np.argmax(saved))])
    known.names = names or ["utf-8"]
    known.counts += [np.full(256, 0.1) for _ in known.names[len(known.counts) :]]
    return np.argmin(table, axis=0) if table else np.zeros(len(lines), np.intp)


def _best(line: bytes) -> list[str]:
    """The encoding that is the most plausible for the bytes; none where none that Python has decodes them."""
    if line.isascii():
        return []
    readings = ((each, [name for name in each.names if name not in LACKING]) for each in rank(line))
    return next(([widest_first(names, each.text)[0]] for each, names in readings if names), [])


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


def _decode_all(bodies: list[bytes], blob: bytes, name: str, text: str | None = None) -> list[str]:
    """The text of each of the lines, which the blob holds together; `text` is that of all, where it is known."""
    texts = (blob.decode(name, "replace") if text is None else text).split("\n")
    if len(texts) == len(bodies):
        return texts
    return [body.decode(name, "replace") for body in bodies]  # an encoding that makes something else of line ends


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
