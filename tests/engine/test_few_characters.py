"""A text of few damaged characters: the plain accident comes before what a rarer one would make of the same bytes."""

import pytest

from mojibake_fix import fix, repair


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        ("u ≤ v", "utf-8", "cp1252"),  # not у, of a Cyrillic page below
        ("7 ≠ 8", "utf-8", "cp1252"),
        ("k²", "utf-8", "cp1252"),  # not one ideograph of EUC
        ("18°C", "utf-8", "cp1251"),
        ("can’t", "utf-8", "gbk"),
    ],
)
def test_one_sign_is_utf8_of_the_plain_accident(damage, text, written, read):
    assert fix(damage(text, f"{written}>{read}")) == text


def test_one_ideograph_is_no_sign_of_a_page_below(damage):
    """Whose bytes, shown by GBK, are UTF-8 once more in EUC-JP by chance."""
    assert "¿" not in fix(damage("# 多meter = 3\nKEY = PUBLIC_KEY", "utf-8>gbk"))


def test_a_page_below_utf8_is_still_found_where_words_tell_it(damage):
    text = "Новости города и области"
    assert fix(damage(text, "cp1251>cp1252", "utf-8>cp1252")) == text


def test_what_is_utf8_but_for_dropped_bytes_was_no_other_page():
    assert fix("Ð¡Ð¿Ð°ÑÐ¸Ð±Ð¾") == "Спа\ufffdибо"


def test_a_sign_of_two_layers_is_no_word_of_another_page():
    assert fix("Ã‚Â¶ 3") in ("Ã‚Â¶ 3", "¶ 3")


def test_thai_in_its_page_is_no_utf8(damage):
    assert fix(damage("ขอบคุณมากครับ", "cp874>cp1252")) == "ขอบคุณมากครับ"


def test_a_letter_lost_before_is_told_within_its_word():
    answer = repair("Frau Mï¿½hlberg")
    assert answer.text == "Frau M\ufffdhlberg"
    assert answer.losses


def test_a_word_in_small_letters_that_is_known_is_repaired_alone():
    assert fix("mã¼nchen") == "münchen"
    assert fix("rã¼lps") == "rã¼lps"


@pytest.mark.parametrize("text", ["It prints Ã© instead of é", 'shown as "ü" and not as Ã¼', "and Ã± should be ñ."])
def test_damage_shown_beside_one_character_stays(text):
    assert fix(text) == text


def test_words_that_stand_for_others_are_repaired():
    assert fix("He said â€œnoâ€\x9d instead of â€œyesâ€\x9d") == "He said “no” instead of “yes”"
    assert fix("la crÃ¨me instead of a purÃ©e") == "la crème instead of a purée"


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("von 1936 Â– 1945", "von 1936 – 1945"),  # Windows-1252 shown as Latin-1, then UTF-8 as Windows-1252
        ("The shop Â— open daily", "The shop — open daily"),
        ("Preis: 5 Â€ pro Stück", "Preis: 5 € pro Stück"),
        ("Sie kosten 12.-- \x80) im Laden", "Sie kosten 12.-- €) im Laden"),  # not a letter of another alphabet
        ("\x8050", "€50"),
        ("14\x80", "14€"),
        ("pay \x8050 now", "pay €50 now"),
    ],
)
def test_controls_come_from_the_signs_of_windows_1252(damaged, sound):
    assert fix(damaged) == sound


def test_a_sign_of_another_page_behind_the_first_byte_belongs_to_it(damage):
    text = "Aquesta és l’única programació. L’enllaç, l’adreça i la conclusió són vàlids."
    assert fix(damage(text, "cp1252>latin-1", "utf-8>cp1252")) == text


@pytest.mark.parametrize("text", ["Â", "Vitamin Â", "Ă, Â, Î", "litera Â – una dintre ele"])
def test_what_only_looks_like_it_stays(text):
    assert fix(text) == text
