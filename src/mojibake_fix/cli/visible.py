"""One function through which all text of the user's files, names and arguments goes before it is printed.

A terminal obeys what it is shown: escape sequences move the cursor, bidi controls reorder a line, lone surrogates
stop the encoder. All of those are printed by number, as `<U+202E>`.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 with ESC, line ends and tab; DEL; C1 with CSI
    "\xad\u061c\u180e\u200b"  # soft hyphen, Arabic letter mark, Mongolian vowel separator, zero width space
    "\u200e\u200f\u2028-\u202e"  # bidi marks, line and paragraph separators, bidi embeddings and overrides
    "\u2060-\u206f"  # word joiner, invisible operators, bidi isolates
    "\ufeff\ufff9-\ufffb\ufffe\uffff"  # byte order mark, interlinear annotation, noncharacters
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags; not the variation selectors between them
    "]"
)


def visible(text: str, *, keep: str = "", nbsp: bool = False) -> str:
    r"""The text with everything that a terminal could obey, reorder, hide or refuse written as `<U+001B>`.

    Characters of `keep` stay as they are; `nbsp` names the no-break space too, where it matters to see it.

        >>> visible("a\x1b[31mb\u202e"), visible("a\tb\n", keep="\t\n"), visible("à la\xa0carte", nbsp=True)
        ('a<U+001B>[31mb<U+202E>', 'a\tb\n', 'à la<NBSP>carte')
    """
    safe = _UNSAFE.sub(lambda match: match[0] if match[0] in keep else f"<U+{ord(match[0]):04X}>", text)
    return safe.replace("\xa0", "<NBSP>") if nbsp else safe
