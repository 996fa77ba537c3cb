"""What is beyond doubt: all of a document is UTF-8 that one page was taken for."""

import pytest

from mojibake_fix.encodings import read
from mojibake_fix.engine.certain import certain_repairs, likely_certain
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


def test_a_layer_that_shows_controls_has_another_one_below(model):
    """In Latin-1 the first bytes of Cyrillic are letters, the second ones controls."""
    text = "Кошка спит на солнце весь день"
    (repair,) = certain_repairs([cut(misread(text, "iso8859-1", 2))], model)
    assert repair is not None
    assert "".join(repair.pieces) == text


def test_layers_that_prove_too_little_alone_do_together(model):
    text = "nous avons mangé dehors"
    (repair,) = certain_repairs([cut(misread(text, "cp1252", 2))], model)
    assert repair is not None
    assert "".join(repair.pieces) == text


def test_a_page_of_several_bytes_is_beyond_doubt_where_what_stands_there_is_no_text(model):
    text = "Сегодня утром мы долго гуляли по берегу моря"
    (repair,) = certain_repairs([cut(misread(text, "gbk"))], model)
    assert repair is not None
    assert "".join(repair.pieces) == text


def test_one_page_explains_every_layer_where_one_can(model):
    """The inner layer is in both pages the same, the outer one has controls."""
    (repair,) = certain_repairs([cut(misread("Кошка спит на солнце весь день", "iso8859-1", 2))], model)
    assert repair is not None
    assert {str(step) for step in chain_of_path(repair.path)} == {"utf-8 read as iso8859-1"}


def test_a_large_document_is_known_by_its_first_pieces(model):
    lines = [misread(GREEK, "cp437") if number % 2 else "plain" for number in range(400)]
    sound = [GREEK if number % 2 else "plain" for number in range(400)]
    documents = [cut("\n".join(own)) for own in (lines, sound, lines[:10])]
    assert likely_certain(documents, model) == [0]


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
