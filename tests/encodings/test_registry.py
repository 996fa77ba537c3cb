"""Codecs that Python lacks: as its own once they are asked for, and unknown to it before."""

import codecs
import io
import pickle
import subprocess
import sys

import pytest

from mojibake_fix import detect
from mojibake_fix.encodings import LACKING, encode_as, make_known

VIETNAMESE = "Sáng nay những người đánh cá trở về bến với lưới đầy cá.\nMọi người đều vui mừng.\n"
TAIWANESE = "今天早上漁民們滿載而歸，港口裡的人們都非常高興。\n孩子們跑來跑去, ok.\n"
TEXTS = {
    "viscii": VIETNAMESE, "tcvn": VIETNAMESE, "vni": VIETNAMESE, "euc-tw": TAIWANESE, "iso-2022-cn": TAIWANESE,
    "utf-8-variants": TAIWANESE + "😀\n",
}  # fmt: skip


def run(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_every_encoding_that_python_lacks_is_tried():
    assert set(TEXTS) == LACKING


KNOWN = """
import codecs
def known():
    found = []
    for name in {names!r}:
        try:
            found.append(codecs.lookup(name).name)
        except LookupError:
            pass
    return " ".join(found)
"""


def test_no_import_registers_a_codec_and_an_answer_registers_the_one_that_it_names():
    known = KNOWN.format(names=sorted(LACKING))
    imports = "import mojibake_fix, mojibake_fix.api, mojibake_fix.compat, mojibake_fix.codecs, mojibake_fix.cli\n"
    assert run(known + imports + "print(known())") == ""
    ask = "mojibake_fix.detect({data!r})\nprint(known())"
    assert run(known + imports + ask.format(data=encode_as(TAIWANESE, "gb18030"))) == ""
    assert run(known + imports + ask.format(data=encode_as(TAIWANESE, "euc-tw"))) == "euc-tw"
    assert run(known + imports + "mojibake_fix.codecs.register()\nprint(known())") == " ".join(sorted(LACKING))


def test_an_answer_from_another_process_is_decoded_by_those_who_register():
    answer = pickle.dumps(detect(encode_as(VIETNAMESE, "viscii")))
    program = f"import pickle, mojibake_fix.codecs\nanswer = pickle.loads({answer!r})\nmojibake_fix.codecs.register()\n"
    assert run(program + "print(b'Vi\\xaet'.decode(answer.encoding) == 'Vi\\u1ec7t')") == "True"


@pytest.mark.parametrize(("name", "text"), TEXTS.items())
def test_a_codec_does_what_python_asks_of_one(name, text):
    make_known(name)
    data = text.encode(name)
    assert data.decode(name) == data.decode(name.upper()) == text
    assert codecs.lookup(name).name == name
    for size in (1, 2, 3, 7, 1000):
        parts = [data[at : at + size] for at in range(0, len(data), size)]
        assert "".join(codecs.iterdecode(parts, name)) == text
        assert io.TextIOWrapper(io.BufferedReader(io.BytesIO(data), size), name, newline="").read() == text
    assert b"".join(codecs.iterencode(text.splitlines(keepends=True), name)).decode(name) == text
    assert codecs.getreader(name)(io.BytesIO(data)).read() == text
    out = io.BytesIO()
    codecs.getwriter(name)(out).write(text)
    assert out.getvalue().decode(name) == text


@pytest.mark.parametrize("name", ["viscii", "tcvn", "vni", "euc-tw", "iso-2022-cn"])
def test_errors_are_answered_by_their_handler(name):
    make_known(name)
    assert "a☃b☃".encode(name, "xmlcharrefreplace") == b"a&#9731;b&#9731;"
    assert "a☃b".encode(name, "replace") == b"a?b"
    with pytest.raises(UnicodeEncodeError):
        "a☃b".encode(name)
    with pytest.raises(LookupError):
        "a☃b".encode(name, "no-such-handler")


@pytest.mark.parametrize("name", ["vni", "euc-tw", "iso-2022-cn"])
def test_bytes_that_are_none_are_answered_by_their_handler(name):
    make_known(name)
    assert b"a\x81b".decode(name, "replace") == "a\ufffdb"
    assert b"a\x81b".decode(name, "ignore") == "ab"
    assert b"a\x81b".decode(name, "backslashreplace") == "a\\x81b"
    with pytest.raises(UnicodeDecodeError):
        b"a\x81b".decode(name)


def test_a_character_that_is_cut_off_waits_for_its_rest():
    make_known("euc-tw")
    decoder = codecs.getincrementaldecoder("euc-tw")()
    assert [decoder.decode(part) for part in (b"a\xc4", b"\xe3\xc5", b"\xc6")] == ["a", "中", "文"]
    with pytest.raises(UnicodeDecodeError):
        decoder.decode(b"\xc4", True)


def test_pythons_own_codecs_are_left_alone():
    before = codecs.lookup("gbk")
    make_known("cp936", "gbk", "utf-8", "no-such-encoding")
    assert codecs.lookup("gbk") is before
    assert codecs.lookup("cp936").name == "gbk"
    with pytest.raises(LookupError):
        codecs.lookup("no-such-encoding")


def test_threads_may_ask_at_once():
    program = (
        "import threading, codecs\nfrom mojibake_fix.encodings import LACKING, make_known\n"
        "threads = [threading.Thread(target=make_known, args=LACKING) for _ in range(16)]\n"
        "[each.start() for each in threads]; [each.join() for each in threads]\n"
        "print(all(codecs.lookup(name).name == name for name in LACKING))"
    )
    assert run(program) == "True"
