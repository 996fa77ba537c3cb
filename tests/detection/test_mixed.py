"""Files whose lines differ in encoding, and files that only look so."""

import pytest

from mojibake_fix.detection import decode_lines

GERMAN = ["Müller kauft Käse in Köln.", "Die Straße ist heute naß.", "Schöne Grüße aus Österreich."]
RUSSIAN = ["Съешь ещё этих мягких французских булок.", "Вчера в городе прошёл дождь.", "Мы поехали на дачу."]
CZECH = ["Příliš žluťoučký kůň úpěl.", "Včera ve městě pršelo.", "Děti šly do školy přes řeku."]
CHINESE = ["今天天气很好。", "我们去公园散步。", "孩子们都很高兴。"]


def text_of(data):
    return "".join(data[part.start : part.end].decode(part.encoding) for part in decode_lines(data))


def mix(lines, names, end="\n"):
    return b"".join((line + end).encode(names[k % len(names)]) for k, line in enumerate(lines))


@pytest.mark.parametrize("lines", [GERMAN, RUSSIAN, CZECH, CHINESE])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_utf_8_lines_among_legacy_lines(lines, end):
    legacy = {id(GERMAN): "cp1252", id(RUSSIAN): "cp1251", id(CZECH): "cp1250", id(CHINESE): "gbk"}[id(lines)]
    data = mix(lines, ["utf-8", legacy], end)
    assert text_of(data) == "".join(line + end for line in lines)


def test_spans_cover_all_and_join_lines_of_one_encoding():
    data = b"head\n" + "\n".join(RUSSIAN).encode() + b"\nplain\n" + "\n".join(RUSSIAN).encode("cp1251") + b"\ntail"
    spans = decode_lines(data)
    assert [part.encoding for part in spans] == ["utf-8", "cp1251"]
    assert (spans[0].start, spans[0].end, spans[1].end) == (0, spans[1].start, len(data))


def test_two_legacy_encodings_beside_utf_8():
    lines = [*GERMAN, *RUSSIAN, *GERMAN]
    data = "".join(line + "\n" for line in lines[:3]).encode()
    data += "".join(line + "\n" for line in lines[3:6]).encode("koi8-r")
    data += "".join(line + "\n" for line in lines[6:]).encode("cp1252")
    assert text_of(data) == "".join(line + "\n" for line in lines)


def test_damaged_lines_of_utf_8_stay_utf_8():
    data = "\n".join(RUSSIAN).encode() + b"\n" + RUSSIAN[0].encode()[:-2] + b"\n" + RUSSIAN[1].encode()
    assert [(part.start, part.end, part.encoding) for part in decode_lines(data)] == [(0, len(data), "utf-8")]


@pytest.mark.parametrize("lines", [GERMAN, RUSSIAN, CZECH, CHINESE])
def test_one_line_of_damaged_utf_8_stays_utf_8(lines):
    data = " ".join(lines).encode()
    damaged = data[:-9] + b"\xff" + data[-9:]
    assert [(part.start, part.end, part.encoding) for part in decode_lines(damaged)] == [(0, len(damaged), "utf-8")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain\nplain\n",
        "\n".join(RUSSIAN).encode(),
        "\n".join(RUSSIAN).encode("cp1251"),
        "\n".join(CHINESE).encode("gbk"),
        b"\x89PNG\r\n\x1a\n\x00\x00\xc3\xa9\n\xff",
    ],
    ids=["empty", "ascii", "utf-8", "cp1251", "gbk", "binary"],
)
def test_no_op_twin_one_encoding(data):
    assert decode_lines(data) is None


@pytest.mark.parametrize(
    ("lines", "encoding"),
    [
        ([*GERMAN, "NESTLÉ®"], "cp1252"),
        ([*GERMAN, "Das war ein Schoß“"], "cp1252"),
        (["Мы поехали", "Р“", *RUSSIAN], "cp1251"),
        ([*CHINESE, "模"], "gbk"),
    ],
)
def test_no_op_twin_a_legacy_line_that_is_valid_utf_8_by_chance(lines, encoding):
    data = "\n".join(lines).encode(encoding)
    assert any(not line.isascii() and _is_utf_8(line) for line in data.split(b"\n"))
    assert decode_lines(data) is None


def _is_utf_8(line):
    try:
        line.decode("utf-8")
    except UnicodeError:
        return False
    return True
