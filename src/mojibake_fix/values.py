"""Values of a format, judged by columns: each column is one document; what becomes of a value is put in its notation.

Where characters of a value are gone for good, guesses stand there for those who ask; a value takes them only where its
notation shows them, and what was there, in one place each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from mojibake_fix.engine.losses import find_losses
from mojibake_fix.engine.plans import undo_chain
from mojibake_fix.engine.repairer import repair_texts
from mojibake_fix.notation import Notation, Token
from mojibake_fix.prefix import common_prefix
from mojibake_fix.types import Chain, Edit, Guess, Plan, Repair, Span
from mojibake_fix.verdicts import Verdict

PLAIN = "plain text"
"""The column of what is not in the format."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the engine."""

    guess_losses: bool = False
    languages: tuple[str, ...] = ()

    def repairs(self, texts: Sequence[str]) -> Iterator[Repair]:
        """The repair of each text."""
        return repair_texts(texts, guess_losses=self.guess_losses, languages=self.languages)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a value."""

    after: str
    """The repaired value, without guesses."""
    chain: Chain = ()
    """Empty where nothing was undone."""
    gain: float = 0.0
    shown: str = ""
    """The value with guesses."""
    guesses: tuple[Guess, ...] = ()
    """Places in what is shown."""


@dataclass(slots=True)
class Judged:
    """The values of some tokens: what becomes of those that change, and the documents that the columns were."""

    changes: dict[tuple[str, str], Change] = field(default_factory=dict)
    columns: dict[str, Repair] = field(default_factory=dict)


def judge_values(tokens: Iterable[Token], notation: Notation, wish: Wish) -> Judged:
    """What becomes of the values of some tokens, the columns scored together."""
    columns: dict[str, dict[str, str]] = {}
    for token in tokens:
        if token.column is not None and token.raw not in columns.setdefault(token.column, {}):
            text = token.raw if token.column is PLAIN else notation.decode(token.raw)
            if text is not None:
                columns[token.column][token.raw] = text
    names = [name for name, values in columns.items() if values]
    documents = [list(dict.fromkeys(columns[name].values())) for name in names]
    repairs = wish.repairs(["\n".join(texts) for texts in documents])
    judged = Judged()
    for name, texts, repair in zip(names, documents, repairs, strict=True):
        judged.columns[name] = repair
        outcomes = _each(texts, repair, wish) if repair.changed else {}
        for raw, text in columns[name].items():
            if text in outcomes:
                own = _in_notation(raw, text, outcomes[text], None if name is PLAIN else notation)
                if own is not None:
                    judged.changes[name, raw] = own
    return judged


def _each(texts: list[str], repair: Repair, wish: Wish) -> dict[str, Change]:
    """What becomes of each of the texts that were the lines of a document; those that stay are left out."""
    lines, shown = repair.unguessed.split("\n"), repair.text.split("\n")
    if len(lines) != repair.original.count("\n") + 1:  # a repair over line ends: each by itself
        answers = zip(texts, wish.repairs(texts), strict=True)
        return {text: _change_of(one) for text, one in answers if one.changed}
    changes: dict[str, Change] = {}
    spans, guesses = list(repair.spans), list(repair.guesses)
    line = at = place = 0
    for text in texts:
        stop, end = line + text.count("\n") + 1, at + len(text)
        after, own = "\n".join(lines[line:stop]), "\n".join(shown[line:stop])
        while len(spans) > 1 and spans[0].end <= at:
            del spans[0]
        found = []
        while guesses and guesses[0].start < place + len(own):
            guess = guesses.pop(0)
            found.append(replace(guess, start=guess.start - place, end=guess.end - place))
        if after != text:
            changes[text] = Change(after, spans[0].chain, spans[0].gain, own, tuple(found))
        elif found:
            changes[text] = Change(after, shown=own, guesses=tuple(found))
        line, at, place = stop, end + 1, place + len(own) + 1
    return changes


def _change_of(repair: Repair) -> Change:
    is_repaired = repair.unguessed != repair.original and bool(repair.chains)
    chain, gain = (repair.chains[0], repair.gain) if is_repaired else ((), 0.0)
    return Change(repair.unguessed if is_repaired else repair.original, chain, gain, repair.text, repair.guesses)


def _in_notation(raw: str, text: str, change: Change, notation: Notation | None) -> Change | None:
    """What becomes of a value, as it is written; None where it stays."""

    def written(of: str) -> str | None:
        return of if notation is None else notation.encode(raw, of)

    after = written(change.after)
    if after is None or (change.after == text and after != raw):  # it cannot be written so
        return None
    shown = written(change.shown) if change.guesses else None
    guesses = [_written_guess(change.shown, guess, written, shown) for guess in change.guesses] if shown else []
    known = tuple(guess for guess in guesses if guess is not None)
    if len(known) < len(change.guesses) or shown is None:
        shown, known = after, ()
    if after == raw and not known:
        return None
    return Change(after, change.chain, change.gain, shown, known)


def _written_guess(text: str, guess: Guess, written: Callable[[str], str | None], shown: str) -> Guess | None:
    """A guess by its place in the notation of its value, found by what else is written there."""
    head, tail = text[: guess.start], text[guess.end :]
    one, other, lost = (written(f"{head}{what}{tail}") for what in ("a", "b", guess.lost))
    if one is None or other is None or lost is None or len(one) != len(other):
        return None
    start = common_prefix(one, other)
    behind = len(one) - start - 1
    end = len(shown) - behind
    is_plain = shown[:start] == one[:start] == lost[:start]
    return (
        Guess(start, end, lost[start : len(lost) - behind], shown[start:end], guess.probability) if is_plain else None
    )


def repair_of(text: str, tokens: list[Token], judged: Judged) -> Repair:
    """The repair of a text, whose values were judged."""
    spans: list[Span] = []
    guesses: list[Guess] = []
    out: list[str] = []
    rest: list[str] = []
    at = size = 0
    for token in tokens:
        change = judged.changes.get((token.column, token.raw)) if token.column is not None else None
        out.append(token.raw if change is None else change.shown)
        if change is not None and change.after != token.raw:
            spans.append(_span(at, token.raw, change))
            rest += [token.raw[: spans[-1].start - at], token.raw[spans[-1].end - at :]]
        elif token.column is not None:
            rest.append(token.raw)
        if change is not None:
            guesses += [replace(each, start=each.start + size, end=each.end + size) for each in change.guesses]
        at, size = at + len(token.raw), size + len(out[-1])
    result = "".join(out)
    looked_at = (one.replace("?", " ") if token.column is None else one for one, token in zip(out, tokens, strict=True))
    losses = find_losses("".join(looked_at), was_damaged=bool(spans))  # `<?xml` has lost nothing
    names = {token.column for token in tokens if token.column is not None} & judged.columns.keys()
    columns = [judged.columns[name] for name in sorted(names)]
    replayed = all(undo_chain(span.before, span.chain) == span.after for span in spans)
    plan = Plan(tuple(Edit(span.start, span.end, span.chain) for span in spans) if replayed else ())
    gain = sum(span.gain for span in spans)
    sure = min((column.probability for column in columns if column.changed or not spans), default=1.0)
    verdict = _verdict(spans, columns, "".join(rest), has_losses=bool(losses or guesses))
    return Repair(text, result, verdict, plan, tuple(spans), losses, gain, sure, guesses=tuple(guesses))


def _span(at: int, before: str, change: Change) -> Span:
    """Where a value changes: the least of it that the chain explains, or all of it."""
    after = change.after
    head = common_prefix(before, after)
    tail = common_prefix(before[head:][::-1], after[head:][::-1])
    inner = before[head : len(before) - tail], after[head : len(after) - tail]
    if undo_chain(inner[0], change.chain) == inner[1] or undo_chain(before, change.chain) != after:
        return Span(at + head, at + len(before) - tail, *inner, change.chain, change.gain)
    return Span(at, at + len(before), before, after, change.chain, change.gain)


def _verdict(spans: list[Span], columns: list[Repair], rest: str, *, has_losses: bool) -> Verdict:
    """The verdict of a text of which `rest` are the values, or the parts of them, that stay."""
    if has_losses:
        return Verdict.LOSSY
    if not spans:
        is_suspect = any(column.verdict is Verdict.SUSPECT for column in columns)
        return Verdict.SUSPECT if is_suspect and not rest.isascii() else Verdict.SOUND
    is_mixed = len({span.chain for span in spans}) > 1 or any(char > "\x7f" and char.isalpha() for char in rest)
    return Verdict.MIXED if is_mixed else Verdict.MOJIBAKE
