"""Texts in, repairs out: cut, settle, look for escapes and losses, write the plan, verify. The engine's front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mojibake_fix.engine.altered import altered_words, is_alteration
from mojibake_fix.engine.apostrophes import dropped_apostrophes
from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.escapes import find_escaped, hides_escapes, is_plain
from mojibake_fix.engine.fixes import apply_fixes
from mojibake_fix.engine.guesses import fill_gaps
from mojibake_fix.engine.heuristics import HEURISTIC
from mojibake_fix.engine.losses import find_losses
from mojibake_fix.engine.lossy import LOSSY
from mojibake_fix.engine.overlaps import join_spans
from mojibake_fix.engine.pieces import LONGEST, cut
from mojibake_fix.engine.plans import TONES_APART, redo_chain, undo_chain, with_tones
from mojibake_fix.engine.prices import euro_prices
from mojibake_fix.engine.priors import MARGIN, STEPS, Path, chain_of_path, step_between
from mojibake_fix.engine.settle import NO_READING, NOTHING, Decision, settle, settle_below
from mojibake_fix.engine.sureness import leaves_letters, share_of_gain, sureness_of_repair, sureness_of_staying
from mojibake_fix.engine.vouched import has_letters
from mojibake_fix.engine.wide import ascii_read_as_utf16_in
from mojibake_fix.plausibility import load_model, model_expecting
from mojibake_fix.types import Chain, Edit, Plan, Repair, Span, Step
from mojibake_fix.verdicts import Verdict

_USUAL_CHAINS = 3  # chains of a document that are tried in place of the rarer ones
_BATCH = 500_000  # characters that are settled at once


def repair_texts(
    texts: Sequence[str], *, guess_losses: bool = False, languages: tuple[str, ...] = ()
) -> Iterator[Repair]:
    """The repair of each text, in order. Texts are independent documents; they are only scored together.

    `languages` are those that texts are said to be in, by the model's names.
    """
    repairs = _repair_batches(texts, languages)
    return (fill_gaps(repair, model_expecting(languages)) for repair in repairs) if guess_losses else repairs


def _repair_batches(texts: Sequence[str], languages: tuple[str, ...]) -> Iterator[Repair]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += 0 if text.isascii() else len(text)
        if size >= _BATCH:
            yield from _repair_batch(batch, languages)
            batch, size = [], 0
    yield from _repair_batch(batch, languages)


def _repair_batch(texts: list[str], languages: tuple[str, ...]) -> Iterator[Repair]:
    asked = [text for text in texts if not text.isascii()]
    pieces = [cut(text) for text in asked]
    settled = settle(pieces, model_expecting(languages)) if asked else []
    wide = _wide_spans(asked, settled)
    own = iter(zip(pieces, settled, wide, strict=True))
    repairs = []
    decided: dict[int, _Decided] = {}
    for text in texts:
        if text.isascii():
            repairs.append(_sound(text) if is_plain(text) else _repair_escaped(text))
        else:
            cuts, decisions, runs = next(own)
            repairs.append(_assemble(text, cuts, decisions, runs))
            decided[id(repairs[-1])] = _Decided(cuts, decisions)
    yield from _unless_restless(repairs, decided, languages)


class _Decided(NamedTuple):
    """What was decided of a text."""

    pieces: list[str]
    decisions: list[Decision]

    @property
    def paths(self) -> set[Path]:
        """The chains that it suffered; of those that others begin with and go on from, these alone."""
        found = {fix.path for decision in self.decisions for fix in decision.fixes}
        return {path for path in found if not any(path[:size] in found for size in range(1, len(path)))}


def _is_at_rest(repair: Repair, pieces: list[str], decisions: list[Decision]) -> bool:
    """Whether what is decided of a text was found to come to rest, and nothing else was done to it."""
    if not all(decision.is_at_rest for decision in decisions):
        return False
    decided = [apply_fixes(piece, own.fixes) for piece, own in zip(pieces, decisions, strict=True)]
    # Where no line was cut, what comes of the pieces is cut in the same places.
    return repair.text == "".join(decided) and all(len(piece) <= LONGEST // 2 for piece in pieces)


def _unless_restless(
    repairs: list[Repair], decided: Mapping[int, _Decided], languages: tuple[str, ...]
) -> Iterator[Repair]:
    """The repairs, but for those whose result would be changed again: these are replaced, or withdrawn.

    A repair that does not come to rest explains too little, and one call must give what two would. It is replaced where
    one chain, what was undone and then what would be, explains all. `decided` tells by their identities what was.
    """
    at_rest = {key for repair in repairs if (key := id(repair)) in decided and _is_at_rest(repair, *decided[key])}
    left = _left_in(repairs, languages, at_rest)
    asked = [repair for repair in repairs if id(repair) in left and id(repair) in decided]
    instead = _with_both(asked, [(decided[id(repair)], left[id(repair)]) for repair in asked], languages)
    for repair in repairs:
        if id(repair) in left:
            withdrawn = Repair(repair.original, repair.original, Verdict.SUSPECT, probability=0.5)
            yield instead.get(id(repair)) or withdrawn
        else:
            yield repair


def _left_in(
    repairs: Sequence[Repair], languages: tuple[str, ...], at_rest: Container[int] = ()
) -> dict[int, _Decided]:
    """What would be changed again in the results of repairs, by their identities.

    Of those that are `at_rest` it is known that nothing would.
    """
    changed = [
        repair for repair in repairs if repair.changed and id(repair) not in at_rest and not repair.text.isascii()
    ]
    pieces = [cut(repair.text) for repair in changed]
    again = settle(pieces, model_expecting(languages)) if changed else []
    left = {
        id(repair): _Decided(cuts, decisions)
        for repair, cuts, decisions in zip(changed, pieces, again, strict=True)
        if any(decision.fixes for decision in decisions)
    }
    for repair in repairs:
        if repair.changed and next(find_escaped(repair.text), None):
            left[id(repair)] = _Decided([], [])
    return left


def _with_both(
    repairs: Sequence[Repair], found: Sequence[tuple[_Decided, _Decided]], languages: tuple[str, ...]
) -> dict[int, Repair]:
    """The repairs of texts by one chain, what was found first and then what it left, where these come to rest."""
    asked = [k for k, (first, below) in enumerate(found) if len(first.paths) == len(below.paths) == 1]
    if not asked:
        return {}
    pieces = [found[k][0].pieces for k in asked]
    paths = [_as_one(first, below) for k in asked for first in found[k][0].paths for below in found[k][1].paths]
    deeper = [
        _assemble(repairs[k].original, cuts, decisions, [])
        for k, cuts, decisions in zip(
            asked, pieces, settle_below(pieces, paths, model_expecting(languages)), strict=True
        )
    ]
    restless = _left_in(deeper, languages)
    return {
        id(repairs[k]): repair
        for k, repair in zip(asked, deeper, strict=True)
        if repair.changed and id(repair) not in restless
    }


def _as_one(first: Path, below: Path) -> Path:
    """Two chains that were undone one after the other, as one.

    A page that was taken for another one, and that for a third, was taken for the third.
    """
    outer, inner = STEPS[first[-1]], STEPS[below[0]]
    is_one = outer.written == inner.read and inner.written != "utf-8"
    step = step_between(inner.written, outer.read) if is_one else None
    return (*first, *below) if step is None else (*first[:-1], step, *below[1:])


def _sound(text: str) -> Repair:
    return Repair(text, text, Verdict.SOUND)


def _repair_escaped(text: str) -> Repair:
    """The repair of a text whose only damage can be hidden in escapes."""
    spans = _escaped_spans(text)
    if not spans:
        return _sound(text)
    return _finish(text, spans, gain=sum(span.gain for span in spans))


_ESCAPED_GAIN = 20.0  # bits: escaped UTF-8 is no accident of letters


def _escaped_spans(text: str) -> list[Span]:
    if not hides_escapes(text):
        return []
    return [
        Span(found.start, found.end, text[found.start : found.end], found.after, found.chain, _ESCAPED_GAIN)
        for found in find_escaped(text)
    ]


def _altered_spans(pieces: list[str], decisions: list[Decision]) -> list[Span]:
    """The words of a text that were changed after they were mangled, where no chain explains them."""
    found = []
    at = 0
    for piece, decision in zip(pieces, decisions, strict=True):
        if decision.is_odd:
            explained = [(fix.start, fix.end) for fix in decision.fixes]
            found += [
                Span(at + word.start, at + word.end, piece[word.start : word.end], word.after, (word.step,), word.gain)
                for word in altered_words(piece, explained, is_alone=len(pieces) == 1)
            ]
        at += len(piece)
    return found


def _wide_spans(texts: Sequence[str], settled: Sequence[Sequence[Decision]]) -> list[list[Span]]:
    """Of each text of which nothing else is repaired, the runs that are ASCII read as UTF-16."""
    open_ = [number for number, decisions in enumerate(settled) if not any(decision.fixes for decision in decisions)]
    out: list[list[Span]] = [[] for _ in texts]
    for number, found in zip(open_, ascii_read_as_utf16_in([texts[number] for number in open_]), strict=True):
        text = texts[number]
        out[number] = [
            Span(wide.start, wide.end, text[wide.start : wide.end], wide.after, (wide.step,), wide.gain)
            for wide in found
        ]
    return out


def _assemble(text: str, pieces: list[str], decisions: list[Decision], wide: list[Span]) -> Repair:
    left, priced = dropped_apostrophes(text, load_model()), euro_prices(text)
    if all(decision is NOTHING for decision in decisions) and not (wide or left or priced or hides_escapes(text)):
        return _unchanged(text)  # so with most texts
    doubt = max([decision.doubt for decision in decisions if not decision.fixes], default=NO_READING)
    escaped = _escaped_spans(text)
    judged = _spans_of(pieces, decisions)
    altered = _altered_spans(pieces, decisions)
    spans = join_spans(sorted([*judged, *altered], key=lambda span: span.start), escaped)
    if not spans:
        spans = escaped = wide or left or priced
    if not spans:
        return _unchanged(text, doubt)
    gain = sum(decision.gain for decision in decisions) + sum(span.gain for span in [*escaped, *altered])
    share = min((decision.share for decision in decisions), default=1.0)
    share = min([share, *(share_of_gain(span.gain) for span in altered or priced)])
    leaves = any(leaves_letters(piece, decision.fixes) for piece, decision in zip(pieces, decisions, strict=True))
    return _finish(text, _with_fewest_chains(spans), gain=gain, share=share, leaves=leaves)


def _spans_of(pieces: list[str], decisions: list[Decision]) -> list[Span]:
    """What was decided of the pieces of a text, by its places."""
    spans: list[Span] = []
    at = 0
    for piece, decision in zip(pieces, decisions, strict=True):
        for fix in decision.fixes:
            chain = chain_of_path(fix.path)
            if fix.is_lossy:
                chain = (Step(chain[0].written, chain[0].read + LOSSY), *chain[1:])
            before = piece[fix.start : fix.end]
            after, chain = (fix.after, chain) if fix.is_lossy else with_tones(fix.after, chain)
            spans.append(Span(at + fix.start, at + fix.end, before, after, chain, decision.gain / len(decision.fixes)))
        at += len(piece)
    return spans


def _with_fewest_chains(spans: list[Span]) -> list[Span]:
    """The same spans, with the chain that explains most of them wherever it gives the same result."""
    weight: Counter[Chain] = Counter()
    for span in spans:
        weight[span.chain] += len(span.before)
    if len(weight) < 2:
        return spans
    usual = [chain for chain, _ in weight.most_common(_USUAL_CHAINS)]
    out = []
    for span in spans:
        fitting = (chain for chain in usual if chain == span.chain or undo_chain(span.before, chain) == span.after)
        out.append(replace(span, chain=next(fitting, span.chain)))
    return out


def _unchanged(text: str, doubt: float = NO_READING) -> Repair:
    """The repair of a text that stays as it is."""
    losses = find_losses(text, was_damaged=False) if LOST in text else ()
    verdict = Verdict.LOSSY if losses else Verdict.SUSPECT if doubt >= _SUSPICIOUS else Verdict.SOUND
    probability = _SURELY_STAYS if doubt == NO_READING else sureness_of_staying(doubt)
    return Repair(text, text, verdict, losses=losses, probability=probability)


_SURELY_STAYS = sureness_of_staying(NO_READING)


def _finish(text: str, spans: list[Span], *, gain: float, share: float = 1.0, leaves: bool = False) -> Repair:
    out, at = [], 0
    for span in spans:
        out += [text[at : span.start], span.after]
        at = span.end
    result = "".join([*out, text[at:]])
    losses = find_losses(result, was_damaged=True)
    plan = _plan(text, result, spans)
    lost_bytes = any(
        step.read.endswith((HEURISTIC, LOSSY)) or is_alteration(step) for chain in plan.chains for step in chain
    )
    verdict = _verdict(text, spans, plan, has_losses=bool(losses) or lost_bytes)
    probability = _probability(plan, share, leaves=leaves, lost_bytes=lost_bytes)
    return Repair(text, result, verdict, plan, tuple(spans), losses, gain, probability)


def _plan(text: str, result: str, spans: list[Span]) -> Plan:
    """The shortest plan: one chain for the whole text where that gives the result, else the spans, joined if alike."""
    chains = {span.chain for span in spans}
    if len(chains) == 1:
        chain = spans[0].chain
        if undo_chain(text, chain) == result and (TONES_APART not in chain or redo_chain(result, chain) == text):
            return Plan((Edit(0, None, chain),))
    return Plan(tuple(Edit(span.start, span.end, span.chain) for span in spans))


_SUSPICIOUS = MARGIN + 2.0  # bits that a reading gains without convincing from which on a text is called suspect


def _verdict(text: str, spans: list[Span], plan: Plan, *, has_losses: bool) -> Verdict:
    if has_losses:
        return Verdict.LOSSY
    is_whole = plan.edits[0].end is None
    if len(plan.chains) > 1 or (not is_whole and _has_sound_rest(text, spans)):
        return Verdict.MIXED
    return Verdict.MOJIBAKE


def _has_sound_rest(text: str, spans: list[Span]) -> bool:
    """Whether letters beyond ASCII stand outside the spans: signs and spaces are often put in later."""
    at = 0
    for span in spans:
        if has_letters(text[at : span.start]):
            return True
        at = span.end
    return has_letters(text[at:])


def _probability(plan: Plan, share: float, *, leaves: bool, lost_bytes: bool) -> float:
    """How sure it is that a repair is right."""
    is_utf8 = any(step.written == "utf-8" for chain in plan.chains for step in chain)
    return sureness_of_repair(share, is_utf8=is_utf8, leaves_letters=leaves, lost_bytes=lost_bytes)
