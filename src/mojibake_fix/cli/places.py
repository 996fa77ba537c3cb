"""Where a finding's damage stands: in the text of its file, before the repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mojibake_fix.cli.lines import Places
from mojibake_fix.prefix import common_prefix

if TYPE_CHECKING:
    from mojibake_fix.cli.work import Finding
    from mojibake_fix.types import Repair, Span


def repaired_spans(repair: Repair) -> list[Span]:
    """The spans that become something else."""
    return [span for span in repair.spans if span.before != span.after]


def first_change(span: Span) -> int:
    """The first code point of a span that becomes another one."""
    return span.start + common_prefix(span.before, span.after)


def first_place(repair: Repair) -> int | None:
    """The code point of the first repaired place; else of the first lost one; None where nothing has a place."""
    spans = repaired_spans(repair)
    if spans:
        return first_change(spans[0])
    return original_place(repair, repair.losses[0].start) if repair.losses else None


def line_and_column(finding: Finding) -> tuple[int, int] | None:
    """The same as line and column, from 1."""
    at = first_place(finding.repair) if finding.repair is not None else None
    return None if finding.repair is None or at is None else Places(finding.repair.original, finding.line).of(at)


def count_places(repair: Repair) -> int:
    """How many places are repaired, guessed or lost."""
    return len(repaired_spans(repair)) + len(repair.guesses) + len(repair.losses)


def original_place(repair: Repair, at: int) -> int:
    """The place of the original text that became a place of the repaired one; in a span, its beginning."""
    at -= sum(len(guess.text) - len(guess.lost) for guess in repair.guesses if guess.end <= at)
    longer = 0
    for span in repair.spans:
        if at < span.start + longer:
            break
        if at < span.start + longer + len(span.after):
            return span.start
        longer += len(span.after) - len(span.before)
    return min(at - longer, len(repair.original))
