"""Formulas, measures and prices are in no language: no letter of one is put for their signs."""

import pytest

from mojibake_fix import fix, fix_many
from mojibake_fix.engine.formulas import is_of_formula

SOUND = [
    "Metallfilm 2,2 kΩ ±1 %, 0,6 W",
    "R7 = 47 kΩ, R8 = 1 MΩ, C3 = 10 nF, C4 = 33 µF",
    "Shunt 5mΩ ±0.5%",
    "Re: tanφ",
    "πr²h, πr²h",
    "Re: πr",
    "a²b",
    "H²O, H²O",
    "m³, m³",
    "V = 1187.2(4) Å³",
    "18 Å²",
    "S = ½·g·h ±3",
]


@pytest.mark.parametrize("text", SOUND)
def test_formulas_stay(text):
    assert fix(text) == text


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        ("Mañana cierra el café de la estación", "cp1252", "cp437"),  # ± for ñ, Θ for é
        ("żółte łódki na wodzie", "cp1250", "cp1252"),  # ³ for ł, ¿ for ż
        ("jų draugų namai", "utf-8", "cp1252"),  # Å³ for ų
        ("El niño pequeño", "cp850", "cp1252"),  # ¤ for ñ
    ],
)
def test_signs_of_formulas_within_words_are_damage(damage, text, written, read):
    assert fix(damage(text, f"{written}>{read}")) == text


@pytest.mark.parametrize(("text", "place"), [("8Ω", 1), ("tΩte", 1), ("by³", 2), ("a¤o", 1), ("q¹", 1)])
def test_what_no_formula_explains(text, place):
    assert not is_of_formula(text, place)


def test_an_accent_typed_for_an_apostrophe_stays():
    texts = ["don´t", "it´s", "the it´s thing", "Rock´n´Roll", "l´été, l´été", "Re: can´t", "O´Hara", "<b>d´accord</b>"]
    assert list(fix_many(texts)) == texts


def test_an_accent_in_a_word_that_is_known_is_damage(damage):
    assert fix(damage("une idée naïve de la vie", "cp1252>cp850")) == "une idée naïve de la vie"  # ´ for ï
