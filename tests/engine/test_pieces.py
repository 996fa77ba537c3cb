"""Pieces: joined they are the text, none is longer than allowed, and only a line feed ends a line."""

from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.engine import pieces
from mojibake_fix.engine.pieces import LONGEST, cut


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("\n\n\r\x85\u2028 ")))
def test_joined_pieces_are_the_text(text):
    found = cut(text)
    assert "".join(found) == text
    assert all(piece == "\n" or (piece and "\n" not in piece) for piece in found)


@given(st.text("ab \n", max_size=200))
def test_long_lines_are_cut(text):
    with_short = pieces.LONGEST
    pieces.LONGEST = 10
    try:
        found = cut(text)
    finally:
        pieces.LONGEST = with_short
    assert "".join(found) == text
    assert all(len(piece) <= 10 for piece in found)


def test_a_long_line_is_cut_behind_a_space():
    found = cut("wort " * LONGEST)
    assert all(len(piece) <= LONGEST and piece.endswith(" ") for piece in found)


def test_a_long_line_without_a_space_is_cut_anyway():
    assert [len(piece) for piece in cut("ß" * (LONGEST + 5))] == [LONGEST, 5]


def test_other_line_ends_end_no_piece():
    """U+0085 and U+2028 are bytes of mojibake, and a CR stays with its line."""
    assert cut("a\x85b\u2028c\rd\r\ne") == ["a\x85b\u2028c\rd\r", "\n", "e"]


def test_no_text_has_no_pieces():
    assert cut("") == []
