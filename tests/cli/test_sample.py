"""`sample`: a glimpse of about thirty characters, of one line, safe to print."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.cli.places import count_places, first_place, original_place
from mojibake_fix.cli.sample import sample
from mojibake_fix.types import Loss, Repair, Span, Step
from mojibake_fix.verdicts import Verdict

STEP = (Step("utf-8", "cp1252"),)


def repaired(parts):
    """A repair of alternating parts: sound text, then (before, after), ..."""
    original = text = ""
    spans = []
    for part in parts:
        before, after = (part, part) if isinstance(part, str) else part
        if not isinstance(part, str):
            spans.append(Span(len(original), len(original) + len(before), before, after, STEP, 1.0))
        original += before
        text += after
    return Repair(original, text, Verdict.MOJIBAKE, spans=tuple(spans))


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (["Zg", ("Ã³", "ó"), "da"], "ZgÃ³da -> Zgóda"),
        (["W Szczebrzeszynie chrz", ("Ä…", "ą"), "szcz"], "…zynie chrzÄ…szcz -> …zynie chrząszcz"),
        (["erste Zeile\r\nzweite Zeile ", ("Ã¤", "ä"), "\r\ndritte"], "…ite Zeile Ã¤ -> …ite Zeile ä"),
        (["def f():\n            ", ("Ã¤", "ä"), " = 1"], "Ã¤ = 1 -> ä = 1"),
        (["x =           ", ("Ã¤", "ä")], "…Ã¤ -> …ä"),
        (["erste\n", ("Ã¤", "ä"), "\ndritte"], "Ã¤ -> ä"),
        ([("Ã¤", "ä"), "x" * 28 + " \nzweite"], f"Ã¤{'x' * 28} -> ä{'x' * 28}"),
        ([("Ã¤", "ä"), "x" * 29 + "\nzweite"], f"Ã¤{'x' * 28}… -> ä{'x' * 28}…"),
        ([("Ã¤", "ä"), " und ", ("Ã¶", "ö"), " und Ã"], "Ã¤ und Ã¶ und Ã -> ä und ö und Ã"),
        (["a", ("â\x80\xa0\x1b", "\xa0\u202e")], "aâ<U+0080><NBSP><U+001B> -> a<NBSP><RLO>"),
    ],
)
def test_before_and_after(parts, shown):
    assert sample(repaired(parts)) == shown


def test_a_span_over_the_whole_text_is_shown_where_it_differs():
    before = "x" * 100 + "Ã¤" * 50
    shown = sample(repaired([(before, "x" * 100 + "ä" * 50)]))
    assert shown == "…" + "x" * 10 + "Ã¤" * 10 + "… -> …" + "x" * 10 + "ä" * 10 + "…"


def test_without_spans_the_first_character_beyond_ascii():
    text = "plain text first, then Ωραία"
    assert sample(Repair(text, text, Verdict.LEGACY)) == "…rst, then Ωραία"
    assert sample(Repair("plain", "plain", Verdict.LEGACY)) == ""


def test_without_spans_the_first_loss():
    text = "Bjørn og M?nen"
    repair = Repair(text, text, Verdict.LOSSY, losses=(Loss(10, 11, "?", "gone"),))
    assert sample(repair) == "Bjørn og M?nen"


def test_a_loss_has_a_place_in_the_text_before_the_repair():
    repair = replace(repaired(["a ", ("Ã¤Ã¤", "ää"), " \ufffd"]), losses=(Loss(5, 6, "\ufffd", "gone"),))
    assert original_place(repair, 5) == 7
    assert (first_place(repair), count_places(repair)) == (2, 2)
    assert first_place(replace(repair, spans=(), text=repair.original, losses=(Loss(7, 8, "\ufffd", "gone"),))) == 7
    assert first_place(Repair("ä", "ä", Verdict.LEGACY)) is None


words = st.text(min_size=0, max_size=40)


@given(st.lists(words | st.tuples(words.filter(bool), words), max_size=8))
def test_any_repair_gives_one_short_line(parts):
    shown = sample(repaired(parts))
    assert "\n" not in shown
    assert "\r" not in shown
    assert len(shown) < 2 * 30 * len("<U+0000>") + 60 * 8
