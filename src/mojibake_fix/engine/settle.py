"""Which chains a document suffered, and what each of its words becomes: the only judge.

A document is judged as a whole. Its oddest words say which chains may have made them; each of the likeliest chains is
then read on every word of the document, under every language that the document may be in. Three things can be true of
a document and a chain: that it was not suffered, that all of the text suffered it, or that parts of the text did. The
likeliest, accidents and languages weighed, is the answer, where it is likely enough; else the text stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.find import odd_documents
from mojibake_fix.engine.heuristics import restore
from mojibake_fix.engine.lattice import best_path
from mojibake_fix.engine.priors import (
    HEURISTIC_STEP,
    KINDRED_COST,
    LONE_LETTER,
    MARGIN,
    RIVAL_COST,
    STAY_COST,
    STEPS,
    SWITCH_COST,
    WELL_FORMED,
    WELL_FORMED_COUNTED,
    Path,
    path_cost,
    reading_cost,
    writer_of,
    written_costs,
)
from mojibake_fix.engine.propose import Ranker, is_utf8, vote, was_utf8
from mojibake_fix.engine.quotes import shows_both, speaks_of_damage
from mojibake_fix.engine.readings import Stretch, put, read_units, replay, stretches
from mojibake_fix.engine.weigh import Matrix, evidence, language_weights, lse2, reading_bits, standing_bits
from mojibake_fix.engine.words import LATER, Unit, Word, core_of, plain_rest, words_of
from mojibake_fix.plausibility.model import Model

MAX_ACCIDENTS = 3
"""Accidents that one document can have suffered."""
DIGEST_WORDS = 6
"""Words of a document, the oddest, that are searched for chains."""
DIGEST_CHARACTERS = 120
CHAINS_TRIED = 20
"""Chains that are read on the digest."""
CHAINS_READ = 6
"""Chains that are read on the whole document."""
UNFIT_COST = 6.0
"""Bits for a word that the chain of its neighbours cannot have made."""
PARTLY_COST = 5.0
"""Bits for a document of which only parts suffered a chain, and for each of its pieces the choice: one bit."""
SURE_ENOUGH = 0.8
"""The probability, among all readings, below which none is chosen."""
_LONGEST_REST = 2000
_LONGEST_HEAD = 128  # characters of a word that are searched
_LANGUAGES_KEPT = 8
_CLEARLY = 4.0  # bits of a piece that has decided for itself
_FEW_LETTERS = 2
_USUAL = 6.0  # bits of a character that are nothing odd
_QUOTING_PIECES = 6  # damaged pieces of a text that speaks of damage: more of them are no examples
_WORDS_IN_PARTS, _LONGEST_IN_PARTS = 200, 2000  # words that are laid out by stretches, and characters of one
_ODD_WORD = 6.0  # bits of oddness of a word that is laid out
_WORDS_TRIED = 300  # words beyond ASCII that a chain is tried on before it is read on all
_WORDS_HEARD = 200  # words beyond ASCII that tell the language of a text
_LITTLE_ODD = 0.25  # the part of the oddest word's oddness below which a word is not searched


@dataclass(frozen=True, slots=True)
class Fix:
    """`piece[start:end]` becomes `after` by undoing the chain of `path`."""

    start: int
    end: int
    after: str
    path: Path
    is_lossy: bool = False
    """Whether bytes were lost, so that the fix cannot be undone."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a piece: its fixes (none: it stays), and the bits gained."""

    fixes: tuple[Fix, ...] = ()
    gain: float = 0.0
    doubt: float = 0.0
    """Bits that the best reading gains beyond its cost, where that is too few for a fix."""


def apply_fixes(piece: str, fixes: Sequence[Fix]) -> str:
    """The piece with its fixes carried out."""
    out, at = [], 0
    for fix in fixes:
        out += [piece[at : fix.start], fix.after]
        at = fix.end
    return "".join([*out, piece[at:]])


def settle(documents: Sequence[Sequence[str]], model: Model) -> list[list[Decision]]:
    """The decision for every piece of every document."""
    odd = odd_documents(documents, model)
    return [
        _Document(pieces, model).decide() if is_odd else [Decision()] * len(pieces)
        for pieces, is_odd in zip(documents, odd, strict=True)
    ]


@dataclass(slots=True)
class _Reading:
    """A chain read on all words of a document."""

    path: Path
    texts: list[str | None]
    """Of each unit, what the chain makes of it; None where it does not fit."""
    gain: float = -np.inf
    """Bits that it gains over the document as it stands, the cost of the accident paid."""
    is_chosen: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """(words,): whether the reading is taken at each word."""


class _Document:
    """One document while it is judged."""

    def __init__(self, pieces: Sequence[str], model: Model) -> None:
        self.pieces = pieces
        self.model = model
        self.words: list[Word] = []
        self.piece_of: list[int] = []
        numbers: dict[Unit, int] = {}
        self.unit_of: list[int] = []
        rest: list[str] = []
        self.asked: list[int] = []
        seen: dict[str, int] = {}
        for number, piece in enumerate(pieces):
            if piece.isascii():
                if len(rest) < 50 and len(piece) > 1:
                    rest.append(plain_rest(piece, _LONGEST_REST))
                continue
        self.plain = rest
        for number, piece in enumerate(pieces):
            if piece.isascii() or piece in seen:
                continue
            seen[piece] = number
            for word in words_of(piece):
                self.words.append(word)
                self.piece_of.append(len(self.asked))
                self.unit_of.append(numbers.setdefault(word.unit, len(numbers)))
            self.asked.append(number)
        self.units = list(numbers)
        self.parts: dict[Unit, list[Stretch]] = {}
        own = evidence([plain_rest(pieces[number], _LONGEST_REST) for number in self.asked] + rest, model)
        self.weights = language_weights(own)[: len(self.asked)]
        self.pooled = np.log2(np.exp2(self.weights).mean(0)).astype(np.float32)

    def decide(self) -> list[Decision]:
        model = self.model
        everything = np.arange(self.weights.shape[1])
        columns = everything if len(self.units) <= 40 else None
        state: list[Path | None] = [None] * len(self.words)
        results: list[str] = [word.unit.text for word in self.words]
        total_gain = 0.0
        doubt = 0.0
        open_units = set(range(len(self.units)))
        accidents: list[Path] = []
        for _ in range(MAX_ACCIDENTS):
            readings = self._candidates(self._digest(sorted(open_units)))
            if not readings:
                break
            chosen, doubt_now = self._choose(readings, open_units, rivals=accidents)
            if chosen is None:
                doubt = max(doubt, doubt_now)
                break
            accidents.append(chosen.path)
            total_gain += chosen.gain
            for place in np.flatnonzero(chosen.is_chosen).tolist():
                after = chosen.texts[self.unit_of[place]]
                if after is not None and state[place] is None:
                    state[place], results[place] = chosen.path, after
            done = {self.unit_of[place] for place in np.flatnonzero(chosen.is_chosen).tolist()}
            open_units -= done
            if not open_units:
                break
        if accidents and open_units:
            self._decide_in_parts(accidents, open_units, state, results)
        return self._decisions(state, results, total_gain, doubt)

    # ------------------------------------------------------------ candidates

    def _digest(self, units: Sequence[int]) -> list[Unit]:
        """The oddest of the units, or the heads of them."""
        own = [self.units[unit].heads(_LONGEST_HEAD)[0] for unit in units]
        if not own:
            return []
        best = np.argsort(-self.pooled[:-1], kind="stable")[:_LANGUAGES_KEPT]
        spoken = evidence([" ".join(unit.text for unit in own[:_WORDS_HEARD])], self.model)[0] + self.pooled
        heard = np.argsort(-spoken[:-1], kind="stable")[:_LANGUAGES_KEPT]
        languages = np.append(np.union1d(best, heard), len(self.pooled) - 1)
        # Among all its words, not only the plain ones, a text is of the language in which it is the least odd.
        odd = standing_bits(own, languages, self.model, _USUAL)
        odd = odd[:, int((odd.sum(0) - self.pooled[languages]).argmin())]
        sizes = np.array([-len(unit.text) for unit in own])
        chosen: list[int] = []
        size = 0
        for k in np.lexsort((sizes, -odd)).tolist():
            if chosen and odd[k] < _LITTLE_ODD * odd[chosen[0]]:
                break
            size += len(own[k].text)
            chosen.append(k)
            if len(chosen) >= DIGEST_WORDS or size > DIGEST_CHARACTERS:
                break
        return [self.units[units[k]] for k in chosen]

    def _candidates(self, digest: list[Unit]) -> list[_Reading]:
        """The likeliest chains of the digest, the best first."""
        model = self.model
        ranker = Ranker.of(self.pooled, written_costs(model), model)
        heads = [head for unit in digest for head in unit.heads(_LONGEST_HEAD)]
        best = np.argsort(-self.pooled[:-1], kind="stable")[:_LANGUAGES_KEPT]
        languages = np.append(best, len(self.pooled) - 1)
        standing = -lse2(self.pooled[languages] - standing_bits(heads, languages, model))
        votes = vote(heads, standing.tolist(), ranker, model)
        ranked = sorted(votes, key=lambda path: -votes[path])[: 2 * CHAINS_TRIED]
        units = [unit.heads(_LONGEST_HEAD)[0] for unit in digest]
        readings = [_Reading(path, read_units(units, path)) for path in ranked]
        self._score_units(readings, units, np.arange(self.weights.shape[1]))
        readings.sort(key=lambda reading: -reading.gain)
        return self._fitting(readings[:CHAINS_TRIED])[:CHAINS_READ]

    def _fitting(self, readings: list[_Reading]) -> list[_Reading]:
        """The chains, those first that fit more of the words: many differ in characters that the digest lacks."""
        if len(self.units) <= DIGEST_WORDS:
            return readings
        units = self.units[:_WORDS_TRIED]
        fits = {reading.path: sum(text is not None for text in read_units(units, reading.path)) for reading in readings}
        return sorted(readings, key=lambda reading: -reading.gain - UNFIT_COST * fits[reading.path])

    def _score_units(self, readings: list[_Reading], units: list[Unit], columns: npt.NDArray[np.intp]) -> None:
        """Score chains on a few units, each as a piece of its own."""
        standing = standing_bits(units, columns, self.model)
        matrices = self._bits_of(readings, units, columns)
        weights = self.pooled[columns]
        stay = float(lse2(weights - standing.sum(0)))
        for reading, bits in zip(readings, matrices, strict=True):
            fits = np.array([text is not None for text in reading.texts])
            same = np.array([text == unit.text for text, unit in zip(reading.texts, units, strict=True)])
            bonus = self._well_formed(reading, units)
            read = np.where(same[:, None], standing, bits - bonus[:, None])
            read = np.minimum(np.where(fits[:, None], read, np.inf), standing + UNFIT_COST)
            gain = float(lse2(weights - read.sum(0))) - stay
            reading.gain = gain - self._cost(reading.path, weights, read, columns)

    def _bits_of(
        self,
        readings: list[_Reading],
        units: list[Unit],
        columns: npt.NDArray[np.intp],
        *,
        in_doubt: bool = False,
    ) -> list[Matrix]:
        """Of each chain, the bits of its readings of the units (0 where it has none), all scored in one pass.

        With `in_doubt`, they have the benefit of the doubt that the text as it stands has.
        """
        asked: dict[tuple[Unit, bool], int] = {}
        places = []
        for reading in readings:
            utf8 = is_utf8(reading.path)
            own = []
            for unit, text in zip(units, reading.texts, strict=True):
                if text is None:
                    own.append(-1)
                else:
                    own.append(asked.setdefault((unit.reading(text), utf8), len(asked)))
            places.append(own)
        table = np.zeros((len(asked) + 1, len(columns)), dtype=np.float32)
        if asked and in_doubt:
            table[:-1] = standing_bits([unit for unit, _ in asked], columns, self.model)
        elif asked:
            table[:-1] = reading_bits([unit for unit, _ in asked], [utf8 for _, utf8 in asked], columns, self.model)
        return [table[own] for own in places]

    def _well_formed(self, reading: _Reading, units: list[Unit]) -> npt.NDArray[np.float64]:
        """Bits for what UTF-8 demands of the bytes of every character, which chance does not provide."""
        if not was_utf8(reading.path):
            return np.zeros(len(units))
        return np.array(
            [
                0.0 if text is None or text == unit.text else _well_formed_bits(text)
                for text, unit in zip(reading.texts, units, strict=True)
            ]
        )

    def _cost(
        self, path: Path, weights: npt.NDArray[np.float32], bits: Matrix, columns: npt.NDArray[np.intp]
    ) -> float:
        """Bits of the accident, what was written in weighed by the languages that the readings are in."""
        if path[-1] == HEURISTIC_STEP:
            return path_cost(path)
        likely = weights - bits.sum(0)
        likely -= lse2(likely)
        costs = written_costs(self.model)[writer_of(path)][columns]
        return reading_cost(path) - float(lse2(likely - costs))

    # ------------------------------------------------------------ the judgement

    def _choose(
        self, readings: list[_Reading], open_units: set[int], rivals: Sequence[Path]
    ) -> tuple[_Reading | None, float]:
        """The reading of the whole document that is likely enough, if any, and the bits of the best one."""
        model = self.model
        full = [_Reading(reading.path, self._read(reading.path, open_units, False)) for reading in readings]
        if any(core_of(self.units[unit].text) != (0, len(self.units[unit].text)) for unit in open_units):
            full += [_Reading(reading.path, self._read(reading.path, open_units, True)) for reading in readings]
        columns = self._columns(full)
        standing = standing_bits(self.units, columns, model)
        matrices = self._bits_of(full, self.units, columns)
        lenient = self._bits_of(full, self.units, columns, in_doubt=True)
        unit_of = np.array(self.unit_of)
        piece_of = np.array(self.piece_of)
        starts = np.flatnonzero(np.r_[True, piece_of[1:] != piece_of[:-1]])
        weights = self.weights[:, columns]

        def pieces(bits: Matrix) -> npt.NDArray[np.float64]:
            return lse2(weights - np.add.reduceat(bits[unit_of], starts, axis=0))

        stay = pieces(standing)
        outcomes: dict[tuple[str | None, ...], _Reading] = {}
        for reading, bits, easy in zip(full, matrices, lenient, strict=True):
            fits = np.array(
                [text is not None and text != unit.text for text, unit in zip(reading.texts, self.units, strict=True)]
            )
            if not fits.any():
                continue
            unfit = np.array(
                [text is None and not _is_later(unit.text) for text, unit in zip(reading.texts, self.units, strict=True)]
            )
            whole = np.where(fits[:, None], bits, standing + UNFIT_COST * unfit[:, None])
            bonus = np.minimum(
                np.add.reduceat(self._well_formed(reading, self.units)[unit_of], starts), WELL_FORMED_COUNTED
            )
            touched = np.add.reduceat(fits[unit_of], starts) > 0
            all_gain = np.where(touched, pieces(whole) - stay + bonus, 0.0)
            partly = np.where(fits[:, None], np.minimum(bits, standing + SWITCH_COST), standing)
            part_gain = np.where(touched, pieces(partly) - stay + bonus, 0.0)
            cost = self._cost_of_document(reading.path, weights, whole, unit_of, starts, touched, columns)
            is_whole = all_gain.sum()
            mixed = np.log2(0.5 * np.exp2(np.clip(part_gain, -60, 60)) + 0.5) + np.maximum(part_gain - 60, 0)
            is_partly = mixed.sum() - PARTLY_COST
            single = len(starts) == 1
            if is_whole >= is_partly:
                reading.gain = float(is_whole) - cost
                reading.is_chosen = fits[unit_of]
            else:
                reading.gain = float(is_partly) - cost
                # The chain is proven now: its readings of odd words have the same benefit of the doubt.
                easily = np.where(fits[:, None], np.minimum(np.minimum(easy, bits), standing + STAY_COST), standing)
                easy_gain = np.where(touched, pieces(easily) - stay + bonus, 0.0)
                surely, never = (easy_gain > _CLEARLY).sum(), (easy_gain < -_CLEARLY).sum()
                take_piece = (easy_gain + np.log2((surely + 1) / (never + 1)) > 0) & touched
                likely = weights - np.add.reduceat(easily[unit_of], starts, axis=0)
                piece_index = np.searchsorted(starts, np.arange(len(unit_of)), side="right") - 1
                own = likely.argmax(1)[piece_index]
                own_bonus = self._well_formed(reading, self.units)[unit_of]
                own_bits = np.minimum(easy, bits)[unit_of, own] - own_bonus
                better = (own_bits < standing[unit_of, own] + STAY_COST) & fits[unit_of]
                reading.is_chosen = better & take_piece[piece_index]
            reading.gain -= self._lone_letter_cost(reading) + _rival_cost(reading.path, rivals)
            result = tuple(
                reading.texts[unit] if chosen else None
                for unit, chosen in zip(self.unit_of, reading.is_chosen.tolist(), strict=True)
            )
            if not any(text is not None for text in result):
                continue
            old = outcomes.get(result)
            if old is None or reading.gain > old.gain:
                outcomes[result] = reading
        if not outcomes:
            return None, 0.0
        ranked = sorted(outcomes.values(), key=lambda reading: -reading.gain)
        best = ranked[0]
        gains = np.array([MARGIN] + [reading.gain for reading in ranked])
        shares = np.exp2(gains - lse2(gains))
        sure = sum(
            float(share) * self._likeness(best, reading) for share, reading in zip(shares[1:], ranked, strict=True)
        )
        if best.gain > MARGIN and sure > SURE_ENOUGH:
            return best, best.gain
        return None, best.gain

    def _lone_letter_cost(self, reading: _Reading) -> float:
        """Bits that a reading costs which only puts one or two letters in the place of others, wherever they stand.

        A language of which the model knows little, or a word from another one, asks for the same exchange.
        """
        if is_utf8(reading.path):
            return 0.0
        exchanged: set[tuple[str, str]] = set()
        for place in np.flatnonzero(reading.is_chosen).tolist():
            unit = self.unit_of[place]
            before, after = self.units[unit].text, reading.texts[unit] or ""
            if len(before) != len(after):
                return 0.0
            exchanged |= {(old, new) for old, new in zip(before, after, strict=True) if old != new}
            if len(exchanged) > _FEW_LETTERS:
                return 0.0
        if not exchanged or not all(old.isalpha() and new.isalpha() for old, new in exchanged):
            return 0.0
        return LONE_LETTER / len(exchanged)

    def _likeness(self, one: _Reading, other: _Reading) -> float:
        """The part of the changed characters that two readings agree on."""
        if one is other:
            return 1.0
        same = total = 0
        for place in np.flatnonzero(one.is_chosen | other.is_chosen).tolist():
            unit = self.unit_of[place]
            size = len(self.units[unit].text)
            total += size
            mine = one.texts[unit] if one.is_chosen[place] else None
            if mine == (other.texts[unit] if other.is_chosen[place] else None):
                same += size
        return same / max(1, total)

    def _columns(self, readings: list[_Reading]) -> npt.NDArray[np.intp]:
        """The languages that the document, or a reading of it, may be in; the unknown one last."""
        unknown = self.weights.shape[1] - 1
        if len(self.units) <= 40:
            return np.arange(unknown + 1)
        chosen = set(np.argsort(-self.pooled[:-1], kind="stable")[:_LANGUAGES_KEPT].tolist())
        for reading in readings:
            texts = [text for text in reading.texts if text is not None][:60]
            if texts:
                total = evidence([" ".join(texts)], self.model)[0] + self.pooled
                chosen |= set(np.argsort(-total[:-1], kind="stable")[:4].tolist())
        return np.array([*sorted(chosen), unknown])

    def _cost_of_document(
        self,
        path: Path,
        weights: Matrix,
        bits: Matrix,
        unit_of: npt.NDArray[np.intp],
        starts: npt.NDArray[np.intp],
        touched: npt.NDArray[np.bool_],
        columns: npt.NDArray[np.intp],
    ) -> float:
        if path[-1] == HEURISTIC_STEP:
            return path_cost(path)
        likely = (weights - np.add.reduceat(bits[unit_of], starts, axis=0))[touched]
        likely = np.exp2(likely - lse2(likely)[:, None]).mean(0)
        costs = written_costs(self.model)[writer_of(path)][columns]
        return reading_cost(path) - float(np.log2((likely * np.exp2(-costs)).sum()))

    def _read(self, path: Path, open_units: set[int], cores: bool) -> list[str | None]:
        texts: list[str | None] = [None] * len(self.units)
        asked = sorted(open_units)
        for unit, text in zip(asked, read_units([self.units[unit] for unit in asked], path, cores=cores), strict=True):
            texts[unit] = text
        return texts

    def _decide_in_parts(
        self, accidents: list[Path], open_units: set[int], state: list[Path | None], results: list[str]
    ) -> None:
        """Read what no chain explains as a whole by stretches, under the chains that the document suffered."""
        asked = sorted(open_units, key=lambda unit: (len(self.units[unit].text), unit))[:_WORDS_IN_PARTS]
        units = [self.units[unit] for unit in asked if len(self.units[unit].text) <= _LONGEST_IN_PARTS]
        columns = self._columns([])
        odd = standing_bits(units, columns, self.model, _USUAL).min(1) if units else np.zeros(0)
        for path in accidents:
            found = {
                unit: parts
                for unit, value in zip(units, odd.tolist(), strict=True)
                if value > _ODD_WORD and unit not in self.parts and (parts := _stretches(unit.text, path, self.model))
            }
            if not found:
                continue
            before = -lse2(self.pooled[columns] - standing_bits(list(found), columns, self.model))
            readings = [unit.reading(put(unit.text, parts)) for unit, parts in found.items()]
            after = -lse2(self.pooled[columns] - standing_bits(readings, columns, self.model))
            for (unit, parts), gain in zip(found.items(), (before - after).tolist(), strict=True):
                if gain > SWITCH_COST * len(parts):
                    self.parts[unit] = parts
                    for place, own in enumerate(self.unit_of):
                        if self.units[own] == unit and state[place] is None:
                            state[place], results[place] = path, put(unit.text, parts)

    # ------------------------------------------------------------ the answer

    def _decisions(
        self, state: list[Path | None], results: list[str], gain: float, doubt: float
    ) -> list[Decision]:
        fixes: dict[int, list[Fix]] = defaultdict(list)
        for word, piece, path, after in zip(self.words, self.piece_of, state, results, strict=True):
            if path is None:
                continue
            own = fixes[piece]
            text = self.pieces[self.asked[piece]]
            joins = own and own[-1].path == path and not own[-1].is_lossy
            if joins and text[own[-1].end : word.start].isascii():
                last = own[-1]
                joined = last.after + text[last.end : word.start] + after
                if replay(text[last.start : word.end], path) == joined:
                    own[-1] = Fix(last.start, word.end, joined, path)
                    continue
            for part in self.parts.get(word.unit) or stretches(word.unit.text, path, after):
                start, end = word.start + part.start, word.start + part.end
                own.append(Fix(start, end, part.after, path, part.is_lossy))
        self._leave_quotes(fixes)
        decided = {}
        share = gain / max(1, len(fixes))
        for place, number in enumerate(self.asked):
            own = tuple(fixes.get(place, ()))
            decided[self.pieces[number]] = Decision(own, share if own else 0.0, doubt)
        return [decided.get(piece, Decision()) for piece in self.pieces]

    def _leave_quotes(self, fixes: dict[int, list[Fix]]) -> None:
        """Take back the fixes of pieces that quote damage: what they would restore stands beside it, or they say so."""
        speaking = len(fixes) <= _QUOTING_PIECES
        for place in list(fixes):
            number = self.asked[place]
            around = self.pieces[max(0, number - 2) : number + 3]
            rest = apply_fixes(self.pieces[number], [Fix(fix.start, fix.end, " ", fix.path) for fix in fixes[place]])
            if shows_both(rest, [fix.after for fix in fixes[place]]) or (speaking and speaks_of_damage(around)):
                del fixes[place]


def _rival_cost(path: Path, rivals: Sequence[Path]) -> float:
    """Bits that a chain costs in a document that suffered others already."""
    if not rivals:
        return 0.0
    return KINDRED_COST if any(set(path) <= set(rival) for rival in rivals) else RIVAL_COST


def _well_formed_bits(text: str) -> float:
    """Bits for the bytes of a word that UTF-8 demands to be as they are."""
    if len(text) > _LONGEST_HEAD:
        return WELL_FORMED_COUNTED
    return min(WELL_FORMED_COUNTED, WELL_FORMED * (len(text.encode("utf-8", "surrogatepass")) - len(text)))


def _is_later(text: str) -> bool:
    """Whether a word is nothing but what is often put around a text later."""
    return not text.strip(LATER)


def _stretches(text: str, path: Path, model: Model) -> list[Stretch]:
    """The stretches of a word that a chain is best undone on."""
    found = []
    for stretch in best_path(text, STEPS[path[0]], model):
        before = text[stretch.start : stretch.end]
        after = replay(before, path)
        if after is not None and after != before:
            found.append(Stretch(stretch.start, stretch.end, after))
    return found
