"""Encodings that Python has no codec for: told by their bytes all the same, so that they are not taken for others."""

from __future__ import annotations

import re

from mojibake_fix.encodings.cns11643 import EUC_TW, ISO_2022_CN
from mojibake_fix.encodings.own import decode_as

FOREIGN_NAMES = {EUC_TW: "EUC-TW", ISO_2022_CN: "ISO-2022-CN", "viscii": "VISCII", "tcvn": "TCVN"}
"""What is named although Python cannot decode it, with the name that others know it by; `encodings.own` can."""

_EUC_TW = re.compile(rb"(?:[\x00-\x7f]+|[\xa1-\xfe]{2}|\x8e[\xa1-\xb0][\xa1-\xfe]{2})*+")
_RARE = "\u9f98"
"""What stands for a character of the planes beyond the first two."""

_ISO_2022_CN = re.compile(rb"\x1b\$\)[AG]|\x1b\$\*H")


def is_iso_2022_cn(data: bytes) -> bool:
    """Whether seven-bit bytes announce a Chinese set and shift to it."""
    return b"\x0e" in data and _ISO_2022_CN.search(data) is not None


def likely_euc_tw(data: bytes) -> str:
    """The text of EUC-TW to judge it by: rare characters as one, a character cut at the end left out.

    Raises `UnicodeError` for bytes that are not it.

        >>> likely_euc_tw(bytes.fromhex("c4e3c5c6"))
        '中文'
    """
    match = _EUC_TW.match(data)
    end = match.end() if match else 0
    if len(data) - end > 3 or (len(data) > end and data[end] < 0x8E):
        raise UnicodeDecodeError(EUC_TW, data, end, end + 1, "no such character")
    return decode_as(data[:end], EUC_TW, "replace").replace("\ufffd", _RARE)
