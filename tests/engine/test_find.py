"""The filter: sound text is not odd, mojibake is, and a text is measured alike in every batch."""

import numpy as np
import pytest

from mojibake_fix import Verdict, fix, repair
from mojibake_fix.engine.find import _of_new_words, look, odd_pieces, oddness
from mojibake_fix.engine.usual import ODD_ENOUGH, odd_enough, odd_of_few, promised

LANGUAGES = ["de", "fr", "pl", "cs", "ru", "el", "tr", "vi", "ja", "ko", "ar", "he", "hi", "th"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_mojibake_is_odd(model, sound_lines, damage, code):
    mangled = [damage(line, "utf-8>cp1252") for line in sound_lines[code]]
    assert (oddness(mangled, model) >= ODD_ENOUGH).all()


@pytest.mark.parametrize("code", LANGUAGES)
def test_sound_text_is_less_odd_than_mojibake(model, sound_lines, damage, code):
    sound = sound_lines[code]
    odd = oddness(sound, model)
    broken = oddness([damage(line, "utf-8>cp1252") for line in sound], model)
    assert odd.mean() < broken.mean() / 4


def test_a_letter_of_another_language_is_odd(model):
    """The universal model knows every letter; the plain words tell the language."""
    polish, swapped = oddness(["Wszyscy myśleli, że będzie padać", "Wszyscy myśleli, że bździe padać"], model)
    assert polish < ODD_ENOUGH <= swapped


@pytest.mark.parametrize("text", ["plain words", "x = y + 1", "-----", "é", ""])
def test_ascii_and_lone_letters_are_not_odd(model, text):
    assert oddness([text or " "], model)[0] < ODD_ENOUGH


def test_a_text_is_measured_alike_in_every_batch(model, sound_lines):
    texts = [lines[0] for lines in sound_lines.values()]
    together = oddness(texts, model)
    alone = [oddness([text], model)[0] for text in texts]
    np.testing.assert_allclose(together, alone, rtol=1e-5, atol=1e-3)


def test_a_document_is_odd_where_one_piece_is(model, damage):
    broken = damage("Größe", "utf-8>cp1252")
    assert odd_pieces([["plain", "Größe"], ["plain", broken], [], ["plain"]], model) == [[], [1], [], []]


def test_what_holds_controls_of_pages_is_not_tried_but_judged(model):
    found = look([["Gr\x9a\x9ae"], ["Ð¡ÑŠÐµÑˆÑŒ ÐµÑ‰Ñ‘ ÑÑ‚Ð¸Ñ… Ð¼ÑÐ³ÐºÐ¸Ñ… Ð±ÑƒÐ»Ð¾Ðº"]], model)
    assert found.odd == [[0], [0]]
    assert found.surely == {0}
    assert {own.document for own in found.tries} == {1}


def test_what_lost_bytes_need_not_promise_anything():
    """Of a word of which bytes were lost, what is left promises little, whatever it was."""
    broken = "Рано утром рыбаки вышли в море".encode("mac_cyrillic").decode("cp932", "replace")
    answer = repair(broken)
    assert answer.text.startswith("Рано утро")
    assert answer.verdict is Verdict.LOSSY


@pytest.mark.parametrize("text", ["Das Wort W\ufffdrt ist zerstört", "что\ufffd это", "5 \ufffd 7 ▲ é"])
def test_no_op_twin_a_lost_character_in_sound_text(text):
    assert fix(text) == text


def test_a_word_of_a_document_is_tried_once(model):
    """Names stand in many lines: they promise no more the tenth time than the first."""
    lines = [f"Häkkinen won the race number {number}." for number in range(30)]
    tried = _of_new_words(look([lines], model).tries)
    assert [unit.text for own in tried for unit in own.words] == ["Häkkinen"]


def test_of_more_pieces_more_is_promised_by_chance():
    pieces = [1, 8, 32, 256, 4096]
    assert promised([1] * 5, pieces).tolist() == [0, 1, 3, 6, 10]
    assert promised([128] * 5, pieces).tolist() == [5, 5, 5, 6, 10]


@pytest.mark.parametrize("chain", ["utf-8>cp1252", "cp850>cp1252", "mac_roman>cp1252"])
def test_one_damaged_line_among_hundreds_comes_back(damage, chain):
    """More is asked of many lines, and what is damaged promises more than that."""
    sound = [f"Im Jahr {1700 + number} wurden in der Stadt {number * 7} Häuser größer gebaut." for number in range(300)]
    line = "Die Brücke über den Fluss wurde erst später wieder geöffnet."
    broken = [*sound[:200], damage(line, chain), *sound[200:]]
    assert fix("\n".join(broken)) == "\n".join([*sound[:200], line, *sound[200:]])


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Sisesta uus salasõna kaks korda", "cp775>cp1257"),
        ("Mercou un móbil novo na tenda", "mac_roman>cp437"),
        ("Više od deset", "cp852>latin-1"),
        ("siempre vivimos en este país", "mac_roman>cp1251"),
    ],
)
def test_what_is_but_little_odd_is_looked_at_where_a_chain_promises_words(damage, text, chain):
    assert damage(text, chain) != text
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", ["o Android Auto de sesións", "Câştî pierdût la sô", "une cathèdrale"])
def test_what_is_but_little_odd_by_itself_stays(text):
    assert fix(text) == text


def test_more_is_asked_where_more_is_beyond_ascii():
    counts = [0, 1, 2, 5, 20, 40, 100, 1000]
    texts = ["several words"] * len(counts)
    assert odd_enough(texts, counts).tolist() == sorted(odd_enough(texts, counts).tolist())
    assert promised(counts).tolist() == sorted(promised(counts).tolist())
    assert (odd_enough(texts, counts) >= odd_of_few(texts)).all()
    assert odd_enough(["word"], [1])[0] > odd_enough(["some word"], [1])[0]


def test_all_odd_pieces_are_of_a_document_that_is_damaged_for_certain(model):
    little, damaged = "Ein Wort wie polish wirkt hier fremd, ñoño auch.", "GrÃ¼ÃŸe aus KÃ¶ln und MÃ¼nchen"
    alone, together = odd_pieces([[little], [little, damaged]], model)
    assert alone in ([], [0])
    assert 1 in together
    assert set(alone) <= set(together)
