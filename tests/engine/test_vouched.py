"""Known words decide between readings that statistics of letters cannot tell apart, and protect what stands there."""

import pytest

from mojibake_fix import fix
from mojibake_fix.engine.vouched import Claim, is_written_so, vouched
from mojibake_fix.plausibility.lexicon import Lexicon

LEXICON = Lexicon.of(["poněkud", "größer", "může", "být"])


def claim(before, after, gain=20.0):
    return Claim(gain, 0.0, {0: (before, after)})


def test_a_known_word_is_preferred_to_one_that_is_none():
    known, unknown = vouched([claim("ponìkud", "poněkud"), claim("ponìkud", "ponókud")], LEXICON)
    assert known > 0 >= unknown


def test_what_stands_there_speaks_for_itself_where_it_is_a_word():
    (bits,) = vouched([claim("größer", "grцЯer")], LEXICON)
    assert bits < -4


def test_a_word_of_two_letters_says_little():
    (short,) = vouched([claim("bнt", "být")], LEXICON)
    (long,) = vouched([claim("grцЯer", "größer")], LEXICON)
    assert short < long


def test_many_words_say_no_more_than_a_few():
    changes = {number: (f"ponìkud{'.' * number}", f"poněkud{'.' * number}") for number in range(30)}
    (few,) = vouched([Claim(40.0, 0.0, dict(list(changes.items())[:6]))], LEXICON)
    (many,) = vouched([Claim(40.0, 0.0, changes)], LEXICON)
    assert many <= 2 * few


def test_nothing_is_vouched_for_without_claims():
    assert vouched([], LEXICON) == []


def test_a_hopeless_reading_is_not_made_up_for():
    assert vouched([claim("ponìkud", "poněkud", gain=-200.0)], LEXICON) == [0.0]


@pytest.mark.parametrize(("word", "is_so"), [("Épée", True), ("épée", True), ("ÉPÉE", True), ("éPée", False)])
def test_capitals_stand_where_words_have_them(word, is_so):
    assert is_written_so(word) is is_so


@pytest.mark.parametrize(("text", "chain"), [
    ("pred domom stojí kôň", "cp1250>cp1252"),
    ("na horách napadol sneh, môžem lyžovať", "iso8859-2>mac-latin2"),
    ("hún keypti brauð og mjólk", "cp850>cp1252"),
    ("de blev trötta på vägen", "cp850>cp1252"),
])  # fmt: skip
def test_short_phrases_come_back(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", ["kvùli", "Citroën", "Pročisti podаtke iz drugog direktorijа", "søster", "naïveté"])
def test_a_word_alone_and_words_with_letters_typed_for_others_stay(text):
    """A name may look like mojibake of a known word; letters of Cyrillic are typed for those that look like them."""
    assert fix(text) == text
