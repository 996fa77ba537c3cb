"""In which encodings languages were written: what comes with the package is what their letters say."""

import numpy as np

from mojibake_fix.engine import writers
from mojibake_fix.engine.priors import WRITERS
from mojibake_fix.engine.writers import written_costs
from mojibake_fix.plausibility import load_model


def test_the_shipped_costs_are_those_of_the_letters():
    model = load_model()
    np.testing.assert_allclose(written_costs(model), writers.computed(model), rtol=1e-5)


def test_without_costs_for_these_writers_they_are_worked_out(monkeypatch):
    model = load_model()
    monkeypatch.setattr(writers, "WRITERS", WRITERS[:-1])
    assert len(written_costs.__wrapped__(model)) == len(WRITERS)


def test_encodings_of_vietnamese_are_no_other_language_s():
    """They hold all letters of Latin, but nobody else wrote in them."""
    model = load_model()
    costs = written_costs(model)[1 + WRITERS.index("vni")]
    assert costs[model.languages.names.index("vi")] < 6
    assert min(costs[model.languages.names.index(name)] for name in ("it", "fr", "eo")) > 12
