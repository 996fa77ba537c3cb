"""The command with the real library: what the golden folders do not show."""

import json

import pytest

BULGARIAN = "Съседът коси тревата всяка събота сутрин."
ICELANDIC = "Þórður keypti nýjan bát á fimmtudaginn."


def mangled(text):
    return text.encode().decode("latin-1")


def test_explain_prints_python_that_repairs(fixenc):
    broken = mangled(BULGARIAN)
    lines = fixenc("explain", broken).stdout.splitlines()
    assert lines[0].startswith("verdict: mojibake")
    code = "\n".join(line[2:] for line in lines[lines.index("as Python:") + 1 :])
    names = {}
    exec(code, names)
    assert names["repair"](broken) == BULGARIAN


def test_explain_of_sound_text_has_nothing_to_do(fixenc):
    lines = fixenc("explain", BULGARIAN).stdout.splitlines()
    assert lines[0].startswith("verdict: sound")
    assert lines[1:] == ["plan: nothing to do"]


def test_explain_in_json(fixenc):
    record = json.loads(fixenc("explain", "--format", "json", mangled(ICELANDIC)).stdout)
    assert record["text"] == ICELANDIC
    assert record["changed"]
    assert record["python"]
    record = json.loads(fixenc("explain", "--format", "json", ICELANDIC).stdout)
    assert record["text"] == ICELANDIC
    assert (record["changed"], record["python"], record["spans"]) == (False, None, [])


@pytest.mark.parametrize("text", [BULGARIAN, ICELANDIC])
def test_check_tells_broken_from_sound(fixenc, folder, text):
    folder({"broken.txt": mangled(text), "sound.txt": text})
    result = fixenc("check", ".")
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["broken.txt"]
    assert fixenc("check", "sound.txt").exit_code == 0


def test_detect(fixenc, folder):
    folder({"a.txt": BULGARIAN.encode("cp1251"), "b.txt": BULGARIAN, "c.bin": bytes(range(256)) * 4})
    result = fixenc("detect", ".")
    assert [line.split("\t")[:3] for line in result.stdout.splitlines()] == [
        ["a.txt", "cp1251", "windows-1251"],
        ["b.txt", "utf-8", "utf-8"],
        ["c.bin", "-", "-"],
    ]
    assert result.exit_code == 0


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\0", b"\x1b", b"\r"])
def test_odd_little_files(fixenc, folder, tree, data):
    top = folder({"a": data})
    for command in (["check"], ["detect"], ["diff"], ["fix", "--dry-run"]):
        result = fixenc(*command, "a")
        assert "internal error" not in result.stderr
    fixenc("fix", "--write", "a")
    once = tree(top)
    fixenc("fix", "--write", "a")
    assert tree(top) == once
