"""Backward: files get their old bytes again, with permissions and times, unless somebody has edited them since."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.safe.journal import Change, State
from mojibake_fix.cli.safe.metadata import SPECIAL_BITS, copy_metadata
from mojibake_fix.cli.safe.rewrite import NO_LINKS, is_writable, write_new
from mojibake_fix.cli.safe.settle import hash_of
from mojibake_fix.cli.safe.store import temporary_name
from mojibake_fix.cli.safe.transition import Item, Transition

if TYPE_CHECKING:
    from pathlib import Path


class EditedError(RefusedError):
    """A file that is not as the run left it, or whose old bytes are not as the run found them."""


class Undo(Transition[Change]):
    """The old bytes for files of a run."""

    prepared, done = State.UNDO_PREPARED, State.UNDONE

    def plan(self, sources: list[Change]) -> list[Item[Change]]:
        """The items, checked, and written down in the journal."""
        items = [Item(change, change) for change in sources]
        self._each(items, self._check)
        going = [item for item in items if item.error is None]
        planned = [replace(i.change, state=State.UNDO_PLANNED, temporary=temporary_name()) for i in going]
        self.store.journal.update(planned)
        for item, change in zip(going, planned, strict=True):
            item.change = change
        return items

    def can_take_back(self, change: Change) -> bool:
        """Whether a file would get its old bytes, as things are now."""
        try:
            self._check(Item(change, change))
        except (OSError, RefusedError):
            return False
        return True

    def can_put_beside(self, change: Change) -> bool:
        """Whether there are old bytes that are not beside the file already."""
        try:
            return self.system.lstat(self._old(change)) is not None and not os.path.lexists(self._beside(change))
        except (OSError, RefusedError):
            return False

    def _check(self, item: Item[Change]) -> None:
        change, old = item.change, self._old(item.change)
        self._check_as_left(self.store.target(change), change)
        kept = hash_of(self.system, old)
        if kept is None:
            raise RefusedError(f"cannot be undone: its old bytes are gone from {old.parent}")
        if kept != change.old:
            raise EditedError("was written to, while it was repaired, by a program that had it open")

    def _check_as_left(self, target: Path, change: Change) -> None:
        """Refuse what is not as the run left it, and what `fix` would not write to. Raises `EditedError`."""
        try:
            state = self.system.lstat(target)
        except (FileNotFoundError, NotADirectoryError):
            raise EditedError("is gone") from None
        if not stat.S_ISREG(state.st_mode):
            kind = "a link" if stat.S_ISLNK(state.st_mode) else "a folder" if stat.S_ISDIR(state.st_mode) else "no file"
            raise EditedError(f"was replaced since, and is {kind} now")
        if hash_of(self.system, target) != change.new:
            raise EditedError("was edited since")
        if state.st_nlink > 1:
            raise EditedError(f"has {state.st_nlink} hard links by now, and only this one would be undone")
        if not is_writable(target, state):
            raise EditedError("was made read-only since; make it writable to have it undone")

    def _old(self, change: Change) -> Path:
        old = self.store.old(change)
        assert old is not None, "only what is kept can be undone"
        return old

    def prepare(self, item: Item[Change]) -> None:
        """Give the old file a name beside the new one; where it was kept as a copy, copy it back."""
        change, old, temporary = item.change, self._old(item.change), self.store.temporary(item.change)
        if is_same_file(self.system.lstat(old), change):
            try:
                self.system.link(old, temporary)
            except OSError as error:
                if error.errno not in NO_LINKS:
                    raise
            else:
                return
        target = self.store.target(change)
        write_new(self.system, temporary, self.system.pieces(old))
        now = self.system.lstat(target)
        copy_metadata(self.system, target, temporary, now)
        mode = change.mode & (~SPECIAL_BITS | now.st_mode)  # they may only be as the owner of today has them
        self.system.chmod(temporary, mode)
        self.system.set_times(temporary, change.mtime, change.mtime)

    def secure(self, item: Item[Change]) -> None:
        """Nothing: the new bytes can be made again by a new run."""

    def sync_secured(self, items: list[Item[Change]]) -> None:
        """Nothing."""

    def finish(self, item: Item[Change]) -> None:
        """The file itself has the old bytes: they need no second name."""
        self.system.unlink(self._old(item.change))

    def put_beside(self, change: Change) -> Path:
        """The old bytes in a new file beside one that was edited since. Returns the new file."""
        old, beside = self._old(change), self._beside(change)
        try:
            write_new(self.system, beside, self.system.pieces(old))
        except FileExistsError:
            raise RefusedError(f"has its old bytes in {beside.name} already") from None
        self._give_metadata(change, old, beside)
        self.system.set_times(beside, change.mtime, change.mtime)
        return beside

    def _beside(self, change: Change) -> Path:
        target = self.store.target(change)
        return target.with_name(f"{target.name}.before-{change.run}")

    def _give_metadata(self, change: Change, old: Path, beside: Path) -> None:
        """Owner, attributes and mode of the old file; where they are not known or cannot be had, it is ours alone."""
        state = self.system.lstat(old)
        if is_same_file(state, change):
            with contextlib.suppress(RefusedError):
                copy_metadata(self.system, old, beside, state)
                return
        self.system.chmod(beside, stat.S_IRUSR | stat.S_IWUSR)


def is_same_file(kept: os.stat_result, change: Change) -> bool:
    """Whether what is kept is the old file itself, not a copy of its bytes."""
    return (kept.st_mtime_ns, stat.S_IMODE(kept.st_mode)) == (change.mtime, change.mode)
