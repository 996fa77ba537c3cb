"""A repair explains itself: its spans and its plan say exactly what was done."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mojibake_fix import Plan, repair


@settings(max_examples=80)
@given(st.data())
def test_spans_make_the_text(mixed_documents, any_texts, data):
    text = data.draw(mixed_documents | any_texts)
    answer = repair(text)
    out, at = [], 0
    for span in answer.spans:
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.before != span.after
        out += [text[at : span.start], span.after]
        at = span.end
    assert "".join([*out, text[at:]]) == answer.text
    assert answer.changed == bool(answer.spans) == (answer.text != text)


@settings(max_examples=80)
@given(st.data())
def test_the_plan_replayed_gives_the_text(mixed_documents, any_texts, data):
    answer = repair(data.draw(mixed_documents | any_texts))
    assert answer.plan.apply(answer.original) == answer.text
    assert set(answer.chains) == {span.chain for span in answer.spans}


@settings(max_examples=80)
@given(st.data())
def test_the_plan_inverted_gives_the_original(mixed_documents, data):
    answer = repair(data.draw(mixed_documents))
    assert answer.plan.invert(answer.text) == answer.original


@settings(max_examples=60)
@given(st.data())
def test_the_plan_as_python_gives_the_text(mixed_documents, data):
    answer = repair(data.draw(mixed_documents))
    names = {}
    exec(answer.plan.as_python(), names)
    assert names["repair"](answer.original) == answer.text


@settings(max_examples=60)
@given(st.data())
def test_losses_are_places_of_the_text(mixed_documents, any_texts, data):
    answer = repair(data.draw(mixed_documents | any_texts))
    for loss in answer.losses:
        assert answer.text[loss.start : loss.end] == loss.text


@given(st.text())
def test_an_empty_plan_does_nothing(text):
    assert Plan().apply(text) == Plan().invert(text) == text
