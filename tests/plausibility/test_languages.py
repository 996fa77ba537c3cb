"""The ratios of languages: what each has more of than all together, from counts that are kept as logarithms."""

import numpy as np
import pytest

from mojibake_fix.plausibility.languages import HIGHEST, LOWEST, UNIT, pack_counts, unpack_counts
from mojibake_fix.plausibility.model import codes_of


def ratio(model, text, code):
    rows = model.languages.rows(model.symbol[codes_of(text)])
    return float(model.languages.ratios(rows)[-1, model.languages.names.index(code)]) * UNIT


@pytest.mark.parametrize(("text", "own", "other"), [
    ("ł", "pl", "cs"), ("ř", "cs", "pl"), ("ħ", "mt", "it"), ("ß", "de", "sv"), ("ő", "hu", "et"), ("ў", "be", "ru"),
])  # fmt: skip
def test_a_letter_is_of_the_languages_that_have_it(model, text, own, other):
    assert ratio(model, text, own) > 1 > ratio(model, text, other)


def test_ratios_have_bounds(model):
    rows = np.arange(0, len(model.languages.symbol_counts), 7, dtype=np.int32)
    bits = model.languages.ratios(rows) * UNIT
    assert LOWEST <= bits.min() <= bits.max() <= HIGHEST


def test_a_row_is_the_same_whenever_it_is_made(model):
    rows = model.languages.rows(model.symbol[codes_of("Wszyscy ludzie rodzą się wolni")])
    first = model.languages.ratios(rows).copy()
    model.languages.ratios(rows[::-1])
    np.testing.assert_array_equal(first, model.languages.ratios(rows))


def test_a_line_end_starts_afresh(model):
    rows = model.languages.rows(model.symbol[codes_of("ab\nab")])
    np.testing.assert_array_equal(rows[:2], rows[3:])


def test_counts_are_kept_as_logarithms():
    counts = np.array([0, 1, 2, 3, 100, 12345])
    kept = unpack_counts(pack_counts(counts))
    assert kept[0] == 0
    np.testing.assert_allclose(kept[1:], counts[1:], rtol=0.2)
