"""What became of a change that was cut short: the files themselves tell, and the journal learns it.

Nothing is taken away but our own temporary files, and second names of bytes that are still elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mojibake_fix.cli.safe.journal import SETTLED, Change, State
from mojibake_fix.cli.safe.native import UnsupportedError

if TYPE_CHECKING:
    from pathlib import Path

    from mojibake_fix.cli.safe.store import Store
    from mojibake_fix.cli.safe.system import System


def settle(store: Store, change: Change) -> bool:
    """Bring a change to an end: done, or as if it had never begun. True: the file has its bytes of afterwards."""
    if change.state in SETTLED:
        return True
    target, temporary = store.target(change), store.temporary(change)
    happened = change.state in (State.PREPARED, State.UNDO_PREPARED) and _happened(store, change, target, temporary)
    store.system.unlink(temporary)
    store.system.sync_folder(target.parent)
    old = store.old(change)
    if old is not None and happened == change.goes_back:  # the file itself has the old bytes: they need no second name
        store.system.unlink(old)
    if not happened and not change.goes_back:
        store.journal.drop([change])
    else:
        store.journal.update([replace(change, state=State.UNDONE if happened == change.goes_back else State.DONE)])
    store.tidy(change.run)
    return happened


def _happened(store: Store, change: Change, target: Path, temporary: Path) -> bool:
    """Whether the exchange took place. One that brought out the bytes of a rival is taken back."""
    now, out = hash_of(store.system, target), hash_of(store.system, temporary)
    if now == change.after and out not in (None, change.before, change.after):
        swap(store.system, temporary, target)
        return False
    if now in (change.before, change.after):
        return now == change.after
    return out in (None, change.before)  # edited since: then the temporary file has been where it should go, or not


def hash_of(system: System, path: Path) -> bytes | None:
    """The SHA-256 of a file's bytes; None where there is none."""
    try:
        return system.digest(path)
    except FileNotFoundError:
        return None


def swap(system: System, temporary: Path, target: Path) -> bool:
    """Put the temporary file in the target's place. True: what was there is under the temporary name now."""
    try:
        system.exchange(temporary, target)
    except UnsupportedError:
        system.replace(temporary, target)
        return False
    return True
