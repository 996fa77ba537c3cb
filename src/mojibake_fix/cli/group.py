"""What click does not do by itself: a default command, our exit codes, and silence where nobody listens.

0, 1 and 2 come from the commands; every error of use is 2; Ctrl-C is 130, a closed pipe 141, as a shell would say.
"""

from __future__ import annotations

import importlib
import itertools
import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.walk import reason
from mojibake_fix.errors import MojibakeFixError

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_COMMAND = "check"
ERROR, INTERRUPTED, CLOSED_PIPE = 2, 130, 141
_LAST_STREAM = 2  # the numbers of standard input, output and error are 0, 1 and 2
_ALIKE = 0.75  # how alike a command and a word are that was meant to be it
_OWN_OPTIONS = frozenset({"-h", "--help", "--version"})


class ClosedPipeError(Exception):
    """Whoever reads our output has gone. (click would answer `BrokenPipeError` itself, and say 1: findings.)"""


class _ClosedInput:
    """Standard input that is none: whoever reads it hears of that."""

    @property
    def buffer(self) -> BinaryIO:
        """Nothing. Raises `OSError`."""
        raise OSError("standard input is closed")


class LazyCommands(MutableMapping[str, click.Command]):
    """Commands by their names, each imported when it is asked for; `homes` are their modules."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        self._homes = dict(homes)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        """The command. Raises `KeyError` where there is none."""
        if name not in self._loaded:
            self._loaded[name] = getattr(importlib.import_module(self._homes[name]), name)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        """Add a command that is there already."""
        self._homes[name], self._loaded[name] = "", command

    def __delitem__(self, name: str) -> None:
        """Forget a command. Raises `KeyError` where there is none."""
        del self._homes[name]
        self._loaded.pop(name, None)

    def __contains__(self, name: object) -> bool:
        """Whether there is a command of that name; nothing is imported to tell."""
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._homes)

    def __len__(self) -> int:
        """How many commands there are."""
        return len(self._homes)


class FixencGroup(click.Group):
    """The group of all commands; without the name of one, arguments are those of `check`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front where none is named."""
        if not ctx.resilient_parsing and (not args or (args[0] not in self.commands and args[0] not in _OWN_OPTIONS)):
            self._refuse_misspelled(ctx, args)
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)

    def _refuse_misspelled(self, ctx: click.Context, args: list[str]) -> None:
        """Raise `click.UsageError` where a word is no path that is there, but a command, or nearly the name of one."""
        if not args or os.path.lexists(args[0]):
            return
        late = next((word for before, word in itertools.pairwise(args) if self._is_late(before, word)), None)
        if late is not None and args[0].startswith("-"):
            raise click.UsageError(f"the command comes first: fixenc {late}, then its options and paths.", ctx)
        import difflib

        near = difflib.get_close_matches(args[0], self.commands, 1, _ALIKE)
        if near:
            raise click.UsageError(f"there is no command, and no file, {args[0]}; did you mean {near[0]}?", ctx)

    def _is_late(self, before: str, word: str) -> bool:
        """Whether a word is the name of a command, and neither a path that is there nor the value of an option."""
        if word not in self.commands or os.path.lexists(word):
            return False
        options = (each for command in self.commands.values() for each in command.params if before in each.opts)
        return all(isinstance(option, click.Option) and option.is_flag for option in options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; colours off, or on even where there is no terminal, where the environment says so."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        elif os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
            ctx.color = True
        _check_surroundings()
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
        except OSError as error:  # those of files are findings: this one is of what is said, or of all files
            of = f" ({error.filename})" if error.filename is not None else ""
            code = _say_error(click.ClickException(f"stopped: {reason(error)}{of}"))
            _stop_talking()
        if standalone_mode:
            sys.exit(code)
        return code


def _check_surroundings() -> None:
    """Raise `click.ClickException` where there is nowhere to speak, or nowhere to be.

    Where a standard stream is closed, the next file that is opened would take its number: what is said would go there.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass
    os.close(number)
    if sys.stdin is None:
        sys.stdin = _ClosedInput()
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - it is there until the end
    if sys.stdout is None:
        raise click.ClickException("standard output is closed; send it somewhere, be it to /dev/null.")
    try:
        Path.cwd()
    except OSError:
        raise click.ClickException("the current folder is gone; change to one that is there.") from None


def _say_error(error: click.ClickException) -> int:
    click.echo(f"fixenc: {_settings_of(error)}{visible(error.format_message())}", err=True)
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(f"Try '{error.ctx.command_path} --help' for help.", err=True)
    return ERROR


def _settings_of(error: click.ClickException) -> str:
    """The file of settings that a wrong value is from, where it was not typed."""
    if not isinstance(error, click.BadParameter) or error.ctx is None or error.param is None:
        return ""
    is_from_file = error.ctx.get_parameter_source(error.param.name or "") is click.core.ParameterSource.DEFAULT_MAP
    path = error.ctx.meta.get("settings")
    return f"{visible(str(path))}: " if is_from_file and path is not None else ""


def _stop_talking() -> None:
    """Send what is left in the buffers nowhere, so that the interpreter's last flush does not complain."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
