"""Bytes in, repair out: what the bytes are, the text that they hold, and what is wrong with that text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mojibake_fix.detection import decode_lines, detect
from mojibake_fix.engine.losses import find_losses
from mojibake_fix.engine.repairer import repair_texts
from mojibake_fix.types import Detection, Repair, Verdict

_SOUND_ENCODINGS = frozenset({"ascii", "utf-8", "utf-8-sig"})
_HEADER = b"Content-Type: text/plain; charset=%s\n\n"
"""How a declaration stands before the data, for the detector to weigh it as it weighs one inside."""
_SEVERAL = "lines in several encodings"


def repair_data(data: bytes, declared: str | None = None, *, guess_losses: bool = False) -> Repair:
    """Detect, decode and repair. Binary data gives an empty text with the verdict BINARY.

    `declared` is the encoding that something beside the data names: a hint, not an order.
    """
    text, detection = decode_data(data, declared)
    return with_detection(next(repair_texts([text], guess_losses=guess_losses)), detection)


def repair_values(values: Iterable[str | bytes]) -> Iterator[Repair]:
    """The repair of each value, in order; bytes are decoded first. All texts are scored together."""
    decoded = [(value, None) if isinstance(value, str) else decode_data(value) for value in values]
    repairs = repair_texts([text for text, _ in decoded])
    for (_, detection), repair in zip(decoded, repairs, strict=True):
        yield repair if detection is None else with_detection(repair, detection)


def decode_data(data: bytes, declared: str | None = None) -> tuple[str, Detection]:
    """The text of the bytes without its byte order mark, and which encoding, or encodings, it was in."""
    detection = detect(data)
    if declared and detection.encoding not in _SOUND_ENCODINGS and not _is_settled(detection):
        detection = detect(_HEADER % declared.encode("ascii", "ignore") + data)
    if detection.encoding is None:
        return "", detection
    if detection.encoding not in _SOUND_ENCODINGS:
        spans = decode_lines(data)
        if spans is not None:
            names = ", ".join(dict.fromkeys(encoding for _, _, encoding in spans))
            text = "".join(data[start:end].decode(encoding, "replace") for start, end, encoding in spans)
            return text, Detection(None, 0.9, f"{_SEVERAL}: {names}")
    text = data.decode(detection.encoding, "replace")
    if detection.encoding != "utf-8-sig" and detection.has_bom:  # that codec takes its mark away
        text = text.removeprefix("\ufeff")
    return text, detection


def _is_settled(detection: Detection) -> bool:
    """Whether the structure of the data left nothing to be hinted at: it is binary, or of wide characters."""
    return detection.encoding is None or detection.encoding.startswith("utf-")


def with_detection(repair: Repair, detection: Detection) -> Repair:
    """The repair of a text that was decoded from bytes: its verdict tells of them, too."""
    verdict, losses = repair.verdict, repair.losses
    if detection.evidence.startswith(_SEVERAL):
        losses = find_losses(repair.text, was_damaged=repair.changed)
        verdict = Verdict.LOSSY if losses or repair.guesses else Verdict.MIXED
    elif detection.encoding is None:
        verdict = Verdict.BINARY
    elif detection.encoding not in _SOUND_ENCODINGS and verdict is Verdict.SOUND:
        verdict = Verdict.LEGACY
    return replace(repair, verdict=verdict, losses=losses, detection=detection)
