"""The one table of every encoding that we know: its names, its kind, where and on which systems it was at home.

A row's `name` is Python's own name of the codec (`codecs.lookup(label).name`), but for the encodings that Python lacks:
`codec` tells. The WHATWG name, where the standard has the encoding, is beside it. Nothing else in the package spells
encodings by hand.
"""

from __future__ import annotations

import codecs
import difflib
import functools
import re
from dataclasses import dataclass
from enum import StrEnum

from mojibake_fix.encodings.labels import LABELS
from mojibake_fix.errors import UnknownEncodingError


class Kind(StrEnum):
    """How bytes become characters."""

    SINGLE_BYTE = "single-byte"
    MULTI_BYTE = "multi-byte"
    UNICODE = "unicode"
    ESCAPE = "escape"
    """Seven bits, with shifts: ISO-2022, HZ, UTF-7."""
    EBCDIC = "ebcdic"


@dataclass(frozen=True, slots=True)
class Encoding:
    """One encoding."""

    name: str
    kind: Kind
    region: str
    """The languages it was made for, as one word."""
    system: str
    """Where it was at home: windows, iso, dos, mac, unix, mainframe, unicode."""
    whatwg_name: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the WHATWG Encoding Standard; none where the standard lacks the encoding."""
        return LABELS.get(self.whatwg_name, ()) if self.whatwg_name else ()

    @property
    def codec(self) -> str | None:
        """Python's codec for it, or the next to it; None where Python has none, and `own.py` alone knows it."""
        return _PYTHONS.get(self.name, self.name)


# What Python calls the encodings that `own.py` has: nothing, or what comes next to them.
_PYTHONS = {
    "viscii": None, "tcvn": None, "vni": None, "utf-8-variants": None, "cp936": "gbk", "cp932-twice": "cp932",
    "euc-tw": None, "iso-2022-cn": None,
}  # fmt: skip

# Names that they go by elsewhere: IANA's, those of iconv and of the programs that people type Vietnamese with.
_ALIASES = {
    "csviscii": "viscii", "viscii1.1-1": "viscii", "tcvn3": "tcvn", "tcvn-5712": "tcvn", "tcvn5712-1": "tcvn",
    "euc_tw": "euc-tw", "euctw": "euc-tw", "iso2022_cn": "iso-2022-cn", "csiso2022cn": "iso-2022-cn",
    "vni-win": "vni", "utf-8-var": "utf-8-variants", "cesu-8": "utf-8-variants", "cscesu-8": "utf-8-variants",
}  # fmt: skip

# name, kind, region, system, WHATWG name. Order is that of usefulness within a kind.
_ROWS = """
utf-8            unicode      any         unicode    utf-8
utf-16-le        unicode      any         unicode    utf-16le
utf-16-be        unicode      any         unicode    utf-16be
utf-16           unicode      any         unicode    -
utf-32-le        unicode      any         unicode    -
utf-32-be        unicode      any         unicode    -
utf-32           unicode      any         unicode    -
utf-8-sig        unicode      any         unicode    -
utf-8-variants   unicode      any         unicode    -
utf-7            escape       any         unicode    -
ascii            single-byte  any         iso        -
cp1252           single-byte  west        windows    windows-1252
iso8859-1        single-byte  west        iso        -
iso8859-15       single-byte  west        iso        iso-8859-15
mac-roman        single-byte  west        mac        macintosh
cp850            single-byte  west        dos        -
cp437            single-byte  west        dos        -
cp858            single-byte  west        dos        -
cp1250           single-byte  central     windows    windows-1250
iso8859-2        single-byte  central     iso        iso-8859-2
cp852            single-byte  central     dos        -
mac-latin2       single-byte  central     mac        -
iso8859-16       single-byte  central     iso        iso-8859-16
mac-croatian     single-byte  central     mac        -
mac-romanian     single-byte  central     mac        -
cp1251           single-byte  cyrillic    windows    windows-1251
koi8-r           single-byte  cyrillic    unix       koi8-r
koi8-u           single-byte  cyrillic    unix       koi8-u
cp866            single-byte  cyrillic    dos        ibm866
iso8859-5        single-byte  cyrillic    iso        iso-8859-5
mac-cyrillic     single-byte  cyrillic    mac        x-mac-cyrillic
cp855            single-byte  cyrillic    dos        -
cp1125           single-byte  cyrillic    dos        -
kz1048           single-byte  cyrillic    windows    -
ptcp154          single-byte  cyrillic    windows    -
koi8-t           single-byte  cyrillic    unix       -
cp1253           single-byte  greek       windows    windows-1253
iso8859-7        single-byte  greek       iso        iso-8859-7
cp737            single-byte  greek       dos        -
cp869            single-byte  greek       dos        -
mac-greek        single-byte  greek       mac        -
cp1254           single-byte  turkish     windows    windows-1254
iso8859-9        single-byte  turkish     iso        -
cp857            single-byte  turkish     dos        -
mac-turkish      single-byte  turkish     mac        -
cp1255           single-byte  hebrew      windows    windows-1255
iso8859-8        single-byte  hebrew      iso        iso-8859-8
cp862            single-byte  hebrew      dos        -
cp856            single-byte  hebrew      dos        -
cp1256           single-byte  arabic      windows    windows-1256
iso8859-6        single-byte  arabic      iso        iso-8859-6
cp720            single-byte  arabic      dos        -
cp864            single-byte  arabic      dos        -
mac-arabic       single-byte  arabic      mac        -
mac-farsi        single-byte  arabic      mac        -
cp1006           single-byte  arabic      dos        -
cp1257           single-byte  baltic      windows    windows-1257
iso8859-13       single-byte  baltic      iso        iso-8859-13
iso8859-4        single-byte  baltic      iso        iso-8859-4
cp775            single-byte  baltic      dos        -
cp1258           single-byte  vietnamese  windows    windows-1258
viscii           single-byte  vietnamese  unix       -
tcvn             single-byte  vietnamese  iso        -
vni              multi-byte   vietnamese  windows    -
cp874            single-byte  thai        windows    windows-874
tis-620          single-byte  thai        iso        -
iso8859-11       single-byte  thai        iso        -
iso8859-3        single-byte  south       iso        iso-8859-3
iso8859-10       single-byte  nordic      iso        iso-8859-10
iso8859-14       single-byte  celtic      iso        iso-8859-14
cp860            single-byte  portuguese  dos        -
cp861            single-byte  icelandic   dos        -
cp863            single-byte  french      dos        -
cp865            single-byte  nordic      dos        -
mac-iceland      single-byte  icelandic   mac        -
hp-roman8        single-byte  west        unix       -
palmos           single-byte  west        windows    -
gb18030          multi-byte   simplified  unix       gb18030
gbk              multi-byte   simplified  windows    gbk
cp936            multi-byte   simplified  windows    -
gb2312           multi-byte   simplified  unix       -
big5hkscs        multi-byte   traditional windows    -
big5             multi-byte   traditional windows    big5
cp950            multi-byte   traditional windows    -
euc-tw           multi-byte   traditional unix       -
cp932            multi-byte   japanese    windows    shift_jis
cp932-twice      multi-byte   japanese    windows    -
shift_jis        multi-byte   japanese    windows    -
shift_jis_2004   multi-byte   japanese    windows    -
shift_jisx0213   multi-byte   japanese    windows    -
euc_jp           multi-byte   japanese    unix       euc-jp
euc_jis_2004     multi-byte   japanese    unix       -
euc_jisx0213     multi-byte   japanese    unix       -
cp949            multi-byte   korean      windows    euc-kr
euc_kr           multi-byte   korean      unix       -
johab            multi-byte   korean      windows    -
iso2022_jp       escape       japanese    unix       iso-2022-jp
iso2022_jp_1     escape       japanese    unix       -
iso2022_jp_2     escape       japanese    unix       -
iso2022_jp_2004  escape       japanese    unix       -
iso2022_jp_3     escape       japanese    unix       -
iso2022_jp_ext   escape       japanese    unix       -
iso2022_kr       escape       korean      unix       -
hz               escape       simplified  unix       -
iso-2022-cn      escape       simplified  unix       -
cp037            ebcdic       west        mainframe  -
cp1140           ebcdic       west        mainframe  -
cp500            ebcdic       west        mainframe  -
cp273            ebcdic       west        mainframe  -
cp1026           ebcdic       turkish     mainframe  -
cp424            ebcdic       hebrew      mainframe  -
cp875            ebcdic       greek       mainframe  -
"""

ENCODINGS: dict[str, Encoding] = {
    name: Encoding(name, Kind(kind), region, system, None if whatwg == "-" else whatwg)
    for name, kind, region, system, whatwg in (row.split() for row in _ROWS.strip().split("\n"))
}
"""Every encoding by its name."""

_BY_LABEL: dict[str, str] = {
    label: encoding.name for encoding in ENCODINGS.values() for label in (encoding.name, *encoding.labels)
} | _ALIASES

_UNUSUAL = re.compile(r"cs|unicode|x-|iso-ir-|l\d|.*:19|.*_19")
"""Labels that are known and hardly ever written: nobody means them who misspells one."""


def aliases_of(name: str) -> tuple[str, ...]:
    """What an encoding that Python lacks is called elsewhere."""
    return tuple(alias for alias, of in _ALIASES.items() if of == name)


@functools.cache
def get_encoding(label: str) -> Encoding:
    """The encoding of a label: a name of ours, a WHATWG label or any alias that Python knows.

    Python's meaning wins where the two differ: `latin-1` is ISO-8859-1 here, not windows-1252.
    Raises `UnknownEncodingError`, which names labels that are spelled alike.

        >>> get_encoding("latin1").name, get_encoding("Windows-1251").name, get_encoding("x-sjis").name
        ('iso8859-1', 'cp1251', 'cp932')
    """
    spelled = label.strip().lower()
    if spelled in ENCODINGS:
        return ENCODINGS[spelled]
    try:
        name = codecs.lookup(spelled).name
    except (LookupError, ValueError):
        name = _BY_LABEL.get(spelled, "")
    if name in ENCODINGS:
        return ENCODINGS[name]
    usual = [each for each in _BY_LABEL if not _UNUSUAL.match(each)]
    raise UnknownEncodingError(label, tuple(difflib.get_close_matches(spelled, usual, n=3)))
