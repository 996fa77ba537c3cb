"""Lines that are part right, part mangled: the path copies the right parts and decodes the others."""

from itertools import pairwise

import pytest

from mojibake_fix import Verdict, repair
from mojibake_fix.engine.lattice import best_path
from mojibake_fix.testing import chain_of

MIXED = [  # sound text before, the mangled sentence, sound text behind
    ("•\xa0", "Für größere Mengen fragen Sie bitte unsere Bäckerei.", ""),
    ("• Überschrift – ", "Die schönsten Gärten Österreichs für müde Gäste", ""),
    ("Objet : réponse à « ", "Les élèves sont allés à la forêt après le goûter", " » (reçu hier)"),
    ("Тема: ", "Завтра в школе начинаются каникулы", ""),
    ("→ ", "Příliš žluťoučký kůň úpěl ďábelské ódy", ""),
    ("10 € — ", "El niño comió piñas en la montaña con su tía Begoña", ""),
]


@pytest.mark.parametrize(("before", "sentence", "behind"), MIXED)
def test_the_mangled_part_of_a_line_is_repaired(damage, before, sentence, behind):
    answer = repair(before + damage(sentence, "utf-8>cp1252") + behind)
    assert answer.text == before + sentence + behind
    has_sound_letters = any(char.isalpha() and not char.isascii() for char in before + behind)
    assert answer.verdict is (Verdict.MIXED if has_sound_letters else Verdict.MOJIBAKE)


@pytest.mark.parametrize(("before", "sentence", "behind"), MIXED)
def test_the_same_line_sound_stays(before, sentence, behind):
    assert repair(before + sentence + behind).text == before + sentence + behind


def test_the_stretch_is_where_the_damage_is(damage, model):
    (step,) = chain_of("utf-8>cp1252")
    mangled = damage("Größe der Straße", "utf-8>cp1252")
    line = f"•\xa0schön: {mangled} – öfter"
    stretches = best_path(line, step, model)
    assert stretches
    for stretch in stretches:
        assert line[stretch.start : stretch.end] in mangled
        assert line[stretch.start : stretch.end].encode("cp1252").decode() == stretch.after


@pytest.mark.parametrize("line", ["", "plain", "Größe der Straße – öfter", "Привет, мир", "日本語の文章", "\ud800é\0"])
def test_a_line_without_damage_has_no_stretch(model, line):
    (step,) = chain_of("utf-8>cp1252")
    assert best_path(line, step, model) == []


def test_stretches_come_in_order_and_apart(damage, model):
    (step,) = chain_of("utf-8>cp1252")
    words = [damage(word, "utf-8>cp1252") for word in ("Müller", "Österreich", "Fußgänger")]
    line = " schöne über ".join(words)
    stretches = best_path(line, step, model)
    assert all(a.end <= b.start for a, b in pairwise(stretches))
    assert [stretch.after for stretch in stretches]
