"""The model's bits: the same as the slow twin's, the same in every batch, and afresh on every line."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mojibake_fix.plausibility.model import codes_of

SIGNS = "éÉßжЖצق漢かカ한ñÃ€â„¢©™•—…😀Ωfi1234 \t\xa0.,;!?()\"'«»\n\n==--\u0301\u200d\ufffd\ud800\x00\x85"
texts = st.text(st.characters(exclude_categories=()) | st.sampled_from(SIGNS), max_size=60)


def assert_same_bits(model, slow, text):
    fast = model.bits(codes_of(text))
    assert (fast.dtype, len(fast)) == (np.float32, len(text))
    np.testing.assert_allclose(fast, slow.bits(text), atol=1e-3)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(text=texts)
def test_the_slow_twin_agrees_on_any_text(model, slow, text):
    assert_same_bits(model, slow, text)


def test_the_slow_twin_agrees_on_every_language(model, slow, sound_lines):
    assert_same_bits(model, slow, "\n".join(lines[0] for lines in sound_lines.values()))
    assert_same_bits(model, slow, "\n".join(lines[-1].upper() for lines in sound_lines.values())[:4000])


def test_the_slow_twin_agrees_on_mojibake(model, slow, sound_lines, damage):
    lines = [damage(lines[1], "utf-8>cp1252") for lines in list(sound_lines.values())[::6]]
    assert_same_bits(model, slow, "\n".join(lines))


@pytest.mark.parametrize("text", ["", "\n", "\n\n", "a", "-----", "aaaa", "- - -", "A\nA", "\ufffd\ufffd", "    "])
def test_the_slow_twin_agrees_on_the_smallest(model, slow, text):
    assert_same_bits(model, slow, text)


@settings(max_examples=40)
@given(parts=st.lists(texts, max_size=5))
def test_totals_of_many_are_those_of_each(model, parts):
    together = model.totals(parts)
    assert together.shape == (len(parts),)
    np.testing.assert_array_equal(together, [model.totals([part])[0] for part in parts])


@settings(max_examples=40)
@given(parts=st.lists(texts, max_size=5))
def test_a_line_end_starts_afresh(model, parts):
    text = "\n".join(parts)
    by_line = [bits for line in text.split("\n") for bits in [*model.bits(codes_of(line)), 0]]
    np.testing.assert_array_equal(model.bits(codes_of(text)), by_line[:-1])


@settings(max_examples=40)
@given(text=texts)
def test_the_total_is_the_sum_of_the_bits(model, text):
    assert model.totals([text])[0] == pytest.approx(float(model.bits(codes_of(text)).sum(dtype=float)), abs=1e-3)


@settings(max_examples=40)
@given(text=texts)
def test_caps_bound_each_character(model, text):
    bits = model.bits(codes_of(text))
    capped = sum(min(float(b), 3.0 if char < "\x80" else 5.0) for b, char in zip(bits, text, strict=True))
    assert model.totals([text], 3.0, 5.0)[0] == pytest.approx(capped, abs=1e-3)


def test_no_bits_are_negative(model, sound_lines):
    text = "\n".join(line for lines in sound_lines.values() for line in lines)
    bits = model.bits(codes_of(text))
    assert bits.min() >= 0
    assert not bits[codes_of(text) == 10].any()


def test_pair_bits_are_those_of_a_history_of_one(model, slow):
    pairs = [("ä", "s"), ("Ã", "¤"), ("t", "h"), ("т", "Ь"), ("漢", "字"), ("A", "É"), ("€", "©")]
    first, second = (codes_of("".join(side)) for side in zip(*pairs, strict=True))
    for bits, (a, b) in zip(model.pair_bits(first, second), pairs, strict=True):
        by_hand = slow.backoff([slow.symbol(a)], slow.symbol(b), [slow.symbol(a)])
        by_hand += int(model.member_bits[ord(b)]) / 8 + slow.case_bits("xx" + a, b)
        assert bits == pytest.approx(by_hand, abs=1e-3)


@pytest.mark.parametrize("code", ["de", "fr", "ru", "el", "ja", "ar", "vi", "hi", "th", "ko"])
def test_sound_text_is_more_plausible_than_its_mojibake(model, sound_lines, damage, code):
    sound = "\n".join(sound_lines[code])
    assert model.totals([sound])[0] < model.totals([damage(sound, "utf-8>cp1252")])[0]


def test_capitals_are_about_as_plausible_as_the_sentence(model):
    sentence = "Die Bäckerin grüßte den Müller über die Brücke hinweg"
    small, capital = model.totals([sentence, sentence.replace("ß", "ss").upper()])
    assert abs(small - capital) < 0.35 * small
