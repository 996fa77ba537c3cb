"""EUC-TW and ISO-2022-CN: decoded by planes that are made of Big5, and refused where the planes are not known."""

import shutil
import subprocess

import pytest

from mojibake_fix import Verdict, detect, repair_bytes
from mojibake_fix.encodings import OWN, decode, encode
from mojibake_fix.encodings.cns11643 import HOLE, planes

TAIWANESE = "今天早上漁民們滿載而歸，港口裡的人們都非常高興，孩子們跑來跑去。老鼠、羅列、鬮與彳亍。\n"
SIMPLIFIED = "今天早上渔民们满载而归，港口里的人们都非常高兴。\n"


def _in_iso_2022_cn(text):
    """Lines of simplified Chinese, each announced and shifted for itself, as mail programs write them."""
    return b"".join(
        b"\x1b$)A\x0e" + bytes(byte & 0x7F for byte in line.encode("gb2312")) + b"\x0f\n" for line in text.splitlines()
    )


@pytest.mark.parametrize("name", ["euc-tw", "iso-2022-cn"])
def test_there_and_back(name):
    data = encode(TAIWANESE, name)
    assert data is not None
    assert decode(data, name) == TAIWANESE


def test_both_planes_are_full():
    first, second = planes()
    assert sum(char != HOLE for char in first[35 * 94 :]) == 5401
    assert sum(char != HOLE for char in second) == 7650
    assert len({*first[35 * 94 :], *second} - {HOLE}) == 5401 + 7650


def test_the_planes_are_those_of_iconv():
    if shutil.which("iconv") is None:
        pytest.skip("iconv is not installed")
    for plane, chars in enumerate(planes()):
        start = b"\x8e" + bytes([0xA1 + plane])
        cells = range(35 * 94 if plane == 0 else 0, 94 * 94)
        data = b"".join(start + bytes([0xA1 + c // 94, 0xA1 + c % 94]) for c in cells if chars[c] != HOLE)
        done = subprocess.run(["iconv", "-f", "EUC-TW", "-t", "UTF-8"], input=data, capture_output=True, check=False)
        if done.returncode:
            pytest.skip("iconv does not know EUC-TW")
        assert done.stdout.decode() == "".join(chars[c] for c in cells if chars[c] != HOLE)


@pytest.mark.parametrize("name", ["euc-tw", "iso-2022-cn"])
def test_a_file_is_named_and_decoded(name):
    data = encode(TAIWANESE * 4, name)
    found = detect(data)
    assert (found.encoding, found.iana_name) == (name, name.upper())
    assert data.decode(found.encoding) == TAIWANESE * 4
    answer = repair_bytes(data)
    assert answer.text == TAIWANESE * 4
    assert answer.verdict is Verdict.LEGACY


def test_simplified_chinese_in_iso_2022_cn():
    answer = repair_bytes(_in_iso_2022_cn(SIMPLIFIED * 3))
    assert answer.text == SIMPLIFIED * 3


def test_a_plane_that_is_not_known_is_no_guess():
    data = encode(TAIWANESE * 4, "euc-tw") + b"\x8e\xa3\xb0\xa1\n"  # a character of plane 3
    assert decode(data, "euc-tw") is None
    assert OWN["euc-tw"].decode(data, "replace").endswith("\ufffd\n")
    answer = repair_bytes(data)
    assert (answer.detection.encoding, answer.detection.iana_name) == (None, "EUC-TW")
    assert answer.text == ""


@pytest.mark.parametrize("data", [b"\xa1", b"\x8e\xa1\xa1", b"\xa1\x41", b"\x80"])
def test_no_euc_tw(data):
    assert decode(data, "euc-tw") is None


@pytest.mark.parametrize("data", [b"\x1b$)A\x0eV", b"\x0eVPND", b"\x1b(B", b"\xe9"])
def test_no_iso_2022_cn(data):
    assert decode(data, "iso-2022-cn") is None


def test_no_op_twins_are_not_taken_for_it():
    assert detect((TAIWANESE * 4).replace("鬮", "").encode("big5")).encoding in {"big5", "big5hkscs", "cp950"}
    assert detect((SIMPLIFIED * 4).encode("gb2312")).encoding == "gb18030"
