"""UTF-16 and UTF-32 without a mark: bytes that decode as such, to text that is more plausible than the bytes are.

No pattern of zero bytes is asked for: Cyrillic UTF-16 has a 4 in every other byte, Chinese has no such thing. The
bytes as code units and the same bytes one by one are two readings, and the model weighs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mojibake_fix.detection.judge import controls_of, judge
from mojibake_fix.encodings import ENCODINGS
from mojibake_fix.types import Detection

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AT = 1024  # bytes that are weighed
_GAIN = 6.0  # bits by which code units must be the better reading, and 0.1 for each byte beyond the first 60
_BITS_OF_RARE = 13.0  # bits of a character at which text is not plausible, whatever its rivals are
_CONTROLS_TOLERATED = 0.02
_UTF_32, _UTF_16 = ("utf-32-le", "utf-32-be"), ("utf-16-le", "utf-16-be")


def by_code_units(data: bytes, rivals: Sequence[str] = ("cp1252", "cp1251")) -> Detection | None:
    """The answer where the bytes are UTF-32 or UTF-16 throughout, more plausibly than in the rival encodings."""
    for names, width in ((_UTF_32, 4), (_UTF_16, 2)):
        if len(data) % width:
            continue
        best = _best(data, names, rivals)
        if best is not None:
            return Detection(best, 0.99, "the bytes make plausible text as code units", ENCODINGS[best].whatwg_name)
    return None


def _best(data: bytes, names: tuple[str, ...], rivals: Sequence[str]) -> str | None:
    head = data[:_LOOKED_AT]
    texts = {name: text for name in names if (text := _clean(head, name)) is not None}
    if not texts:
        return None
    scores = dict(zip(texts, judge([text.removeprefix("\ufeff") for text in texts.values()]), strict=True))
    best = min(scores, key=scores.__getitem__)
    if scores[best] > _BITS_OF_RARE * len(texts[best]) + 8.0:
        return None
    if scores[best] + _GAIN + 0.1 * max(0, len(head) - 60) > _bits_as_bytes(head, rivals):
        return None
    try:
        data.decode(best)
    except UnicodeError:
        return None
    return best


def _clean(head: bytes, name: str) -> str | None:
    """The text of the head, or None where it does not decode or holds what text does not."""
    cut = len(head) == _LOOKED_AT and name in _UTF_16 and 0xD8 <= head[-1 if name == "utf-16-le" else -2] <= 0xDB
    try:
        text = (head[:-2] if cut else head).decode(name)
    except UnicodeError:
        return None
    return text if controls_of(text) <= _CONTROLS_TOLERATED * len(text) else None


def _bits_as_bytes(head: bytes, rivals: Sequence[str]) -> float:
    """Bits of the same bytes read one by one, controls and all."""
    readings = [head.decode(name, "replace") for name in ("utf-8", *rivals)]
    return min(judge(readings))
