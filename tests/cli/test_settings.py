"""Settings in pyproject.toml and fixenc.toml: the nearest file counts, what is typed overrules it, errors are clear."""

import pytest

BROKEN, REPAIRED = "Ã¤", "ä"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("fixenc.toml", 'to = "latin1"'),
        ("pyproject.toml", '[tool.fixenc]\nto = "latin1"'),
        ("../fixenc.toml", 'to = "latin1"'),
    ],
)
def test_stand_where_nothing_is_typed(library, fixenc, folder, monkeypatch, name, text):
    top = folder({"in/a.txt": BROKEN, "in/b.txt": BROKEN, "in/c.txt": BROKEN, f"in/{name}": text})
    monkeypatch.chdir(top / "in")
    fixenc("fix", "--write", "a.txt")
    fixenc("fix", "--write", "b.txt", "--to", "utf-8")
    fixenc("fix", "--write", "c.txt", "--isolated")
    contents = [(top / "in" / name).read_bytes() for name in ("a.txt", "b.txt", "c.txt")]
    assert contents == [REPAIRED.encode("latin-1"), REPAIRED.encode(), REPAIRED.encode()]


@pytest.mark.parametrize(
    ("text", "args", "expected"),
    [
        ('to = "utf-16"', ["--keep-encoding"], REPAIRED.encode()),
        ("keep-encoding = true", ["--to", "latin1"], REPAIRED.encode("latin-1")),
    ],
)
def test_what_is_typed_overrules_a_setting_that_excludes_it(library, fixenc, folder, text, args, expected):
    top = folder({"a.txt": BROKEN, "fixenc.toml": text})
    assert fixenc("fix", "--write", *args, "a.txt").exit_code == 0
    assert (top / "a.txt").read_bytes() == expected


def test_the_nearest_file_counts_alone(library, fixenc, folder, monkeypatch):
    top = folder({"a.txt": BROKEN, "fixenc.toml": "hidden = true", "sub/fixenc.toml": "", "sub/.b.txt": BROKEN})
    assert ".b.txt" in fixenc("check", ".").stdout
    monkeypatch.chdir(top / "sub")
    assert ".b.txt" not in fixenc("check", ".").stdout


def test_a_pyproject_without_our_table_is_passed_over(library, fixenc, folder, monkeypatch):
    top = folder(
        {"fixenc.toml": "hidden = true", "one/pyproject.toml": "[tool.ruff]", "two/pyproject.toml": "tool = 1"}
    )
    for name in ("one", "two"):
        monkeypatch.chdir(top / name)
        assert "hidden = true" in fixenc("check", "--show-settings").stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('levl = "sure"', "there is no setting levl; did you mean level?"),
        ("zebra = 1", "there is no setting zebra; the settings are level, only, except"),
        ("hidden = 1", "hidden must be true or false."),
        ("only = 'single-byte'", "only must be a list of texts."),
        ("min-gain = true", "min-gain must be a number."),
        ("to = 8", "to must be a text in quotes."),
        ("to = ", "fixenc.toml: "),
        ('level = "certain"', "'certain' is not one of 'sure', 'likely', 'guess'"),
        ('only = ["utf8"]', "'utf8' is not one of"),
    ],
)
def test_a_mistake_is_one_clear_sentence(library, fixenc, folder, text, message):
    top = folder({"a.txt": BROKEN, "fixenc.toml": text})
    result = fixenc("fix", "--write", ".")
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert (top / "a.txt").read_text() == BROKEN
    assert fixenc("fix", "--isolated", "--write", "a.txt").exit_code == 0


def test_what_is_in_force_can_be_seen(library, fixenc, folder):
    top = folder({"fixenc.toml": 'except = ["escapes"]\nmin-gain = 3\n', "a.txt": BROKEN})
    result = fixenc("fix", "--show-settings", "--level", "likely")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == f"# {top / 'fixenc.toml'}"
    assert {'except = ["escapes"]', "min-gain = 3.0", 'level = "likely"', "hidden = false"} <= set(lines)
    assert (top / "a.txt").read_text() == BROKEN
    assert fixenc("fix", "--show-settings", "--isolated").stdout.startswith("# no file of settings\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [("[tool", "pyproject.toml: Expected"), ('[tool]\nfixenc = "x"', "pyproject.toml: fixenc must be a table")],
)
def test_a_pyproject_that_is_broken_is_an_error(library, fixenc, folder, monkeypatch, text, words):
    top = folder({"fixenc.toml": "hidden = true", "one/pyproject.toml": text, "one/a.txt": "plain"})
    monkeypatch.chdir(top / "one")
    result = fixenc("check", ".")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert fixenc("check", "--isolated", ".").exit_code == 0
