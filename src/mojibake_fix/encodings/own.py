"""The encodings that Python has no codec for, by name: they are called here, and `registry` has Python call them.

Each has what `codecs.CodecInfo` asks for: functions that raise `UnicodeDecodeError` and `UnicodeEncodeError`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mojibake_fix.encodings.cns11643 import (
    EUC_TW,
    ISO_2022_CN,
    cns_repertoire,
    decode_euc_tw,
    decode_iso_2022_cn,
    encode_euc_tw,
    encode_iso_2022_cn,
    whole_euc_tw,
)
from mojibake_fix.encodings.cp932 import cp932_repertoire, decode_cp932_twice, encode_cp932_twice
from mojibake_fix.encodings.cp936 import cp936_repertoire, decode_cp936, encode_cp936
from mojibake_fix.encodings.plane import basic_plane
from mojibake_fix.encodings.variants import NAME, decode_variants, encode_variants
from mojibake_fix.encodings.vietnamese import TCVN, VISCII, VNI_REPERTOIRE, decode_vni, encode_vni

OWN_PAGES: dict[str, str] = {"viscii": VISCII, "tcvn": TCVN}
"""The 256 characters of each single-byte page that Python lacks; none has a hole."""


def _whole_lines(data: bytes) -> int:
    return data.rfind(b"\n") + 1


@dataclass(frozen=True, slots=True)
class OwnCodec:
    """An encoding of ours, in both directions. What `encode` gives, it would have shown."""

    decode: Callable[[bytes, str], str]
    """Of bytes, and `strict` or `replace`."""
    encode: Callable[[str], bytes]
    repertoire: Callable[[], frozenset[int]]
    """The code points of the basic plane that it can write."""
    whole: Callable[[bytes], int] = _whole_lines
    """How many of the first bytes can be decoded before what follows is known."""


def _of_page(name: str, table: str) -> OwnCodec:
    byte_of = {char: byte for byte, char in enumerate(table)}

    def decode_page(data: bytes, errors: str) -> str:  # noqa: ARG001 - no byte is an error
        return "".join(map(table.__getitem__, data))

    def encode_page(text: str) -> bytes:
        try:
            return bytes(map(byte_of.__getitem__, text))
        except KeyError as error:
            at = text.index(error.args[0])
            raise UnicodeEncodeError(name, text, at, at + 1, "the page has no such character") from None

    return OwnCodec(decode_page, encode_page, lambda: frozenset(map(ord, table)), len)


OWN: dict[str, OwnCodec] = {
    **{name: _of_page(name, table) for name, table in OWN_PAGES.items()},
    "vni": OwnCodec(decode_vni, encode_vni, lambda: VNI_REPERTOIRE),
    "cp932-twice": OwnCodec(decode_cp932_twice, encode_cp932_twice, cp932_repertoire),
    "cp936": OwnCodec(decode_cp936, encode_cp936, cp936_repertoire),
    EUC_TW: OwnCodec(decode_euc_tw, encode_euc_tw, cns_repertoire, whole_euc_tw),
    ISO_2022_CN: OwnCodec(decode_iso_2022_cn, encode_iso_2022_cn, cns_repertoire),
    NAME: OwnCodec(decode_variants, encode_variants, lambda: frozenset(map(ord, basic_plane()))),
}
"""Every encoding of ours by its name in the table of encodings."""


def decode_as(data: bytes, name: str, errors: str = "strict") -> str:
    """Decode as `bytes.decode` does, in Python's encodings and in ours. Raises `UnicodeError` unless it replaces.

    >>> decode_as(b"Vi\\xaet Nam", "viscii")
    'Việt Nam'
    """
    own = OWN.get(name)
    return data.decode(name, errors) if own is None else own.decode(data, errors)


def encode_as(text: str, name: str) -> bytes:
    """Encode as `str.encode` does, in Python's encodings and in ours. Raises `UnicodeError`.

    >>> encode_as("Việt Nam", "vni").decode("cp1252")
    'Vieät Nam'
    """
    own = OWN.get(name)
    return text.encode(name) if own is None else own.encode(text)
