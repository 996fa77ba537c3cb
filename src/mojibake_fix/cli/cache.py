"""What was found sound, or no text, is not read again while it is the same file: by place, size, times and inode.

An entry counts only where the file had not been touched for a while when it was read (git's rule of racy entries): else
it could be written to once more in the same tick of the file system's clock, and look the same. Whatever is wrong with
the cache, it is done without.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import sqlite3
import sys
import time
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli import plain
from mojibake_fix.cli.sift import Group, Known, Sifted, State, is_settled, split, state_of
from mojibake_fix.cli.work import USUAL, Request
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mojibake_fix.cli.files import Snapshot
    from mojibake_fix.types import Repair

_MOST = 500_000  # files: some 60 MB
_KEPT_DAYS = 30
"""How long the caches of other versions are kept."""
_DAY = 86_400
_PRIME = (1 << 127) - 1
_SEPARATOR = "/"  # in no name of a file
_TABLE = (
    "CREATE TABLE IF NOT EXISTS seen "
    "(folder BLOB PRIMARY KEY, names BLOB, states BLOB, answers TEXT, count INTEGER, at INTEGER)"
)
_FILES = "SELECT names, states, answers FROM seen WHERE folder = ?"
_FOUND = "SELECT total(count) FROM seen"
_OLDEST_FIRST = "SELECT folder, count FROM seen ORDER BY at"

_Kept = tuple[str, str | None, float]
"""The verdict, encoding and probability of what was found in a file."""
_Files = dict[str, tuple[State, _Kept]]
"""The files of a folder by name: their state, and what was found in them."""
_Row = tuple[bytes, bytes, str]
"""The same as it is written down: all names, all states, and what was found with which of the files it is true of."""
_NO_ROW: _Row = (b"", b"", "")
_NUMBERS = 5  # of a state


@dataclass(slots=True)
class Cache:
    """The files that need no second look. A row is a folder: most are asked for, and written down, as a whole."""

    path: Path
    _connection: sqlite3.Connection
    _here: str = field(default_factory=os.getcwd)
    _folders: dict[str, tuple[bytes, _Files]] = field(default_factory=dict)
    _rows: dict[bytes, _Row] = field(default_factory=dict)
    _answers: dict[tuple[str, str | None, float], Repair] = field(default_factory=dict)
    _new: dict[bytes, _Files] = field(default_factory=dict)

    def fetch(self, folders: Iterable[str]) -> None:
        """Have at hand what is known of the files of folders: `known` needs the database no more then."""
        for folder in dict.fromkeys(folders):
            place = self._place(folder)
            row = self._row(place)
            if row is not _NO_ROW:
                self._rows[place] = row

    def known(self, folder: str) -> Known:
        """The files of a folder that was fetched: their state, and whether they were sound."""
        if not self._rows:
            return {}
        files = _unpacked(self._rows.get(self._place(folder), _NO_ROW))
        return {name: (state, kept[0] == Verdict.SOUND) for name, (state, kept) in files.items()}

    def look_up(self, path: str) -> Repair | None:
        """What was found in a file when it was the same; None where it must be read."""
        folder, name = split(path)
        entry = self._folder(folder)[1].get(name)
        if entry is None:
            return None
        try:
            return self._answer(entry[1]) if state_of(os.stat(path)) == entry[0] else None  # noqa: PTH116
        except (OSError, ValueError):
            return None

    def remember(self, path: str, snapshot: Snapshot, answer: Repair) -> None:
        """Keep what was found in a file, if nothing was, and the file had been left alone before it was read."""
        state = state_of(snapshot.state)
        if is_settled(state, snapshot.read_at) and _is_kept(answer):
            folder, name = split(path)
            self._new.setdefault(self._place(folder), {})[name] = state, _kept_of(answer)

    def keep_plain(self, groups: Sequence[Group], sifted: Sequence[Sifted]) -> None:
        """Keep the plain files of those that were sifted."""
        states = iter(sifted)
        kept: _Kept = str(Verdict.SOUND), plain.ENCODING, plain.PROBABILITY
        for folder, names in groups:
            found = zip(names, itertools.islice(states, len(names)), strict=True)
            files: _Files = {name: (state, kept) for name, state in found if not isinstance(state, bool)}
            if files:
                self._new.setdefault(self._place(folder), {}).update(files)

    def close(self) -> None:
        """Write down what is new."""
        with contextlib.suppress(sqlite3.Error), contextlib.closing(self._connection):
            if self._new:
                with self._connection:
                    self._connection.execute("BEGIN IMMEDIATE")  # what another run wrote meanwhile stays
                    self._connection.executemany(
                        "REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?)", map(self._merged, self._new)
                    )
                    self._forget()

    def _merged(self, place: bytes) -> tuple[bytes, bytes, bytes, str, int, int]:
        files = _unpacked(self._row(place)) | self._new[place]
        return place, *_packed(files), len(files), time.time_ns()

    def _forget(self) -> None:
        (count,) = self._connection.execute(_FOUND).fetchone()
        if count <= _MOST:
            return
        for place, files in self._connection.execute(_OLDEST_FIRST).fetchall():
            self._connection.execute("DELETE FROM seen WHERE folder = ?", (place,))
            count -= files
            if count <= _MOST // 2:
                return

    def _row(self, place: bytes) -> _Row:
        with contextlib.suppress(sqlite3.Error):
            for row in self._connection.execute(_FILES, (place,)):
                found: _Row = row
                return found
        return _NO_ROW

    def _place(self, folder: str) -> bytes:
        """The absolute path of a folder."""
        return os.fsencode(os.path.normpath(os.path.join(self._here, folder)))  # noqa: PTH118

    def _folder(self, folder: str) -> tuple[bytes, _Files]:
        """The absolute path of a folder, and what is known of its files."""
        found = self._folders.get(folder)
        if found is None:
            place = self._place(folder)
            found = self._folders[folder] = place, _unpacked(self._row(place))
        return found

    def _answer(self, kept: _Kept) -> Repair:
        answer = self._answers.get(kept)
        if answer is None:
            from mojibake_fix.types import Detection, Repair

            verdict, encoding, probability = kept
            detection = Detection(encoding, probability, "remembered")
            answer = Repair("", "", Verdict(verdict), probability=probability, detection=detection)
            self._answers[kept] = answer
        return answer


def _packed(files: _Files) -> _Row:
    """The row of files: reading it takes few calls, however many files there are."""
    states = array("q", itertools.chain.from_iterable(state for state, _ in files.values()))
    answers: dict[_Kept, int] = {}
    which = [answers.setdefault(kept, len(answers)) for _, kept in files.values()]
    told = [list(answers), which if len(answers) > 1 else []]  # nearly always it is one answer
    return os.fsencode(_SEPARATOR.join(files)), states.tobytes(), json.dumps(told)


def _unpacked(row: _Row) -> _Files:
    """The files of a row; none where it is broken."""
    if row is _NO_ROW:
        return {}
    numbers = array("q")
    try:
        names = os.fsdecode(row[0]).split(_SEPARATOR)
        numbers.frombytes(row[1])
        answers, which = json.loads(row[2])
        kept: list[_Kept] = [(str(verdict), encoding, float(number)) for verdict, encoding, number in answers]
        found = [kept[number] for number in which] if which else kept * len(names)
        states = zip(*[iter(numbers)] * _NUMBERS, strict=True)
        return dict(zip(names, zip(states, found, strict=True), strict=True))
    except (ValueError, TypeError, IndexError):
        return {}


def open_cache(request: Request = USUAL) -> Cache | None:
    """The cache of a user for this very library, and for what is asked of it; None where there cannot be one."""
    folder = cache_folder()
    if folder is None:
        return None
    path = folder / f"seen-{_fingerprint(request)}.sqlite3"
    try:
        if not path.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sweep(folder)
        try:
            return Cache(path, _connect(path))
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, or no space: it is not the file's fault
                return None
        path.unlink()
        return Cache(path, _connect(path))
    except (OSError, sqlite3.Error):
        return None


def cache_folder() -> Path | None:
    """Where this user's caches are: `FIXENC_CACHE_DIR`, else the place that the system has for them."""
    if given := os.environ.get("FIXENC_CACHE_DIR"):
        return Path(given)
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if os.path.isabs(base):  # noqa: PTH117 - the specification says that others are to be ignored
        return Path(base, "fixenc")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    below = {"win32": "AppData/Local", "darwin": "Library/Caches"}.get(sys.platform, ".cache")
    return home / below / "fixenc"


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=1.0)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _sweep(folder: Path) -> None:
    """Take away the caches of versions that are not used any more."""
    for other in folder.glob("seen-*.sqlite3"):
        with contextlib.suppress(OSError):
            if other.stat().st_mtime < time.time() - _KEPT_DAYS * _DAY:
                other.unlink()


def _kept_of(answer: Repair) -> _Kept:
    """What is kept of an answer."""
    encoding = answer.detection.encoding if answer.detection is not None else None
    return str(answer.verdict), encoding, answer.probability


def _is_kept(answer: Repair) -> bool:
    is_nothing = answer.verdict in (Verdict.SOUND, Verdict.BINARY)
    return is_nothing and not (answer.changed or answer.spans or answer.losses or answer.guesses or answer.gain)


def _fingerprint(request: Request = USUAL) -> str:
    """What decides an answer: what was told of it, this library with its model, its witness, Python with its tables.

    The files' sizes and times stand for what is in them: a version number does not change while it is worked on.
    """
    import importlib.util

    told = [sys.version, sys.byteorder, *request.languages, request.format or ""]
    for name in ("chardet", "ftfy", "numpy"):
        with contextlib.suppress(ImportError, ValueError):
            spec = importlib.util.find_spec(name)
            if spec is not None and spec.origin is not None:
                told.append(_told(spec.origin, os.stat(spec.origin)))  # noqa: PTH116 - text, as below
    folders = [str(Path(__file__).parent.parent)]
    while folders:
        with os.scandir(folders.pop()) as found:
            items = sorted(found, key=lambda item: item.name)
        folders += [item.path for item in items if item.name != "__pycache__" and item.is_dir()]
        told += [_told(item.path, item.stat()) for item in items if item.name.endswith((".py", ".bin"))]
    # The remainder by a prime: nobody tries to make two alike, and a digest takes longer to import than all else here.
    number = int.from_bytes(os.fsencode("\n".join(told)), "big")
    return f"{number % _PRIME:032x}"


def _told(place: str, state: os.stat_result) -> str:
    return f"{place}:{state.st_size}:{state.st_mtime_ns}"
