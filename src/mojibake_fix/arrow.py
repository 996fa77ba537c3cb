"""Columns of Arrow: the one adapter that every library of tables shares. Needs the extra `arrow`.

Texts are repaired as `fix_many` does it, each distinct value once; what is decided is the engine's. Here is only the
way there and back: which values have to be looked at, and where the repaired ones go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mojibake_fix.documents import repair_values
from mojibake_fix.engine.escapes import ESCAPES
from mojibake_fix.errors import ColumnError, MissingExtraError
from mojibake_fix.types import Repair
from mojibake_fix.verdicts import Verdict

try:
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError as error:
    raise MissingExtraError("pyarrow", "arrow") from error

__all__ = ["fix_array", "fix_batches", "fix_table"]

Column = TypeVar("Column", pa.Array, pa.ChunkedArray)
Rows = TypeVar("Rows", pa.Table, pa.RecordBatch)
Watcher = Callable[[Sequence[Repair], Sequence[int]], object]

_TEXT_OF = {
    pa.string(): pa.string(),
    pa.large_string(): pa.large_string(),
    pa.string_view(): pa.string_view(),
    pa.binary(): pa.string(),
    pa.large_binary(): pa.large_string(),
    pa.binary_view(): pa.string_view(),
    pa.null(): pa.null(),
}
"""The types of columns that can be repaired, and what they are afterwards."""
_WIDE = (pa.large_string(), pa.large_binary())
_VERDICTS = pa.dictionary(pa.int8(), pa.string())
_NAMES = [str(verdict) for verdict in Verdict]
_KNOWN = 1 << 23  # characters of values whose repairs are kept from one batch to the next
_EACH = 200  # characters that a repair counts beside its value

_HINTS = "|".join(re.escape(notation.hint) for notation in ESCAPES.values())
_ODD_TEXT = rf"[\x80-\xff]|{_HINTS}"
"""What a text holds that is not sound at first sight; all others are, and need no Python at all."""
_ODD_BYTES = rf"[^\t\n\r\x20-\x7e]|~|{_HINTS}"
"""The same of bytes, which controls and shifts may make something else than ASCII."""


def fix_array(array: Column) -> Column:
    """The array, or chunked array, with the mojibake of its values undone; binary values are decoded first.

    Takes `string`, `large_string`, `string_view`, `binary`, `large_binary`, `binary_view` and dictionaries of them.
    Length, order, nulls, chunks and the type stay; of a binary type it is the string type of the same width. A string
    that is not valid UTF-8 inside, as other programs may leave it, is decoded as bytes are. Binary data that is no
    text becomes "". A chunk in which nothing changes is the same chunk, not a copy.

    Raises `TypeError` for anything else.

        >>> fix_array(pa.array(["cafÃ©", None, "plain"])).to_pylist()
        ['café', None, 'plain']
        >>> fix_array(pa.array([b"caf\\xe9 \\x80 5", b"caf\\xc3\\xa9"])).to_pylist()
        ['café € 5', 'café']
    """
    if isinstance(array, pa.ChunkedArray):
        return _repaired(array, "the array", _Way()).values
    if not isinstance(array, pa.Array):
        raise TypeError(f"fix_array takes an Array or ChunkedArray of pyarrow, not {type(array).__name__}")
    return _repaired(pa.chunked_array([array]), "the array", _Way()).values.chunk(0)


def fix_table(
    table: Rows, columns: Iterable[str] | None = None, *, verdicts: bool = False, watch: Watcher | None = None
) -> Rows:
    """The table, or record batch, with the named columns repaired; without names, all columns of text.

    Binary columns are decoded only where they are named. With `verdicts`, each of the columns gets a neighbour at the
    table's end, `NAME_verdict`, with the verdict of each value. `watch` is called with the distinct repairs of each
    column and how often each occurs; a `mojibake_fix.observe.Watch` counts them.

    Raises `ColumnError` for a column that is not there, or a verdict's that is there already, `TypeError` for one that
    holds neither text nor bytes.

        >>> table = pa.table({"id": [1, 2], "title": ["CafÃ©", "Café"]})
        >>> fix_table(table, ["title"], verdicts=True).to_pylist()[0]
        {'id': 1, 'title': 'Café', 'title_verdict': 'mojibake'}
    """
    return _fixed_table(table, columns, _Way(verdicts=verdicts, watch=watch))


def _fixed_table(table: Rows, columns: Iterable[str] | None, way: _Way) -> Rows:
    if not isinstance(table, (pa.Table, pa.RecordBatch)):
        raise TypeError(f"fix_table takes a Table or RecordBatch of pyarrow, not {type(table).__name__}")
    arrays = list(table.columns)
    fields = list(table.schema)
    for number in _places(table.schema, columns):
        name = fields[number].name
        answer = _repaired(_chunked(arrays[number]), f"column {name!r}", way)
        fields[number] = fields[number].with_type(answer.values.type)
        arrays[number] = _like(answer.values, arrays[number])
        if answer.verdicts is not None:
            if verdict_name(name) in table.schema.names:
                raise ColumnError.already_there(verdict_name(name))
            fields.append(pa.field(verdict_name(name), _VERDICTS))
            arrays.append(_like(answer.verdicts, arrays[number]))
    return type(table).from_arrays(arrays, schema=pa.schema(fields, table.schema.metadata))


def fix_batches(
    batches: Iterable[pa.RecordBatch] | pa.Table,
    columns: Iterable[str] | None = None,
    *,
    verdicts: bool = False,
    watch: Watcher | None = None,
) -> Iterator[pa.RecordBatch]:
    """`fix_table` of each record batch, as they come. A table is taken as its batches.

    Memory is bounded by one batch, and by what is kept of those before: values that come again are not repaired again.

    Raises what `fix_table` raises, at the first batch.

        >>> batches = pa.table({"title": ["CafÃ©", "Café"]}).to_batches(max_chunksize=1)
        >>> [batch.to_pylist() for batch in fix_batches(batches)]
        [[{'title': 'Café'}], [{'title': 'Café'}]]
    """
    names = None if columns is None else _listed(columns)
    if isinstance(batches, (pa.Table, pa.RecordBatch)):
        batches = batches.to_batches() if isinstance(batches, pa.Table) else [batches]
    way = _Way(verdicts=verdicts, watch=watch, known={})
    for batch in batches:
        yield _fixed_table(batch, names, way)


# ---------------------------------------------------------------- which columns


def _places(schema: pa.Schema, columns: Iterable[str] | None) -> list[int]:
    if columns is None:
        return [number for number, field in enumerate(schema) if _is_text(_value_type(field.type))]
    places = []
    for name in _listed(columns):
        found = schema.get_all_field_indices(name)
        if not found:
            raise ColumnError(name, tuple(schema.names))
        places += found
    return places


def verdict_name(column: object) -> str:
    """The name of the column that holds a column's verdicts."""
    return f"{column}_verdict"


def _listed(columns: Iterable[str]) -> list[str]:
    if isinstance(columns, str):
        raise TypeError("columns is a list of names: write columns=[name] for one column")
    names = list(dict.fromkeys(columns))
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"columns are named by text, not by {type(name).__name__}")
    return names


def _value_type(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _is_text(type_: pa.DataType) -> bool:
    return _TEXT_OF.get(type_) == type_


# ---------------------------------------------------------------- there and back


@dataclass(frozen=True, slots=True)
class _Way:
    """What is asked for, and what is known from earlier batches."""

    verdicts: bool = False
    watch: Watcher | None = None
    known: dict[str | bytes, Repair] | None = None

    def repairs(self, values: Iterable[str | bytes]) -> Iterator[Repair]:
        """The repair of each of the distinct values."""
        if self.known is None:
            return repair_values(values)
        values = list(values)
        new = [value for value in values if value not in self.known]
        found = dict(zip(new, repair_values(new), strict=True))
        answers = [found[value] if value in found else self.known[value] for value in values]
        if _weight(found) + _weight(self.known) > _KNOWN:
            self.known.clear()
        if _weight(found) <= _KNOWN:
            self.known.update(found)
        return iter(answers)


def _weight(repairs: dict[str | bytes, Repair]) -> int:
    return sum(map(len, repairs)) + _EACH * len(repairs)


@dataclass(frozen=True, slots=True)
class _Answer:
    values: pa.ChunkedArray
    verdicts: pa.ChunkedArray | None = None


def _repaired(column: pa.ChunkedArray, what: str, way: _Way) -> _Answer:
    if pa.types.is_dictionary(column.type):
        return _repaired_dictionary(column, what, way)
    if column.type not in _TEXT_OF:
        raise TypeError(f"{what} is of type {column.type}: only strings, bytes and dictionaries of them are repaired")
    odd = _Odd.of(column)
    raw = odd.distinct.to_pylist()
    repairs = way.repairs(_as_text(raw) if _is_text(column.type) else raw)
    if way.watch is not None:
        repairs = iter(_shown(list(repairs), odd, way.watch))
    texts, verdicts = _changes(raw, repairs)
    replaced = pa.array(texts, odd.distinct.type)
    values = [odd.with_values(number, replaced, chunk) for number, chunk in enumerate(column.chunks)]
    answer = _Answer(pa.chunked_array(values, _TEXT_OF[column.type]))
    if not way.verdicts:
        return answer
    coded = pa.array(verdicts, pa.int8())
    codes = [odd.with_verdicts(number, coded) for number in range(len(values))]
    return _Answer(answer.values, pa.chunked_array(codes, _VERDICTS))


def _changes(raw: list[bytes], repairs: Iterator[Repair]) -> tuple[list[bytes | None], list[int]]:
    """The repaired bytes of each value, None where they do not change, and the code of its verdict."""
    texts: list[bytes | None] = []
    codes = []
    for before, repair in zip(raw, repairs, strict=True):
        after = repair.text.encode("utf-8", "surrogatepass")
        texts.append(None if after == before else after)
        codes.append(_NAMES.index(repair.verdict))
    return texts, codes


def _shown(repairs: list[Repair], odd: _Odd, watch: Watcher) -> list[Repair]:
    """The repairs, once they were watched: each as often as it occurs, and all that is plain as one."""
    times = [0] * len(repairs)
    for place in pc.value_counts(pa.chunked_array(odd.indices, pa.int32())).to_pylist():
        times[place["values"]] = place["counts"]
    plain = sum(len(chunk) - chunk.null_count for chunk in odd.raw) - sum(times)
    watch([*repairs, Repair("", "", Verdict.SOUND)], [*times, plain])
    return repairs


def _as_text(raw: Iterable[bytes]) -> Iterator[str | bytes]:
    """The values of a column of text; those that are not valid UTF-8 stay bytes, to be decoded by the detector."""
    for value in raw:
        try:
            yield value.decode("utf-8")
        except UnicodeDecodeError:
            yield value


@dataclass(frozen=True, slots=True)
class _Odd:
    """The values of a column that are to be looked at: where they stand, and each distinct one once."""

    raw: list[pa.Array]
    masks: list[pa.Array]
    indices: list[pa.Array]
    """For each chunk, the place of its odd values among the distinct ones."""
    distinct: pa.Array

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> _Odd:
        type_ = pa.large_binary() if column.type in _WIDE else pa.binary()
        pattern = _ODD_TEXT if _is_text(column.type) else _ODD_BYTES
        raw = [chunk.cast(type_) for chunk in column.chunks]  # the same buffers, but for views
        masks = [pc.fill_null(pc.match_substring_regex(chunk, pattern), False) for chunk in raw]
        odd = [chunk.filter(mask) for chunk, mask in zip(raw, masks, strict=True)]
        distinct = pc.unique(pa.chunked_array(odd, type_))
        return cls(raw, masks, [pc.index_in(chunk, value_set=distinct) for chunk in odd], distinct)

    def with_values(self, number: int, replaced: pa.Array, chunk: pa.Array) -> pa.Array:
        """A chunk with the replaced values; the chunk itself where none of its values is."""
        type_ = _TEXT_OF[chunk.type]
        here = replaced.take(self.indices[number])
        if here.null_count == len(here):
            return chunk if chunk.type == type_ else self.raw[number].cast(_plain(type_)).cast(type_)
        here = pc.coalesce(here, self.raw[number].filter(self.masks[number]))
        return pc.replace_with_mask(self.raw[number], self.masks[number], here).cast(_plain(type_)).cast(type_)

    def with_verdicts(self, number: int, verdicts: pa.Array) -> pa.Array:
        """The verdict of each value of a chunk; null where the value is."""
        sound = pa.scalar(_NAMES.index(Verdict.SOUND), pa.int8())
        codes = pc.if_else(self.raw[number].is_valid(), sound, pa.scalar(None, pa.int8()))
        codes = pc.replace_with_mask(codes, self.masks[number], verdicts.take(self.indices[number]))
        return pa.DictionaryArray.from_arrays(codes, pa.array(_NAMES))


def _plain(type_: pa.DataType) -> pa.DataType:
    """The type on the way from bytes to text: to a view there is none but over strings."""
    return pa.string() if type_ == pa.string_view() else type_


def _repaired_dictionary(column: pa.ChunkedArray, what: str, way: _Way) -> _Answer:
    type_ = column.type
    dictionaries = pa.chunked_array([chunk.dictionary for chunk in column.chunks], type_.value_type)
    inner = _repaired(dictionaries, what, way)
    after = pa.dictionary(type_.index_type, inner.values.type, ordered=type_.ordered)
    values = [
        chunk if fixed.equals(chunk.dictionary) else _with_dictionary(chunk, fixed, after)
        for chunk, fixed in zip(column.chunks, inner.values.chunks, strict=True)
    ]
    verdicts = None
    if inner.verdicts is not None:
        pairs = zip(column.chunks, inner.verdicts.chunks, strict=True)
        verdicts = pa.chunked_array([found.take(chunk.indices) for chunk, found in pairs], _VERDICTS)
    return _Answer(pa.chunked_array(values, after), verdicts)


def _with_dictionary(chunk: pa.DictionaryArray, values: pa.Array, type_: pa.DataType) -> pa.DictionaryArray:
    """A chunk over repaired values, of which some may have become the same: a dictionary holds each value once."""
    merged = values.dictionary_encode()
    indices = merged.indices.take(chunk.indices).cast(type_.index_type)
    return pa.DictionaryArray.from_arrays(indices, merged.dictionary, ordered=type_.ordered)


def _chunked(array: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def _like(column: pa.ChunkedArray, given: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return column if isinstance(given, pa.ChunkedArray) else column.chunk(0)
