"""Bits of words under every language, and how likely each language is."""

import numpy as np
import pytest

from mojibake_fix.engine.spoken import evidence, language_weights, lse2
from mojibake_fix.engine.weigh import Ask, weigh
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
    native, foreign = weigh([Ask([Unit("", "měl", " "), Unit("", "mıl", " ")], columns)], model)[0][:, 0]
    assert native < foreign


def test_what_stands_there_has_the_benefit_of_the_doubt(model):
    columns = np.arange(len(model.languages.names) + 1)
    unit = [Unit("", "ab\u25a0\u2591cd", " ")]
    standing, reading = weigh([Ask(unit, columns), Ask(unit, columns, are_proven=[False])], model)
    assert (standing <= reading + 1e-3).all()


def test_units_are_weighed_alike_alone_and_together(model, sound_lines):
    columns = np.arange(len(model.languages.names) + 1)
    units = [Unit("", word, " ") for lines in sound_lines.values() for word in lines[0].split()[:1]]
    asks = [Ask([unit], columns, are_proven=[False]) for unit in units] + [Ask([unit], columns) for unit in units]
    together = weigh(asks, model)
    alone = [weigh([ask], model)[0] for ask in asks]
    np.testing.assert_allclose(np.vstack(together), np.vstack(alone), rtol=1e-4, atol=1e-2)


def test_questions_of_different_languages_are_answered_together(model):
    unit = [Unit("", "déjà", " ")]
    everything = np.arange(len(model.languages.names) + 1)
    few = np.array([3, 40, len(model.languages.names)])
    every, some, none = weigh([Ask(unit, everything), Ask(unit, few), Ask([], few)], model)
    np.testing.assert_allclose(every[:, few], some, atol=1e-3)
    assert none.shape == (0, 3)


def test_the_sum_of_powers():
    assert lse2(np.array([3.0, 3.0])) == pytest.approx(4.0)
