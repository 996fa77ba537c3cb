"""The set of keys: it holds what it was made of, and hardly anything else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.plausibility.key_set import KeySet


@given(st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=200))
def test_it_holds_what_it_was_made_of(keys):
    asked = np.array(sorted(keys), dtype=np.uint64)
    own = KeySet.of(np.repeat(asked, 2))
    assert own.holds(asked).all()
    assert own.holds(asked[:, None] * np.ones(3, dtype=np.uint64)).shape == (len(asked), 3)


@pytest.mark.parametrize("size", [10, 1000, 50_000])
def test_of_other_keys_it_holds_one_in_a_thousand(size):
    keys = np.random.default_rng(3).integers(0, 2**64, size + 200_000, dtype=np.uint64)
    others = KeySet.of(keys[:size]).holds(keys[size:])
    assert 0.0005 < others.mean() < 0.0015


def test_what_is_written_is_read():
    keys = np.random.default_rng(5).integers(0, 2**64, 999, dtype=np.uint64)
    own = KeySet.of(keys)
    other = KeySet.from_arrays(own.to_arrays("words"), "words", own.seed)
    assert other.holds(keys).all()
