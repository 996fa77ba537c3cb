"""Losses: what is gone for good is named; what somebody may have typed is not."""

import pytest

from mojibake_fix import Verdict, fix, repair
from mojibake_fix.engine.losses import find_losses
from mojibake_fix.engine.readings import LOST


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


SPANISH = (
    "La población tenía un baúl pequeño. Según María, había algún tomo común en la librería de la región. "
    "Todavía no sé qué ningún niño leería allí según la mayoría."
)


def test_words_need_either_bytes_of_what_a_page_has_twice():
    """`ún` and `ía` are shown as characters that code page 932 has twice, each the other of its bytes."""
    answer = repair(SPANISH.encode("cp1252").decode("cp932", "replace"))
    assert answer.text == SPANISH.replace("sé qué", "s\ufffd qu\ufffd").replace("allí", "all\ufffd")
    assert answer.verdict is Verdict.LOSSY


def test_bytes_beside_lost_ones_are_no_quotation_marks():
    """Of UTF-8's `һ` the first byte is lost; the second one shows as »."""
    text = "Һава салҡын, һыу таҙа, һәм ҡояш йылы."
    broken = text.encode().decode("iso8859-7", "replace")
    assert "»" in broken
    assert "»" not in fix(broken)


def test_a_sign_behind_a_lost_byte_is_the_other_half_of_what_was_lost():
    text = "むかし、ある村に友だちが住んでいました。\n彼の畑の農作物は美味しい。\n毎日市場で売っていました。"
    broken = text.encode("cp932").decode("cp949", "replace")
    assert f"{LOST}_" in broken
    assert fix(broken) == text.replace("農", LOST)


def test_a_sign_behind_a_lost_byte_of_utf8_stays(damage):
    broken = damage("naïf_façade à côté d’un château où l’été", "utf-8>cp1252").replace("\u00af", LOST)
    assert fix(broken) == f"na{LOST}f_façade à côté d’un château où l’été"


def test_what_mostly_swallows_a_text_restores_nothing():
    """A page of several bytes joins any bytes to lost ones: as UTF-8 read in cp949, all this is five losses."""
    broken = "Я дякую вам за слушну".encode("cp1251").decode("euc_jp", "replace")
    assert fix(broken) == f"{LOST} {LOST}{LOST}ку{LOST} ва{LOST} за слушну"
