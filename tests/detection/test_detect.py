"""What `detect` answers, kind by kind, and what it must never do."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mojibake_fix.detection import decode_lines, detect, marks
from mojibake_fix.detection.damage import PRIMARY
from mojibake_fix.encodings import ENCODINGS

RUSSIAN = "Съешь ещё этих мягких французских булок, да выпей чаю."
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy."
FRENCH = "Dès Noël où un zéphyr haï me vêt de glaçons würmiens."
JAPANESE = "いろはにほへと ちりぬるを わかよたれそ つねならむ。"
CHINESE = "今天天气很好，我们去公园散步，孩子们都很高兴。"
KOREAN = "오늘은 날씨가 좋아서 공원에 산책하러 갔습니다."


# ------------------------------------------------------------------ ASCII and UTF-8


@pytest.mark.parametrize(
    "data",
    [
        b"plain text",
        b"++row;",
        b"x = a+100;",
        b"+1 (555) 0100",
        b"da39a3ee5e6b4b0d3255bfef95601890afd80709",
        b"aGVsbG8gd29ybGQ+Zm9vL2Jhcg==",
        b"C++ and a+b+c, +abc- and +ABCD",
        b"~{ is how a shell says home, {a,b}~",
        b"cd ~{user}",
        b"\x1b[31mred\x1b[0m",
        b"one\x00two two\x00three three",
        b"page one\x0cpage two",
        b"end of a DOS file\r\n\x1a",
        b"\n",
        b"a",
    ],
)
def test_ascii(data):
    answer = detect(data)
    assert (answer.encoding, answer.alternatives, answer.has_bom) == ("ascii", (), False)


def test_empty():
    answer = detect(b"")
    assert (answer.encoding, answer.probability) == ("ascii", 1.0)


@pytest.mark.parametrize("text", ["é", "naïve", "10 €", "Nº", "日本", "😀", "NESTLÉ®", "ü", CZECH, RUSSIAN])
def test_utf_8_is_always_utf_8(text):
    assert detect(text.encode()).encoding == "utf-8"


@pytest.mark.parametrize("text", [RUSSIAN, CZECH, CHINESE, JAPANESE, "Stück für Stück: 5 €"])
def test_utf_8_with_a_cut_tail(text):
    data = text.encode().rstrip(b".") + "語".encode()[:2]
    answer = detect(data)
    assert answer.encoding == "utf-8"
    assert "cut off" in answer.evidence


@pytest.mark.parametrize("shift", range(8))
@pytest.mark.parametrize("size", [40, 300, 640, 2000])
def test_utf_8_with_a_cut_tail_of_any_length(shift, size):
    """The sample of a long input without a break may end inside a character, too."""
    text = ("x" * shift + "над рекой стоял туман и было тихо, ") * 60
    data = text.encode()[: 2 * size]
    whole = data.decode("utf-8", "ignore").encode()
    answer = detect(whole + "я".encode()[:1])
    assert answer.encoding == "utf-8"
    assert "cut off" in answer.evidence
    assert detect(whole).evidence == "valid UTF-8"


@pytest.mark.parametrize(("text", "encoding"), [("mamá", "cp1252"), ("Café", "cp1252"), ("Résumé", "cp1252")])
def test_a_last_letter_of_one_byte_is_no_cut_tail(text, encoding):
    assert detect(text.encode(encoding)).encoding == encoding


@pytest.mark.parametrize(("text", "encoding"), [(CHINESE, "gb18030"), (JAPANESE, "cp932"), (KOREAN, "cp949")])
def test_multi_byte_with_a_cut_tail(text, encoding):
    answer = detect(text.encode(encoding) + text.encode(encoding)[:1])
    assert answer.encoding == encoding
    assert "cut off" in answer.evidence


# ------------------------------------------------------------------ marks and declarations


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (codecs.BOM_UTF8 + CZECH.encode(), "utf-8-sig"),
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF8 + b"plain", "utf-8-sig"),
        (codecs.BOM_UTF16_LE + CZECH.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + CZECH.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + CZECH.encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + CZECH.encode("utf-32-be"), "utf-32"),
    ],
)
def test_byte_order_marks(data, encoding):
    answer = detect(data)
    assert (answer.encoding, answer.has_bom) == (encoding, True)
    assert not data.decode(encoding).startswith("\ufeff")


def test_a_mark_that_the_rest_belies():
    data = codecs.BOM_UTF8 + FRENCH.encode("cp1252")
    answer = detect(data)
    assert not answer.has_bom
    assert FRENCH in data.decode(answer.encoding)


DECLARATIONS = [
    '<?xml version="1.0" encoding="{}"?>\n<p>{}</p>',
    '<html><head><meta charset="{}"></head><p>{}</p>',
    '<meta http-equiv="Content-Type" content="text/html; charset={}">\n{}',
    "#!/usr/bin/python\n# -*- coding: {} -*-\n# {}\n",
    "Subject: x\nContent-Type: text/plain; charset={}\n\n{}\n",
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n# {}\n',
]


@pytest.mark.parametrize("frame", DECLARATIONS)
@pytest.mark.parametrize(("text", "encoding"), [("č", "cp1250"), ("ś", "iso8859-2"), ("ş", "cp1254"), ("ё", "koi8-r")])
def test_a_declaration_tips_the_balance(frame, text, encoding):
    data = frame.format(encoding, text).encode(encoding)
    assert text in data.decode(detect(data).encoding)


@pytest.mark.parametrize(
    ("label", "first"), [("cp936", "gbk"), ("gbk", "gbk"), ("VISCII", "viscii"), ("no-such", None)]
)
def test_a_declaration_is_taken_for_what_can_be_decoded(label, first):
    assert next(iter(marks.declared([label])), None) == first


@pytest.mark.parametrize("frame", DECLARATIONS)
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "koi8-r", "no-such-thing", "utf-16"])
def test_a_wrong_declaration_does_not_win(frame, declared):
    data = frame.format(declared, RUSSIAN).encode("cp1251")
    answer = detect(data)
    assert RUSSIAN in data.decode(answer.encoding)


@pytest.mark.parametrize("frame", DECLARATIONS)
def test_no_op_twin_utf_8_whatever_is_declared(frame):
    assert detect(frame.format("iso-8859-1", CZECH).encode()).encoding == "utf-8"


# ------------------------------------------------------------------ shifts, code units, EBCDIC


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(JAPANESE, "iso2022_jp"), (KOREAN, "iso2022_kr"), (CHINESE, "hz"), (RUSSIAN, "utf-7"), (JAPANESE, "utf-7")],
)
def test_shifts(text, encoding):
    data = f"Hello.\n{text}\n".encode(encoding)
    assert data.decode(detect(data).encoding) == data.decode(encoding)


@pytest.mark.parametrize("text", ["hello", "a", "The quick brown fox", RUSSIAN, CHINESE, KOREAN, "Ελληνικά", "ไทย"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_code_units_without_a_mark(text, encoding):
    assert detect(text.encode(encoding)).encoding == encoding


def test_ebcdic_that_an_editor_closed_with_a_line_end_of_ours():
    text = "The quick report of the year was printed on the old machine in the cellar, as it had been every spring."
    assert ENCODINGS[detect(text.encode("cp037") + b"\n").encoding].kind == "ebcdic"


@pytest.mark.parametrize("encoding", ["cp037", "cp500", "cp273", "cp1140"])
@pytest.mark.parametrize("text", ["The quick brown fox jumps over the lazy dog.", FRENCH])
def test_ebcdic(text, encoding):
    data = text.encode(encoding)
    answer = detect(data)
    assert data.decode(answer.encoding) == text
    assert ENCODINGS[answer.encoding].kind == "ebcdic"


@pytest.mark.parametrize("text", ["a@b.de, ä@b.de, c@ü.de", "@@@@ Grüße @@@@", "user@müller.example\n" * 4])
def test_no_op_twin_at_signs_are_no_ebcdic(text):
    data = text.encode("cp1252")
    assert data.decode(detect(data).encoding) == text


def test_no_op_twin_kana_with_wide_spaces_between_are_no_ebcdic():
    """The second byte of the space is 0x40, that of EBCDIC, and those of kana are its letters."""
    menu = "めいれいはどうする？\nコマンド！\n\u3000こうげき\u3000\u3000じゅもん\n\u3000アイテム\u3000\u3000にげる"
    assert detect(menu.encode("cp932")).encoding == "cp932"


# ------------------------------------------------------------------ binary


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9",
        b"PK\x03\x04\x14\x00\x08\x00\x08\x00\xe9\xb2",
        b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x3e\x00",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbH\xcd\xc9",
        bytes(64),
        bytes(range(256)),
        b"\x00\x01\x02\x03",
    ],
)
def test_binary(data):
    assert detect(data).encoding is None


@pytest.mark.parametrize("text", ["GIF89a ist kein schönes Format", "MZ hieß der Held", "Über PK und PNG"])
def test_no_op_twin_text_about_binary_formats(text):
    for encoding in ("utf-8", "cp1252"):
        assert text.encode(encoding).decode(detect(text.encode(encoding)).encoding) == text


# ------------------------------------------------------------------ legacy encodings


@pytest.mark.parametrize(
    ("text", "encoding", "answer"),
    [
        (FRENCH, "iso8859-1", "cp1252"),
        ("It\u2019s \u201cfine\u201d \u2013 5 \u20ac", "cp1252", "cp1252"),
        ("Bob\u2019s Burgers", "cp1252", "cp1252"),
        (CZECH, "iso8859-2", "iso8859-2"),
        (CZECH, "cp1250", "cp1250"),
        ("Grüße von NESTLÉ®", "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "cp866", "cp866"),
        (RUSSIAN, "mac-cyrillic", "mac-cyrillic"),
        (CHINESE, "gb2312", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (KOREAN, "euc_kr", "cp949"),
        ("中華民國臺灣的天氣今天很好，我們去公園。", "big5", "big5hkscs"),
    ],
)
def test_the_widest_name(text, encoding, answer):
    found = detect(text.encode(encoding))
    assert found.encoding == answer
    assert encoding in (found.encoding, *found.equivalents)


def test_equivalents_give_the_same_text_and_alternatives_another():
    data = RUSSIAN.encode("koi8-r")
    answer = detect(data)
    assert answer.equivalents
    assert {data.decode(name) for name in answer.equivalents} == {RUSSIAN}
    assert RUSSIAN not in {data.decode(other.encoding) for other in answer.alternatives}
    assert answer.probability + sum(other.probability for other in answer.alternatives) <= 1.0 + 1e-9


@pytest.mark.parametrize("byte", range(256))
def test_single_bytes(byte):
    answer = detect(bytes([byte]))
    if answer.encoding is not None:
        bytes([byte]).decode(answer.encoding)
    assert answer.encoding is not None or byte < 0x20 or byte == 0x7F


def test_a_large_file_is_answered_by_all_of_it():
    data = (b"plain line\n" * 40000) + FRENCH.encode("cp1252") + (b"plain line\n" * 40000)
    assert data.decode(detect(data).encoding) == data.decode("cp1252")


def test_a_large_file_of_dense_text():
    data = (CHINESE * 20000).encode("gbk")
    assert detect(data).encoding == "gb18030"


# ------------------------------------------------------------------ promises


@pytest.mark.parametrize("wrong", ["text", None, 3, ["a"]])
def test_wrong_types(wrong):
    with pytest.raises(TypeError, match="detect takes bytes, not"):
        detect(wrong)


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_other_bytes(kind):
    assert detect(kind(FRENCH.encode("cp1252"))).encoding == "cp1252"


def check(data):
    answer = detect(data)
    assert 0.0 <= answer.probability <= 1.0
    if answer.encoding is not None and "cut off" not in answer.evidence and not answer.damaged:
        text = data.decode(answer.encoding)
        assert all(data.decode(name) == text for name in answer.equivalents)
    assert all(codecs.lookup(other.encoding) for other in answer.alternatives)
    for part in decode_lines(data) or []:
        data[part.start : part.end].decode(part.encoding, "replace" if part.encoding in PRIMARY else "strict")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered_by_what_decodes_them(data):
    check(data)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([RUSSIAN, CZECH, CHINESE, "plain", "\n", "ß", "\x00", "\ufeff"]), max_size=6), st.data()
)
def test_any_mixture_is_answered_by_what_decodes_it(texts, draw):
    names = st.sampled_from(["utf-8", "cp1251", "cp1250", "gbk", "utf-16-le", "cp037", "iso2022_jp"])
    check(b"".join(text.encode(draw.draw(names), "ignore") for text in texts))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60).filter(lambda text: not text.isascii() and text.isprintable()))
def test_no_op_twin_any_utf_8_text_is_utf_8(text):
    assert detect(text.encode("utf-8", "ignore")).encoding in ("utf-8", "utf-8-sig", "ascii")


@pytest.mark.parametrize("data", [b"\xe8", b"\xe8\n", b" \xe9 ", b"\xc4"])
def test_one_byte_alone_is_in_the_commonest_encoding(data):
    """What letter it would be says nothing: Х of KOI8-R begins more words than è."""
    assert detect(data).encoding == "cp1252"


def test_no_op_twin_two_bytes_are_judged_as_text():
    assert detect("Да".encode("cp1251")).encoding == "cp1251"
