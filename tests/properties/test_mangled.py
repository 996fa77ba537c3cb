"""Damage and repair: what was mangled comes back or stays, and a repaired text is at rest."""

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mojibake_fix import Verdict, fix, fix_many, repair


@settings(max_examples=150)
@given(st.data())
def test_mangled_text_comes_back_or_stays(sure_cases, data):
    case = data.draw(sure_cases)
    assert fix(case.mangled) in (case.expected, case.mangled)


@settings(max_examples=100)
@given(st.data())
def test_sound_text_stays(sound_texts, data):
    text = data.draw(sound_texts)
    answer = repair(text)
    assert answer.text == text
    assert (answer.spans, answer.plan.edits) == ((), ())
    assert answer.verdict in (Verdict.SOUND, Verdict.SUSPECT)


@settings(max_examples=100)
@given(st.data())
def test_a_repaired_case_is_at_rest(mangled_cases, data):
    once = fix(data.draw(mangled_cases).mangled)
    assert fix(once) == once


@settings(max_examples=60)
@given(st.data())
def test_a_repaired_document_is_at_rest(mixed_documents, data):
    once = fix(data.draw(mixed_documents))
    assert fix(once) == once


@settings(max_examples=200, phases=[Phase.generate])
@given(st.data())
def test_any_repaired_text_is_at_rest(any_texts, data):
    once = fix(data.draw(any_texts))
    assert fix(once) == once


@settings(max_examples=40)
@given(st.data())
def test_the_sound_lines_of_a_document_stay(mangled_cases, sound_lines, data):
    """What stands between mangled lines of the same language is not touched."""
    case = data.draw(mangled_cases)
    sound = data.draw(st.lists(st.sampled_from(sound_lines[case.language]), min_size=2, max_size=4))
    fixed = fix("\n".join([sound[0], case.mangled, *sound[1:]])).split("\n")
    assert [fixed[0], *fixed[2:]] == sound


@settings(max_examples=30)
@given(st.data())
def test_a_sound_document_split_at_its_line_ends_stays(sound_lines, data):
    lines = data.draw(st.sampled_from(list(sound_lines.values())))
    at = data.draw(st.integers(1, len(lines) - 1))
    assert fix_many(["\n".join(lines[:at]), "\n".join(lines[at:])]) == ["\n".join(lines[:at]), "\n".join(lines[at:])]
