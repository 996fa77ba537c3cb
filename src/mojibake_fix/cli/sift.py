"""Of many files those that need no word: known to be sound and the same, or plain. What is left is to be looked at.

This is all that becomes of most files, so it is done in few calls of the system and, of a large folder, in several
processes: copies of this one, made before it has threads, which do nothing but read. A file counts as plain at one look
only where it had not been touched for a while; others are left to those who see whether one changes meanwhile.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import stat
import sys
import threading
import time
from typing import TYPE_CHECKING, NoReturn

from mojibake_fix.cli.files import FLAGS
from mojibake_fix.cli.plain import holds_signs, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from typing import BinaryIO

SETTLED = 2_000_000_000
"""Nanoseconds since the last change after which a file is left alone: the coarsest clock, FAT's, ticks that slowly."""
CHUNK = 250  # files that are sifted at once
SHARED_FROM = 4000
"""Files from which on a second process pays: some 40 ms of reading for each."""
_MOST_PROCESSES = 4  # reading gains little from more
_LARGEST = 1 << 20  # bytes of a file that is read here

State = tuple[int, int, int, int, int]
"""Size, times of the last change of bytes and of state, device, inode: a file that has the same is the same."""
Known = dict[str, tuple[State, bool]]
"""The files of a folder by name: their state, and whether they were sound."""
Sifted = State | bool
"""The state of a plain file, `True` for a known one, `False` for one that is to be looked at."""


def state_of(found: os.stat_result) -> State:
    """What tells that a file is still the same."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_dev, found.st_ino


def split(place: str) -> tuple[str, str]:
    """The folder of a path, with what stands between, and the name."""
    name = place.rpartition(os.sep)[2]
    return place[: len(place) - len(name)], name


def is_settled(state: State, moment: int) -> bool:
    """Whether a file had been left alone for a while at a moment, in nanoseconds since 1970."""
    return max(state[1], state[2]) <= moment - SETTLED


def sift(
    places: Sequence[str], known: Callable[[str], Known], *, formatted: bool = False, processes: int = 1
) -> Generator[tuple[Sequence[str], list[Sifted]], None, None]:
    """What is to be said of files, in chunks of them and in order.

    `known` gives what is known of a folder's files. Where they are `formatted`, values may hide what their file does
    not show: only what holds no sign of an escape is plain then.
    """
    chunks = [places[at : at + CHUNK] for at in range(0, len(places), CHUNK)]
    processes = min(processes, _MOST_PROCESSES)
    if len(places) < SHARED_FROM or processes < 2 or not _can_be_copied():
        for chunk in chunks:
            yield chunk, _sift_chunk(chunk, known, formatted=formatted)
        return
    pipes = [_begin(chunks[number::processes], known, formatted=formatted) for number in range(1, processes)]
    try:
        for number, chunk in enumerate(chunks):
            helper = number % processes
            found = _received(pipes[helper - 1][1], chunk) if helper else _sift_chunk(chunk, known, formatted=formatted)
            yield chunk, found
    finally:
        for _, pipe in pipes:
            pipe.close()  # one that still writes is ended by that
        for process, _ in pipes:
            os.waitpid(process, 0)


def _sift_chunk(places: Sequence[str], known: Callable[[str], Known], *, formatted: bool) -> list[Sifted]:
    moment = time.time_ns()
    out: list[Sifted] = []
    for above, names in by_folder(places):
        of_folder = known(above)
        for name in names:
            entry = of_folder.get(name)
            place = above + name
            if entry is not None and _has_state(place, entry[0]):
                out.append(entry[1])
            else:
                out.append(plain_state(place, moment, formatted))
    return out


def by_folder(places: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Files that stand together, as their folder and their names."""
    folder = ""
    names: list[str] = []
    for place in places:
        if not place.startswith(folder) or os.sep in (name := place[len(folder) :]) or not folder:
            if names:
                yield folder, names
            folder, name = split(place)
            names = []
        names.append(name)
    if names:
        yield folder, names


def _has_state(place: str, state: State) -> bool:
    try:
        return state_of(os.stat(place)) == state  # noqa: PTH116 - faster by half
    except (OSError, ValueError):
        return False


def plain_state(place: str, moment: int, formatted: bool = False) -> Sifted:
    """The state of a plain file that had been left alone at a moment before now; `False` for all others."""
    try:
        descriptor = os.open(place, FLAGS)
    except (OSError, ValueError):
        return False
    try:
        found = os.fstat(descriptor)
        state = size, changed, touched, _, _ = state_of(found)
        latest = max(touched, changed)
        if size > _LARGEST or latest > moment - SETTLED or not stat.S_ISREG(found.st_mode):
            return False
        data = os.read(descriptor, size + 1)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    if len(data) != size or not is_plain(data) or (formatted and holds_signs(data)):
        return False
    return state


def _can_be_copied() -> bool:
    """Whether a copy of this process is safe: it could inherit a lock that nobody opens, of a thread or a library."""
    return sys.platform == "linux" and threading.active_count() == 1 and "numpy" not in sys.modules


def _begin(chunks: Sequence[Sequence[str]], known: Callable[[str], Known], *, formatted: bool) -> tuple[int, BinaryIO]:
    """A process that sifts chunks, and the pipe in which its answers arrive."""
    reading, writing = os.pipe()
    with interruptions_held():
        process = os.fork()
        if not process:
            _help(chunks, known, reading, writing, formatted=formatted)
    os.close(writing)
    return process, os.fdopen(reading, "rb")


def _help(
    chunks: Sequence[Sequence[str]], known: Callable[[str], Known], reading: int, writing: int, *, formatted: bool
) -> NoReturn:
    """What a copy of this process does, to its end; whoever closes the pipe ends it."""
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            for chunk in chunks:
                marshal.dump(_sift_chunk(chunk, known, formatted=formatted), pipe)
                pipe.flush()
    finally:
        os._exit(0)


@contextlib.contextmanager
def interruptions_held() -> Iterator[None]:
    """Processes that are started meanwhile never hear of Ctrl-C, which reaches every process of a terminal.

    The first one alone decides what is to be done, and hears of it when this is over.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    before = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask is not None else set()
    try:
        yield
    finally:
        if mask is not None:
            mask(signal.SIG_SETMASK, before)


def _received(pipe: BinaryIO, chunk: Sequence[str]) -> list[Sifted]:
    """What a helper found; where it was ended from outside, all is still to be looked at."""
    try:
        found: list[Sifted] = marshal.load(pipe)  # of our own copy
    except (EOFError, OSError, TypeError, ValueError):
        return [False] * len(chunk)
    return found
