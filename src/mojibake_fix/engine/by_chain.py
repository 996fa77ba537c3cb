"""What chains make of many words: the same as `read_word` makes of each, by a few calls of the codecs for all of them.

Bytes are joined by line ends, which are no part of another character in any encoding: what is ill-formed spoils its
own word alone.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence

from mojibake_fix.encodings import encode
from mojibake_fix.engine.lossy import beside_space
from mojibake_fix.engine.priors import READERS, STEPS, Path
from mojibake_fix.engine.readings import (
    C1,
    decode_lines,
    is_lost_for_good,
    looks_of,
    read_in_part,
    read_word,
    reader_of,
    replay,
    replay_all,
    shown_by,
)
from mojibake_fix.engine.words import NO_BREAK, Unit


def read_units(units: Sequence[Unit], paths: Sequence[Path], *, cores: bool = False) -> list[list[str | None]]:
    """What each chain makes of each word; None where it does not fit.

    With `cores`, what is often put around a text later is set aside first; without, only where the whole does not fit.
    """
    words = _Words(units, cores=cores)
    return [words.read(path) for path in paths]


class _Words:
    """Words, and their bytes under every reader that is asked for."""

    def __init__(self, units: Sequence[Unit], *, cores: bool) -> None:
        self.units, self.cores = units, cores
        self.texts = [unit.text for unit in units]
        self.looks = [looks_of(text) for text in self.texts]
        self.shown = [shown_by(text) for text in self.texts]
        self.shown_by_all = functools.reduce(operator.and_, self.shown, -1)
        self.whole = [k for k, unit in enumerate(units) if self.looks[k].is_core and not unit.is_cut]
        """The words of which all is read, or parts; the others are read one by one."""
        self.rest = sorted({*range(len(units))}.difference(self.whole))
        self.are_one = not cores and len(units) > 1 and not any(unit.is_cut for unit in units)
        """Whether a chain that fits all the words is taken to fit them as they are."""
        self._bytes: dict[int, tuple[list[int], bytes | None]] = {}
        self._above: dict[Path, list[str | None]] = {}
        """What is left under the outer layers that chains share."""

    def read(self, path: Path) -> list[str | None]:
        """What a chain makes of each word."""
        reader = reader_of(path)
        if self.are_one and self.rest and self.shown_by_all >> reader & 1:
            joined = replay("\n".join(self.texts), path)
            after = joined.split("\n") if joined is not None else []
            if len(after) == len(self.units):
                return [None if C1.search(text) else text for text in after]
        places, data = self._shown_in(reader)
        found = self._undone(places, data, path)
        if self.are_one and len(places) == len(self.units) and None not in found:
            return [None if text is None or C1.search(text) else text for text in found]
        out: list[str | None] = [None] * len(self.units)
        for k in self.rest:
            out[k] = read_word(self.texts[k], path, cores=self.cores, is_cut=self.units[k].is_cut)
        for k, after_ in zip(places, found, strict=True):
            if after_ is not None and not C1.search(after_) and not is_lost_for_good(self.texts[k], after_, path):
                out[k] = after_
        self._read_the_others(path, places, out)
        return out

    def _shown_in(self, reader: int) -> tuple[list[int], bytes | None]:
        """The whole words that a reader shows, and their bytes; None where they are not known for all at once."""
        if reader not in self._bytes:
            places = [k for k in self.whole if self.shown[k] >> reader & 1]
            self._bytes[reader] = places, encode("\n".join([self.texts[k] for k in places]), READERS[reader])
        return self._bytes[reader]

    def _undone(self, places: Sequence[int], data: bytes | None, path: Path) -> list[str | None]:
        """What a chain makes of words as they are, of which the bytes are known or not."""
        if len(path) > 1:
            above = path[:-1]
            if above not in self._above:
                self._above[above] = self._undone(places, data, above)
            return replay_all(self._above[above], path[-1:])
        texts = decode_lines(data, len(places), STEPS[path[0]].written) if data is not None and places else None
        return [replay(self.texts[k], path) for k in places] if texts is None else texts

    def _read_the_others(self, path: Path, places: Sequence[int], out: list[str | None]) -> None:
        """Read in part the words of which not all fits."""
        for k in self.whole:
            looks = self.looks[k]
            if out[k] is None and (looks.has_parts or looks.may_lack):
                out[k] = read_in_part(self.texts[k], path)
        if STEPS[path[0]].written != "utf-8":
            return
        # The last byte of a word, A0, may have been shown as a no-break space that went.
        ending = [k for k in places if out[k] is None and not self.texts[k][-1].isascii()]
        ending = [k for k in ending if not (self.looks[k].has_parts or self.looks[k].may_lack)]
        found = replay_all([self.texts[k] + NO_BREAK for k in ending], path)
        for k, after in zip(ending, found, strict=True):
            read = beside_space(after)
            if read is not None and not C1.search(read):
                out[k] = None if is_lost_for_good(self.texts[k], read, path) else read
