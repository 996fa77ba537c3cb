"""`diff`, `detect` and `explain` as text."""

import dataclasses
import difflib
import re
import time
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix.cli.diff import diff_lines
from mojibake_fix.cli.work import Finding, Source, examine
from mojibake_fix.types import Plan, Repair
from mojibake_fix.verdicts import Verdict

BROKEN = "Prvá veta.\r\nDruhÃ¡ veta o Å¾abe.\r\nTretia veta."
REPAIRED = "Prvá veta.\r\nDruhá veta o žabe.\r\nTretia veta."


class TestDiff:
    def test_shows_lines(self, library, fixenc, folder):
        library.repair_bytes = retuned(library.repair_bytes, re.compile(r"[ÃÅ][\x80-\u2fff]"))
        folder({"a.txt": BROKEN})
        result = fixenc("diff", "a.txt")
        assert result.stdout_bytes.decode().split("\n") == [
            "diff --git a/a.txt b/a.txt",
            "--- a/a.txt",
            "+++ b/a.txt",
            "@@ -1,3 +1,3 @@",
            " Prvá veta.\r",
            "-DruhÃ¡ veta o Å¾abe.\r",
            "+Druhá veta o žabe.\r",
            " Tretia veta.",
            "\\ No newline at end of file",
            "",
        ]
        assert result.exit_code == 1

    def test_shows_nothing_of_sound_files(self, library, fixenc, folder):
        folder({"a.txt": REPAIRED, "b.bin": b"\0"})
        result = fixenc("diff", ".")
        assert (result.stdout, result.exit_code) == ("", 0)

    def test_shows_nothing_of_legacy_files_but_counts_them(self, library, fixenc, folder):
        folder({"a.txt": "Æble".encode("cp1252")})
        result = fixenc("diff", ".")
        assert (result.stdout, result.exit_code) == ("", 1)
        assert result.stderr == "1 file: 1 legacy\n"

    def test_stdin(self, library, fixenc):
        assert fixenc("diff", "-", stdin="Ã¤\n".encode()).stdout.splitlines()[-2:] == ["-Ã¤", "+ä"]

    def test_on_a_terminal_it_is_for_people(self, library, fixenc, folder):
        library.repair_bytes = retuned(library.repair_bytes, re.compile(r"[ÃÅ][\x80-\u2fff]"))
        folder({"a.txt": BROKEN})
        finding = examine(Source(Path("a.txt")))
        assert [click.unstyle(line) for line in diff_lines(finding)] == [
            "--- a.txt (utf-8)",
            "+++ a.txt (repaired)",
            "@@ -1,3 +1,3 @@",
            " Prvá veta.",
            "-DruhÃ¡ veta o Å¾abe.",
            "+Druhá veta o žabe.",
            " Tretia veta.",
        ]

    @given(st.lists(st.sampled_from("abc") | st.sampled_from("äöü"), min_size=1, max_size=40), st.booleans())
    def test_is_the_diff_of_difflib(self, old, grow):
        new = [line.upper() for line in old] + ["z"] * grow  # every line changes: no context is left out
        repair = Repair("\n".join(old), "\n".join(new), Verdict.MOJIBAKE)
        shown = [click.unstyle(line) for line in diff_lines(Finding(Source(None), repair=repair))]
        if grow:  # where the number of lines changes, it is difflib's own
            assert shown[2:] == list(difflib.unified_diff(old, new, lineterm=""))[2:]
        else:
            assert restored(shown[2:], " -") == old
            assert restored(shown[2:], " +") == new

    def test_is_fast(self, library):
        old = [f"Ã¤ {number % 50}" for number in range(20_000)]
        new = [line.replace("Ã¤", "ä") if number % 3 else line for number, line in enumerate(old)]
        repair = Repair("\n".join(old), "\n".join(new), Verdict.MOJIBAKE)
        begin = time.monotonic()
        assert sum(1 for _ in diff_lines(Finding(Source(None), repair=repair))) > 30_000
        assert time.monotonic() - begin < 10


class TestDetect:
    def test_columns(self, library, fixenc, folder):
        folder({"a.txt": "Æ".encode("cp1252"), "b.bin": b"\0", "c.txt": "Æ"})
        result = fixenc("detect", ".")
        assert [line.split("\t") for line in result.stdout.splitlines()] == [
            ["a.txt", "cp1252", "windows-1252", "0.938", "plausibility"],
            ["b.bin", "-", "-", "1.000", "zero bytes"],
            ["c.txt", "utf-8", "utf-8", "1.000", "validity"],
        ]
        assert result.exit_code == 0
        assert result.stderr == "3 files: 1 cp1252, 1 none, 1 utf-8\n"

    def test_table(self, library, fixenc, folder, monkeypatch):
        from mojibake_fix.cli.table import DetectionTable

        table = DetectionTable()
        assert list(table.add(Finding(Source(None), detection=library.detect("Æ".encode("cp1252"))))) == []
        assert list(table.add(Finding(Source(None), error="unreadable"))) == []
        table.show()

    def test_errors(self, library, fixenc, folder):
        folder({})
        assert fixenc("detect", "missing").exit_code == 2


class TestExplain:
    @pytest.fixture
    def engine(self, library):
        """A library whose plans are not printed: that is the engine's business."""
        repair, repair_bytes = library.repair, library.repair_bytes
        library.repair = lambda text, **_: dataclasses.replace(repair(text), plan=Plan())
        library.repair_bytes = lambda data, **_: dataclasses.replace(repair_bytes(data), plan=Plan())

    def test_text(self, engine, fixenc):
        result = fixenc("explain", "Ã¤ \ufffd")
        assert result.stdout.splitlines() == [
            "verdict: lossy (probability 0.969)",
            "plan: nothing to do",
            "gain: 12.5 bits",
            "spans:",
            '  0:2: "Ã¤" -> "ä"',
            "    utf-8 read as cp1252, gain 12.5 bits",
            "losses:",
            '  2:3: "\ufffd": unreadable byte',
        ]
        assert result.exit_code == 0

    def test_sound_text(self, engine, fixenc):
        assert fixenc("explain", "ä").stdout.splitlines() == [
            "verdict: sound (probability 0.969)",
            "plan: nothing to do",
        ]

    def test_file_and_stdin(self, engine, fixenc, folder):
        folder({"a.txt": "Ö".encode("cp1252")})
        expected = [
            "verdict: legacy (probability 0.969)",
            "encoding: cp1252 (probability 0.938, plausibility)",
            "plan: nothing to do",
        ]
        assert fixenc("explain", "--file", "a.txt").stdout.splitlines() == expected
        assert fixenc("explain", "-", stdin="Ö".encode("cp1252")).stdout.splitlines() == expected

    def test_an_argument_that_was_no_utf8_is_bytes(self, engine, fixenc):
        assert fixenc("explain", "\udcd6l").stdout.startswith("verdict: legacy")

    def test_json(self, engine, fixenc):
        import json

        record = json.loads(fixenc("explain", "--format", "json", "Ã¤").stdout)
        assert (record["verdict"], record["text"], record["encoding"]) == ("mojibake", "ä", None)
        assert record["spans"][0]["gain"] == 12.5

    def test_a_missing_file(self, engine, fixenc, folder):
        folder({})
        result = fixenc("explain", "--file", "missing")
        assert (result.exit_code, result.stderr) == (2, "fixenc: missing: no such file or directory\n")


def retuned(repair_bytes, pattern):
    """The stand-in library's repair with another idea of what is mangled."""

    def retuned_repair(data, **_):
        repair = repair_bytes(data)
        text = pattern.sub(lambda match: match[0].encode("cp1252").decode(), repair.original)
        return dataclasses.replace(repair, text=text)

    return retuned_repair


def restored(lines, kept):
    """One side of a diff without gaps, from its lines."""
    return [line[1:] for line in lines if line[0] in kept]
