"""A repair as a unified diff of lines, for people: everything in it is safe to print.

A repair hardly ever changes the number of lines, so lines are compared in pairs: difflib alone takes minutes for
some ten thousand changed lines.
"""

from __future__ import annotations

import difflib
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mojibake_fix.cli.describe import finding_record
from mojibake_fix.cli.lines import LINE_END
from mojibake_fix.cli.visible import visible
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mojibake_fix.cli.work import Finding

Line = TypeVar("Line", str, bytes)

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
CONTEXT = 3
_FEW = 1000  # lines that difflib may compare with each other


class KnownOpcodes(difflib.SequenceMatcher[Line]):
    """A matcher that is told the opcodes, and only groups them into hunks."""

    def __init__(self, opcodes: list[Any]) -> None:
        super().__init__(None, [], [])
        self._known = opcodes

    def get_opcodes(self) -> list[Any]:
        """The opcodes that it was told."""
        return self._known


def matcher(old: list[Line], new: list[Line]) -> difflib.SequenceMatcher[Line]:
    """Lines compared in pairs where both sides have equally many; else by difflib, or as one big change."""
    if len(old) == len(new):
        runs = [list(run) for _, run in groupby(range(len(old)), key=lambda at: old[at] == new[at])]
        tags = ("equal" if old[run[0]] == new[run[0]] else "replace" for run in runs)
        return KnownOpcodes(
            [(tag, run[0], run[-1] + 1, run[0], run[-1] + 1) for tag, run in zip(tags, runs, strict=True)]
        )
    if len(old) + len(new) <= _FEW:
        return difflib.SequenceMatcher(None, old, new)
    return KnownOpcodes([("replace", 0, len(old), 0, len(new))])


def diff_lines(finding: Finding) -> Iterator[str]:
    """The lines of a finding's diff; none where the text stays as it is (in a legacy file too)."""
    repair = finding.repair
    name = visible(finding.source.name)
    if repair is not None and repair.verdict is Verdict.MIXED and not repair.changed:
        words = "its text stays, but it has lines in several encodings; fix --write writes it in one"
        click.echo(f"fixenc: {name}: no diff: {words}", err=True)
    if repair is None or not repair.changed:
        return
    encoding = finding.detection.encoding if finding.detection is not None else None
    yield click.style(f"--- {name}" + (f" ({encoding})" if encoding else ""), bold=True)
    yield click.style(f"+++ {name} (repaired)", bold=True)
    old, new = LINE_END.split(repair.original), LINE_END.split(repair.text)
    for hunk in matcher(old, new).get_grouped_opcodes(CONTEXT):
        for line in _hunk_lines(hunk, old, new):
            yield click.style(visible(line, keep="\t"), fg=_COLOURS.get(line[0]))


def _hunk_lines(hunk: list[Any], old: list[str], new: list[str]) -> Iterator[str]:
    """One hunk of a unified diff: opcodes are (tag, old start, old end, new start, new end)."""
    first, last = hunk[0], hunk[-1]
    yield f"@@ -{extent(first[1], last[2])} +{extent(first[3], last[4])} @@"
    for tag, old_start, old_end, new_start, new_end in hunk:
        if tag == "equal":
            yield from (f" {line}" for line in old[old_start:old_end])
        else:
            yield from (f"-{line}" for line in old[old_start:old_end])
            yield from (f"+{line}" for line in new[new_start:new_end])


def extent(start: int, end: int) -> str:
    """The place of a hunk: its first line and the number of its lines, which goes without saying if it is 1."""
    return f"{start + 1}" if end - start == 1 else f"{start + 1 if end > start else start},{end - start}"


def diff_record(finding: Finding) -> dict[str, Any]:
    """A finding with its diff, for JSON."""
    return {**finding_record(finding), "diff": "\n".join(click.unstyle(line) for line in diff_lines(finding))}
