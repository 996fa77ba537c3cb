"""EBCDIC: bytes in which 0x40 is the space, and whose text is more plausible than that of the bytes as they stand."""

from __future__ import annotations

import functools
import re

import numpy as np

from mojibake_fix.detection.pages import read_pages, used_bytes
from mojibake_fix.detection.priors import EBCDIC_BITS

_LOOKED_AT = 600
_SPACES = 0.05  # the share of bytes that are spaces, at least
_GAIN = 20.0
_LINE_ENDS = re.compile(b"[\x15\x25]")
"""The line ends of EBCDIC; that of ASCII is a control that its texts do not hold."""


def looks_ebcdic(data: bytes) -> bool:
    """Whether the bytes are spread as those of EBCDIC text are, and read better so."""
    return _head_looks_ebcdic(data[:_LOOKED_AT])


@functools.lru_cache(maxsize=8)
def _head_looks_ebcdic(head: bytes) -> bool:
    spaces = head.count(0x40)
    if spaces < max(1, _SPACES * len(head)) or head.count(0x20) * 4 > spaces:
        return False
    if b"\n" in head.rstrip(b"\r\n") and not _LINE_ENDS.search(head):  # the last one is what editors append
        return False
    array = np.frombuffer(head, dtype=np.uint8)
    bits = {True: float("inf"), False: float("inf")}
    for each in read_pages(array, used_bytes(array), (), ebcdic=True):
        kind = each.names[0] in EBCDIC_BITS
        bits[kind] = min(bits[kind], each.bits)
    return bits[True] + _GAIN < bits[False]


def as_lines(text: str) -> str:
    """EBCDIC text with its own line end as ours."""
    return text.replace("\x85", "\n")
