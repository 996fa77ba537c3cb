"""What was found sound, or no text, is not read again while it is the same file: by place, size, times and inode.

An entry counts only where the file had not been touched for a while when it was read (git's rule of racy entries): else
it could be written to once more in the same tick of the file system's clock, and look the same. Whatever is wrong with
the cache, it is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mojibake_fix.cli.work import USUAL, Request
from mojibake_fix.types import Detection, Repair, Verdict

if TYPE_CHECKING:
    from mojibake_fix.cli.files import Snapshot

_SETTLED = 2_000_000_000
"""Nanoseconds since the last change after which a file is remembered: the coarsest clock, FAT's, ticks that slowly."""
_MOST = 500_000  # entries: some 60 MB
_KEPT_DAYS = 30
"""How long the caches of other versions are kept."""
_DAY = 86_400
_TABLE = (
    "CREATE TABLE IF NOT EXISTS seen (folder BLOB, name BLOB, size INTEGER, mtime INTEGER, ctime INTEGER, device TEXT, "
    "inode TEXT, verdict TEXT, encoding TEXT, probability REAL, at INTEGER, PRIMARY KEY (folder, name)) WITHOUT ROWID"
)
_ROWS = "SELECT name, size, mtime, ctime, device, inode, verdict, encoding, probability FROM seen WHERE folder = ?"

_State = tuple[int, int, int, int, int]
_Known = dict[str, tuple[_State, Repair]]


@dataclass(slots=True)
class Cache:
    """The files that need no second look."""

    path: Path
    _connection: sqlite3.Connection
    _here: str = field(default_factory=os.getcwd)
    _folders: dict[str, tuple[bytes, _Known]] = field(default_factory=dict)
    _answers: dict[tuple[str, str | None, float], Repair] = field(default_factory=dict)
    _new: list[tuple[Any, ...]] = field(default_factory=list)

    def look_up(self, path: str) -> Repair | None:
        """What was found in a file when it was the same; None where it must be read."""
        folder, name = os.path.split(path)
        _, known = self._folder(folder)
        if not known:
            return None
        entry = known.get(name)
        if entry is None:
            return None
        try:
            return entry[1] if _state_of(os.stat(path)) == entry[0] else None  # noqa: PTH116 - faster by half
        except (OSError, ValueError):
            return None

    def remember(self, path: str, snapshot: Snapshot, answer: Repair) -> None:
        """Keep what was found in a file, if nothing was, and the file had been left alone before it was read."""
        state = snapshot.state
        if max(state.st_mtime_ns, state.st_ctime_ns) > snapshot.read_at - _SETTLED or not _is_kept(answer):
            return
        folder, name = os.path.split(path)
        encoding = answer.detection.encoding if answer.detection is not None else None
        found = (str(answer.verdict), encoding, answer.probability)
        *times, device, inode = _state_of(state)
        place = self._folder(folder)[0]
        self._new.append((place, os.fsencode(name), *times, str(device), str(inode), *found, snapshot.read_at))

    def close(self) -> None:
        """Write down what is new."""
        with contextlib.suppress(sqlite3.Error), contextlib.closing(self._connection):
            if self._new:
                with self._connection:
                    self._connection.executemany(f"REPLACE INTO seen VALUES ({', '.join('?' * 11)})", self._new)
                    self._forget()

    def _forget(self) -> None:
        (count,) = self._connection.execute("SELECT count(*) FROM seen").fetchone()
        if count > _MOST:
            last = "SELECT at FROM seen ORDER BY at DESC LIMIT 1 OFFSET ?"
            self._connection.execute(f"DELETE FROM seen WHERE at <= ({last})", (_MOST // 2,))

    def _folder(self, folder: str) -> tuple[bytes, _Known]:
        """The absolute path of a folder, and what is known of its files."""
        found = self._folders.get(folder)
        if found is None:
            place = os.fsencode(os.path.normpath(os.path.join(self._here, folder)))  # noqa: PTH118
            known: _Known = {}
            with contextlib.suppress(sqlite3.Error):
                for name, size, mtime, ctime, device, inode, *found_in in self._connection.execute(_ROWS, (place,)):
                    known[os.fsdecode(name)] = (size, mtime, ctime, int(device), int(inode)), self._answer(*found_in)
            found = self._folders[folder] = place, known
        return found

    def _answer(self, verdict: str, encoding: str | None, probability: float) -> Repair:
        key = (verdict, encoding, probability)
        answer = self._answers.get(key)
        if answer is None:
            detection = Detection(encoding, probability, "remembered")
            answer = Repair("", "", Verdict(verdict), probability=probability, detection=detection)
            self._answers[key] = answer
        return answer


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


def _is_kept(answer: Repair) -> bool:
    is_nothing = answer.verdict in (Verdict.SOUND, Verdict.BINARY)
    return is_nothing and not (answer.changed or answer.spans or answer.losses or answer.guesses or answer.gain)


def _state_of(state: os.stat_result) -> _State:
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_dev, state.st_ino


def _fingerprint(request: Request = USUAL) -> str:
    """What decides an answer: what was told of it, this library with its model, its witness, Python with its tables.

    The files' sizes and times stand for what is in them: a version number does not change while it is worked on.
    """
    import importlib.util

    here = Path(__file__).parent.parent
    places = [here]
    for name in ("chardet", "ftfy", "numpy"):
        with contextlib.suppress(ImportError, ValueError):
            spec = importlib.util.find_spec(name)
            if spec is not None and spec.origin is not None:
                places.append(Path(spec.origin))
    told = [sys.version, *request.languages, request.format or ""]
    while places:
        place = places.pop()
        if place.is_dir():
            with os.scandir(place) as found:
                places += [
                    Path(item.path)
                    for item in sorted(found, key=lambda item: item.name)
                    if item.name != "__pycache__" and (item.is_dir() or item.name.endswith((".py", ".bin")))
                ]
        else:
            state = place.stat()
            told.append(f"{place}:{state.st_size}:{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest()[:24]
