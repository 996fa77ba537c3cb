"""What is put into sound texts at any time and is no damage: no-break spaces, footnotes, dashes, marks of tables."""

import pytest

from mojibake_fix import fix


@pytest.mark.parametrize(
    "text",
    [
        "Most\xa0nincs itt senki",
        "od\xa0ljudi koji su tamo",
        "ned\xa0til stranden",
        "je\xa0i u gradu",
        "tabb\xa0yr nos",
        "Zac\xa0Webb und die anderen",
        "a\xa0e tangata",
        "Serie Å\xa02, Serie Ä\xa03",
    ],
)
def test_a_no_break_space_between_words_is_no_letter(text):
    assert fix(text) == text


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Der Flug nach Málaga und Córdoba war lang", "cp850>cp1252"),
        ("El médico está más allá de la ciudad", "cp437>cp1252"),
        ("voilà ce qu'il a déjà mangé", "utf-8>cp1252"),
    ],
)
def test_of_letters_it_is_read_as_such(damage, text, chain):
    assert "\xa0" in damage(text, chain)
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Das gilt, wenn³ es regnet",
        "no meni¹ nije dobro",
        "Copyright Act,³ as amended",
        "seit August 1991.³ Danach",
        "„So ist es!“² sagte er",
        "on doit nga¹ partir",
        "siehe S. 12 &¹",
        "AMANHÃ¹, MAÇÃ², LÃ³",
        "SPALTE Ä¹, SPALTE Ö², SPALTE Ü³",
        "y = −2 ± √±3, √∂ ≤ √∞",
    ],
)
def test_a_digit_above_behind_a_word_or_a_stop_is_a_footnote(text):
    assert fix(text) == text


@pytest.mark.parametrize(
    ("text", "chain"),
    [("Są to rzeczy, które zrobił mój brat", "cp1250>cp1252"), ("kakršno koli pomoč že imaš", "iso8859-2>cp1252")],
)
def test_of_letters_it_is_one(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Saya tinggal di sini — kamu di sana", "mac_roman>cp1252"),
        ("Ni muhimu sana – Rafiki alisema", "cp1252>mac_roman"),
        ("Saya suka buku ini – kamu juga", "mac_roman>cp932"),
    ],
)
def test_a_letter_alone_between_words_was_a_dash(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize(
    "text",
    [
        "S p e r r s ä t z e   b l e i b e n",
        "J. Ñ. K. Ö. Larsen",
        "d. à. p. d. s. d. P. A.",
        "Çhengey ny mayrey",
        "the letter Ñ is here",
    ],
)
def test_letters_among_single_letters_and_capitals_before_small_ones_stay(text):
    assert fix(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "По;втора;светска;војна;одбиле;да;носат",
        "я;был;уверен,;что",
        "розвинутої;культури;читання",
        "INSERT INTO t VALUES ('telefone','é','azul','nos');",
        'print("карийна")  # карийна',
        'print("вейкине...")  # вейкине...',
        "Ó_Ò  Ã_Ã  Ô_ô  è_é",
    ],
)
def test_marks_of_programs_and_tables_make_no_other_letters_likelier(text):
    assert fix(text) == text
