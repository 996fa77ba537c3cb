"""What is left of words of which bytes were lost: what is whole is read, what is not is told as lost."""

from __future__ import annotations

import re

from mojibake_fix.encodings import decode, decode_as, encode, is_single_byte
from mojibake_fix.engine.dropped import (
    APOSTROPHE,
    LOST,
    MARK,
    joined,
    lacks_bytes,
    marked,
    with_apostrophes,
    with_quotes,
)
from mojibake_fix.engine.words import NO_BREAK
from mojibake_fix.types import Step

LOSSY = "?"
"""Behind the name of a reader in a step: some of the bytes were lost."""

_LONGEST_CHARACTER = 4  # bytes of the longest character in any encoding
ENDS_IN_A0 = "à"
_ILL = "\x00"  # the control NUL stands for bytes that are ill-formed
_WITH_ASCII_TRAILS = frozenset({"cp932", "shift_jis_2004", "gbk", "gb18030", "big5", "big5hkscs"})
_LONE_TRAIL = re.compile(rb"(?<=[\x80-\xff])\x1a[@-~](?=[\x80-\xff])")
"""One byte of ASCII behind a lost one among characters of two bytes: the other half of what was lost."""
_BESIDE_MARK = re.compile("\x00+\x1a[\x00\x1a]*|\x1a\x00[\x00\x1a]*")
_UNSURE_MARK = re.compile(r"(?<=[^\x00-\x7f])\?|\?(?=[^\x00-\x7f])")


def beside_space(after: str | None) -> str | None:
    """What a word says whose last byte, A0, became a space; None where it does not end in a character of that byte.

    >>> beside_space("déjà"), beside_space("Prix\xa0"), beside_space("prix")
    ('déjà', 'Prix', None)
    """
    if after is None or after.endswith(ENDS_IN_A0):
        return after
    is_space = after.endswith(NO_BREAK) and len(after) > 1 and not after[-2].isupper()
    return after[:-1] if is_space else None


def read_lossy(text: str, step: Step) -> str | None:
    """A text of which bytes were lost, with a step undone on what is left; None where it does not fit."""
    if step.written == "utf-8":
        if step.read == "iso8859-1" and APOSTROPHE.search(text):
            return with_apostrophes(text)
        for restored in (with_quotes(text), text.removesuffix(" ") + NO_BREAK):
            data = encode(restored, step.read) if restored != text else None
            whole = None if data is None else decode(data, step.written)
            after = whole if not restored.endswith(NO_BREAK) else beside_space(whole)
            if after is not None:
                return after
    return open_losses(text, step)


def open_losses(text: str, step: Step) -> str | None:
    """A word with a step undone on what is whole of it, lost what is not; None where no bytes were lost."""
    if MARK in text:
        return None
    if LOST in text:
        known = text.replace(LOST, MARK)
    elif step.written == "utf-8":
        known = _UNSURE_MARK.sub(MARK, text)  # a question mark tells of a loss where bytes are ill-formed without it
    else:
        return None
    data = encode(known, step.read)
    if data is None:
        return None
    if step.written == "utf-8" and is_single_byte(step.read):
        data = joined(marked(data) if lacks_bytes(data) else data)
    lost = data.count(MARK.encode())
    if not lost:
        return None
    if is_single_byte(step.written):
        after = decode(data, step.written)
        return None if after is None else after.replace(MARK, LOST)
    if step.written in _WITH_ASCII_TRAILS:
        data = _LONE_TRAIL.sub(MARK.encode(), data)
    after = decode_as(data, step.written, "replace")
    if after.count(LOST) > _LONGEST_CHARACTER * lost:
        return None
    # Ill-formed bytes must have a lost neighbour: else it is the chain that is wrong.
    after = _BESIDE_MARK.sub(LOST, after.replace(LOST, _ILL)).replace(MARK, LOST)
    kept = sum(char > "\x7f" for char in after) - after.count(LOST)
    is_chance = LOST not in text and kept < after.count(LOST)  # a question behind a word of sound letters
    return None if _ILL in after or after.count(LOST) > lost or is_chance else after
