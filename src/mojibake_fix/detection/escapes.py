"""Encodings of seven bits: ISO-2022 with its escapes, HZ, and UTF-7 where it is really that.

Any ASCII text may hold `~{` or `+row`, so the text that the shifts make must be more plausible than the ASCII.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mojibake_fix.detection.judge import STRANGE, commonness, judge
from mojibake_fix.detection.names import answer
from mojibake_fix.encodings import decode

if TYPE_CHECKING:
    from mojibake_fix.types import Detection

_ISO_2022_JP = ("iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_3", "iso2022_jp_ext")
_JAPANESE_SHIFT = re.compile(rb"\x1b(?:\$[@AB]|\$\([DOPQ]|\([IJ])")
_KOREAN_MARK = b"\x1b$)C"
_HZ_SHIFT = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+")
_UTF_7_SHIFT = re.compile(rb"\+[A-Za-z0-9/]{3,}")
_UTF_7_STRETCH = re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")
_LOOKED_AT, _UTF_7_LOOKED_AT = 4000, 800
_AROUND = 40
_GAIN = {"hz": 12.0, "utf-7": 25.0}
_PLAIN_COUNT = 6  # characters of HZ whose commonness leaves no doubt
_UTF_7_LETTER = 12.0  # bits that a character within a shift may add to its text on average


def by_shifts(data: bytes) -> Detection | None:
    """The answer where seven-bit bytes hold shifts to another character set, else None."""
    found: tuple[str, str] | None = None
    if b"\x1b$" in data or b"\x1b(" in data:
        found = _iso_2022(data)
    elif b"~{" in data:
        found = _better(data, "hz", _HZ_SHIFT)
    if found is None and b"+" in data:
        found = _better(data, "utf-7", _UTF_7_SHIFT)
    if found is None:
        return None
    name, text = found
    return answer(name, 0.99, "shifts to another character set", sample=text[:_LOOKED_AT])


def _iso_2022(data: bytes) -> tuple[str, str] | None:
    """The variant of ISO-2022 that decodes the bytes, and their text."""
    names: tuple[str, ...] = ()
    if _KOREAN_MARK in data:
        names = ("iso2022_kr",)
    elif _JAPANESE_SHIFT.search(data):
        names = _ISO_2022_JP
    for name in names:
        text = decode(data, name)
        if text is not None and (name == "iso2022_kr" or not text.isascii()):
            return name, text
    return None


def _better(data: bytes, name: str, shift: re.Pattern[bytes]) -> tuple[str, str] | None:
    """The name and the text, if the places with shifts are more plausible as this encoding than as ASCII."""
    found = shift.search(data)
    text = decode(data, name) if found else None
    return (name, text) if found and text is not None and _is_better(data, name, found) else None


def _is_better(data: bytes, name: str, found: re.Match[bytes]) -> bool:
    """Whether the text from about the first shift on is more plausible in this encoding than as ASCII."""
    start = data.rfind(b"\n", 0, found.start()) + 1
    start = max(start, found.start() - _AROUND)
    if name == "utf-7":
        return _is_utf_7(data[start : start + _UTF_7_LOOKED_AT])
    head = data[start : start + _LOOKED_AT]
    head = head[: head.rfind(b"\n") + 1] or head
    text = decode(head, name)
    if text is None or text.isascii():
        return False
    shown = commonness(text)
    if shown.count >= _PLAIN_COUNT and shown.mean < STRANGE:  # chance makes rare characters
        return True
    shifted, plain = judge([text, head.decode("ascii")])
    return shifted + _GAIN[name] < plain


def _is_utf_7(head: bytes) -> bool:
    """Whether the shifted stretches of a head are text, all of them, where they stand."""
    head = head[: max(head.rfind(b" "), head.rfind(b"\n")) + 1] if len(head) == _UTF_7_LOOKED_AT else head
    stretches = [decode(match.group(), "utf-7") for match in _UTF_7_STRETCH.finditer(head)]
    if not stretches or any(text is None or text.isascii() for text in stretches):
        return False
    text = decode(head, "utf-7")
    if text is None:
        return False
    letters = sum(1 for char in text if not char.isascii())
    rest = "".join(char for char in text if char.isascii())
    shifted, plain, without = judge([text, head.decode("ascii"), rest])
    return shifted + _GAIN["utf-7"] < plain and shifted - without < _UTF_7_LETTER * (letters + 1)
