r"""Bytes that a program printed one by one: `\xe2\x80\x99`, `\342\200\231`, `<e2><80><99>`.

They are text where they are well-formed UTF-8, and damage unless a program means them: a literal of bytes, a string
constant in C, a call that decodes them. Beside plain characters beyond ASCII they are characters of their numbers:
Python prints `â\x80\x99` for mojibake that holds controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mojibake_fix.engine.escapes.hidden import UTF_8, find_hidden, is_text, undo_more
from mojibake_fix.engine.escapes.notation import NOT_ESCAPED, Run, Uncovered, kept, runs_of, step
from mojibake_fix.engine.escapes.programs import Line


def lines_with(text: str, hint: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that hold a hint, with where they begin."""
    at = text.find(hint)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        at = text.find(hint, end)


def decode_octets(octets: str) -> str | None:
    """The text that bytes are in UTF-8, all of them; None where they are not, or hold what no text does."""
    if not UTF_8.fullmatch(octets):
        return None
    text = octets.encode("latin-1").decode("utf-8")
    return text if is_text(undo_more(text)[0]) else None


def decoded(run: Run) -> tuple[Run, list[int]] | None:
    """A run of bytes with those of them as characters that are UTF-8; None where the bytes are no text at all.

    Beside it, which of its characters are such.
    """
    shown: list[str] = []
    bounds = [run.bounds[0]]
    whole: list[int] = []
    at = 0
    while at < len(run.shown):
        end = at + 1
        is_plain = run.bounds[end] - run.bounds[at] == 1
        while end < len(run.shown) and (run.bounds[end + 1] - run.bounds[end] == 1) == is_plain:
            end += 1
        octets = run.shown[at:end]
        text = None if is_plain else decode_octets(octets)
        if text is None:
            if end - at == len(run.shown):
                return None
            shown += octets
            bounds += run.bounds[at + 1 : end + 1]
        else:
            for char in text:
                at += len(char.encode())
                whole.append(len(shown))
                shown.append(char)
                bounds.append(run.bounds[at])
        at = end
    return Run("".join(shown), bounds), whole


def in_run(run: Run, whole: list[int], before: str, name: str) -> Iterator[Uncovered]:
    """What a run of decoded bytes holds: text, and mojibake below it or together with plain characters."""
    taken: set[int] = set()
    for hidden in find_hidden(run.shown, before):
        if hidden.is_sure and run.holds_escapes(hidden):
            taken.update(range(hidden.start, hidden.end))
            yield Uncovered(*run.place(hidden), hidden.after, (*step(name), *hidden.steps))
    start = 0
    free = [number for number in whole if number not in taken]
    while start < len(free):
        end = start + 1
        while end < len(free) and free[end] == free[end - 1] + 1:
            end += 1
        first, last = free[start], free[end - 1]
        yield Uncovered(run.bounds[first], run.bounds[last + 1], run.shown[first : last + 1], step(name))
        start = end


@dataclass(frozen=True, slots=True)
class Octets:
    """A notation of single bytes beyond ASCII."""

    name: str
    hint: str
    token: re.Pattern[str]
    base: int
    closes: re.Pattern[str]
    """What makes a line no text: controls in the same notation, or tags that only look like bytes."""
    is_of_programs: bool

    @property
    def trace(self) -> str:
        """The pattern of what is undone, whatever stands before it."""
        return self.token.pattern.removeprefix(NOT_ESCAPED)

    def read(self, text: str) -> str:
        """The text with runs of bytes as UTF-8, or else as the characters of their numbers."""
        pieces, at = [], 0
        for match in re.finditer(rf"(?:{self.token.pattern})+", text):
            octets = "".join(self._char(one) for one in self.token.finditer(match.group()))
            pieces += [text[at : match.start()], decode_octets(octets) or octets]
            at = match.end()
        return "".join([*pieces, text[at:]])

    def find(self, text: str) -> list[Uncovered]:
        """The runs of bytes that are text, outside of programs that mean bytes."""
        found: list[Uncovered] = []
        for offset, line in lines_with(text, self.hint):
            found += (
                Uncovered(offset + one.start, offset + one.end, one.after, one.chain) for one in self._in_line(line)
            )
        return kept(text, found)

    def _char(self, match: re.Match[str]) -> str:
        return chr(int(match.group(1), self.base))

    def _in_line(self, line: str) -> list[Uncovered]:
        runs = [decoded(run) for run in runs_of(line, self.token, self._char)]
        if not runs or self.closes.search(line):
            return []
        context = Line(line)
        if context.takes_apart:
            return []
        found: list[Uncovered] = []
        for pair in runs:
            if pair is None:
                return []  # bytes that are no text: the rest of the line is hardly any
            run, whole = pair
            if self.is_of_programs and context.is_literal(run.bounds[0], run.bounds[-1]):
                continue
            found += in_run(run, whole, line[max(0, run.bounds[0] - 1) : run.bounds[0]], self.name)
        return found


HEX_OCTETS = Octets(
    "hex-escape",
    "\\x",
    re.compile(NOT_ESCAPED + r"\\x([89A-Fa-f][0-9A-Fa-f])"),
    16,
    re.compile(r"\\x(?:0[0-8bBcCeEfF]|1[0-9acdefACDEF]|7[fF])"),
    is_of_programs=True,
)
OCTAL_OCTETS = Octets(
    "octal-escape",
    "\\",
    re.compile(NOT_ESCAPED + r"\\([23][0-7]{2})"),
    8,
    re.compile(r"\\0(?:[0-3][0-7]|(?![0-9]))"),
    is_of_programs=True,
)
ANGLE_OCTETS = Octets(
    "angle-escape",
    "<",
    re.compile(r"<([89A-Fa-f][0-9A-Fa-f])>"),
    16,
    re.compile(r"</[A-Fa-f][0-9A-Fa-f]>"),
    is_of_programs=False,
)
