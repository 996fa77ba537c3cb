"""Mistakes of use, and a world that does not play along: one clear sentence and exit code 2, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mojibake_fix

posix = pytest.mark.skipif(os.name == "nt", reason="descriptors and devices are POSIX's")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["undo", "own"], "'own' is not the number of a run; fixenc log lists the runs."),
        (["undo", ""], "'' is not the number of a run"),
        (["undo", "0"], "'0' is not the number of a run"),
        (["log", "own"], "'own' is not the number of a run"),
        (["undo"], "no run of fixenc is on record here; go to the folder where you ran it."),
        (["undo", "7"], "no run of fixenc is on record here"),
        (["prune", "--keep", "x"], "'x' is not a whole number, 0 or more."),
        (["prune", "--days", "-1"], "'-1' is not a whole number"),
        (["prune"], "say what to forget"),
        (["check", "--jobs", "x"], "'x' is not a whole number, 0 or more."),
        (["check", ""], "a path is empty"),
        (["fix", "--write", ""], "a path is empty"),
        (["chek", "a.txt"], "there is no command, and no file, chek; did you mean check?"),
        (["undoo"], "did you mean undo?"),
        (["--no-cache", "check", "."], "the command comes first: fixenc check, then its options and paths."),
        (["-w", "--to", "utf-8", "fix", "."], "the command comes first: fixenc fix"),
        (["a-name-of-no-command"], "no such file or directory"),
        (["fix", "--write", "--to", "nope", "a.txt"], "unknown encoding 'nope'; give a name such as utf-8"),
        (["explain", "--file", "folder"], "folder: is not a regular file"),
        (["check", "--baseline", "folder"], "cannot read folder: is a directory"),
        (["check", "--files-from", "folder"], "cannot read folder: is a directory"),
        (["check", "a.txt/b"], "a.txt/b: not a directory"),
        (["fix", "--output", "a.txt", "folder"], "a.txt is a file, not a folder"),
    ],
)
def test_a_mistake_is_one_clear_sentence(fixenc, folder, args, sentence):
    folder({"a.txt": "ä", "folder/b.txt": "ä"})
    result = fixenc(*args)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_a_file_with_the_name_of_no_command_is_a_file(fixenc, folder):
    """The twin: what is there is never taken for a slip of the pen."""
    folder({"chek": "ä"})
    assert fixenc("chek").exit_code == 0


@pytest.mark.parametrize("args", [["-q", "log"], ["--write-baseline", "log"], ["--no-cache", "a.txt", "--", "log"]])
def test_nor_is_a_path_or_a_value_the_name_of_a_command(fixenc, folder, args):
    folder({"a.txt": "ä"} | ({} if "--write-baseline" in args else {"log": "ä"}))
    assert fixenc(*args).exit_code == 0


def test_a_wrong_setting_names_its_file(fixenc, folder):
    top = folder({"a.txt": "ä", "fixenc.toml": "min-gain = -1"})
    assert f"{top / 'fixenc.toml'}: Invalid value for '--min-gain'" in fixenc("check", "a.txt").stderr
    assert "fixenc.toml" not in fixenc("check", "--min-gain", "-2", "a.txt").stderr
    (top / "fixenc.toml").write_bytes(b"\xff")
    assert "fixenc.toml: is no UTF-8" in fixenc("check", "a.txt").stderr


def test_a_broken_journal_says_what_to_do(fixenc, folder):
    folder({".fixenc/journal.sqlite": "garbage " * 200})
    for command in ("undo", "log"):
        result = fixenc(command)
        assert result.exit_code == 2
        assert "journal of fixenc is damaged" in result.stderr
        assert "move the folder away to begin anew" in result.stderr


def in_shell(command, folder):
    program = f'"{sys.executable}" -m mojibake_fix'
    shell = ["sh", "-c", command.replace("fixenc", program)]
    environment = {**os.environ, "PYTHONPATH": str(Path(mojibake_fix.__file__).parents[1])}
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "command",
    ["check a.txt", "check --format json a.txt", "check --format sarif a.txt", "diff a.txt", "fix - < a.txt", "--help"],
)
def test_a_full_disk_under_the_output_is_an_error(folder, command):
    top = folder({"a.txt": "FranÃ§ois"})
    done = in_shell(f"fixenc {command} > /dev/full", top)
    assert (done.returncode, done.stderr) == (2, b"fixenc: stopped: no space left on device\n")


@posix
@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("fixenc check - <&-", b"fixenc: -: standard input is closed"),
        ("fixenc fix - <&-", b"fixenc: -: standard input is closed"),
        ("fixenc check --files-from - <&-", b"--files-from: cannot read -: standard input is closed."),
        ("fixenc fix - >&- < a.txt", b"standard output is closed; send it somewhere"),
        ("fixenc fix --write a.txt >&-", b"standard output is closed; send it somewhere"),
    ],
)
def test_closed_streams_are_told_before_anything_is_done(folder, command, sentence):
    top = folder({"a.txt": "FranÃ§ois"})
    done = in_shell(command, top)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert b"Traceback" not in done.stderr
    assert (top / "a.txt").read_text(encoding="utf-8") == "FranÃ§ois"


@posix
def test_without_standard_error_the_work_is_done(folder):
    top = folder({"a.txt": "FranÃ§ois"})
    assert in_shell("fixenc fix --write a.txt 2>&-", top).returncode == 0
    assert (top / "a.txt").read_text(encoding="utf-8") == "François"


@posix
def test_a_folder_that_is_gone(folder):
    top = folder({"gone/a.txt": "ä"})
    done = in_shell("cd gone && rm a.txt && rmdir ../gone && fixenc check", top)
    assert done.returncode == 2
    assert done.stderr == b"fixenc: the current folder is gone; change to one that is there.\n"


@posix
def test_one_unreadable_file_does_not_stop_the_others(fixenc, folder, monkeypatch):
    folder({"a.txt": "FranÃ§ois", "b.txt": "FranÃ§ois"})
    monkeypatch.setattr(os, "access", lambda path, *_, **__: "a.txt" not in str(path))
    real = os.open

    def forbidden(path, *how, **more):
        if str(path) == "a.txt":
            raise PermissionError(13, "Permission denied", path)
        return real(path, *how, **more)

    monkeypatch.setattr(os, "open", forbidden)
    result = fixenc("check", "a.txt", "b.txt")
    assert "a.txt: permission denied" in result.stderr
    assert "b.txt:1:" in result.stdout
    assert result.exit_code == 2
