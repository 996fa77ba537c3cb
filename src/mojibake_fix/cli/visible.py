"""One function through which all text of the user's files, names and arguments goes before it is printed.

A terminal obeys what it is shown: escape sequences move the cursor, bidi controls reorder a line, lone surrogates
stop the encoder. All of those are printed by name or number, as `<RLO>` or `<U+001B>`.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 with ESC, line ends and tab; DEL; C1 with CSI
    "\xad\u034f\u061c\u180e\u200b"  # soft hyphen, joiner of graphemes, Arabic letter mark, Mongolian separator, space
    "\u115f\u1160\u3164\uffa0"  # letters of Hangul that are blanks
    "\u200e\u200f\u2028-\u202e"  # bidi marks, line and paragraph separators, bidi embeddings and overrides
    "\u2060-\u206f"  # word joiner, invisible operators, bidi isolates
    "\ufeff\ufff9-\ufffb\ufffe\uffff"  # byte order mark, interlinear annotation, noncharacters
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags; not the variation selectors between them
    "]"
)
_UNSEEN = re.compile("[\xa0\u200c\u200d\u202f\ufe00-\ufe0f]")
"""What belongs into text and cannot be told from nothing, or from a blank."""
_NAMES = {
    "\xa0": "NBSP", "\xad": "SHY", "\u034f": "CGJ", "\u061c": "ALM", "\u180e": "MVS", "\u200b": "ZWSP",
    "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE",
    "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u202f": "NNBSP", "\u2060": "WJ", "\u2066": "LRI",
    "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM",
    **{chr(0xFE00 + number): f"VS{number + 1}" for number in range(16)},
}  # fmt: skip
"""The short names of Unicode."""


def visible(text: str, *, keep: str = "", unseen: bool = False) -> str:
    r"""The text with everything that a terminal could obey, reorder, hide or refuse written as `<RLO>` or `<U+001B>`.

    Characters of `keep` stay as they are; `unseen` names the no-break space, joiners and the like too, where it matters
    to see them.

        >>> visible("a\x1b[31mb\u202e"), visible("a\tb\n", keep="\t\n"), visible("à la\xa0carte", unseen=True)
        ('a<U+001B>[31mb<RLO>', 'a\tb\n', 'à la<NBSP>carte')
    """
    safe = _UNSAFE.sub(lambda match: match[0] if match[0] in keep else _named(match), text)
    return _UNSEEN.sub(_named, safe) if unseen else safe


def _named(match: re.Match[str]) -> str:
    return f"<{_NAMES.get(match[0]) or f'U+{ord(match[0]):04X}'}>"
