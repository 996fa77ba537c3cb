"""Many texts at once have the answers of one by one, whatever stands beside them and in which order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mojibake_fix import fix, fix_many, repair, repair_many
from mojibake_fix.engine.find import look
from mojibake_fix.engine.quiet import is_quiet


@settings(max_examples=25)
@given(st.data())
def test_many_are_answered_as_one_by_one(mixed_documents, any_texts, data):
    texts = data.draw(st.lists(mixed_documents | any_texts, max_size=6))
    assert fix_many(texts) == [fix(text) for text in texts]


@settings(max_examples=25)
@given(st.data())
def test_the_whole_repair_is_that_of_one_by_one(mixed_documents, data):
    texts = data.draw(st.lists(mixed_documents, max_size=4))
    assert repair_many(texts) == [repair(text) for text in texts]


@settings(max_examples=25)
@given(st.data())
def test_the_order_does_not_matter(mixed_documents, data):
    texts = data.draw(st.lists(mixed_documents, min_size=2, max_size=6))
    order = data.draw(st.permutations(range(len(texts))))
    answers = repair_many(texts)
    assert repair_many([texts[k] for k in order]) == [answers[k] for k in order]


@settings(max_examples=50)
@given(st.data())
def test_what_is_quiet_alone_is_not_odd_in_a_batch(model, mixed_documents, any_texts, data):
    texts = data.draw(st.lists(mixed_documents | any_texts, max_size=6))
    lines = [line for text in texts for line in text.split("\n")]
    odd = look([[line] for line in lines], model).odd
    assert not any(is_quiet(line, model) and places for line, places in zip(lines, odd, strict=True))


def test_a_generator_is_as_good_as_a_list(damage):
    texts = ["Žluťoučký kůň", damage("Žluťoučký kůň pěl ódy", "utf-8>cp1252"), "plain"]
    assert repair_many(text for text in texts) == repair_many(texts)
    assert fix_many(text for text in texts) == ["Žluťoučký kůň", "Žluťoučký kůň pěl ódy", "plain"]


def test_no_texts_have_no_answers():
    assert repair_many([]) == fix_many([]) == []


def test_one_text_twice_has_one_answer_twice(damage):
    mangled = damage("Größere Räume für Bücher", "utf-8>latin-1")
    assert fix_many([mangled] * 3) == ["Größere Räume für Bücher"] * 3
