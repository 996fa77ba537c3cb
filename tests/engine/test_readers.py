"""What comes with the package of the readers is what their codecs say."""

import numpy as np

from mojibake_fix.engine import readers
from mojibake_fix.engine.priors import READERS


def test_the_shipped_answers_are_those_of_the_codecs():
    for shipped, asked in zip(readers.shown(), readers.computed(), strict=True):
        np.testing.assert_array_equal(shipped, asked)


def test_a_character_is_shown_by_those_that_hold_it():
    bit = 1 << READERS.index("cp1252")
    assert int(readers.shown().at_all[ord("é")]) & bit
    assert not int(readers.shown().at_all[ord("Ж")]) & bit
    assert int(readers.shown().first[ord("Ã")]) & bit
    assert not int(readers.shown().first[ord("©")]) & bit
