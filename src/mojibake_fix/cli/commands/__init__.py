"""What can be typed: the commands of `fixenc` and their options, a file each. The work is done elsewhere.

A command is imported when it is typed: none waits for what only another one needs.
"""

from __future__ import annotations

import click

from mojibake_fix import __version__
from mojibake_fix.cli.group import FixencGroup, LazyCommands

_HOMES = {
    **{name: f"{__name__}.{name}" for name in ("check", "detect", "diff", "explain", "fix", "names")},
    **dict.fromkeys(("log", "prune", "undo"), f"{__name__}.runs"),
}


@click.group(cls=FixencGroup, commands=LazyCommands(_HOMES), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fixenc", message="%(prog)s %(version)s")
def fixenc() -> None:
    """Find and repair mojibake in files: text that was decoded with the wrong encoding.

    `fixenc FOLDER` is `fixenc check FOLDER`; without a path it is the current folder. A path `-` is standard input.

    Exit codes: 0 nothing found (fix: all was repaired), 1 findings (fix: some are left), 2 an error.
    """
