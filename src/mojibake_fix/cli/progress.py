"""A progress bar on standard error, where that is a terminal; findings are printed above it."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.progress import Progress

T = TypeVar("T")

_AFTER = 0.5  # seconds until the bar shows: a short run needs none
_EVERY = 0.1
_WIPE = "\r\x1b[2K"
_DUMB = ("", "dumb", "unknown")


class ProgressBar(Generic[T]):
    """Gives the items one by one, and shows how many are done. Whoever prints in between calls `wipe` before."""

    def __init__(self, items: Sequence[T], *, wanted: bool) -> None:
        self._items = items
        self._wanted = wanted and sys.stderr.isatty() and os.environ.get("TERM", "") not in _DUMB
        self._drawn = False

    def wipe(self) -> None:
        """Clear the bar's line; the next item draws it anew."""
        if self._drawn:
            sys.stderr.write(_WIPE)
            sys.stderr.flush()
            self._drawn = False

    def __iter__(self) -> Iterator[T]:
        """The items, with the bar where it is wanted."""
        if not self._wanted:
            yield from self._items
            return
        progress = _bar()
        task = progress.add_task("", total=len(self._items))
        due = time.monotonic() + _AFTER
        started = False
        try:
            for item in self._items:
                yield item
                progress.advance(task)
                if time.monotonic() >= due:
                    if not started:
                        progress.start()
                        started = True
                    progress.refresh()
                    self._drawn = True
                    due = time.monotonic() + _EVERY
        finally:
            if started:
                progress.stop()
                self._drawn = False


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,  # they would take standard output away from a pipe or file behind it
        redirect_stderr=False,
    )
