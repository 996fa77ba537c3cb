"""The filter: sound text is not odd, mojibake is, and a text is measured alike in every batch."""

import numpy as np
import pytest

from mojibake_fix.engine.find import ODD_ENOUGH, measure, odd_words

LANGUAGES = ["de", "fr", "pl", "cs", "ru", "el", "tr", "vi", "ja", "ko", "ar", "he", "hi", "th"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_mojibake_is_odd(model, sound_lines, damage, code):
    mangled = [damage(line, "utf-8>cp1252") for line in sound_lines[code]]
    assert (measure(mangled, model).odd >= ODD_ENOUGH).all()


@pytest.mark.parametrize("code", LANGUAGES)
def test_sound_text_is_much_less_odd(model, sound_lines, damage, code):
    sound = "\n".join(sound_lines[code]).replace("\n", " ")
    odd = measure([sound, damage(sound, "utf-8>cp1252")], model).odd_total
    assert odd[0] < odd[1] / 4


@pytest.mark.parametrize("text", ["plain words", "x = y + 1", "-----", "é", ""])
def test_ascii_and_lone_letters_are_not_odd(model, text):
    assert measure([text], model).odd[0] < ODD_ENOUGH


def test_a_text_is_measured_alike_in_every_batch(model, sound_lines):
    texts = [lines[0] for lines in sound_lines.values()]
    together = measure(texts, model)
    for number in range(0, len(texts), 9):
        alone = measure([texts[number]], model)
        for name in ("bits", "odd", "odd_total", "strangeness"):
            np.testing.assert_allclose(getattr(together, name)[number], getattr(alone, name)[0], rtol=1e-5, atol=1e-4)
        start, length = int(together.starts[number]), len(texts[number])
        for name in ("oddness", "doubt"):
            in_batch = getattr(together, name)[start : start + length]
            np.testing.assert_allclose(in_batch, getattr(alone, name)[:length], rtol=1e-5, atol=1e-4)


def test_no_texts_are_measured(model):
    assert len(measure([], model).odd) == 0


def test_the_oddest_words_come_in_the_order_of_the_text(model, damage):
    text = f"erst {damage('schöne', 'utf-8>cp1252')} und dann {damage('größere', 'utf-8>cp1252')} Worte"
    words = odd_words(text, measure([text], model).oddness, 64)
    assert words == f"{damage('schöne', 'utf-8>cp1252')} {damage('größere', 'utf-8>cp1252')}"
