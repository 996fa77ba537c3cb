"""ASCII read as UTF-16 is found and undone; what is sound in the scripts that it looks like stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.engine.plans import redo_step, undo_step
from mojibake_fix.engine.wide import ascii_read_as_utf16

TEXTS = [
    "Remember to water the plants",
    "the quick tour starts at the old mill",
    "Bitte den Schluessel nicht vergessen",
    "Please do not feed the ducks, they are on a diet.",
]
SOUND = [
    "明天早上八点我们在图书馆门口见面，请不要迟到。",
    "杂志社的编辑昨天打来电话，说数据来源需要重新核对。",
    "佢哋慢慢行上山，唔使急，仲有大把時間。",
    "牆上掛著一幅畫，畫裡是祖母年輕時住過的老房子。",
    "来週の水曜日に新しい自転車が届く予定です。",
    "カタカナとひらがなをまぜて書いてみました。",
    "내일은 비가 온다고 하니 우산을 챙기세요.",
    "ꆈꌠꉙꀕꇐꊰꃅꄉꑌ",
    "ꕙꔤ ꕢꕌ ꔳꘋ ꗼꖺ",
    "††† ‡‡‡ ••• ††††††",
    "┌────┐ ╔════╗ ☆☆☆☆☆☆",
    "नदी के किनारे एक पुराना पेड़ है।",
    "救上来",  # a line end among its bytes
    "打上来",
    "传上来",
    "来来来",  # whose bytes are `gegege`: the same again and again
    "Nothing here but ASCII, “quotes” and a dash – that is all…",
    "",
]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", TEXTS)
def test_ascii_is_found_whole(text, order):
    text = text[: len(text) // 2 * 2]
    shown = text.encode().decode(order)
    (found,) = ascii_read_as_utf16(f"[{shown}]")
    assert (found.start, found.end, found.after) == (1, 1 + len(shown), text)
    assert (found.step.written, found.step.read) == ("ascii", order)
    assert undo_step(shown, found.step) == text
    assert redo_step(text, found.step) == shown
    assert found.gain > 0


def test_several_runs_are_found_in_their_order():
    texts = ["open the windows", "close both doors"]
    first, second = (text.encode().decode("utf-16-le") for text in texts)
    assert [found.after for found in ascii_read_as_utf16(f"1: {first}\n2: {second}")] == texts


def test_lines_are_found_together():
    text = "Please close the gate\nbehind the sheep, please"
    (found,) = ascii_read_as_utf16(text.encode().decode("utf-16-le"))
    assert found.after == text


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays(text):
    assert ascii_read_as_utf16(text) == []


def test_sound_lines_of_the_corpus_stay(sound_lines):
    for lines in sound_lines.values():
        for line in lines:
            assert ascii_read_as_utf16(line) == []


@pytest.mark.parametrize("text", ["ok", "a b!", "0123456789", "{}();[]<>#", "        ", "xqzvkjwpfg"])
def test_too_little_or_no_text_stays(text):
    assert ascii_read_as_utf16(text.encode().decode("utf-16-le")) == []


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_whatever_is_found_can_be_undone(text):
    for found in ascii_read_as_utf16(text):
        assert undo_step(text[found.start : found.end], found.step) == found.after
        assert found.after.isascii()
