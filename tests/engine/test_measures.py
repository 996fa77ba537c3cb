"""Prices, measures and degrees: signs beside numbers tell of an accident where letters stand that no number has."""

import pytest

from mojibake_fix import fix, repair


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("The ticket costs £12, and the other €45.50 each", "cp1252>cp437"),
        ("Tickets from £212 a head", "cp1252>cp1250"),
        ("prix : 45,00 € par mois", "cp1252>cp850"),
        ("Suhu 25 °C di luar", "cp850>cp1252"),
        ("luas tanah 53000 m² dan lagi", "cp850>cp1252"),
        ("luas tanah 53000 m² dan lagi", "iso8859-15>cp1251"),
        ("Wilayah ini memiliki luas 350 km².", "cp1252>cp1251"),
        ("volume air 45 m³ per hari", "cp1252>cp1250"),
        ("ikusi § 107 eta gero", "cp850>cp1250"),
        ("Anspruch nach § 823 BGB", "cp850>cp1252"),
    ],
)
def test_signs_beside_numbers_come_back(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize(
    "text",
    [
        "entre 4,50 à 5,00 euros",
        "Welle Ø12 und Ø 45.50 mm",
        "Öl 45,00 Ö 12",
        "R = 25 Ω und 12 kΩ",
        "en 12 § i lagen",
        "Länge 25 ° und 12 ″",
        "Größe 12 Ä bis 25 Ä",
        "el 12 ó el 25",
        "ح000",
        "Saat 5 mü, yoksa 3 mü",
        "Toplantı saat 5 mü",
        "2 mí, 3 mé",
        "Haus ß 5 und Haus Ö 12",
        "rühm õ 5",
    ],
)
def test_letters_and_signs_that_numbers_have_stay(text):
    assert fix(text) == text


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("פרוטוקול ישיבה: נותרו 4,200\xa0₪ בקופה, ועוד ו־3,950\xa0₪ בבנק", "cp1255>cp1252"),
        ("Πωλείται: η τιμή είναι 6,50\xa0€ το κιλό και 120\xa0€ όλα μαζί", "iso8859-7>latin-1"),
    ],
)
def test_the_sign_of_any_currency_was_that_of_the_page(damage, text, chain):
    assert "¤" in damage(text, chain)
    assert fix(damage(text, chain)) == text


def test_no_euro_becomes_the_sign_of_any_currency(damage):
    text = (
        "Hola, ¿alguien tiene un balcón al sol en Málaga? La sombrilla cuesta 14,20 €/m² y faltan…\n"
        "« Ya pregunté, Íñigo », dijo Begoña: 38 °C.\n"
    )
    damaged = damage(text, "cp1252>latin-1", "utf-8>cp1252")
    assert fix(damaged) == text
    assert repair(damaged).probability > 0.9


def test_controls_below_utf8_are_asked_for_by_themselves(damage):
    text = "Krampouzh\n\n• 500 g bleud\n• ½ loaiad holen\n\nKendalc’hit da veskañ, lezit da ziskuizhañ d’an nebeutañ\n"
    assert fix(damage(text, "cp1252>latin-1", "utf-8>cp1252")) == text
