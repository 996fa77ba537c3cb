"""chardet's functions: the same keys, and names that Python takes."""

import codecs

import pytest

from mojibake_fix.compat import detect, detect_all
from mojibake_fix.encodings import encode_as

CASES = [
    ("Ça ne fait rien, nous irons à la plage demain.", "cp1252", "windows-1252", "fr"),
    ("Съешь ещё этих мягких французских булок.", "koi8-r", "KOI8-R", "ru"),
    ("今日はとても天気がいいので、公園へ行きましょう。", "cp932", "cp932", "ja"),
    ("Grüße aus Köln und schöne Ostern!", "utf-8", "utf-8", "de"),
    ("plain", "ascii", "ascii", None),
]


@pytest.mark.parametrize(("text", "encoding", "name", "language"), CASES)
def test_detect(text, encoding, name, language):
    answer = detect(text.encode(encoding))
    assert set(answer) == {"encoding", "confidence", "language"}
    assert answer["encoding"] == name
    assert text.encode(encoding).decode(answer["encoding"]) == text
    assert 0.5 < answer["confidence"] <= 1.0
    if language is not None:
        assert answer["language"] == language


@pytest.mark.parametrize("name", ["euc-tw", "iso-2022-cn"])
def test_a_name_that_python_lacks_decodes(name):
    text = "今天早上漁民們滿載而歸，港口裡的人們都非常高興，孩子們跑來跑去。" * 3
    answer = detect(encode_as(text, name))
    assert answer["encoding"] == name.upper()
    assert encode_as(text, name).decode(answer["encoding"]) == text


def test_binary():
    assert detect(b"\x89PNG\r\n\x1a\n\x00\x00")["encoding"] is None


def test_all_begin_with_the_best():
    data = "Příliš".encode("cp1250")
    answers = detect_all(data)
    assert answers[0] == detect(data)
    assert [answer["confidence"] for answer in answers] == sorted((a["confidence"] for a in answers), reverse=True)
    assert all(codecs.lookup(answer["encoding"]) for answer in answers)


@pytest.mark.parametrize("wrong", ["text", None, 5])
def test_wrong_types(wrong):
    with pytest.raises(TypeError, match="takes bytes"):
        detect(wrong)


def test_other_bytes():
    assert detect(bytearray(b"plain"))["encoding"] == "ascii"
