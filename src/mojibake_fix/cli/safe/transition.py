"""The protocol by which many files go from one state of their bytes to another, and none is ever in between.

For a batch of files: (1) the journal says what shall be done; (2) each file's other bytes are made ready in a
temporary file beside it, forced to the disk all together, and the journal says so; (3) the old bytes get a second
name; (4) each file and its temporary file change places in one step, and what came out is looked at: if it is not
what was read, somebody wrote in the meantime, and the two change back; (5) the folders are forced to the disk, and
the journal says that it is done.

Whatever stops this where, `settle` can tell from the journal and the files what is to be done.
"""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.safe.journal import SETTLED, Change, State
from mojibake_fix.cli.safe.native import UnsupportedError
from mojibake_fix.cli.safe.settle import hash_of, settle, swap

if TYPE_CHECKING:
    from pathlib import Path

    from mojibake_fix.cli.safe.store import Store

T = TypeVar("T")
"""What a file's change is made of."""


@dataclass(slots=True)
class Item(Generic[T]):
    """One file on its way."""

    source: T
    change: Change
    error: Exception | None = None


class Transition(ABC, Generic[T]):
    """The protocol. `Rewrite` and `Undo` say what is particular to their direction."""

    prepared: ClassVar[State]
    done: ClassVar[State]

    def __init__(self, store: Store) -> None:
        self.store = store
        self.system = store.system

    def carry_out(self, sources: list[T]) -> list[Item[T]]:
        """Change all files of a batch; an item with an `error` is one whose file is as it was.

        Raises `OSError` where the journal cannot even be told what is planned; then nothing was done.
        """
        items = self.plan(sources)
        try:
            self._carry_out(items)
        except (OSError, RefusedError) as error:  # of the journal or the disk: it holds for all
            for item in items:
                item.error = item.error or error
        except BaseException:
            with contextlib.suppress(OSError, RefusedError):
                self._settle(items)
            raise
        self._settle([item for item in items if item.error is not None])
        for run in {item.change.run for item in items}:
            self.store.tidy(run)
        return items

    def _carry_out(self, items: list[Item[T]]) -> None:
        self._each(items, self.prepare)
        self._sync([self.store.temporary(item.change) for item in items if item.error is None])
        self._record(items, self.prepared)
        self._each(items, self.secure)
        self.sync_secured(items)
        self._each(items, self._exchange)
        for folder in {self.store.target(item.change).parent for item in items if item.error is None}:
            self.system.sync_folder(folder)
        self._each(items, self.finish)
        self._record(items, self.done)

    @abstractmethod
    def plan(self, sources: list[T]) -> list[Item[T]]:
        """The items, written down in the journal."""

    @abstractmethod
    def prepare(self, item: Item[T]) -> None:
        """Make the temporary file: the bytes of afterwards, and all that belongs to them."""

    @abstractmethod
    def secure(self, item: Item[T]) -> None:
        """Make sure that the bytes of before are kept."""

    @abstractmethod
    def sync_secured(self, items: list[Item[T]]) -> None:
        """Force what `secure` did to the disk."""

    @abstractmethod
    def finish(self, item: Item[T]) -> None:
        """Take away what is not needed any more."""

    def _each(self, items: list[Item[T]], step: Callable[[Item[T]], None]) -> None:
        """One step of all files that are still on their way: a failure stops only its own."""
        for item in items:
            if item.error is None:
                try:
                    step(item)
                except (OSError, RefusedError) as error:
                    item.error = error

    def _exchange(self, item: Item[T]) -> None:
        change = item.change
        target, temporary = self.store.target(change), self.store.temporary(change)
        if hash_of(self.system, target) != change.before:
            raise changed_meanwhile()
        if swap(self.system, temporary, target):
            if hash_of(self.system, temporary) != change.before:
                raise changed_meanwhile()  # to settle is to change back
            self.system.unlink(temporary)
        elif self._overtook(change):
            self._record([item], State.PLANNED)  # as if nothing had happened
            raise changed_meanwhile()

    def _overtook(self, change: Change) -> bool:
        """Whether somebody wrote into the old file just before it was replaced; if so, it is put back."""
        old = None if change.goes_back else self.store.old(change)
        if old is None or hash_of(self.system, old) == change.before:
            return False
        temporary = self.store.temporary(change)
        self.system.link(old, temporary)
        self.system.replace(temporary, self.store.target(change))
        return True

    def _sync(self, paths: list[Path]) -> None:
        """Force many files to the disk: a whole file system at once where that is possible, it is much faster."""
        if len(paths) > 1:
            with contextlib.suppress(UnsupportedError):
                devices = {self.system.lstat(path).st_dev: path for path in paths}
                for path in devices.values():
                    self.system.sync_filesystem(path)
                return
        for path in paths:
            self.system.sync(path)

    def _record(self, items: list[Item[T]], state: State) -> None:
        moved = [item for item in items if item.error is None]
        changes = [replace(item.change, state=state) for item in moved]
        self.store.journal.update(changes)
        for item, change in zip(moved, changes, strict=True):
            item.change = change

    def _settle(self, items: list[Item[T]]) -> None:
        """Bring what failed to an end. What cannot be settled now is at the start of the next run."""
        for item in items:
            if item.change.state in SETTLED:
                continue
            try:
                if settle(self.store, item.change):
                    item.error = None  # the failure came after the deed
            except (OSError, RefusedError) as error:
                item.error = item.error or error


def changed_meanwhile() -> RefusedError:
    """Somebody else wrote into the file: it holds something that we have not seen."""
    return RefusedError("changed while it was being repaired; run fixenc again")
