"""Renaming, by the journal: each new name is written down before it is given, and can be taken back."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.safe.journal import Renaming, State

if TYPE_CHECKING:
    from mojibake_fix.cli.safe.store import Store


def rename(store: Store, run: int, path: Path, name: str) -> None:
    """Give a file or folder a new name in its folder. Raises `RefusedError` or `OSError`; it then has its old one."""
    old = Path(os.path.realpath(path.parent)) / path.name
    new = old.with_name(name)
    renaming = store.journal.add_renaming(Renaming(0, run, State.PLANNED, store.relative(old), store.relative(new)))
    try:
        _move(store, old, new)
    finally:
        settle_renaming(store, renaming)


def undo_renaming(store: Store, renaming: Renaming) -> None:
    """Give the old name back. Raises `RefusedError` or `OSError`; it then has its new one."""
    old, new = store.place(renaming.old), store.place(renaming.new)
    if not os.path.lexists(new):
        raise RefusedError("is gone")
    planned = replace(renaming, state=State.UNDO_PLANNED)
    store.journal.update_renaming(planned)
    try:
        _move(store, new, old)
    finally:
        settle_renaming(store, planned)


def can_take_back(store: Store, renaming: Renaming) -> bool:
    """Whether the old name would be given back, as things are now."""
    try:
        return os.path.lexists(store.place(renaming.new)) and not os.path.lexists(store.place(renaming.old))
    except RefusedError:
        return False


def settle_renaming(store: Store, renaming: Renaming) -> None:
    """Write down what became of a renaming: the names themselves tell."""
    has_old, has_new = (os.path.lexists(store.place(path)) for path in (renaming.old, renaming.new))
    is_new = has_new and not has_old if renaming.state is State.PLANNED else not has_old or has_new
    if is_new:
        store.journal.update_renaming(replace(renaming, state=State.DONE))
    elif renaming.state is State.PLANNED:
        store.journal.drop_renaming(renaming)
    else:
        store.journal.update_renaming(replace(renaming, state=State.UNDONE))


def _move(store: Store, path: Path, name: Path) -> None:
    try:
        store.system.rename(path, name)
    except FileExistsError:
        raise RefusedError("would get a name that is there already") from None
    store.system.sync_folder(name.parent)
