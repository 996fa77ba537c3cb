"""What click does not do by itself: a default command, our exit codes, and silence where nobody listens.

0, 1 and 2 come from the commands; every error of use is 2; Ctrl-C is 130, a closed pipe 141, as a shell would say.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.visible import visible
from mojibake_fix.errors import MojibakeFixError

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_COMMAND = "check"
ERROR, INTERRUPTED, CLOSED_PIPE = 2, 130, 141
_OWN_OPTIONS = frozenset({"-h", "--help", "--version"})


class ClosedPipeError(Exception):
    """Whoever reads our output has gone. (click would answer `BrokenPipeError` itself, and say 1: findings.)"""


class FixencGroup(click.Group):
    """The group of all commands; without the name of one, arguments are those of `check`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front where none is named."""
        if not ctx.resilient_parsing and (not args or (args[0] not in self.commands and args[0] not in _OWN_OPTIONS)):
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; colours off where the environment says so."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise ClosedPipeError from None
        except (MojibakeFixError, RefusedError) as error:
            raise click.ClickException(str(error)) from error
        return result

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and turn every way of ending into an exit code; in standalone mode, exit with it."""
        try:
            result = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            code = result if isinstance(result, int) else 0
        except click.ClickException as error:
            code = _say_error(error)
        except click.Abort:
            code = INTERRUPTED
        except ClosedPipeError:
            _stop_talking()
            code = CLOSED_PIPE
        if standalone_mode:
            sys.exit(code)
        return code


def _say_error(error: click.ClickException) -> int:
    click.echo(f"fixenc: {visible(error.format_message())}", err=True)
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(f"Try '{error.ctx.command_path} --help' for help.", err=True)
    return ERROR


def _stop_talking() -> None:
    """Send what is left in the buffers nowhere, so that the interpreter's last flush does not complain."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
