"""The repairs that are wanted, of those that the library proposed, and not where files opt out.

A repair that is not wanted is as if the library had not proposed it; those beside it in the same file stay.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mojibake_fix.cli.encoding import UTF8
from mojibake_fix.cli.lines import LINE_END, line_starts
from mojibake_fix.cli.wanted import Level, Selection
from mojibake_fix.types import Edit, Plan, Repair, Span
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPT_OUT = re.compile(r"fixenc:[ \t]*skip\b(?!-)")
_OPT_OUT_FILE = re.compile(r"fixenc:[ \t]*skip-file\b")
_OPT_OUT_FILE_LINES = 5


def select(repair: Repair, selection: Selection) -> Repair:
    """The repair with nothing but what is wanted."""
    if repair.verdict is Verdict.BINARY:
        return repair
    if opts_out(repair.original):
        return replace(_without_spans(repair), verdict=Verdict.SOUND, losses=())
    skipped = _skipped_lines(repair.original)
    kept = [span for span in repair.spans if selection.wants(span) and not _touches(span, skipped)]
    if len(kept) == len(repair.spans):
        return repair
    if _composed(repair.original, repair.spans) != repair.unguessed or not kept:
        return _without_spans(repair)
    plan = Plan(tuple(Edit(span.start, span.end, span.chain) for span in kept))
    text = _composed(repair.original, kept)
    verdict = Verdict.MIXED if repair.verdict is Verdict.MOJIBAKE else repair.verdict
    gain = sum(span.gain for span in kept)
    return replace(repair, text=text, verdict=verdict, plan=plan, spans=tuple(kept), losses=(), guesses=(), gain=gain)


def probability_of(repair: Repair) -> float:
    """How sure a repair is: of its text, and where the bytes are no UTF-8, of their encoding.

    Of a text that stays, nothing but the encoding is written anew: whether the text needs a repair is another question.
    """
    detection = repair.detection
    if detection is None or detection.encoding in UTF8:
        return repair.probability
    if not repair.changed and repair.verdict is not Verdict.SUSPECT:
        return detection.probability
    return min(repair.probability, detection.probability)


def level_of(repair: Repair) -> Level:
    """The level that a repair reaches."""
    return next(level for level in Level if probability_of(repair) >= level.least)


def _without_spans(repair: Repair) -> Repair:
    """The repair of a text that stays as it is."""
    encoding = repair.detection.encoding if repair.detection is not None else "utf-8"
    verdict = Verdict.SOUND if encoding in UTF8 else Verdict.LEGACY if encoding is not None else Verdict.MIXED
    return replace(
        repair, text=repair.original, verdict=verdict, plan=Plan(), spans=(), losses=(), guesses=(), gain=0.0
    )


def _composed(text: str, spans: Sequence[Span]) -> str:
    parts, here = [], 0
    for span in spans:
        parts += [text[here : span.start], span.after]
        here = span.end
    return "".join([*parts, text[here:]])


def opts_out(text: str) -> bool:
    """Whether a text says in one of its first lines that its file is to be left alone."""
    if "fixenc:" not in text:
        return False
    head = LINE_END.split(text, _OPT_OUT_FILE_LINES)[:_OPT_OUT_FILE_LINES]
    return any(_OPT_OUT_FILE.search(line) for line in head)


def _skipped_lines(text: str) -> list[tuple[int, int]]:
    """Where the lines that opt out begin and end."""
    if "fixenc:" not in text:
        return []
    starts = line_starts(text)
    lines = zip(starts, [*starts[1:], len(text)], strict=True)
    return [(start, end) for start, end in lines if _OPT_OUT.search(text, start, end)]


def _touches(span: Span, lines: list[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in lines)
