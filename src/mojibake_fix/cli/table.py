"""The table of `detect` on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mojibake_fix.cli.describe import detection_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mojibake_fix.cli.work import Finding

_HEADS = ("path", "encoding", "WHATWG name", "probability", "evidence")


class DetectionTable:
    """Collects findings and shows them together."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, ...]] = []

    def add(self, finding: Finding) -> Iterator[str]:
        """Take a finding in; there is nothing to print yet."""
        if finding.detection is not None:
            self._rows.append(detection_columns(finding.source.name, finding.detection))
        return iter(())

    def show(self) -> None:
        """Print the table to standard output."""
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(*_HEADS, box=None, pad_edge=False)
        for row in self._rows:
            table.add_row(*(Text(cell) for cell in row))  # Text: nothing in a path is markup
        if self._rows:
            Console().print(table)
