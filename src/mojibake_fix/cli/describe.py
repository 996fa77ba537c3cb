"""Findings in words, one line each, and as records for JSON. Words are safe to print; records hold the plain text."""

from __future__ import annotations

import os
from binascii import b2a_base64
from typing import TYPE_CHECKING, Any

import click

from mojibake_fix.cli.encoding import UTF8
from mojibake_fix.cli.places import count_places, line_and_column
from mojibake_fix.cli.sample import sample
from mojibake_fix.cli.select import level_of
from mojibake_fix.cli.visible import visible
from mojibake_fix.cli.work import Action, Finding
from mojibake_fix.types import Chain, Detection, Guess, Loss, Span, describe_chain
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLOURS = {
    Verdict.SOUND: "green",
    Verdict.LEGACY: "cyan",
    Verdict.MOJIBAKE: "red",
    Verdict.MIXED: "red",
    Verdict.LOSSY: "magenta",
    Verdict.SUSPECT: "yellow",
    Verdict.BINARY: "bright_black",
}
_CHAINS_NAMED = 3


def finding_line(finding: Finding, *, dry_run: bool = False) -> Iterator[str]:
    """Path and place, verdict, what explains it, what was done, and a sample; no line for a file that is an error."""
    repair = finding.repair
    if repair is None:
        return
    verdict = click.style(str(repair.verdict), fg=COLOURS[repair.verdict], bold=True)
    parts = [verdict, *_explanation(finding)]
    if finding.action is not None:
        would = "would be " if dry_run and finding.action is not Action.LEFT else ""
        parts.append(f"{would}{finding.action}")
    glimpse = sample(repair) if finding.is_finding else ""
    place = line_and_column(finding) if finding.is_finding else None
    where = visible(finding.source.name) + (f":{place[0]}:{place[1]}" if place is not None else "")
    more = count_places(repair) - 1 if place is not None else 0
    others = f"; and {more} more place{'s' * (more > 1)}" if more > 0 else ""
    yield f"{where}: {', '.join(parts)}" + (f": {glimpse}" if glimpse else "") + others


def _explanation(finding: Finding) -> Iterator[str]:
    """The encoding where it is no UTF-8, the chains, the number of guesses and of losses."""
    assert finding.repair is not None
    encoding = finding.detection.encoding if finding.detection is not None else None
    if encoding is not None and encoding not in UTF8:
        yield encoding
    chains = finding.repair.chains
    if chains:
        more = len(chains) - _CHAINS_NAMED
        named = "; ".join(describe_chain(chain) for chain in chains[:_CHAINS_NAMED])
        yield named + (f"; and {more} more" if more > 0 else "")
    if finding.repair.guesses:
        yield f"{len(finding.repair.guesses)} guessed"
    if finding.repair.losses:
        yield f"{len(finding.repair.losses)} lost"


def detection_line(finding: Finding) -> Iterator[str]:
    """The columns of `detect`, with a tab between them: no line where the file could not be examined."""
    if finding.detection is not None:
        yield "\t".join(detection_columns(finding.source.name, finding.detection))


def detection_columns(name: str, detection: Detection) -> tuple[str, str, str, str, str]:
    """Path, encoding, WHATWG name, probability and evidence, safe to print; `-` where there is none."""
    return (
        visible(name),
        detection.encoding or "-",
        detection.whatwg_name or "-",
        f"{detection.probability:.3f}",
        visible(detection.evidence) or "-",
    )


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding for JSON: always the same keys, null where there is nothing to say."""
    repair, detection = finding.repair, finding.detection
    return {
        "path": path_value(finding.source.name),
        "verdict": None if repair is None else str(repair.verdict),
        "encoding": None if detection is None else detection.encoding,
        "probability": None if repair is None else repair.probability,
        "level": str(level_of(repair)) if repair is not None and finding.is_finding else None,
        "chains": [] if repair is None else [chain_value(chain) for chain in repair.chains],
        "gain": None if repair is None else repair.gain,
        "spans": [] if repair is None else [span_value(span, finding.start) for span in repair.spans],
        "losses": [] if repair is None else [loss_value(loss) for loss in repair.losses],
        "guesses": [] if repair is None else [guess_value(guess) for guess in repair.guesses],
        "changed": None if repair is None else repair.changed,
        "known": finding.known,
        "action": None if finding.action is None else str(finding.action),
        "written": None if finding.written is None else path_value(finding.written),
        "note": finding.note,
        "error": finding.error,
    }


def detection_record(finding: Finding) -> dict[str, Any]:
    """What `detect` says of a file, for JSON."""
    detection = finding.detection
    return {
        "path": path_value(finding.source.name),
        "encoding": None if detection is None else detection.encoding,
        "whatwg_name": None if detection is None else detection.whatwg_name,
        "iana_name": None if detection is None else detection.iana_name,
        "declared": None if detection is None else detection.declared,
        "language": None if detection is None else detection.language,
        "script": None if detection is None else detection.script,
        "probability": None if detection is None else detection.probability,
        "evidence": None if detection is None else detection.evidence,
        "alternatives": []
        if detection is None
        else [{"encoding": other.encoding, "probability": other.probability} for other in detection.alternatives],
        "equivalents": [] if detection is None else list(detection.equivalents),
        "has_bom": None if detection is None else detection.has_bom,
        "damaged": [] if detection is None else list(detection.damaged),
        "error": finding.error,
    }


def path_value(path: Path | str) -> str | dict[str, str]:
    """A path for JSON; one that is no UTF-8 as `{"bytes": base64}`."""
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return {"bytes": b2a_base64(os.fsencode(name), newline=False).decode("ascii")}
    return name


def chain_value(chain: Chain) -> list[dict[str, str]]:
    """A chain for JSON, in the order in which it is undone."""
    return [{"written": step.written, "read": step.read} for step in chain]


def span_value(span: Span, start: int = 0) -> dict[str, Any]:
    """A repaired span for JSON, of a text that begins `start` code points further on."""
    return {
        "start": start + span.start,
        "end": start + span.end,
        "before": span.before,
        "after": span.after,
        "chain": chain_value(span.chain),
        "gain": span.gain,
    }


def guess_value(guess: Guess) -> dict[str, Any]:
    """A guess for JSON."""
    return {name: getattr(guess, name) for name in ("start", "end", "lost", "text", "probability")}


def loss_value(loss: Loss) -> dict[str, Any]:
    """A loss for JSON."""
    return {"start": loss.start, "end": loss.end, "text": loss.text, "reason": loss.reason}
