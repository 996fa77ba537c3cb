"""The priors: every accident has a cost, the commonest the least, and chains are numbered consistently."""

import pytest

from mojibake_fix.encodings import ENCODINGS
from mojibake_fix.engine.priors import (
    LAYER_COST,
    READERS,
    STEP_COSTS,
    STEPS,
    WRITERS,
    chain_of_path,
    path_cost,
    step_number,
)
from mojibake_fix.types import Step


def test_the_commonest_accident_costs_nothing():
    assert min(STEP_COSTS) == STEP_COSTS[STEPS.index(Step("utf-8", "cp1252"))] == 0


def test_readers_and_writers_are_encodings_of_ours():
    assert set(READERS) | set(WRITERS) <= set(ENCODINGS)
    assert len(READERS) <= 64
    assert "utf-8" not in WRITERS


def test_a_step_has_its_number():
    for number in range(0, len(STEPS), 37):
        writer, reader = divmod(number, len(READERS))
        assert step_number(writer, reader) == number
        assert STEPS[number] == Step(("utf-8", *WRITERS)[writer], READERS[reader])


@pytest.mark.parametrize("layers", [2, 3, 6])
def test_a_further_layer_costs_less_than_the_first(layers):
    (first,) = (STEPS.index(Step("utf-8", "cp437")),)
    assert path_cost((first,) * layers) == STEP_COSTS[first] + LAYER_COST * (layers - 1)
    assert chain_of_path((first,) * layers) == (Step("utf-8", "cp437"),) * layers


def test_pages_of_one_region_are_likelier_taken_for_each_other():
    def cost(written, read):
        return STEP_COSTS[STEPS.index(Step(written, read))]

    assert cost("koi8-r", "cp1251") < cost("koi8-r", "mac-greek")
    assert cost("utf-8", "cp1252") < cost("cp1251", "cp1252")
