"""The pre-ingest hook, free of frameworks: a repaired text stream, and an iterator that repairs records.

Both are bounded in memory: `open_text` decodes the file in pieces that end at line ends, `ingest` takes records in
batches. Each piece or batch is judged by itself, so evidence is pooled within it and not over the whole input.
"""

from __future__ import annotations

import io
import itertools
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from mojibake_fix.documents import decode_data, repair_values
from mojibake_fix.errors import ColumnError
from mojibake_fix.formats import FORMATS, repair_formatted
from mojibake_fix.stream import PIECE, RepairingDecoder
from mojibake_fix.types import Repair

_LOG = logging.getLogger("mojibake_fix")

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
    format: str | None = None,  # noqa: A002 - the name that everybody looks for
) -> Iterator[Record]:
    """Repair records on their way into a pipeline: strings, or dictionaries of which the named fields are repaired.

    Dictionaries are copied where they change, never changed in place. Bytes are decoded first; `None`, NaN, NA and
    missing fields stay, and a field that no record has is told in the log. With `verdict_field`, each dictionary
    gets the verdict of its worst field under that name. Each value is judged as a document of its own. With
    `format` (`json`, `csv`, `xml`, `sql`) the texts are in it, such as lines of JSON: only the values in them are
    repaired, those of one key or column of a batch together; see `mojibake_fix.formats`. Memory is bounded by
    `batch_size` records. `watch` is called with the repairs of each batch; a `mojibake_fix.observe.Watch` counts
    them.

    Raises `TypeError` for records or fields of another type, `ValueError` where dictionaries come without `fields`, or
    for another format, `ColumnError` where a record has the `verdict_field` already.

        >>> list(ingest([{"id": 1, "title": "CafÃ© Zürich"}], fields=["title"], verdict_field="encoding"))
        [{'id': 1, 'title': 'Café Zürich', 'encoding': 'mixed'}]
        >>> list(ingest(["naÃ¯ve", "naïve"]))
        ['naïve', 'naïve']
    """
    if isinstance(fields, str):
        raise TypeError("fields is a list of names: write fields=[name] for one field")
    if isinstance(records, (str, bytes, dict)) or not isinstance(records, Iterable):
        raise TypeError(f"ingest takes an iterable of records, not {type(records).__name__}: write [record] for one")
    if not isinstance(batch_size, int):
        raise TypeError(f"batch_size is a number of records, not {type(batch_size).__name__}")
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, not {batch_size}")
    if watch is not None and not callable(watch):
        raise TypeError(f"watch is something to call with repairs, such as a Watch, not {type(watch).__name__}")
    if verdict_field is not None and verdict_field in (fields or ()):
        raise ColumnError.already_there(verdict_field)
    if format is not None and format not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, or None, not {format!r}")
    return _ingest(records, tuple(fields or ()), batch_size, verdict_field, _Asked(watch, format))


def _ingest(
    records: Iterable[Record],
    fields: tuple[str, ...],
    batch_size: int,
    verdict_field: str | None,
    asked: _Asked,
) -> Iterator[Record]:
    source = iter(records)
    missing = list(fields)
    names: tuple[str, ...] = ()
    while batch := list(itertools.islice(source, batch_size)):
        places = [place for number, record in enumerate(batch) for place in _places(number, record, fields)]
        repairs = asked.repairs([value for _, _, value in places])
        answers: dict[int, dict[str | None, Repair]] = {}
        for (number, name, _), answer in zip(places, repairs, strict=True):
            answers.setdefault(number, {})[name] = answer
        for number, record in enumerate(batch):
            if verdict_field is not None and isinstance(record, dict) and verdict_field in record:
                raise ColumnError.already_there(verdict_field)
            yield _repaired(record, answers.get(number, {}), verdict_field)
        missing = [name for name in missing if not any(isinstance(rec, dict) and name in rec for rec in batch)]
        names = next((tuple(map(str, rec)) for rec in batch if isinstance(rec, dict)), names)
    for name in missing if names else ():
        _LOG.warning("in all records %s", ColumnError(name, names, "field"))


class _Asked:
    """What is made of the values of a batch."""

    def __init__(self, watch: Callable[[Sequence[Repair]], object] | None, format_: str | None) -> None:
        self._watch, self._format = watch, format_

    def repairs(self, values: list[str | bytes]) -> list[Repair]:
        if self._format is None:
            repairs = list(repair_values(values))
        else:
            texts = [value if isinstance(value, str) else decode_data(value)[0] for value in values]
            repairs = list(repair_formatted(texts, self._format))
        if self._watch is not None:
            self._watch(repairs)
        return repairs


def _places(number: int, record: Any, fields: tuple[str, ...]) -> Iterator[tuple[int, str | None, str | bytes]]:
    """The values of a record that are to be repaired, with where they stand."""
    if isinstance(record, (str, bytes)):
        yield number, None, record
        return
    if not isinstance(record, dict):
        raise TypeError(f"ingest takes strings and dictionaries, not {type(record).__name__}")
    if not fields:
        raise ValueError("name the fields to repair: ingest(records, fields=[...])")
    for name in fields:
        value = record.get(name)
        if isinstance(value, (str, bytes)):
            yield number, name, value
        elif not _is_missing(value):
            raise TypeError(f"field {name!r} holds {type(value).__name__}, not text: name text fields only")


def _is_missing(value: Any) -> bool:
    """Whether a value is what tables have where there is none: None, NaN of any kind, NaT, NA."""
    if value is None or type(value).__name__ == "NAType":
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - which is true of NaN and NaT alone
    except (TypeError, ValueError):
        return False


_WORST_LAST = ("sound", "legacy", "mojibake", "mixed", "suspect", "lossy", "binary")


def _repaired(record: Any, answers: dict[str | None, Repair], verdict_field: str | None) -> Any:
    if isinstance(record, (str, bytes)):
        return answers[None].text
    changed = {name: answer.text for name, answer in answers.items() if answer.text != record[name]}
    if verdict_field is not None:
        verdicts = [str(answer.verdict) for answer in answers.values()] or ["sound"]
        changed[verdict_field] = max(verdicts, key=_WORST_LAST.index)
    return {**record, **changed} if changed else record
