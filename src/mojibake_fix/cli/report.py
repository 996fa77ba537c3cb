"""The one channel of everything that the commands say of files: text or JSON lines, as they are found, then a summary.

Findings go to standard output, errors, notes and the text summary to standard error. Where standard output
carries repaired bytes, findings go to standard error too.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mojibake_fix.cli.progress import ProgressBar
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.work import Action, Finding
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


T = TypeVar("T")


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    """Annotations of GitHub's workflows; of `check` only, as are those that follow."""
    SARIF = "sarif"
    HTML = "html"


_ORDER = (
    Verdict.SOUND,
    Verdict.MOJIBAKE,
    Verdict.MIXED,
    Verdict.LOSSY,
    Verdict.SUSPECT,
    Verdict.LEGACY,
    Verdict.BINARY,
)


@dataclass(slots=True)
class Tally:
    """The counts behind the summary and the exit code."""

    by_encoding: bool = False
    files: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    encodings: Counter[str] = field(default_factory=Counter)
    actions: Counter[Action] = field(default_factory=Counter)
    findings: int = 0
    open: int = 0
    known: int = 0
    errors: int = 0

    def add(self, finding: Finding) -> None:
        """Count a finding."""
        self.files += 1
        self.errors += finding.error is not None
        self.findings += finding.is_finding
        self.open += finding.is_open
        self.known += finding.known
        if finding.verdict is not None:
            self.verdicts[finding.verdict] += 1
        if self.by_encoding and finding.detection is not None:
            self.encodings[finding.detection.encoding or "none"] += 1
        if finding.action is not None:
            self.actions[finding.action] += 1

    def add_sound(self, files: int) -> None:
        """Count sound files of which nothing is to be said."""
        if files:
            self.files += files
            self.verdicts[Verdict.SOUND] += files

    def values(self) -> dict[str, Any]:
        """The counts for JSON."""
        counts: dict[str, Any] = {"files": self.files}
        if self.by_encoding:
            counts["encodings"] = dict(self.encodings.most_common())
        else:
            counts["verdicts"] = {str(verdict): self.verdicts[verdict] for verdict in _ORDER}
            counts["actions"] = {str(action): self.actions[action] for action in Action}
        return {**counts, "errors": self.errors}

    def sentence(self, *, dry_run: bool) -> str:
        """The counts in words: `12 files: 7 sound, 3 mojibake; 3 repaired`."""
        ordered = [(str(verdict), self.verdicts[verdict]) for verdict in _ORDER] + self.encodings.most_common()
        found = ", ".join(f"{count} {name}" for name, count in ordered if count)
        would = "would be " if dry_run else ""
        done = [
            f"{count} {would if action is not Action.LEFT else ''}{action}"
            for action in Action
            if (count := self.actions[action])
        ]
        failed = [f"{self.errors} error{'s' * (self.errors != 1)}"] if self.errors else []
        words = f"{self.files} file{'s' * (self.files != 1)}" + (f": {found}" if found else "")
        known = [f"{self.known} known"] if self.known else []
        return "; ".join([words, *([", ".join(done)] if done else []), *known, *failed])


@dataclass(slots=True)
class Report:
    """Says what is found, and counts it."""

    lines: Callable[[Finding], Iterable[str]]
    """A finding as lines of text, safe to print."""
    record: Callable[[Finding], dict[str, Any]]
    """A finding as a record for JSON."""
    format: Format = Format.TEXT
    quiet: bool = False
    verbose: bool = False
    dry_run: bool = False
    to_stderr: bool = False
    run: int = 0
    """The number of the run in the journal; 0 where there is nothing to undo."""
    tally: Tally = field(default_factory=Tally)
    wipe: Callable[[], None] = lambda: None
    """Called before something is printed: takes a progress bar away."""

    def follow(self, items: Sequence[T]) -> Iterator[T]:
        """The items, with a progress bar that what is said does not run into."""
        bar = ProgressBar(items, wanted=not self.quiet)
        self.wipe = bar.wipe
        return iter(bar)

    @property
    def pass_over(self) -> Callable[[int], None] | None:
        """What counts sound files; None where something is said of each."""
        return None if self.verbose or (self.format is Format.JSON and not self.quiet) else self.tally.add_sound

    def add(self, finding: Finding) -> None:
        """Count a finding, and say it."""
        self.tally.add(finding)
        if self.format is Format.JSON and not self.quiet:
            self.wipe()
            self.say_json(self.record(finding), to_stderr=self.to_stderr)
            return
        if finding.error is not None:
            self.wipe()
            click.echo(f"fixenc: {visible(finding.source.name)}: {visible(finding.error)}", err=True)
        if self.quiet:
            return
        if finding.note is not None:
            self.wipe()
            click.echo(f"fixenc: {visible(finding.source.name)}: note: {visible(finding.note)}", err=True)
        if self.verbose or finding.is_finding or finding.verdict is None:
            for line in self.lines(finding):
                self.wipe()
                click.echo(line, err=self.to_stderr)

    def stop(self, words: str) -> None:
        """Say what was done by a run that ends before its time, also to those who want quiet."""
        self.wipe()
        with contextlib.suppress(OSError):  # nobody may listen any more
            click.echo(f"fixenc: {words}", err=True)

    def finish(self) -> None:
        """Say the summary."""
        if self.quiet:
            return
        if self.format is Format.JSON:
            run = {"run": self.run} if self.run else {}
            self.say_json({"summary": {**self.tally.values(), **run}}, to_stderr=self.to_stderr)
            return
        click.echo(self.tally.sentence(dry_run=self.dry_run), err=True)
        if self.run:
            click.echo(f"fixenc undo {self.run} takes this back", err=True)

    @staticmethod
    def say_json(record: dict[str, Any], *, to_stderr: bool = False) -> None:
        """One line of JSON, all in ASCII: nothing in it can reach a terminal as a control character."""
        click.echo(json.dumps(record).replace("\x7f", "\\u007f"), err=to_stderr)
