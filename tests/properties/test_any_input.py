"""Whatever comes in, an answer comes out: text and bytes never raise."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mojibake_fix import Verdict, classify, detect, fix, fix_bytes, repair, repair_bytes

calm = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@calm
@given(st.data())
def test_any_text_is_accepted(any_texts, data):
    text = data.draw(any_texts)
    answer = repair(text)
    assert fix(text) == answer.text
    assert isinstance(answer.text, str)
    assert classify(text).verdict is answer.verdict
    assert answer.verdict not in (Verdict.BINARY, Verdict.LEGACY)
    assert 0 <= answer.probability <= 1


@calm
@given(st.data())
def test_any_bytes_are_accepted(any_bytes, data):
    octets = data.draw(any_bytes)
    answer = repair_bytes(octets)
    assert fix_bytes(octets) == answer.text
    assert classify(octets).verdict is answer.verdict
    detection = detect(octets)
    assert 0 <= detection.probability <= 1


@calm
@given(st.data())
def test_the_encoding_detected_decodes_the_bytes(any_bytes, data):
    """Strictly, to the last byte; but for a character that the end of the bytes cuts off, which the evidence tells."""
    octets = data.draw(any_bytes)
    detection = detect(octets)
    if detection.encoding is not None and "cut off" not in detection.evidence:
        octets.decode(detection.encoding)


@given(st.text(st.characters(max_codepoint=0x7F, exclude_characters="\\&"), max_size=200))
def test_ascii_without_escapes_is_sound(text):
    assert repair(text) == repair(text)
    assert (repair(text).text, repair(text).verdict) == (text, Verdict.SOUND)


@given(st.text(st.characters(max_codepoint=0x7F, exclude_characters="\\&"), max_size=200))
def test_ascii_bytes_come_back_as_they_are_or_are_binary(text):
    answer = repair_bytes(text.encode())
    assert answer.text == text or answer.verdict is Verdict.BINARY or answer.detection.encoding != "ascii"
