"""The lexicon: it knows what it was made of, little else, and words in any case."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mojibake_fix.plausibility import load_lexicon
from mojibake_fix.plausibility.lexicon import LONGEST, Lexicon, may_hold

WORDS = ["émeute", "größer", "слово", "λόγος", "řeřicha", "שלום", "tiếng"]


@given(st.lists(st.text(st.characters(min_codepoint=0xE0, max_codepoint=0x17E), min_size=1, max_size=9), min_size=1))
@settings(deadline=None, max_examples=25)
def test_every_word_that_it_was_made_of_is_known(words):
    lexicon = Lexicon.of(words)
    assert lexicon.knows(words).all()
    assert lexicon.knows([word.upper() for word in words if word.upper().lower() == word.lower()]).all()


def test_hardly_any_other_word_is_known():
    letters = "aäeéiíoöuü"
    words = ["".join(own) for own in itertools.product(letters, repeat=4)]
    lexicon = Lexicon.of(words[::2])
    assert lexicon.knows(words[1::2]).mean() < 0.01


def test_the_same_words_make_the_same_lexicon():
    one, other = Lexicon.of(WORDS), Lexicon.of([*reversed(WORDS), *WORDS])
    assert one.keys.seed == other.keys.seed
    assert np.array_equal(one.keys.lower, other.keys.lower)
    assert np.array_equal(one.keys.upper, other.keys.upper)


@pytest.mark.parametrize("word", ["déjà", "größer", "może", "říká", "более", "είναι", "değil", "være"])
def test_the_shipped_lexicon_knows_common_words_in_any_case(word):
    assert load_lexicon().knows([word, word.capitalize(), word.upper()]).all()


def test_the_shipped_lexicon_knows_no_mojibake():
    mangled = ["dĂ©jĂ ", "grцЯer", "moїe", "шнкб", "aнos", "vжre", "deрil"]
    assert load_lexicon().knows(mangled).sum() <= 1


@pytest.mark.parametrize(("word", "is_held"), [
    ("été", True), ("слово", True), ("λόγος", True), ("tiếng", True), ("plain", False), ("中文", False),
    ("d'été", False), ("é1", False), ("", False), ("한국", False),
])  # fmt: skip
def test_of_which_words_it_says_anything(word, is_held):
    assert may_hold(word) is is_held


def test_the_longest_word_is_longer_than_most():
    assert LONGEST >= 20
