"""How common each legacy encoding is in files, in bits, and how their names rank where several give the same text.

A cost of k bits says that files in it are 2^k times rarer than those in the commonest one. The numbers are judgements
about the world: the Windows page of each region first, then its old Unix page, DOS, Mac, and what hardly anyone used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mojibake_fix.encodings import ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

PRIOR_BITS: dict[str, float] = {
    "cp1252": 0.0, "iso8859-1": 1.0, "iso8859-15": 3.5, "cp1251": 2.5, "cp1250": 2.5, "gb18030": 1.5, "gbk": 1.5,
    "cp932": 1.5, "cp949": 2.5, "big5hkscs": 3.0, "cp950": 3.0, "big5": 3.0, "euc_jp": 3.5, "gb2312": 2.5,
    "shift_jis": 2.5, "euc_kr": 3.0, "koi8-r": 4.5, "cp1253": 3.0, "cp1254": 3.0, "cp1255": 3.0, "cp1256": 3.0,
    "cp1257": 3.5, "cp1258": 4.0, "cp874": 3.0, "tis-620": 3.5, "iso8859-11": 4.0, "iso8859-2": 3.0,
    "iso8859-5": 5.5, "iso8859-7": 3.5, "iso8859-9": 3.5, "iso8859-8": 4.0, "iso8859-6": 5.5, "iso8859-4": 6.5,
    "iso8859-13": 6.0, "iso8859-3": 8.0, "iso8859-10": 9.0, "iso8859-14": 8.5, "iso8859-16": 4.0, "koi8-u": 4.0,
    "cp866": 6.0, "cp850": 6.0, "cp437": 6.5, "cp852": 6.0, "cp858": 8.0, "cp737": 9.0, "cp857": 7.0, "cp862": 9.0,
    "cp775": 8.0, "cp855": 10.5, "cp1125": 10.5, "cp720": 10.5, "cp860": 9.0, "cp861": 9.0, "cp863": 9.0,
    "cp865": 8.5, "cp869": 12.0, "cp864": 14.0, "cp856": 13.5, "cp1006": 18.0, "mac-roman": 6.0,
    "mac-cyrillic": 8.0, "mac-latin2": 8.5, "mac-greek": 9.0, "mac-turkish": 9.0, "mac-iceland": 9.5,
    "mac-croatian": 9.5, "mac-romanian": 9.5, "mac-arabic": 40.0, "mac-farsi": 40.0,
    "hp-roman8": 14.0, "palmos": 16.5, "kz1048": 9.5,
    "ptcp154": 11.0, "koi8-t": 20.0, "johab": 9.5, "shift_jis_2004": 8.5, "shift_jisx0213": 9.0,
    "euc_jis_2004": 9.0, "euc_jisx0213": 9.5, "euc-tw": 9.0, "viscii": 26.0, "tcvn": 28.0,
}  # fmt: skip
"""Bits of every legacy encoding that is ranked by plausibility."""

WITH_COMMAS = "iso8859-16"
COMMAS, COMMA_BITS, MOST_COMMAS, WITHOUT_COMMAS_BITS = frozenset("ȘșȚț"), 6.0, 30, 4.0
"""The letters that ISO-8859-16 was made for, bits that it is likelier for each of them in a text, how many of them
count, and bits that it is rarer in text that has none.

Romanian in it and in windows-1250 is the same bytes but for quotes: which of the two is told decides between letters
with commas, as Romanian is written, and those with cedillas, as it was typed, and to the model they are the same.
Other languages hardly used the page.
"""

EBCDIC_BITS: dict[str, float] = {
    "cp1140": 12.0, "cp037": 13.0, "cp500": 12.0, "cp273": 14.0, "cp1026": 20.0, "cp424": 24.0, "cp875": 24.0,
}  # fmt: skip
"""The same for EBCDIC pages, which are ranked only where the bytes look like EBCDIC."""

CUT_BITS = 14.0
"""Bits that it costs to say that the input ends in the middle of a character."""

DECLARED_BITS = 16.0
"""Bits that a declaration inside the file is worth."""

_UNKNOWN = 20.0
_WIDEST = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "gb18030",
    "big5hkscs", "cp932", "cp949", "euc_jp", "koi8-r", "koi8-u", "cp866",
)  # fmt: skip
_ORDER = {name: rank for rank, name in enumerate(_WIDEST)}
_COSTS = PRIOR_BITS | EBCDIC_BITS
_KANA = re.compile("[\u3041-\u30ff]")


def prior(name: str) -> float:
    """Bits of an encoding's rarity."""
    return _COSTS[name]


def comma_bits(text: str) -> float:
    """Bits that a text in ISO-8859-16 is rarer by, less than nothing for the letters that it was made for."""
    commas = min(MOST_COMMAS, sum(map(text.count, COMMAS)))
    return -COMMA_BITS * commas if commas else WITHOUT_COMMAS_BITS


def has_kana_of_others(names: Sequence[str], text: str) -> bool:
    """Whether none of the encodings is Japanese, and what they read has kana: its bytes are the same in EUC-JP."""
    return all(ENCODINGS[name].region != "japanese" for name in names) and bool(_KANA.search(text))


def widest_first(names: Sequence[str], text: str = "") -> list[str]:
    """Names of encodings that give the same text, the widest standard one first, then the commonest.

    Kana is the same in EUC-JP and in the Chinese sets: where the text has some, the Japanese name comes first.
    """
    if len(names) < 2:
        return list(names)
    cheapest = min(_COSTS.get(name, _UNKNOWN) for name in names)
    has_kana = bool(_KANA.search(text))

    def key(name: str) -> tuple[bool, float, int, str]:
        cost = _COSTS.get(name, _UNKNOWN)
        is_wide = name in _ORDER and cost <= cheapest + 2.0
        is_foreign = has_kana and name in ENCODINGS and ENCODINGS[name].region != "japanese"
        return is_foreign, 0.0 if is_wide else cost + 1.0, _ORDER.get(name, len(_ORDER)), name

    return sorted(names, key=key)
