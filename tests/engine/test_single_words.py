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
