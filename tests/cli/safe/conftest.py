"""What the tests of safe rewriting share: a system that fails where it is told, and what a folder must look like."""

import errno
import os
import sys
from pathlib import Path

import pytest

import mojibake_fix
from mojibake_fix.cli.files import read_file
from mojibake_fix.cli.safe.native import UnsupportedError
from mojibake_fix.cli.safe.rewrite import Job, Rewrite, check_writable
from mojibake_fix.cli.safe.store import open_store
from mojibake_fix.cli.safe.system import System
from mojibake_fix.cli.safe.undo import Undo


class KilledError(BaseException):
    """The end of a process: nothing that it would have done afterwards is done."""


class FaultySystem(System):
    """Counts the operations, and at one of them fails with an error number, or ends the process (`"kill"`).

    A write that fails has written a part. `exchanges` is False for systems that cannot exchange two names.
    """

    def __init__(self, fault=None, at=0, *, exchanges=True, links=True):
        self.fault, self.at, self.exchanges, self.links = fault, at, exchanges, links
        self.operations = []
        self.dead = False

    def __getattribute__(self, name):
        method = super().__getattribute__(name)
        if name.startswith("_") or name not in vars(System):
            return method

        def counted(*args):
            self.before(name, args)
            return method(*args)

        return counted

    def before(self, name, args):
        if self.dead:
            raise KilledError
        self.operations.append(name)
        if name == "exchange" and not self.exchanges:
            raise UnsupportedError
        if name == "link" and not self.links:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        if len(self.operations) != self.at:
            return
        if name == "write":
            os.write(args[0], bytes(args[1][: len(args[1]) // 2]))
        if self.fault == "kill":
            self.dead = True
            raise KilledError
        raise OSError(self.fault, os.strerror(self.fault))


@pytest.fixture
def faulty():
    return FaultySystem


@pytest.fixture
def killed():
    return KilledError


def state_of(path):
    """All of a file that undo gives back."""
    state = path.stat()
    return path.read_bytes(), state.st_mode, state.st_mtime_ns, state.st_uid, state.st_ino


class Place:
    """A folder with five files that are to be rewritten, in two folders, and one that is not."""

    NAMES = ("a.txt", "b.txt", "sub/c.txt", "sub/d.txt", "sub/deep/e.txt")
    OTHER = "sub/other.txt"

    def __init__(self, root):
        self.root = root
        self.old = {}
        for at, name in enumerate((*self.NAMES, self.OTHER)):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.bytes_of(name, "old") if name != self.OTHER else b"sound\n")
            path.chmod((0o644, 0o600, 0o751, 0o640, 0o664, 0o644)[at])
            os.utime(path, ns=(10**18 + at, 10**18 + at * 1001))
            self.old[name] = state_of(path)

    @staticmethod
    def bytes_of(name, age):
        # the accent matters: files of ASCII alone are sound at first sight, and nothing would be written
        return f"{'old' if age == 'old' else 'newer'} bytes of {name}: Ã©\n".encode() * 40

    def rewrite(self, system=None, *, names=NAMES, keep=True):
        """One run over the files; what went wrong with each."""
        with open_store(self.root, keep=keep, system=system) as store:
            jobs = []
            for name in names:
                path = self.root / name
                snapshot = read_file(path)
                check_writable(path, snapshot.state)
                jobs.append(Job(path, self.bytes_of(name, "new"), snapshot, "mojibake"))
            run = store.journal.begin_run("fixenc fix")
            return {str(item.source.target.relative_to(self.root)): item.error for item in self.carry(store, run, jobs)}

    def carry(self, store, run, jobs):
        return Rewrite(store, run).carry_out(jobs)

    def undo(self, system=None):
        """Take every run back, the last one first."""
        with open_store(self.root, system=system) as store:
            errors = {}
            for run in reversed(store.journal.runs()):
                items = Undo(store).carry_out(
                    [change for change in store.journal.changes(run.id) if change.state == "done"]
                )
                errors.update({str(item.source.path): item.error for item in items if item.error})
            return errors

    def recover(self):
        open_store(self.root).close()

    def ages(self):
        """`old`, `new` or `DAMAGED` for each file."""
        found = {}
        for name in self.NAMES:
            data = (self.root / name).read_bytes() if (self.root / name).exists() else None
            known = {self.bytes_of(name, age): age for age in ("old", "new")}
            found[name] = known.get(data, "DAMAGED")
        return found

    def remains(self):
        """Temporary files that were left."""
        return list(self.root.rglob(".fixenc-*"))

    def is_as_it_was(self, *, inodes=True):
        last = None if inodes else -1
        return {name: state_of(self.root / name)[:last] for name in self.old} == {
            name: state[:last] for name, state in self.old.items()
        }


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture
def new_place(tmp_path):
    """Places as many as are wanted."""
    made = []

    def make():
        made.append(tmp_path / f"place{len(made)}")
        made[-1].mkdir()
        return Place(made[-1])

    return make


STAND_IN = """
import sys, types
from mojibake_fix.types import Detection, Repair
from mojibake_fix.verdicts import Verdict
api, documents = types.ModuleType("mojibake_fix.api"), types.ModuleType("mojibake_fix.documents")
def repair_bytes(data, **_):
    text = data.decode()
    verdict = Verdict.MOJIBAKE if "old bytes" in text else Verdict.SOUND
    return Repair(text, text.replace("old bytes", "newer bytes"), verdict, detection=Detection("utf-8", 1.0))
api.repair_bytes = repair_bytes
documents.repair_values = lambda datas, **_: map(repair_bytes, datas)
sys.modules["mojibake_fix.api"], sys.modules["mojibake_fix.documents"] = api, documents
from mojibake_fix.cli import main
sys.exit(main())
"""


@pytest.fixture
def command():
    """The command line of the real command, with a library that only turns old bytes into newer ones."""
    here = Path(mojibake_fix.__file__).parents[1]  # the one that is tested, whatever else is installed
    return [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(here)!r}){STAND_IN}"]
