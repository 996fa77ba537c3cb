"""Bytes in, repair out: what the bytes are, the text that they hold, and what is wrong with that text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mojibake_fix.detection import decode_lines, detect
from mojibake_fix.detection.marks import label_of_hint
from mojibake_fix.encodings import LACKING
from mojibake_fix.engine.losses import find_losses
from mojibake_fix.engine.repairer import repair_texts
from mojibake_fix.types import Detection, Part, Repair
from mojibake_fix.verdicts import Verdict

_SOUND_ENCODINGS = frozenset({"ascii", "utf-8", "utf-8-sig"})
_HEADER = b"Content-Type: text/plain; charset=%s\n\n"
"""How a declaration stands before the data, for the detector to weigh it as it weighs one inside."""
_SEVERAL = "lines in several encodings"
_SAMPLE = 4000  # characters that are kept, to tell the language by


def repair_data(
    data: bytes, declared: str | None = None, *, guess_losses: bool = False, languages: tuple[str, ...] = ()
) -> Repair:
    """Detect, decode and repair. Binary data gives an empty text with the verdict BINARY.

    `declared` is the encoding, or the locale, that something beside the data names: a hint, not an order.
    `languages` are those that its text is said to be in, by the model's names.
    """
    text, detection = decode_data(data, declared, languages)
    return with_detection(next(repair_texts([text], guess_losses=guess_losses, languages=languages)), detection)


def repair_values(
    values: Iterable[str | bytes], *, guess_losses: bool = False, languages: tuple[str, ...] = ()
) -> Iterator[Repair]:
    """The repair of each value, in order; bytes are decoded first. All texts are scored together.

    `languages` are those that texts are said to be in, by the model's names.
    """
    decoded = [(value, None) if isinstance(value, str) else decode_data(value, None, languages) for value in values]
    repairs = repair_texts([text for text, _ in decoded], guess_losses=guess_losses, languages=languages)
    for (_, detection), repair in zip(decoded, repairs, strict=True):
        yield repair if detection is None else with_detection(repair, detection)


def parts_of(data: bytes) -> tuple[Part, ...]:
    """The stretches of whole lines with their encodings: all of the data is one where it is in one, binary is none."""
    detection = detect(data)
    parts = _several(data, detection)
    if parts is None and detection.encoding is not None:
        return (Part(0, len(data), detection.encoding, detection.probability),)
    return parts or ()


def _several(data: bytes, detection: Detection) -> tuple[Part, ...] | None:
    """The stretches of data whose lines are in several encodings, or None for all other."""
    if detection.encoding in LACKING or (detection.encoding is None and detection.iana_name is not None):
        return None  # what lines are in is asked of Python's own encodings
    if detection.encoding in _SOUND_ENCODINGS and not detection.damaged:
        return None
    parts = decode_lines(data)
    return None if parts is not None and len(parts) < 2 and detection.damaged else parts


def decode_data(data: bytes, declared: str | None = None, languages: tuple[str, ...] = ()) -> tuple[str, Detection]:
    """The text of the bytes without its byte order mark, and which encoding, or encodings, it was in."""
    detection = detect(data, languages)
    label = label_of_hint(declared) if declared else ""
    if label and detection.encoding not in _SOUND_ENCODINGS and not _is_settled(detection):
        detection = detect(_HEADER % label.encode("ascii", "ignore") + data, languages)
    parts = _several(data, detection)
    if parts is not None:
        names = ", ".join(dict.fromkeys(part.encoding for part in parts))
        text = "".join(data[part.start : part.end].decode(part.encoding, "replace") for part in parts)
        probability = min(part.probability for part in parts)
        return text, Detection(None, probability, f"{_SEVERAL}: {names}", parts=parts, sample=text[:_SAMPLE])
    if detection.encoding is None:
        return "", detection
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
