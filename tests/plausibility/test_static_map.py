"""The map: it gives back what it was given, and hardly anything that it was not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mojibake_fix.plausibility.static_map import ABSENT, VALUE_LIMIT, build


def some_keys(count, seed=0):
    return np.unique(np.random.default_rng(seed).integers(1, 1 << 63, count * 2, dtype=np.uint64))[:count]


def values_of(keys):
    return (keys % np.uint64(VALUE_LIMIT)).astype(np.uint8)


@pytest.mark.parametrize("count", [0, 1, 2, 100, 5_000, 60_000])
def test_every_key_has_its_value(count):
    keys = some_keys(count)
    assert (build(keys, values_of(keys)).lookup(keys) == values_of(keys)).all()


@settings(max_examples=30)
@given(st.dictionaries(st.integers(0, 2**64 - 1), st.integers(0, VALUE_LIMIT - 1), max_size=50))
def test_any_dictionary_is_held(entries):
    keys = np.array(list(entries), dtype=np.uint64)
    held = build(keys, np.array(list(entries.values()), dtype=np.uint8)).lookup(keys)
    assert held.tolist() == list(entries.values())


def test_neighbouring_keys_are_held():
    keys = np.arange(20_000, dtype=np.uint64) << np.uint64(16)
    assert (build(keys, values_of(keys + np.uint64(7))).lookup(keys) == values_of(keys + np.uint64(7))).all()


def test_strangers_are_told_but_for_one_in_a_thousand():
    known, strangers = some_keys(50_000), some_keys(200_000, seed=1)
    strangers = strangers[~np.isin(strangers, known)]
    found = build(known, values_of(known)).lookup(strangers)
    assert (found != ABSENT).mean() < 1 / 500
    assert (found[found != ABSENT] < VALUE_LIMIT).all()


def test_the_same_keys_make_the_same_map():
    keys = some_keys(3_000)
    first, second = build(keys, values_of(keys)), build(keys, values_of(keys))
    assert first.seed == second.seed
    assert first.cells.tobytes() == second.cells.tobytes()


def test_a_key_twice_is_an_error():
    with pytest.raises(ValueError, match="distinct"):
        build(np.array([5, 6, 5], dtype=np.uint64), np.zeros(3, dtype=np.uint8))


def test_a_value_too_large_is_an_error():
    with pytest.raises(ValueError, match="below 64"):
        build(np.array([5], dtype=np.uint64), np.array([VALUE_LIMIT], dtype=np.uint8))


def test_the_shipped_maps_tell_strangers(model):
    strangers = some_keys(100_000, seed=2) | np.uint64(0xFFFF << 48)  # no history begins with symbol 65535
    assert (model.ngrams.lookup(strangers) != ABSENT).mean() < 1 / 500
    assert (model.backoffs.lookup(strangers) != ABSENT).mean() < 1 / 500
