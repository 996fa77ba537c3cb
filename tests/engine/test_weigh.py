"""Bits of words under every language, and how likely each language is."""

import numpy as np
import pytest

from mojibake_fix.engine.weigh import evidence, language_weights, lse2, reading_bits, standing_bits
from mojibake_fix.engine.words import Unit

PLAIN = {"de": "und nicht mehr als eine", "fr": "dans les rues de la ville", "pl": "nie wiem czy to jest"}


@pytest.mark.parametrize(("code", "text"), PLAIN.items())
def test_plain_words_tell_the_language(model, code, text):
    weights = language_weights(evidence([text], model))
    assert model.languages.names[int(weights[0, :-1].argmax())] == code


def test_weights_are_probabilities(model):
    weights = language_weights(evidence(["", "hello world", "xqzk"], model))
    np.testing.assert_allclose(np.exp2(weights).sum(1), 1, atol=0.05)


def test_nothing_is_evidence_of_nothing(model):
    assert not evidence([""], model).any()
    assert evidence([], model).shape == (0, len(model.languages.names) + 1)


def test_a_native_letter_is_less_odd_than_a_foreign_one(model):
    columns = np.array([model.languages.names.index("cs"), len(model.languages.names)])
    native, foreign = standing_bits([Unit("", "měl", " "), Unit("", "mıl", " ")], columns, model)[:, 0]
    assert native < foreign


def test_what_stands_there_has_the_benefit_of_the_doubt(model):
    columns = np.arange(len(model.languages.names) + 1)
    unit = [Unit("", "ab\u25a0\u2591cd", " ")]
    assert (standing_bits(unit, columns, model) <= reading_bits(unit, [False], columns, model) + 1e-3).all()


def test_units_are_weighed_alike_alone_and_together(model, sound_lines):
    columns = np.arange(len(model.languages.names) + 1)
    units = [Unit("", word, " ") for lines in sound_lines.values() for word in lines[0].split()[:1]]
    together = reading_bits(units, [False] * len(units), columns, model)
    alone = np.vstack([reading_bits([unit], [False], columns, model) for unit in units])
    np.testing.assert_allclose(together, alone, rtol=1e-4, atol=1e-2)


def test_the_sum_of_powers():
    assert lse2(np.array([3.0, 3.0])) == pytest.approx(4.0)
