"""The encodings that Python lacks: their tables beside Unicode and iconv, both directions, what is none of theirs."""

import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.encodings import (
    OWN,
    decode,
    decode_as,
    decode_table,
    encode,
    encode_as,
    is_single_byte,
    read,
    repertoire,
)
from mojibake_fix.encodings.codec import HOLE, Reading
from mojibake_fix.encodings.vietnamese import VNI_LETTERS

TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
SMALL = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES) + "đ"
SMALL = "".join(char for char in SMALL if char not in "aeiouy")
LETTERS = SMALL + SMALL.upper()

TEXTS = [
    "Chị bán hàng rong gánh đôi thúng nặng trĩu qua cây cầu khỉ lúc trời còn mờ tối.",
    "Đừng quên khoá cửa sổ, ngoài kia gió bão đã nổi lên rồi đấy!",
]


def test_the_alphabet_is_whole():
    """RFC 1456 counts 134 letters beyond ASCII."""
    assert len(LETTERS) == len(set(LETTERS)) == 134
    assert all(unicodedata.is_normalized("NFC", char) and len(char) == 1 for char in LETTERS)


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("name", ["viscii", "tcvn"])
def test_a_page_is_a_bijection_without_holes(name):
    table = decode_table(name)
    assert len(table) == len(set(table)) == 256
    assert HOLE not in table
    assert is_single_byte(name)
    assert {decode_table(name, reading) for reading in Reading} == {table}
    assert encode(table, name) == bytes(range(256))
    assert read(bytes(range(256)), name) == decode(bytes(range(256)), name) == table


@pytest.mark.parametrize("name", ["viscii", "tcvn"])
def test_a_page_has_every_letter_and_ascii(name):
    assert set(map(ord, LETTERS)) <= repertoire(name)
    assert set(range(0x20, 0x7F)) <= repertoire(name)


def test_viscii_has_six_letters_in_place_of_controls():
    """Section 3 of RFC 1456; the rarest capitals."""
    table = decode_table("viscii")
    assert {byte: table[byte] for byte in range(0x20) if table[byte] != chr(byte)} == {
        0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ",
    }  # fmt: skip
    assert set(table[0x80:]) | set("ẲẴẪỶỸỴ") == set(LETTERS)


def test_tcvn_has_the_small_letters_of_the_fonts():
    table = decode_table("tcvn")
    assert all(table.index(char) > 0xA0 for char in SMALL)
    assert table[0xA1:0xAF] == "ĂÂÊÔƠƯĐăâêôơưđ"
    assert table[0xB5:0xBA] == "àảãáạ"


@pytest.mark.skipif(shutil.which("iconv") is None, reason="needs iconv")
@pytest.mark.parametrize(("name", "theirs"), [("viscii", "VISCII"), ("tcvn", "TCVN5712-1")])
def test_a_page_is_that_of_iconv(name, theirs):
    """A stop and a line end behind each byte: iconv composes a letter and the accent behind it."""
    data = b"".join(bytes([byte]) + b".\n" for byte in range(256))
    answer = subprocess.run(["iconv", "-f", theirs, "-t", "UTF-8"], input=data, capture_output=True, check=False)
    if answer.returncode:
        pytest.skip("this iconv lacks the encoding")
    assert answer.stdout.decode() == decode(data, name)


# ---------------------------------------------------------------- VNI


def test_vni_writes_every_letter():
    assert set(VNI_LETTERS.values()) == set(LETTERS)
    assert len(VNI_LETTERS) == 134
    assert set(map(ord, LETTERS)) <= repertoire("vni")
    assert not is_single_byte("vni")


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("aø aù aû aõ aï", "à á ả ã ạ"),
        ("aâ aê eâ oâ", "â ă ê ô"),
        ("ñ ô ö ì í æ ó ò î", "đ ơ ư ì í ỉ ĩ ị ỵ"),
        ("öø ôï yõ", "ừ ợ ỹ"),
        ("NHÖÕNG ÑIEÀU", "NHỮNG ĐIỀU"),
        ("OÂng Aên", "Ông Ăn"),
        ("luöøng \u201caáy\u201d \u2026", "luừng \u201cấy\u201d \u2026"),
    ],
)
def test_vni_by_hand(shown, meant):
    assert decode(shown.encode("cp1252"), "vni") == meant


def test_vni_capitals_are_met_with_the_small_second_character():
    assert decode("Oâng Ñöùc".encode("cp1252"), "vni") == "Ông Đức"
    assert encode("Ông Đức", "vni") == "OÂng Ñöùc".encode("cp1252")


@pytest.mark.parametrize("shown", ["café", "Äpfel", "forêt", "øre", "çà et là", "100 µm", "Škoda", "3×4"])
def test_what_no_font_of_vni_shows_is_none(shown):
    assert decode(shown.encode("cp1252"), "vni") is None


@pytest.mark.parametrize("data", [b"a\x81", b"\x9d", b"i\xf8", b"\xf8"])
def test_errors_of_vni_are_named_or_replaced(data):
    assert decode(data, "vni") is None
    with pytest.raises(UnicodeDecodeError):
        decode_as(data, "vni")
    assert "\ufffd" in decode_as(data, "vni", "replace")


@given(st.text(st.sampled_from([*map(chr, sorted(repertoire("vni")))]), max_size=30))
def test_what_vni_writes_it_reads(text):
    assert decode(encode(text, "vni"), "vni") == text


@given(st.binary(max_size=30))
def test_what_vni_reads_it_writes_so_that_it_reads_the_same(data):
    text = decode(data, "vni")
    assert text is None or decode(encode(text, "vni"), "vni") == text


# ---------------------------------------------------------------- code page 936


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x80", 0x20AC), (b"\xff", 0xF8F5), (b"\xaa\xa1", 0xE000), (b"\xaf\xfe", 0xE233), (b"\xf8\xa1", 0xE234),
        (b"\xfe\xfe", 0xE4C5), (b"\xa1\x40", 0xE4C6), (b"\xa1\x7e", 0xE504), (b"\xa1\x80", 0xE505),
        (b"\xa7\xa0", 0xE765), (b"\xa2\xab", 0xE766), (b"\xa2\xe3", 0xE76C), (b"\xfe\xa0", 0xE864),
    ],
)  # fmt: skip
def test_the_ends_of_the_areas_of_cp936(data, code):
    assert decode(data, "cp936") == chr(code)
    assert encode(chr(code), "cp936") == data
    assert decode(data, "gbk") is None


def test_every_pair_is_a_character_of_its_own():
    trails = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    pairs = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in trails]
    shown = [decode(pair, "cp936") for pair in pairs]
    assert None not in shown
    assert len(set(shown)) == len(pairs)
    assert [encode(char, "cp936") for char in shown] == pairs


def test_the_user_defined_areas_are_those_of_gb18030():
    for code in range(0xE000, 0xE766):
        assert encode(chr(code), "cp936") == chr(code).encode("gb18030")


@given(st.binary(max_size=30))
def test_cp936_is_gbk_and_more(data):
    plain, more = decode(data, "gbk"), decode(data, "cp936")
    assert plain in (None, more)
    assert more is None or encode(more, "cp936") == data
    assert more is not None or "\ufffd" in decode_as(data, "cp936", "replace")


def test_a_lead_byte_alone_is_an_error_of_cp936():
    assert decode(b"\x81", "cp936") is None
    assert decode(b"\xd6\xd0\xb9", "cp936") is None
    assert decode_as(b"\x81 \xd6\xd0", "cp936", "replace") == "\ufffd 中"
    with pytest.raises(UnicodeEncodeError) as caught:
        encode_as("€\ue000ö", "cp936")
    assert (caught.value.start, caught.value.end) == (2, 3)


# ---------------------------------------------------------------- variants of UTF-8


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_what_is_written_in_a_variant_of_utf8_is_read(text):
    data = encode(text, "utf-8-variants")
    assert decode(data, "utf-8-variants") == text
    assert decode(data, "utf-8") == (text if max(text, default="") <= "\uffff" and "\0" not in text else None)


@given(st.binary(max_size=30), st.binary(max_size=30))
def test_variants_are_utf8_and_more(first, second):
    plain, more = decode(first, "utf-8"), decode(first, "utf-8-variants")
    assert plain in (None, more)
    rest = decode(second, "utf-8-variants")
    if more is not None and rest is not None:
        assert decode(first + second, "utf-8-variants") == more + rest


def test_variants_by_hand():
    """U+1F600 is the surrogates D83D and DE00; Java writes U+0000 in two bytes."""
    assert decode(b"\xed\xa0\xbd\xed\xb8\x80 ok", "utf-8-variants") == "\U0001f600 ok"
    assert decode(b"a\xc0\x80b", "utf-8-variants") == "a\0b"
    assert encode("\U0001f600\0", "utf-8-variants") == b"\xed\xa0\xbd\xed\xb8\x80\xc0\x80"


@pytest.mark.parametrize("data", [b"\xed\xa0\xbd", b"\xed\xb8\x80\xed\xa0\xbd", b"\xc0\x81", b"\xe9t\xe9", b"\xc0"])
def test_what_is_no_variant_is_none(data):
    assert decode(data, "utf-8-variants") is None
    assert encode("\ud83d", "utf-8-variants") is None


@given(st.binary(max_size=20), st.text(st.sampled_from("aé漢\0\U0001f600\U0001f4a1"), max_size=10))
def test_the_variants_are_ftfys(data, text):
    pytest.importorskip("ftfy.bad_codecs").ok()
    for octets in (data, encode(text, "utf-8-variants")):
        ours = decode(octets, "utf-8-variants")
        try:
            theirs = octets.decode("utf-8-variants")
        except UnicodeDecodeError:
            theirs = None
        assert ours == theirs


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("name", ["viscii", "tcvn", "vni"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("reader", ["cp1252", "iso8859-1"])
def test_vietnamese_is_mangled_and_comes_back(damage, name, text, reader):
    if name == "viscii" and reader == "cp1252":
        reader = "cp1258"
    shown = damage(text, f"{name}>{reader}")
    assert shown != text
    assert decode(encode(shown, reader), name) == text


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("text", ["Привет", "\ud800", "กา"])
def test_what_an_encoding_lacks_it_does_not_write(name, text):
    if encode(text, name) is None:
        with pytest.raises(UnicodeEncodeError):
            encode_as(text, name)
    else:
        assert decode(encode(text, name), name) in (text, None)


@pytest.mark.parametrize("name", OWN)
def test_ascii_is_ascii(name):
    text = bytes(range(0x20, 0x7F)).decode()
    assert encode(text, name) == text.encode()
    assert decode_as(text.encode(), name, "replace") == text


# ---------------------------------------------------------------- code page 932, whose characters stand twice


@pytest.mark.parametrize(("data", "usual"), [(b"\x87\x90", b"\x81\xe0"), (b"\xfa\x5c", b"\xed\x40")])
def test_the_other_bytes_of_what_cp932_has_twice(data, usual):
    char = decode(data, "cp932")
    assert char == decode(usual, "cp932") == decode(data, "cp932-twice")
    assert (encode(char, "cp932"), encode(char, "cp932-twice")) == (usual, data)


def test_either_bytes_of_every_pair_of_cp932_are_found():
    """But for the sign ¬ and ∵, which stand there three times."""
    open_ = []
    for number in range(0x8140, 0xFC4C):
        pair = number.to_bytes(2, "big")
        char = decode(pair, "cp932")
        if char is not None and len(char) == 1 and pair not in (encode(char, "cp932"), encode(char, "cp932-twice")):
            open_.append(char)
    assert set(open_) <= {"￢", "∵"}


@given(st.text(alphabet="aé≒≡∫纊鶴日本ｱ¢", max_size=12))
def test_cp932_twice_shows_nothing_that_it_lacks(text):
    data = encode(text, "cp932-twice")
    assert (data is None) == (encode(text, "cp932") is None)
    assert data is None or decode(data, "cp932") == text


def test_what_mac_cyrillic_showed_once_is_read_back():
    assert encode("∂", "mac-cyrillic") == encode("ґ", "mac-cyrillic") == b"\xb6"
