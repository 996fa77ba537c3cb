"""Bits of a text as a reading of bytes: the model's, and what it costs to hold what real text does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from mojibake_fix.plausibility import load_model

ASCII_CAP, CAP = 40.0, 60.0
"""Bits that one ASCII character, one other character count at most."""
_CONTROL_BITS, _CONTROLS_COUNTED = 14.0, 9
_PRIVATE_BITS, _PRIVATE_COUNTED = 8.0, 8

_USUAL_CONTROLS = "\t\n\f\r\x1b"
_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _USUAL_CONTROLS)


def controls_of(text: str) -> int:
    """How many control characters the text has that text does not use."""
    return len(text) - len(text.translate(_CONTROLS))


def judge(texts: Sequence[str]) -> list[float]:
    """The bits of each text, all scored in one pass."""
    totals = load_model().totals(texts, ASCII_CAP, CAP).tolist()
    return [bits + _impossible(text) for bits, text in zip(totals, texts, strict=True)]


def _impossible(text: str) -> float:
    """Bits for controls and for private characters."""
    private = sum("\ue000" <= char <= "\uf8ff" for char in text)
    controls = min(controls_of(text), _CONTROLS_COUNTED)
    return _CONTROL_BITS * controls + _PRIVATE_BITS * min(private, _PRIVATE_COUNTED)
