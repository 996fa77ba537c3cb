"""The journal of what was planned and done, in SQLite: the one truth about runs, whatever cut them short.

While it is open no other process can open it: two runs over the same files would take each other's work for
remains. The lock is the system's own and ends with the process.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mojibake_fix.cli.safe.system import System

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY AUTOINCREMENT, began TEXT NOT NULL, command TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL REFERENCES runs, state TEXT NOT NULL,
    path BLOB NOT NULL, temporary TEXT NOT NULL, old BLOB NOT NULL, new BLOB NOT NULL,
    size INTEGER NOT NULL, mode INTEGER NOT NULL, mtime INTEGER NOT NULL, what TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS renamings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL REFERENCES runs, state TEXT NOT NULL,
    old BLOB NOT NULL, new BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS changes_by_run ON changes (run, state);
"""
_COLUMNS = "id, run, state, path, temporary, old, new, size, mode, mtime, what"


class State(StrEnum):
    """How far a change has come, on its way forward and on its way back."""

    PLANNED = "planned"
    """Its temporary file may exist, in part; the file itself is untouched."""
    PREPARED = "prepared"
    """Its temporary file is complete and on the disk; the file may have been exchanged for it."""
    DONE = "done"
    UNDO_PLANNED = "undo planned"
    UNDO_PREPARED = "undo prepared"
    UNDONE = "undone"


SETTLED = frozenset({State.DONE, State.UNDONE})


class JournalError(OSError):
    """The journal cannot be read or written."""


class LockedError(JournalError):
    """Another run has the journal."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file of one run: `old` and `new` are the SHA-256 of its bytes before and after."""

    id: int
    run: int
    state: State
    path: Path
    """Below the root of the store."""
    temporary: str
    """The name of its temporary file, in the same folder."""
    old: bytes
    new: bytes
    size: int
    mode: int
    mtime: int
    """Size, permissions and time of change (in nanoseconds) before."""
    what: str
    """The repair in words."""

    @property
    def goes_back(self) -> bool:
        """Whether the old bytes are on their way back."""
        return self.state in (State.UNDO_PLANNED, State.UNDO_PREPARED)

    @property
    def before(self) -> bytes:
        """What the file holds before its change, in the direction in which it goes."""
        return self.new if self.goes_back else self.old

    @property
    def after(self) -> bytes:
        """What it holds afterwards."""
        return self.old if self.goes_back else self.new


@dataclass(frozen=True, slots=True)
class Renaming:
    """One new name of one run: paths below the root, as they were when it was given."""

    id: int
    run: int
    state: State
    old: Path
    new: Path


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command that changed files."""

    id: int
    began: str
    command: str
    files: int
    undone: int


class Journal:
    """The tables of runs and changes. Raises `JournalError`, or `LockedError` where another run has it."""

    def __init__(self, path: Path | None, system: System) -> None:
        self._system = system
        with _telling():
            self._connection = sqlite3.connect(path or ":memory:", timeout=0, isolation_level=None)
            try:
                self._connection.executescript("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = EXTRA;")
                self._connection.execute("BEGIN EXCLUSIVE")
                for statement in _SCHEMA.split(";"):
                    self._connection.execute(statement)
                self._connection.execute("COMMIT")
            except sqlite3.Error:
                self._connection.close()
                raise

    def close(self) -> None:
        """Let others have it."""
        self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written within is final at the end, or never was."""
        with _telling():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._system.commit(self._connection)
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def begin_run(self, command: str) -> int:
        """A new run; its number."""
        with self.transaction():
            began = datetime.now(UTC).isoformat(timespec="seconds")
            row = self._connection.execute("INSERT INTO runs (began, command) VALUES (?, ?)", (began, command))
        return row.lastrowid or 0

    def add(self, changes: Iterable[Change]) -> list[Change]:
        """Write down changes that shall be made; they come back with their numbers."""
        marks = ", ".join("?" * 10)
        with self.transaction():
            return [
                replace(
                    change,
                    id=self._connection.execute(
                        f"INSERT INTO changes ({_COLUMNS.removeprefix('id, ')}) VALUES ({marks})", _values(change)
                    ).lastrowid
                    or 0,
                )
                for change in changes
            ]

    def update(self, changes: Iterable[Change]) -> None:
        """Write down how far changes have come."""
        rows = [(str(change.state), change.temporary, change.id) for change in changes]
        with self.transaction():
            self._connection.executemany("UPDATE changes SET state = ?, temporary = ? WHERE id = ?", rows)

    def drop(self, changes: Iterable[Change]) -> None:
        """Strike changes out that never came about."""
        with self.transaction():
            self._connection.executemany("DELETE FROM changes WHERE id = ?", [(change.id,) for change in changes])

    def drop_run(self, run: int) -> None:
        """Forget a run."""
        with self.transaction():
            self._connection.execute("DELETE FROM changes WHERE run = ?", (run,))
            self._connection.execute("DELETE FROM renamings WHERE run = ?", (run,))
            self._connection.execute("DELETE FROM runs WHERE id = ?", (run,))

    def runs(self) -> list[Run]:
        """All runs that changed something, the oldest first."""
        both = "(SELECT run, state FROM changes UNION ALL SELECT run, state FROM renamings)"
        query = (
            f"SELECT runs.id, began, command, count(*), sum(state = 'undone') FROM runs "
            f"JOIN {both} AS deeds ON deeds.run = runs.id GROUP BY runs.id ORDER BY runs.id"
        )
        with _telling():
            return [Run(*row) for row in self._connection.execute(query)]

    def changes(self, run: int) -> list[Change]:
        """The changes of a run, in their order."""
        return self._select("WHERE run = ? ORDER BY id", (run,))

    def unsettled(self) -> list[Change]:
        """The changes that were cut short."""
        return self._select("WHERE state NOT IN ('done', 'undone') ORDER BY id", ())

    def add_renaming(self, renaming: Renaming) -> Renaming:
        """Write down a new name that shall be given; it comes back with its number."""
        values = (renaming.run, str(renaming.state), os.fsencode(renaming.old), os.fsencode(renaming.new))
        with self.transaction():
            row = self._connection.execute("INSERT INTO renamings (run, state, old, new) VALUES (?, ?, ?, ?)", values)
        return replace(renaming, id=row.lastrowid or 0)

    def update_renaming(self, renaming: Renaming) -> None:
        """Write down how far a renaming has come."""
        with self.transaction():
            values = (str(renaming.state), renaming.id)
            self._connection.execute("UPDATE renamings SET state = ? WHERE id = ?", values)

    def drop_renaming(self, renaming: Renaming) -> None:
        """Strike a renaming out that never came about."""
        with self.transaction():
            self._connection.execute("DELETE FROM renamings WHERE id = ?", (renaming.id,))

    def renamings(self, run: int | None) -> list[Renaming]:
        """The renamings of a run, in their order; for None, those of all runs that were cut short."""
        where = "run = ?" if run is not None else "state NOT IN ('done', 'undone')"
        query = f"SELECT id, run, state, old, new FROM renamings WHERE {where} ORDER BY id"
        with _telling():
            rows = self._connection.execute(query, () if run is None else (run,)).fetchall()
        return [
            Renaming(at, run_, State(state), Path(os.fsdecode(old)), Path(os.fsdecode(new)))
            for at, run_, state, old, new in rows
        ]

    def _select(self, where: str, values: tuple[int, ...]) -> list[Change]:
        with _telling():
            rows = self._connection.execute(f"SELECT {_COLUMNS} FROM changes {where}", values).fetchall()
        return [
            Change(number, run, State(state), Path(os.fsdecode(path)), *rest)
            for number, run, state, path, *rest in rows
        ]


def _values(change: Change) -> tuple[object, ...]:
    numbers = (change.size, change.mode, change.mtime)
    hashes = (change.old, change.new)
    return (change.run, str(change.state), os.fsencode(change.path), change.temporary, *hashes, *numbers, change.what)


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise LockedError("another run of fixenc is at work here; wait until it is done") from error
        raise JournalError(f"the journal of fixenc: {error}") from error
    except sqlite3.DatabaseError as error:
        raise JournalError(f"the journal of fixenc is damaged: {error}; move the folder away to begin anew") from error
