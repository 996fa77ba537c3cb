"""polars: `import mojibake_fix.polars` gives every expression and Series a `fixenc`. Needs the extra `polars`."""

from __future__ import annotations

from mojibake_fix.errors import MissingExtraError

try:
    import polars as pl
    import pyarrow as pa

    from mojibake_fix.arrow import fix_table
except ImportError as error:
    raise MissingExtraError("polars or pyarrow", "polars") from error

__all__ = ["ExprNamespace", "SeriesNamespace"]

_TEXTS = (pl.String, pl.Binary, pl.Null)


class SeriesNamespace:
    """`series.fixenc`: a Series of text, categories or bytes; bytes are decoded first, categories become text.

    Raises `TypeError` for a Series of another type.

        >>> titles = pl.Series("title", ["CafÃ©", None, "Café"])
        >>> titles.fixenc.fix().to_list(), titles.fixenc.verdicts().to_list()
        (['Café', None, 'Café'], ['mojibake', None, 'sound'])
    """

    def __init__(self, series: pl.Series) -> None:
        if isinstance(series.dtype, (pl.Categorical, pl.Enum)):
            series = series.cast(pl.String)
        if series.dtype not in _TEXTS:
            raise TypeError(
                f"column {series.name!r} is of type {series.dtype}: only text, categories and bytes are repaired"
            )
        self._series = series

    def fix(self) -> pl.Series:
        """The Series, repaired, as text."""
        return self._column("text")

    def verdicts(self) -> pl.Series:
        """The verdict of each value; null where the value is."""
        return self._column("text_verdict")

    def _column(self, name: str) -> pl.Series:
        table = fix_table(pa.table({"text": self._series.to_arrow()}), ["text"], verdicts=True)
        return pl.Series(self._series.name, table[name]).cast(pl.String)


class ExprNamespace:
    """`expression.fixenc`: the same where a query is built, eager or lazy.

    >>> frame = pl.LazyFrame({"title": ["CafÃ©", None]})
    >>> frame.with_columns(pl.col("title").fixenc.fix()).collect()["title"].to_list()
    ['Café', None]
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def fix(self) -> pl.Expr:
        """The repaired text."""
        return self._expression.map_batches(lambda series: SeriesNamespace(series).fix(), return_dtype=pl.String)

    def verdicts(self) -> pl.Expr:
        """The verdict of each value."""
        return self._expression.map_batches(lambda series: SeriesNamespace(series).verdicts(), return_dtype=pl.String)


pl.api.register_expr_namespace("fixenc")(ExprNamespace)
pl.api.register_series_namespace("fixenc")(SeriesNamespace)
