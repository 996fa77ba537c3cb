"""`explain`: everything about one repair, in words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix.cli.describe import chain_value, guess_value, loss_value, span_value
from mojibake_fix.cli.paths import STDIN
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.work import Request, Source, examine
from mojibake_fix.types import Repair, describe_chain

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG = 200


def explanation_lines(repair: Repair) -> Iterator[str]:
    """A repair explained, safe to print."""
    yield f"verdict: {repair.verdict} (probability {repair.probability:.3f})"
    detection = repair.detection
    if detection is not None:
        evidence = f", {visible(detection.evidence)}" if detection.evidence else ""
        yield f"encoding: {detection.encoding or 'none'} (probability {detection.probability:.3f}{evidence})"
    yield f"plan: {repair.plan}"
    if repair.changed:
        yield f"gain: {repair.gain:.1f} bits"
    if repair.spans:
        yield "spans:"
    for span in repair.spans:
        yield f"  {span.start}:{span.end}: {_shown(span.before)} -> {_shown(span.after)}"
        yield f"    {describe_chain(span.chain)}, gain {span.gain:.1f} bits"
    if repair.losses:
        yield "losses:"
    for loss in repair.losses:
        yield f"  {loss.start}:{loss.end}: {_shown(loss.text)}: {visible(loss.reason)}"
    if repair.guesses:
        yield "guesses:"
    for guess in repair.guesses:
        yield f"  {guess.start}:{guess.end}: {_shown(guess.lost)} -> {_shown(guess.text)}, {guess.probability:.3f}"
    if repair.plan.edits:
        yield "as Python:"
        for line in repair.plan.as_python().splitlines():
            yield f"  {visible(line, keep=chr(9))}".rstrip()


def explanation_record(repair: Repair) -> dict[str, Any]:
    """A repair explained, for JSON."""
    detection = repair.detection
    return {
        "verdict": str(repair.verdict),
        "encoding": None if detection is None else detection.encoding,
        "evidence": None if detection is None else detection.evidence,
        "probability": repair.probability,
        "plan": str(repair.plan),
        "python": repair.plan.as_python() if repair.plan.edits else None,
        "chains": [chain_value(chain) for chain in repair.chains],
        "gain": repair.gain,
        "spans": [span_value(span) for span in repair.spans],
        "losses": [loss_value(loss) for loss in repair.losses],
        "guesses": [guess_value(guess) for guess in repair.guesses],
        "changed": repair.changed,
        "text": repair.text,
    }


def _shown(text: str) -> str:
    """A text in quotes, safe to print; of a very long one the beginning (JSON has all of it)."""
    shown = visible(text[:_LONG], unseen=True) + ("…" if len(text) > _LONG else "")
    return f'"{shown}"'


def repair_of_argument(text: str, request: Request) -> Repair:
    """The repair of what was typed."""
    from mojibake_fix.api import repair, repair_bytes

    try:
        text.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8, smuggled in as lone surrogates
        return repair_bytes(os.fsencode(text), guess_losses=request.guess, languages=request.languages)
    return repair(text, guess_losses=request.guess, languages=request.languages)


def repair_of_file(path: str, request: Request) -> Repair:
    """The repair of a file's text, or of standard input. Raises `click.ClickException`."""
    finding = examine(Source(None if path == STDIN else Path(path)), request)
    if finding.repair is None:
        raise click.ClickException(f"{visible(path)}: {finding.error}")
    return finding.repair
