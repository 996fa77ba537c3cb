"""Columns of Arrow: every type, chunk and null stays where it was, and each distinct value is repaired once."""

import subprocess
import sys

import pytest

pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'mojibake-fix[arrow]'")

from mojibake_fix import ColumnError, arrow, fix_many, repair_bytes  # noqa: E402
from mojibake_fix.arrow import fix_array, fix_batches, fix_table  # noqa: E402

BROKEN, SOUND = "GrÃ¶ÃŸe", "Größe"
VALUES = [BROKEN, None, SOUND, "plain", "", BROKEN]
FIXED = [SOUND, None, SOUND, "plain", "", SOUND]
TEXT_TYPES = [pa.string(), pa.large_string(), pa.string_view()]
BYTE_TYPES = [(pa.binary(), pa.string()), (pa.large_binary(), pa.large_string()), (pa.binary_view(), pa.string_view())]
types = pytest.mark.parametrize("type_", TEXT_TYPES, ids=str)


def addresses(array):
    return [buffer and buffer.address for buffer in array.buffers()]


def with_invalid_utf8(type_=None):
    """A column of text as Spark and DuckDB hand it over: nobody looked whether it is UTF-8."""
    raw = pa.array([b"caf\xe9 \x80 5", None, b"caf\xc3\xa9", b"plain"])
    return pa.Array.from_buffers(type_ or pa.string(), 4, raw.buffers())


@types
def test_texts(type_):
    fixed = fix_array(pa.array(VALUES, type_))
    fixed.validate(full=True)
    assert fixed.type == type_
    assert fixed.to_pylist() == FIXED


@pytest.mark.parametrize(("type_", "after"), BYTE_TYPES, ids=str)
def test_bytes_are_decoded_and_repaired(type_, after):
    legacy = "Příliš žluťoučký kůň".encode("cp1250")
    fixed = fix_array(pa.array([legacy, None, BROKEN.encode(), b"plain", b"", b"\x89PNG\r\n\x1a\n\0\0"], type_))
    fixed.validate(full=True)
    assert fixed.type == after
    assert fixed.to_pylist() == ["Příliš žluťoučký kůň", None, SOUND, "plain", "", ""]


BYTES = [
    "日本語".encode("iso-2022-jp"),
    "中文字".encode("hz"),
    "Größe".encode("utf-16"),
    "Größen und Maße".encode("utf-16-le"),
    b"a\0b\0c\0d\0e\0f\0g\0h\0",
    b"\xef\xbb\xbfmark",
    b"\xed\xa0\xbd\xed\xb8\x80",
    b"\xff\xfe\x00\xd8",
    b"\x0c\x0bx",
    b"\x00",
]


@pytest.mark.parametrize("data", BYTES)
def test_bytes_are_what_repair_bytes_says(data):
    assert fix_array(pa.array([data])).to_pylist() == [repair_bytes(data).text]


@types
def test_dictionaries(type_):
    column = pa.DictionaryArray.from_arrays(
        pa.array([0, 1, None, 0, 2], pa.int8()), pa.array([BROKEN, SOUND, "x"], type_)
    )
    fixed = fix_array(column)
    fixed.validate(full=True)
    assert fixed.type == column.type
    assert fixed.to_pylist() == [SOUND, SOUND, None, SOUND, "x"]
    assert fixed.dictionary.to_pylist() == [SOUND, "x"], "a dictionary holds no value twice"


def test_a_dictionary_of_bytes_becomes_one_of_texts():
    fixed = fix_array(pa.array([b"caf\xe9 \x80 5", None, b"x"]).dictionary_encode())
    assert fixed.type == pa.dictionary(pa.int32(), pa.string())
    assert fixed.to_pylist() == ["café € 5", None, "x"]


@types
def test_slices(type_):
    assert fix_array(pa.array(["skip", *VALUES, "skip"], type_).slice(1, 6)).to_pylist() == FIXED


def test_chunks_stay_and_what_does_not_change_is_not_copied():
    column = pa.chunked_array([["plain", None], [SOUND], [], VALUES, ["words"]])
    fixed = fix_array(column)
    assert [len(chunk) for chunk in fixed.chunks] == [2, 1, 0, 6, 1]
    assert fixed.to_pylist() == ["plain", None, SOUND, *FIXED, "words"]
    same = [addresses(a) == addresses(b) for a, b in zip(fixed.chunks, column.chunks, strict=True)]
    assert same == [True, True, True, False, True]


def test_an_unchanged_dictionary_is_not_copied():
    column = pa.chunked_array([pa.array([SOUND, "x"]).dictionary_encode(), pa.array([BROKEN]).dictionary_encode()])
    fixed = fix_array(column)
    assert addresses(fixed.chunk(0)) == addresses(column.chunk(0))
    assert fixed.to_pylist() == [SOUND, "x", SOUND]


@pytest.mark.parametrize("empty", [pa.chunked_array([], pa.string()), pa.chunked_array([], pa.binary()), pa.nulls(3)])
def test_nothing_gives_nothing(empty):
    assert fix_array(empty).to_pylist() == empty.to_pylist()


def test_distinct_values_are_repaired_once(monkeypatch):
    asked = []

    def spy(values):
        taken = list(values)
        asked.extend(taken)
        return repair_values(taken)

    repair_values = arrow.repair_values
    monkeypatch.setattr(arrow, "repair_values", spy)
    column = pa.chunked_array([[BROKEN, SOUND, "plain", None] * 50, [SOUND, BROKEN, "other"] * 50])
    assert fix_array(column).to_pylist() == [SOUND, SOUND, "plain", None] * 50 + [SOUND, SOUND, "other"] * 50
    assert sorted(asked) == sorted([BROKEN, SOUND])


def test_batches_repair_a_value_once_and_keep_a_bounded_number(monkeypatch):
    asked = []
    repair_values = arrow.repair_values
    monkeypatch.setattr(arrow, "repair_values", lambda values: (asked.extend(values), repair_values(values))[1])
    batches = pa.table({"t": [BROKEN, SOUND, f"{BROKEN} {BROKEN}", BROKEN] * 3}).to_batches(max_chunksize=2)
    expected = [SOUND, SOUND, f"{SOUND} {SOUND}", SOUND] * 3
    for limit, times in ((1 << 20, 3), (0, 12)):
        asked.clear()
        monkeypatch.setattr(arrow, "_KNOWN", limit)
        fixed = list(fix_batches(batches, verdicts=True))
        assert [row["t"] for batch in fixed for row in batch.to_pylist()] == expected
        assert fixed[0].schema.names == ["t", "t_verdict"]
        assert len(asked) == times


def test_ascii_can_hide_damage_too():
    texts = [r"Caf\u00c3\u00a9", "Caf&Atilde;&copy;", "Caf<c3><a9>", "Caf=C3=A9 =E2=80=93 =C3=A0", "a & b = c + d"]
    assert fix_array(pa.array(texts)).to_pylist() == fix_many(texts)


@pytest.mark.parametrize("type_", [pa.string()])
def test_text_that_is_not_utf_8_inside_is_decoded(type_):
    fixed = fix_array(with_invalid_utf8(type_))
    fixed.validate(full=True)
    assert fixed.to_pylist() == ["café € 5", None, "café", "plain"]


# ---------------------------------------------------------------- tables


def table():
    schema = pa.schema(
        [
            pa.field("id", pa.int64()),
            pa.field("title", pa.string(), metadata={"a": "b"}),
            pa.field("body", pa.binary()),
        ],
        {"made": "here"},
    )
    return pa.table([[1, 2], [BROKEN, None], [b"caf\xe9 \x80 5", SOUND.encode()]], schema=schema)


def test_named_columns_of_a_table():
    fixed = fix_table(table(), ["title", "body"])
    assert fixed.to_pylist() == [
        {"id": 1, "title": SOUND, "body": "café € 5"},
        {"id": 2, "title": None, "body": SOUND},
    ]
    assert fixed.schema.metadata == {b"made": b"here"}
    assert fixed.schema.field("title").metadata == {b"a": b"b"}


def test_without_names_all_columns_of_text_but_none_of_bytes():
    fixed = fix_table(table())
    assert fixed.schema == table().schema
    assert fixed["title"].to_pylist() == [SOUND, None]
    assert fixed["body"] == table()["body"]


def test_verdicts():
    rows = pa.table({"t": pa.chunked_array([[BROKEN, None, "plain"], [SOUND, "x\ufffdy Ã©"]])})
    fixed = fix_table(rows, verdicts=True)
    assert fixed.column_names == ["t", "t_verdict"]
    assert fixed["t_verdict"].to_pylist() == ["mojibake", None, "sound", "sound", "lossy"]
    coded = fix_table(pa.table({"t": rows["t"].dictionary_encode()}), verdicts=True)
    assert coded["t_verdict"].to_pylist() == fixed["t_verdict"].to_pylist()
    data = fix_table(pa.table({"t": [b"\x89PNG\r\n\x1a\n\0\0", b"caf\xe9 \x80 5"]}), ["t"], verdicts=True)
    assert data["t_verdict"].to_pylist() == ["binary", "legacy"]


def test_a_column_of_verdicts_that_is_there_is_not_doubled():
    once = fix_table(pa.table({"t": [BROKEN]}), verdicts=True)
    with pytest.raises(ColumnError, match="there is a column 't_verdict' already: rename it"):
        fix_table(once, ["t"], verdicts=True)


def test_a_table_is_taken_as_its_batches():
    whole = pa.table({"t": pa.chunked_array([[BROKEN], [SOUND]])})
    assert [batch.to_pylist() for batch in fix_batches(whole)] == [[{"t": SOUND}], [{"t": SOUND}]]
    assert [batch.to_pylist() for batch in fix_batches(whole.to_batches()[0])] == [[{"t": SOUND}]]
    assert [batch.to_pylist() for batch in fix_batches(whole.to_reader())] == [[{"t": SOUND}], [{"t": SOUND}]]


def test_columns_of_the_same_name_are_all_repaired():
    twice = pa.table([[BROKEN], [BROKEN]], names=["t", "t"])
    assert [column.to_pylist() for column in fix_table(twice, ["t"]).columns] == [[SOUND], [SOUND]]


def test_batches_come_one_by_one():
    taken = []

    def source():
        for batch in table().to_batches(max_chunksize=1):
            taken.append(batch)
            yield batch

    stream = fix_batches(source(), ["title"], verdicts=True)
    assert taken == []
    assert next(stream).to_pylist()[0]["title"] == SOUND
    assert len(taken) == 1
    assert [type(batch) for batch in stream] == [pa.RecordBatch]


def test_the_partition_makes_no_difference():
    texts = [f"{number}. {BROKEN if number % 3 else SOUND}" for number in range(40)]
    whole = fix_array(pa.array(texts)).to_pylist()
    for size in (1, 7, 40):
        parts = [texts[at : at + size] for at in range(0, 40, size)]
        assert [text for part in parts for text in fix_array(pa.array(part)).to_pylist()] == whole
        assert fix_array(pa.chunked_array(parts)).to_pylist() == whole


@pytest.mark.parametrize(("call", "error", "sentence"), [
    (lambda: fix_array(["x"]), TypeError, "Array or ChunkedArray of pyarrow, not list"),
    (lambda: fix_array(pa.array([1])), TypeError, "the array is of type int64: only strings"),
    (lambda: fix_array(pa.array([1]).dictionary_encode()), TypeError, "int64: only strings"),
    (lambda: fix_table("x"), TypeError, "Table or RecordBatch of pyarrow, not str"),
    (lambda: fix_table(table(), "title"), TypeError, r"columns=\[name\]"),
    (lambda: list(fix_batches([], "title")), TypeError, r"columns=\[name\]"),
    (lambda: fix_table(table(), ["titel"]), ColumnError, "no column 'titel'; did you mean 'title'"),
    (lambda: fix_table(table(), [1]), TypeError, "columns are named by text, not by int"),
    (lambda: fix_table(table(), ["id"]), TypeError, "column 'id' is of type int64"),
])  # fmt: skip
def test_misuse_is_refused_in_one_sentence(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call()


def test_without_pyarrow_the_error_says_what_to_install():
    code = "import sys; sys.modules['pyarrow'] = None\nimport mojibake_fix.arrow"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (
        "MissingExtraError: pyarrow is not installed here: run pip install 'mojibake-fix[arrow]' for " in result.stderr
    )


def test_the_package_alone_does_not_import_pyarrow():
    code = "import mojibake_fix, sys; mojibake_fix.fix('é'); assert 'pyarrow' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
