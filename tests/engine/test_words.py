"""Words: cut at spaces, only those with characters beyond ASCII, and what was put around them later set aside."""

from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.engine.words import Unit, core_of, plain_rest, words_of


def test_only_words_beyond_ascii():
    words = list(words_of("one zwölf\tdrei\xa0vier five"))
    assert [(word.start, word.end, word.unit.text) for word in words] == [(4, 9, "zwölf"), (10, 19, "drei\xa0vier")]


def test_a_word_knows_what_stands_before_it_and_whether_something_follows():
    (first, second) = words_of("Die Größé größe")
    assert first.unit == Unit("e ", "Größé", " ")
    assert second.unit == Unit(", ", "größe", "")  # its neighbour may be damaged: any place within a sentence


@given(st.text(max_size=80))
def test_words_stand_where_they_say(text):
    for word in words_of(text):
        assert text[word.start : word.end] == word.unit.text
        assert not word.unit.text.isascii()


def test_the_rest_is_plain():
    assert plain_rest("Der Müller und die Bäckerin", 100) == "Der und die"
    assert plain_rest("abcdef", 3) == "abc"


def test_the_core_of_a_word():
    assert core_of("\u2022\xa0wort\xa0") == (2, 6)
    assert core_of("wort") == (0, 4)
    assert core_of("\xa0") == (1, 1)


def test_the_heads_of_a_word_are_itself_and_its_core():
    assert Unit("", "\u2022\xa0é", "").heads(9) == (Unit("", "\u2022\xa0é", ""), Unit("", "é", ""))
    assert Unit("", "é" * 9, " ").heads(4) == (Unit("", "éééé", "", is_cut=True),)
