"""Losses: what is gone for good is named; what somebody may have typed is not."""

import pytest

from mojibake_fix import Verdict, repair
from mojibake_fix.engine.losses import find_losses


@pytest.mark.parametrize(("text", "lost"), [
    ("caf\ufffd", ["\ufffd"]),
    ("\ufffd\ufffd und \ufffd", ["\ufffd\ufffd", "\ufffd"]),
    ("кот\ufffd", ["\ufffd"]),
])  # fmt: skip
@pytest.mark.parametrize("was_damaged", [True, False])
def test_a_replacement_character_is_a_loss(text, lost, was_damaged):
    losses = find_losses(text, was_damaged=was_damaged)
    assert [loss.text for loss in losses] == lost
    assert [text[loss.start : loss.end] for loss in losses] == lost
    assert all(loss.reason for loss in losses)


@pytest.mark.parametrize("text", ["M?ller", "Stra?e", "?ber den Berg", "вс?м привет", "na??ve"])
def test_a_question_mark_within_a_word_of_a_damaged_text_is_a_loss(text):
    assert len(find_losses(text, was_damaged=True)) == 1
    assert find_losses(text, was_damaged=False) == ()


@pytest.mark.parametrize(
    "text", ["Why?", "Wo? Da!", "Was?!", "a ? b", "x=1?", "https://example.org/?q=1", "(?)", "???", "", "I ?"]
)
def test_a_question_mark_that_somebody_typed_is_none(text):
    assert find_losses(text, was_damaged=True) == ()


def test_losses_come_in_order():
    losses = find_losses("M?ller \ufffd Stra?e", was_damaged=True)
    assert [loss.start for loss in losses] == [1, 7, 13]


def test_a_repair_names_its_losses():
    answer = repair("Herr M?ller wohnt in der GroÃŸen BÃ¤ckerstraÃŸe")
    assert answer.text == "Herr M?ller wohnt in der Großen Bäckerstraße"
    assert answer.verdict is Verdict.LOSSY
    assert [answer.text[loss.start : loss.end] for loss in answer.losses] == ["?"]


def test_a_repair_without_losses_names_none():
    answer = repair("Herr MÃ¼ller wohnt in der GroÃŸen BÃ¤ckerstraÃŸe. Wirklich?")
    assert (answer.verdict, answer.losses) == (Verdict.MOJIBAKE, ())


def test_a_sound_text_with_a_replacement_character_is_lossy_and_stays():
    answer = repair("Das Caf\ufffd in Köln")
    assert (answer.verdict, answer.changed) == (Verdict.LOSSY, False)
