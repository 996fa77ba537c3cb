"""What stands in the way of a file's repair, in words for its owner."""

from __future__ import annotations


class RefusedError(Exception):
    """A file that is left alone; the message says why, and what can be done."""
