"""Bytes as they come, in pieces: the incremental decoder that `open_text` and the codec read with, and streams.

The rule: up to `PIECE` bytes are repaired as a whole. Of more, the encoding is detected from the first `PIECE` bytes,
and each piece of about that size, cut at a line end, is decoded with it and repaired by itself; a piece that it does
not decode is detected anew. Of a binary input nothing comes out.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

from mojibake_fix.detection import detect
from mojibake_fix.documents import decode_data, repair_data
from mojibake_fix.engine.repairer import repair_texts

PIECE = 4 << 20
"""Bytes that are decoded and repaired at once."""
_WIDEST = 4  # bytes of a code unit at most


class RepairingDecoder(codecs.IncrementalDecoder):
    """Decodes with the detected encoding and undoes mojibake; `errors` is not asked, for nothing is an error."""

    def __init__(self, errors: str = "strict", piece: int = PIECE) -> None:
        super().__init__(errors)
        self._piece = piece
        self.reset()

    def reset(self) -> None:
        """As new: the next bytes are the first of an input."""
        self._rest = bytearray()
        self._line_end = 0  # where in the rest the last whole line ends
        self._size = 0
        self._encoding: str | None = None
        self._wide: _WideLines | None = None

    def decode(self, data: Any, final: bool = False) -> str:
        """The text of the pieces that are complete; with `final`, of all that is left."""
        data = bytes(data)  # of pyarrow it is a buffer of its own
        if self._wide is not None:
            return self._wide.decode(data, final=final)
        at = data.rfind(b"\n") + 1
        if at:
            self._line_end = len(self._rest) + at
        self._rest += data
        self._size += len(data)
        if final:
            return self._finish()
        if len(self._rest) <= self._piece:
            return ""
        if self._encoding is None:
            self._begin()
            if self._wide is not None:
                return self._wide.decode(self._take(len(self._rest)))
        return self._repair(self._take(self._line_end)) if self._line_end else ""

    def _begin(self) -> None:
        """Detect the encoding of an input that is larger than one piece."""
        self._encoding = _encoding_of(bytes(self._rest), is_whole=False) or ""
        if self._encoding.startswith(("utf-16", "utf-32")):
            self._wide = _WideLines(self._encoding)

    def _finish(self) -> str:
        is_whole = self._size == len(self._rest)
        data = self._take(len(self._rest))
        text = repair_data(data).text if is_whole else self._repair(data)
        self.reset()
        return text

    def _take(self, size: int) -> bytes:
        data = bytes(self._rest[:size])
        del self._rest[:size]
        self._line_end = 0
        return data

    def _repair(self, data: bytes) -> str:
        if not self._encoding:  # binary
            return ""
        try:
            text = data.decode(self._encoding)
        except UnicodeDecodeError:
            return repair_data(data).text
        return _fixed(text)

    def getstate(self) -> tuple[bytes, int]:
        """Whether anything was decoded: streams ask after each chunk, and the rest itself is too large to be copied."""
        return b"", int(self._size > 0)

    def setstate(self, state: tuple[bytes, int]) -> None:
        """Go back to the beginning. Raises `OSError` for any other place: what was repaired together stays together."""
        if state != (b"", 0):
            raise OSError("a repaired stream can go back to its beginning only: call seek(0)")
        self.reset()


class _WideLines:
    """The pieces of UTF-16 and UTF-32, in which the byte of a line end may stand within a character."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._rest: list[str] = []

    def decode(self, data: bytes, *, final: bool = False) -> str:
        text = self._decoder.decode(data, final)
        at = len(text) if final else text.rfind("\n") + 1
        if not at and not final:
            self._rest.append(text)
            return ""
        lines = "".join([*self._rest, text[:at]])
        self._rest = [text[at:]]
        return _fixed(lines)


def _fixed(text: str) -> str:
    return next(iter(repair_texts([text]))).text


def texts_of(raw: BinaryIO, errors: str = "replace") -> Iterator[str] | None:
    """The text of a stream of bytes, in pieces; None where it is binary.

    The encoding is that of the first `PIECE` bytes, or, where these are plain ASCII, of the first ones that are not. A
    piece that it does not decode is detected anew; where `errors` is `strict`, it raises `UnicodeDecodeError`.
    """
    head = _read(raw)
    encoding = _encoding_of(head, is_whole=len(head) < PIECE)
    return None if encoding is None else _texts(chain([head], iter(lambda: _read(raw), b"")), encoding, errors)


def _texts(parts: Iterator[bytes], encoding: str, errors: str) -> Iterator[str]:
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    decoder = _decoder_of(encoding, errors if is_wide else "strict")
    rest = b""  # of what is not wide, the line that is not whole yet: no character is cut in two
    for part in chain(parts, [None]):
        data = rest + (part or b"")
        end = 0 if is_wide or part is None else data.rfind(b"\n") + 1
        if not end and (is_wide or part is None or len(data) >= PIECE):
            end = len(data)
        lines, rest = data[:end], data[end:]
        if encoding == "ascii" and not lines.isascii():
            encoding = detect(lines).encoding or encoding
            decoder = _decoder_of(encoding, "strict")
        begun = decoder.getstate()[0]  # of a line that is longer than a piece
        try:
            text = decoder.decode(lines, part is None)
        except UnicodeDecodeError:
            if errors == "strict":
                raise
            text = decode_data(begun + lines)[0]
            decoder.reset()
        if text:
            yield text


def _decoder_of(encoding: str, errors: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)(errors)


def _encoding_of(head: bytes, *, is_whole: bool) -> str | None:
    """The encoding of an input that begins so."""
    if is_whole:
        return detect(head).encoding
    return detect(head[: len(head) // _WIDEST * _WIDEST]).encoding or detect(head[: head.rfind(b"\n") + 1]).encoding


def _read(raw: BinaryIO) -> bytes:
    """The next `PIECE` bytes: fewer are the last ones."""
    data = raw.read(PIECE)
    while data and len(data) < PIECE and (more := raw.read(PIECE - len(data))):
        data += more
    return data
