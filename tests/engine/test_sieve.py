"""The sieve: of what is odd, what some chain betters goes on to the judge, and nothing else."""

import numpy as np
import pytest

from mojibake_fix.engine.find import look, odd_pieces, oddness
from mojibake_fix.engine.priors import STEP_COSTS, STEPS
from mojibake_fix.engine.propose import best_gains
from mojibake_fix.engine.rough import Ranker
from mojibake_fix.engine.sieve import Try, promising
from mojibake_fix.engine.spoken import evidence, language_weights
from mojibake_fix.engine.usual import ODD_ENOUGH
from mojibake_fix.engine.words import Unit
from mojibake_fix.testing import chain_of, mangle

CHAINS = ["utf-8>cp1252", "cp1250>cp1252", "cp850>cp1252", "mac-roman>cp1252", "utf-8>gbk"]


@pytest.mark.parametrize("chain", CHAINS)
def test_damage_is_promising(model, sound_lines, chain):
    pairs = [(line, mangle(line, chain_of(chain))) for lines in sound_lines.values() for line in lines[:2]]
    texts = [text for line, text in pairs if text not in (None, line) and oddness([text], model)[0] >= ODD_ENOUGH]
    assert len(texts) > 5
    assert [text for text in texts if not odd_pieces([[text]], model)[0]] == []


@pytest.mark.parametrize("text", [
    "Der Präsident Ilham Əliyev reiste nach Wien.",
    "The physicist Đặng Văn Ngữ was born there.",
    "A reading of Ꙗко in the oldest copy.",
])  # fmt: skip
def test_a_name_of_another_language_is_odd_and_promises_nothing(model, text):
    assert oddness([text], model)[0] > 0
    assert odd_pieces([[text]], model) == [[]]


def test_one_damaged_piece_is_enough_for_a_document(model):
    sound = ["Der Präsident Ilham Əliyev reiste nach Wien."] * 5
    broken = "Die MÃ¼ller aus KÃ¶ln"
    (odd,) = odd_pieces([[*sound, broken]], model)
    assert odd[-1] == 5


def test_a_document_is_promising_whatever_stands_beside_it(model):
    weights = language_weights(evidence(["und nicht mehr"], model))[0]
    tries = [
        Try(number, 16.0, [Unit(" ", word, " ")], weights)
        for number, word in enumerate(["MÃ¼ller", "Əliyev", "groáe", "schön", "BÃ¤r"])
    ]
    alone = [number for number, own in enumerate(tries) if promising([own], model)]
    assert sorted(promising(tries, model)) == alone == [0, 2, 4]


def test_the_right_reading_is_never_passed_over_unread(model, sound_lines):
    """Most readings are known to be worse before the model is asked for them."""
    found = 0
    ranker = Ranker.of(language_weights(evidence(["und nicht mehr"], model)), model)
    for chain in [*CHAINS, "koi8-r>cp1251", "cp1251>mac-cyrillic", "iso8859-7>cp1253"]:
        words = {
            word for lines in sound_lines.values() for line in lines for word in line.split() if not word.isascii()
        }
        damaged = [(word, mangle(word, chain_of(chain))) for word in sorted(words)]
        pairs = [(Unit(" ", text, " "), word) for word, text in damaged if text not in (None, word) and " " not in text]
        units, owner = [unit for unit, _ in pairs], np.zeros(len(pairs), dtype=np.intp)
        right = ranker.bits(units, owner) - ranker.bits([unit.reading(word) for unit, word in pairs], owner)
        right -= STEP_COSTS[STEPS.index(chain_of(chain)[0])]
        told = best_gains(units, owner, language_weights(evidence(["und nicht mehr"], model)), model, 0.0)
        is_better = right >= 0.0
        assert (told[is_better] >= right[is_better] - 0.01).all()
        found += int(is_better.sum())
    assert found > 10_000


def test_nothing_is_tried(model):
    assert promising([], model) == set()
    assert promising([Try(0, 16.0, [], np.zeros(3, dtype=np.float32))], model) == set()


def test_what_stands_beside_a_document_in_a_batch_changes_nothing(model):
    """Of a long document the oddest pieces are tried, wherever a batch ends."""
    names = [f"Der Präsident Ilham Əliyev reiste am {day}. nach Wien." for day in range(900)]
    long = [*names[:600], "Kochen mit groáem Topf", *names[600:]]
    alone = look([long], model)
    beside = look([names[:500], long], model)
    assert (0 in alone.hopeful(model)) == (1 in beside.hopeful(model))
    assert beside.odd[1] == alone.odd[0]
