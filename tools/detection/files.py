"""Labelled files: those of the project's corpus, and those of test suites in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detection.sets import encoded, languages, lines_of
from mojibake_fix.encodings import ENCODINGS

SIZES = (64, 256, 1 << 20)
UNICODE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
WHOLE = ("UTF-16/32", "EBCDIC", "binary", "7-bit escape (2022/HZ/UTF-7)")
"""Families of which no head is taken."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A file and what it is; `text` is None for one that no codec of Python decodes, and for binary data."""

    data: bytes
    text: str | None
    family: str
    language: str | None
    where: str
    """`corpus` or `suites`."""
    size: int
    """What it was cut to; the largest of `SIZES` for whole files."""


def of_corpus() -> Iterator[Labelled]:
    """The lines of every language in every encoding that it was written in: the first bytes of them, and all."""
    for language, encodings in languages().items():
        lines = lines_of(language)
        for encoding in (*encodings, *UNICODE):
            fitting = [line for line, _ in encoded(lines, encoding)]
            row = ENCODINGS[encoding]
            family = row.region if row.kind != "unicode" else encoding.partition("-l")[0].partition("-b")[0]
            for size in SIZES:
                text = _head("\n".join(fitting), encoding, size)
                if text and not text.encode(encoding).isascii():
                    yield Labelled(text.encode(encoding), text, family, language, "corpus", size)


def _head(text: str, encoding: str, size: int) -> str:
    """As much of the text as has so many bytes."""
    data = text.encode(encoding)
    return data[:size].decode(encoding, "ignore") if len(data) > size else text


def of_suites(folder: Path) -> Iterator[Labelled]:
    """The files of test suites, whole and their first bytes beyond ASCII."""
    for line in (folder / "manifest.jsonl").read_text("utf-8").split("\n"):
        if not line:
            continue
        row = json.loads(line)
        data = (folder / "files" / row["file"]).read_bytes()
        text = _decoded(data, row["encoding"])
        if row["encoding"] is None or text is not None:
            yield Labelled(data, text, row["family"], None, "suites", SIZES[-1])
        if row["family"] in WHOLE or text is None:
            continue
        for size in SIZES[:-1]:
            first = next((place for place, byte in enumerate(data) if byte > 0x7F), None)
            if first is None or len(data) <= size:
                continue
            start = data.rfind(b"\n", 0, first) + 1
            head = data[start if first - start <= size // 2 else first :][:size]
            cut = _decoded(head, row["encoding"])
            if cut is not None:
                yield Labelled(head, cut, row["family"], None, "suites", size)


def _decoded(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeError, LookupError):
        return None
