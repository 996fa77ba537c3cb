"""UTF-16 and UTF-32 without a mark: bytes that decode as such, to text that is more plausible than the bytes are.

No pattern of zero bytes is asked for: Cyrillic UTF-16 has a 4 in every other byte, Chinese has no such thing. The
bytes as code units and the same bytes one by one are two readings, and what is likelier is weighed: character by
character first, which is quick and mostly plain, and by the model where it is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mojibake_fix.detection.judge import SINGLE_UNIT, controls_of, judge, single_bits
from mojibake_fix.detection.names import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mojibake_fix.types import Detection

_LOOKED_AT = 1024  # bytes that are weighed
_GAIN = 6.0  # bits by which code units must be the better reading, and 0.1 for each byte beyond the first 60
_BITS_OF_RARE = 13.0  # bits of a character at which text is not plausible, whatever its rivals are
_CONTROLS_TOLERATED = 0.02
_UTF_32, _UTF_16 = ("utf-32-le", "utf-32-be"), ("utf-16-le", "utf-16-be")
_UNITS = {"utf-32-le": "<u4", "utf-32-be": ">u4", "utf-16-le": "<u2", "utf-16-be": ">u2"}
_RARE_BITS = 21.0  # bits of a character by itself on average that no text has in any language
_PLAIN_BITS = 16.0  # of a character by itself at which text is plausible without a question; bytes taken for it have 23
_PLAIN_GAIN, _PLAIN_SHARE = 40.0, 0.75  # bits ahead of the next reading, and its share of that one's bits at most
_SAMPLE = 4000  # characters that are kept, to tell the language by


def by_code_units(data: bytes, rivals: Sequence[str] = ("cp1252", "cp1251")) -> Detection | None:
    """The answer where the bytes are UTF-32 or UTF-16 throughout, more plausibly than in the rival encodings."""
    if len(data) % 2:
        return None
    head = data[: min(_LOOKED_AT, len(data) // 4 * 4 or len(data))]
    weighed = _weighed(head, len(data))
    plain = _plainly(head, weighed)
    if plain is not None:
        text = _decoded(data, plain)
        if text is not None:
            return _answer(plain, text)
    for names in (_UTF_32, _UTF_16):
        likely = [name for name in names if name in weighed and weighed[name][0] <= _RARE_BITS * weighed[name][1]]
        best = _best(data, likely, rivals)
        if best is not None and (text := _decoded(data, best)) is not None:
            return _answer(best, text)
    return None


def _answer(name: str, text: str) -> Detection:
    return answer(name, 0.99, "the bytes make plausible text as code units", sample=text[:_SAMPLE])


def _weighed(head: bytes, size: int) -> dict[str, tuple[float, int]]:
    """The bits of the head's characters by themselves in each width and order that it can have, and their number."""
    weighed: dict[str, tuple[float, int]] = {}
    for name, unit in _UNITS.items():
        if size % int(unit[-1]) or len(head) % int(unit[-1]):
            continue
        codes: npt.NDArray[np.unsignedinteger] = np.frombuffer(head, dtype=unit)
        if name in _UTF_32 and (codes > 0x10FFFF).any():
            continue
        weighed[name] = float(np.add.reduce(single_bits(codes), dtype=np.int64)) * SINGLE_UNIT, len(codes)
    return weighed


def _plainly(head: bytes, weighed: dict[str, tuple[float, int]]) -> str | None:
    """The width and order of code units where the characters by themselves leave no doubt of it."""
    if not weighed:
        return None
    best = min(weighed, key=lambda name: weighed[name][0])
    bits, count = weighed[best]
    if bits > _PLAIN_BITS * count:
        return None
    as_bytes = float(np.add.reduce(single_bits(np.frombuffer(head, dtype=np.uint8)), dtype=np.int64)) * SINGLE_UNIT
    rest = min([as_bytes, *(value for name, (value, _) in weighed.items() if name != best)])
    return best if bits + _PLAIN_GAIN <= rest and bits < _PLAIN_SHARE * rest else None


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _best(data: bytes, names: Sequence[str], rivals: Sequence[str]) -> str | None:
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
