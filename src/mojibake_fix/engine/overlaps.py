"""Escapes within damage: the spans that the judge undoes, cut around those that escapes hide or are a part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mojibake_fix.engine.plans import undo_chain
from mojibake_fix.types import Span


def join_spans(spans: Sequence[Span], escaped: Sequence[Span]) -> list[Span]:
    """Both kinds of spans in order: one around an escape is cut, and an escape that none can be cut around stays."""
    if not spans or not escaped:
        return [*spans, *escaped]
    within = {one for numbers in _overlapping(spans, escaped).values() for one in numbers}
    escaped = [one for number, one in enumerate(escaped) if number not in within or _is_escaped(one)]
    pairs = _overlapping(spans, escaped)
    out = [span for number, span in enumerate(spans) if number not in pairs]
    refused: set[int] = set()
    for numbers in _chained(pairs):
        cuts = [_cut(spans[number], [escaped[one] for one in pairs[number]]) for number in numbers]
        if None in cuts:
            refused.update(one for number in numbers for one in pairs[number])
            out += [spans[number] for number in numbers]
        else:
            out += [part for parts in cuts for part in parts or ()]
    out += [one for number, one in enumerate(escaped) if number not in refused]
    return sorted(out, key=lambda span: span.start)


def _chained(pairs: dict[int, list[int]]) -> list[list[int]]:
    """The spans that escapes overlap, those together that share an escape."""
    out: list[list[int]] = []
    last = -1
    for number, within in pairs.items():
        if within[0] == last:
            out[-1].append(number)
        else:
            out.append([number])
        last = within[-1]
    return out


def _is_escaped(span: Span) -> bool:
    """Whether a span undoes an escape, and not plain damage beside one."""
    return span.chain[0].written == span.chain[0].read


def _overlapping(spans: Sequence[Span], escaped: Sequence[Span]) -> dict[int, list[int]]:
    """The numbers of the escapes that overlap each span, where any does."""
    pairs: dict[int, list[int]] = {}
    first = 0
    for number, span in enumerate(spans):
        while first < len(escaped) and escaped[first].end <= span.start:
            first += 1
        one = first
        while one < len(escaped) and escaped[one].start < span.end:
            pairs.setdefault(number, []).append(one)
            one += 1
    return pairs


def _cut(span: Span, within: Sequence[Span]) -> list[Span] | None:
    """What a span leaves beside escapes; None where that comes out otherwise by itself."""
    edges = [span.start, *(edge for one in within for edge in (one.start, one.end)), span.end]
    out: list[Span] = []
    at = 0
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        if low >= high:
            continue
        before = span.before[low - span.start : high - span.start]
        after = undo_chain(before, span.chain)
        if after is None:
            return None
        found = 0 if low == span.start else span.after.find(after, at)
        if high == span.end:
            found = max(at, len(span.after) - len(after))
        if found < 0 or not span.after.startswith(after, found):
            return None
        at = found + len(after)
        if after != before:
            out.append(replace(span, start=low, end=high, before=before, after=after))
    return out
