"""Many files, one finding each, in their order: what is plain or known costs nearly nothing, the rest is shared out.

Worker processes are started only where there is work for them: starting one takes as long as examining a good many
files. Files are read here, so that a worker needs nothing but bytes, and nothing that it does can touch a file.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.plain import holds_signs, plain_answer
from mojibake_fix.cli.sift import by_folder, interruptions_held, sift
from mojibake_fix.cli.wanted import ALL, Selection
from mojibake_fix.cli.work import (
    USUAL,
    Finding,
    Request,
    Source,
    answered,
    format_told,
    read,
    repaired,
    repaired_together,
)
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from mojibake_fix.cli.cache import Cache
    from mojibake_fix.cli.sift import Known, Sifted
    from mojibake_fix.types import Repair

ALONE_BYTES = 200_000
"""Bytes that are examined without help: about as long as it takes to start the workers, twice over."""
FEWEST_FILES = 32  # that must be left for workers to pay
CHUNK_BYTES, CHUNK_FILES = 100_000, 64
"""How much a worker is given at once: half a second's work, so that an interruption does not wait long."""
AHEAD = 2  # chunks that wait for each worker
LARGEST = 4 << 20  # bytes of a file that is worth sending to another process
"""Larger ones are examined here: their memory counts only once."""


@dataclass(slots=True)
class _Chunk:
    """Findings in their order, some of which a worker still works on."""

    findings: list[Finding] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    size: int = 0
    answers: Future[list[Repair | str]] | list[Repair | str] | None = None
    """Those of a worker, or ours."""

    def add(self, finding: Finding, *, is_done: bool) -> None:
        if not is_done:
            self.asked.append(len(self.findings))
            self.size += len(finding.data)
        self.findings.append(finding)

    @property
    def is_done(self) -> bool:
        return self.answers is None or isinstance(self.answers, list) or self.answers.done()

    @property
    def is_full(self) -> bool:
        return self.size >= CHUNK_BYTES or len(self.asked) >= CHUNK_FILES or len(self.findings) >= 32 * CHUNK_FILES


@dataclass(slots=True)
class Examiner:
    """Examines files; `jobs` is how many processes may work at once, 0 as many as the machine has cores."""

    request: Request = USUAL
    selection: Selection = ALL
    """What is wanted of large files; of others, it is chosen of the findings."""
    cache: Cache | None = None
    jobs: int = 0
    pass_over: Callable[[int], None] | None = None
    """Told how many more files are sound at first sight, where nobody wants findings of them."""
    _size: int = 0
    _pool: ProcessPoolExecutor | None = None

    def findings(
        self, sources: Sequence[Source], follow: Callable[[Sequence[Source]], Iterable[Source]] = iter
    ) -> Generator[Finding, None, None]:
        """The findings of all sources, in order; `follow` goes through them. Raises `RefusedError`: a worker died."""
        workers = self.jobs or idle_cores()
        waiting: deque[_Chunk] = deque()
        chunk = _Chunk()
        try:
            for number, source in self._left(sources, follow):
                begun = self._begun(source)
                if begun is None:
                    continue
                finding, is_done = begun
                is_large = finding.snapshot is not None and finding.snapshot.is_large
                is_formatted = not is_done and format_told(source, self.request.format) is not None
                if is_large or is_formatted or len(finding.data) > LARGEST:
                    yield from self._finished(waiting, chunk)
                    chunk = _Chunk()
                    yield finding if is_done else self._examined(finding)
                    continue
                chunk.add(finding, is_done=is_done)
                if chunk.is_full or (not waiting and not chunk.asked):
                    helps = workers > 1 and self._size >= ALONE_BYTES and len(sources) - number >= FEWEST_FILES
                    self._send(chunk, workers if helps else 0, waiting)
                    chunk = _Chunk()
                while waiting and (waiting[0].is_done or len(waiting) > AHEAD * workers):
                    yield from self._received(waiting.popleft())
            yield from self._finished(waiting, chunk)
        except RuntimeError as error:
            if self._pool is None or not _is_broken(error):
                raise
            raise RefusedError(
                "a worker process was ended from outside, perhaps for want of memory, and the run stopped; "
                "--jobs 1 works without them."
            ) from None
        finally:
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)
                self._pool = None
            if self.cache is not None:
                self.cache.close()

    def _left(
        self, sources: Sequence[Source], follow: Callable[[Sequence[Source]], Iterable[Source]]
    ) -> Iterator[tuple[int, Source]]:
        """The sources that are to be looked at, by their numbers: those that need no word are passed over."""
        if self.pass_over is None:
            yield from enumerate(follow(sources))
            return
        places = [str(place) for place, error, _ in sources if place is not None and error is None]
        passed = 0
        with contextlib.closing(self._sifted(places)) as sifted:
            answers = chain.from_iterable(sifted)
            for number, source in enumerate(follow(sources)):
                if source[0] is not None and source[1] is None and next(answers) is not False:
                    passed += 1
                    continue
                self.pass_over(passed)
                passed = 0
                yield number, source
            self.pass_over(passed)

    def _sifted(self, places: list[str]) -> Generator[list[Sifted], None, None]:
        """For each file whether it is to be looked at, many at a time; the plain ones are remembered."""
        groups = list(by_folder(places))
        if self.cache is not None:
            self.cache.fetch(folder for folder, _ in groups)
        known = self.cache.known if self.cache is not None else _nothing_known
        is_formatted = self.request.format is not None
        sifted = sift(groups, known, formatted=is_formatted, processes=self.jobs or idle_cores())
        with contextlib.closing(sifted):
            for chunk, found in sifted:
                if self.cache is not None:
                    self.cache.keep_plain(chunk, found)
                yield found

    def _begun(self, source: Source) -> tuple[Finding, bool] | None:
        """A source read, and whether that is all there was to do; None where it was passed over."""
        if self.cache is not None and source.place is not None and source.error is None:
            answer = self.cache.look_up(str(source.place))
            if answer is not None:
                return (
                    None if self._passed(answer) else (Finding(source, repair=answer, detection=answer.detection), True)
                )
        finding = read(source)
        if finding.error is not None:
            return finding, True
        is_large = finding.snapshot is not None and finding.snapshot.is_large
        is_formatted = format_told(source, self.request.format) is not None
        is_examined = is_large or (is_formatted and holds_signs(finding.data))
        answer = None if is_examined else plain_answer(finding.data)
        if answer is None:
            return finding, False
        finding = Finding(source, finding.snapshot, finding.data, answer, answer.detection)
        self._remember(finding)
        return None if self._passed(answer) else (finding, True)

    def _passed(self, answer: Repair) -> bool:
        if self.pass_over is None or answer.verdict is not Verdict.SOUND:
            return False
        self.pass_over(1)
        return True

    def _examined(self, finding: Finding) -> Finding:
        """A finding whose bytes are examined here and now."""
        self._size += len(finding.data)
        finding = answered(finding, lambda asked: repaired(asked, request=self.request, selection=self.selection))
        self._remember(finding)
        return finding

    def _remember(self, finding: Finding) -> None:
        place, snapshot = finding.source.place, finding.snapshot
        if self.cache is None or place is None or snapshot is None or finding.repair is None:
            return
        if not snapshot.is_large or self.selection == ALL:  # of a large file, what is not wanted is not told apart
            self.cache.remember(str(place), snapshot, finding.repair)

    def _send(self, chunk: _Chunk, workers: int, waiting: deque[_Chunk]) -> None:
        """Have what is asked in a chunk answered: by workers, which are started where there may be some, or here."""
        if chunk.asked:
            if self._pool is None and workers:
                self._pool = _start(workers)
            data = [chunk.findings[number].data for number in chunk.asked]
            if self._pool is None:
                self._size += chunk.size
                chunk.answers = repaired_together(data, self.request)
            else:
                with interruptions_held():  # the pool starts its processes as it needs them
                    chunk.answers = self._pool.submit(repaired_together, data, self.request)
        waiting.append(chunk)

    def _received(self, chunk: _Chunk) -> Iterator[Finding]:
        """The findings of a chunk, with their answers."""
        answers = chunk.answers or []
        if not isinstance(answers, list):
            answers = answers.result()
        for number, answer in zip(chunk.asked, answers, strict=True):
            finding = chunk.findings[number]
            if isinstance(answer, str):
                chunk.findings[number] = finding.failed(answer)
            else:
                chunk.findings[number] = replace(finding, repair=answer, detection=answer.detection)
                self._remember(chunk.findings[number])
        yield from chunk.findings

    def _finished(self, waiting: deque[_Chunk], last: _Chunk) -> Iterator[Finding]:
        """All that is still under way."""
        if last.findings:
            self._send(last, 0, waiting)
        while waiting:
            yield from self._received(waiting.popleft())


def _nothing_known(_: str) -> Known:
    return {}


def idle_cores() -> int:
    """How many processes can run at once beside what the machine has to do already; at least one."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    return max(1, cores - _running())


def _running() -> int:
    """How many other processes run: at this moment where the system tells, for what ran a minute ago is no reason."""
    try:
        tasks = Path("/proc/loadavg").read_text("ascii").split()[3]
        return max(0, int(tasks.partition("/")[0]) - 1)  # one of them is this one
    except (OSError, ValueError, IndexError):
        pass
    try:
        return int(os.getloadavg()[0])
    except (AttributeError, OSError):  # Windows does not tell
        return 0


def _is_broken(error: RuntimeError) -> bool:
    from concurrent.futures.process import BrokenProcessPool

    return isinstance(error, BrokenProcessPool)


def _start(workers: int) -> ProcessPoolExecutor:
    """The worker processes, begun anew each: copies of this one could inherit a lock that nobody opens."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_begin_worker)


def _begin_worker() -> None:
    """What a worker does first: it ends with its parent, and Ctrl-C is none of its business.

    (For the latter there are masks, but not on Windows.)
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the parent, however it comes, and end too: workers hold both ends of the pipes they use.

    So they would never hear that nobody listens any more, and stay for good where the parent was killed.
    """
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
