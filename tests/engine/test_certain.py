"""What is beyond doubt: all of a document is UTF-8 that one page was taken for."""

import pytest

from mojibake_fix.encodings import read
from mojibake_fix.engine.certain import certain_repairs
from mojibake_fix.engine.pieces import cut
from mojibake_fix.engine.priors import chain_of_path

GREEK = "Η γάτα κοιμάται στον ήλιο όλη μέρα"


def misread(text, reader, times=1):
    for _ in range(times):
        text = read(text.encode("utf-8"), reader)
    return text


@pytest.mark.parametrize("times", [1, 2, 3])
def test_every_layer_is_undone(model, times):
    (repair,) = certain_repairs([cut(misread(GREEK, "cp437", times))], model)
    assert repair is not None
    assert "".join(repair.pieces) == GREEK
    assert [str(step) for step in chain_of_path(repair.path)] == ["utf-8 read as cp437"] * times


def test_lines_keep_their_ends(model):
    text = misread(GREEK, "cp437") + "\n\nplain\n" + misread("Ο ήλιος ανέτειλε πάλι", "cp437")
    (repair,) = certain_repairs([cut(text)], model)
    assert repair is not None
    assert "".join(repair.pieces) == GREEK + "\n\nplain\nΟ ήλιος ανέτειλε πάλι"


@pytest.mark.parametrize(
    "text",
    [
        GREEK,
        "cafÃ©",  # one letter: the judge weighs it
        misread(GREEK, "cp437") + " " + GREEK,  # a part is sound
        "Mojibake of UTF-8: " + misread(GREEK, "cp437"),  # shown on purpose
        "plain",
    ],
)
def test_whatever_is_less_clear_is_left_to_the_judge(model, text):
    assert certain_repairs([cut(text)], model) == [None]
