"""An index of keys finds what a dictionary finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.plausibility.key_index import KeyIndex
from mojibake_fix.plausibility.model import codes_of, places_alike

KEYS = st.integers(0, 2**48) | st.integers(0, 40) | st.integers(0, 40).map(lambda k: k << 32)


@given(st.lists(KEYS, unique=True), st.lists(KEYS))
def test_keys_are_found_where_they_stand(keys, others):
    asked = np.array([*others, *keys, *others], dtype=np.uint64)
    is_found, at = KeyIndex(np.array(sorted(keys), dtype=np.uint64)).find(asked)
    place = {key: number for number, key in enumerate(sorted(keys))}
    assert is_found.tolist() == [key in place for key in asked.tolist()]
    assert at[is_found].tolist() == [place[key] for key in asked.tolist() if key in place]


@pytest.mark.parametrize("dtype", [np.uint32, np.uint64])
def test_many_keys_that_follow_each_other(dtype):
    keys = np.arange(0, 100_000, 3, dtype=dtype)
    is_found, at = KeyIndex(keys).find(np.arange(100_000, dtype=dtype))
    assert np.flatnonzero(is_found).tolist() == keys.tolist()
    assert at[is_found].tolist() == list(range(len(keys)))


def test_rows_are_the_same_with_an_index_and_without(model, sound_lines):
    text = "\n".join(line for lines in sound_lines.values() for line in lines)
    symbols = model.symbol[[ord(char) for char in text]]
    few = np.concatenate([model.languages.rows(part) for part in np.split(symbols, np.flatnonzero(symbols == 1))])
    many = model.languages.rows(np.tile(symbols, 1 + 20_000 // len(symbols)))
    np.testing.assert_array_equal(few, many[: len(few)])


@given(st.lists(KEYS | st.integers(0, 3), min_size=1))
def test_keys_that_are_alike_share_a_place(keys):
    own = np.array(keys, dtype=np.uint64)
    alike = places_alike(own)
    np.testing.assert_array_equal(own[alike], own)
    np.testing.assert_array_equal(alike[alike], alike)


def test_keys_that_come_again_have_few_places():
    assert len(set(places_alike(np.arange(4000, dtype=np.uint64) % np.uint64(100)).tolist())) < 200


def test_bits_are_the_same_in_large_texts_and_in_small_ones(model, sound_lines):
    lines = [line for lines in sound_lines.values() for line in lines]
    together = model.bits(codes_of("\n".join(lines) + "\n"))
    alone = [model.bits(codes_of(line + "\n")) for line in lines]
    np.testing.assert_array_equal(together, np.concatenate(alone))
