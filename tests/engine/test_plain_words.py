"""What plain words say of a text's language: those of one language, of its neighbours, and of none that is known."""

import numpy as np
import pytest

from mojibake_fix import fix
from mojibake_fix.engine.plain_words import plain_word_bits

LANGUAGES = ["sv", "da", "fi", "et", "hu", "sk"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("och inte bara den som kommer", "sv"),
        ("og ikke bare den som kommer", "da"),
        ("ja kun he ovat siin", "fi"),
        ("hogy nem csak ez volt", "hu"),
    ],
)
def test_the_language_of_words_is_the_likeliest(text, language):
    assert LANGUAGES[int(plain_word_bits([text], LANGUAGES).argmax())] == language


def test_words_that_no_language_has_speak_against_all():
    assert (plain_word_bits(["qwzx vrrtk plmoq zzkrw bbnmt"], LANGUAGES) < 0).all()


def test_a_word_counts_once_however_often_it_stands():
    once, again = plain_word_bits(["inte"], LANGUAGES), plain_word_bits(["inte inte", "inte"], LANGUAGES)
    assert np.array_equal(once, again)


@pytest.mark.parametrize("texts", [[], [""], ["123 – 5"], ["äöü ß"]])
def test_without_plain_words_nothing_is_said(texts):
    assert not plain_word_bits(texts, LANGUAGES).any()


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Chegou às sete da tarde", "cp1252>cp1250"),
        ("Hann tók gengið með sér", "cp1252>cp1251"),
    ],
)
def test_a_letter_of_the_language_that_its_words_tell_comes_back(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", ["Âstu pierdût la clâf", "Chegou ŕs sete Kováč"])
def test_twins_stay(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", ["Water boils at 100掳C and freezes", "Section 搂 5 applies"])
def test_a_sign_of_utf8_that_one_ideograph_shows_comes_back(text):
    assert fix(text) == text.replace("掳", "°").replace("搂", "§")


def test_a_letter_that_the_language_has_goes_before_a_sign_of_utf8():
    assert fix("en gr則 hund") in ("en grät hund", "en gr則 hund")
