"""Bytes in, repair out: what the bytes are, the text that they hold, and what is wrong with that text."""

from __future__ import annotations

from dataclasses import replace

from mojibake_fix.detection import decode_lines, detect
from mojibake_fix.engine.losses import find_losses
from mojibake_fix.engine.repairer import repair_texts
from mojibake_fix.types import Detection, Repair, Verdict

_SOUND_ENCODINGS = frozenset({"ascii", "utf-8", "utf-8-sig"})


def repair_data(data: bytes, *, guess_losses: bool = False) -> Repair:
    """Detect, decode and repair. Binary data gives an empty text with the verdict BINARY."""
    detection = detect(data)
    if detection.encoding is None:
        return Repair("", "", Verdict.BINARY, detection=detection)
    if detection.encoding not in _SOUND_ENCODINGS:
        spans = decode_lines(data)
        if spans is not None:
            return _repair_mixed(data, spans, guess_losses=guess_losses)
    text = _decode(data, detection)
    answer = next(iter(repair_texts([text], guess_losses=guess_losses)))
    verdict = answer.verdict
    if detection.encoding not in _SOUND_ENCODINGS and verdict is Verdict.SOUND:
        verdict = Verdict.LEGACY
    return replace(answer, verdict=verdict, detection=detection)


def _decode(data: bytes, detection: Detection) -> str:
    """The text of the bytes without its byte order mark."""
    encoding = detection.encoding or "utf-8"
    if encoding == "utf-8-sig":  # which takes its mark away
        return data.decode(encoding, "replace")
    text = data.decode(encoding, "replace")
    return text.removeprefix("\ufeff") if detection.has_bom else text


def _repair_mixed(data: bytes, spans: list[tuple[int, int, str]], *, guess_losses: bool) -> Repair:
    """The repair of a file whose lines are in several encodings."""
    text = "".join(data[start:end].decode(encoding, "replace") for start, end, encoding in spans)
    answer = next(iter(repair_texts([text], guess_losses=guess_losses)))
    names = ", ".join(dict.fromkeys(encoding for _, _, encoding in spans))
    losses = find_losses(answer.text, was_damaged=answer.changed)
    detection = Detection(None, 0.9, f"lines in several encodings: {names}")
    verdict = Verdict.LOSSY if losses or answer.guesses else Verdict.MIXED
    return replace(answer, verdict=verdict, losses=losses, detection=detection)
