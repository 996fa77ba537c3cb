"""Rewriting files so that no byte is lost and everything can be undone. `docs/safety.md` says what is promised.

From the ground up: `native` (what Python's `os` lacks), `system` (every operation that changes a disk, one method
each), `metadata`, `journal` (what was planned and done, in SQLite), `store` (the folder `.fixenc`), `settle` (what
became of a change that was cut short), `transition` (the protocol), `rewrite` and `undo` (its two
directions), `rename` (new names).
"""
