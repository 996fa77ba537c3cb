"""What stood where bytes were lost: guesses, for those who ask for them, each marked as one.

What is left of a character's bytes, the letters around it and the language of the text often leave one character that
is far likelier than all others. A gap is filled only where that is so. Every round looks at all gaps of a text at
once, each in the context that stands; what was filled is context for the next round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.gaps import Gap, fitting, gaps_of
from mojibake_fix.engine.losses import find_losses
from mojibake_fix.engine.spoken import evidence, language_weights, lse2
from mojibake_fix.engine.weigh import Ask, weigh
from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility.model import Model
from mojibake_fix.types import Guess, Repair

LIKELY = 0.95
"""The least probability of a guess that is put into the text."""
_OTHER, _OTHER_FOLLOWS = 9.0, 3.5
"""Bits of the chance that none of the characters tried stood there: of it, and of each character behind it."""
_TEMPER = 0.8  # what a bit of the model counts for: its characters are no independent witnesses
_CONTEXT = 3  # characters on either side of a gap that the model looks at
_ROUNDS = 3
_LANGUAGES = 6  # languages of the text, the likeliest, in which characters are weighed
_HEARD = 4_000  # characters of a text that tell its languages
_MOST = 300  # characters that are tried in a gap, the commonest of those that fit
_AT_ONCE = 20_000  # characters in their contexts that are weighed at once

Columns = npt.NDArray[np.intp]


def fill_gaps(repair: Repair, model: Model) -> Repair:
    """The repair with those of its losses filled that one character is clearly the likeliest for."""
    gaps = gaps_of(repair)
    if not gaps:
        return repair
    filling = _Filling.of(repair, model)
    for _ in range(_ROUNDS):
        filled = filling.fill(gaps)
        if not filled:
            break
        gaps = [gap for gap in gaps if gap.start not in filling.guessed]
    return filling.finished(repair)


@dataclass(frozen=True, slots=True)
class _Filling:
    """A text while its gaps are filled."""

    cells: list[str]
    """The characters; a filled gap is one, its other cells are empty."""
    guessed: dict[int, tuple[str, str, float]]
    """Of filled gaps, by their places: what stood there, what stands there now, and its probability."""
    languages: Columns
    weights: npt.NDArray[np.float32]
    alphabet: list[str]
    model: Model

    @classmethod
    def of(cls, repair: Repair, model: Model) -> _Filling:
        """The text of a repair, with the languages that it speaks and the characters that these write."""
        heard = repair.text[:_HEARD].replace(LOST, " ")
        weights = language_weights(evidence([heard], model), model.language_prior)[0][:-1]
        languages = np.sort(np.argsort(-weights, kind="stable")[:_LANGUAGES])
        chosen = weights[languages] - lse2(weights[languages])
        return cls(list(repair.text), {}, languages, chosen, _alphabet(languages, chosen, model), model)

    def fill(self, gaps: Sequence[Gap]) -> bool:
        """Fill the gaps that one character is clearly the likeliest for; whether there was any."""
        tried = [(gap, char) for gap in gaps for char in self._candidates(gap)]
        bits = np.concatenate(
            [self._bits(tried[at : at + _AT_ONCE]) for at in range(0, len(tried), _AT_ONCE)] or [np.zeros(0)]
        )
        start = 0
        found = []
        for gap in gaps:
            end = start
            while end < len(tried) and tried[end][0] is gap:
                end += 1
            if end > start:
                other = _OTHER + _OTHER_FOLLOWS * (len(self._unit(gap, " ").text) - 1)
                chances = np.exp2(-_TEMPER * np.append(bits[start:end], other))
                best = int(bits[start:end].argmin())
                found.append((gap, tried[start + best][1], float(chances[best] / chances.sum())))
            start = end
        likely = [row for row in found if row[2] >= LIKELY]
        for gap, char, probability in likely:
            self.guessed[gap.start] = "".join(self.cells[gap.start : gap.end]), char, probability
            self.cells[gap.start : gap.end] = [char, *[""] * (gap.end - gap.start - 1)]
        return bool(likely)

    def _candidates(self, gap: Gap) -> list[str]:
        ahead, behind = "", ""
        if gap.word is not None:
            start = gap.start - gap.at
            ahead = "".join(self.cells[start : gap.start])
            behind = "".join(self.cells[gap.end : start + len(gap.word.after)])
        return fitting(gap, self.alphabet, ahead, behind)[:_MOST]

    def _bits(self, tried: Sequence[tuple[Gap, str]]) -> npt.NDArray[np.float64]:
        """The bits of characters in their gaps, in all languages of the text together."""
        units = [self._unit(gap, char) for gap, char in tried]
        columns = np.append(self.languages, len(self.model.languages.names))
        [bits] = weigh([Ask(units, columns, are_proven=[False] * len(units))], self.model)
        return -lse2(self.weights - bits[:, :-1]).astype(np.float64)

    def _unit(self, gap: Gap, char: str) -> Unit:
        """A character in a gap with what is known around it on its line."""
        lead = "".join(self.cells[max(0, gap.start - 2 * _CONTEXT) : gap.start])[-_CONTEXT:]
        rest = "".join(self.cells[gap.end : gap.end + 2 * _CONTEXT])[:_CONTEXT]
        lead = lead[max(lead.rfind(LOST), lead.rfind("\n")) + 1 :]
        return Unit(lead, char + rest.partition(LOST)[0].partition("\n")[0], "")

    def finished(self, repair: Repair) -> Repair:
        """The repair with what was guessed."""
        if not self.guessed:
            return repair
        text = "".join(self.cells)
        losses = find_losses(text, was_damaged=bool(repair.spans))
        return replace(repair, text=text, losses=losses, guesses=tuple(self._guesses()))

    def _guesses(self) -> Iterator[Guess]:
        shorter = 0
        for start, (lost, char, probability) in sorted(self.guessed.items()):
            yield Guess(start - shorter, start - shorter + 1, lost, char, probability)
            shorter += len(lost) - 1


def _alphabet(languages: Columns, weights: npt.NDArray[np.float32], model: Model) -> list[str]:
    """The characters beyond ASCII that languages write, the commonest first."""
    counts = model.languages.symbol_counts[:, languages]
    share = (counts / np.maximum(counts.sum(0), 1)) @ np.exp2(weights)
    codes = np.arange(0xA1, 0xE000)
    codes = codes[(model.member_bits[codes] == 0) & (share[model.symbol[codes]] > 0)]
    order = np.argsort(-share[model.symbol[codes]], kind="stable")
    return [chr(code) for code in codes[order].tolist()]
