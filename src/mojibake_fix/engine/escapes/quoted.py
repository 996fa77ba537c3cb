"""Quoted-printable in a text that nobody decoded: `=E2=80=99`, and `=` at the end of a line that goes on.

A mail that declares the notation is sound as it stands. Elsewhere one run of UTF-8 tells that the whole text was left
so, and then the lesser marks (`=3D`, the soft line breaks) are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mojibake_fix.engine.escapes.notation import Run, Uncovered, kept, step
from mojibake_fix.engine.escapes.octets import decode_octets, decoded, in_run
from mojibake_fix.engine.escapes.programs import Line

_QUOTED_TOKEN = re.compile(r"(?:=\r?\n)?=([0-9A-F]{2})")
_QUOTED_RUN = re.compile(r"=[C-F][0-9A-F](?:(?:=\r?\n)?=[89A-F][0-9A-F])+")
_SOFT_BREAK = re.compile(r"(?<![=\n])=\r?\n")
_QUOTED_ASCII = re.compile(r"=3D|=(?:20|09)(?=\r?\n|\Z)")
_NAMES_QUOTED = re.compile(r"quoted.printable", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(?:https?://|=\?[\w-]+\?[Qq]\?)\S*\Z")
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/]{16,}=")
_REACH = 200  # characters before a run in which the address that it belongs to may begin


@dataclass(frozen=True, slots=True)
class QuotedPrintable:
    """`=E2=80=99`."""

    name: str = "quoted-printable"
    hint: str = "="
    trace: str = _QUOTED_RUN.pattern

    def read(self, text: str) -> str:
        """The text with its runs of UTF-8, its soft breaks, `=3D` and blanks before line ends as characters."""
        text = _QUOTED_RUN.sub(lambda match: decode_octets(_octets(match.group())) or match.group(), text)
        text = _SOFT_BREAK.sub("", text)
        return _QUOTED_ASCII.sub(lambda match: chr(int(match.group()[1:], 16)), text)

    def find(self, text: str) -> list[Uncovered]:
        """All that is escaped, in a text that has a run of UTF-8 outside of addresses and encoded words."""
        found = list(self._runs(text))
        if not found or _NAMES_QUOTED.search(text):
            return []
        at = 0
        for match in _SOFT_BREAK.finditer(text):
            line = text[at : match.end()].rstrip("\r\n")
            line = line[line.rfind("\n") + 1 :]
            at = match.end()
            is_quote = line.startswith(">") and text.startswith(">", match.end())
            if not is_quote and not _BASE64_LINE.fullmatch(line):
                found.append(Uncovered(match.start(), match.end(), "", step(self.name), is_sure=False))
        for match in _QUOTED_ASCII.finditer(text):
            char = chr(int(match.group()[1:], 16))
            found.append(Uncovered(match.start(), match.end(), char, step(self.name), is_sure=False))
        return kept(text, found, hears=False)

    def _runs(self, text: str) -> Iterator[Uncovered]:
        for match in _QUOTED_RUN.finditer(text):
            if _IN_ADDRESS.search(text, max(0, match.start() - _REACH), match.start()):
                continue
            tokens = list(_QUOTED_TOKEN.finditer(match.group()))
            bounds = [match.start(), *(match.start() + token.end() for token in tokens)]
            pair = decoded(Run(_octets(match.group()), bounds))
            if pair is not None:
                is_sure = not _is_in_program(text, match.start(), match.end())
                for one in in_run(*pair, text[max(0, match.start() - 1) : match.start()], self.name):
                    yield replace(one, is_sure=is_sure)


def _is_in_program(text: str, start: int, end: int) -> bool:
    """Whether a run stands in a string constant, where it may be what a program reads."""
    low, high = max(0, start - _REACH), end + _REACH
    low = text.rfind("\n", low, start) + 1 or low
    line = text[low:high]
    line = line[: end - low] + line[end - low :].split("\n", 1)[0]
    return Line(line).is_literal(start - low, end - low)


def _octets(run: str) -> str:
    return "".join(chr(int(code, 16)) for code in _QUOTED_TOKEN.findall(run))
