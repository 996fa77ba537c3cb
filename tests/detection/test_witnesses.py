"""The witness is asked in doubt only, may be missing, and does not overrule the text."""

import sys

import pytest

from mojibake_fix.detection import detect, witnesses
from mojibake_fix.detection.candidates import Candidate

CLEAR = "Съешь ещё этих мягких французских булок, да выпей чаю.".encode("cp1251")


def readings(gap):
    return [Candidate(["cp1252"], "è", 20.0), Candidate(["cp1250"], "č", 20.0 + gap)]


@pytest.mark.parametrize(("gap", "first"), [(2.0, "cp1250"), (5.0, "cp1252"), (30.0, "cp1252")])
def test_its_word_tips_a_balance(monkeypatch, gap, first):
    monkeypatch.setattr(witnesses, "_named", lambda witness, head: "cp1250")
    assert witnesses.hear(b"", readings(gap))[0].names == [first]


def test_it_is_not_asked_where_the_text_is_clear(monkeypatch):
    def refuse(witness, head):
        raise AssertionError("asked")

    monkeypatch.setattr(witnesses, "_named", refuse)
    assert detect(CLEAR).encoding == "cp1251"


def test_no_op_twin_without_the_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "chardet", None)
    assert witnesses.hear(b"\xe8", readings(1.0))[0].names == ["cp1252"]
    assert detect(CLEAR).encoding == "cp1251"


def test_a_name_that_we_do_not_know(monkeypatch):
    import chardet

    monkeypatch.setattr(chardet, "detect", lambda head: {"encoding": "EUC-TW"})
    assert witnesses.hear(b"\xe8", readings(1.0))[0].names == ["cp1252"]


def test_the_other_witness_can_be_asked_and_can_be_missing(monkeypatch):
    monkeypatch.setattr(witnesses, "ASKED", ("charset_normalizer",))
    assert detect(CLEAR).encoding == "cp1251"
    assert witnesses.hear("Příliš žluťoučký kůň".encode("cp1250"), readings(1.0))
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    assert witnesses.hear(b"\xe8", readings(1.0))[0].names == ["cp1252"]
