r"""Escapes: undone only where they hide UTF-8 that was read wrongly; `caf\u00e9` in a JSON file is sound."""

import json

import pytest

from mojibake_fix import Verdict, fix, repair
from mojibake_fix.engine.escapes import ESCAPES, find_escaped, unescape


def in_json(text):
    return json.dumps(text)[1:-1]


@pytest.mark.parametrize("word", ["Café", "Größe", "Žižkov", "Привет", "naïve", "日本語", "“so”", "Ελλάδα", "😀"])
def test_mojibake_in_json_escapes_is_undone(word):
    assert fix(f'{{"name": "{in_json(word.encode().decode("latin-1"))}"}}') == f'{{"name": "{word}"}}'


@pytest.mark.parametrize(
    "word", ["Café", "Größe", "Žižkov", "Привет", "naïve", "日本語", "“so”", "ÄÖÜ", "©®", "😀", "é"]
)
def test_sound_json_escapes_stay(word):
    text = f'{{"name": "{in_json(word)}"}}'
    assert fix(text) == text
    assert repair(text).verdict is Verdict.SOUND


@pytest.mark.parametrize(("text", "fixed"), [
    ("Caf&Atilde;&copy;", "Café"),
    ("M&#195;&#188;ller", "Müller"),
    ("M&#xC3;&#xBC;ller", "Müller"),
    ("it&acirc;&euro;&trade;s", "it’s"),
])  # fmt: skip
def test_mojibake_in_html_entities_is_undone(text, fixed):
    assert fix(text) == fixed


@pytest.mark.parametrize("text", [
    "Caf&eacute;", "M&uuml;ller", "&copy; 2020 &mdash; &amp;c.", "A&amp;O", "&lt;b&gt;", "&nbsp;&nbsp;", "&Atilde;",
    "&#8364;&#8364;", "R&D", "a && b; c", "?a=1&copy=2", "&laquo;Da&raquo;", "\\u00e9", "\\u00c3", "C:\\u00c3\\dir",
])  # fmt: skip
def test_sound_escapes_stay(text):
    assert fix(text) == text


def test_an_escaped_backslash_begins_no_escape():
    assert fix(r"\\u00c3\\u00a9") == r"\\u00c3\\u00a9"


def test_only_the_run_is_touched():
    text = r'{"a": "Caf\u00c3\u00a9", "b": "caf\u00e9", "c": "\u2713"}'
    assert fix(text) == r'{"a": "Café", "b": "caf\u00e9", "c": "\u2713"}'
    (found,) = find_escaped(text)
    assert (text[found.start : found.end], found.after) == (r"\u00c3\u00a9", "é")


def test_sound_letters_beside_it_make_it_mixed():
    answer = repair(r"Käse: Caf\u00c3\u00a9")
    assert (answer.text, answer.verdict) == ("Käse: Café", Verdict.MIXED)


def test_a_run_read_by_name():
    assert set(ESCAPES) >= {"json-escape", "html-entity"}
    assert unescape(r"\u00c3\u00a9", "json-escape") == "Ã©"
    assert unescape("&Atilde;&copy;", "html-entity") == "Ã©"
