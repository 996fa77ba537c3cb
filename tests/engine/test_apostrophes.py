"""Curly apostrophes of which a filter left `â`."""

import pytest

from mojibake_fix import Verdict, fix, repair


@pytest.mark.parametrize(
    "text",
    [
        "I donât think that itâs too late",
        "Nobodyâs perfect, and weâre all tired of it",
        "Lâhiver nâest pas fini : câest lâautomne qui tarde",
        "Sheâll come when theyâve called her",
    ],
)
def test_words_of_which_only_the_first_byte_is_left_are_restored(text):
    answer = repair(text)
    assert (answer.text, answer.verdict) == (text.replace("â", "’"), Verdict.LOSSY)
    assert answer.plan.apply(text) == answer.text


@pytest.mark.parametrize(
    "text",
    [
        "La pâte est prête et le bâton aussi",
        "Le chat mange du pâtissier",
        "când merg la mare",
        "Wy hâlde fan it lân",
        "Mae tâs yn y gwâs mawr",
        "Anh Lâm va chi Tâm",
        "The pâtisserie is closed on Mondays",
        "a glass of Châteauneuf, please",
        "itâs",
        "oâne",
        "Doktor Kâmil geldi",
    ],
)
def test_words_that_are_written_so_stay(text):
    assert fix(text) == text


def test_a_text_with_other_letters_beyond_ascii_came_through():
    text = "The café isnât what itâs said to be"
    assert fix(text) == text
