"""The first characters of all escapes: most texts hold none of them, and need no further look."""

from __future__ import annotations

from collections.abc import Sequence

_ASKED_AT_ONCE = 16  # texts of which most often none is hinted, though one of forty is


def is_hinted(text: str) -> bool:
    """Whether a text holds a character that some escape that we know begins with.

    >>> is_hinted("caf\\\\u00e9"), is_hinted("R&D"), is_hinted("café")
    (True, True, False)
    """
    # Written out: asked of every text, and a loop takes twice as long.
    return "&" in text or "=" in text or "%" in text or "+" in text or "\\" in text or "<" in text or "$" in text


def beyond_plain(texts: Sequence[str]) -> list[int]:
    """The numbers of the texts that hold more than ASCII, or a character that some escape begins with.

    >>> beyond_plain(["plain", "café", "too", "R&D"])
    [1, 3]
    """
    found = []
    for begin in range(0, len(texts), _ASKED_AT_ONCE):
        part = texts[begin : begin + _ASKED_AT_ONCE]
        together = "\n".join(part)
        if not together.isascii() or is_hinted(together):
            found += [number for number, text in enumerate(part, begin) if not text.isascii() or is_hinted(text)]
    return found
