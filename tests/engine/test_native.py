"""Words of the text's own language vouch for readings, by what the words around tell of the language."""

import pytest

from mojibake_fix import fix
from mojibake_fix.engine.native import is_shouted


@pytest.mark.parametrize(("text", "chain"), [
    ("vi gik en tur på stranden", "cp1252>cp1250"),
    ("hun ventede længe på ham", "cp1252>cp850"),
    ("dit is môre te laat", "mac-roman>cp850"),
    ("questa è una prova", "cp1252>cp1250"),
    ("czekam na ciebie już godzinę", "mac-latin2>cp1252"),
])  # fmt: skip
def test_a_word_of_the_language_comes_back(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", [
    "mam na imię Kateřina",
    "vi besøgte Łódź i går",
    "il calciatore Modrić ha segnato",
    "chuir iad fàilte oirnn",
    "thàinig Dé gu doras",
    "la señora Muñoz vive en Malmö",
    "der Maler Dürer und die Stadt Šibenik",
])  # fmt: skip
def test_words_of_other_languages_stay(text):
    """A name from elsewhere is no word of the language, and its letters are none of it: that is no damage."""
    assert fix(text) == text


@pytest.mark.parametrize(("before", "after", "shouted"), [
    ("Dé", "DÈ", True), ("dé", "dè", False), ("DÉ", "DÈ", False), ("é", "È", False),
])  # fmt: skip
def test_a_word_that_a_reading_puts_into_capitals(before, after, shouted):
    assert is_shouted(before, after) is shouted


@pytest.mark.parametrize("text", ["sõtt ni gåppes lea.", "hõr ni båtom dadjat.", "mõn ni råkam goade."])
def test_where_the_chain_cannot_have_made_another_word_its_own_words_say_nothing(text):
    """`sätt ni` is Swedish, but no page that shows `õ` for `ä` shows `å` for a letter."""
    assert fix(text) == text


@pytest.mark.parametrize("text", ["dõr ni såpman leat", "nõr du tåmak goit"])
def test_a_kindred_page_puts_no_sign_between_letters(text):
    """What the likeliest page cannot show is read in the next one, but `s†pman` is no word."""
    assert "†" not in fix(text)
