"""`--format json`: one record a line, always the same keys, a summary at the end."""

import json

import pytest

FINDING = {
    "path",
    "verdict",
    "encoding",
    "probability",
    "level",
    "chains",
    "gain",
    "spans",
    "losses",
    "guesses",
    "changed",
    "known",
    "action",
    "written",
    "note",
    "error",
}
FILES = {
    "a.txt": "Ã…s er en bygd",
    "b.txt": "Ås er en bygd",
    "c.txt": "Ås".encode("cp1252"),
    "d.bin": b"\0\xff",
    "e.txt": "Ã…s \ufffd",
    "f.txt": "SUSPECT",
}


def lines(result):
    *records, summary = [json.loads(line) for line in result.stdout.splitlines()]
    return records, summary["summary"]


@pytest.mark.parametrize("args", [["check"], ["fix", "--dry-run"], ["fix", "--write"], ["fix", "--output", "../out"]])
def test_every_record_has_every_key(library, fixenc, folder, monkeypatch, args):
    top = folder({f"in/{name}": content for name, content in FILES.items()})
    monkeypatch.chdir(top / "in")
    records, summary = lines(fixenc(*args, "--format", "json", "."))
    assert all(set(record) == FINDING for record in records)
    assert [record["path"] for record in records] == sorted(FILES)
    assert [record["verdict"] for record in records] == ["mojibake", "sound", "legacy", "binary", "lossy", "suspect"]
    assert summary["files"] == 6
    assert summary["errors"] == 0
    assert summary["verdicts"] == {
        "sound": 1,
        "mojibake": 1,
        "mixed": 0,
        "lossy": 1,
        "suspect": 1,
        "legacy": 1,
        "binary": 1,
    }


def test_a_repaired_file(library, fixenc, folder):
    folder({"a.txt": FILES["a.txt"]})
    ((record,), _) = lines(fixenc("fix", "--write", "--format", "json", "a.txt"))
    written = record.pop("written")
    assert written.endswith("a.txt")
    chain = [{"written": "utf-8", "read": "cp1252"}]
    span = {"start": 0, "end": 2, "before": "Ã…", "after": "Å", "chain": chain, "gain": 12.5}
    assert record == {
        "path": "a.txt",
        "verdict": "mojibake",
        "encoding": "utf-8",
        "probability": 0.96875,
        "level": "sure",
        "chains": [chain],
        "gain": 12.5,
        "spans": [span],
        "losses": [],
        "guesses": [],
        "changed": True,
        "known": False,
        "action": "repaired",
        "note": None,
        "error": None,
    }


def test_a_sound_file(library, fixenc, folder):
    folder({"b.txt": FILES["b.txt"]})
    ((record,), _) = lines(fixenc("fix", "--write", "--format", "json", "b.txt"))
    assert (record["spans"], record["changed"], record["action"], record["written"]) == ([], False, None, None)


def test_losses(library, fixenc, folder):
    folder({"e.txt": FILES["e.txt"]})
    ((record,), _) = lines(fixenc("check", "--format", "json", "e.txt"))
    assert record["losses"] == [{"start": 3, "end": 4, "text": "\ufffd", "reason": "unreadable byte"}]


def test_an_error_is_a_record(library, fixenc, folder):
    folder({})
    result = fixenc("check", "--format", "json", "missing")
    ((record,), summary) = lines(result)
    assert (record["path"], record["error"], record["verdict"]) == ("missing", "no such file or directory", None)
    assert set(record) == FINDING
    assert summary["errors"] == 1
    assert result.exit_code == 2


def test_written_in_a_copy(library, fixenc, folder):
    folder({"in/a.txt": FILES["a.txt"], "in/b.txt": FILES["b.txt"]})
    records, summary = lines(fixenc("fix", "--output", "out", "--format", "json", "in"))
    assert [record["written"].replace("\\", "/") for record in records] == ["out/a.txt", "out/b.txt"]
    assert summary["actions"] == {"repaired": 1, "converted": 0, "left": 0}


def test_diff(library, fixenc, folder):
    folder(FILES)
    records, _ = lines(fixenc("diff", "--format", "json", "."))
    assert all(set(record) == FINDING | {"diff"} for record in records)
    assert "-Ã…s er en bygd\n+Ås er en bygd" in records[0]["diff"]
    assert records[1]["diff"] == ""


def test_detect(library, fixenc, folder):
    folder(FILES)
    records, summary = lines(fixenc("detect", "--format", "json", "."))
    assert records[2] == {
        "path": "c.txt",
        "encoding": "cp1252",
        "whatwg_name": "windows-1252",
        "iana_name": None,
        "declared": None,
        "language": None,
        "script": None,
        "probability": 0.9375,
        "evidence": "plausibility",
        "alternatives": [{"encoding": "iso8859-1", "probability": 0.0625}],
        "equivalents": [],
        "has_bom": False,
        "damaged": [],
        "error": None,
    }
    assert all(set(record) == set(records[2]) for record in records)
    assert summary == {"files": 6, "encodings": {"utf-8": 4, "cp1252": 1, "none": 1}, "errors": 0}


def test_lone_surrogates(library, fixenc, folder):
    from mojibake_fix.types import Repair
    from mojibake_fix.verdicts import Verdict

    library.repair_bytes = lambda data, **_: Repair("\ud800", "\ud800", Verdict.SUSPECT)
    folder({"a.txt": "x"})
    assert len(lines(fixenc("check", "--format", "json", "a.txt"))[0]) == 1
    assert fixenc("check", "a.txt").stdout == "a.txt: suspect: <U+D800>\n"


def test_quiet(library, fixenc, folder):
    folder(FILES)
    result = fixenc("check", "--format", "json", "--quiet", ".")
    assert (result.stdout, result.stderr, result.exit_code) == ("", "", 1)
