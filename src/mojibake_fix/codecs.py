"""A codec and an error handler by the name `fixenc`, for everything that opens files by the name of an encoding.

Nothing is registered before `register()` is called; a worker process has to call it, too. With them come codecs of the
encodings that Python lacks, of which `detect` registers alone what it names.

`encoding="fixenc"` reads bytes in whatever encoding they are in as repaired text, and writes UTF-8. A stream is read by
the rule of `mojibake_fix.stream`: up to 4 MiB are judged as a whole, more of it in pieces that end at line ends.

`errors="fixenc"`, with `encoding="utf-8"`, is for text that is UTF-8 but for some runs: what is not UTF-8 is decoded
with the encodings that fit the lines where it stands (`mojibake_fix.detection.runs`), all lines that Python hands over
at once together: the whole input in `bytes.decode`, the whole lines of a buffer where a stream is read. What no
encoding decodes becomes U+FFFD, and so does a character that is cut off at the end. Valid text stays as it is: this
decodes, and repairs nothing.
"""

from __future__ import annotations

import codecs
import re
import sys
from types import FrameType
from typing import Any

from mojibake_fix.detection.runs import Known, decode_line, decode_runs
from mojibake_fix.documents import repair_data
from mojibake_fix.encodings import LACKING, make_known
from mojibake_fix.stream import RepairingDecoder

__all__ = ["NAME", "register"]

NAME = "fixenc"
"""What the codec and the error handler are called."""
_WINDOW = 1 << 20  # bytes that are decoded at once: what is known of them goes on to the next
_HELD = 1 << 16  # bytes of a line without an end that wait for the next buffer
_CUT_CHARACTER = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


def register() -> None:
    """Make `encoding="fixenc"` and `errors="fixenc"` known to Python, and the encodings that it lacks.

    Calling it again changes nothing.

    >>> register()
    >>> "Příliš žluťoučký kůň".encode("cp1250").decode("fixenc")
    'Příliš žluťoučký kůň'
    >>> b"Caf\\xc3\\xa9 and caf\\xe9, 5 \\x80".decode("utf-8", errors="fixenc")
    'Café and café, 5 €'
    >>> bytes.fromhex("c4e3c5c6").decode("euc-tw")
    '中文'
    """
    codecs.unregister(_search)
    codecs.register(_search)
    codecs.register_error(NAME, _decode_run)
    make_known(*LACKING)


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
    """The text from where the decoder stopped to the end of what it was given, or of the last line of that."""
    if not isinstance(error, UnicodeDecodeError) or error.encoding not in ("utf-8", "utf8"):
        raise error
    data, start = error.object, error.start
    caller = sys._getframe(1)
    end = _end_of(data, start, caller)
    if end == start:
        error.object = data[:end]  # the decoder keeps the rest for the next buffer
        return "", end
    known = _known_to(error, caller)
    if line := decode_line(data, start, end, known):
        return line
    if end - start > _WINDOW:
        end = data.find(b"\n", start + _WINDOW, end) + 1 or end
    elif end < len(data):
        error.object = data[:end]
    return decode_runs(data, start, end, known), end


def _known_to(error: UnicodeDecodeError, caller: FrameType) -> Known:
    """What is known of the input, which Python keeps the error for, or of the stream whose decoder calls."""
    is_stream = caller.f_code is codecs.BufferedIncrementalDecoder.decode.__code__
    kept = vars(caller.f_locals["self"] if is_stream else error)
    known = kept.get("_fixenc_known")
    if known is None:
        known = kept["_fixenc_known"] = Known()
    return known


def _end_of(data: bytes, start: int, caller: FrameType) -> int:
    """How much of the data is to be decoded now: lines whole where more is to come, which only the caller knows."""
    code = caller.f_code
    if code is codecs.BufferedIncrementalDecoder.decode.__code__:
        if caller.f_locals["final"]:
            return len(data)
        end = data.rfind(b"\n", start) + 1
        if end or len(data) - start <= _HELD:
            return end or start
    elif code is not codecs.StreamReader.read.__code__ or caller.f_locals["size"] < 0:
        return len(data)
    cut = _CUT_CHARACTER.search(data, max(start, len(data) - 3))
    return cut.start() if cut else len(data)
