"""One reading of the bytes, and the readings that multi-byte encodings make of the sample."""

from __future__ import annotations

import codecs
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mojibake_fix.detection.foreign import likely_euc_tw
from mojibake_fix.detection.priors import PRIOR_BITS
from mojibake_fix.encodings import ENCODINGS, Kind, decode, decode_as
from mojibake_fix.encodings.cns11643 import EUC_TW, whole_euc_tw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mojibake_fix.detection.judge import Commonness

MULTI_BYTE: tuple[str, ...] = tuple(
    name for name in PRIOR_BITS if name == EUC_TW or ENCODINGS[name].kind is Kind.MULTI_BYTE
)

WIDER: dict[str, str] = {
    "gbk": "gb18030", "gb2312": "gbk", "cp949": "gb18030", "euc_kr": "cp949", "big5hkscs": "gb18030",
    "cp950": "gb18030", "big5": "cp950", "shift_jis": "cp932", "shift_jisx0213": "shift_jis_2004",
    "euc_jp": "euc_jis_2004", "euc_jisx0213": "euc_jis_2004",
}  # fmt: skip
"""Of an encoding, one that reads all bytes that it reads, if otherwise: what the wider one cannot read, it cannot."""
OTHERWISE: dict[str, dict[str, str]] = {
    "gb2312": {"gbk": "\u30fb\u2015", "gb18030": "\u30fb\u2015"}, "gbk": {"gb18030": ""}, "euc_kr": {"cp949": ""},
    "big5": {"cp950": "\u2022\uff64\u203e\u223c\u2641\u2609\uff0f\uff3c\xa5\xa2\xa3"},
    "shift_jis": {
        "cp932": "\u301c\u2016\u2212\xa2\xa3\xac", "shift_jis_2004": "\uff3c\\~", "shift_jisx0213": "\uff3c\\~",
    },
    "euc_jp": {"euc_jis_2004": "", "euc_jisx0213": ""},
}  # fmt: skip
"""Of an encoding, those that read all that it reads, and its characters that they read as others."""

LONGEST_CHARACTER = 4
"""Bytes of the longest character of any of them."""
_LONE = re.compile(rb"(?:[\x00-\x7f]|[\x80-\x8e\x90-\xff][\x30-\xff])*[\x80-\x8e\x90-\xff][\x00-\x2f]")
"""A byte beyond ASCII that no other one of a character can stand behind; 0x8F begins one of three bytes in EUC-JP."""


@dataclass(slots=True)
class Candidate:
    """One reading of the bytes."""

    names: list[str]
    """The encodings that give it."""
    text: str = ""
    """The sample as they read it; empty where its bytes were judged alone."""
    bits: float = 0.0
    """Bits of the sample, with those of the encoding's rarity."""
    mean: float = 0.0
    """Of a page that was judged by pairs of bytes, their bits on average."""
    pairs: float = 0.0
    """How many pairs that is, about: what is said again says little."""
    is_rough: bool = False
    """Whether the bits are those of single characters or of pairs alone, because nothing else came near."""
    cut: bool = False
    """Whether the input ends inside a character."""
    common: Commonness | None = None
    """How common the characters of `text` are, where that was asked for."""
    whole: str | None = None
    """The text of the whole input, where it was made to prove that the encoding decodes it."""
    alike: tuple[str, ...] = ()
    """Those of the encodings that are known to give that text."""
    unlike: tuple[str, ...] = ()
    """Those that are known to give another one."""
    pieces: Sequence[bytes] = ()
    """The bytes of `text`."""

    @property
    def is_multi_byte(self) -> bool:
        """Whether the whole input is not proven yet by the byte values that occur."""
        return self.names[0] in MULTI_BYTE


def feasible(head: bytes) -> list[str]:
    """The multi-byte encodings that can read bytes that begin with a character; EUC-TW is left out."""
    is_lone = _LONE.match(head) is not None
    out: set[str] = set(_PAIRED) if is_lone else set()
    for name in _OF_LONE if is_lone else _WIDEST_FIRST:
        if WIDER.get(name) in out or not _begins(head, name):
            out.add(name)
    return [name for name in MULTI_BYTE if name not in out and name != EUC_TW] if len(out) < len(_WIDEST_FIRST) else []


def _begins(head: bytes, name: str) -> bool:
    try:
        _decoder_of(name)().decode(head)
    except UnicodeError:
        return False
    return True


@functools.cache
def _decoder_of(name: str) -> Callable[..., codecs.IncrementalDecoder]:
    return codecs.getincrementaldecoder(name)


def _width(name: str) -> int:
    """How many encodings are wider."""
    return 1 + _width(WIDER[name]) if name in WIDER else 0


_WIDEST_FIRST = tuple(sorted((name for name in MULTI_BYTE if name != EUC_TW), key=_width))
_OF_LONE = tuple(name for name in _WIDEST_FIRST if name == "cp932" or name.startswith("shift_jis"))
"""Those in which some bytes beyond ASCII are characters by themselves: kana of half the width."""
_PAIRED = frozenset(_WIDEST_FIRST) - frozenset(_OF_LONE)


def multi_byte(pieces: Sequence[bytes], names: Sequence[str] = MULTI_BYTE) -> list[Candidate]:
    """The multi-byte readings of the sample, one for each distinct text; the whole input is not yet proven."""
    joined = b"\n".join(pieces)
    texts: dict[str, str | None] = {}
    groups: dict[str, Candidate] = {}
    for name in sorted(names, key=_width):
        texts[name] = None if texts.get(WIDER.get(name, name), "") is None else _decode_pieces(joined, pieces, name)
    for name in names:
        text = texts[name]
        if text is None:
            continue
        if text in groups:
            groups[text].names.append(name)
        else:
            groups[text] = Candidate([name], text, pieces=pieces)
    return list(groups.values())


def _decode_pieces(joined: bytes, pieces: Sequence[bytes], name: str) -> str | None:
    """The pieces as lines of text, a character cut at the end of a piece left out."""
    if name != EUC_TW:
        try:
            return joined.decode(name)
        except UnicodeDecodeError as error:
            at = error.start
            if at + LONGEST_CHARACTER < len(joined) and b"\n" not in joined[at : at + LONGEST_CHARACTER]:
                return None  # no character that the end of a piece cuts
    try:
        if name == EUC_TW:
            return "\n".join([likely_euc_tw(piece) for piece in pieces])
        decoder = _decoder_of(name)
        return "\n".join([decoder().decode(piece) for piece in pieces])
    except UnicodeError:
        return None


def of_same_text(data: bytes, reading: Candidate) -> list[str]:
    """Those of a reading's encodings that read the whole input as the first of them does."""
    names, text = reading.names, reading.whole
    same = {names[0], *reading.alike}
    for name in sorted(names[1:], key=_width, reverse=True):  # the narrow ones tell of the wide ones
        if name in same or name in reading.unlike:
            continue
        text = decode_as(data, names[0]) if text is None else text
        if any(_reads_alike(narrow, name, text) for narrow in same) or decode(data, name) == text:
            same.add(name)
    return [name for name in names if name in same]


def _reads_alike(narrow: str, wide: str, text: str) -> bool:
    """Whether what the narrow encoding reads as this text is known to be the same text in the wide one."""
    otherwise = OTHERWISE.get(narrow, {}).get(wide)
    return otherwise is not None and not any(char in text for char in otherwise)


def prove_by_narrowest(reading: Candidate, data: bytes) -> bool:
    """Whether one of a reading's narrow encodings decodes the whole input, and so the first of them, which is wider.

    The narrowest are tried first. Which of them read it as the first does, and which do not, is noted as far as that
    tells it.
    """
    first = reading.names[0]
    narrowest_first = sorted(reading.names[1:], key=_width, reverse=True)
    for narrow in (name for name in narrowest_first if first in OTHERWISE.get(name, {})):
        text = decode(data, narrow)
        if text is None:
            reading.unlike = (*reading.unlike, narrow)
            continue
        alike = [name for name in reading.names if name == narrow or _reads_alike(narrow, name, text)]
        if first in alike:
            reading.alike, reading.whole = tuple(alike), text
        else:
            reading.unlike = (*reading.unlike, *alike)
        return True
    return False


def decodes(data: bytes, name: str) -> tuple[str, str] | None:
    """Say "whole" where the encoding decodes the input strictly, "cut" where all but a cut last character.

    The text stands beside it, and None where it does not decode it.
    """
    if name == EUC_TW:
        text = _decode_pieces(data, [data], name)
        return None if text is None else ("whole" if whole_euc_tw(data) == len(data) else "cut", text)
    try:
        return "whole", data.decode(name)  # twice as fast as the decoder below
    except UnicodeDecodeError as error:
        if len(data) - error.start > LONGEST_CHARACTER:
            return None
    try:
        return "cut", _decoder_of(name)().decode(data)
    except UnicodeError:
        return None
