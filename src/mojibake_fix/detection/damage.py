"""A file that is in one encoding but for a few bytes: the encoding is named all the same, and what is lost is counted.

No encoding decodes such input strictly but pages that have a character for every byte, and those make no sense of it.
It is asked for only where the best reading makes no sense, or where UTF-8 begins and breaks off.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import numpy as np

from mojibake_fix.detection.judge import commonness, judge
from mojibake_fix.detection.sample import condensed, stretches
from mojibake_fix.detection.singles import RARE
from mojibake_fix.encodings import decode_as
from mojibake_fix.encodings.cns11643 import EUC_TW

if TYPE_CHECKING:
    from collections.abc import Sequence

PRIMARY = ("utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
"""The encodings in which one wrong byte makes the input invalid, the widest of each family."""
LOOKED_AT = 1200
"""Bytes of the sample that are judged."""
GAIN = 40.0
"""Bits by which damaged text must be the better reading."""
GAIN_OF_UTF_8 = 10.0
"""The same for UTF-8, which gives itself away."""
LOST_BITS = 20.0
"""Bits of a place that is lost."""
KEPT_OF_UTF_8 = 1
"""The same for UTF-8, in which other text hardly is by chance."""
LONGEST = 3
"""Bytes behind a damaged place that it may take along."""
KEPT = 20
"""Characters beyond ASCII that must stand for each place that is lost, and at least."""


def damaged(data: bytes, best: str | None) -> tuple[str, tuple[int, ...]] | None:
    """The encoding of input that is damaged in a few places, and the places; `best` is the best strict reading.

    None where no encoding makes more sense than the best reading does, its losses counted in.
    """
    array = np.frombuffer(data, dtype=np.uint8)
    sample = condensed(data, array)
    pieces = stretches(sample, np.frombuffer(sample, dtype=np.uint8), LOOKED_AT)
    texts = {name: _read(pieces, name) for name in PRIMARY}
    hopeful = {name: text for name, text in texts.items() if _is_hopeful(text, name)}
    if not hopeful:
        return None
    rival = "\ufffd" * len(sample) if best in {None, EUC_TW} else decode_as(b"\n".join(pieces), str(best), "replace")
    bits = judge([text.replace("\ufffd", "") for text in (*hopeful.values(), rival)])
    losses = [LOST_BITS * text.count("\ufffd") for text in (*hopeful.values(), rival)]
    totals = [one + lost for one, lost in zip(bits, losses, strict=True)]
    first = min(range(len(hopeful)), key=totals.__getitem__)
    name = list(hopeful)[first]
    if totals[first] + (GAIN if name != "utf-8" else GAIN_OF_UTF_8) > totals[-1]:
        return None
    places = _places(data, name)
    return (name, places) if places else None


def _read(pieces: Sequence[bytes], name: str) -> str:
    """The pieces, what is lost replaced; but a character cut at the end of a piece is left out."""
    decoder = codecs.getincrementaldecoder(name)
    return "\n".join([decoder("replace").decode(piece) for piece in pieces])


def _is_hopeful(text: str, name: str) -> bool:
    """Whether little is lost of a text, and what is left has the characters that text has."""
    if name == "utf-8":
        return _keeps(text, KEPT_OF_UTF_8)
    return _keeps(text, KEPT) and commonness(text.replace("\ufffd", "")).mean < RARE


def _keeps(text: str, kept: int) -> bool:
    """Whether little is lost of what is beyond ASCII."""
    lost = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - lost >= kept * max(1, lost // 2)


def _places(data: bytes, name: str) -> tuple[int, ...] | None:
    """Where the bytes are invalid; None where that is too often for damage."""
    decode = codecs.getdecoder(name)
    high = int(np.count_nonzero(np.frombuffer(data, dtype=np.uint8) > 0x7F))
    view = memoryview(data)
    places: list[int] = []
    start = 0
    while start < len(data):
        try:
            decode(view[start:], "strict")
        except UnicodeDecodeError as error:
            at = start + error.start
            if not places or at > places[-1] + LONGEST:  # what follows a lost byte may be out of step with it
                places.append(at)
            start += max(error.end, error.start + 1)
        else:
            break
        if len(places) * KEPT > high:
            return None
    return tuple(places)
