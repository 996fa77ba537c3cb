"""How common each legacy encoding is in files, in bits, and how their names rank where several give the same text.

A cost of k bits says that files in it are 2^k times rarer than those in the commonest one. The numbers are judgements
about the world: the Windows page of each region first, then its old Unix page, DOS, Mac, and what hardly anyone used.
"""

from __future__ import annotations

PRIOR_BITS: dict[str, float] = {
    "cp1252": 0.0, "iso8859-1": 1.0, "iso8859-15": 3.0, "cp1251": 1.0, "cp1250": 2.0, "gb18030": 1.5, "gbk": 1.5,
    "cp932": 1.5, "cp949": 2.0, "big5hkscs": 2.5, "cp950": 2.5, "big5": 2.5, "euc_jp": 3.0, "gb2312": 2.0,
    "shift_jis": 2.0, "euc_kr": 2.5, "koi8-r": 3.0, "cp1253": 2.5, "cp1254": 2.5, "cp1255": 2.5, "cp1256": 2.5,
    "cp1257": 3.0, "cp1258": 3.5, "cp874": 2.5, "tis-620": 3.0, "iso8859-11": 3.5, "iso8859-2": 2.5,
    "iso8859-5": 4.5, "iso8859-7": 3.0, "iso8859-9": 3.0, "iso8859-8": 3.5, "iso8859-6": 4.5, "iso8859-4": 5.5,
    "iso8859-13": 5.0, "iso8859-3": 6.5, "iso8859-10": 7.5, "iso8859-14": 7.0, "iso8859-16": 6.5, "koi8-u": 3.5,
    "cp866": 4.0, "cp850": 5.0, "cp437": 5.5, "cp852": 5.0, "cp858": 6.5, "cp737": 6.0, "cp857": 6.0, "cp862": 6.0,
    "cp775": 6.5, "cp855": 7.0, "cp1125": 7.0, "cp720": 7.0, "cp860": 7.5, "cp861": 7.5, "cp863": 7.5, "cp865": 7.0,
    "cp869": 8.0, "cp864": 9.5, "cp856": 9.0, "cp1006": 12.0, "mac-roman": 5.0, "mac-cyrillic": 6.5,
    "mac-latin2": 7.0, "mac-greek": 7.5, "mac-turkish": 7.5, "mac-iceland": 8.0, "mac-croatian": 8.0,
    "mac-romanian": 8.0, "mac-arabic": 25.0, "mac-farsi": 25.0, "hp-roman8": 9.5, "palmos": 11.0, "kz1048": 8.0,
    "ptcp154": 9.0, "koi8-t": 9.0, "johab": 8.0, "shift_jis_2004": 7.0, "shift_jisx0213": 7.5, "euc_jis_2004": 7.5,
    "euc_jisx0213": 8.0,
}  # fmt: skip
"""Bits of every legacy encoding that is ranked by plausibility."""

EBCDIC_BITS: dict[str, float] = {
    "cp1140": 8.0, "cp037": 8.5, "cp500": 9.0, "cp273": 9.5, "cp1026": 10.0, "cp424": 10.0, "cp875": 10.0,
}  # fmt: skip
"""The same for EBCDIC pages, which are ranked only where the bytes look like EBCDIC."""

CUT_BITS = 14.0
"""Bits that it costs to say that the input ends in the middle of a character."""

DECLARED_BITS = 10.0
"""Bits that a declaration inside the file is worth."""

_WIDEST = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "gb18030",
    "big5hkscs", "cp932", "cp949", "euc_jp", "koi8-u", "koi8-r", "cp866",
)  # fmt: skip


def widest_first(names: list[str]) -> list[str]:
    """Names of encodings that give the same text, the widest standard one first, then the commonest."""
    order = {name: rank for rank, name in enumerate(_WIDEST)}
    costs = PRIOR_BITS | EBCDIC_BITS
    cheapest = min(costs.get(name, 20.0) for name in names)

    def key(name: str) -> tuple[float, int, str]:
        cost = costs.get(name, 20.0)
        near = cost <= cheapest + 2.0
        return (0.0 if near and name in order else cost + 1.0, order.get(name, len(order)), name)

    return sorted(names, key=key)
