"""The nouns of the library: verdicts, chains, plans, repairs, detections. Pure data; imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mojibake_fix.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One accident: text *written* in one encoding and *read* as another. Both are names of our encodings table.

    Where both are the name of one escape (`json-escape`, ...), the text was written in that notation and never read;
    where both are `tones-apart`, the tones of Vietnamese stood behind their letters, as windows-1258 has them.
    """

    written: str
    read: str

    def __str__(self) -> str:
        if self.read == "ftfy":
            return "utf-8 that lost bytes, as ftfy restores it"
        if self.read.endswith("?"):
            return f"{self.written} read as {self.read[:-1]} that lost bytes"
        return f"left as {self.read}" if self.written == self.read else f"{self.written} read as {self.read}"


Chain = tuple[Step, ...]
"""Accidents in the order in which they are *undone*: the last one that happened comes first."""


def describe_chain(chain: Chain) -> str:
    """A chain in words, as it happened: `utf-8 read as cp1252, twice`."""
    parts: list[list[Any]] = []
    for step in reversed(chain):
        if parts and parts[-1][0] == step:
            parts[-1][1] += 1
        else:
            parts.append([step, 1])
    times = {1: "", 2: ", twice"}
    return ", then ".join(f"{step}{times.get(n, f', {n} times')}" for step, n in parts)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that was repaired: `original[start:end] == before` became `after` by undoing `chain`.

    Positions count code points of the original text.
    """

    start: int
    end: int
    before: str
    after: str
    chain: Chain
    gain: float
    """How many bits more plausible the text is for this span's repair."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A place of the *repaired* text where something is gone that no codec can bring back."""

    start: int
    end: int
    text: str
    """What stands there now, for instance `?` or U+FFFD."""
    reason: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A place of the *repaired* text where something was lost and the likeliest character was put, because asked for.

    `repair.text[start:end] == text`. No codec gives it: the repair's plan does without.
    """

    start: int
    end: int
    lost: str
    """What stood there, for instance U+FFFD."""
    text: str
    probability: float
    """How sure it is that this character stood there, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One instruction of a plan: undo `chain` on the code points `start` to `end` (None: to the end of the text)."""

    start: int
    end: int | None
    chain: Chain


@dataclass(frozen=True, slots=True)
class Plan:
    """What a repair did, as instructions that can be read, replayed on other text, inverted and printed as Python.

    An empty plan changes nothing. A plan of one edit from 0 to None holds for any text that suffered the same
    chain; one with places holds for texts that have the same damage in the same places.
    """

    edits: tuple[Edit, ...] = ()

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The distinct chains that the plan undoes, in the order of their first use."""
        return tuple(dict.fromkeys(edit.chain for edit in self.edits))

    def apply(self, text: str) -> str:
        """Replay the plan on a text. Raises `PlanError` where the text does not fit it."""
        from mojibake_fix.engine.plans import apply_plan

        return apply_plan(self, text)

    def invert(self, text: str) -> str:
        """Break a repaired text again: the inverse of `apply`. Raises `PlanError` where the text does not fit."""
        from mojibake_fix.engine.plans import invert_plan

        return invert_plan(self, text)

    def as_python(self) -> str:
        """The plan as Python source that defines `repair(text)`, of the standard library alone where possible."""
        from mojibake_fix.engine.plans import plan_as_python

        return plan_as_python(self)

    def __str__(self) -> str:
        if not self.edits:
            return "nothing to do"
        return "; ".join(
            f"{'all' if edit.end is None else f'{edit.start}:{edit.end}'}: {describe_chain(edit.chain)}"
            for edit in self.edits
        )


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another encoding that the bytes could be in, with its probability."""

    encoding: str
    probability: float


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a file's bytes in one encoding: whole lines, or fields of a line."""

    start: int
    end: int
    encoding: str
    probability: float
    """How sure the encoding of the least sure line is, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Detection:
    """Which encoding bytes are in. `encoding` is a name that `bytes.decode` takes and that decodes the whole input
    strictly, unless `damaged` names places that do not, or `evidence` says that the last character is cut off.

    Python has no codec for EUC-TW, ISO-2022-CN, VISCII and TCVN: ours is registered when `detect` names one of them,
    in this process; `mojibake_fix.codecs.register()` does so in another.
    """

    encoding: str | None
    """None: the bytes are binary, or no encoding decodes them."""
    probability: float
    """How sure the answer is, from 0 to 1."""
    evidence: str = ""
    """What decided: a byte order mark, validity, a declaration, the plausibility of the text, ..."""
    whatwg_name: str | None = None
    """The name of the WHATWG Encoding Standard, where it has this encoding."""
    alternatives: tuple[Alternative, ...] = ()
    """Other encodings, the likeliest first."""
    equivalents: tuple[str, ...] = ()
    """Encodings that give the same text."""
    has_bom: bool = False
    iana_name: str | None = None
    """The name to declare it by, as IANA registers it. It stands, too, where EUC-TW or ISO-2022-CN hold characters that
    nothing decodes.
    """
    parts: tuple[Part, ...] = ()
    """Of a file whose lines are in several encodings, as `repair_bytes` finds them: which bytes are in which."""
    declared: str | None = None
    """What the file itself declares, as it stands there: evidence, and not always true."""
    damaged: tuple[int, ...] = ()
    """Where bytes are damaged, in a file that is in the encoding but for them: it does not decode strictly."""
    sample: str | tuple[bytes, str] = field(default="", repr=False, compare=False)
    """Some of the text, or of its bytes and their encoding, for `language` and `script`."""

    @property
    def language(self) -> str | None:
        """The language that the text is most likely in, as a BCP-47 tag; it is worked out when it is asked for.

        >>> from mojibake_fix import detect
        >>> found = detect("Съешь ещё этих мягких французских булок".encode("koi8-r"))
        >>> found.language, found.script
        ('ru', 'Cyrl')
        """
        from mojibake_fix.detection.language import language_of

        return language_of(self._some_text())

    @property
    def script(self) -> str | None:
        """The script that most letters are in, as an ISO 15924 code (`Latn`, `Cyrl`, ...)."""
        from mojibake_fix.detection.language import script_of

        return script_of(self._some_text())

    def _some_text(self) -> str:
        if isinstance(self.sample, str):
            return self.sample
        from mojibake_fix.encodings import decode_as

        return decode_as(*self.sample, "replace")


@dataclass(frozen=True, slots=True)
class Repair:
    """The answer of `repair` and `repair_bytes`."""

    original: str
    """The text as it came (for bytes: as decoded)."""
    text: str
    """The repaired text; equal to `original` where nothing was changed."""
    verdict: Verdict
    plan: Plan = field(default_factory=Plan)
    spans: tuple[Span, ...] = ()
    losses: tuple[Loss, ...] = ()
    gain: float = 0.0
    """Bits by which `text` is more plausible than `original`, the cost of the accident already paid."""
    probability: float = 1.0
    """How sure the repair is right, `losses` aside (for an unchanged text: that it needs none), from 0 to 1."""
    detection: Detection | None = None
    """For bytes: the encoding that they were decoded with."""
    guesses: tuple[Guess, ...] = ()
    """What was put where something was lost; none unless asked for. `losses` are those that are still open."""

    @property
    def unguessed(self) -> str:
        """The text with what stood where a guess was put: what the plan gives.

        >>> from mojibake_fix import repair
        >>> answer = repair("Grüße aus MÃ¼nchen")
        >>> answer.unguessed == answer.text
        True
        """
        parts, here = [], 0
        for guess in self.guesses:
            parts += [self.text[here : guess.start], guess.lost]
            here = guess.end
        return "".join([*parts, self.text[here:]])

    @property
    def changed(self) -> bool:
        """Whether the text differs from the original."""
        return self.text != self.original

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The distinct chains that were undone."""
        return self.plan.chains or tuple(dict.fromkeys(span.chain for span in self.spans))


@dataclass(frozen=True, slots=True)
class Classification:
    """The answer of `classify`: a verdict, and what explains it."""

    verdict: Verdict
    detection: Detection | None = None
    chains: tuple[Chain, ...] = ()
    losses: int = 0

    def __str__(self) -> str:
        parts = [str(self.verdict)]
        if self.detection is not None and self.detection.encoding and self.verdict is not Verdict.SOUND:
            parts.append(f"in {self.detection.encoding}")
        parts += [describe_chain(chain) for chain in self.chains]
        if self.losses:
            parts.append(f"{self.losses} lost")
        return ", ".join(parts)
