"""One letter in two spellings: both are sound, and stay what they are.

Romanian has letters with commas, and for decades was typed with cedillas. Vietnamese has letters with tones, and
Windows wrote the tones behind them.
"""

from unicodedata import normalize

import pytest

from mojibake_fix import fix, repair
from mojibake_fix.encodings import decode, encode
from mojibake_fix.encodings.tones import tones_apart
from mojibake_fix.plausibility import load_lexicon, load_model, load_vocabularies

TYPED = [
    "Preşedintele comisiei a spus că situaţia şcolilor din oraş este bună.",
    "Ştefan şi fraţii săi au plecat spre Braşov într-o dimineaţă rece.",
    "Ţara are munţi înalţi, câmpii întinse şi ieşire la mare.",
    "Mulţumesc, ne vedem sâmbătă la Timişoara.",
]
WRITTEN = [text.translate(str.maketrans("şţŞŢ", "șțȘȚ")) for text in TYPED]


@pytest.mark.parametrize("text", TYPED + WRITTEN)
def test_both_spellings_are_sound(text):
    assert fix(text) == text
    assert fix(text.upper()) == text.upper()


@pytest.mark.parametrize("text", TYPED + WRITTEN)
@pytest.mark.parametrize("reader", ["cp1252", "iso8859-1", "mac-roman", "cp437", "cp850"])
def test_utf8_keeps_the_letters_that_were_typed(text, reader):
    assert fix(decode(text.encode(), reader)) == text


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize(
    ("written", "reader"),
    [
        ("cp1250", "cp1252"),
        ("iso8859-2", "iso8859-1"),
        ("cp1250", "cp1251"),
        ("cp1250", "mac-roman"),
        ("cp852", "cp437"),
    ],
)
def test_pages_that_lack_the_commas_give_cedillas(text, written, reader):
    assert fix(decode(encode(text, written), reader)) == text


def test_the_model_and_its_words_tell_no_difference():
    typed, written = ["braşov", "mulţumesc", "şi"], ["brașov", "mulțumesc", "și"]
    assert load_lexicon().knows(typed).tolist() == load_lexicon().knows(written).tolist() == [True] * 3
    assert load_vocabularies().knows(typed, ["ro"]).all()
    assert load_vocabularies().knows(written, ["ro"]).all()
    assert load_model().totals(TYPED).tolist() == load_model().totals(WRITTEN).tolist()


VIETNAMESE = [
    "Tôi đang học tiếng Việt ở Hà Nội với một người bạn.",
    "Sáng nay trời mưa rất to nên chúng tôi không đi chợ được.",
    "Cảm ơn bạn đã giúp đỡ gia đình tôi trong những ngày khó khăn.",
]


@pytest.mark.parametrize("text", VIETNAMESE)
def test_tones_may_stand_behind_their_letters(text):
    assert fix(text) == text
    assert fix(tones_apart(text)) == tones_apart(text) != text


@pytest.mark.parametrize("text", VIETNAMESE)
@pytest.mark.parametrize("reader", ["cp1252", "iso8859-1", "cp1251", "mac-roman", "cp437", "cp850"])
def test_windows_1258_sets_tones_apart(text, reader):
    broken = decode(encode(tones_apart(text), "cp1258"), reader)
    answer = repair(broken)
    assert answer.text == text
    assert answer.plan.apply(broken) == text
    assert answer.plan.invert(text) == broken


@pytest.mark.parametrize(
    "text",
    [
        "Sáng nay " + tones_apart("trời mưa rất to nên chúng tôi không đi chợ được."),
        tones_apart("Trời mưa rất to nên ") + "chúng tôi " + tones_apart("không đi chợ được."),
    ],
)
def test_letters_of_one_byte_stay_what_they_were(text):
    broken = decode(encode(text, "cp1258"), "cp1252")
    answer = repair(broken)
    assert answer.text == normalize("NFC", text)
    assert answer.plan.apply(broken) == answer.text
    assert answer.plan.invert(answer.text) == broken


@pytest.mark.parametrize("reader", ["iso8859-1", "mac-roman", "cp437"])
def test_utf8_keeps_tones_where_they_stood(reader):
    for text in VIETNAMESE:
        assert fix(decode(text.encode(), reader)) == text
        assert fix(decode(tones_apart(text).encode(), reader)) == tones_apart(text)


def test_words_are_known_in_both_spellings():
    words = ["tiếng", "việt", "người"]
    assert load_vocabularies().knows(words, ["vi"]).all()
    assert load_vocabularies().knows([tones_apart(word) for word in words], ["vi"]).all()
