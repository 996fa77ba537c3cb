"""`check --format github` and `--format sarif`: places are right, nothing of a file can pass for a command."""

import json
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FILES = {
    "a.txt": "eins\r\nzwei Ã¤ und Ã¶\r\n",
    "b.txt": "ä",
    "c.txt": "Ås".encode("cp1252"),
    "sub/d e%,ü.txt": "SUSPECT",
}


def test_github_annotations(library, fixenc, folder):
    folder(FILES)
    result = fixenc("check", "--format", "github", ".")
    assert result.stdout.splitlines() == [
        "::warning file=a.txt,line=2,col=6,title=fixenc%3A mojibake::utf-8 read as cp1252: Ã¤ -> ä",
        (
            "::notice file=c.txt,line=1,col=1,title=fixenc%3A legacy::"
            "Sound text in another encoding than UTF-8 (cp1252): Ås"
        ),
        (
            "::notice file=sub/d e%25%2Cü.txt,line=1,col=1,title=fixenc%3A suspect::"
            "Text that looks damaged, with no repair that is certain enough"
        ),
    ]
    assert result.exit_code == 1


def test_a_lossy_finding_stands_where_the_first_loss_is(library, fixenc, folder):
    folder({"a.txt": "eins\nzw\ufffdi\n"})
    assert ",line=2,col=3,title=fixenc%3A lossy::" in fixenc("check", "--format", "github", ".").stdout
    (result,) = json.loads(fixenc("check", "--format", "sarif", ".").stdout)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 3}


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_no_line_of_a_file_is_a_command(library, fixenc, folder, form):
    folder({"a.txt": "\x1b[31m\r\n::error::oops Ã¤\u202e\n"})
    out = fixenc("check", "--format", form, ".").stdout
    assert not {"\x1b", "\u202e"} & set(out)
    assert "\n::error" not in out


@pytest.mark.parametrize("kind", ["github", "sarif", "html"])
def test_sound_files_that_are_named_too_are_no_findings(fixenc, folder, kind):
    folder({"a.txt": "Größe", "b.bin": b"\x89PNG\r\n\x1a\n\0\0"})
    plain = fixenc("check", "--format", kind, ".").stdout
    assert fixenc("check", "-v", "--format", kind, ".").stdout == plain


def test_sarif(library, fixenc, folder):
    folder(FILES)
    result = fixenc("check", "--format", "sarif", ".", "missing.txt")
    document = json.loads(result.stdout)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    results = run["results"]
    assert [item["ruleId"] for item in results] == ["mojibake", "mojibake", "legacy", "suspect"]
    assert {item["ruleId"] for item in results} <= rules
    assert all(item["level"] in ("note", "warning", "error") and item["message"]["text"] for item in results)
    uris = [item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in results]
    assert uris == ["a.txt", "a.txt", "c.txt", "sub/d%20e%25,%C3%BC.txt"]
    assert results[1]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2,
        "startColumn": 13,
        "endLine": 2,
        "endColumn": 15,
    }
    (change,) = results[1]["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "ö"}
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "no such file or directory"
    assert run["invocations"][0]["executionSuccessful"] is False


def test_a_sound_folder_is_a_document_too(library, fixenc, folder):
    folder({"a.txt": "ä"})
    result = fixenc("check", "--format", "sarif", ".")
    assert json.loads(result.stdout)["runs"][0]["results"] == []
    assert fixenc("check", "--format", "github", ".").stdout == ""
    assert result.exit_code == 0


@pytest.mark.parametrize("command", ["diff", "fix", "detect", "log"])
def test_other_commands_have_no_such_format(library, fixenc, folder, command):
    folder({})
    assert fixenc(command, "--format", "sarif").exit_code == 2


@pytest.mark.parametrize(("hook", "data", "code"), [("fixenc-check", "Ã¤", 1), ("fixenc-fix", "ä", 0)])
def test_the_hooks_of_pre_commit_can_be_run(library, fixenc, folder, hook, data, code):
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (entry,) = re.findall(rf"- id: {hook}\n(?:  .*\n)*?  entry: fixenc (.*)\n", text)
    top = folder({"a.txt": "Ã¤", ".b.txt": "", ".fixencignore": "mangled.txt", "mangled.txt": "Ã¤"})
    result = fixenc(*shlex.split(entry), "a.txt", ".b.txt", "mangled.txt")
    assert result.exit_code == code
    assert result.stderr.startswith("2 files: ")
    assert (top / "mangled.txt").read_text(encoding="utf-8") == "Ã¤"
    assert (top / "a.txt").read_text(encoding="utf-8") == data
    assert not (top / ".fixenc").exists()
