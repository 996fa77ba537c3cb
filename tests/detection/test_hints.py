"""What something outside the data says of it: a label, or a locale of POSIX. A hint, and no order."""

import pytest

from mojibake_fix import repair_bytes
from mojibake_fix.detection.marks import label_of_hint


@pytest.mark.parametrize(
    ("hint", "label"),
    [
        ("ru_RU.KOI8-R", "KOI8-R"), ("LANG=ru_RU.KOI8-R", "KOI8-R"), ("LC_ALL='ja_JP.eucJP'", "eucJP"),
        ("de_DE@euro", "iso8859-15"), ("de_DE.ISO-8859-15@euro", "ISO-8859-15"), ("C.UTF-8", "UTF-8"),
        ("gbk", "gbk"), ("hz", "hz"), ("windows-1251", "windows-1251"), ("ru_RU", "ru_RU"), ("", ""),
    ],
)  # fmt: skip
def test_the_label_of_a_hint(hint, label):
    assert label_of_hint(hint) == label


def test_a_locale_settles_what_the_text_leaves_open():
    data = "Да\n".encode("koi8-r")
    assert repair_bytes(data, declared="ru_RU.KOI8-R").text == "Да\n"
    assert repair_bytes(data, declared="ru_RU.KOI8-R").text == repair_bytes(data, declared="koi8-r").text


def test_no_op_twin_a_wrong_locale_does_not_outweigh_the_text():
    text = "Лодка вернулась к вечеру, и на берегу её уже ждали дети с корзинами.\n"
    assert repair_bytes(text.encode("koi8-r"), declared="ru_RU.CP1251").text == text


@pytest.mark.parametrize("declared", ["windows-1251\x00", " windows-1251 ; x", "\x01", "koi8-r\n\x00\x00"])
def test_whatever_a_server_sends_no_page_is_lost(declared):
    text = "Съешь ещё этих мягких французских булок\n"
    assert repair_bytes(text.encode("cp1251"), declared=declared).text == text


def test_a_hint_is_a_text():
    with pytest.raises(TypeError, match="declared is the name of an encoding, or None, not int"):
        repair_bytes(b"x", declared=3)
