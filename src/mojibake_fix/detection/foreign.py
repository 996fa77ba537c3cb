"""Encodings that Python has no codec for: told by their bytes all the same, so that they are not taken for others.

EUC-TW holds CNS 11643, whose first two planes have the characters of Big5 in the order of Big5: so what Big5 has at
the same place is, but for a few that were moved, what stands there. That is enough to judge the text by, and not
enough to decode it for good.
"""

from __future__ import annotations

import re

EUC_TW = "euc-tw"

FOREIGN_NAMES = {EUC_TW: "EUC-TW", "iso-2022-cn": "ISO-2022-CN", "viscii": "VISCII", "tcvn": "TCVN"}
"""What is named although Python cannot decode it, with the name that others know it by."""

_EUC_TW = re.compile(rb"(?:[\x00-\x7f]+|[\xa1-\xfe]{2}|\x8e[\xa1-\xb0][\xa1-\xfe]{2})*+")
_CHARACTER = re.compile(rb"\x8e[\xa1-\xb0][\xa1-\xfe]{2}|[\xa1-\xfe]{2}")
_ROW, _BIG5_ROW = 94, 157
_SIGNS_END, _HANZI = 0xA7 - 0xA1, 0xC4 - 0xA1  # rows of plane 1
_BIG5_SIGNS, _BIG5_COMMON, _BIG5_RARE = 0, (0xA4 - 0xA1) * _BIG5_ROW, (0xC9 - 0xA1) * _BIG5_ROW
_RARE = "\u9f98"
"""What stands for a character of the planes beyond the first two."""

_ISO_2022_CN = re.compile(rb"\x1b\$\)[AG]|\x1b\$\*H")


def is_iso_2022_cn(data: bytes) -> bool:
    """Whether seven-bit bytes announce a Chinese set and shift to it."""
    return b"\x0e" in data and _ISO_2022_CN.search(data) is not None


def decode_euc_tw(data: bytes) -> str:
    """About the text of EUC-TW, a character cut at the end left out. Raises `UnicodeError` for bytes that are not it.

    >>> decode_euc_tw(bytes.fromhex("c4e3c5c6"))
    '中文'
    """
    match = _EUC_TW.match(data)
    end = match.end() if match else 0
    if len(data) - end > 3 or (len(data) > end and data[end] < 0x8E):
        raise UnicodeDecodeError(EUC_TW, data, end, end + 1, "no such character")
    text = _CHARACTER.sub(_as_big5, data[:end])
    return text.decode("cp950", "replace")


def _as_big5(match: re.Match[bytes]) -> bytes:
    code = match.group()
    plane, row, cell = (code[1] - 0xA0 if len(code) == 4 else 1), code[-2] - 0xA1, code[-1] - 0xA1
    if plane == 1 and row < _SIGNS_END:
        at = _BIG5_SIGNS + row * _ROW + cell
    elif plane == 1 and row >= _HANZI:
        at = _BIG5_COMMON + (row - _HANZI) * _ROW + cell
    elif plane == 2:
        at = _BIG5_RARE + row * _ROW + cell
    else:
        return _RARE.encode("cp950")
    lead, trail = divmod(at, _BIG5_ROW)
    return bytes([min(0xA1 + lead, 0xF9), trail + 0x40 if trail < 63 else trail - 63 + 0xA1])
