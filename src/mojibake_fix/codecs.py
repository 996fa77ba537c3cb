"""A codec and an error handler by the name `fixenc`, for everything that opens files by the name of an encoding.

Nothing is registered before `register()` is called; a worker process has to call it, too.

`encoding="fixenc"` reads bytes in whatever encoding they are in as repaired text, and writes UTF-8. A stream is read by
the rule of `mojibake_fix.stream`: up to 4 MiB are judged as a whole, more of it in pieces that end at line ends.

`errors="fixenc"`, with `encoding="utf-8"`, is for text that is UTF-8 but for some runs. A run begins with a byte that
is not UTF-8 and ends before the next valid character beyond ASCII. All runs that Python hands over at once (the whole
input in `bytes.decode`, a buffer of a stream) are decoded with the one encoding that is detected for their lines. What
has none becomes U+FFFD, and so does a character that is cut off at the end. Valid text stays as it is: this decodes,
and repairs nothing.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from mojibake_fix.detection import detect
from mojibake_fix.documents import repair_data
from mojibake_fix.stream import RepairingDecoder

__all__ = ["NAME", "register"]

NAME = "fixenc"
"""What the codec and the error handler are called."""
_SAMPLE = 1 << 18  # bytes from the first run on whose lines with runs the encoding is detected from
_BEFORE = 200  # characters of its line before a run that say something of its language
_TO_LINE_END = re.compile("[\udc80-\udcff][^\n]*")
_VALID_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]+")
_RUN_END = re.compile(  # a valid character beyond ASCII; its first two bytes rule nearly everything else out
    rb"[\xc2-\xf4][\x80-\xbf](?:(?<=[\xc2-\xdf].)|(?<=\xe0[\xa0-\xbf])[\x80-\xbf]|(?<=[\xe1-\xec\xee\xef].)[\x80-\xbf]"
    rb"|(?<=\xed[\x80-\x9f])[\x80-\xbf]|(?:(?<=\xf0[\x90-\xbf])|(?<=[\xf1-\xf3].)|(?<=\xf4[\x80-\x8f]))[\x80-\xbf]{2})",
    re.DOTALL,
)
_CUT_CHARACTER = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


def register() -> None:
    """Make `encoding="fixenc"` and `errors="fixenc"` known to Python. Calling it again changes nothing.

    >>> register()
    >>> "Příliš žluťoučký kůň".encode("cp1250").decode("fixenc")
    'Příliš žluťoučký kůň'
    >>> b"Caf\\xc3\\xa9 and caf\\xe9, 5 \\x80".decode("utf-8", errors="fixenc")
    'Café and café, 5 €'
    """
    codecs.unregister(_search)
    codecs.register(_search)
    codecs.register_error(NAME, _decode_run)


def _search(name: str) -> codecs.CodecInfo | None:
    if name != NAME:
        return None
    utf_8 = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        name=NAME,
        encode=utf_8.encode,
        decode=_decode,
        incrementalencoder=utf_8.incrementalencoder,
        incrementaldecoder=RepairingDecoder,
        streamreader=_Reader,
        streamwriter=utf_8.streamwriter,
    )


def _decode(data: Any, errors: str = "strict") -> tuple[str, int]:  # noqa: ARG001 - nothing is an error
    return repair_data(bytes(data)).text, len(data)


class _Reader(codecs.StreamReader):
    """For `codecs.open`, which is old and rare: reads its file as a whole."""

    def decode(self, input: bytes, errors: str = "strict") -> tuple[str, int]:  # noqa: A002 - the base's name
        return _decode(input, errors)

    def read(self, size: int = -1, chars: int = -1, firstline: bool = False) -> str:  # noqa: ARG002
        return super().read(-1, chars, firstline)


def _decode_run(error: UnicodeError) -> tuple[str, int]:
    """The text of the run that begins where the decoder stopped, and where the run ends."""
    encoding = getattr(error, "run_encoding", None)  # Python keeps the error for all runs of an input
    if not isinstance(error, UnicodeDecodeError) or error.encoding not in ("utf-8", "utf8"):
        raise error
    data, start = error.object, error.start
    if encoding is None:
        if _CUT_CHARACTER.match(data, start) and len(data) - start > 1:  # and nothing else is wrong
            return "\ufffd", len(data)
        encoding = error.run_encoding = _encoding_of(data, start)  # type: ignore[attr-defined]
    found = _RUN_END.search(data, start + 1)
    end = found.start() if found else _without_cut_character(data, start)
    return data[start:end].decode(encoding, "replace"), end


def _without_cut_character(data: bytes, start: int) -> int:
    """The end of the data, but for the beginning of a character whose rest may come with the next buffer."""
    cut = _CUT_CHARACTER.search(data, max(start + 1, len(data) - 3))
    return cut.start() if cut else len(data)


def _encoding_of(data: bytes, start: int) -> str:
    """The encoding of the bytes that are not UTF-8, from the lines that hold some."""
    begin = max(data.rfind(b"\n", 0, start) + 1, start - _BEFORE)
    end = data.rfind(b"\n", start, start + _SAMPLE) if len(data) > start + _SAMPLE else -1
    text = data[begin : end if end > 0 else start + _SAMPLE].decode("utf-8", "surrogateescape")
    lines = []
    for match in _TO_LINE_END.finditer(text):
        line = text[max(text.rfind("\n", 0, match.start()) + 1, match.start() - _BEFORE) : match.end()]
        lines.append(_VALID_BEYOND_ASCII.sub(" ", line))
    encoding = detect("\n".join(lines).encode("ascii", "surrogateescape")).encoding
    return "utf-8" if encoding is None or encoding.startswith("utf-") else encoding
