"""The repairs that are wanted, of those that the library proposed, and not where files opt out.

A repair that is not wanted is as if the library had not proposed it; those beside it in the same file stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from mojibake_fix.cli.encoding import UTF8
from mojibake_fix.cli.lines import LINE_END, line_starts
from mojibake_fix.cli.wanted import Family, Level, Selection
from mojibake_fix.types import Edit, Guess, Loss, Plan, Repair, Span
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
    is_all = len(kept) == len(repair.spans)
    if is_all and not skipped:
        return narrowed(repair, selection)
    if _composed(repair.original, repair.spans) != repair.unguessed:  # its places are not those of its text
        return narrowed(repair if is_all else _without_spans(repair), selection)
    return narrowed(_with_spans(repair, kept, skipped), selection)


def narrowed(repair: Repair, selection: Selection) -> Repair:
    """The repair with nothing but the families that are asked for, if any are: nothing else is a finding then.

    Neither is another encoding, nor are lines in several ones, nor what looks damaged without a repair, nor losses.
    """
    if not selection.only or repair.verdict is Verdict.BINARY:
        return repair
    if Family.LOSSY in selection.only and repair.verdict is Verdict.LOSSY:
        return repair
    if not repair.plan.edits and not repair.spans:
        return replace(_without_spans(repair), verdict=Verdict.SOUND)
    verdict = Verdict.MIXED if repair.verdict is Verdict.LOSSY else repair.verdict
    return replace(repair, text=repair.unguessed, verdict=verdict, losses=(), guesses=())


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


def _with_spans(repair: Repair, kept: list[Span], skipped: list[tuple[int, int]]) -> Repair:
    """The repair with no other spans than these, nor the losses of others and of lines that opt out."""
    plain = _composed(repair.original, kept)
    found: list[Loss | Guess] = [*repair.losses, *repair.guesses]
    places = sorted(found, key=lambda place: place.start)
    losses: list[Loss] = []
    guesses: list[Guess] = []
    parts, here, added, moved = [], 0, 0, 0
    moves = _Moves(repair.spans, kept, skipped)
    for place in places:  # `added` is what guesses are longer than what was lost, there and here
        length = len(place.lost if isinstance(place, Guess) else place.text)
        start = moves.place(place.start - added)
        if isinstance(place, Guess):
            added += len(place.text) - length
        if start is None:
            continue
        if isinstance(place, Loss):
            losses.append(replace(place, start=start + moved, end=start + moved + length))
            continue
        guesses.append(replace(place, start=start + moved, end=start + moved + len(place.text)))
        parts += [plain[here:start], place.text]
        here, moved = start + length, moved + len(place.text) - length
    if len(kept) == len(repair.spans) and len(losses) + len(guesses) == len(places):
        return repair
    if not kept and not losses and not guesses:
        return _without_spans(repair)
    verdict = Verdict.LOSSY if losses or guesses else Verdict.MIXED
    if repair.verdict not in (Verdict.LOSSY, Verdict.MOJIBAKE):
        verdict = repair.verdict
    return replace(
        repair,
        text="".join([*parts, plain[here:]]),
        verdict=verdict,
        plan=Plan(tuple(Edit(span.start, span.end, span.chain) for span in kept)),
        spans=tuple(kept),
        losses=tuple(losses),
        guesses=tuple(guesses),
        gain=sum(span.gain for span in kept),
    )


class _Moves:
    """Where places of a repaired text are once only some of its spans are repaired."""

    def __init__(self, spans: Sequence[Span], kept: Sequence[Span], skipped: Sequence[tuple[int, int]]) -> None:
        self._spans, self._skipped = spans, skipped
        self._kept = set(map(id, kept))
        lengths = [len(span.after) - len(span.before) for span in spans]
        own = [length if id(span) in self._kept else 0 for span, length in zip(spans, lengths, strict=True)]
        self._longer, self._longer_kept = ([0, *accumulate(each)] for each in (lengths, own))
        """How much longer the text is before each span, and behind the last, by all of them and by those that stay."""
        self._begins = [span.start + longer for span, longer in zip(spans, self._longer, strict=False)]

    def place(self, at: int) -> int | None:
        """Where a place is then; None where it is in a span, or on a line, that is not wanted."""
        behind = bisect_right(self._begins, at)
        last = behind - 1
        if behind and at < self._begins[last] + len(self._spans[last].after):
            moved = at - self._longer[last] + self._longer_kept[last]
            return moved if id(self._spans[last]) in self._kept else None
        original = at - self._longer[behind]
        if any(start <= original < end for start, end in self._skipped):
            return None
        return original + self._longer_kept[behind]


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
