"""What all notations share: what they find, runs of escaped characters, and the evidence that they are damage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mojibake_fix.encodings import decode, encode
from mojibake_fix.engine.escapes.hidden import FOLLOWERS, RARE_READERS, READERS, Hidden, find_hidden, is_convincing
from mojibake_fix.engine.escapes.purpose import Shown
from mojibake_fix.types import Chain, Step

NOT_ESCAPED = r"(?<!\\)"
"""Before a backslash that is not itself escaped by another."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """`text[start:end]` holds escapes that are damage, or hide it; undoing `chain` makes it `after`."""

    start: int
    end: int
    after: str
    chain: Chain
    is_sure: bool = True
    """Whether it is damage by itself; else only beside one that is."""


class Notation(Protocol):
    """A way to write characters or bytes with signs of ASCII."""

    @property
    def name(self) -> str:
        """What a chain's step calls it."""

    @property
    def hint(self) -> str:
        """A string that every text with damage in this notation holds."""

    @property
    def trace(self) -> str:
        """The pattern of something that every such text holds: most texts with the hint do not.

        It begins with a character of its own, so that all of them together are searched for fast.
        """

    def read(self, text: str) -> str:
        """The text with its escapes as characters; what is no escape stays."""

    def find(self, text: str) -> Iterable[Uncovered]:
        """Where the notation is damage, or hides it."""


def step(name: str, times: int = 1) -> Chain:
    """The chain of a text that was left in a notation."""
    return (Step(name, name),) * times


def replay(text: str, chain: Chain, notations: Mapping[str, Notation]) -> str | None:
    """What a chain makes of a text; None where it does not fit."""
    after: str | None = text
    for one in chain:
        if after is None:
            return None
        if one.read in notations:
            after = notations[one.read].read(after)
        else:
            data = encode(after, one.read)
            after = None if data is None else decode(data, one.written)
    return after


def kept(
    text: str, found: Iterable[Uncovered], read: Callable[[str], str] | None = None, *, hears: bool = True
) -> list[Uncovered]:
    """What is found in order of place, but for what is shown on purpose; nothing where none of it is sure.

    `read` reads the notation, so that its meaning is known where it stands in the same notation. Without `hears`, what
    the text speaks of counts for nothing.
    """
    ordered = sorted(found, key=lambda uncovered: uncovered.start)
    shown = Shown(text, [(one.start, one.end, one.after) for one in ordered], read, hears=hears)
    rest = [one for number, one in enumerate(ordered) if not shown.is_on_purpose(number)]
    return rest if any(one.is_sure for one in rest) else []


# ---------------------------------------------------------------- runs

_NEAR = 120  # plain characters beyond ASCII beside an escaped one that are looked at: four layers of one sign
_PLAIN = re.compile(r"[^\x00-\x7f]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Escaped characters in a row, with the plain ones beyond ASCII between and beside them."""

    shown: str
    bounds: list[int]
    """Where each character begins in the text, and where the last one ends."""

    def place(self, hidden: Hidden) -> tuple[int, int]:
        """Where in the text something that is hidden in the run stands."""
        return self.bounds[hidden.start], self.bounds[hidden.end]

    def holds_escapes(self, hidden: Hidden) -> bool:
        """Whether any of its characters is escaped: no escape is as short as the character itself."""
        start, end = self.place(hidden)
        return end - start > hidden.end - hidden.start

    def has_odd_rest(self, found: Sequence[Hidden]) -> bool:
        """Whether other escapes stand beside what is hidden that are not signs: then the run is data of some kind."""
        at = 0
        for start, end in [*((hidden.start, hidden.end) for hidden in found), (len(self.shown), len(self.shown))]:
            for number in range(at, start):
                is_escaped = self.bounds[number + 1] - self.bounds[number] > 1
                if is_escaped and self.shown[number] <= "\xff" and self.shown[number] not in FOLLOWERS:
                    return True
            at = end
        return False


def runs_of(text: str, token: re.Pattern[str], value: Callable[[re.Match[str]], str | None]) -> Iterator[Run]:
    """The runs of a text, from the left; `value` gives the character of a token, or None where that begins no run."""
    shown: list[str] = []
    bounds: list[int] = [0]
    last = 0  # end of the last token that counts
    for match in token.finditer(text):
        char = value(match)
        if char is None:
            continue
        start = match.start()
        gap = text[last:start] if start - last <= 2 * _NEAR else "\n"
        if shown and not _PLAIN.fullmatch(gap):
            yield _with_right(text, shown, bounds)
            shown = []
        if not shown:
            plain = start
            while plain > last and start - plain < _NEAR and text[plain - 1] > "\x7f":
                plain -= 1
            bounds = [plain]
            gap = text[plain:start]
        shown += [*gap, char]
        bounds += range(bounds[-1] + 1, start + 1)
        bounds.append(match.end())
        last = match.end()
    if shown:
        yield _with_right(text, shown, bounds)


def _with_right(text: str, shown: list[str], bounds: list[int]) -> Run:
    """A run with the plain characters that follow it."""
    at = bounds[-1]
    right = _PLAIN.match(text, at, at + _NEAR)
    plain = right.group() if right else ""
    return Run("".join(shown) + plain, [*bounds, *range(at + 1, at + len(plain) + 1)])


def uncover(
    text: str,
    runs: Sequence[Run],
    make: Callable[[Run, Hidden], Uncovered],
    read: Callable[[str], str] | None = None,
    *,
    with_rare: bool = True,
) -> list[Uncovered]:
    """The damage in the runs of a text that is UTF-8 read as a page of the West, or as a rarer one where none is."""
    pairs = _hidden_in(text, runs, READERS)
    out = kept(text, [make(run, hidden) for run, hidden in pairs], read)
    if pairs or not with_rare:
        return out
    long = [run for run in runs if len(run.shown) > 1]
    for reader in RARE_READERS if long else ():
        pairs = _hidden_in(text, long, (reader,))
        if is_convincing([hidden for _, hidden in pairs]):
            return kept(text, [make(run, hidden) for run, hidden in pairs], read)
    return []


def _hidden_in(text: str, runs: Sequence[Run], readers: Sequence[str]) -> list[tuple[Run, Hidden]]:
    out = []
    for run in runs:
        found = find_hidden(run.shown, text[max(0, run.bounds[0] - 1) : run.bounds[0]], readers)
        if found and not run.has_odd_rest(found):
            out += [(run, hidden) for hidden in found if run.holds_escapes(hidden)]
    return out


_REACH = 300  # characters on each side of damage that is plain in part in which more of it is looked for
_PLAIN_RUN = re.compile(r"[^\x00-\x7f]{2,}")


def plain_beside(text: str, found: Iterable[Uncovered]) -> Iterator[Uncovered]:
    """The plain damage on the lines of damage that is plain in part: of `â€œso â€\\u009d` the first sign."""
    done = 0
    for one in sorted(found, key=lambda one: one.start):
        if text[one.start : one.end].isascii():
            continue
        low, high = max(0, one.start - _REACH), one.end + _REACH
        low = max(low, text.rfind("\n", low, one.start) + 1, done)
        last = text.find("\n", one.end, high)
        done = high if last < 0 else last
        for match in _PLAIN_RUN.finditer(text, low, done):
            for hidden in find_hidden(match.group(), text[match.start() - 1 : match.start()]):
                if hidden.is_sure:
                    at = match.start()
                    yield Uncovered(at + hidden.start, at + hidden.end, hidden.after, hidden.steps)
