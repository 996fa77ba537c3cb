"""`fixenc undo`, `log` and `prune`, and where `fix --write` keeps what they need."""

import json
import os
from pathlib import Path

import pytest

from mojibake_fix.cli.safe.journal import Journal, JournalError
from mojibake_fix.cli.safe.rewrite import Rewrite

BROKEN, REPAIRED = "Ã¤rgerlich", "ärgerlich"

posix = pytest.mark.skipif(os.name == "nt", reason="links and modes are POSIX's")


@pytest.fixture
def fixed(library, fixenc, folder):
    """A folder with two files, after `fix --write`."""
    top = folder({"a.txt": BROKEN, "sub/b.txt": BROKEN, "c.txt": REPAIRED})
    assert fixenc("fix", "--write", ".").exit_code == 0
    return top


class TestUndo:
    def test_gives_back_the_very_same_files(self, library, fixenc, folder):
        top = folder({"a.txt": BROKEN})
        os.utime(top / "a.txt", ns=(10**18, 10**18))
        before = (top / "a.txt").stat()
        fixenc("fix", "--write", ".")
        result = fixenc("undo")
        after = (top / "a.txt").stat()
        assert (result.exit_code, result.stdout) == (0, "a.txt: undone\n")
        assert (top / "a.txt").read_text() == BROKEN
        assert all(
            getattr(after, key) == getattr(before, key) for key in ("st_ino", "st_mode", "st_mtime_ns", "st_nlink")
        )

    def test_works_from_a_folder_below(self, fixenc, fixed, monkeypatch):
        monkeypatch.chdir(fixed / "sub")
        assert fixenc("undo").exit_code == 0
        assert (fixed / "a.txt").read_text() == BROKEN

    def test_takes_the_last_run_then_the_one_before(self, fixenc, fixed):
        (fixed / "d.txt").write_text(BROKEN)
        fixenc("fix", "--write", "d.txt")
        assert fixenc("undo").stdout == "d.txt: undone\n"
        assert fixenc("undo").stdout == "a.txt: undone\nsub/b.txt: undone\n"
        result = fixenc("undo")
        assert (result.exit_code, result.stderr) == (
            2,
            "fixenc: every run is undone already; fixenc log lists them.\n",
        )

    def test_a_run_by_its_number(self, fixenc, fixed):
        (fixed / "d.txt").write_text(BROKEN)
        fixenc("fix", "--write", "d.txt")
        assert fixenc("undo", "1").exit_code == 0
        assert (fixed / "d.txt").read_text() == REPAIRED
        assert fixenc("undo", "1").stderr == "fixenc: run 1 is undone already.\n"
        assert fixenc("undo", "7").stderr == "fixenc: there is no run 7; fixenc log lists the runs that there are.\n"

    def test_leaves_a_file_that_was_edited_since(self, fixenc, fixed):
        (fixed / "a.txt").write_text("edited")
        result = fixenc("undo")
        assert result.exit_code == 2
        assert "fixenc: a.txt: was edited since; it is left as it is." in result.stderr
        assert (fixed / "a.txt").read_text() == "edited"
        assert (fixed / "sub/b.txt").read_text() == BROKEN

    @pytest.mark.parametrize("edit", [lambda path: path.write_text("edited"), Path.unlink])
    def test_puts_its_old_bytes_beside_it_where_asked(self, fixenc, fixed, edit):
        edit(fixed / "a.txt")
        result = fixenc("undo", "--beside")
        assert result.exit_code == 0
        assert "its old bytes are in a.txt.before-1 now" in result.stderr
        assert (fixed / "a.txt.before-1").read_text() == BROKEN
        again = fixenc("undo", "--beside")
        assert "has its old bytes in a.txt.before-1 already" in again.stderr
        assert (fixed / "a.txt.before-1").read_text() == BROKEN

    @posix
    @pytest.mark.parametrize("kind", ["link", "folder"])
    def test_leaves_what_is_no_file_any_more(self, fixenc, fixed, kind):
        (fixed / "a.txt").unlink()
        (fixed / "a.txt").symlink_to("c.txt") if kind == "link" else (fixed / "a.txt").mkdir()
        message = f"fixenc: a.txt: was replaced since, and is a {kind} now; "
        assert message + "it is left as it is. With --beside" in fixenc("undo").stderr
        assert message + "its old bytes are in a.txt.before-1 now" in fixenc("undo", "--beside").stderr
        assert (fixed / "a.txt.before-1").read_text() == BROKEN
        assert (fixed / "c.txt").read_text() == REPAIRED

    @posix
    def test_leaves_what_fix_would_refuse(self, fixenc, fixed):
        (fixed / "other.txt").hardlink_to(fixed / "a.txt")
        (fixed / "sub/b.txt").chmod(0o444)
        result = fixenc("undo")
        assert "a.txt: has 2 hard links by now, and only this one would be undone; it is left" in result.stderr
        assert "sub/b.txt: was made read-only since; make it writable to have it undone; it is" in result.stderr
        assert (fixed / "a.txt").read_text() == (fixed / "sub/b.txt").read_text() == REPAIRED
        assert (fixed / "other.txt").samefile(fixed / "a.txt")
        (fixed / "other.txt").unlink()
        (fixed / "sub/b.txt").chmod(0o644)
        assert fixenc("undo").exit_code == 0

    def test_a_run_of_edited_files_is_not_in_the_way_of_those_before(self, fixenc, fixed):
        (fixed / "d.txt").write_text(BROKEN)
        fixenc("fix", "--write", "d.txt")
        (fixed / "d.txt").write_text("edited")
        result = fixenc("undo")
        assert (result.exit_code, result.stdout) == (0, "a.txt: undone\nsub/b.txt: undone\n")
        assert result.stderr == ("fixenc: note: run 2 has 1 file left that cannot be undone; fixenc undo 2 says why\n")
        assert "d.txt: was edited since; it is left as it is." in fixenc("undo").stderr
        assert "old bytes are in d.txt.before-2 now" in fixenc("undo", "--beside").stderr

    @posix
    def test_notices_a_program_that_still_wrote_into_the_old_file(self, library, fixenc, folder):
        top = folder({"a.txt": BROKEN})
        with (top / "a.txt").open("ab") as late:
            fixenc("fix", "--write", ".")
            late.write(b"late")
        assert "a.txt: mojibake, utf-8" in fixenc("log", "1").stdout
        assert "(its old bytes changed after the run)" in fixenc("log", "1").stdout
        assert "by a program that had it open" in fixenc("undo").stderr
        assert (top / "a.txt").read_text() == REPAIRED

    def test_json(self, fixenc, fixed):
        (fixed / "sub/b.txt").write_text("edited")
        records = [json.loads(line) for line in fixenc("undo", "--format", "json").stdout.splitlines()]
        assert [(record["path"], record["undone"]) for record in records] == [("a.txt", True), ("sub/b.txt", False)]

    def test_without_a_record_it_says_so(self, fixenc, folder):
        folder({})
        result = fixenc("undo")
        assert result.exit_code == 2
        assert "no run of fixenc is on record here; go to the folder where you ran it" in result.stderr

    def test_a_repaired_file_can_be_repaired_and_undone_again(self, fixenc, fixed):
        for _ in range(3):
            fixenc("undo")
            assert (fixed / "a.txt").read_text() == BROKEN
            fixenc("fix", "--write", ".")
            assert (fixed / "a.txt").read_text() == REPAIRED


class TestLog:
    def test_runs(self, fixenc, fixed):
        (line,) = fixenc("log").stdout.splitlines()
        assert line.split("\t")[0] == "1"
        assert "\t2 files\t" in line
        fixenc("undo")
        assert "\t2 files, 2 undone\t" in fixenc("log").stdout

    def test_files_with_their_plans(self, fixenc, fixed):
        assert fixenc("log", "1").stdout.splitlines() == [
            "a.txt: mojibake, utf-8, 0:2: utf-8 read as cp1252",
            "sub/b.txt: mojibake, utf-8, 0:2: utf-8 read as cp1252",
        ]
        assert fixenc("log", "9").exit_code == 2

    def test_json(self, fixenc, fixed):
        (run,) = map(json.loads, fixenc("log", "--format", "json").stdout.splitlines())
        assert (run["run"], run["files"], run["undone"]) == (1, 2, 0)
        record = json.loads(fixenc("log", "1", "--format", "json").stdout.splitlines()[0])
        assert (record["path"], record["state"], len(record["sha256_before"])) == ("a.txt", "done", 64)

    @posix
    def test_no_control_character_of_a_name_reaches_the_terminal(self, library, fixenc, folder):
        folder({"a\x1b[31m.txt": BROKEN})
        fixenc("fix", "--write", ".")
        assert "\x1b" not in fixenc("log", "1").stdout + fixenc("undo").stdout


class TestPrune:
    def test_keeps_the_last_runs(self, fixenc, fixed):
        for name in ("d.txt", "e.txt"):
            (fixed / name).write_text(BROKEN)
            fixenc("fix", "--write", name)
        assert fixenc("prune", "--keep", "2").stderr == "1 forgotten, 2 kept\n"
        assert [path.name for path in (fixed / ".fixenc/old").iterdir()] != []
        assert not (fixed / ".fixenc/old/1").exists()
        assert "no run 1" in fixenc("undo", "1").stderr
        assert fixenc("undo", "2").exit_code == 0

    def test_by_age(self, fixenc, fixed):
        assert fixenc("prune", "--days", "30").stderr == "0 forgotten, 1 kept\n"
        assert fixenc("prune", "--keep", "0").stderr == "1 forgotten, 0 kept\n"
        assert (fixed / "a.txt").read_text() == REPAIRED

    @pytest.mark.parametrize("args", [(), ("--keep", "1", "--days", "1"), ("--keep", "-1")])
    def test_wants_to_know_what(self, fixenc, fixed, args):
        assert fixenc("prune", *args).exit_code == 2
        assert fixenc("undo").exit_code == 0


class TestKeeping:
    def test_no_undo(self, library, fixenc, folder, tree):
        top = folder({"a.txt": BROKEN})
        result = fixenc("fix", "--write", "--no-undo", ".")
        assert (result.exit_code, result.stderr) == (0, "1 file: 1 mojibake; 1 repaired\n")
        assert (top / "a.txt").read_text() == REPAIRED
        assert [path.name for path in top.iterdir()] == ["a.txt"]

    def test_a_run_that_changes_nothing_leaves_nothing(self, library, fixenc, folder):
        top = folder({"a.txt": REPAIRED})
        fixenc("fix", "--write", ".")
        assert [path.name for path in top.iterdir()] == ["a.txt"]

    def test_the_store_is_never_looked_at_or_copied(self, fixenc, fixed):
        assert ".fixenc" not in fixenc("check", "-v", "--hidden", "--no-ignore", ".").stdout
        fixenc("fix", "--output", "../copy", ".")
        assert not (fixed / "../copy/.fixenc").exists()

    @posix
    def test_where_nothing_can_be_kept_nothing_is_written(self, library, fixenc, folder):
        top = folder({"a.txt": BROKEN, ".fixenc": "in the way"})
        result = fixenc("fix", "--write", "a.txt")
        assert result.exit_code == 2
        assert "nothing was written" in result.stderr
        assert "--no-undo" in result.stderr
        assert (top / "a.txt").read_text() == BROKEN

    def test_where_no_run_can_be_written_down_nothing_is_written(self, fixenc, fixed, monkeypatch):
        (fixed / "d.txt").write_text(BROKEN)

        def full(*_):
            raise JournalError("the journal of fixenc: database or disk is full")

        monkeypatch.setattr(Journal, "begin_run", full)
        result = fixenc("fix", "--write", "d.txt")
        assert result.exit_code == 2
        assert "database or disk is full; nothing was written." in result.stderr
        assert (fixed / "d.txt").read_text() == BROKEN

    @posix
    def test_read_only_files_and_hard_links_are_refused(self, library, fixenc, folder):
        top = folder({"a.txt": BROKEN, "b.txt": BROKEN})
        (top / "a.txt").chmod(0o444)
        (top / "c.txt").hardlink_to(top / "b.txt")
        result = fixenc("fix", "--write", ".")
        assert result.exit_code == 2
        assert "fixenc: a.txt: is read-only; make it writable to have it repaired\n" in result.stderr
        assert "fixenc: b.txt: has 2 hard links" in result.stderr
        assert (top / "a.txt").read_text() == (top / "b.txt").read_text() == BROKEN

    @posix
    def test_links_within_are_repaired_once_and_links_out_are_refused(self, library, fixenc, folder, tmp_path):
        outside = tmp_path.parent / f"{tmp_path.name}.txt"
        outside.write_text(BROKEN)
        top = folder({"real/a.txt": BROKEN})
        (top / "link.txt").symlink_to("real/a.txt")
        (top / "out.txt").symlink_to(outside)
        result = fixenc("fix", "--write", "link.txt", "real/a.txt", "out.txt")
        assert "fixenc: out.txt: is a link that leads out of" in result.stderr
        assert outside.read_text() == BROKEN
        assert (top / "link.txt").readlink() == Path("real/a.txt")
        assert (top / "real/a.txt").read_text() == REPAIRED
        assert "3 files: 1 sound, 2 mojibake; 1 repaired; 1 error\n" in result.stderr

    @posix
    def test_a_link_that_was_named_gives_only_what_else_was_given(self, library, fixenc, folder):
        top = folder({"a/m.txt": BROKEN, "c/secret.txt": BROKEN})
        (top / "a/l.txt").symlink_to("../c/secret.txt")
        result = fixenc("fix", "--write", "a/l.txt", "a/m.txt")
        assert "fixenc: a/l.txt: is a link that leads out of what was given; name " in result.stderr
        assert ((top / "a/m.txt").read_text(), (top / "c/secret.txt").read_text()) == (REPAIRED, BROKEN)
        assert fixenc("fix", "--write", "a/l.txt", "c").exit_code == 0
        assert (top / "c/secret.txt").read_text() == REPAIRED
        assert (top / "a/l.txt").is_symlink()

    @posix
    def test_a_folder_may_be_given_by_a_link(self, library, fixenc, folder):
        top = folder({"real/a.txt": BROKEN})
        (top / "link").symlink_to("real")
        assert fixenc("fix", "--write", "link").exit_code == 0
        assert (top / "real/a.txt").read_text() == REPAIRED

    @posix
    def test_paths_of_which_nothing_is_written_do_not_move_the_root(self, library, fixenc, folder, monkeypatch):
        top = folder({"here/a/m.txt": BROKEN, "here/b/n.txt": BROKEN})
        os.mkfifo(top / "pipe")
        monkeypatch.chdir(top / "here")
        result = fixenc("fix", "--write", "a/m.txt", "b", "../nonexistent/y", "../pipe")
        assert "2 errors" in result.stderr
        assert (top / "here/.fixenc").is_dir()
        assert not (top / ".fixenc").exists()

    def test_a_file_that_changes_while_it_is_examined_is_left(self, library, fixenc, folder):
        original = library.repair_bytes

        def slow(data, **_):
            if b"a.txt" in data:
                (top / "a.txt").write_bytes(b"somebody else wrote this")
            return original(data)

        library.repair_bytes = slow
        top = folder({"a.txt": "a.txt: Ã¤", "b.txt": BROKEN})
        result = fixenc("fix", "--write", ".")
        assert result.exit_code == 2
        assert "fixenc: a.txt: changed while it was being repaired; run fixenc again\n" in result.stderr
        assert (top / "a.txt").read_bytes() == b"somebody else wrote this"
        assert (top / "b.txt").read_text() == REPAIRED


class TestInterrupted:
    @pytest.fixture
    def stopped(self, library, fixenc, folder, monkeypatch):
        """What Ctrl-C says: while the second of three batches is written."""
        folder({f"{number}.txt": BROKEN for number in range(9)})
        monkeypatch.setattr("mojibake_fix.cli.inplace.BATCH_FILES", 3)
        carry_out, batches = Rewrite.carry_out, []

        def interrupt(self, jobs):
            batches.append(jobs)
            if len(batches) == 2:
                raise KeyboardInterrupt
            return carry_out(self, jobs)

        monkeypatch.setattr(Rewrite, "carry_out", interrupt)
        return lambda *options: fixenc("fix", "--write", *options, ".")

    def test_it_says_what_was_written_and_how_to_take_it_back(self, stopped, fixenc, tree):
        result = stopped("--quiet")
        assert result.exit_code == 130
        assert "fixenc: stopped: 3 files were written; fixenc undo 1 takes this back\n" in result.stderr
        assert list(tree(Path()).values()).count(REPAIRED.encode()) == 3
        assert fixenc("undo", "1").exit_code == 0
        assert set(tree(Path()).values()) == {BROKEN.encode()}

    def test_without_undo(self, stopped):
        assert "stopped: 3 files were written; with --no-undo nothing was kept" in stopped("--no-undo").stderr

    def test_before_anything_was_written(self, library, fixenc, folder):
        def interrupt(*_, **__):
            raise KeyboardInterrupt

        library.repair_bytes = interrupt
        folder({"a.txt": BROKEN})
        assert "fixenc: stopped: no file was written\n" in fixenc("fix", "--write", ".").stderr
