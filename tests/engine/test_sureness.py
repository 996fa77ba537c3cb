"""How sure an answer is: sensible bounds and order. How well it is calibrated is measured in docs/quality.md."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix import Verdict, repair
from mojibake_fix.engine.settle import NO_READING
from mojibake_fix.engine.sureness import share_of_gain, sureness_of_repair, sureness_of_staying

SHARES, BITS = st.floats(0, 1), st.floats(-1000, 1000)
RUSSIAN = "Привет, как дела? Всё хорошо, спасибо большое."


@given(SHARES, SHARES, st.booleans(), st.booleans())
def test_a_likelier_reading_is_no_less_sure(one, other, is_utf8, leaves):
    low, high = (sureness_of_repair(share, is_utf8=is_utf8, leaves_letters=leaves) for share in sorted([one, other]))
    assert 0 <= low <= high < 1


@given(SHARES, st.booleans())
def test_what_lost_bytes_is_no_surer(share, is_utf8):
    assert sureness_of_repair(share, is_utf8=is_utf8, lost_bytes=True) <= sureness_of_repair(share, is_utf8=is_utf8)


@given(SHARES, st.booleans())
def test_what_is_left_in_a_line_makes_unsure(share, is_utf8):
    left = sureness_of_repair(share, is_utf8=is_utf8, leaves_letters=True)
    assert left <= sureness_of_repair(share, is_utf8=is_utf8)
    assert left < 0.5


@given(BITS | st.just(math.inf), BITS | st.just(NO_READING))
def test_the_more_a_reading_gains_the_less_sure_is_it_that_none_is_needed(one, other):
    low, high = (sureness_of_staying(gain) for gain in sorted([one, other], reverse=True))
    assert 0 <= low <= high < 1


@given(BITS)
def test_a_gain_as_a_share(gain):
    assert 0 <= share_of_gain(gain) <= 1
    assert share_of_gain(0.0) == 0.5


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Die Bäckerei öffnet früh, die Gäste trinken Tee.", ["utf-8>cp1252"]),
        ("Die Bäckerei öffnet früh, die Gäste trinken Tee.", ["utf-8>cp1252", "utf-8>cp1252"]),
        (RUSSIAN, ["cp1251>cp1252"]),
        (RUSSIAN, ["utf-8>gbk"]),
        ("今日はとても天気がいいので、公園まで散歩しました。", ["cp932>cp1252"]),
    ],
)
def test_a_sentence_is_sure(damage, text, steps):
    answer = repair(damage(text, *steps))
    assert answer.text == text
    assert answer.probability > 0.95


def test_an_escape_is_sure():
    answer = repair("Die B\\u00c3\\u00a4ckerei")
    assert answer.text == "Die Bäckerei"
    assert answer.probability > 0.95


@pytest.mark.parametrize(("word", "sentence"), [("Øl", "Først går vi til sjøen, så drikker vi øl på bryggen.")])
def test_a_sentence_is_surer_than_a_word_of_it(damage, word, sentence):
    of_word, of_sentence = (repair(damage(text, "utf-8>mac-roman")) for text in (word, sentence))
    assert of_word.text == word
    assert of_word.probability < of_sentence.probability


def test_what_a_legacy_page_cannot_have_shown_beside_it_makes_less_sure(damage):
    """A line is read in one page: where that leaves letters, it is the wrong one, or not all of the damage."""
    whole, rest = repair(damage(RUSSIAN, "cp1251>cp1252")), repair(damage(RUSSIAN, "cp1251>cp1252") + " Ωμέγα")
    assert rest.changed
    assert rest.probability < 0.5 < whole.probability


def test_a_word_that_lost_a_byte_leaves_it_nearly_as_sure(damage):
    whole, lossy = repair(damage(RUSSIAN, "cp1251>cp1252")), repair(damage(RUSSIAN, "cp1251>cp1252") + " Ïðè\ufffdåò")
    assert lossy.losses
    assert 0.9 < lossy.probability <= whole.probability


def test_utf8_beside_sound_words_is_as_sure():
    whole, part = repair("GrÃ¼ÃŸe aus MÃ¼nchen"), repair("Grüße aus MÃ¼nchen")
    assert whole.text == part.text == "Grüße aus München"
    assert part.probability == pytest.approx(whole.probability, abs=0.01)


LETTER = "水务基金春季通报\nthe offices met in the tea house, for the hall’s roof is still leaking"


@pytest.mark.parametrize(("before", "after"), [("", "• "), ("the tea", "the\u00a0tea"), ("leaking", "leaking\u00a0")])
def test_bullets_and_spaces_that_came_later_leave_it_as_sure(damage, before, after):
    damaged = damage(LETTER, "gbk>cp1252")
    later = repair(damaged.replace(before, after, 1))
    assert later.text == LETTER.replace(before, after, 1)
    assert later.probability == pytest.approx(repair(damaged).probability, abs=0.01)


def test_a_sound_sentence_is_sure_to_need_nothing():
    answer = repair("Die Bäckerei öffnet früh, die Gäste trinken Tee.")
    assert answer.verdict is Verdict.SOUND
    assert answer.probability > 0.95


def test_a_suspect_text_is_less_sure_to_need_nothing_than_a_sound_one():
    sound, suspect = repair("schön"), repair("Ðàé")
    assert suspect.text == "Ðàé"
    assert suspect.probability < sound.probability
