"""Bytes that programs drop: those that a page lacks, or shows as C1 controls, which filters take out of texts.

Windows-1252 has no character for 81, 8D, 8F, 90 and 9D, and Latin-1 has controls for all from 80 to 9F, so of `Ñ\x81`,
a Cyrillic `с` read in either, `Ñ` is left: a first byte of UTF-8 behind which a further one lacks. What is whole beside
it proves the chain; of what is not, it is known that one character stood there, and its first byte.
"""

from __future__ import annotations

import functools
import re

import numpy as np

from mojibake_fix.encodings import decode, encode
from mojibake_fix.engine.priors import READERS
from mojibake_fix.engine.readers import shown

LOST = "\ufffd"
"""What stands where bytes were lost."""
MARK = "\x1a"
"""The control SUBSTITUTE, which stands for a lost byte."""

_DROPPING = ("cp1252", "iso8859-1", "cp1251", "cp1250", "cp1254")
"""Pages of which bytes are dropped, the commonest first."""
_LOSING = (*_DROPPING, "cp1253", "cp1257", "cp1255", "cp874")
"""Pages that show a replacement character for bytes that they lack, the commonest first.

Not those of several bytes: one that they lack takes whole ones with it, and what is left says too little.
"""
_FIRST_BYTES = (
    (0xC2, 0xC6),  # Latin
    (0xCD, 0xCF),  # Greek
    (0xD0, 0xD4),  # Cyrillic
    (0xD5, 0xD6),  # Armenian
    (0xD7, 0xD7),  # Hebrew
    (0xD8, 0xDF),  # Arabic and its kin
    (0xE0, 0xE1),  # the scripts of India, of its neighbours, and of Georgia and Ethiopia
    (0xE3, 0xEF),  # those of East Asia
    (0xF0, 0xF4),  # what is beyond the basic plane
)
_BESIDE = 3  # bytes that are ill-formed beside a lost one, at most
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NO_MORE = rb"(?![\x80-\xbf\x1a]|\\[ux\d]|&#|[%=<][\dA-Fa-f]{2})"  # no further byte, as such, marked or escaped
_CUT = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})" + _NO_MORE)
"""A character of UTF-8 that lacks a byte."""
_OF_SIGNS = 0xE2  # the first byte of quotation marks and dashes, which stand in words of every script
_SCRIPTS = bytes(
    next((number for number, (first, last) in enumerate(_FIRST_BYTES, 1) if first <= byte <= last), 0)
    for byte in range(0x100)
)
"""Of every first byte of UTF-8, the number of the scripts that it begins letters of, 0 for all others."""
APOSTROPHE = re.compile("(?<=[A-Za-z])â(?=[A-Za-z])")
"""Where `â` can be what is left of a curly apostrophe that was read in Latin-1."""
_HOLED = re.compile(
    rb"[\xc2-\xdf]\x1a|[\xe0-\xef](?:\x1a[\x80-\xbf\x1a]|[\x80-\xbf]\x1a)"
    rb"|[\xf0-\xf4](?=[\x80-\xbf]{0,2}\x1a)[\x80-\xbf\x1a]{3}"
)
"""A character of UTF-8 of which bytes are marked as lost, and none lacks."""
# Behind it stands no byte from within a character of UTF-8, as such or escaped, nor a straight quotation mark, which
# may have been a curly one.
_QUOTE = re.compile("(?<=\\S)â€(?![\\x80-\\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\"'])(?!\\\\[ux\\d]|&#|[%=<][\\dA-Fa-f]{2})")


def may_lack_quote(text: str) -> bool:
    """Whether a text shows the first two bytes of a curly quotation mark, and no third one."""
    return "â€" in text and _QUOTE.search(text) is not None


def with_quotes(text: str) -> str:
    """The text with byte 9D, which Windows-1252 lacks, where programs dropped it: the end of `”`.

    >>> with_quotes("quotedâ€."), with_quotes("â€œquoted")
    ('quotedâ€\\x9d.', 'â€œquoted')
    """
    return _QUOTE.sub("\\g<0>\x9d", text)


def with_apostrophes(text: str) -> str:
    """The text with an apostrophe wherever `â` can be what is left of one.

    >>> with_apostrophes("itâs âI")
    'it’s âI'
    """
    return APOSTROPHE.sub("’", text)


def marked(data: bytes) -> bytes:
    """The bytes with a mark behind every character of UTF-8 that lacks a further byte.

    >>> marked(b"\\xd1\\xd0\\xbf\\xd0\\xb8")
    b'\\xd1\\x1a\\xd0\\xbf\\xd0\\xb8'
    """
    return _CUT.sub(rb"\g<0>" + MARK.encode(), data)


def joined(data: bytes) -> bytes:
    """The bytes with one mark for every character of UTF-8 that is known to be one, though bytes of it were lost.

    >>> joined(b"\\xe5\\x88\\x1a\\xe3\\x1a\\xae\\xe3\\x1a")
    b'\\x1a\\x1a\\xe3\\x1a'
    """
    return _HOLED.sub(MARK.encode(), data)


def wholes_of(text: str) -> list[str]:
    """What tells of a word that lost bytes how it was read: the word with what is known, or without what is not.

    >>> wholes_of("ÑÐ¿Ð¸ÑÐ¾Ðº"), wholes_of("quotedâ€."), wholes_of("été")
    (['Ð¿Ð¸Ð¾Ðº'], ['quotedâ€\\x9d.'], [])
    """
    found = [with_quotes(text)] if may_lack_quote(text) else []
    if LOST in text:
        left = [(reader, _left_beside_lost(text, reader)) for reader in _LOSING]
    else:
        left = [(reader, _CUT.sub(b"", encode(text, reader) or b"")) for reader in lacking_in(text)]
    for reader, data in left:
        rest = decode(data, reader)
        if rest and rest not in found and not rest.isascii():
            found.append(rest)
    return found


def _left_beside_lost(text: str, reader: str) -> bytes:
    """The bytes of the whole characters of UTF-8 in a text of which some were lost, where these are fewer."""
    data = encode(text.replace(LOST, MARK), reader)
    if data is None:
        return b""
    whole = _WHOLE.findall(data)
    rest = _WHOLE.sub(b"", data)
    ill = sum(byte > 0x7F for byte in rest)
    lost = data.count(MARK.encode())
    return b"".join(whole) if len(whole) > lost and ill <= _BESIDE * lost else b""


@functools.cache
def _shows_whole() -> re.Pattern[str]:
    """What a first byte of UTF-8 can be shown as under any of the pages, with a further byte behind it."""
    pages = np.uint64(sum(1 << READERS.index(name) for name in _DROPPING))
    first, further = (
        re.escape("".join(map(chr, np.flatnonzero(own & pages)))) for own in (shown().first, shown().last)
    )
    return re.compile(f"[{first}][{further}]")


@functools.lru_cache(8192)
def lacking_in(text: str) -> tuple[str, ...]:
    """The pages under which a word is UTF-8 but for bytes that it lacks, and more of it is whole than is not."""
    if not _shows_whole().search(text):  # so with most words
        return ()
    return tuple(reader for reader in _DROPPING if lacks_bytes(encode(text, reader)))


def lacks_bytes(data: bytes | None) -> bool:
    """Whether bytes are UTF-8 but for dropped ones: as much of it is whole, at least, as is not, and of its script.

    >>> lacks_bytes(b"\\xd1\\xd0\\xbf"), lacks_bytes(b"\\xd0\\xbf"), lacks_bytes(b"\\xd1andu")
    (True, False, False)
    >>> lacks_bytes("cÃ´té".encode("cp1252"))  # a sound letter beside a damaged one
    False
    """
    if data is None or not _CUT.search(data):
        return False
    whole, cut = _WHOLE.findall(data), _CUT.findall(data)
    rest = _CUT.sub(b"", _WHOLE.sub(b"", data))
    scripts = {_SCRIPTS[own[0]] for own in whole} - {0}
    are_kin = all(_SCRIPTS[own[0]] in scripts or own[0] == _OF_SIGNS for own in cut)
    return len(whole) >= len(cut) and rest.isascii() and are_kin
