"""Runs of the real command over a folder, killed at random moments: no file is damaged, undo gives all back."""

import os
import random
import subprocess

import pytest

from mojibake_fix.cli.inplace import BATCH_FILES
from mojibake_fix.cli.safe.store import open_store
from mojibake_fix.cli.safe.undo import Undo

RUNS = 8
FILES = 300
OLD, NEW = "old bytes: Ã©\n".encode() * 400, "newer bytes: Ã©\n".encode() * 400


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_a_run_that_is_killed_at_any_moment_damages_nothing(tmp_path, command):
    chance = random.Random(6)
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_bytes(OLD)
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}
    cut_short = 0
    for _ in range(RUNS):
        call = [*command, "fix", "--write", "--quiet", "--jobs", "1", "."]
        process = subprocess.Popen(call, cwd=folder, stderr=subprocess.DEVNULL)
        wait_until(process, folder, chance.choice([written, exchanged]), chance.randrange(1, BATCH_FILES))
        process.kill()
        process.wait(timeout=30)
        found = [path.read_bytes() for path in folder.glob("*.txt")]
        assert len(found) == FILES
        assert set(found) <= {OLD, NEW}
        cut_short += bool(written(folder)) or set(found) == {OLD, NEW}  # not one that wrote nothing, or all
        with open_store(folder) as store:
            for run in reversed(store.journal.runs()):
                items = Undo(store).carry_out([c for c in store.journal.changes(run.id) if c.state == "done"])
                assert [item.error for item in items if item.error] == []
        after = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.glob("*.txt")}
        assert {path.read_bytes() for path in folder.glob("*.txt")} == {OLD}
        assert after == before
        assert not list(folder.glob(".fixenc-*"))
    print(f"{RUNS} runs, {cut_short} of them killed at work: 0 damaged files")
    assert cut_short > RUNS // 3


def wait_until(process, folder, how_many, count):
    """Wait until a run has come so far, or to its end: by what is seen on the disk, not by a clock."""
    while process.poll() is None and how_many(folder) < count:
        pass


def written(folder):
    return sum(path.name.startswith(".fixenc-") for path in folder.iterdir())


def exchanged(folder):
    return sum(entry.stat().st_size == len(NEW) for entry in os.scandir(folder) if entry.name.endswith(".txt"))
