"""Codecs of the encodings that Python lacks, made known to Python for those who ask, and never by an import.

A codec is registered by its name of ours; Python then takes the names that others have for the encoding as well
(`encoding_aliases`). What another package registered before under the name stays: the first one is asked first.
"""

from __future__ import annotations

import codecs
import threading
from typing import TYPE_CHECKING

from mojibake_fix.encodings.own import OWN, OwnCodec
from mojibake_fix.encodings.table import ENCODINGS, aliases_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

LACKING: frozenset[str] = frozenset(name for name, row in ENCODINGS.items() if row.codec is None)
"""The encodings of the table that Python has no codec for."""

_lock = threading.Lock()
_infos: dict[str, codecs.CodecInfo] = {}  # by the names that Python asks for


def make_known(*names: str) -> None:
    """Have Python take the names of these encodings as it takes its own; those that it has are left alone.

    >>> make_known("viscii", "cp1252")
    >>> b"Vi\\xaet Nam".decode("VISCII")
    'Việt Nam'
    """
    for name in LACKING.intersection(names):
        if _asked(name) in _infos:
            continue
        with _lock:
            if not _infos:
                codecs.register(_infos.get)
            info = _info(name, OWN[name])
            _infos.update({_asked(alias): info for alias in (name, *aliases_of(name))})


def _asked(name: str) -> str:
    """A name as Python asks search functions for it."""
    return name.replace("-", "_")


def _info(name: str, own: OwnCodec) -> codecs.CodecInfo:
    def decode(data: Buffer, errors: str = "strict") -> tuple[str, int]:
        given = bytes(data)
        return _decoded(own, given, errors), len(given)

    def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
        return _encoded(own, text, errors), len(text)

    class Decoder(codecs.BufferedIncrementalDecoder):
        def _buffer_decode(self, data: Buffer, errors: str, final: bool) -> tuple[str, int]:
            given = bytes(data)
            end = len(given) if final else own.whole(given)
            return _decoded(own, given[:end], errors), end

    class Encoder(codecs.IncrementalEncoder):
        def encode(self, text: str, final: bool = False) -> bytes:  # noqa: ARG002
            return _encoded(own, text, self.errors)

    class Writer(codecs.StreamWriter):
        def encode(self, text: str, errors: str = "strict") -> tuple[bytes, int]:
            return encode(text, errors)

    class Reader(codecs.StreamReader):
        def decode(self, data: bytes, errors: str = "strict") -> tuple[str, int]:
            end = own.whole(data)
            return _decoded(own, data[:end], errors), end

    return codecs.CodecInfo(encode, decode, Reader, Writer, Encoder, Decoder, name)


def _decoded(own: OwnCodec, data: bytes, errors: str) -> str:
    """The text of bytes, every error answered by the handler of this name."""
    if errors in {"strict", "replace"}:
        return own.decode(data, errors)
    out: list[str] = []
    while True:
        try:
            return "".join([*out, own.decode(data, "strict")])
        except UnicodeDecodeError as error:
            text, end = codecs.lookup_error(errors)(error)
            out += [own.decode(data[: error.start], "strict"), str(text)]
            data = data[end:]


def _encoded(own: OwnCodec, text: str, errors: str) -> bytes:
    """The bytes of a text, every error answered by the handler of this name."""
    out: list[bytes] = []
    while True:
        try:
            return b"".join([*out, own.encode(text)])
        except UnicodeEncodeError as error:
            put, end = codecs.lookup_error(errors)(error)
            out += [own.encode(text[: error.start]), put if isinstance(put, bytes) else own.encode(put)]
            text = text[end:]
