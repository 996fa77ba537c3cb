"""EBCDIC: bytes in which 0x40 is the space, and whose text is more plausible than that of the bytes as they stand."""

from __future__ import annotations

from mojibake_fix.detection.judge import judge
from mojibake_fix.detection.priors import EBCDIC_BITS

_LOOKED_AT = 600
_SPACES = 0.05  # the share of bytes that are spaces, at least
_RIVALS = ("cp1252", "cp1251", "cp437", "gb18030")
_GAIN = 20.0


def looks_ebcdic(data: bytes) -> bool:
    """Whether the bytes are spread as those of EBCDIC text are, and read better so."""
    head = data[:_LOOKED_AT]
    spaces = head.count(0x40)
    if spaces < max(1, _SPACES * len(head)) or head.count(0x20) * 4 > spaces:
        return False
    texts = [as_lines(head.decode(name, "replace")) for name in (*EBCDIC_BITS, *_RIVALS)]
    bits = judge(texts)
    return min(bits[: len(EBCDIC_BITS)]) + _GAIN < min(bits[len(EBCDIC_BITS) :])


def as_lines(text: str) -> str:
    """EBCDIC text with its own line end as ours."""
    return text.replace("\x85", "\n")
