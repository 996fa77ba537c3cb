"""The encodings of Taiwan and China that Python has no codec for, told by their bytes."""

from __future__ import annotations

import re

from mojibake_fix.encodings.cns11643 import EUC_TW
from mojibake_fix.encodings.own import decode_as

_EUC_TW = re.compile(
    rb"(?P<whole>(?:[\x00-\x7f]+|[\xa1-\xfe]{2}|\x8e[\xa1-\xb0][\xa1-\xfe]{2})*+)"
    rb"(?P<cut>[\xa1-\xfe]|\x8e(?:[\xa1-\xb0][\xa1-\xfe]?)?)?"
)
_RARE = "\u9f98"
"""What stands for a character of the planes beyond the first two."""

_ISO_2022_CN = re.compile(rb"\x1b\$\)[AG]|\x1b\$\*H")


def is_iso_2022_cn(data: bytes) -> bool:
    """Whether seven-bit bytes announce a Chinese set and shift to it."""
    return b"\x0e" in data and _ISO_2022_CN.search(data) is not None


def is_beyond_planes(data: bytes) -> bool:
    """Whether bytes that are EUC-TW hold characters of planes that we do not have, so that nothing decodes them."""
    return _RARE in likely_euc_tw(data)


def likely_euc_tw(data: bytes) -> str:
    """The text of EUC-TW to judge it by: rare characters as one, a character cut at the end left out.

    Raises `UnicodeError` for bytes that are not it.

        >>> likely_euc_tw(bytes.fromhex("c4e3c5c6"))
        '中文'
    """
    match = _EUC_TW.fullmatch(data)
    if match is None:
        raise UnicodeDecodeError(EUC_TW, data, 0, len(data), "no such characters")
    return decode_as(match["whole"], EUC_TW, "replace").replace("\ufffd", _RARE)
