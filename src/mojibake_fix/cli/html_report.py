"""`check --format html`: one page for people, which needs no other file, runs no script, and follows dark mode.

Everything that comes from a file is escaped, printed by `visible`, and isolated by `<bdi>`: it can neither run nor
reorder what is around it. Repairs that are the same are told once, with how often; a long run is cut, and says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import escape
from string import Template
from typing import TYPE_CHECKING

import click

from mojibake_fix.cli.lines import Places
from mojibake_fix.cli.select import level_of
from mojibake_fix.cli.visible import visible
from mojibake_fix.types import describe_chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mojibake_fix.cli.work import Finding
    from mojibake_fix.types import Repair

MOST_FILES, MOST_PLACES, MOST_REPAIRS = 500, 20, 200
_LONGEST = 120  # characters of a place that are shown

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>fixenc: $summary</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886 }
td bdi { overflow-wrap: anywhere }
.before { color: #b00020 }
.after { color: #00701a }
.error { color: #b00020; font-weight: bold }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #e6e6e6 }
  .before, .error { color: #ff8a8a }
  .after { color: #7ee08a }
}
</style>
</head>
<body>
<h1>What fixenc found</h1>
<p>$summary. Nothing was changed: <code>fixenc fix --write</code> repairs what is sure, <code>fixenc undo</code> takes
that back. What is <em>suspect</em> has no repair that is certain enough and stays as it is; what is <em>lossy</em> has
lost characters for good.</p>
$repairs
$files
</body>
</html>""")


@dataclass(slots=True)
class HtmlReport:
    """All findings, for one page."""

    _rows: list[str] = field(default_factory=list)
    _found: int = 0
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _files: defaultdict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, finding: Finding) -> Iterator[str]:
        """Keep a finding for the page; no line is said of it yet."""
        repair = finding.repair
        if finding.error is not None or (repair is not None and finding.is_finding):
            self._found += 1
            if len(self._rows) < MOST_FILES:
                self._rows.append(_row(finding))
        if repair is not None:
            same = Counter((span.before, span.after, describe_chain(span.chain)) for span in repair.spans)
            self._counts.update(same)
            for key in same:
                self._files[key] += 1
        yield from ()

    def show(self, summary: str) -> None:
        """Print the page."""
        click.echo(_PAGE.substitute(summary=escape(summary), repairs=self._repairs(), files=self._table()))

    def _repairs(self) -> str:
        rows = [
            _cells(_text(before, "before"), _text(after, "after"), _text(why), str(count), str(self._files[key]))
            for key, count in self._counts.most_common(MOST_REPAIRS)
            for before, after, why in (key,)
        ]
        return _table("Repairs", ("before", "after", "what had happened", "times", "files"), rows, len(self._counts))

    def _table(self) -> str:
        return _table("Files", ("file", "verdict", "level", "places"), self._rows, self._found)


def _table(title: str, head: Iterable[str], rows: list[str], total: int) -> str:
    if not rows:
        return ""
    more = f"<p>And {total - len(rows)} more.</p>" if total > len(rows) else ""
    columns = "".join(f"<th>{name}</th>" for name in head)
    return f"<h2>{title}</h2>\n<table>\n<tr>{columns}</tr>\n" + "\n".join(rows) + f"\n</table>\n{more}"


def _row(finding: Finding) -> str:
    name, repair = _text(finding.source.name), finding.repair
    if finding.error is not None or repair is None:
        return _cells(name, '<span class="error">error</span>', "", _text(finding.error or ""))
    encoding = finding.detection.encoding if finding.detection is not None else None
    verdict = f"{repair.verdict}" + (f" ({escape(encoding)})" if encoding is not None else "")
    return _cells(name, verdict, str(level_of(repair)), "<br>".join(_places(repair, finding.line)))


def _places(repair: Repair, before: int) -> Iterator[str]:
    places = Places(repair.original, before)
    for span in repair.spans[:MOST_PLACES]:
        line, column = places.of(span.start)
        yield f"{line}:{column} {_text(span.before, 'before')} → {_text(span.after, 'after')}"
    if len(repair.spans) > MOST_PLACES:
        yield f"and {len(repair.spans) - MOST_PLACES} more"
    if repair.losses:
        yield f"{len(repair.losses)} lost"


def _cells(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _text(text: str, kind: str = "") -> str:
    """A text of a file, safe in a page."""
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    of = f' class="{kind}"' if kind else ""
    return f"<bdi{of}>{escape(visible(shown, unseen=True))}</bdi>"
