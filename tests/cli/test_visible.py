"""`visible`, and that everything that is printed went through it."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.cli.visible import visible

HOSTILE = "\x1b[2J\x1b]0;title\x07\r\x9b31m\u202egnp.exe\u2066\ufeff\u2028\x7f"


def dangerous(text):
    return [
        character
        for character in text
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        or character in "\ufeff\u200e\u200f\u061c"
    ]


@given(st.text(st.characters()))
def test_nothing_dangerous_is_left(text):
    assert not dangerous(visible(text))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M"])))
def test_ordinary_text_stays_as_it_is(text):
    blanks = "\u034f\u115f\u1160\u3164\uffa0"
    assert visible(text) == text or any(character in "\ufffe\uffff" + blanks for character in text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1bb", "a<U+001B>b"),
        ("\u202e", "<RLO>"),
        ("\udcff", "<U+DCFF>"),
        ("\x85\x9b", "<U+0085><U+009B>"),
        ("\ufeffBOM", "<BOM>BOM"),
        ("\U000e0041", "<U+E0041>"),
        ("line\nend\t", "line<U+000A>end<U+0009>"),
        ("می‌خواهم 👩‍🚀", "می‌خواهم 👩‍🚀"),
    ],
)
def test_names(text, shown):
    assert visible(text) == shown


def test_names_of_what_cannot_be_seen():
    assert visible("a\u200bb\xad\u200f\u3164\u115f\u034f") == "a<ZWSP>b<SHY><RLM><U+3164><U+115F><CGJ>"
    assert visible("❤\ufe0f a\u200cb\u200d", unseen=True) == "❤<VS16> a<ZWNJ>b<ZWJ>"


def test_no_break_space_only_where_asked():
    assert visible("3\xa0km") == "3\xa0km"
    assert visible("3\xa0km", unseen=True) == "3<NBSP>km"


@pytest.mark.parametrize("command", ["check", "diff", "detect", "explain"])
@pytest.mark.parametrize("kind", ["text", "json"])
def test_hostile_content_and_names_are_printed_safely(library, fixenc, folder, monkeypatch, command, kind):
    if command == "diff":  # into a pipe goes a patch, which must hold the bytes of the file
        monkeypatch.setattr("mojibake_fix.cli.commands.shared.on_terminal", lambda: True)
    top = folder({f"Ã¤{HOSTILE}.txt": f"Ã¤ {HOSTILE} rÃ©sumÃ©\n{HOSTILE}"})
    (name,) = (path.name for path in top.iterdir())
    args = ["--file", name] if command == "explain" else ["-v", name]
    if command == "explain":
        library.repair_bytes = without_plan(library.repair_bytes)
    result = fixenc(command, "--format", kind, *args)
    assert result.stdout
    lines = (result.stdout + result.stderr).replace("\n", "").replace("\t", "")
    assert not dangerous(lines)
    if kind == "json":
        assert all(line.isascii() for line in result.stdout.splitlines())


def test_hostile_arguments_are_printed_safely(library, fixenc, folder):
    folder({})
    for args in (("check", f"no{HOSTILE}"), ("fix", "--write", "--to", f"x{HOSTILE}"), ("check", f"--{HOSTILE}")):
        result = fixenc(*args)
        assert result.exit_code == 2
        assert not dangerous(result.stderr.replace("\n", ""))


def test_a_name_that_is_no_utf8(library, fixenc, folder):
    top = folder({})
    path = top / b"na\xefve.txt".decode("utf-8", "surrogateescape")
    try:
        path.write_text("Ã¤")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert fixenc("check", ".").stdout.startswith("na<U+DCEF>ve.txt:1:1: mojibake")
    record = json.loads(fixenc("check", "--format", "json", ".").stdout.splitlines()[0])
    assert record["path"] == {"bytes": "bmHvdmUudHh0"}


def without_plan(repair_bytes):
    """The stand-in library's repair with no plan: printing plans is the engine's business."""
    import dataclasses

    from mojibake_fix.types import Plan

    return lambda data, **_: dataclasses.replace(repair_bytes(data), plan=Plan())
