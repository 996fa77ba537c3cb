"""The vocabularies of languages: a word is one of the languages that have it, and of hardly any other."""

import itertools

import numpy as np
import pytest

from mojibake_fix.plausibility import load_model, load_vocabularies
from mojibake_fix.plausibility.vocabulary import LETTERS, Vocabularies

WORDS = {"da": ["på", "og", "blåbær"], "pl": ["zażółć", "og"], "ru": ["слово"]}
SHARES, PLAIN = np.full((3, LETTERS + 1), 0.8), np.array([0.9, 0.7, 0.0])


def test_a_word_is_one_of_the_languages_that_have_it():
    own = Vocabularies.of(WORDS, SHARES, PLAIN)
    known = own.knows(["på", "PÅ", "og", "слово"], ["da", "pl", "ru"])
    assert known.tolist() == [[True, False, False], [True, False, False], [True, True, False], [False, False, True]]


def test_hardly_any_other_word_is_known():
    words = ["".join(own) for own in itertools.product("aäeéiíoöuü", repeat=4)]
    own = Vocabularies.of({"xx": words[::2], "yy": []}, SHARES[:2], PLAIN[:2])
    known = own.knows(words, ["xx", "yy"])
    assert known[::2, 0].all()
    assert known[1::2, 0].mean() < 0.01
    assert known[:, 1].mean() < 0.01


def test_what_is_stored_is_what_is_read():
    own = Vocabularies.of(WORDS, SHARES, PLAIN)
    other = Vocabularies.from_arrays(*own.to_arrays())
    assert other.languages == own.languages
    assert np.array_equal(other.knows(["på", "og"], ["da", "ru"]), own.knows(["på", "og"], ["da", "ru"]))
    assert np.array_equal(other.shares, own.shares)
    assert np.array_equal(other.plain_shares, own.plain_shares)


def test_the_shipped_vocabularies_are_those_of_the_models_languages():
    own, names = load_vocabularies(), load_model().languages.names
    assert set(own.languages) == set(names)
    assert [own.languages[row] for row in own.numbers_of(names).tolist()] == list(names)


@pytest.mark.parametrize(("word", "language", "other"), [
    ("på", "da", "it"), ("è", "it", "da"), ("jestem", "pl", "fr"), ("być", "pl", "de"), ("için", "tr", "sv"),
])  # fmt: skip
def test_the_shipped_vocabularies_know_common_words_of_a_language(word, language, other):
    assert load_vocabularies().knows([word], [language, other]).tolist() == [[True, False]]
