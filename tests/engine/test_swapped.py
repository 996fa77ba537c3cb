"""Letters of a language that a page shows for each other: nothing is odd, but words are no words."""

import pytest

from mojibake_fix import fix, fix_many
from mojibake_fix.engine.find import look
from mojibake_fix.engine.quiet import is_quiet
from mojibake_fix.engine.swapped import LANGUAGES, _worked_out, are_swapped, swaps_of


def number_of(language, model):
    return model.languages.names.index(language)


SWAPPED = [
    ("Kas see on sinu õigus", "cp775>latin-1"),
    ("Mõned lapsed ootavad õues", "cp775>cp1257"),
    ("Vana märk seisab siin", "iso8859-13>cp775"),
    ("Võta või jäta", "cp775>cp1252"),
]


@pytest.mark.parametrize(("text", "chain"), SWAPPED)
def test_words_that_a_swap_of_letters_made_come_back(damage, text, chain):
    assert damage(text, chain) != text
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", [text for text, _ in SWAPPED])
def test_their_twins_stay(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", ["Mäe kõrgus on sada meetrit", "Täna oli väga külm", "Krõõt läks kõndima", "Õäöü"])
def test_sound_text_in_the_same_letters_is_not_swapped(model, text):
    assert are_swapped([text], [number_of("et", model)], model) == [False]
    assert fix(text) == text


def test_what_no_word_comes_of_is_not_swapped(model):
    assert are_swapped(["Kõrvemaa Xõyzäq"], [number_of("et", model)], model) == [False]


def test_a_language_without_such_letters_has_no_swaps(model):
    assert swaps_of(number_of("en", model), model) is None
    assert are_swapped(["naïve façade", "plain"], [number_of("en", model)] * 2, model) == [False, False]


def test_each_text_is_asked_in_its_own_language(model):
    estonian, german = number_of("et", model), number_of("de", model)
    texts = ["See on sinu äigus", "See on sinu äigus", "Gäste da"]
    assert are_swapped(texts, [estonian, german, german], model) == [True, False, False]


def test_alone_and_in_a_batch_the_same_is_found(model, damage):
    texts = [damage(text, chain) for text, chain in SWAPPED]
    assert fix_many(texts) == [fix(text) for text in texts] == [text for text, _ in SWAPPED]
    assert not any(is_quiet(text, model) for text in texts)
    assert all(places for places in look([[text] for text in texts], model).odd)


def test_of_a_word_by_itself_nothing_is_said(model):
    assert are_swapped(["äigus"], [number_of("et", model)], model) == [False]


def test_the_languages_that_have_swaps_are_those_that_are_listed(model):
    found = {name for number, name in enumerate(model.languages.names) if _worked_out(number, model) is not None}
    assert found == LANGUAGES
