"""Bytes that no part of the library would look at twice: plain ASCII without a sign that escapes or shifts begin with.

Most files of most folders are such. They are told here for a thousandth of what an examination costs, before anything
heavy is loaded.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mojibake_fix.types import Detection, Repair, Verdict

SIGNS = b"\\&<=%+$~"
"""What begins an escape, or a shift to another character set: each may hide damage."""
_TEXT = bytes((*b"\t\n\r", *range(0x20, 0x7F)))
_PLAIN = bytes(byte for byte in _TEXT if byte not in SIGNS)
_HINT = re.compile(rb"\\|&[#A-Za-z]|<[0-9A-Fa-fUu/]|=[0-9A-Fa-f\r\n]|%[0-9A-Fa-f]|\+[0-9A-Za-z/+]|\$[@B(]|~\{")
"""The signs with what follows them in an escape: `40 %`, `a = b` and `$5` are none."""

EMPTY = Repair("", "", Verdict.SOUND, detection=Detection("ascii", 1.0, "empty", iana_name="US-ASCII"))
PLAIN = replace(EMPTY, detection=Detection("ascii", 0.999, "nothing beyond ASCII", iana_name="US-ASCII"))
"""What the library says of such bytes; without the text, which nobody asks for where nothing is found."""


def plain_answer(data: bytes) -> Repair | None:
    """What the library would say of plain bytes; None where it must be asked.

    >>> str(plain_answer(b"Dear Sir or Madam,\\n").verdict), plain_answer(b"caf=C3=A9")
    ('sound', None)
    """
    if not data:
        return EMPTY
    signs = data.translate(None, _PLAIN)
    if signs and (signs.translate(None, _TEXT) or _HINT.search(data)):
        return None
    return PLAIN
