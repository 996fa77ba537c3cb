"""Answers with all the names of their encoding: Python's, the standard's, and the one to declare."""

from __future__ import annotations

from dataclasses import replace

from mojibake_fix.encodings import ENCODINGS, make_known
from mojibake_fix.types import Alternative, Detection

# The names that IANA registers, where they are not those of the WHATWG standard in capitals.
_REGISTERED: dict[str, str] = {
    "ascii": "US-ASCII", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE",
    "utf-32": "UTF-32", "utf-32-le": "UTF-32LE", "utf-32-be": "UTF-32BE", "utf-7": "UTF-7", "utf-8": "UTF-8",
    "cp1252": "windows-1252", "iso8859-1": "ISO-8859-1", "iso8859-9": "ISO-8859-9", "mac-roman": "macintosh",
    "cp437": "IBM437", "cp775": "IBM775", "cp850": "IBM850", "cp852": "IBM852", "cp855": "IBM855", "cp857": "IBM857",
    "cp858": "IBM00858", "cp860": "IBM860", "cp861": "IBM861", "cp862": "IBM862", "cp863": "IBM863",
    "cp864": "IBM864", "cp865": "IBM865", "cp866": "IBM866", "cp869": "IBM869", "kz1048": "KZ-1048",
    "ptcp154": "PTCP154", "tis-620": "TIS-620", "hp-roman8": "hp-roman8", "gbk": "GBK", "gb18030": "GB18030",
    "cp936": "GBK", "gb2312": "GB2312", "big5hkscs": "Big5-HKSCS", "big5": "Big5", "cp932": "Windows-31J",
    "shift_jis": "Shift_JIS", "euc_jp": "EUC-JP", "euc_kr": "EUC-KR", "iso2022_jp": "ISO-2022-JP",
    "iso2022_jp_1": "ISO-2022-JP-1", "iso2022_jp_2": "ISO-2022-JP-2", "iso2022_kr": "ISO-2022-KR",
    "hz": "HZ-GB-2312", "cp037": "IBM037", "cp1140": "IBM01140", "cp500": "IBM500", "cp273": "IBM273",
    "cp1026": "IBM1026", "cp424": "IBM424", "euc-tw": "EUC-TW", "iso-2022-cn": "ISO-2022-CN", "viscii": "VISCII",
    "tcvn": "TCVN",
}  # fmt: skip


def answer(
    name: str,
    probability: float,
    evidence: str,
    *,
    alternatives: tuple[Alternative, ...] = (),
    equivalents: tuple[str, ...] = (),
    has_bom: bool = False,
    sample: str | tuple[bytes, str] = "",
) -> Detection:
    """The answer that the bytes are in the encoding of this name of ours; `sample` is some of their text.

    What it names is made known to Python, for it to decode the bytes.
    """
    make_known(name, *equivalents, *(other.encoding for other in alternatives))
    row = ENCODINGS.get(name)
    return Detection(
        name,
        probability,
        evidence,
        row.whatwg_name if row is not None else None,
        alternatives,
        equivalents,
        has_bom,
        iana_name=iana_name(name),
        sample=sample,
    )


def iana_name(name: str) -> str | None:
    """The name to declare the encoding by; None where none is registered.

    >>> iana_name("cp1252"), iana_name("koi8-r"), iana_name("iso8859-2"), iana_name("mac-latin2")
    ('windows-1252', 'KOI8-R', 'ISO-8859-2', None)
    """
    if name in _REGISTERED:
        return _REGISTERED[name]
    whatwg = ENCODINGS[name].whatwg_name if name in ENCODINGS else None
    if whatwg is None or whatwg.startswith("x-"):
        return f"ISO-8859-{name[8:]}" if name.startswith("iso8859-") else None
    return whatwg if whatwg.startswith("windows-") else whatwg.upper()


def undecoded(found: Detection) -> Detection:
    """The answer where the encoding is plain and its characters are not: a name to call it by, and no codec."""
    evidence = f"{found.evidence}; some of its characters are in no table that we have"
    return replace(found, encoding=None, evidence=evidence)
