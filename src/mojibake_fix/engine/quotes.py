"""Mojibake that is quoted on purpose: a text that speaks of it, or shows it beside what it was.

Nobody who shows a reader what damage looks like wants it undone. Such a text gives itself away: what the repair would
restore stands already on the same line, or the lines around name the encoding that the damage was read in.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
EXAMPLES = 6
"""Damaged pieces of a text that speaks of damage: more of them are no examples."""
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_LONG_ENOUGH = 3  # letters of a restored word that stands on its line already
_SPEAKS = re.compile(
    r"mojibake|garbage|garbled|gibberish|unreadable|misread|double.?encod|code ?page(?! ?=)|\bftfy\b"
    r"|乱码|亂碼|文字化け|кракозябр|кодировк|krzaczk|Zeichensalat|깨진|인코딩"
    r"|(?<!charset=)(?<!charset=[\"'])(?<!encoding=)(?<!encoding=[\"'])(?<!CHARSET )(?<![\w-])"
    r"(?:latin-?1|windows-?125\d|cp-?(?:125\d|437|850|866|932|936|949)|iso-8859-\d+)\b"
    r"|\b(?:instead of|in place of|rather than|should (?:be|read)|shown as|appears? as|turn(?:s|ed)? into|became)"
    r" [\"'`\u2018\u201c]?[^\x00-\x7fÂÃ][\"'`\u2019\u201d]?(?=[\s.,;)]|$)"
    r"|\breplace(?:All)?\(|\bgsub\(|\bre\.sub\(|\btranslate\(",
    re.IGNORECASE,
)
"""Words of one who speaks of damage, the names of encodings that are no declaration of the file's own, what stands in
the place of one sound character, and the calls of programs that put one string in the place of another."""


_HINTS = (
    "mojibake", "garb", "gibberish", "unreadable", "misread", "encod", "code page", "codepage", "ftfy", "乱码", "亂碼",
    "文字化け", "кракозябр", "кодировк", "krzaczk", "zeichensalat", "깨진", "인코딩", "latin", "windows", "cp1", "cp4",
    "cp8", "cp9", "cp-", "iso-8859", "instead of", "in place of", "rather than", "should ", "shown as", "appear",
    "turn", "became", "replace", "sub(", "translate(",
)  # fmt: skip
"""What every such text holds, in small letters: to look for each of these is quicker than to try the expression."""


def shows_both(rest: str, damaged: Sequence[str], restored: Sequence[str]) -> bool:
    """Whether most of the words that a repair of a line would restore stand in the rest of the line already.

    >>> shows_both("-> für", ["fÃ¼r"], ["für"]), shows_both("uns", ["fÃ¼r"], ["für"])
    (True, False)
    >>> shows_both("знам ниту ме", ["Ќиту"], ["Ниту"])  # the small letter is none that was damaged
    False
    >>> shows_both("– für", ["\x93für"], ["“für"])  # but for its quotation mark, it was never damaged
    False
    """
    sound = {word for text in damaged for word in _WORD.findall(text)}
    words = [word for text in restored for word in _WORD.findall(text) if not word.isascii() and word not in sound]
    long = [word for word in words if len(word) >= _LONG_ENOUGH]
    if not long:
        return False
    standing = {_in_small_ascii(word) for word in _WORD.findall(rest)}
    return 2 * sum(_in_small_ascii(word) in standing for word in long) > len(words)


def _in_small_ascii(word: str) -> str:
    """A word with its plain letters small: what was damaged of it stands as it is, for pages may spare its capital."""
    return word.translate(_SMALL)


def may_be_examples(damaged: int, lines: Sequence[str]) -> bool:
    """Whether damaged pieces, so many of them, are shown on purpose by lines that speak of damage."""
    return damaged <= EXAMPLES and speaks_of_damage(lines)


def speaks_of_damage(lines: Sequence[str]) -> bool:
    """Whether lines speak of text that was read in a wrong encoding.

    >>> speaks_of_damage(["`fÃ¼r` is mojibake of UTF-8"]), speaks_of_damage(['<meta charset="windows-1252">'])
    (True, False)
    """
    if not _may_speak("\n".join(lines)):
        return False
    return any(_SPEAKS.search(line) for line in lines if _may_speak(line))


def _may_speak(text: str) -> bool:
    small = text.lower()
    return any(hint in small for hint in _HINTS)
