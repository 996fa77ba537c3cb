"""What this package and its peers say of labelled files, and how long they take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import chardet
import charset_normalizer

from detection import sets
from detection.files import Labelled
from mojibake_fix import classify, detect, detect_lines
from mojibake_fix.detection import witnesses

OURS = "mojibake_fix"
_SAME = str.maketrans(dict(zip("～－∥￠￡￢―￥‾・", "〜−‖¢£¬—¥~·", strict=True)))  # one sign, two code points


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file, and of each tool whether it was right and the seconds that it took; our probability."""

    file: Labelled
    right: dict[str, bool]
    seconds: dict[str, float]
    probability: float


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many."""

    right: int
    count: int


def measure(files: Sequence[Labelled]) -> list[Outcome]:
    """Ask all tools about all files."""
    outcomes = []
    for file in files:
        answers, seconds = {}, {}
        probability = 0.0
        for name, ask in _TOOLS.items():
            began = time.perf_counter()
            answers[name], sure = ask(file.data)
            seconds[name] = time.perf_counter() - began
            probability = sure if name == OURS else probability
        right = {name: is_right(file, answer) for name, answer in answers.items()}
        outcomes.append(Outcome(file, right, seconds, probability))
    return outcomes


def is_right(file: Labelled, encoding: str | None) -> bool:
    """Whether the file in this encoding is its text; of binary data, whether none is named."""
    if file.text is None or encoding is None:
        return file.text is None and encoding is None
    try:
        text = file.data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return text.removeprefix("\ufeff").translate(_SAME) == file.text.removeprefix("\ufeff").translate(_SAME)


def _ours(data: bytes) -> tuple[str | None, float]:
    found = detect(data)
    return found.encoding, found.probability


def _normalizer(data: bytes) -> tuple[str | None, float]:
    best = charset_normalizer.from_bytes(data).best()
    return (best.encoding if best else None), 0.0


_TOOLS: dict[str, Callable[[bytes], tuple[str | None, float]]] = {
    OURS: _ours,
    "chardet": lambda data: (chardet.detect(data)["encoding"], 0.0),
    "charset-normalizer": _normalizer,
}
NAMES = tuple(_TOOLS)


def measure_lines() -> dict[str, Share]:
    """Of files of lines in several encodings, how many lines come back, by kind and by number of encodings."""
    counts: dict[str, list[int]] = {}
    for file in sets.mixed():
        parts = detect_lines(file.data)
        text = "".join(file.data[part.start : part.end].decode(part.encoding, "replace") for part in parts)
        right = sum(got == line for got, (line, _) in zip(text.split("\n"), file.lines, strict=False))
        encodings = len({encoding for _, encoding in file.lines})
        for group in (file.kind, f"{encodings} encodings"):
            count = counts.setdefault(group, [0, 0])
            count[0] += right
            count[1] += len(file.lines)
    return {group: Share(*count) for group, count in counts.items()}


def measure_hidden() -> dict[str, Share]:
    """Of UTF-8 files of mojibake, and of sound ones, how many are told as what they are."""
    counts: dict[str, list[int]] = {}
    for file in sets.hidden():
        is_sound = str(classify(file.data).verdict) == "sound"
        count = counts.setdefault("sound" if file.is_sound else "mojibake inside", [0, 0])
        count[0] += is_sound == file.is_sound
        count[1] += 1
    return {group: Share(*count) for group, count in counts.items()}


def measure_whole() -> dict[str, Share]:
    """Of damaged and of sound large files, how many are told in their encoding, and the sound ones as sound."""
    counts: dict[str, list[int]] = {}
    for file in sets.damaged():
        found = detect(file.data)
        text = file.data.decode(found.encoding, "replace") if found.encoding else ""
        pairs = zip(text.split("\n"), file.text.split("\n"), strict=False)
        lines = file.text.count("\n")
        is_right = sum(one == other for one, other in pairs) >= 0.99 * lines and not (file.is_sound and found.damaged)
        count = counts.setdefault("sound" if file.is_sound else "damaged", [0, 0])
        count[0] += is_right
        count[1] += 1
    return {group: Share(*count) for group, count in counts.items()}


def witnesses_apart(files: Sequence[Labelled]) -> dict[str, dict[str, Share]]:
    """What is right of the corpus and of the suites, without witnesses and with each of them."""
    asked = witnesses.ASKED
    shares: dict[str, dict[str, Share]] = {}
    for names in ((), ("chardet",), ("charset_normalizer",), ("chardet", "charset_normalizer")):
        witnesses.ASKED = names
        counts: dict[str, list[int]] = {}
        for file in files:
            count = counts.setdefault(f"{file.where}, {file.size}", [0, 0])
            count[0] += is_right(file, detect(file.data).encoding)
            count[1] += 1
        shares[" and ".join(names) or "none"] = {group: Share(*count) for group, count in counts.items()}
    witnesses.ASKED = asked
    return shares
