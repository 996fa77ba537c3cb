"""pandas and polars: every type of column comes back as it was, repaired; what is no text is left or refused."""

import subprocess
import sys

import pytest

from mojibake_fix import ColumnError

BROKEN, SOUND = "GrÃ¶ÃŸe", "Größe"
LEGACY = "Straße für 5 €".encode("cp1252")


@pytest.fixture
def pd():
    pytest.importorskip("pyarrow", reason="needs pip install 'mojibake-fix[pandas]'")
    pandas = pytest.importorskip("pandas", reason="needs pip install 'mojibake-fix[pandas]'")
    import mojibake_fix.pandas  # noqa: F401 - which registers the accessors

    return pandas


@pytest.fixture
def pl():
    pytest.importorskip("pyarrow", reason="needs pip install 'mojibake-fix[polars]'")
    polars = pytest.importorskip("polars", reason="needs pip install 'mojibake-fix[polars]'")
    import mojibake_fix.polars  # noqa: F401 - which registers the namespaces

    return polars


@pytest.mark.parametrize("dtype", ["str", "object", "string", "string[pyarrow]", "string[python]", "arrow", "category"])
def test_types_index_name_and_missing_values_stay(pd, dtype):
    if dtype == "arrow":
        import pyarrow as pa

        dtype = pd.ArrowDtype(pa.string())
    series = pd.Series([BROKEN, None, SOUND, "plain"], dtype=dtype, index=[7, 5, 5, 1], name="t")
    fixed = series.fixenc.fix()
    assert type(fixed.dtype) is type(series.dtype)
    assert fixed.index.tolist() == [7, 5, 5, 1]
    assert fixed.name == "t"
    assert fixed.isna().tolist() == [False, True, False, False]
    assert fixed.dropna().tolist() == [SOUND, SOUND, "plain"]
    verdicts = series.fixenc.verdicts()
    assert verdicts.dropna().tolist() == ["mojibake", "sound", "sound"]
    assert verdicts.isna().tolist() == fixed.isna().tolist()


def test_categories_that_become_the_same_are_one(pd):
    fixed = pd.Series([BROKEN, SOUND, BROKEN], dtype="category").fixenc.fix()
    assert fixed.cat.categories.tolist() == [SOUND]
    assert not fixed.cat.ordered


def test_objects_that_are_no_text_stay(pd):
    values = [BROKEN, LEGACY, 3, None, float("nan"), ["list"]]
    fixed = pd.Series(values, dtype=object).fixenc.fix().tolist()
    assert fixed[:4] == [SOUND, "Straße für 5 €", 3, None]
    assert fixed[4] != fixed[4]
    assert fixed[5] is values[5]


def test_frames(pd):
    frame = pd.DataFrame({"id": [1, 2], "a": [BROKEN, None], "b": ["x", SOUND]})
    fixed = frame.fixenc.fix(verdicts=True)
    assert fixed.columns.tolist() == ["id", "a", "b", "a_verdict", "b_verdict"]
    assert fixed["a"].tolist()[0] == SOUND
    assert frame["a"].tolist()[0] == BROKEN, "the frame itself does not change"
    assert pd.DataFrame().fixenc.fix().empty


def test_bytes_of_arrow_are_decoded_where_they_are_named(pd):
    import pyarrow as pa

    frame = pd.DataFrame({"t": pd.Series([LEGACY, None], dtype=pd.ArrowDtype(pa.binary()))})
    assert frame.fixenc.fix()["t"].tolist()[0] == LEGACY
    fixed = frame.fixenc.fix(["t"], verdicts=True)
    assert fixed["t"].dtype == pd.ArrowDtype(pa.string())
    assert (fixed["t"].tolist()[0], fixed["t_verdict"].tolist()[0]) == ("Straße für 5 €", "legacy")
    with pytest.raises(ColumnError, match="there is a column 't_verdict' already"):
        fixed.fixenc.fix(["t"], verdicts=True)


@pytest.mark.parametrize("dtype", ["float64", "object", "datetime64[ns]"])
def test_a_column_where_all_is_missing_stays_whatever_its_type(pd, dtype):
    """A part of a table, in which no row has a text, is of the type that its reader made up."""
    frame = pd.DataFrame({"t": pd.Series([None, None], dtype=dtype)})
    fixed = frame.fixenc.fix(["t"], verdicts=True)
    assert fixed["t"].dtype == dtype
    assert fixed.isna().all(axis=None)


@pytest.mark.parametrize("kind", ["string_view", "large_string"])
def test_views_of_arrow_are_text(pd, kind):
    pa = pytest.importorskip("pyarrow")
    dtype = pd.ArrowDtype(getattr(pa, kind)())
    frame = pd.DataFrame({"a": pd.Series(pd.array(pa.array(["CafÃ©", None], getattr(pa, kind)()), dtype=dtype))})
    fixed = frame.fixenc.fix()["a"]
    assert (fixed.iloc[0], fixed.dtype) == ("Café", dtype)


def test_dictionaries_of_arrow(pd):
    import pyarrow as pa

    for type_ in (pa.dictionary(pa.int32(), pa.string()), pa.large_string()):
        series = pd.Series([BROKEN, None], dtype=pd.ArrowDtype(type_), index=[3, 4], name="t")
        fixed = series.fixenc.fix()
        assert (fixed[3], fixed.isna()[4], fixed.dtype, fixed.name) == (SOUND, True, series.dtype, "t")
        assert pd.DataFrame({"t": series}).fixenc.fix()["t"].tolist()[0] == SOUND


@pytest.mark.parametrize(("columns", "error", "sentence"), [
    (["z"], ColumnError, "no column 'z'; the columns are 'id', 'a'"),
    (["id"], TypeError, "column 'id' is of type int64"),
    ("a", TypeError, r"columns=\[name\]"),
])  # fmt: skip
def test_misuse_of_a_frame(pd, columns, error, sentence):
    with pytest.raises(error, match=sentence):
        pd.DataFrame({"id": [1], "a": ["x"]}).fixenc.fix(columns)


def test_misuse_of_a_series_and_of_names(pd):
    with pytest.raises(TypeError, match="int64: only text, categories and objects"):
        pd.Series([1]).fixenc.fix()
    with pytest.raises(ValueError, match="same name"):
        pd.DataFrame([["a", "b"]], columns=["x", "x"]).fixenc.fix()


def test_polars_types(pl):
    frame = pl.DataFrame(
        {
            "text": [BROKEN, None, SOUND],
            "raw": [LEGACY, None, SOUND.encode()],
            "kind": pl.Series([BROKEN, "x", None], dtype=pl.Categorical),
            "none": [None, None, None],
        }
    )
    fixed = frame.with_columns(pl.all().fixenc.fix())
    assert fixed.dtypes == [pl.String] * 4
    assert fixed["text"].to_list() == [SOUND, None, SOUND]
    assert fixed["raw"].to_list() == ["Straße für 5 €", None, SOUND]
    assert fixed["kind"].to_list() == [SOUND, "x", None]
    assert fixed["none"].to_list() == [None] * 3
    assert frame["raw"].fixenc.verdicts().to_list() == ["legacy", None, "sound"]


def test_polars_lazily_and_in_groups(pl):
    frame = pl.LazyFrame({"g": [1, 1, 2], "t": [BROKEN, SOUND, "x"]})
    assert frame.select(pl.col("t").fixenc.fix()).collect()["t"].to_list() == [SOUND, SOUND, "x"]
    assert frame.select(pl.col("t").fixenc.verdicts()).collect()["t"].to_list() == ["mojibake", "sound", "sound"]


def test_polars_refuses_numbers(pl):
    with pytest.raises(TypeError, match="'n' is of type Int64: only text"):
        pl.Series("n", [1]).fixenc.fix()


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_without_the_package_the_error_says_what_to_install(name):
    code = f"import sys; sys.modules['{name}'] = None\nimport mojibake_fix.{name}"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"MissingExtraError: {name} or pyarrow is not installed here" in result.stderr
    assert f"pip install 'mojibake-fix[{name}]'" in result.stderr
