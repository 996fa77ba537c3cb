"""Lists of letters are no words: they stay, and words that look a little like them are repaired."""

import pytest

from mojibake_fix import fix
from mojibake_fix.engine.alphabets import are_lists

LISTS = [
    "ÄÖÜ äöü ß",
    "ÅÄÖ åäö",
    "åäö ÅÄÖ",
    "Åå Ää Öö",
    "Ãã Õõ Çç",
    "ðÐþÞ",
    "äöåÄÖÅ",
    "ãõ âêô áéíóú à ç",
    "àâ æç éèêë îï ôœ ùûü ÿ",
    "ôöŵŷ âêîôûŵŷ",
    "ąčęėįšųūž ĄČĘĖĮŠŲŪŽ",
    "ґ є і ї",
]


@pytest.mark.parametrize("text", LISTS)
@pytest.mark.parametrize("around", ["{}", "Umlaute: {}", "letters like {}", "{} 123"])
def test_lists_of_letters_stay(text, around):
    sound = around.format(text)
    assert fix(sound) == sound


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Здесь все дома", "cp1251>cp1252"),
        ("Привет, ПРИВЕТ", "cp1251>cp1252"),
        ("שלום וברוכים הבאים", "cp1255>cp1252"),
        ("Καλημέρα σε όλους", "cp1253>cp1252"),
    ],
)
def test_words_are_repaired(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize(
    "words", [["ñandú", "ÑANDÚ"], ["粮褥跂", "轢"], ["Ïðèâåò", "äðóã"], ["äà"], ["éé", "èè", "êê"]]
)
def test_words_are_no_lists(words):
    assert not are_lists(words)
