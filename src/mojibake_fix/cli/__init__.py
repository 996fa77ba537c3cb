"""The command `fixenc`: finds and repairs mojibake in files and folders. It uses only the library's public names.

Running order of the files here: `group` (what click cannot do for us), `commands` (what can be typed), `paths`,
`walk` and `ignore` (which files), `files` (reading), `work` (one file, one finding), `decide` (its new bytes),
`inplace` with the package `safe`, or `copying` with `write` (new bytes, safely), `history` (what earlier runs did),
`report` with `describe`, `sample`, `diff` and `explain` (what is said), all of it through `visible` (safe to print).

Nothing heavy is imported before there is work to do.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """The entry point: run `fixenc` with the arguments, return its exit code.

    0: nothing found (`fix`: everything found was repaired); 1: findings (`fix`: some are left); 2: an error.
    """
    try:
        from mojibake_fix.cli.commands import fixenc
    except KeyboardInterrupt:  # from here on, the command itself hears of it
        return 130

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shall not stop the work
    code: int = fixenc.main(args, prog_name="fixenc", standalone_mode=False)
    return code
