"""Large files in a format whose values alone are repaired: in pieces of whole values, each with its bytes.

A file that is not in its format, or not in one encoding from end to end, is told by an error: then it is plain text.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from mojibake_fix.cli.encoding import ORDERED, mark_of
from mojibake_fix.cli.pieces import PIECE
from mojibake_fix.cli.work import Request
from mojibake_fix.types import Detection, Repair


class NotInFormatError(Exception):
    """A file cannot be read as its format says."""


def value_pieces(file: BinaryIO, detection: Detection, request: Request) -> Iterator[tuple[bytes, Repair]]:
    """The bytes of each piece, and what is to be done with its values. Raises `NotInFormatError` and `OSError`.

    `detection` is that of the first piece of the file.
    """
    from mojibake_fix.documents import with_detection
    from mojibake_fix.formats import repair_pieces

    if detection.encoding == "ascii":
        detection = _beyond_ascii(file, request) or detection
    file.seek(0)
    mark = mark_of(file.read(4)) if detection.has_bom else b""
    codec = ORDERED.get(mark, detection.encoding or "")
    if not codec:
        raise NotInFormatError
    read, made = hashlib.sha256(mark), hashlib.sha256()
    try:
        texts = _decoded(file, len(mark), codec, read.update)
        how = {"guess_losses": request.guess, "languages": request.languages}
        for repair in repair_pieces(texts, request.format or "", **how):  # type: ignore[arg-type]
            data = mark + repair.original.encode(codec)
            made.update(data)
            yield data, with_detection(repair, detection)
            mark, detection = b"", replace(detection, encoding=codec, has_bom=False)
    except (UnicodeError, ValueError):
        raise NotInFormatError from None
    if made.digest() != read.digest():  # an encoding that writes what it reads in another way
        raise NotInFormatError


def _beyond_ascii(file: BinaryIO, request: Request) -> Detection | None:
    """The encoding of the first piece that is not plain ASCII, by its whole lines."""
    from mojibake_fix.api import detect

    file.seek(0)
    while piece := file.read(PIECE):
        if not piece.isascii():
            lines = piece[piece.find(b"\n") + 1 : piece.rfind(b"\n") + 1]
            return detect(piece if lines.isascii() else lines, languages=request.languages)
    return None


def _decoded(file: BinaryIO, start: int, codec: str, seen: Callable[[bytes], None]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    file.seek(start)
    while data := file.read(PIECE):
        seen(data)
        yield decoder.decode(data)
    yield decoder.decode(b"", True)
