"""The real command, whose system calls fail or kill it, one in each run: no file is damaged, undo gives all back.

A kill is tried at each call that changes something on the disk (between two of them nothing does), no space at each
that can want some, an input/output error at each that touches a file at all. There are about seven hundred of them;
unless FIXENC_ALL_FAULTS is set, as where every change is checked, a few of them are tried, spread over the run.
"""

import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace, which makes system calls fail, is not installed"
)

CHANGING = frozenset(
    [
        "write",
        "pwrite64",
        "fsync",
        "fdatasync",
        "syncfs",
        "link",
        "linkat",
        "unlink",
        "unlinkat",
        "rename",
        "renameat",
        "renameat2",
        "chmod",
        "fchmod",
        "fchmodat",
        "fchmodat2",
        "mkdir",
        "mkdirat",
        "rmdir",
        "ftruncate",
        "openat",
        "utimensat",
    ]
)
WANTING = frozenset(
    ["write", "pwrite64", "fsync", "fdatasync", "syncfs", "link", "linkat", "renameat2", "mkdir", "mkdirat", "openat"]
)
TOUCHING = CHANGING | frozenset(
    ["read", "pread64", "newfstatat", "fstat", "statx", "lstat", "stat", "close", "getdents64", "lseek", "fcntl"]
)
CASES = {"signal=KILL": CHANGING, "error=ENOSPC": WANTING, "error=EIO": TOUCHING}
FEWEST = {"signal=KILL": 120, "error=ENOSPC": 80, "error=EIO": 300}
"""Faults that there are at least to try: a run that has fewer does not write the five files."""
EVERY = 1 if os.environ.get("FIXENC_ALL_FAULTS") else 40
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def traced(place, command, log, *options):
    call = ["strace", "-f", "-o", log, *options, *command, "fix", "--write", "--quiet", "--jobs", "1", "."]
    return subprocess.run(call, cwd=place.root, env=ENVIRONMENT, capture_output=True, check=False)


def calls_of_a_run(place, command, log):
    """For each system call how often it is made before the store is opened, and from then on."""
    assert traced(place, command, log).returncode == 0
    early, late = Counter(), Counter()
    begun = False
    for line in log.read_text(errors="replace").splitlines():
        name = re.match(r"\d+\s+(\w+)\(", line)
        if name:
            begun = begun or '/.fixenc"' in line  # up to here files have only been read
            (late if begun else early)[name[1]] += 1
    return early, late


@pytest.mark.parametrize("fault", CASES)
def test_no_system_call_that_fails_damages_a_file(new_place, command, tmp_path, fault):
    if EVERY == 1:
        signal.setitimer(signal.ITIMER_REAL, 0)  # it takes its minutes
    whole = new_place()
    early, late = calls_of_a_run(whole, command, tmp_path / "whole.log")
    assert set(whole.ages().values()) == {"new"}  # else there is nothing that a fault could damage
    points = [
        (name, early[name] + at) for name in sorted(CASES[fault] & late.keys()) for at in range(1, late[name] + 1)
    ]
    assert len(points) >= FEWEST[fault]
    chosen = points[:: max(1, EVERY // (1 + (fault == "signal=KILL")))]
    places = [new_place() for _ in chosen]

    def attempt(number):
        (name, when), log = chosen[number], tmp_path / f"{number}.log"
        traced(places[number], command, log, "-e", f"trace={name}", "-e", f"inject={name}:{fault}:when={when}")
        text = log.read_text(errors="replace")
        return "INJECTED" in text or "killed by SIGKILL" in text

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        hit = list(pool.map(attempt, range(len(chosen))))
    for place, (name, when) in zip(places, chosen, strict=True):
        context = f"{fault} at {name} number {when}"
        assert "DAMAGED" not in place.ages().values(), context
        assert place.undo() == {}, context
        assert place.is_as_it_was(), context
        assert not place.remains(), context
    print(f"{fault}: {sum(hit)} faults of {len(points)}: 0 damaged files, undo gave every byte back")
    assert sum(hit) >= 0.9 * len(chosen)  # now and then the interpreter makes a call less
