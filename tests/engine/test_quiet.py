"""One line by itself: what is called quiet is nothing odd in a batch, and most that is not odd is called so."""

import itertools
import subprocess
import sys

import pytest

from mojibake_fix import repair_many
from mojibake_fix.engine.find import look, oddness
from mojibake_fix.engine.quiet import is_quiet
from mojibake_fix.engine.sound import is_surely_sound
from mojibake_fix.engine.usual import ODD_ENOUGH
from mojibake_fix.testing import chain_of, mangle


def are_odd(lines, model):
    return [bool(places) for places in look([[line] for line in lines], model).odd]


def test_a_sound_line_is_quiet_where_the_batch_finds_nothing_odd(model, sound_lines):
    lines = [line for lines in sound_lines.values() for line in lines if not line.isascii()]
    odd = are_odd(lines, model)
    quiet = [is_quiet(line, model) for line in lines]
    assert not any(is_odd and is_called for is_odd, is_called in zip(odd, quiet, strict=True))
    assert sum(quiet) > 0.95 * odd.count(False)


@pytest.mark.parametrize("chain", ["utf-8>cp1252", "cp1251>cp1252", "utf-8>gbk"])
def test_what_is_odd_is_not_quiet(model, sound_lines, chain):
    broken = [mangle(lines[0], chain_of(chain)) for lines in sound_lines.values()]
    broken = [line for line in broken if line]
    odd = list(itertools.compress(broken, are_odd(broken, model)))
    assert len(odd) > 5
    assert not any(is_quiet(line, model) for line in odd)


def test_a_character_is_judged_by_what_is_before_and_behind_it(model):
    """At both ends of the line, between letters, and in another script's word."""
    for text in ["¿", "é", "a¿b", "¿b", "a¿", "中文a", "caf中", "я́", "Ωmega", "\ufeffé", "é\t", "ééééééé", "«»" * 9]:
        assert not is_quiet(text, model) or are_odd([text], model) == [False]


def test_letters_that_no_page_shows_are_quiet_and_need_no_look(model):
    """However odd: no accident put them there. What stands beside them is looked at."""
    text = "ქრმაალმ სიტჰვძ"
    assert oddness([text], model)[0] > ODD_ENOUGH
    assert is_quiet(text, model)
    assert are_odd([text, f"{text} Ð¿Ñ€Ð¸Ð²ÐµÑ‚"], model) == [False, True]


def test_of_many_lines_and_of_long_ones_nothing_is_said(model):
    assert not is_quiet("é\né", model)
    assert not is_quiet("é " * 1000, model)


def test_what_is_surely_sound_stays(model, sound_lines):
    """The front asks no more of a text, so it must not say so of any that the engine would change."""
    broken = [mangle(lines[0], chain_of("utf-8>cp1252")) for lines in sound_lines.values()]
    texts = [*filter(None, broken), *(lines[0] for lines in sound_lines.values())]
    texts += ["They donât know what weâll do", "\\u00c3\\u00a9 é", "畂桳栠摩琠敨映捡獴", "&Atilde;&copy; é"]
    surely = [text for text in texts if is_surely_sound(text, model)]
    assert len(surely) > len(sound_lines) / 3
    assert [answer.text for answer in repair_many(surely)] == surely


@pytest.mark.parametrize("text", ["plain", "a=b & c", "Ein schöner Tag für alle"])
def test_a_sound_text_needs_no_search(text):
    """The first text of a process does not wait for what it does not need."""
    searched = "'mojibake_fix.engine.repairer' in sys.modules"
    asked = f"import sys, mojibake_fix; mojibake_fix.fix({text!r}); print({searched})"
    out = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert out.stdout.strip() == "False"
