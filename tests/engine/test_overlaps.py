r"""Spans and escapes in one text: a span is cut around escapes, or they stay."""

import pytest

from mojibake_fix.engine.overlaps import join_spans
from mojibake_fix.types import Span, Step

READ = (Step("utf-8", "cp1252"),)
ESCAPED = (Step("json-escape", "json-escape"), *READ)


def span(text, before, after, chain):
    start = text.index(before)
    return Span(start, start + len(before), before, after, chain, 9.0)


def put(text, spans):
    for one in reversed(spans):
        assert text[one.start : one.end] == one.before
        text = text[: one.start] + one.after + text[one.end :]
    return text


def test_apart_they_stay_as_they_are():
    text = r"fÃ¼r \u00c3\u00a9"
    spans, escaped = [span(text, "fÃ¼r", "für", READ)], [span(text, r"\u00c3\u00a9", "é", ESCAPED)]
    assert join_spans(spans, escaped) == [*spans, *escaped]
    assert join_spans(spans, []) == spans
    assert join_spans([], escaped) == escaped


def test_a_span_is_cut_around_escapes():
    text = r"fÃ¼r \u00c3\u00a9 nÃ¤"
    joined = join_spans([span(text, text, r"für \u00c3\u00a9 nä", READ)], [span(text, r"\u00c3\u00a9", "é", ESCAPED)])
    assert put(text, joined) == "für é nä"


@pytest.mark.parametrize("parts", [["Ã¢Â"], ["Ã¢", "Â"]])
def test_what_is_a_part_of_the_damage_belongs_to_the_escape(parts):
    text = r"xÃ¢Â\u0080Â\u0099y"
    escaped = [span(text, text[1:-1], "’", ESCAPED)]
    assert join_spans([span(text, part, "â", READ) for part in parts], escaped) == escaped


def test_an_escape_that_a_span_cannot_be_cut_around_stays():
    text = r"Ã\u00c3\u00a9Â"
    whole = [span(text, text, "?", READ)]
    assert join_spans(whole, [span(text, r"\u00c3\u00a9", "é", ESCAPED)]) == whole


def test_plain_damage_beside_an_escape_is_the_judges_where_it_has_seen_it():
    text = "fÃ¼r uns"
    whole = [span(text, text, "für uns", READ)]
    assert join_spans(whole, [span(text, "Ã¼", "ü", READ)]) == whole
