"""The pre-ingest hook, free of frameworks: a repaired text stream, and an iterator that repairs records.

Both are bounded in memory: `open_text` decodes the file in pieces that end at line ends, `ingest` takes records in
batches. Each piece or batch is judged by itself, so evidence is pooled within it and not over the whole input.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from io import BufferedReader, TextIOBase
from pathlib import Path
from typing import Any, TypeVar

from mojibake_fix.detection import detect
from mojibake_fix.documents import repair_data
from mojibake_fix.engine.repairer import repair_texts
from mojibake_fix.types import Repair

PIECE = 4 << 20
"""Bytes that `open_text` reads and repairs at once; a smaller file is repaired as a whole."""
BATCH = 1024
"""Records that `ingest` repairs together unless told otherwise."""

Record = TypeVar("Record", str, dict[str, Any])


def open_text(path: str | os.PathLike[str], *, newline: str | None = None) -> RepairedText:
    """A text file opened for reading: decoded with the detected encoding, its mojibake undone.

    Line ends are translated as `open` does it with the same `newline`. A binary file reads as empty. Files of up to
    `PIECE` bytes are repaired as a whole; of larger ones the encoding is detected from the first piece, and each
    piece, cut at a line end, is repaired by itself.

    Raises `OSError` as `open` does, `ValueError` for a `newline` that `open` does not take.

        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "notes.txt")
        >>> _ = path.write_bytes("Die Türen öffnen früh".encode("cp1252"))
        >>> with open_text(path) as stream:
        ...     stream.read()
        'Die Türen öffnen früh'
    """
    if newline not in (None, "", "\n", "\r", "\r\n"):
        raise ValueError(f"newline must be None, '', '\\n', '\\r' or '\\r\\n', not {newline!r}")
    return RepairedText(Path(path).open("rb"), newline)


class RepairedText(TextIOBase):
    """The stream that `open_text` returns: readable, iterable by line, not seekable."""

    def __init__(self, raw: BufferedReader, newline: str | None) -> None:
        self._raw = raw
        self._newline = newline
        self._pieces = _repaired_pieces(raw)
        self._text = ""
        self._at = 0
        self._held = ""  # a CR at the end of a piece, which a LF may follow

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._raw.close()
        super().close()

    def _more(self) -> bool:
        """Append the next piece to what is left of the last one; False at the end of the file."""
        piece = next(self._pieces, None)
        if piece is None and not self._held:
            return False
        text, self._held = self._held + (piece or ""), ""
        if self._newline is None:
            if piece is not None and text.endswith("\r"):
                text, self._held = text[:-1], "\r"
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._text, self._at = self._text[self._at :] + text, 0
        return True

    def read(self, size: int | None = -1, /) -> str:
        wanted = -1 if size is None else size
        if wanted < 0:
            parts = [self._text[self._at :]]
            self._text, self._at = "", 0
            while self._more():
                parts.append(self._text)
                self._text = ""
            return "".join(parts)
        while len(self._text) - self._at < wanted and self._more():
            pass
        self._at += len(taken := self._text[self._at : self._at + wanted])
        return taken

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        end = self._newline or "\n"
        looked = self._at
        while (found := self._text.find(end, looked)) < 0:
            before = len(self._text) - self._at
            if not self._more():
                found = len(self._text) - len(end)
                break
            looked = max(self._at, before - len(end) + 1)
        stop = found + len(end)
        if size is not None and 0 <= size < stop - self._at:
            stop = self._at + size
        line = self._text[self._at : stop]
        self._at = stop
        return line


def _repaired_pieces(raw: BufferedReader) -> Iterator[str]:
    """The repaired text of a file, piece by piece."""
    first = raw.read(PIECE + 1)
    if len(first) <= PIECE:
        yield repair_data(first).text
        return
    encoding = detect(first[: first.rfind(b"\n") + 1] or first).encoding
    if encoding is None:
        return
    rest = b""
    for more in itertools.chain([first], iter(lambda: raw.read(PIECE), b"")):
        data = rest + more
        at = data.rfind(b"\n") + 1 if b"\n" in data else 0
        rest = data[at:]
        if at:
            yield _repair_piece(data[:at], encoding)
    if rest:
        yield _repair_piece(rest, encoding)


def _repair_piece(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return repair_data(data).text
    return next(iter(repair_texts([text]))).text


def ingest(
    records: Iterable[Record],
    fields: Sequence[str] | None = None,
    *,
    batch_size: int = BATCH,
    verdict_field: str | None = None,
) -> Iterator[Record]:
    """Repair records on their way into a pipeline: strings, or dictionaries of which the named fields are repaired.

    Dictionaries are copied where they change, never changed in place; `None` and missing fields stay. With
    `verdict_field`, each dictionary gets the verdict of its worst field under that name. Each value is judged as a
    document of its own. Memory is bounded by `batch_size` records.

    Raises `TypeError` for records or fields of another type, `ValueError` where dictionaries come without `fields`.

        >>> list(ingest([{"id": 1, "title": "CafÃ© Zürich"}], fields=["title"], verdict_field="encoding"))
        [{'id': 1, 'title': 'Café Zürich', 'encoding': 'mixed'}]
        >>> list(ingest(["naÃ¯ve", "naïve"]))
        ['naïve', 'naïve']
    """
    if isinstance(fields, str):
        raise TypeError("fields is a list of names: write fields=[name] for one field")
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, not {batch_size}")
    return _ingest(records, tuple(fields or ()), batch_size, verdict_field)


def _ingest(
    records: Iterable[Record], fields: tuple[str, ...], batch_size: int, verdict_field: str | None
) -> Iterator[Record]:
    source = iter(records)
    while batch := list(itertools.islice(source, batch_size)):
        places = [place for number, record in enumerate(batch) for place in _places(number, record, fields)]
        repairs = repair_texts([text for _, _, text in places])
        answers: dict[int, dict[str | None, Repair]] = {}
        for (number, name, _), answer in zip(places, repairs, strict=True):
            answers.setdefault(number, {})[name] = answer
        for number, record in enumerate(batch):
            yield _repaired(record, answers.get(number, {}), verdict_field)


def _places(number: int, record: Any, fields: tuple[str, ...]) -> Iterator[tuple[int, str | None, str]]:
    """The texts of a record that are to be repaired, with where they stand."""
    if isinstance(record, str):
        yield number, None, record
        return
    if not isinstance(record, dict):
        raise TypeError(f"ingest takes strings and dictionaries, not {type(record).__name__}")
    if not fields:
        raise ValueError("name the fields to repair: ingest(records, fields=[...])")
    for name in fields:
        value = record.get(name)
        if isinstance(value, str):
            yield number, name, value
        elif value is not None:
            raise TypeError(f"field {name!r} holds {type(value).__name__}, not text: name text fields only")


_WORST_LAST = ("sound", "legacy", "mojibake", "mixed", "suspect", "lossy", "binary")


def _repaired(record: Any, answers: dict[str | None, Repair], verdict_field: str | None) -> Any:
    if isinstance(record, str):
        return answers[None].text
    changed = {name: answer.text for name, answer in answers.items() if answer.changed}
    if verdict_field is not None:
        verdicts = [str(answer.verdict) for answer in answers.values()] or ["sound"]
        changed[verdict_field] = max(verdicts, key=_WORST_LAST.index)
    return {**record, **changed} if changed else record
