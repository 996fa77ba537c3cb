"""Single words, of which nothing tells the language: sound ones stay, whatever they could be read as."""

import pytest

from mojibake_fix import fix

WORDS = [
    "мельница", "Эдельвейс", "зонтик", "књижара", "ќумур", "їжак", "مدرسة", "قهوة", "سفينة", "چراغ", "θάλασσα",
    "άνεμος", "פרפר", "շուկա", "კარაქი", "нүүдэл", "żaglówka", "čtvrťák", "fjörð\xadur", "übermüdet", "İstasyon",
    "ŁÓDKA", "дом",
    "大橋", "カモメ", "바닷가", "đường", "ñandú", "œillet", "ækvator",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_sound_word_stays_in_every_case(word):
    forms = {word, word.capitalize(), word.upper()}
    assert {form: fix(form) for form in forms} == {form: form for form in forms}


@pytest.mark.parametrize("word", [word for word in WORDS if len(word) >= 5])
def test_its_twin_in_utf8_is_repaired(damage, word):
    assert fix(damage(word, "utf-8>cp1252")) == word


@pytest.mark.parametrize("text", ["Ã\xadgneas e belas", "Ã\xadgnea", "agulhÃ\xads de personas"])
def test_a_soft_hyphen_behind_a_capital_is_the_end_of_a_letter_of_utf8(text):
    assert fix(text) == text.replace("Ã\xad", "í")


@pytest.mark.parametrize("text", ["ein Über\xadein\xadkommen", "ÜBER\xadFÜLL\xadT", "CONDIÇÃ\xadO FINAL", "paí\xadses"])
def test_a_soft_hyphen_where_words_are_divided_is_sound(text):
    assert fix(text) == text


def test_of_the_pages_that_utf8_is_read_in_a_rarer_one_needs_more():
    """Another page makes another letter of the same bytes, which in a rare word is as good."""
    assert fix("sulfÃºrico es") == "sulfúrico es"
    assert fix("peroxodiselenÃºrico es") in ("peroxodiselenÃºrico es", "peroxodiselenúrico es")  # no ǧ
