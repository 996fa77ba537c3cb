"""Bytes to text and back: what a page holds, how its holes are read, and what the other encodings hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.encodings import (
    ENCODINGS,
    Kind,
    Reading,
    decode,
    decode_table,
    encode,
    holders,
    is_single_byte,
    read,
    repertoire,
)
from mojibake_fix.encodings.codec import HOLE

PAGES = [name for name in ENCODINGS if is_single_byte(name)]
SAMPLE = ("cp1252", "iso8859-1", "cp1251", "koi8-u", "cp1255", "cp437", "mac-roman", "cp932", "gbk", "big5", "euc_kr")


def test_the_three_readings_of_a_hole():
    """0x81 of windows-1252: no character for Python, the control U+0081 for browsers and for ftfy."""
    assert decode_table("cp1252", Reading.STRICT)[0x81] == HOLE
    assert decode_table("cp1252", Reading.WHATWG)[0x81] == "\x81"
    assert decode_table("cp1252", Reading.SLOPPY)[0x81] == "\x81"
    assert read(b"\x81", "cp1252") == "\x81"
    assert decode(b"\x81", "cp1252") is None


@pytest.mark.parametrize(("name", "byte", "python", "web"), [
    ("koi8-u", 0xAE, "╝", "ў"),
    ("koi8-u", 0xBE, "╬", "Ў"),
    ("cp1255", 0xCA, HOLE, "\u05ba"),
])  # fmt: skip
def test_bytes_that_the_web_reads_otherwise(name, byte, python, web):
    assert decode_table(name, Reading.STRICT)[byte] == python
    assert decode_table(name, Reading.WHATWG)[byte] == web
    assert encode(web, name) == bytes([byte])


def test_a_hole_beyond_the_controls_is_filled_sloppily_only():
    assert decode_table("cp1253", Reading.STRICT)[0xD2] == HOLE
    assert decode_table("cp1253", Reading.WHATWG)[0xD2] == HOLE
    assert decode_table("cp1253", Reading.SLOPPY)[0xD2] == "\xd2"


def test_pages_of_other_systems_keep_their_holes():
    assert read(b"\xa5", "iso8859-6") is None
    assert encode("\xa5", "iso8859-6") is None
    assert read(b"\xdb", "cp874") == "\xdb"


@pytest.mark.parametrize("page", [*range(1250, 1259)])
def test_the_sloppy_reading_is_ftfys(page):
    """But for 0x1A, which ftfy reads as the replacement character."""
    pytest.importorskip("ftfy.bad_codecs").ok()
    every_byte = bytes(range(256))
    theirs = every_byte.decode(f"sloppy-windows-{page}").replace("\ufffd", "\x1a")
    assert decode_table(f"cp{page}", Reading.SLOPPY) == theirs


@pytest.mark.parametrize("name", PAGES)
def test_a_table_says_what_pythons_codec_says(name):
    table = decode_table(name)
    assert len(table) == 256
    for byte, char in enumerate(table):
        assert decode(bytes([byte]), name) == (None if char == HOLE else char)


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_shows_it_takes_back(name):
    for byte in range(256):
        shown = read(bytes([byte]), name)
        if shown is not None:
            assert read(encode(shown, name), name) == shown


@pytest.mark.parametrize("name", [name for name in PAGES if ENCODINGS[name].system == "windows" and name[:2] == "cp"])
def test_windows_pages_lose_no_byte(name):
    every_byte = bytes(range(256))
    assert encode(read(every_byte, name), name) == every_byte


@given(st.binary(max_size=40), st.sampled_from(sorted(ENCODINGS)))
def test_reading_wrongly_and_writing_back_gives_the_bytes_or_nothing(data, name):
    if ENCODINGS[name].kind is Kind.SINGLE_BYTE:
        text = read(data, name)
        back = None if text is None else encode(text, name)
        assert text is None or (back is not None and read(back, name) == text)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.sampled_from(["utf-8", "gb18030", "utf-16-le"])
)
def test_encodings_of_everything_hold_everything(text, name):
    assert decode(encode(text, name), name) == text


@given(st.text(st.characters(exclude_categories=()), max_size=30), st.sampled_from(sorted(ENCODINGS)))
def test_no_text_and_no_bytes_raise(text, name):
    data = encode(text, name)
    assert data is None or isinstance(data, bytes)
    octets = text.encode("utf-8", "surrogatepass")
    for shown in (read(octets, name), decode(octets, name)):
        assert shown is None or isinstance(shown, str)


def test_no_text_is_no_bytes():
    assert [encode("", name) for name in PAGES] == [b""] * len(PAGES)
    assert [read(b"", name) for name in PAGES] == [""] * len(PAGES)


PLANE = [*range(0xD800), *range(0xE000, 0xFFFE)]

MULTI_BYTE = [name for name in ENCODINGS if ENCODINGS[name].kind is Kind.MULTI_BYTE]


def comes_back(code, name):
    """Whether a character, written and read in the encoding, is the same again."""
    data = encode(chr(code), name)
    return data is not None and read(data, name) == chr(code)


@pytest.mark.parametrize("name", ["cp1252", "iso8859-6", "koi8-u", "cp1255", "cp874", "mac-roman"])
def test_the_repertoire_of_a_page_is_what_encode_takes(name):
    assert repertoire(name) == {code for code in PLANE if encode(chr(code), name) is not None}


@pytest.mark.parametrize("name", MULTI_BYTE)
def test_the_repertoire_is_what_the_encoding_shows(name):
    assert repertoire(name) == {code for code in PLANE if comes_back(code, name)}


@pytest.mark.parametrize("name", MULTI_BYTE)
def test_encode_takes_only_what_the_encoding_shows(name):
    """`encode` is None where the encoding cannot have shown the text."""
    assert [chr(code) for code in PLANE if encode(chr(code), name) is not None and not comes_back(code, name)] == []


def test_holders_are_the_repertoires_bit_by_bit():
    masks = holders(SAMPLE)
    assert masks.dtype == np.uint64
    for bit, name in enumerate(SAMPLE):
        held = {int(code) for code in np.flatnonzero(masks >> np.uint64(bit) & np.uint64(1))}
        assert held == repertoire(name)


def test_a_letter_and_who_holds_it():
    holds = dict.fromkeys(("cp1251", "koi8-u", "cp932", "gbk"), True) | dict.fromkeys(("cp1252", "cp1255"), False)
    assert {name: encode("Ж", name) is not None for name in holds} == holds
