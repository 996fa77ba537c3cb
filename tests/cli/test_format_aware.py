"""--format-aware: values are repaired, and nothing else of a file of JSON, CSV, XML or SQL."""

import pytest

from mojibake_fix.cli import streaming

TABLE = 'CafÃ©,name\r\n1,"CafÃ© ""x"""\r\n2,GrÃ¶ÃŸe\r\n'
OBJECT = '{"GrÃ¶ÃŸe":  "CafÃ©", "k": "caf\\u00c3\\u00a9"}\n'
FIXED = '{"GrÃ¶ÃŸe":  "Café", "k": "caf\\u00e9"}\n'


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "in"
    root.mkdir()
    for name, text in (
        ("a.json", OBJECT),
        ("b.xml", "<a>CafÃ©"),
        ("c.txt", OBJECT),
        ("d.csv", "id,name\r\n1,Größe\r\n"),
    ):
        (root / name).write_bytes(text.encode())
    return root


def test_the_name_of_a_file_tells_its_format(fixenc, folder, tmp_path):
    answer = fixenc("fix", "--format-aware", "--output", tmp_path / "out", folder)
    read = {path.name: path.read_bytes().decode() for path in (tmp_path / "out").iterdir()}
    assert read["a.json"] == FIXED
    assert read["c.txt"] == FIXED.replace("GrÃ¶ÃŸe", "Größe").replace("\\u00e9", "é"), "plain text, throughout"
    assert read["d.csv"] == "id,name\r\n1,Größe\r\n"
    assert answer.exit_code == 0


def test_what_is_not_in_its_format_is_plain_text_and_that_is_told(fixenc, folder):
    answer = fixenc("fix", "--format-aware", "--dry-run", folder / "b.xml")
    assert "b.xml: note: is no XML: taken for plain text" in answer.stderr
    assert "would be repaired" in answer.stdout


def test_a_repair_in_place_is_stable_and_can_be_undone(fixenc, folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert fixenc("fix", "--write", "--format-aware", "a.json").exit_code == 0
    assert (folder / "a.json").read_bytes().decode() == FIXED
    assert fixenc("check", "--format-aware", "a.json").exit_code == 0, "the key that is mangled is no value"
    assert fixenc("undo").exit_code == 0
    assert (folder / "a.json").read_bytes().decode() == OBJECT


def test_a_format_can_be_told_and_a_path_is_none(fixenc, folder):
    assert fixenc("check", "--format-aware", folder / "c.txt").stdout.count("c.txt: ") == 1
    assert "json-escape" not in fixenc("check", "--format-aware=json", folder / "c.txt").stdout
    assert "CafÃ© -> " not in fixenc("diff", "--format-aware=json", folder / "c.txt").stdout
    answer = fixenc("check", "--format-aware=yaml", folder)
    assert answer.exit_code == 2
    assert "'yaml' is not one of 'auto', 'json'" in answer.stderr


def test_standard_input_has_no_name_to_tell_its_format(fixenc):
    answer = fixenc("fix", "--format-aware", "-", stdin=b"")
    assert answer.exit_code == 2
    assert "write --format-aware=csv or the like" in answer.stderr


@pytest.mark.parametrize("at_once", [10, 1 << 20])
def test_standard_input_of_any_size(fixenc, monkeypatch, at_once):
    monkeypatch.setattr(streaming, "AT_ONCE", at_once)
    answer = fixenc("fix", "--format-aware=json", "-", stdin=(OBJECT * 50).encode())
    assert answer.stdout_bytes.decode() == FIXED * 50
    assert answer.exit_code == 0
    assert ("is large" in answer.stderr) == (at_once == 10)


def test_a_stream_stops_before_it_would_lose_a_byte(fixenc, monkeypatch):
    monkeypatch.setattr(streaming, "AT_ONCE", 10)
    data = "id;name\r\n1;Größe\r\n".encode() * 300_000 + b"2;\xff\r\n"
    answer = fixenc("fix", "--format-aware=csv", "-", stdin=data)
    assert answer.exit_code == 2
    assert "stopped, for there are bytes that are no utf-8" in answer.stderr
