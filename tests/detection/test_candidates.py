"""What is known of multi-byte encodings before anything is decoded: which one reads all that another one reads."""

import codecs
import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mojibake_fix.detection import detect
from mojibake_fix.detection.candidates import (
    MULTI_BYTE,
    OTHERWISE,
    WIDER,
    Candidate,
    decodes,
    feasible,
    of_same_text,
    prove_by_narrowest,
)


def _sequences(encoding):
    """Every character that the encoding has in up to three bytes, by its bytes."""
    found = {}
    for lead in range(256):
        for trail in [b"", *(bytes([byte]) for byte in range(256))]:
            _put(found, bytes([lead]) + trail, encoding)
        if lead == 0x8F:  # the third set of EUC-JP
            for place in range(0xA1A1, 0xFEFF):
                _put(found, bytes([lead, place >> 8, place & 0xFF]), encoding)
    return found


def _put(found, data, encoding):
    with contextlib.suppress(UnicodeDecodeError):
        found[data] = data.decode(encoding)


@pytest.mark.parametrize(("narrow", "wide"), WIDER.items())
def test_the_wider_one_reads_all(narrow, wide):
    assert set(_sequences(narrow)) <= set(_sequences(wide))


@pytest.mark.parametrize(("narrow", "wide"), [(narrow, wide) for narrow, all_ in OTHERWISE.items() for wide in all_])
def test_what_is_read_otherwise_is_listed(narrow, wide):
    wider = _sequences(wide)
    other = [text for data, text in _sequences(narrow).items() if wider[data] != text]
    listed = set(OTHERWISE[narrow][wide])
    assert all(listed & set(text) for text in other)
    assert listed <= set(other)


@pytest.mark.parametrize(
    ("text", "encoding", "other"), [("東京〜大阪", "shift_jis", "cp932"), ("中国—北京", "gb18030", "gb2312")]
)
def test_no_op_twin_what_reads_one_sign_otherwise_is_no_equivalent(text, encoding, other):
    text = text + "の道" if encoding == "shift_jis" else text
    found = detect((text * 20).encode(encoding))
    names = {found.encoding, *found.equivalents}
    assert not {encoding, other} <= names
    assert all(
        (text * 20).encode(encoding).decode(name) == (text * 20).encode(encoding).decode(found.encoding)
        for name in names
    )


def test_what_the_wide_one_cannot_read_the_narrow_one_is_not_asked_for():
    assert not {"gb18030", "gbk", "gb2312", "cp949", "euc_kr", "big5", "cp950"} & set(feasible(b"\x80\x20"))
    assert feasible("中文".encode("gb2312"))[0] == "gb18030"
    assert "gb2312" in feasible("中文".encode("gb2312"))


@given(st.binary(min_size=1, max_size=10).map(lambda tail: bytes([tail[0] | 0x80]) + tail[1:]))
@example(b"\x8f\xa2\xc4 \xa1")
@example(b"\xb1 \xb2")
def test_a_byte_that_stands_alone_rules_out_what_decoding_does(head):
    def begins(name):
        try:
            codecs.getincrementaldecoder(name)().decode(head)
        except UnicodeDecodeError:
            return False
        return name not in WIDER or begins(WIDER[name])

    assert set(feasible(head)) == {name for name in MULTI_BYTE if name != "euc-tw" and begins(name)}


def test_the_names_that_give_the_same_text():
    data = "今天早上".encode("gb2312")
    assert of_same_text(data, Candidate(["gb18030", "gbk", "gb2312"])) == ["gb18030", "gbk", "gb2312"]
    data = "今天早上朙".encode("gbk")  # not in GB 2312
    assert of_same_text(data, Candidate(["gb18030", "gbk", "gb2312"], whole="今天早上朙")) == ["gb18030", "gbk"]


@pytest.mark.parametrize(
    ("text", "names", "same"),
    [
        ("東京と大阪", ("cp932", "shift_jis"), ["cp932", "shift_jis"]),
        ("東京〜大阪", ("cp932", "shift_jis"), ["cp932"]),
        ("東京〜大阪", ("cp932", "shift_jis", "shift_jis_2004"), ["cp932"]),
        ("東京と大阪", ("euc_jp", "euc_jis_2004"), ["euc_jp", "euc_jis_2004"]),
    ],
)
def test_the_narrowest_proves_the_wide_ones_and_tells_which_read_otherwise(text, names, same):
    data = text.encode(names[1])
    reading = Candidate(list(names))
    if prove_by_narrowest(reading, data):
        assert set(reading.alike) | set(reading.unlike)
    assert of_same_text(data, reading) == same
    assert all(data.decode(name) == data.decode(names[0]) for name in same)


def test_no_op_twin_what_the_narrowest_cannot_read_is_not_proven():
    assert not prove_by_narrowest(Candidate(["cp932", "shift_jis"]), "①番".encode("cp932"))


def test_whole_cut_or_not_at_all():
    data = "中文字".encode("gb18030")
    assert decodes(data, "gb18030") == ("whole", "中文字")
    assert decodes(data[:-1], "gb18030") == ("cut", "中文")
    assert decodes(b"\xff" + data, "gb18030") is None
