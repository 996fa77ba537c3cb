"""Guesses: only where they are asked for, only where one character is far likelier, and each of them marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix import Guess, Verdict, fix, fix_bytes, fix_many, repair, repair_bytes, repair_many
from mojibake_fix.engine.gaps import Gap, Word, fitting, gaps_of
from mojibake_fix.types import Step

LETTERS = [chr(code) for code in range(0xC0, 0x180)]


def lossy(text, written, read):
    """A text as a program shows it that puts a replacement character where it has none."""
    return text.encode(written).decode(read, "replace")


@pytest.mark.parametrize(("text", "written", "read"), [
    ("Hann býr á Íslandi og drekkur kaffi í nótt.", "utf-8", "cp1252"),
    ("Každý človek má nárok na všetky práva a slobody.", "iso8859-2", "cp949"),
    ("De gamla männen åkte över fjällen på hösten.", "cp1252", "euc_jp"),
])  # fmt: skip
def test_what_was_lost_is_restored(text, written, read):
    mangled = lossy(text, written, read)
    certain, guessed = repair(mangled), repair(mangled, guess_losses=True)
    assert "\ufffd" in certain.text
    assert guessed.text.count("\ufffd") < certain.text.count("\ufffd")
    for guess in guessed.guesses:
        assert guessed.text[guess.start : guess.end] == guess.text == text[guess.start : guess.end]
        assert 0.9 < guess.probability <= 1


MANGLED = "Ein sch\ufffdner Tag für uns"


def test_nothing_is_guessed_unless_it_is_asked_for():
    answer = repair(MANGLED)
    assert (answer.text, answer.guesses, len(answer.losses)) == (MANGLED, (), 1)


def test_a_guess_is_marked():
    answer = repair(MANGLED, guess_losses=True)
    (guess,) = answer.guesses
    assert answer.text == "Ein schöner Tag für uns"
    assert guess == Guess(7, 8, "\ufffd", "ö", guess.probability)
    assert (answer.verdict, answer.losses, answer.original) == (Verdict.LOSSY, (), MANGLED)
    assert answer.plan == repair(MANGLED).plan


def test_the_plan_does_without_guesses():
    mangled = "GroÃŸe GrÃ¼ÃŸe, wir k\ufffdnnen kommen"
    answer = repair(mangled, guess_losses=True)
    assert answer.text == "Große Grüße, wir können kommen"
    assert answer.plan.apply(mangled) == repair(mangled).text == "Große Grüße, wir k\ufffdnnen kommen"
    assert answer.unguessed == repair(mangled).text


def test_bytes_of_one_character_are_one_gap():
    answer = repair("Les d\ufffd\ufffdputés ont voté le français à l’école", guess_losses=True)
    assert answer.text == "Les députés ont voté le français à l’école"
    assert [(guess.start, guess.end, guess.lost) for guess in answer.guesses] == [(5, 6, "\ufffd\ufffd")]


@pytest.mark.parametrize(
    "text",
    [
        "\ufffd",
        "x\ufffdy\ufffdz\ufffd",
        "\ufffd\ufffd\ufffd\ufffd\ufffd",
        "Kx\ufffdq7",
        "plain",
        "Die Bäckerin grüßt",
        "Wo? Da!",
    ],
)
def test_what_is_not_clear_stays(text):
    assert repair(text, guess_losses=True) == repair(text)


def test_every_way_to_ask():
    expected = "Ein schöner Tag für uns"
    assert fix(MANGLED, guess_losses=True) == expected
    assert fix_many([MANGLED, "é"], guess_losses=True) == [expected, "é"]
    assert [len(one.guesses) for one in repair_many([MANGLED, "é"], guess_losses=True)] == [1, 0]
    assert fix_bytes(MANGLED.encode(), guess_losses=True) == expected
    assert repair_bytes(MANGLED.encode(), guess_losses=True).verdict is Verdict.LOSSY


@given(
    st.lists(
        st.sampled_from(["Ã", "©", "\ufffd", "?", "â", "€", "ﾐ", "Ð", "¿", "x", "é", " ", "то", "鈥", "\n"]),
        max_size=30,
    )
)
def test_no_text_is_too_odd(parts):
    text = "".join(parts)
    certain, guessed = repair(text), repair(text, guess_losses=True)
    assert (guessed.original, guessed.plan, guessed.verdict) == (text, certain.plan, certain.verdict)
    assert all(guessed.text[guess.start : guess.end] == guess.text for guess in guessed.guesses)
    assert guessed.unguessed == certain.text


def test_a_question_mark_beside_lost_bytes_is_another_loss():
    answer = repair("GrÃ¼ÃŸe aus der StraÃ\ufffde M?ller Ã\ufffd?slandi Ã¾jÃ³Ã°in", guess_losses=True)
    assert answer.verdict is Verdict.LOSSY


# ---------------------------------------------------------------- gaps


def test_a_gap_knows_its_word():
    answer = repair(lossy("Hann býr á Íslandi og drekkur kaffi í nótt.", "utf-8", "cp1252"))
    (gap,) = gaps_of(answer)
    assert gap.word == Word("Ã\ufffdslandi", "\ufffdslandi", (Step("utf-8", "cp1252"),))
    assert (gap.start, gap.at) == (11, 0)


def test_what_fits_are_the_bytes_that_are_left_and_the_holes_of_the_reader():
    word = Word("Ã\ufffdslandi", "\ufffdslandi", (Step("utf-8", "cp1252"),))
    found = fitting(Gap(0, 1, word, 0), LETTERS, "", "slandi")
    assert found == ["Á", "Í", "Ï", "Ð", "Ý"]  # C3 and a byte that Windows-1252 lacks: 81, 8D, 8F, 90, 9D


def test_where_breaking_it_anew_shows_something_else_the_bytes_alone_count():
    word = Word("f\ufffd\ufffdr", "f\ufffdr", (Step("utf-8", "cp1252"),))
    assert len(fitting(Gap(1, 2, word, 1), LETTERS, "f", "r")) == len(LETTERS)


def test_nothing_is_known_of_a_gap_without_a_word():
    assert fitting(Gap(3, 4), LETTERS, "", "") == LETTERS
    assert fitting(Gap(3, 6), [*LETTERS, "’"], "", "") == ["’"]
