"""Damage that a text shows or speaks of stays; damage that it suffered does not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mojibake_fix import fix
from mojibake_fix.engine import quotes

QUOTING = [
    "Aus „für“ wird „fÃ¼r“, wenn man es falsch liest.",
    "dÃ©jÃ\xa0 -> déjà, forÃªt -> forêt",
    "The mojibake of the street sign read StraÃŸe.",
    'name.replace("Ã¶", "oe").replace("Ã¼", "ue")',
    "Kto czyta to jako windows-1252, widzi Å›rodÄ™ zamiast Å›rody.",
    "Вот такие кракозябры: Ïðèâåò",
]
SUFFERING = {
    "Er kommt fÃ¼r zwei Tage nach KÃ¶ln.": "Er kommt für zwei Tage nach Köln.",
    '<meta charset="windows-1252"><p>StraÃŸe nach KÃ¶ln</p>': '<meta charset="windows-1252"><p>Straße nach Köln</p>',
    "W Å›rodÄ™ jedziemy do Åodzi.": None,
    "Ïðèâåò, êàê äåëà?": "Привет, как дела?",
    "Hon ropar: \x94Köp ärtor! Köp ärtor!\x94": "Hon ropar: ”Köp ärtor! Köp ärtor!”",  # of the word, only its mark
}


@pytest.mark.parametrize("text", QUOTING)
def test_quoted_damage_stays(text):
    assert fix(text) == text


@pytest.mark.parametrize(("text", "repaired"), [(a, b) for a, b in SUFFERING.items() if b])
def test_suffered_damage_does_not(text, repaired):
    assert fix(text) == repaired


def test_many_damaged_lines_are_no_examples(damage):
    """A whole text that was damaged, and names an encoding once, is repaired."""
    lines = ["Schönes Wetter über Köln", "Füße und Hände", "Käse, Öl, Brötchen", "Grüße aus Zürich"] * 3
    text = "The table was written in cp1252.\n" + damage("\n".join(lines), "utf-8>cp1252")
    assert fix(text).endswith("Grüße aus Zürich")


@given(st.from_regex(quotes._SPEAKS, alphabet=st.characters(max_codepoint=0xD7FF)))
def test_what_speaks_of_damage_holds_one_of_the_words_that_are_looked_for_first(text):
    assume(not set("ıİſK") & set(text))  # which are the same as plain letters for an expression without case alone
    assert quotes.speaks_of_damage([text])
