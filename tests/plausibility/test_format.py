"""The model file: what is written is read, and a damaged file is an error that says so."""

import json
from importlib import resources

import numpy as np
import pytest

import mojibake_fix.plausibility as package
from mojibake_fix import ModelFileError
from mojibake_fix.plausibility.format import MAGIC, read_model, write_model

ARRAYS = {
    "bytes": np.arange(200, dtype=np.uint8),
    "words": np.array([[1, 2], [65535, 0]], dtype=">u2"),
    "zeros": np.zeros(5_000, dtype=np.uint16),
    "none": np.zeros(0, dtype=np.uint32),
}
METADATA = {"files": ["süß.txt"], "seed": 3}


@pytest.fixture(scope="module")
def data():
    return write_model(ARRAYS, METADATA)


def test_what_is_written_is_read(data):
    arrays, metadata = read_model(data)
    assert metadata == METADATA
    assert list(arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(arrays[name], array)
        assert arrays[name].dtype == array.dtype.newbyteorder("<")


@pytest.mark.parametrize("header", range(8))
def test_every_array_is_aligned(header):
    arrays, _ = read_model(write_model(ARRAYS | {"long": np.arange(9, dtype="<u8")}, {"of": "?" * header}))
    assert all(array.flags.aligned for array in arrays.values())


def test_the_same_content_is_the_same_bytes(data):
    assert write_model(ARRAYS, METADATA) == data


def test_zeros_are_packed(data):
    assert len(data) < 2_000


@pytest.mark.parametrize("reading", ["first", "version", "digest", "length", "header", "last"])
def test_one_damaged_byte_is_an_error(data, reading):
    at = {"first": 0, "version": 7, "digest": 8, "length": 40, "header": 60, "last": len(data) - 1}[reading]
    damaged = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    with pytest.raises(ModelFileError, match="begin" if at < len(MAGIC) else "checksum"):
        read_model(damaged)


@pytest.mark.parametrize("length", [0, 1, 7, 8, 20, 40, 43, 44, 100, -1])
def test_a_cut_file_is_an_error(data, length):
    with pytest.raises(ModelFileError):
        read_model(data[:length])


def test_a_longer_file_is_an_error(data):
    with pytest.raises(ModelFileError, match="damaged"):
        read_model(data + b"\0")


@pytest.mark.parametrize("foreign", [b"", b"PK\x03\x04", b"MJBKFIX\x01" + bytes(100), bytes(1000)])
def test_a_foreign_file_is_an_error(foreign):
    with pytest.raises(ModelFileError, match="does not begin"):
        read_model(foreign)


def test_the_error_says_which_file_and_what_to_do():
    with pytest.raises(ModelFileError, match=r"my-model\.bin.*reinstall mojibake-fix or train it anew"):
        read_model(b"?", "my-model.bin")


def test_a_missing_model_is_an_error(monkeypatch):
    monkeypatch.setattr(package, "MODEL_FILE", "nowhere.bin")
    with pytest.raises(ModelFileError, match="cannot be read"):
        package.load_model.__wrapped__()


# ---------------------------------------------------------------- the shipped file


@pytest.fixture(scope="module")
def shipped():
    return resources.files(package).joinpath("model.bin").read_bytes()


def test_the_shipped_model_is_small(shipped):
    assert len(shipped) <= 6_000_000


def test_the_shipped_model_is_read_where_it_lies():
    # What is not aligned is copied by NumPy with every look at it.
    model = package.load_model()
    for array in [model.ngrams.cells, model.backoffs.cells, package.load_lexicon().keys.lower]:
        assert array.flags.aligned
        assert array.base is not None


def test_the_shipped_model_says_what_it_was_made_of(shipped):
    _, metadata = read_model(shipped)
    assert len(metadata["files"]) > 100
    for file in metadata["files"]:
        assert file["file"].endswith(".txt")
        assert file["bytes"] > 0
        assert len(bytes.fromhex(file["sha256"])) == 32
    assert metadata["licences"]
    assert all(licence and size > 0 for licence, size in metadata["licences"].items())
    assert metadata["characters"] > 10_000_000
    assert "/" not in json.dumps(metadata["files"]), "no path of the machine that trained it"
