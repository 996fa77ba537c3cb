"""A glimpse of a finding: about thirty characters before and after, of one line, safe to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mojibake_fix.cli.places import first_change, repaired_spans
from mojibake_fix.cli.visible import visible

if TYPE_CHECKING:
    from mojibake_fix.types import Repair, Span

LEAD = 10
LENGTH = 30
ELLIPSIS = "…"
_LINE_ENDS = "\r\n"


def sample(repair: Repair) -> str:
    """`before -> after` around the first repaired place; else what stands at the first loss or non-ASCII character."""
    spans = repaired_spans(repair)
    if spans:
        start, end = _window(repair.original, first_change(spans[0]))
        opening, closing = _opening(repair.original, start), _closing(repair.original, start, end)
        before, after = repair.original[start:end], _repaired(repair.original, spans, start, end)
        return f"{opening}{_clean(before)}{closing} -> {opening}{_clean(after)}{closing}"
    if repair.losses:
        at = repair.losses[0].start
    else:
        odd = (at for at, character in enumerate(repair.text) if not character.isascii())
        at = next(odd, len(repair.text))
    if at >= len(repair.text):
        return ""
    start, end = _window(repair.text, at)
    return _opening(repair.text, start) + _clean(repair.text[start:end]) + _closing(repair.text, start, end)


def _window(text: str, at: int) -> tuple[int, int]:
    """The stretch of a sample around a place: it begins a little before it, in the same line, not with blanks."""
    start = max(at - LEAD, _line_start(text, at))
    start += len(text[start:at]) - len(text[start:at].lstrip(" \t"))
    return start, start + LENGTH


def _opening(text: str, start: int) -> str:
    """The sign that there is more of the line before."""
    return ELLIPSIS if text[_line_start(text, start) : start].strip() else ""


def _closing(text: str, start: int, end: int) -> str:
    """The sign that there is more of the line behind."""
    stop = _line_stop(text, start)
    return ELLIPSIS if end < stop and text[end:stop].strip() else ""


def _line_start(text: str, at: int) -> int:
    return max(text.rfind(end, 0, at) for end in _LINE_ENDS) + 1


def _line_stop(text: str, start: int) -> int:
    """Where the line ends of a stretch that begins there, be it with the end of another."""
    return min((at for end in _LINE_ENDS if (at := text.find(end, start + 1)) > 0), default=len(text))


def _repaired(original: str, spans: list[Span], start: int, end: int) -> str:
    """What the stretch of the original became. Of a span that reaches beyond it, the corresponding share."""
    parts: list[str] = []
    here = start
    for span in spans:
        if span.start >= end:
            break
        parts.append(original[here : span.start])
        parts.append(span.after[_share(span, start) : _share(span, end)])
        here = span.end
    return "".join([*parts, original[here:end]])


def _share(span: Span, place: int) -> int:
    """The place of the span's repaired text that corresponds to a place of the original."""
    inside = min(max(place - span.start, 0), len(span.before))
    same = first_change(span) - span.start
    if inside <= same:
        return inside
    return same - (-(inside - same) * (len(span.after) - same) // (len(span.before) - same))


def _clean(text: str) -> str:
    """Up to the line's end, safe to print."""
    return visible(text[: _line_stop(text, 0)].rstrip(" \t"), unseen=True)
