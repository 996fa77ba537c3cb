"""Findings for the machines that check changes: annotations of GitHub's workflows, and SARIF 2.1.0.

Both count lines from 1 and columns in code points from 1, as the file has them before its repair.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from mojibake_fix import __version__
from mojibake_fix.cli.lines import Places
from mojibake_fix.cli.places import first_place, line_and_column
from mojibake_fix.cli.sample import sample
from mojibake_fix.cli.visible import visible
from mojibake_fix.types import Repair, Span, describe_chain
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mojibake_fix.cli.work import Finding

_RULES = {
    Verdict.MOJIBAKE: "Text that was decoded with the wrong encoding",
    Verdict.MIXED: "Sound text beside text that was decoded with the wrong encoding",
    Verdict.LOSSY: "Text that lost characters for good",
    Verdict.SUSPECT: "Text that looks damaged, with no repair that is certain enough",
    Verdict.LEGACY: "Sound text in another encoding than UTF-8",
}
_LEVELS = {Verdict.LEGACY: "note", Verdict.SUSPECT: "note"}
_GITHUB = {"note": "notice", "warning": "warning"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def github_lines(finding: Finding) -> Iterator[str]:
    """A finding as one annotation, at its first place."""
    repair = finding.repair
    if repair is None or not finding.is_finding:
        return
    line, column = line_and_column(finding) or (1, 1)
    kind = _GITHUB[_LEVELS.get(repair.verdict, "warning")]
    where = (
        f"file={_property(finding.source.name)},line={line},col={column},title={_property(f'fixenc: {repair.verdict}')}"
    )
    yield f"::{kind} {where}::{_escaped(_message(repair, repair.spans[0] if repair.spans else None))}"


@dataclass(slots=True)
class SarifLog:
    """All findings, which SARIF wants in one document."""

    results: list[dict[str, Any]] = field(default_factory=list)
    notifications: list[dict[str, Any]] = field(default_factory=list)

    def add(self, finding: Finding) -> Iterator[str]:
        """Keep a finding for the document; no line is said of it yet."""
        repair = finding.repair
        uri = _uri(finding.source.name)
        if repair is not None and finding.is_finding:
            places = Places(repair.original, finding.line)
            spans: tuple[Span | None, ...] = repair.spans or (None,)
            self.results += [_result(uri, repair, span, places) for span in spans]
        if finding.error is not None:
            where = [{"physicalLocation": {"artifactLocation": {"uri": uri}}}]
            self.notifications.append({"level": "error", "message": {"text": finding.error}, "locations": where})
        yield from ()

    def show(self) -> None:
        """Print the document."""
        rules = [{"id": str(verdict), "shortDescription": {"text": text}} for verdict, text in _RULES.items()]
        run = {
            "tool": {"driver": {"name": "fixenc", "version": __version__, "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "invocations": [
                {"executionSuccessful": not self.notifications, "toolExecutionNotifications": self.notifications}
            ],
            "results": self.results,
        }
        click.echo(json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1))


def _result(uri: str, repair: Repair, span: Span | None, places: Places) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": uri}}
    result: dict[str, Any] = {
        "ruleId": str(repair.verdict),
        "level": _LEVELS.get(repair.verdict, "warning"),
        "message": {"text": _message(repair, span)},
        "locations": [{"physicalLocation": place}],
    }
    if span is not None:
        (line, column), (end_line, end_column) = places.of(span.start), places.of(span.end)
        region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        result["locations"] = [{"physicalLocation": {**place, "region": region}}]
        change = {"deletedRegion": region, "insertedContent": {"text": span.after}}
        result["fixes"] = [{"artifactChanges": [{**place, "replacements": [change]}]}]
    elif (at := first_place(repair)) is not None:
        line, column = places.of(at)
        result["locations"] = [{"physicalLocation": {**place, "region": {"startLine": line, "startColumn": column}}}]
    return result


def _message(repair: Repair, span: Span | None) -> str:
    if span is not None:
        shown = f"{visible(span.before, unseen=True)} -> {visible(span.after, unseen=True)}"
        return f"{describe_chain(span.chain)}: {shown}"
    encoding = repair.detection.encoding if repair.detection is not None else None
    of = f" ({encoding})" if repair.verdict is Verdict.LEGACY and encoding else ""
    glimpse = sample(repair)
    return f"{_RULES[repair.verdict]}{of}" + (f": {glimpse}" if glimpse else "")


def _uri(name: str) -> str:
    """A path as SARIF wants it: with slashes, and percent signs where a character must not stand.

    One from the root is a URI with its scheme: what a program does with others, it does from the folder of the project.
    """
    uri = quote(os.fsencode(name.replace(os.sep, "/").removeprefix("./")), safe="/!$&'()*+,;=@~")
    if not os.path.isabs(name):  # noqa: PTH117 - it may be no path: standard input has a name, too
        return uri
    return f"file:///{uri.lstrip('/')}"


def _escaped(text: str) -> str:
    """A message of an annotation: GitHub reads percent signs and line ends as its own."""
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
