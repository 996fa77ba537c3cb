"""The pre-ingest hook, free of frameworks: a repaired text stream, and an iterator that repairs records.

Both are bounded in memory: `open_text` decodes the file in pieces that end at line ends, `ingest` takes records in
batches. Each piece or batch is judged by itself, so evidence is pooled within it and not over the whole input.
"""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from mojibake_fix.engine.repairer import repair_texts
from mojibake_fix.stream import PIECE, RepairingDecoder
from mojibake_fix.types import Repair

BATCH = 1024
"""Records that `ingest` repairs together unless told otherwise."""

Record = TypeVar("Record", str, dict[str, Any])


def open_text(path: str | os.PathLike[str], *, newline: str | None = None) -> io.TextIOWrapper:
    """A text file opened for reading: decoded with the detected encoding, its mojibake undone.

    The stream is one of the standard library's; line ends are translated as `open` does it with the same `newline`.
    A binary file reads as empty. Files of up to `PIECE` bytes are repaired as a whole; of larger ones the encoding is
    detected from the first piece, and each piece, cut at a line end, is repaired by itself.

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
    raw = Path(path).open("rb")  # noqa: SIM115 - the stream that is returned closes it
    buffered = io.BufferedReader(_RepairedFile(raw))
    return io.TextIOWrapper(buffered, encoding="utf-8", errors="surrogatepass", newline=newline)


class _RepairedFile(io.RawIOBase):
    """The repaired text of a file as the bytes of UTF-8, read piece by piece."""

    def __init__(self, raw: io.BufferedReader) -> None:
        self._raw = raw
        self._decoder = RepairingDecoder(piece=PIECE)
        self._rest = memoryview(b"")
        self._is_read = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._rest and not self._is_read:
            data = self._raw.read(PIECE)
            self._is_read = not data
            text = self._decoder.decode(data, final=self._is_read)
            self._rest = memoryview(text.encode("utf-8", "surrogatepass"))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


def ingest(
    records: Iterable[Record],
    fields: Sequence[str] | None = None,
    *,
    batch_size: int = BATCH,
    verdict_field: str | None = None,
    watch: Callable[[Sequence[Repair]], object] | None = None,
) -> Iterator[Record]:
    """Repair records on their way into a pipeline: strings, or dictionaries of which the named fields are repaired.

    Dictionaries are copied where they change, never changed in place; `None` and missing fields stay. With
    `verdict_field`, each dictionary gets the verdict of its worst field under that name. Each value is judged as a
    document of its own. Memory is bounded by `batch_size` records. `watch` is called with the repairs of each batch; a
    `mojibake_fix.observe.Watch` counts them.

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
    return _ingest(records, tuple(fields or ()), batch_size, verdict_field, watch)


def _ingest(
    records: Iterable[Record],
    fields: tuple[str, ...],
    batch_size: int,
    verdict_field: str | None,
    watch: Callable[[Sequence[Repair]], object] | None,
) -> Iterator[Record]:
    source = iter(records)
    while batch := list(itertools.islice(source, batch_size)):
        places = [place for number, record in enumerate(batch) for place in _places(number, record, fields)]
        repairs = list(repair_texts([text for _, _, text in places]))
        if watch is not None:
            watch(repairs)
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
