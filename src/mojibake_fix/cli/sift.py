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
from mojibake_fix.cli.plain import are_plain, holds_signs

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from typing import BinaryIO

SETTLED = 2_000_000_000
"""Nanoseconds since the last change after which a file is left alone: the coarsest clock, FAT's, ticks that slowly."""
CHUNK = 250  # files that are sifted at once, or as many as their folder has
_TOGETHER = 1 << 18  # bytes that are looked at together
SHARED_FROM = 4000
"""Files from which on a second process pays: some 40 ms of reading for each."""
_63_BITS = (1 << 63) - 1  # of a number of 64, which is what fits where it is kept
_KIND, _REGULAR = 0o170000, stat.S_IFREG
_MOST_PROCESSES = 4  # reading gains little from more
_LARGEST = 1 << 20  # bytes of a file that is read here

Group = tuple[str, list[str]]
"""Files that stand together: their folder, with what stands between, and their names."""
State = tuple[int, int, int, int, int]
"""Size, times of the last change of bytes and of state, device, inode: a file that has the same is the same."""
Known = dict[str, tuple[State, bool]]
"""The files of a folder by name: their state, and whether they were sound."""
Sifted = State | bool
"""The state of a plain file, `True` for a known one, `False` for one that is to be looked at."""


def state_of(found: os.stat_result) -> State:
    """What tells that a file is still the same."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_dev, found.st_ino & _63_BITS


def split(place: str) -> tuple[str, str]:
    """The folder of a path, with what stands between, and the name."""
    name = place.rpartition(os.sep)[2]
    return place[: len(place) - len(name)], name


def is_settled(state: State, moment: int) -> bool:
    """Whether a file had been left alone for a while at a moment, in nanoseconds since 1970."""
    return max(state[1], state[2]) <= moment - SETTLED


def sift(
    groups: Sequence[Group], known: Callable[[str], Known], *, formatted: bool = False, processes: int = 1
) -> Generator[tuple[Sequence[Group], list[Sifted]], None, None]:
    """What is to be said of files, in chunks of them and in order.

    `known` gives what is known of a folder's files. Where they are `formatted`, values may hide what their file does
    not show: only what holds no sign of an escape is plain then.
    """
    chunks = list(_chunks(groups))
    processes = min(processes, _MOST_PROCESSES)
    if sum(len(names) for _, names in groups) < SHARED_FROM or processes < 2 or not _can_be_copied():
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


def _chunks(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Files by their folders in chunks of about the same size; what is too many for one is parted."""
    chunk: list[Group] = []
    size = 0
    for above, names in groups:
        for start in range(0, len(names), CHUNK):
            part = names[start : start + CHUNK]
            chunk.append((above, part))
            size += len(part)
            if size >= CHUNK:
                yield chunk
                chunk, size = [], 0
    if chunk:
        yield chunk


def _sift_chunk(groups: Sequence[Group], known: Callable[[str], Known], *, formatted: bool) -> list[Sifted]:
    latest = time.time_ns() - SETTLED
    out: list[Sifted] = []
    asked: list[tuple[int, State]] = []
    datas: list[bytes] = []
    size = 0
    for above, names in groups:
        of_folder = known(above)
        for name in names:
            place = above + name
            if of_folder and (entry := of_folder.get(name)) is not None and _has_state(place, entry[0]):
                out.append(entry[1])
                continue
            out.append(False)
            found = looked_at(place, latest)
            if found is None:
                continue
            state, data = found
            asked.append((len(out) - 1, state))
            datas.append(data)
            size += len(data)
            if size > _TOGETHER:
                _say_plain(out, asked, datas, formatted=formatted)
                size = 0
    _say_plain(out, asked, datas, formatted=formatted)
    return out


def _say_plain(out: list[Sifted], asked: list[tuple[int, State]], datas: list[bytes], *, formatted: bool) -> None:
    """Put the state of those files that are plain at their places, and forget what was asked."""
    for (number, state), data, is_plain in zip(asked, datas, are_plain(datas), strict=True):
        if is_plain and not (formatted and holds_signs(data)):
            out[number] = state
    asked.clear()
    datas.clear()


def by_folder(places: Iterable[str]) -> Iterator[Group]:
    """Files in their order, those together that stand together."""
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


def looked_at(place: str, latest: int) -> tuple[State, bytes] | None:
    """The state and the ASCII of a small file that was not touched later than then; None for all others."""
    try:
        descriptor = os.open(place, FLAGS)
    except (OSError, ValueError):
        return None
    try:
        found = os.fstat(descriptor)
        size, changed, touched = found.st_size, found.st_mtime_ns, found.st_ctime_ns
        if size > _LARGEST or changed > latest or touched > latest or found.st_mode & _KIND != _REGULAR:
            return None
        data = os.read(descriptor, size + 1)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    if len(data) != size or not data.isascii():
        return None
    return (size, changed, touched, found.st_dev, found.st_ino & _63_BITS), data


def _can_be_copied() -> bool:
    """Whether a copy of this process is safe: it could inherit a lock that nobody opens, of a thread or a library."""
    return sys.platform == "linux" and threading.active_count() == 1 and "numpy" not in sys.modules


def _begin(
    chunks: Sequence[Sequence[Group]], known: Callable[[str], Known], *, formatted: bool
) -> tuple[int, BinaryIO]:
    """A process that sifts chunks, and the pipe in which its answers arrive."""
    reading, writing = os.pipe()
    with interruptions_held():
        process = os.fork()
        if not process:
            _help(chunks, known, reading, writing, formatted=formatted)
    os.close(writing)
    return process, os.fdopen(reading, "rb")


def _help(
    chunks: Sequence[Sequence[Group]], known: Callable[[str], Known], reading: int, writing: int, *, formatted: bool
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


def _received(pipe: BinaryIO, chunk: Sequence[Group]) -> list[Sifted]:
    """What a helper found; where it was ended from outside, all is still to be looked at."""
    try:
        found: list[Sifted] = marshal.load(pipe)  # of our own copy
    except (EOFError, OSError, TypeError, ValueError):
        return [False] * sum(len(names) for _, names in chunk)
    return found
