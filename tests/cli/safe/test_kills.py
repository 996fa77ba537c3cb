"""Runs of the real command over a folder, killed at random moments: no file is damaged, undo gives all back."""

import os
import random
import subprocess
import time

import pytest

from mojibake_fix.cli.safe.store import open_store
from mojibake_fix.cli.safe.undo import Undo

RUNS = 8
FILES = 300


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_a_run_that_is_killed_at_any_moment_damages_nothing(tmp_path, command):
    chance = random.Random(6)
    folder = tmp_path / "folder"
    folder.mkdir()
    old, new = b"old bytes\n" * 400, b"newer bytes\n" * 400
    for number in range(FILES):
        (folder / f"{number}.txt").write_bytes(old)
    whole = time_of_a_run(tmp_path, command, old)
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}
    cut_short = 0
    for _ in range(RUNS):
        process = subprocess.Popen([*command, "fix", "--write", "-q", "."], cwd=folder, stderr=subprocess.DEVNULL)
        time.sleep(whole * chance.uniform(0.4, 1.1))
        process.kill()
        process.wait(timeout=30)
        found = [path.read_bytes() for path in folder.glob("*.txt")]
        assert len(found) == FILES
        assert set(found) <= {old, new}
        cut_short += new not in found or old in found
        with open_store(folder) as store:
            for run in reversed(store.journal.runs()):
                items = Undo(store).carry_out([c for c in store.journal.changes(run.id) if c.state == "done"])
                assert [item.error for item in items if item.error] == []
        after = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.glob("*.txt")}
        assert {path.read_bytes() for path in folder.glob("*.txt")} == {old}
        assert after == before
        assert not list(folder.glob(".fixenc-*"))
    assert cut_short > RUNS // 3


def time_of_a_run(tmp_path, command, old):
    folder = tmp_path / "timed"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_bytes(old)
    began = time.monotonic()
    subprocess.run([*command, "fix", "--write", "-q", "."], cwd=folder, check=True)
    return time.monotonic() - began
