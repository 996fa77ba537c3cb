"""The codec and the error handler: whatever opens files by the name of an encoding reads them repaired."""

import codecs as std
import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix import fix_bytes, stream
from mojibake_fix.codecs import register
from mojibake_fix.stream import RepairingDecoder

CZECH = "Příliš žluťoučký kůň\núpěl ďábelské ódy\n"
ROWS = "id,name\n1,Žluťoučký kůň\n2,Příliš úpěl\n"


@pytest.fixture(autouse=True)
def _registered():
    register()


@pytest.fixture
def file(tmp_path):
    def write(data):
        path = tmp_path / "file.csv"
        path.write_bytes(data)
        return path

    return write


ENCODINGS = pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859-2"])


@ENCODINGS
def test_open_and_its_relatives(file, encoding):
    data = (CZECH * 3).encode(encoding)
    path = file(data)
    with path.open(encoding="fixenc") as lines:
        assert list(lines) == (CZECH * 3).splitlines(keepends=True)
    assert path.read_text(encoding="fixenc") == CZECH * 3
    assert data.decode("fixenc") == str(data, "fixenc") == CZECH * 3
    assert std.getreader("fixenc")(io.BytesIO(data)).readline() == "Příliš žluťoučký kůň\n"
    assert "".join(std.iterdecode([data[:7], data[7:]], "fixenc")) == CZECH * 3


def test_mojibake_is_undone_and_binary_reads_as_empty(file, damage):
    assert file(damage(CZECH, "utf-8>cp1252").encode()).read_text(encoding="fixenc") == CZECH
    assert file(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0").read_text(encoding="fixenc") == ""
    assert file(b"").read_text(encoding="fixenc") == ""


def test_text_is_written_as_utf_8(file):
    path = file(b"")
    path.write_text(CZECH, encoding="fixenc")
    with path.open("a", encoding="fixenc") as stream:
        stream.write("ódy")
    assert path.read_bytes() == (CZECH + "ódy").encode()


@pytest.mark.parametrize("piece", [1, 50, 1000])
@pytest.mark.parametrize("size", [1, 7, 300])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16-le"])
def test_how_the_bytes_are_cut_makes_no_difference(piece, size, encoding):
    text = "".join(f"{number}. Съешь ещё этих мягких французских булок\n" for number in range(20))
    data = text.encode(encoding)
    if piece < 1000:  # the pieces are cut at line ends alone, so that two are enough to tell the encoding from
        piece *= 10
    decoder = RepairingDecoder(piece=piece)
    parts = [decoder.decode(data[at : at + size]) for at in range(0, len(data), size)]
    assert "".join([*parts, decoder.decode(b"", final=True)]) == text


def test_a_stream_can_go_back_to_its_beginning_and_nowhere_else(file):
    with file((CZECH * 9).encode("cp1250")).open(encoding="fixenc") as lines:
        first = lines.read()
        lines.seek(0)
        assert lines.readline() == "Příliš žluťoučký kůň\n"
        lines.seek(0)
        assert lines.read() == first
        lines.seek(0)
        lines.readline()
        with pytest.raises(OSError, match=r"seek\(0\)|telling position disabled|reconstruct"):
            lines.read(3) and lines.tell()


def test_memory_is_bounded_by_a_piece(file, monkeypatch):
    fed = []
    real = stream.repair_texts
    monkeypatch.setattr(stream, "PIECE", 1000)
    monkeypatch.setattr(stream, "repair_texts", lambda texts: fed.extend(map(len, texts)) or real(texts))
    decoder = RepairingDecoder(piece=1000)
    data = CZECH.encode() * 200
    text = "".join([decoder.decode(data[at : at + 100]) for at in range(0, len(data), 100)])
    assert text + decoder.decode(b"", True) == CZECH * 200
    assert max(fed) <= 1100


# ---------------------------------------------------------------- other readers


@ENCODINGS
@pytest.mark.parametrize("engine", ["c", "python", "pyarrow"])
def test_pandas(file, encoding, engine):
    pd = pytest.importorskip("pandas")
    if engine == "pyarrow":
        pytest.importorskip("pyarrow")
    frame = pd.read_csv(file(ROWS.encode(encoding)), encoding="fixenc", engine=engine)
    assert frame["name"].tolist() == ["Žluťoučký kůň", "Příliš úpěl"]


@ENCODINGS
def test_polars(file, encoding):
    pl = pytest.importorskip("polars")
    frame = pl.read_csv(file(ROWS.encode(encoding)), encoding="fixenc")
    assert frame["name"].to_list() == ["Žluťoučký kůň", "Příliš úpěl"]


@ENCODINGS
def test_pyarrow(file, encoding):
    csv = pytest.importorskip("pyarrow.csv")
    table = csv.read_csv(file(ROWS.encode(encoding)), read_options=csv.ReadOptions(encoding="fixenc"))
    assert table["name"].to_pylist() == ["Žluťoučký kůň", "Příliš úpěl"]


def test_subprocess():
    code = "import sys; sys.stdout.buffer.write('Příliš žluťoučký kůň'.encode('cp1250'))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="fixenc", check=True)
    assert result.stdout == "Příliš žluťoučký kůň"


# ---------------------------------------------------------------- errors="fixenc"

RUSSIAN, GREEK = "Съешь ещё этих мягких булок\n", "Πού θα φάμε απόψε, παιδιά;\n"
MIXED = [
    (b"Caf\xc3\xa9 and caf\xe9, 5 \x80\n", "Café and café, 5 €\n"),
    ("Größe\n".encode() + RUSSIAN.encode("cp1251") + b"end", f"Größe\n{RUSSIAN}end"),
    ("é 晚上\n".encode() + GREEK.encode("cp1253") + "é\n".encode(), f"é 晚上\n{GREEK}é\n"),
    (b"plain\n", "plain\n"),
    (b"", ""),
]


@pytest.mark.parametrize(("data", "text"), MIXED)
def test_runs_are_decoded(file, data, text):
    assert data.decode("utf-8", errors="fixenc") == text
    assert file(data).read_text(encoding="utf-8", errors="fixenc") == text


def test_valid_text_stays_even_where_it_is_mojibake():
    assert "Ã©tÃ©".encode().decode("utf-8", "fixenc") == "Ã©tÃ©"


def test_a_character_that_a_buffer_cuts_is_no_run():
    decoder = std.getincrementaldecoder("utf-8")("fixenc")
    parts = [b"caf\xe9 und \xe2\x82", b"\xac, K\xc3", b"\xa4se\n"]
    assert "".join(decoder.decode(part) for part in parts) + decoder.decode(b"", True) == "café und €, Käse\n"


def test_what_is_cut_at_the_very_end_is_decoded_or_marked():
    assert "Käse 5 €".encode()[:-1].decode("utf-8", "fixenc") == "Käse 5 \ufffd"


APPENDED = [
    ("gbk", "今天天气很好，我们去公园散步吧。", "晚上七点在老地方见，记得带上昨天买的书和茶叶。"),
    ("big5", "這本書是我昨天在書店買的。", "明天早上我們一起去爬山，好不好？"),
    ("shift_jis", "昨日は雨が降りました。", "明日の朝は早いので、今夜は早く寝ることにします。"),
    ("euc_jp", "昨日は雨が降りました。", "カタログの値段は税込みで表示しています。"),
    ("euc_kr", "오늘은 날씨가 참 좋습니다.", "내일 아침에 도서관 앞에서 만나기로 했어요."),
    ("koi8-r", "Завтра мы поедем на дачу.", "Это моё ружьё, а не её; ещё раз - твоё и её."),
    ("cp866", "Завтра мы поедем на дачу.", "Мама мыла раму, а папа сам варил самовар."),
    ("cp1256", "سنذهب غدا إلى السوق.", "أعطني كتاباً جديداً من فضلك، ثم اجلس هنا."),
    ("cp874", "พรุ่งนี้เราจะไปตลาด", "เด็กๆ เล่นอยู่ในสวนหลังบ้านตั้งแต่เช้า"),
    ("cp1252", "Der Größte fährt übermorgen.", "Straße für Mädchen – „schön“, 5 €"),
]


@pytest.mark.parametrize(("encoding", "sound", "legacy"), APPENDED, ids=[case[0] for case in APPENDED])
def test_lines_whose_bytes_are_utf_8_by_chance_are_read_as_a_whole(encoding, sound, legacy):
    """East Asian pairs, and letters of some pages, are valid UTF-8 here and there, also at the head of a line."""
    whole = f"{sound}\n{legacy}\n{sound} {sound}\n- {legacy}\nplain words\n{legacy}"
    data = b"\n".join(line.encode(encoding if legacy in line else "utf-8") for line in whole.split("\n"))
    assert data.decode("utf-8", "fixenc") == whole


def test_each_line_has_the_encoding_that_fits_it():
    lines = [(legacy, encoding) for encoding, _, legacy in APPENDED if encoding in ("gbk", "cp866", "cp1252")]
    text = "".join(f"größer\n{number}. {line}\n" for number, (line, _) in enumerate(lines * 8))
    data = b"".join(
        f"größer\n{number}. ".encode() + line.encode(encoding) + b"\n"
        for number, (line, encoding) in enumerate(lines * 8)
    )
    assert data.decode("utf-8", "fixenc") == text


def test_an_encoding_that_comes_late_is_noticed():
    german, russian = "Straße für Mädchen\n", "Съешь ещё этих мягких булок\n"
    text = ("plain words\n" * 9 + german) * 40 + ("plain words\n" * 9 + russian) * 40
    data = b"".join(line.encode("cp1252" if line == german else "cp1251") for line in text.splitlines(keepends=True))
    assert data.decode("utf-8", "fixenc") == text
    chunks = [data[at : at + 500] for at in range(0, len(data), 500)]
    assert "".join(std.iterdecode(chunks, "utf-8", "fixenc")) == text


BESIDE = [
    ("Müller, Zürich, ".encode() + "Straße 5".encode("cp1252"), "Müller, Zürich, Straße 5"),
    ("Straße 5 und ".encode("cp1252") + "Müller aus Zürich".encode(), "Straße 5 und Müller aus Zürich"),
    ("Привет из Москвы".encode() + b" \x96 " + "до встречи".encode(), "Привет из Москвы – до встречи"),
    ("名前,東京".encode() + ",大阪の城\n".encode("shift_jis") + b"id,x", "名前,東京,大阪の城\nid,x"),
]


@pytest.mark.parametrize(("data", "text"), BESIDE)
def test_what_is_utf_8_beside_a_run_stays(data, text):
    assert (b"first\n" + data).decode("utf-8", "fixenc") == "first\n" + text


def test_utf_8_that_lost_a_byte_is_marked_and_not_read_as_something_else():
    whole = "Größe XL für 5 € – schöne Länge"
    data = whole.encode().replace("€".encode(), b"\xe2\x82")
    assert data.decode("utf-8", "fixenc") == whole.replace("€", "\ufffd")


@pytest.mark.parametrize("size", [1, 7, 64])
@pytest.mark.parametrize(("encoding", "sound", "legacy"), APPENDED, ids=[case[0] for case in APPENDED])
def test_a_stream_gives_the_same_however_its_buffers_cut_it(encoding, sound, legacy, size):
    data = f"{sound}\n".encode() + f"{legacy}\n".encode(encoding) + f"{sound}\n".encode() + legacy.encode(encoding)
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert "".join(std.iterdecode(chunks, "utf-8", "fixenc")) == f"{sound}\n{legacy}\n{sound}\n{legacy}"
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="fixenc")
    lines._CHUNK_SIZE = size
    assert list(lines) == [f"{sound}\n", f"{legacy}\n", f"{sound}\n", legacy]
    assert std.getreader("utf-8")(io.BytesIO(data), "fixenc").read() == data.decode("utf-8", "fixenc")


def test_a_line_without_an_end_does_not_wait_for_ever(monkeypatch):
    from mojibake_fix import codecs as ours

    monkeypatch.setattr(ours, "_HELD", 100)
    decoder = std.getincrementaldecoder("utf-8")("fixenc")
    assert "".join(decoder.decode("für 5 € ".encode("cp1252")) for _ in range(40)).startswith("für 5 € für")


def test_the_work_of_finding_encodings_does_not_grow_with_the_input(monkeypatch):
    from mojibake_fix.detection import runs

    asked = []
    real = runs.rank
    monkeypatch.setattr(runs, "rank", lambda data: asked.append(len(data)) or real(data))
    for times in (40, 4000):
        asked.clear()
        text = "".join(f"Größe\n{number} Съешь ещё этих мягких булок\n" for number in range(times))
        data = b"".join(line.encode("cp1251" if "С" in line else "utf-8") for line in text.splitlines(keepends=True))
        assert data.decode("utf-8", "fixenc") == text
        assert len(asked) <= 6
        assert sum(asked) < 10_000


@given(st.lists(st.sampled_from([b"a", b"\n", b"\xc3", b"\xa9", b"\xe2\x82", b"\xff", b"\0", "é€\U0001f600".encode()])))
def test_valid_text_and_lines_stay_whatever_stands_between(parts):
    data = b"".join(parts)
    text = data.decode("utf-8", "fixenc")
    assert text.count("\n") == data.count(b"\n")
    for line, decoded in zip(data.split(b"\n"), text.split("\n"), strict=True):
        if line.isascii() or "\ufffd" not in line.decode("utf-8", "replace"):
            assert decoded == line.decode("utf-8")


@pytest.mark.parametrize("before", ["", "Grüße ", "grün\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_surrogates_that_were_written_one_by_one_are_one_character(before, encoding):
    """CESU-8, as databases write it."""
    data = before.encode(encoding) + b"well done \xed\xa0\xbc\xed\xbe\x89!\n" + "Größe\n".encode(encoding)
    assert data.decode("utf-8", "fixenc") == f"{before}well done \U0001f389!\nGröße\n"


def test_the_handler_belongs_to_utf_8():
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", "fixenc")
    with pytest.raises(UnicodeEncodeError):
        "é".encode("ascii", "fixenc")


@pytest.mark.parametrize("engine", ["c", "python"])
def test_pandas_takes_the_handler(file, engine):
    pd = pytest.importorskip("pandas")
    data = "name\nGröße\n".encode() + "Straße für Mädchen\n".encode("cp1252")
    frame = pd.read_csv(file(data), encoding_errors="fixenc", engine=engine)
    assert frame["name"].tolist() == ["Größe", "Straße für Mädchen"]


# ---------------------------------------------------------------- registration


def test_the_package_alone_registers_nothing():
    code = (
        "import codecs, mojibake_fix, mojibake_fix.codecs as ours; mojibake_fix.fix_bytes(b'\\xe9')\n"
        "for look in (codecs.lookup, codecs.lookup_error):\n"
        "    try: look('fixenc')\n"
        "    except LookupError: continue\n"
        "    raise SystemExit('registered')\n"
        "ours.register(); ours.register(); codecs.lookup('FixEnc'); codecs.lookup_error('fixenc')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_codec_gives_what_fix_bytes_gives():
    for data in (b"\xff\xfea\0", b"caf\xe9", "日本語".encode("shift_jis"), bytes(range(256))):
        assert data.decode("fixenc") == fix_bytes(data)
