"""pandas: `import mojibake_fix.pandas` gives every Series and DataFrame a `fixenc`. Needs the extra `pandas`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mojibake_fix.documents import repair_values
from mojibake_fix.errors import ColumnError, MissingExtraError
from mojibake_fix.types import Repair
from mojibake_fix.verdicts import Verdict

try:
    import pandas as pd
    import pyarrow as pa

    from mojibake_fix.arrow import fix_table, verdict_name
except ImportError as error:
    raise MissingExtraError("pandas or pyarrow", "pandas") from error

__all__ = ["FrameAccessor", "SeriesAccessor"]

_VERDICTS = pd.CategoricalDtype([str(verdict) for verdict in Verdict])


class SeriesAccessor:
    """`series.fixenc`: a column of text, of categories, or of objects of which some are text or bytes.

    Missing values (`None`, NaN, NA), the index, the name and the type stay, and so does a column of any type that has
    no others. Values of another type in a column of objects stay, too; bytes there become text.

    Raises `TypeError` for a column of numbers, dates and the like.

        >>> titles = pd.Series(["CafÃ©", None, "Café"], name="title")
        >>> titles.fixenc.fix().tolist()
        ['Café', nan, 'Café']
        >>> titles.fixenc.verdicts().tolist()
        ['mojibake', nan, 'sound']
    """

    def __init__(self, series: pd.Series) -> None:
        if not (_is_text(series) or _is_bytes(series) or series.isna().all()):
            raise TypeError(
                f"column {series.name!r} is of type {series.dtype}: only text, categories and objects are repaired"
            )
        self._series = series

    def fix(self) -> pd.Series:
        """The column, repaired."""
        return _repaired(self._series)[0]

    def verdicts(self) -> pd.Series:
        """The verdict of each value, as categories; missing where the value is, or where it is no text."""
        return _repaired(self._series)[1]


class FrameAccessor:
    """`frame.fixenc`: the columns of a DataFrame.

    >>> frame = pd.DataFrame({"id": [1, 2], "title": ["CafÃ©", "Café"]})
    >>> frame.fixenc.fix(["title"], verdicts=True).values.tolist()
    [[1, 'Café', 'mojibake'], [2, 'Café', 'sound']]
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def fix(self, columns: Iterable[Any] | None = None, *, verdicts: bool = False) -> pd.DataFrame:
        """The frame with the named columns repaired; without names, all columns of text, categories and objects.

        With `verdicts`, each of them gets a neighbour at the end, `NAME_verdict`. Raises `ColumnError` for a column
        that is not there, `TypeError` for one of numbers, dates and the like, `ValueError` where names repeat.
        """
        frame = self._frame.copy(deep=False)
        for name in self._names(columns):
            fixed, found = _repaired(SeriesAccessor(frame[name])._series)
            frame[name] = fixed
            if verdicts:
                if verdict_name(name) in self._frame.columns:
                    raise ColumnError.already_there(verdict_name(name))
                frame[verdict_name(name)] = found
        return frame

    def _names(self, columns: Iterable[Any] | None) -> list[Any]:
        there = list(self._frame.columns)
        if len(set(there)) < len(there):
            raise ValueError("several columns have the same name: give each its own before they are repaired")
        if columns is None:
            return [name for name in there if _is_text(self._frame[name])]
        if isinstance(columns, str):
            raise TypeError("columns is a list of names: write columns=[name] for one column")
        names = list(columns)
        for name in names:
            if name not in there:
                raise ColumnError(name, tuple(map(str, there)))
        return names


pd.api.extensions.register_series_accessor("fixenc")(SeriesAccessor)
pd.api.extensions.register_dataframe_accessor("fixenc")(FrameAccessor)


def _is_text(series: pd.Series) -> bool:
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
    if isinstance(dtype, pd.ArrowDtype):  # of some of which pandas does not know whether they are text
        inner = dtype.pyarrow_dtype
        inner = inner.value_type if pa.types.is_dictionary(inner) else inner
        return inner in (pa.string(), pa.large_string(), pa.string_view())
    return pd.api.types.is_string_dtype(dtype) or pd.api.types.is_object_dtype(dtype)


def _is_bytes(series: pd.Series) -> bool:
    """Whether a column is of bytes as Arrow has them, which are decoded where they are named."""
    dtype = series.dtype
    return isinstance(dtype, pd.ArrowDtype) and dtype.pyarrow_dtype in (
        pa.binary(),
        pa.large_binary(),
        pa.binary_view(),
    )


def _repaired(series: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The column and its verdicts."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        return _repaired_categories(series)
    if not isinstance(series.dtype, pd.ArrowDtype) and pd.api.types.is_object_dtype(series.dtype):
        return _repaired_objects(series)
    if not (_is_text(series) or _is_bytes(series)):  # nothing but missing values
        return series, _verdicts(series, [None] * len(series))
    table = fix_table(pa.table({"text": pa.array(series)}), ["text"], verdicts=True)
    if isinstance(series.dtype, pd.ArrowDtype):
        fixed = pd.Series(pd.arrays.ArrowExtensionArray(table["text"]), index=series.index, name=series.name)
    else:
        fixed = table["text"].to_pandas().astype(series.dtype).set_axis(series.index).rename(series.name)
    return fixed, _verdicts(series, table["text_verdict"].to_pylist())


def _repaired_objects(series: pd.Series) -> tuple[pd.Series, pd.Series]:
    distinct = dict.fromkeys(_texts(series))
    answers: dict[Any, Repair] = dict(zip(distinct, repair_values(distinct), strict=True))
    found = [answers.get(value) if isinstance(value, (str, bytes)) else None for value in series]
    values = [value if answer is None else answer.text for value, answer in zip(series, found, strict=True)]
    fixed = pd.Series(values, index=series.index, name=series.name, dtype=series.dtype)
    return fixed, _verdicts(series, [None if answer is None else str(answer.verdict) for answer in found])


def _texts(series: pd.Series) -> Iterator[str | bytes]:
    return (value for value in series if isinstance(value, (str, bytes)))


def _repaired_categories(series: pd.Series) -> tuple[pd.Series, pd.Series]:
    before = series.cat.categories
    fixed, found = _repaired(pd.Series(before))
    after = pd.CategoricalDtype(fixed.unique(), ordered=series.cat.ordered)
    codes = series.cat.codes
    values = fixed.reindex(codes).set_axis(series.index).rename(series.name)
    return values.astype(after), found.reindex(codes).set_axis(series.index).rename(series.name)


def _verdicts(series: pd.Series, values: list[str | None]) -> pd.Series:
    return pd.Series(values, index=series.index, name=series.name, dtype=_VERDICTS)
