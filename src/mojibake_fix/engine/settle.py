"""What becomes of each piece of a document: accident by accident, then the parts of words that no chain explains.

Abstaining is the default: a document without a convincing reading stays as it is.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mojibake_fix.engine.asks import Asking, together
from mojibake_fix.engine.certain import Certain, certain_repairs, changed_part, likely_certain
from mojibake_fix.engine.chains import Reading, candidates
from mojibake_fix.engine.document import USUAL, Document
from mojibake_fix.engine.find import look
from mojibake_fix.engine.fixes import Fix, joined
from mojibake_fix.engine.judge import Judge
from mojibake_fix.engine.lattice import best_path
from mojibake_fix.engine.lossy import ENDS_IN_A0
from mojibake_fix.engine.priors import STEPS, SWITCH_COST, WELL_FORMED, Path
from mojibake_fix.engine.propose import is_utf8
from mojibake_fix.engine.quiet import is_quiet
from mojibake_fix.engine.quotes import may_be_examples, shows_both
from mojibake_fix.engine.readings import Stretch, put, replay, stretches
from mojibake_fix.engine.spoken import lse2
from mojibake_fix.engine.told import told_by_words
from mojibake_fix.engine.twice import likelier_bytes, other_path
from mojibake_fix.engine.weigh import Ask
from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility.model import Model

MAX_ACCIDENTS = 3
"""Accidents that one document can have suffered."""
NO_READING = -math.inf
"""What a reading gains where there is none."""
_WORDS_IN_PARTS, _LONGEST_IN_PARTS = 200, 2000  # words that are laid out by stretches, and characters of one
_ODD_SAMPLED = 40  # odd pieces of a large document by which it is decided whether anything is wrong with it
_LARGE = 16  # times as many pieces as are sampled
_FEW = 3  # pieces up to which each is measured by itself sooner than all together
_SIDE_BY_SIDE = 128  # documents that are judged at once
_ODD_STILL = 3.0  # bits of oddness of a word by which another accident is looked for once one is found
_REFUSALS = 2  # times that words are set aside of which nothing can be made
_ODD_WORD = 6.0  # bits of oddness of a word that is laid out


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a piece: its fixes (none: it stays), and the bits gained."""

    fixes: tuple[Fix, ...] = ()
    gain: float = 0.0
    doubt: float = NO_READING
    """Bits that the best reading gains beyond its cost, where that is too few for a fix."""
    share: float = 1.0
    """How likely the reading is among all; the last one's, where there are several."""
    is_odd: bool = False
    """Whether the piece, as it stands, holds something odd that is not explained."""
    is_at_rest: bool = False
    """Whether what the fixes leave was looked at, and holds nothing odd."""


NOTHING = Decision()
"""The decision for a piece in which nothing odd was found."""


def settle(documents: Sequence[Sequence[str]], model: Model) -> list[list[Decision]]:
    """The decision for every piece of every document."""
    out = [[NOTHING] * len(pieces) for pieces in documents]
    if _are_quiet(documents, model):
        return out
    settled = _certain(documents, likely_certain(documents, model), model)
    found = look([[] if number in settled else pieces for number, pieces in enumerate(documents)], model)
    odd = found.odd
    # What is beyond doubt needs no trial, which costs as much as all else that is done for it.
    suspects = [number for number, places in enumerate(odd) if places]
    settled |= _certain(documents, suspects, model)
    for number, repair in settled.items():
        out[number] = _certain_decisions(documents[number], repair)
    asking = sorted(found.hopeful(model, settled))
    judged = _judged([documents[number] for number in asking], [odd[number] for number in asking], model)
    for number, decisions in zip(asking, judged, strict=True):
        out[number] = decisions
    for number in suspects:
        for place in odd[number] if number not in settled else ():
            out[number][place] = replace(out[number][place], is_odd=True)
    return out


def settle_below(documents: Sequence[Sequence[str]], paths: Sequence[Path], model: Model) -> Iterator[list[Decision]]:
    """The decisions for documents of which each may have suffered a chain that its words did not propose.

    Where a first repair left damage, that is the chain of both repairs, one after the other.
    """
    for begin in range(0, len(documents), _SIDE_BY_SIDE):
        part = slice(begin, begin + _SIDE_BY_SIDE)
        tasks = [_settle(pieces, (), model, path) for pieces, path in zip(documents[part], paths[part], strict=True)]
        yield from together(tasks, model)


def _are_quiet(documents: Sequence[Sequence[str]], model: Model) -> bool:
    """Whether there are few pieces that could be odd, and surely none is."""
    asked = list(itertools.islice((piece for pieces in documents for piece in pieces if not piece.isascii()), _FEW + 1))
    return len(asked) <= _FEW and all(is_quiet(piece, model) for piece in asked)


def _certain(documents: Sequence[Sequence[str]], asked: Sequence[int], model: Model) -> dict[int, Certain]:
    """Of those documents that are asked for, by their numbers, the repairs that are beyond doubt."""
    repairs = certain_repairs([documents[number] for number in asked], model)
    found = {number: repair for number, repair in zip(asked, repairs, strict=True) if repair is not None}
    # What is odd of a repair is judged instead of the document. Where it is damaged, there was more than one accident.
    left = [number for number, repair in found.items() if repair.odd]
    judged = _judged([found[number].pieces for number in left], [found[number].odd for number in left], model)
    for number, decisions in zip(left, judged, strict=True):
        if not any(decision.fixes for decision in decisions):
            found[number] = replace(found[number], is_at_rest=True)
        elif not found[number].is_sound:
            del found[number]
    return found


def _judged(documents: Sequence[Sequence[str]], odd: Sequence[Sequence[int]], model: Model) -> Iterator[list[Decision]]:
    """The judge's decisions for documents, of which it is known what is odd."""
    for begin in range(0, len(documents), _SIDE_BY_SIDE):
        part = slice(begin, begin + _SIDE_BY_SIDE)
        tasks = [_settle(pieces, places, model) for pieces, places in zip(documents[part], odd[part], strict=True)]
        yield from together(tasks, model)


def _certain_decisions(pieces: Sequence[str], repair: Certain) -> list[Decision]:
    out = []
    path, stays = repair.path, Decision(is_at_rest=repair.is_at_rest)
    for piece, after in zip(pieces, repair.pieces, strict=True):
        if piece == after:
            out.append(stays)
            continue
        start, end = changed_part(piece)
        fix = Fix(start, end, after[start : len(after) - (len(piece) - end)], path)
        # A page of several bytes shows fewer characters than there are bytes.
        saved = max(len(piece) - len(after), len(after.encode("utf-8", "surrogatepass")) - len(after))
        out.append(Decision((fix,), WELL_FORMED * saved, is_at_rest=repair.is_at_rest))
    return out


def _settle(
    pieces: Sequence[str], odd: Sequence[int], model: Model, proposed: Path | None = None
) -> Asking[list[Decision]]:
    sample = _sample(pieces, odd) if proposed is None else []
    if sample:
        settled = _Settled((yield from Document.of([pieces[number] for number in sample], model)))
        yield from settled.find_accidents()
        if not settled.accidents:
            doubts = dict(zip(sample, settled.decisions(), strict=True))
            return [doubts.get(number, NOTHING) for number in range(len(pieces))]
    settled = _Settled((yield from Document.of(pieces, model)))
    yield from settled.find_accidents(proposed)
    return settled.decisions()


def _layers_above(reading: Reading, judge: Judge) -> Reading | None:
    """The layers of UTF-8 by themselves of a chain that has a legacy accident below; None where there are no both.

    Nor where they leave words, as they do those that would become controls: they were not alone.
    """
    above = judge.reading(reading.path[:-1]) if _is_of_both(reading.path) else None
    return None if above is None or (reading.is_chosen & ~above.is_chosen).any() else above


def _is_of_both(path: Path) -> bool:
    """Whether a chain has a legacy accident under layers of UTF-8."""
    return len(path) > 1 and not is_utf8(path)


def _sample(pieces: Sequence[str], odd: Sequence[int]) -> list[int]:
    """The pieces that stand for a document: it is sound if they are. None where it takes no longer to judge it all.

    That is so of small documents, and of those that are odd for the most part, but for very large ones.
    """
    is_odd = 2 * len(odd) > sum(not piece.isascii() for piece in pieces)
    if len(pieces) < (_LARGE if is_odd else 4) * _ODD_SAMPLED:
        return []
    own = [odd[k] for k in np.linspace(0, len(odd) - 1, min(len(odd), _ODD_SAMPLED)).astype(int).tolist()]
    rest = np.linspace(0, len(pieces) - 1, _ODD_SAMPLED).astype(int).tolist()
    return sorted({*own, *rest})


class _Settled:
    """A document while its accidents are found: of every word, the chain and what it makes of it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.paths: list[Path | None] = [None] * len(document.words)
        self.results: list[str] = [word.unit.text for word in document.words]
        self.parts: dict[Unit, list[Stretch]] = {}
        self.accidents: list[Path] = []
        self.gain, self.doubt = 0.0, NO_READING
        self.share = 1.0
        self.refusals = 0
        self.open = set(range(len(document.units)))

    def find_accidents(self, proposed: Path | None = None) -> Asking[None]:
        """Find the chains that the document suffered, one after the other, and read what none of them explains.

        The first one is the chain that is `proposed`, if any, whatever the words argue for.
        """
        while self.open and len(self.accidents) < MAX_ACCIDENTS:
            if not (yield from self._next_accident(None if self.accidents else proposed)):
                break
        if self.accidents and self.open:
            yield from self._read_in_parts()

    def _next_accident(self, proposed: Path | None) -> Asking[bool]:
        """Find one more chain that the document suffered; whether there is one."""
        document = self.document
        digest = yield from document.digest(sorted(self.open), _ODD_STILL if self.accidents else 0.0)
        paths = yield from candidates(document, digest)
        if proposed is not None:
            paths = [proposed]
        if not paths:
            return False
        paths += [path[:-1] for path in paths if _is_of_both(path)]
        judge = Judge(document, self.open, list(dict.fromkeys(paths)))
        chosen, gain, share = yield from judge.choose(self.accidents)
        if not chosen:
            self.doubt = max(self.doubt, gain)
            # What is sound whatever it gains may have outvoted what is damaged beside it: the others are asked alone.
            refused = judge.refused & self.open if math.isinf(gain) and self.refusals < _REFUSALS else set()
            self.refusals += 1
            self.open -= refused
            return bool(refused)
        above = _layers_above(chosen[0], judge)
        if above is not None and not (yield from self._is_damaged_below(above)):
            chosen, gain = [above], above.gain
        self.accidents.append(chosen[0].path)
        self.gain += gain
        self.share = min(self.share, share)
        for reading in chosen:
            for place in np.flatnonzero(told_by_words(document, reading)).tolist():
                unit = int(document.unit_of[place])
                after = reading.texts[unit]
                if after is not None and self.paths[place] is None:
                    self.paths[place], self.results[place] = reading.path, after
                    self.open.discard(unit)
        for path in dict.fromkeys(reading.path for reading in chosen):
            yield from self._choose_bytes(path)
        return True

    def _is_damaged_below(self, above: Reading) -> Asking[bool]:
        """Whether what lies under UTF-8 suffered an accident of its own, judged as any other text is."""
        document = self.document
        parts: dict[int, list[Stretch]] = {}
        for k in np.flatnonzero(above.is_chosen).tolist():
            word, text = document.words[k], above.texts[int(document.unit_of[k])]
            parts.setdefault(int(document.piece_of[k]), []).append(Stretch(word.start, word.end, text or ""))
        pieces = list(document.pieces)
        for place, own in parts.items():
            number = document.asked[place]
            pieces[number] = put(pieces[number], own)
        below = _Settled((yield from Document.of(pieces, document.model)))
        yield from below.find_accidents()
        return bool(below.accidents)

    def _choose_bytes(self, path: Path) -> Asking[None]:
        """Where the page that showed the words of a chain has characters twice, take the likelier of their bytes."""
        other = other_path(path)
        if other is None:
            return
        units, unit_of = self.document.units, self.document.unit_of.tolist()
        places = [place for place, own in enumerate(self.paths) if own == path]
        texts = {units[unit_of[place]]: self.results[place] for place in places}
        likelier = yield from likelier_bytes(self.document, path, texts)
        for place in places:
            unit = units[unit_of[place]]
            if unit in likelier:
                self.paths[place], self.results[place] = other, likelier[unit]

    def _read_in_parts(self) -> Asking[None]:
        """Read what no chain explains as a whole by stretches, under the chains that the document suffered."""
        document, model = self.document, self.document.model
        asked = sorted(self.open, key=lambda unit: (len(document.units[unit].text), unit))[:_WORDS_IN_PARTS]
        units = [document.units[unit] for unit in asked if len(document.units[unit].text) <= _LONGEST_IN_PARTS]
        if not units:
            return
        languages = document.likeliest
        weights = document.pooled[languages]
        (oddness,) = yield [Ask(units, languages, USUAL)]
        odd = oddness.min(1).tolist()
        for path in self.accidents:
            found: dict[Unit, list[Stretch]] = {}
            for unit, value in zip(units, odd, strict=True):
                if value > _ODD_WORD and unit not in self.parts:
                    own = _best_stretches(unit.text, path, model)
                    if own:
                        found[unit] = own
            if not found:
                continue
            readings = [unit.reading(put(unit.text, own)) for unit, own in found.items()]
            before, after = yield [Ask(list(found), languages), Ask(readings, languages)]
            gained = lse2(weights - after) - lse2(weights - before)
            gains = dict(zip(found, gained.tolist(), strict=True))
            taken = {unit for unit, own in found.items() if gains[unit] > SWITCH_COST * len(own)}
            self.parts |= {unit: found[unit] for unit in taken}
            for place, word in enumerate(document.words):
                if word.unit in taken and self.paths[place] is None:
                    self.paths[place], self.results[place] = path, put(word.unit.text, found[word.unit])

    def decisions(self) -> list[Decision]:
        """The decision for every piece of the document."""
        document = self.document
        fixes = self._fixes()
        quoted = self._quoted(fixes)
        decided = {}
        for place, number in enumerate(document.asked):
            own = () if place in quoted else tuple(fixes[place])
            gain = self.gain / max(1, len(fixes)) if own else 0.0
            decided[document.pieces[number]] = Decision(own, gain, self.doubt, self.share)
        return [decided.get(piece, NOTHING) for piece in document.pieces]

    def _fixes(self) -> list[list[Fix]]:
        """Of every judged piece, its fixes; neighbours by the same chain are one, where it gives the same."""
        document = self.document
        out: list[list[Fix]] = [[] for _ in document.asked]
        known: dict[tuple[Unit, Path, str], list[Stretch]] = {}
        for word, piece, path, after in zip(
            document.words, document.piece_of.tolist(), self.paths, self.results, strict=True
        ):
            if path is None or after == word.unit.text:
                continue
            key = word.unit, path, after
            if key not in known:
                known[key] = self.parts.get(word.unit) or stretches(word.unit.text, path, after)
            text = document.pieces[document.asked[piece]]
            for part in known[key]:
                end = word.start + part.end
                # The first of two spaces is what became of the last byte.
                end += part.is_lossy and part.after.endswith(ENDS_IN_A0) and text.startswith("  ", end)
                out[piece].append(Fix(word.start + part.start, end, part.after, path, part.is_lossy))
        return [
            joined(fixes, text)
            for fixes, text in zip(out, (document.pieces[number] for number in document.asked), strict=True)
        ]

    def _quoted(self, fixes: Sequence[Sequence[Fix]]) -> set[int]:
        """The judged pieces that quote damage: what would be restored stands beside it, or the text speaks of it.

        A text that speaks of damage is damaged itself where some is far from what speaks of it.
        """
        damaged = [place for place, own in enumerate(fixes) if own]
        shown = {place for place in damaged if self._shows_both(place, fixes[place])}
        pieces, asked = self.document.pieces, self.document.asked
        spoken_of = {
            place
            for place in damaged
            if may_be_examples(len(damaged), pieces[max(0, asked[place] - 2) : asked[place] + 3])
        }
        return shown | spoken_of if len(shown | spoken_of) == len(damaged) else shown

    def _shows_both(self, place: int, fixes: Sequence[Fix]) -> bool:
        piece = self.document.pieces[self.document.asked[place]]
        rest = put(piece, [Stretch(fix.start, fix.end, " ") for fix in fixes])
        return shows_both(rest, [piece[fix.start : fix.end] for fix in fixes], [fix.after for fix in fixes])


def _best_stretches(text: str, path: Path, model: Model) -> list[Stretch]:
    """The stretches of a word that a chain is best undone on."""
    found = []
    for stretch in best_path(text, STEPS[path[0]], model):
        before = text[stretch.start : stretch.end]
        after = replay(before, path)
        if after is not None and after != before:
            found.append(Stretch(stretch.start, stretch.end, after))
    return found
