"""What a chain makes of a word: of all of it, its core, its parts, or what is left where bytes were lost."""

import pytest

from mojibake_fix import fix
from mojibake_fix.encodings import read
from mojibake_fix.engine.by_chain import read_units
from mojibake_fix.engine.lossy import read_lossy
from mojibake_fix.engine.priors import STEPS
from mojibake_fix.engine.readings import Stretch, put, read_word, replay, stretches
from mojibake_fix.engine.words import Unit
from mojibake_fix.types import Step


def path(*steps):
    return tuple(STEPS.index(Step(*step.split(">"))) for step in steps)


UTF8 = path("utf-8>cp1252")


def test_a_whole_word(damage):
    assert read_word(damage("naïveté", "utf-8>cp1252"), UTF8) == "naïveté"
    assert read_word("naïveté", UTF8) is None


def test_a_word_with_a_real_bullet_and_space_around_it(damage):
    broken = "\u2022\xa0" + damage("мост", "utf-8>cp1252") + "\xa0"
    assert read_word(broken, UTF8) == "\u2022\xa0мост\xa0"
    assert [s.after for s in stretches(broken, UTF8, "\u2022\xa0мост\xa0")] == ["мост"]


def test_a_no_break_space_can_be_a_part_of_the_damage(damage):
    assert read_word(damage("voilà", "utf-8>cp1252"), UTF8) == "voilà"
    assert read_word(damage("voilà", "utf-8>cp1252") + "\xa0", UTF8) == "voilà\xa0"


def test_a_word_between_real_quotes(damage):
    assert (
        read_word("\u201c" + damage("Žižek", "utf-8>latin-1") + "\u201d", path("utf-8>iso8859-1"))
        == "\u201cŽižek\u201d"
    )


def test_lost_bytes_stay_open(damage):
    broken = damage("čaj", "utf-8>cp1252").replace("\x8d", "\ufffd")
    assert read_word(broken, UTF8) == "\ufffdaj"
    (stretch,) = stretches(broken, UTF8, "\ufffdaj")
    assert stretch.is_lossy
    assert read_lossy(broken, Step("utf-8", "cp1252")) == "\ufffdaj"


def test_a_question_behind_sound_letters_is_no_lost_byte():
    assert read_word("мост?", path("utf-8>cp1251")) is None
    assert read_word("где?", path("utf-8>mac-cyrillic")) is None


@pytest.mark.parametrize("text", ["Привет", "Größe"])
def test_many_words_are_read_as_each_is(damage, text):
    units = [Unit("", damage(word, "utf-8>cp1252"), " ") for word in (text, "é", text)]
    assert read_units(units, [UTF8])[0] == [text, "é", text]
    mixed = [*units, Unit("", "sön", "")]
    assert read_units(mixed, [UTF8])[0] == [text, "é", text, None]


def test_the_head_of_a_word_may_end_within_a_character(damage):
    head = damage("доброе", "utf-8>cp1252")[:5]
    assert replay(head, UTF8) is None
    assert replay(head, UTF8, is_cut=True) == "до"


def test_stretches_are_put_into_their_text():
    assert put("abcdef", []) == "abcdef"
    assert put("abcdef", [Stretch(1, 2, "XX"), Stretch(4, 6, "")]) == "aXXcd"


@pytest.mark.parametrize("lost", ["锟斤拷", "锟斤拷锟斤拷 ok 锟斤拷锟斤拷", "烫烫烫 ï¿½ï¿½ï¿½ï¿½"])
def test_what_was_lost_before_is_not_brought_back(lost):
    """The bytes of U+FFFD, read in another page, restore nothing."""
    assert fix(lost) == lost


def test_a_loss_among_what_is_restored_is_shown():
    text = "Η γάτα \ufffd κοιμάται στον ήλιο"
    assert fix(read(text.encode("utf-8"), "cp437")) == text


def test_a_legacy_page_below_utf8_that_lost_bytes_is_no_reading():
    """Any bytes fit a legacy page: nothing would tell a wrong chain of two accidents."""
    broken = "caf\u00c3\u00a9\u00c2\ufffdx"
    assert read_word(broken, path("utf-8>cp1252", "cp1251>cp1252")) is None
    assert read_word("\u00c3\u0192\u00c2\u00a9\u00c3\ufffd", path("utf-8>cp1252", "utf-8>cp1252")) is not None
