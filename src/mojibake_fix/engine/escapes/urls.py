"""Percent escapes: in an address they are right, so the notation stays; what is undone is mojibake below them.

`%C3%83%C2%A9` is 'Ã©' in an address that was mojibake before it was escaped, and becomes `%C3%A9`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mojibake_fix.engine.escapes.hidden import UTF_8, Hidden, find_hidden
from mojibake_fix.engine.escapes.notation import Run, Uncovered, step, uncover

_OCTET = "%[89A-Fa-f][0-9A-Fa-f]"
_RUN = re.compile(f"(?:{_OCTET})+")

_DATA = re.compile(r"%(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])")
_NEAR = 200  # characters on each side in which a control tells that escapes are data


@dataclass(frozen=True, slots=True)
class PercentEscapes:
    """`%C3%83%C2%A9`."""

    name: str = "percent-escape"
    hint: str = "%"
    trace: str = _OCTET

    def read(self, text: str) -> str:
        """The text with mojibake that is percent-escaped undone, percent-escaped as before."""
        pieces, at = [], 0
        for run in _runs(text):
            for hidden in find_hidden(run.shown, _before(text, run)):
                start, end = run.place(hidden)
                pieces += [text[at:start], _escaped(hidden.after, text[start:end])]
                at = end
        return "".join([*pieces, text[at:]])

    def find(self, text: str) -> list[Uncovered]:
        """The runs that hide UTF-8."""

        def make(run: Run, hidden: Hidden) -> Uncovered:
            start, end = run.place(hidden)
            return Uncovered(start, end, _escaped(hidden.after, text[start:end]), step(self.name), hidden.is_sure)

        found = uncover(text, list(_runs(text)), make, with_rare=False)
        return [one for one in found if not _DATA.search(text, max(0, one.start - _NEAR), one.end + _NEAR)]


def _runs(text: str) -> Iterator[Run]:
    """The runs of percent escapes beyond ASCII that are UTF-8."""
    for match in _RUN.finditer(text):
        octets = "".join(chr(int(code, 16)) for code in match.group()[1:].split("%"))
        if UTF_8.fullmatch(octets):
            shown = octets.encode("latin-1").decode("utf-8")
            bounds = [match.start()]
            for char in shown:
                bounds.append(bounds[-1] + 3 * len(char.encode()))
            yield Run(shown, bounds)


def _before(text: str, run: Run) -> str:
    return text[max(0, run.bounds[0] - 1) : run.bounds[0]]


def _escaped(after: str, model: str) -> str:
    """A text percent-escaped, with letters as small as in a model."""
    escaped = "".join(f"%{byte:02X}" for byte in after.encode())
    return escaped if any(char.isupper() for char in model) else escaped.lower()
