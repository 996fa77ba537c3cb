"""Letters that stand alone: other letters are no likelier, unless they are words."""

import pytest

from mojibake_fix import fix


@pytest.mark.parametrize(
    "text",
    [
        "the house Ö an old one Ö was sold",
        "the house Щ an old one Щ was sold",
        "the house Þ an old one Þ was sold",
        "the Ã value",
        "der Wert Ã ist hier",
        "Ã is a letter",
        "la lettre Ó est la",
        "la lettre Ë est la",
        "la lettre Ž est la",
        "la letra Ý es rara",
        "press Ã now",
    ],
)
def test_a_lone_letter_stays_where_no_word_is_gained(text):
    assert fix(text) == text


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("il va à la gare avec sa mère", "cp1252>cp850"),
        ("nous allons à la mer", "utf-8>cp1252"),
        ("hun går på skolen og å lese er gøy", "cp1252>mac_roman"),
        ("мама и папа ушли в магазин", "cp1251>cp1252"),
        ("The house — an old one — was sold", "mac_roman>cp1252"),
    ],
)
def test_words_of_one_letter_and_dashes_are_restored(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", ["a¹", "a¾", "x║y", "xÎy", "xΓy", "x▒y", "nº", "m³", "kÞ"])
def test_of_a_text_of_few_characters_no_page_is_told(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", ["Mr بدخط said so yesterday", "the بدخط festival of 1998"])
def test_a_word_of_one_alphabet_among_latin_ones_is_no_word_of_another(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", ["Mr แพท said so yesterday", "<b>แพท</b>", "Он видел بدخط вчера"])
def test_nor_one_letter_or_a_word_of_a_third_alphabet(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", ["TNFα\tIFNα\tIFNα", "NFκB and TNFα levels", "vgl. sègre 1999, S. 12"])
def test_greek_behind_capitals_and_names_stay(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", ["Nietzsche û Wagner", "Tolstoy û Gorkî", "Shakespeare û Cervantes di pirtûkê de"])
def test_a_letter_that_is_a_word_of_any_language_is_no_dash_between_names(text):
    assert fix(text) == text
