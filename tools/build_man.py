"""Make the manual page `fixenc.1` from the command's own help.

python tools/build_man.py [FILE]    writes it; without a FILE, to standard output
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mojibake_fix import __version__
from mojibake_fix.cli.commands import fixenc


def quoted(text: str) -> str:
    """A text as troff reads it: no backslash, hyphen, or point at the start of a line means anything."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.splitlines())


def help_of(command: click.Command) -> list[str]:
    """A command's help as paragraphs."""
    lines: list[str] = []
    for paragraph in (command.help or "").replace("`", "").split("\n\n"):
        lines += [".PP", quoted(" ".join(paragraph.split()))]
    return lines


def options_of(command: click.Command) -> list[str]:
    """A command's options, each with its help."""
    lines: list[str] = []
    context = click.Context(command, info_name=command.name, help_option_names=["-h", "--help"])
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            lines += [".TP", f".B {quoted(record[0])}", quoted(" ".join(record[1].split()))]
    return lines


def manual() -> str:
    """The page."""
    lines = [f'.TH FIXENC 1 "" "fixenc {__version__}" "User Commands"', ".SH NAME"]
    lines += [quoted("fixenc - find and repair mojibake in files"), ".SH SYNOPSIS"]
    lines += [".B fixenc", quoted("[COMMAND] [OPTIONS] [PATH]..."), ".SH DESCRIPTION", *help_of(fixenc)[1:]]
    lines += [".SH COMMANDS"]
    for name, command in fixenc.commands.items():
        lines += [f".SS fixenc {quoted(name)}", *help_of(command)[1:], *options_of(command)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(manual(), encoding="utf-8")
    else:
        sys.stdout.write(manual())
