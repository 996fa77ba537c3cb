"""A repair as a patch of the file's bytes, for `git apply` and `patch`: what `diff` writes into pipes and files."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mojibake_fix.cli.decide import FixOptions, new_bytes
from mojibake_fix.cli.diff import CONTEXT, diff_lines, extent, matcher
from mojibake_fix.cli.encoding import UnwritableError
from mojibake_fix.cli.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mojibake_fix.cli.work import Finding

_WIDE = ("utf-16", "utf-32")
_ODD = re.compile(rb'[\x00-\x1f"\\\x7f]')
_ESCAPED = {b'"': b'\\"', b"\\": b"\\\\", b"\n": b"\\n", b"\t": b"\\t", b"\r": b"\\r"}


def print_patch(finding: Finding) -> Iterator[str]:
    """Write a finding's patch to standard output, in bytes; no line is said of it. What has none is told."""
    repair = finding.repair
    if repair is None or not repair.changed:
        yield from diff_lines(finding)  # which tells why there is none
        return
    try:
        patch = patch_of(finding)
    except UnwritableError as error:
        click.echo(f"fixenc: {visible(finding.source.name)}: no patch: {error}", err=True)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(patch)
    sys.stdout.buffer.flush()
    yield from ()


def patch_of(finding: Finding) -> bytes:
    """The patch of a finding whose text changes. Raises `UnwritableError` where there can be none."""
    assert finding.repair is not None
    encoding = finding.detection.encoding if finding.detection is not None else None
    if finding.snapshot is not None and finding.snapshot.is_large:
        raise UnwritableError("it is too large; fix --write repairs it")
    if encoding is not None and encoding.startswith(_WIDE):
        raise UnwritableError(f"in {encoding} a line is no line of bytes; fix --write repairs it")
    new, _ = new_bytes(finding.repair, finding.data, FixOptions())
    name = _name(finding.source.name)
    old_name, new_name = _quoted(b"a/" + name), _quoted(b"b/" + name)
    end = b"\t\n" if b" " in name and not old_name.startswith(b'"') else b"\n"  # else what follows a blank is a date
    out = [b"diff --git ", old_name, b" ", new_name, b"\n--- ", old_name, end, b"+++ ", new_name, end]
    old_lines, new_lines = _lines(finding.data), _lines(new)
    for hunk in matcher(old_lines, new_lines).get_grouped_opcodes(CONTEXT):
        out += _hunk(hunk, old_lines, new_lines)
    return b"".join(out)


def _hunk(hunk: list[Any], old: list[bytes], new: list[bytes]) -> Iterator[bytes]:
    first, last = hunk[0], hunk[-1]
    yield f"@@ -{extent(first[1], last[2])} +{extent(first[3], last[4])} @@\n".encode()
    for tag, old_start, old_end, new_start, new_end in hunk:
        if tag == "equal":
            yield from _marked(b" ", old[old_start:old_end])
        else:
            yield from _marked(b"-", old[old_start:old_end])
            yield from _marked(b"+", new[new_start:new_end])


def _marked(mark: bytes, lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line
        if not line.endswith(b"\n"):
            yield b"\n\\ No newline at end of file\n"


def _lines(data: bytes) -> list[bytes]:
    """The lines of a patch, with their ends: only LF ends one."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _name(name: str) -> bytes:
    """A path as patches have it, with slashes: from the top of git's work tree, as git wants it in whatever folder.

    Where there is none, or the file is not in it, from the current folder.
    """
    here = Path.cwd()
    path = Path(os.path.normpath(here / name))
    top = next((folder for folder in (here, *here.parents) if os.path.lexists(folder / ".git")), here)
    start = next((folder for folder in (top, here) if folder in path.parents), None)
    if start is not None:
        path = path.relative_to(start)
    elif Path(name).is_absolute():
        path = path.relative_to(path.anchor)
    else:
        path = Path(os.path.normpath(name))
    return os.fsencode(path.as_posix())


def _quoted(name: bytes) -> bytes:
    """A name as git writes it: in quotes if it has signs that would end it."""
    if not _ODD.search(name):
        return name
    return b'"' + _ODD.sub(lambda match: _ESCAPED.get(match[0], b"\\%03o" % match[0][0]), name) + b'"'
