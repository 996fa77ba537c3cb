"""The judgement of a document: which chain it suffered, if any, and where.

Three things can be true of a document and a chain: that it was not suffered, that all of the text suffered it, or that
parts of the text did. Each is as likely as the words are, under all languages together, that it leaves; the likeliest
is the answer where it is likely enough among all, else the text stays as it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.asks import Asking
from mojibake_fix.engine.chains import OF_CONTROLS, Mask, Reading, Readings, costs_of, distinct_ones
from mojibake_fix.engine.dashes import dash_bits
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.exchanges import gives_unheard, is_alone, plain_cost, unharmed_cost
from mojibake_fix.engine.measures import measure_bits
from mojibake_fix.engine.native import Native
from mojibake_fix.engine.pairs import restored_pairs
from mojibake_fix.engine.plain import ends_clause
from mojibake_fix.engine.prices import price_bits
from mojibake_fix.engine.priors import (
    LATER_COST,
    MARGIN,
    PARTLY_COST,
    PLAIN_MARGIN,
    STAY_COST,
    SWITCH_COST,
    UNFIT_COST,
    WELL_FORMED_COUNTED,
    WORD_MARGIN,
    Path,
)
from mojibake_fix.engine.propose import is_utf8, was_utf8
from mojibake_fix.engine.readings import is_more_below, restores
from mojibake_fix.engine.rivals import begins_with, fullest, rival_cost, siblings
from mojibake_fix.engine.spoken import Matrix, lse2
from mojibake_fix.engine.strange import is_strange, own_parts
from mojibake_fix.engine.vouched import MOST_KNOWN, Claim, are_near, has_letters, near_ones, vouched
from mojibake_fix.engine.weigh import Ask
from mojibake_fix.engine.words import LATER, core_of
from mojibake_fix.plausibility import load_lexicon, load_vocabularies

SURE_ENOUGH, SURE_ALONE = 0.5, 0.8
"""The probability below which no reading is chosen; and the same of a text that is one word, or sound in part."""
_SURE_AMONG, _LIKELIER = 0.8, 0.55
"""The same among all readings, if the text was damaged at all; and where it was for certain."""
_DAMAGED = 0.95  # how likely all readings together are of a text that was damaged for certain
_CLEARLY, _CLEARLY_NOT = 4.0, 12.0  # bits gained by a piece that suffered a chain, and lost by one that did not
_DIVIDED = 0.1  # how much of a piece of each kind is there before any is seen: few documents are damaged in part
_LATER_WITHIN = re.compile(rf"[^\W\d_][{LATER}][^\W\d_]")
_PAIR_BITS, _PAIRS_COUNTED, _WORDS_PAIRED = 8.0, 2, 200  # quotation marks of which one belongs to the other
_NATIVE, _SPARED = 1.0, 3.0  # bits from which on a language asks for the reading's words; of its plain cost it spares
_PROSE = 12.0  # bits, but for what is plain, from which on a known word that ends a sentence is no name
_UNFIT_ONE_IN = 4  # words of which one that a chain cannot have made is enough to doubt its language's
_WORDS_ASKED = 40  # words of a text that are asked for
_CELLS = 1_000_000  # bits that are held at once: of words under languages, by each of several chains
_MOST = 60.0  # bits beyond which a power of two says no more

Outcome = tuple[str | None, ...]
Places = npt.NDArray[np.intp]


class Judge:
    """The words of a document as they stand, against which chains are weighed."""

    def __init__(self, document: Document, open_units: set[int], paths: Sequence[Path]) -> None:
        self.document = document
        self.readings = self._read(paths, open_units)
        self.strange: list[Reading] = []  # of legacy pages, which give what does not look like text
        self.refused: set[int] = set()
        """The units of readings that are out of the question, whatever they gain."""
        self.columns = document.columns
        self.weights = document.weights[:, self.columns]
        self.is_later = np.array([not unit.text.strip(LATER) for unit in document.units], dtype=bool)
        """Of every unit, whether it is nothing but what was put there later."""
        self.is_of_letters = np.array([has_letters(unit.text) for unit in document.units], dtype=bool)
        """Of every unit, whether letters beyond ASCII are in it."""
        self.is_alone = is_alone(document)
        count = np.bincount(document.unit_of)
        self.worth = ((1 + np.log2(np.maximum(count, 1))) / np.maximum(count, 1)).astype(np.float32)
        """Of every unit, what each time that it stands counts for: the same word again is hardly further evidence."""

    def choose(self, rivals: Sequence[Path]) -> Asking[tuple[list[Reading], float, float]]:
        """The reading that is likely enough, if any, and its siblings; the bits of the best one, and how likely that is
        to be right.

        `rivals` are the chains that the document is known to have suffered.
        """
        columns, self.rivals = self.columns, rivals
        distinct = distinct_ones(self.readings)
        asked = Readings(distinct, self.document.units)
        self.standing, strict_table, lenient_table = yield [
            Ask(self.document.units, columns, prose=self.document.prose),
            asked.ask(columns),
            asked.ask(columns, in_doubt=True),
        ]
        self.stay = self._pieces(self.standing)
        strict, lenient = asked.bits(strict_table), asked.bits(lenient_table)
        self._charge_later(distinct)
        self._weigh(distinct, strict, lenient)
        yield from self._leave_strange()
        outcomes: dict[Outcome, tuple[Reading, float]] = {}
        for reading, cost, bits, outcome in self._costed(distinct):
            margin = WORD_MARGIN if self.is_alone else PLAIN_MARGIN if cost > 0 else 0.0
            reading.gain += bits - cost - margin - rival_cost(reading, rivals, self.document.units)
            if any(text is not None for text in outcome) and (
                outcome not in outcomes or reading.gain > outcomes[outcome][0].gain
            ):
                outcomes[outcome] = reading, cost
        self._vouch(list(outcomes.values()))
        readings = [reading for reading, _ in outcomes.values()]
        best, gain, share = self._best(readings)
        if best is None:
            return [], gain, share
        best = fullest(best, readings)
        left = best.is_unfit & ~self._is_more_below(best)  # there is another accident below what shows controls
        return [best, *siblings(best, readings, left, self.document.unit_of)], gain, share

    def reading(self, path: Path) -> Reading | None:
        """What a chain that was read gains, the likelier of its readings; None where it changes nothing."""
        own = [reading for reading in self.readings if reading.path == path and reading.changed]
        return max(own, key=lambda reading: reading.gain, default=None)

    def _costed(self, distinct: Sequence[Reading]) -> Iterator[tuple[Reading, float, float, Outcome]]:
        """Every reading that takes words, what these cost for being plain, the bits they add, what becomes of all."""
        changing = [reading.taken(self.document.unit_of) for reading in distinct if reading.changed]
        of = {
            id(reading.texts): (
                self._plain_cost(reading),
                self._bits_of_signs(reading) - unharmed_cost(reading, self.document),
                self._outcome(reading),
            )
            for reading in changing
            if reading.changed
        }
        self.refused.update(*(own.changed for own in changing if own.changed and math.isinf(of[id(own.texts)][0])))
        for reading in self.readings:  # those that are alike cost the same, but for a word alone
            if id(reading.texts) in of:
                cost, bits, outcome = of[id(reading.texts)]
                own = self._plain_cost(reading.taken(self.document.unit_of)) if self.is_alone else cost
                yield reading, own, bits, outcome

    def _plain_cost(self, reading: Reading) -> float:
        is_kin = any(begins_with(reading.path, rival) for rival in self.rivals)
        return plain_cost(reading, self.document, is_alone=self.is_alone, is_kin=is_kin)

    def _vouch(self, costed: Sequence[tuple[Reading, float]]) -> None:
        """Let known words speak for the readings that give them, and for themselves."""
        units = self.document.units
        claims = []
        for reading, cost in costed:
            changes = {unit: (units[unit].text, reading.texts[unit] or "") for unit in self._chosen_units(reading)}
            claims.append(Claim(reading.gain, cost, changes))
        native = self._native_bits([reading for reading, _ in costed], claims)
        known = vouched(claims, load_lexicon())
        for (reading, cost), claim, own, others in zip(costed, claims, native, known, strict=True):
            bits = others + own + (min(cost, _SPARED) if own > _NATIVE else 0.0)
            # There are millions of names: of a word alone, that another one of its script exists is no proof.
            is_name = self.is_alone and all(are_near(*change) for change in claim.changes.values())
            is_name &= reading.gain + cost < _PROSE or not all(ends_clause(old) for old, _ in claim.changes.values())
            reading.gain += min(bits, 0.0) if is_name or self._is_unfit(reading) else bits

    def _native_bits(self, readings: Sequence[Reading], claims: Sequence[Claim]) -> list[float]:
        """What the words of the text's own language say of the readings that could win by it."""
        out = [0.0] * len(claims)
        near = near_ones(claims)
        native = Native(self.document, self.standing, load_vocabularies())
        bits = native.bits([readings[k] for k in near], [claims[k] for k in near])
        for k, own in zip(near, bits, strict=True):
            out[k] = min(own, 0.0) if self._is_unfit(readings[k]) else own
        return out

    def _is_unfit(self, reading: Reading) -> bool:
        """Whether a chain cannot have made other words: these are sound, or there is more to it than this accident."""
        unfit = reading.is_unfit & self.is_of_letters
        if int(unfit.sum()) * _UNFIT_ONE_IN <= len(reading.changed):
            return False
        return int((unfit & ~self._is_more_below(reading)).sum()) * _UNFIT_ONE_IN > len(reading.changed)

    def _is_more_below(self, reading: Reading) -> Mask:
        """Whether each unit is UTF-8 of controls under a chain: there is a further accident below this one."""
        units = self.document.units
        is_more = np.zeros(len(units), dtype=bool)
        if is_utf8(reading.path):
            for k in np.flatnonzero(reading.is_unfit)[:_WORDS_ASKED].tolist():
                is_more[k] = is_more_below(units[k].text, reading.path)
        return is_more

    def _best(self, readings: list[Reading]) -> tuple[Reading | None, float, float]:
        if not readings:
            return None, -math.inf, 0.0
        ranked = sorted(readings, key=lambda reading: -reading.gain)
        best = ranked[0]
        needs_more = self.is_alone or self._is_unfit(best)
        gains = np.array([MARGIN, *(reading.gain for reading in ranked)])
        shares = np.exp2(gains - lse2(gains))[1:].tolist()
        # Rivals that agree on nearly all words are no reason to leave them.
        sure = sum(share * self._likeness(best, reading) for share, reading in zip(shares, ranked, strict=True))
        is_told = sum(shares) > _DAMAGED and not gives_unheard(best, self.document)
        among = (_LIKELIER if is_told else _SURE_AMONG) * sum(shares)
        is_convincing = sure > (SURE_ALONE if needs_more else SURE_ENOUGH) and sure > among
        return (best if is_convincing else None), best.gain, shares[0]

    def _read(self, paths: Sequence[Path], open_units: set[int]) -> list[Reading]:
        """The chains read on all open units: as they are, and without what was put around them later."""
        units = self.document.units
        asked = sorted(open_units)
        self.has_cores = any(core_of(units[unit].text) != (0, len(units[unit].text)) for unit in asked)
        return [
            reading
            for cores in ((False, True) if self.has_cores else (False,))
            for reading in Reading.of_all(paths, units, asked, cores=cores)
        ]

    def _charge_later(self, distinct: Sequence[Reading]) -> None:
        """Make it cost to set aside what the chain explains: a no-break space is what a byte of the damage shows.

        The more so where the chain needs it within words, where nobody puts one.
        """
        half = len(distinct) // 2 if self.has_cores else 0
        needed = np.array([_LATER_WITHIN.search(unit.text) is not None for unit in self.document.units], dtype=bool)
        for k in range(half):
            whole, core = distinct[k], distinct[half + k]
            differs = np.array([a != b for a, b in zip(whole.texts, core.texts, strict=True)], dtype=bool)
            explained = differs & ~whole.is_unfit
            core.is_unfit |= explained & ~core.changes  # nothing but its no-break space was damaged
            core.kept_cost = np.float32(LATER_COST) * (explained & core.changes)
            if (needed & whole.changes).any():
                core.kept_cost += np.float32(STAY_COST) * explained

    def _pieces(self, bits: Matrix) -> npt.NDArray[np.floating]:
        """How likely each piece is with these bits of its words, in all languages together: a binary logarithm."""
        return lse2(self.weights - self._sums(bits))

    def _sums(self, bits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The bits of the words of each piece together; shape (..., units, languages)."""
        return np.add.reduceat(bits.take(self.document.unit_of, axis=-2), self.document.starts, axis=-2)

    def _weigh(
        self, distinct: Sequence[Reading], strict: npt.NDArray[np.float32], lenient: npt.NDArray[np.float32]
    ) -> None:
        """Tell what each chain gains, and take its words; of readings that are alike one is weighed for all."""
        changing = [k for k, reading in enumerate(distinct) if reading.changed]
        size = max(1, _CELLS // self.standing.size)
        for begin in range(0, len(changing), size):
            part = changing[begin : begin + size]
            self._weigh_part([distinct[k] for k in part], strict[part], lenient[part])

    def _weigh_part(
        self, own: Sequence[Reading], bits: npt.NDArray[np.float32], lenient: npt.NDArray[np.float32]
    ) -> None:
        """Tell whether all of the text or a part of it suffered each chain."""
        easy = np.minimum(bits, lenient)
        changes, is_unfit, word_bonus, kept = (
            np.stack([getattr(reading, name) for reading in own])[:, :, None]
            for name in ("changes", "is_unfit", "bonus", "kept_cost")
        )
        standing = self.standing + (is_unfit & ~self.is_later[:, None]) * np.float32(UNFIT_COST)
        bonus = np.minimum(self._sums(word_bonus)[:, :, 0], WELL_FORMED_COUNTED)
        counted = changes.astype(np.float32)
        many = self._sums(counted)[:, :, 0]
        touched = many > 0
        worth = self._sums(counted * self.worth[:, None])[:, :, 0] / np.maximum(many, 1)

        def all_of_it(pieces: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
            return (np.where(touched, pieces - self.stay + bonus, 0.0) * worth).sum(1).astype(np.float64)

        def parts(bits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
            mixed = np.where(changes, np.minimum(bits, self.standing + SWITCH_COST), self.standing) + kept
            gains = np.where(touched, self._pieces(mixed) - self.stay + bonus, 0.0)
            return (_either(gains) * worth).sum(1).astype(np.float64) - PARTLY_COST

        likely = self.weights - self._sums(np.where(changes, bits, standing) + kept)
        gains = np.maximum(all_of_it(lse2(likely)), parts(bits)).tolist()
        # Where to undo a chain is asked once it is proven: its readings have the benefit of the doubt, too.
        easily = all_of_it(self._pieces(np.where(changes, easy, standing) + kept))
        is_whole = easily >= parts(easy)
        rows = [pieces[is_touched] for pieces, is_touched in zip(likely, touched, strict=True)]
        spoken = [np.log2(np.exp2(row - lse2(row)[:, None]).mean(0) + 2.0**-_MOST) for row in rows]
        alike = {id(reading.texts): k for k, reading in enumerate(own)}
        every = [reading for reading in self.readings if id(reading.texts) in alike]
        of = [alike[id(reading.texts)] for reading in every]
        costs = costs_of(
            [reading.path for reading in every], np.stack([spoken[k] for k in of]), self.columns, self.document.model
        ).tolist()
        for k, reading in enumerate(own):
            words = reading.changes[self.document.unit_of]
            reading.is_chosen = words if is_whole[k] else words & self._suffered(reading, easy[k], touched[k], bonus[k])
            if not self._restores(reading):
                gains[k] = -math.inf
            elif not (was_utf8(reading.path) or reading.path == OF_CONTROLS):
                chosen = self._chosen_units(reading)
                if is_strange([reading.texts[unit] or "" for unit in chosen], bits[k, chosen]):
                    self.strange.append(reading)
        for reading, k, cost in zip(every, of, costs, strict=True):
            reading.gain, reading.is_chosen = gains[k] - cost, own[k].is_chosen
            reading.easy_gain = float(easily[k]) - cost

    def _leave_strange(self) -> Asking[None]:
        """Give up the readings that give no text: what programs have around a word is theirs."""
        if not self.strange:
            return
        gains = {id(own.texts): own.gain for own in sorted(self.readings, key=lambda own: own.gain) if own.changed}
        asked = [reading for reading in self.strange if gains[id(reading.texts)] > -MOST_KNOWN]
        units = self.document.units
        parts = [
            own_parts([units[k].reading(reading.texts[k] or "") for k in self._chosen_units(reading)])
            for reading in asked
        ]
        answers = (yield [Ask(own, self.columns, are_proven=[False] * len(own)) for own in parts]) if parts else []
        saved = {
            id(reading.texts)
            for reading, own, bits in zip(asked, parts, answers, strict=True)
            if not is_strange([unit.text for unit in own], bits)
        }
        left = {id(reading.texts) for reading in self.strange} - saved
        for reading in self.readings:
            if id(reading.texts) in left:
                reading.gain = -math.inf

    def _chosen_units(self, reading: Reading) -> list[int]:
        return reading.chosen_units(self.document.unit_of)

    def _bits_of_signs(self, reading: Reading) -> float:
        """Bits for signs that a reading gives where they belong."""
        of_each = (price_bits, dash_bits, measure_bits)
        return self._pair_bits(reading) + sum(bits(reading, self.document) for bits in of_each)

    def _pair_bits(self, reading: Reading) -> float:
        """Bits for quotation marks of which one tells the other: the model looks at each by itself."""
        document = self.document
        units = document.unit_of[reading.is_chosen][:_WORDS_PAIRED].tolist()
        changes = [(document.units[unit].text, reading.texts[unit] or "") for unit in units]
        return _PAIR_BITS * min(restored_pairs(changes), _PAIRS_COUNTED)

    def _restores(self, reading: Reading) -> bool:
        before = "".join([self.document.units[k].text for k in reading.changed])
        return restores(before, " ".join([reading.texts[k] or "" for k in reading.changed]), reading.path)

    def _suffered(self, reading: Reading, easy: Matrix, touched: Mask, bonus: npt.NDArray[np.float32]) -> Mask:
        """Of every word, whether it suffered the chain, where only parts of the text did.

        The chain is proven now: its readings of odd words have the same benefit of the doubt as what stands there.
        """
        document = self.document
        mixed = np.where(reading.changes[:, None], np.minimum(easy, self.standing + STAY_COST), self.standing)
        gains = np.where(touched, self._pieces(mixed) - self.stay + bonus, 0.0)
        surely, never = (gains > _CLEARLY).sum(), gains < -_CLEARLY_NOT
        others = never.sum() - never  # no piece speaks for itself twice
        takes = (gains + np.log2((surely + _DIVIDED) / (others + _DIVIDED)) > 0) & touched
        weights = self.weights[document.piece_of]  # a word may be of another language than its piece: a name, a quote
        read = -lse2(weights - (easy - reading.bonus[:, None])[document.unit_of])
        stands = -lse2(weights - self.standing[document.unit_of])
        is_asked = takes[document.piece_of] & reading.changes[document.unit_of]
        # The more words of these pieces suffered it, the less likely any did not.
        suffered, spared = (is_asked & (read < stands)).sum(), (is_asked & (read > stands + STAY_COST)).sum()
        stay_cost = STAY_COST + max(0.0, math.log2((suffered + 1) / (spared + 1)))
        return is_asked & (read < stands + stay_cost)

    def _outcome(self, reading: Reading) -> Outcome:
        return tuple(
            reading.texts[unit] if chosen else None
            for unit, chosen in zip(self.document.unit_of.tolist(), reading.is_chosen.tolist(), strict=True)
        )

    def _likeness(self, one: Reading, other: Reading) -> float:
        """The part of the changed characters that two readings agree on."""
        if one is other or begins_with(one.path, other.path) or begins_with(other.path, one.path):
            return 1.0  # what lies under UTF-8 is judged by itself
        same = total = 0
        for place in np.flatnonzero(one.is_chosen | other.is_chosen).tolist():
            unit = int(self.document.unit_of[place])
            size = len(self.document.units[unit].text)
            total += size
            mine = one.texts[unit] if one.is_chosen[place] else None
            if mine == (other.texts[unit] if other.is_chosen[place] else None):
                same += size
        return same / max(1, total)


def _either(gains: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Bits of pieces of which each suffered a chain or did not: how many did is each one's prior. A row a chain."""
    surely = (gains > _CLEARLY).sum(1, keepdims=True)
    never = (gains < -_CLEARLY_NOT).sum(1, keepdims=True)
    suffered = (surely + _DIVIDED) / (surely + never + 2 * _DIVIDED)
    odds = suffered * np.exp2(np.clip(gains, -_MOST, _MOST)) + 1 - suffered
    return np.log2(odds) + np.maximum(gains - _MOST, 0)
