"""What bytes mean: the table of encodings, and bytes to text and back as real software does it."""

from __future__ import annotations

from mojibake_fix.encodings.codec import (
    Reading,
    decode,
    decode_table,
    encode,
    held_codes,
    holders,
    is_single_byte,
    read,
    repertoire,
)
from mojibake_fix.encodings.own import OWN, decode_as, encode_as
from mojibake_fix.encodings.registry import LACKING, make_known
from mojibake_fix.encodings.table import ENCODINGS, Encoding, Kind, get_encoding

__all__ = [
    "ENCODINGS",
    "LACKING",
    "OWN",
    "Encoding",
    "Kind",
    "Reading",
    "decode",
    "decode_as",
    "decode_table",
    "encode",
    "encode_as",
    "get_encoding",
    "held_codes",
    "holders",
    "is_single_byte",
    "make_known",
    "read",
    "repertoire",
]
