"""Errors say what to do, and come back from workers."""

import pickle
import sys

import pytest

from mojibake_fix import ColumnError, MissingExtraError, ModelFileError, PlanError, UnknownEncodingError

ERRORS = [
    ColumnError("titel", ("id", "title")),
    MissingExtraError("pyarrow", "arrow"),
    ModelFileError("model.bin", "it is cut"),
    PlanError("does not fit"),
    UnknownEncodingError("utf-9", ("utf-8",)),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_can_be_pickled_as_workers_do(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(("column", "there", "sentence"), [
    ("titel", ("id", "title"), "there is no column 'titel'; did you mean 'title'?"),
    ("Title", ("id", "title"), "there is no column 'Title'; did you mean 'title'?"),
    ("z", ("id", "a"), "there is no column 'z'; the columns are 'id', 'a'"),
    (3, ("id",), "there is no column 3; the columns are 'id'"),
    ("z", (), "there is no column 'z'"),
    ("z", tuple(map(str, range(99))), "and 87 more"),
])  # fmt: skip
def test_a_column_that_is_not_there(column, there, sentence):
    assert str(ColumnError(column, there)).endswith(sentence)


def test_a_missing_package_names_itself_and_the_python_that_lacks_it():
    assert str(MissingExtraError("pyarrow", "arrow")) == (
        f"pyarrow is not installed here: run pip install 'mojibake-fix[arrow]' for {sys.executable}, "
        "on a cluster for the Python of every worker"
    )
