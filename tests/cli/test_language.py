"""`--language`: evidence in every command that examines texts, and never against sound ones."""

import json

import pytest

BROKEN, REPAIRED = "aldýðým\n", "aldığım\n"


def test_a_hint_repairs_what_says_too_little_by_itself(fixenc, folder):
    top = folder({"a.txt": BROKEN})
    assert fixenc("check", "a.txt").exit_code == 0
    assert "aldýðým -> aldığım" in fixenc("check", "--language", "tr", "a.txt").stdout
    assert "+aldığım" in fixenc("diff", "--language", "de,tr", "a.txt").stdout
    assert fixenc("fix", "--write", "--level", "guess", "--language", "tr", "a.txt").exit_code == 0
    assert (top / "a.txt").read_text(encoding="utf-8") == REPAIRED


@pytest.mark.parametrize("hint", ["de", "ru", "is", "he,el", "zh"])
def test_a_wrong_hint_changes_no_sound_file(fixenc, folder, hint):
    sound = {"a.txt": REPAIRED, "b.txt": "Größe\n", "c.txt": "naïve café\n", "d.txt": "Привет\n"}
    top = folder(sound)
    assert fixenc("fix", "--write", "--level", "guess", "--language", hint, ".").exit_code == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in top.glob("*.txt")} == sound


def test_it_tells_encodings_apart(fixenc, folder):
    folder({"a.txt": "armağan".encode("cp1254")})
    found = [
        json.loads(fixenc("detect", *how, "--format", "json", "a.txt").stdout.splitlines()[0])["encoding"]
        for how in ([], ["--language", "tr"])
    ]
    assert found[0] != "cp1254" == found[1]
    assert "encoding: cp1254" in fixenc("explain", "--language", "tr", "--file", "a.txt").stdout


def test_it_is_a_setting_and_what_is_typed_overrules_it(fixenc, folder):
    folder({"a.txt": BROKEN, "fixenc.toml": 'language = ["de", "tr-TR"]'})
    assert fixenc("check", "a.txt").exit_code == 1
    assert fixenc("check", "--language", "ru", "a.txt").exit_code == 0
    assert 'language = ["de", "tr"]' in fixenc("check", "--show-settings").stdout


@pytest.mark.parametrize("command", ["check", "diff", "fix", "detect"])
def test_unknown_tags_are_an_error_with_a_suggestion(fixenc, folder, command):
    folder({"a.txt": BROKEN})
    result = fixenc(command, "--language", "de,tur", "a.txt")
    assert result.exit_code == 2
    assert "--language: the model knows no language 'tur'" in result.stderr
    assert "did you mean" in result.stderr
    assert "Traceback" not in result.output


def test_a_wrong_setting_is_an_error_too(fixenc, folder):
    folder({"a.txt": BROKEN, "fixenc.toml": 'language = ["qqq"]'})
    result = fixenc("check", "a.txt")
    assert result.exit_code == 2
    assert "the model knows no language 'qqq'" in result.stderr


def test_what_is_remembered_is_remembered_for_the_hint(fixenc, folder, monkeypatch, tmp_path):
    monkeypatch.setenv("FIXENC_CACHE_DIR", str(tmp_path / "cache"))
    folder({"a.txt": BROKEN})
    import os

    os.utime("a.txt", (1_000_000_000, 1_000_000_000))
    assert [fixenc("check", *how, "a.txt").exit_code for how in ([], ["--language", "tr"], [])] == [0, 1, 0]


def test_a_large_file_is_judged_with_it(fixenc, folder, monkeypatch):
    from mojibake_fix.cli import pieces

    monkeypatch.setattr(pieces, "LARGE", 4)
    top = folder({"a.txt": BROKEN})
    assert fixenc("fix", "--write", "--level", "guess", "--language", "tr", "a.txt").exit_code == 0
    assert (top / "a.txt").read_text(encoding="utf-8") == REPAIRED
