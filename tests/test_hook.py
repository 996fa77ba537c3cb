"""The pre-ingest hook: `open_text` reads as `open` does, but repaired; `ingest` repairs records on their way."""

import decimal
import io
import itertools
import tracemalloc

import pytest

from mojibake_fix import ColumnError, hook, ingest, open_text

CZECH = "Příliš žluťoučký kůň\núpěl ďábelské ódy\n"
NEWLINES = [None, "", "\n", "\r", "\r\n"]


@pytest.fixture
def file(tmp_path):
    """Writes bytes, or text as UTF-8, to a file and returns its path."""

    def write(content):
        path = tmp_path / "file.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read_all(path, **options):
    with open_text(path, **options) as stream:
        return stream.read()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250", "iso8859-2"])
def test_the_encoding_is_found(file, encoding):
    assert read_all(file((CZECH * 4).encode(encoding))) == CZECH * 4


def test_mojibake_is_undone(file, damage):
    assert read_all(file(damage(CZECH, "utf-8>cp1252"))) == CZECH
    assert read_all(file(damage(CZECH, "utf-8>cp1250", "utf-8>cp1252"))) == CZECH


def test_sound_text_stays(file):
    assert read_all(file(CZECH)) == CZECH


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"])
def test_a_binary_and_an_empty_file_read_as_empty(file, data):
    assert read_all(file(data)) == ""
    with open_text(file(data)) as stream:
        assert list(stream) == []
        assert stream.readline() == stream.read(5) == ""


LINE_ENDS = [
    "á\nb\n",
    "á\r\nb\r\n",
    "á\rb\r",
    "á\r\n\r\rb\n\nc",
    "\n",
    "\r",
    "\r\n",
    "á",
    "á\x85b\u2028c\x0bd\n",
    "á\r\r\n\n\r",
]


@pytest.fixture(params=[None, 1, 3])
def piece(request, monkeypatch):
    """Files are read as a whole, and in pieces of a few bytes."""
    if request.param:
        monkeypatch.setattr(hook, "PIECE", request.param)


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize("text", LINE_ENDS)
def test_line_ends_are_read_as_open_reads_them(file, newline, text):
    path = file(text)
    with path.open(encoding="utf-8", newline=newline) as theirs, open_text(path, newline=newline) as ours:
        assert ours.read() == theirs.read()


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize("text", LINE_ENDS)
def test_lines_are_those_of_open(file, newline, text):
    path = file(text)
    with path.open(encoding="utf-8", newline=newline) as theirs, open_text(path, newline=newline) as ours:
        assert list(ours) == list(theirs)


@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize("sizes", [[1] * 12, [2, 0, 3, -1], [5, None], [100, 1], [0]])
def test_read_so_many_characters(file, newline, sizes):
    path = file("áé\r\níó\rú\nx")
    with path.open(encoding="utf-8", newline=newline) as theirs, open_text(path, newline=newline) as ours:
        assert [ours.read(size) for size in sizes] == [theirs.read(size) for size in sizes]


@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize("sizes", [[-1, -1, -1], [1, 1, 9, 9, 9], [2, -1, -1, 4]])
def test_read_a_line_of_so_many_characters(file, newline, sizes):
    path = file("áé\r\níó\rú\nx")
    with path.open(encoding="utf-8", newline=newline) as theirs, open_text(path, newline=newline) as ours:
        for size in sizes:
            assert ours.readline(size) == theirs.readline(size)


def test_lines_and_the_rest(file):
    with open_text(file(CZECH)) as stream:
        assert next(stream) == "Příliš žluťoučký kůň\n"
        assert stream.read(4) == "úpěl"
        assert stream.read() == " ďábelské ódy\n"
        assert stream.read() == ""
    with open_text(file(CZECH)) as stream:
        assert stream.readlines() == CZECH.splitlines(keepends=True)


@pytest.mark.parametrize("steps", [("utf-8>cp1252",), ("utf-8>latin-1", "utf-8>cp1252"), ()])
def test_a_large_file_is_repaired_piece_by_piece(file, monkeypatch, damage, steps):
    monkeypatch.setattr(hook, "PIECE", 4000)
    text = "".join(f"{number}. řádek: Příliš žluťoučký kůň úpěl\n" for number in range(120))
    path = file(damage(text, *steps))
    assert read_all(path) == text
    with open_text(path) as stream:
        assert stream.read(7) + stream.readline() + "".join(stream) == text


def test_a_large_file_in_a_legacy_encoding(file, monkeypatch):
    monkeypatch.setattr(hook, "PIECE", 2000)
    text = "".join(f"{number}. Съешь ещё этих мягких французских булок\r\n" for number in range(200))
    assert read_all(file(text.encode("cp1251")), newline="") == text


def test_a_large_file_without_a_line_end(file, monkeypatch):
    monkeypatch.setattr(hook, "PIECE", 500)
    text = "Übergrößen für schöne Mädchen " * 60
    assert read_all(file(text)) == text


def test_a_large_file_with_a_byte_order_mark(file, monkeypatch):
    monkeypatch.setattr(hook, "PIECE", 500)
    text = "Schöne Grüße aus Köln\n" * 60
    assert read_all(file(text.encode("utf-8-sig"))) == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_large_file_of_wide_characters(file, monkeypatch, encoding):
    """A line end is two or four bytes there."""
    monkeypatch.setattr(hook, "PIECE", 1000)
    text = "Schöne Grüße aus Köln, Ċ und ਊ\n" * 120
    assert read_all(file(text.encode(encoding))) == text


def test_only_a_piece_is_in_memory(file, monkeypatch):
    """The first line of a large file costs no more memory than a piece does."""
    monkeypatch.setattr(hook, "PIECE", 1000)
    path = file("plain words in a row\n" * 200_000)
    tracemalloc.start()
    try:
        with open_text(path) as stream:
            assert stream.readline() == "plain words in a row\n"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000 < path.stat().st_size


def test_the_stream_is_a_text_stream(file):
    stream = open_text(file(CZECH))
    assert isinstance(stream, io.TextIOBase)
    assert stream.readable()
    assert not stream.writable()
    assert not stream.seekable()
    stream.close()
    assert stream.closed
    with pytest.raises(ValueError, match="closed"):
        stream.read()


def test_misuse_of_open_text(file, tmp_path):
    with pytest.raises(FileNotFoundError):
        open_text(tmp_path / "nowhere.txt")
    with pytest.raises(ValueError, match="newline must be"):
        open_text(file(CZECH), newline="\t")
    assert read_all(str(file(CZECH))) == CZECH


# ---------------------------------------------------------------- ingest

BROKEN, SOUND = "Größe", "Größe"


@pytest.fixture
def broken(damage):
    return damage(SOUND, "utf-8>cp1252")


def test_strings(broken):
    assert list(ingest([broken, SOUND, ""])) == [SOUND, SOUND, ""]


def test_named_fields_of_dictionaries(broken):
    record = {"id": 1, "title": broken, "body": SOUND, "note": broken}
    assert list(ingest([record], ["title", "body"])) == [{"id": 1, "title": SOUND, "body": SOUND, "note": broken}]
    assert record["title"] == broken, "the record itself does not change"


def test_missing_fields_and_none_stay():
    records = [{"id": 1}, {"title": None}, {}]
    assert list(ingest(records, ["title"])) == records


def test_unchanged_records_are_the_very_same():
    record = {"title": SOUND}
    assert next(ingest([record], ["title"])) is record


def test_the_verdict_is_that_of_the_worst_field(broken):
    records = [{"a": SOUND, "b": broken}, {"a": SOUND, "b": None}, {}, {"a": "x\ufffd", "b": broken}]
    fixed = list(ingest(records, ["a", "b"], verdict_field="verdict"))
    assert [record["verdict"] for record in fixed] == ["mojibake", "sound", "sound", "lossy"]
    assert "verdict" not in records[0]


def test_the_order_is_kept_over_batches(damage):
    records = [{"n": number, "t": f"{number} Größen"} for number in range(50)]
    mangled = [{**record, "t": damage(record["t"], "utf-8>cp1252")} for record in records]
    for size in (1, 7, 50, 1000):
        assert list(ingest(mangled, ["t"], batch_size=size)) == records


def test_no_more_than_a_batch_is_taken():
    taken = []

    def source():
        for number in itertools.count():
            taken.append(number)
            yield f"Größe {number}"

    stream = ingest(source(), batch_size=10)
    assert taken == []
    assert [next(stream) for _ in range(3)] == ["Größe 0", "Größe 1", "Größe 2"]
    assert len(taken) == 10
    list(itertools.islice(stream, 8))
    assert len(taken) == 20


def test_misuse_is_refused_at_once():
    with pytest.raises(TypeError, match=r"fields=\[name\]"):
        ingest([{"a": "x"}], "a")
    with pytest.raises(ValueError, match="at least 1"):
        ingest([], batch_size=0)


@pytest.mark.parametrize(("records", "fields", "error", "sentence"), [
    ([3], None, TypeError, "strings and dictionaries, not int"),
    ([None], ["a"], TypeError, "not NoneType"),
    ([{"a": "x"}], None, ValueError, "name the fields"),
    ([{"a": 3}], ["a"], TypeError, "field 'a' holds int"),
    ([{"a": ["x"]}], ["a"], TypeError, "field 'a' holds list"),
])  # fmt: skip
def test_wrong_records_are_refused(records, fields, error, sentence):
    with pytest.raises(error, match=sentence):
        list(ingest(records, fields))


def test_nothing_gives_nothing():
    assert list(ingest([])) == list(ingest([], ["a"])) == []


def test_bytes_are_decoded_and_what_is_missing_stays():
    legacy = "Straße für 5 €".encode("cp1252")
    assert list(ingest([legacy, "CafÃ©"])) == ["Straße für 5 €", "Café"]
    nan = float("nan")
    records = [{"a": legacy}, {"a": nan}, {"a": None}, {}]
    fixed = list(ingest(records, ["a"], verdict_field="v"))
    assert [(record.get("a"), record["v"]) for record in fixed if record.get("a") is not nan] == [
        ("Straße für 5 €", "legacy"), (None, "sound"), (None, "sound")
    ]  # fmt: skip


def test_what_tables_have_where_a_value_is_missing_stays():
    pd = pytest.importorskip("pandas", reason="needs pip install pandas")
    records = [{"a": value} for value in (pd.NA, pd.NaT, float("nan"), decimal.Decimal("nan"))]
    assert all(after is before for after, before in zip(ingest(records, ["a"]), records, strict=True))


@pytest.mark.parametrize("records", ["CafÃ©", b"caf\xe9", {"title": "CafÃ©"}, 5, None])
def test_one_record_is_no_iterable_of_records(records):
    with pytest.raises(TypeError, match=rf"an iterable of records, not {type(records).__name__}"):
        ingest(records, ["title"])


def test_a_field_that_no_record_has_is_told(caplog):
    list(ingest([{"title": "x"}] * 3, ["titel"], batch_size=2))
    list(ingest([{"a": "x"}, {"title": "x"}], ["title"], batch_size=1))
    assert [record.getMessage() for record in caplog.records] == [
        "in all records there is no field 'titel'; did you mean 'title'?"
    ]


def test_records_in_a_format_have_their_values_repaired_and_nothing_else():
    lines = ['{"GrÃ¶ÃŸe": "CafÃ©"}', '{"name":  "Ñåðãåé"}', '{"name":  "Àííà Îëüãà Èâàí"}', "no json: Ã©tÃ©"]
    assert list(ingest(lines, format="json")) == [
        '{"GrÃ¶ÃŸe": "Café"}', '{"name":  "Сергей"}', '{"name":  "Анна Ольга Иван"}', "no json: été"
    ]  # fmt: skip
    rows = [{"id": 1, "body": "<a>CafÃ©</a>"}, {"id": 2, "body": b"<a>Stra\xdfe f\xfcr</a>"}]
    fixed = list(ingest(rows, ["body"], format="xml", verdict_field="v"))
    assert fixed == [
        {"id": 1, "body": "<a>Café</a>", "v": "mojibake"}, {"id": 2, "body": "<a>Straße für</a>", "v": "sound"}
    ]  # fmt: skip
    with pytest.raises(ValueError, match="format must be one of json, csv, xml, sql, or None, not 'yaml'"):
        ingest([], format="yaml")


def test_no_field_is_overwritten_by_a_verdict():
    with pytest.raises(ColumnError, match="there is a column 'a' already"):
        ingest([{"a": "CafÃ©"}], fields=["a"], verdict_field="a")
    with pytest.raises(ColumnError, match="there is a column 'b' already"):
        list(ingest([{"a": "CafÃ©", "b": 1}], fields=["a"], verdict_field="b"))


@pytest.mark.parametrize(("name", "value"), [("batch_size", "10"), ("batch_size", 1.5), ("watch", 3)])
def test_an_argument_of_the_wrong_type_is_told(name, value):
    with pytest.raises(TypeError, match=name):
        ingest(["x"], **{name: value})
