"""Mangled cases from the texts and the chains."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.builder.chains import DeclaredChain, chains_for
from corpus.builder.fitting import fit
from corpus.builder.texts import Text, load_texts
from mojibake_fix.encodings import decode, encode
from mojibake_fix.testing import mangle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mojibake_fix.types import Chain

_BETWEEN_CLAUSES = re.compile(r"[\s,.;:!?()«»“”„\"'’、。，；：！？「」『』（）《》・–—…-]+")


@dataclass(frozen=True, slots=True)
class Case:
    """A text that suffered a chain, and what a repair has to make of it."""

    language: str
    kind: str
    chain: str
    """The name of a declared chain."""
    tier: str
    steps: tuple[str, ...]
    mangled: str
    expected: str


def cases(seed: int = 0, each: int = 1, languages: Iterable[str] | None = None) -> Iterator[Case]:
    """Up to `each` cases for every chain of every language: the same seed gives the same cases, everywhere.

    Only texts that a chain damages, and damages without loss, become cases. A text that the first encoding cannot
    hold as it is goes in as it would have been typed (see `fit`), and that is what is expected back. The order of
    choice depends on the seed, the language, the chain and the text alone, so that new texts or chains leave the
    other cases as they are.
    """
    texts = load_texts()
    for code in texts if languages is None else languages:
        for declared in chains_for(code):
            made = (_case(code, text, declared) for text in _shuffled(texts[code], f"{seed}/{code}/{declared.name}"))
            for _, case in zip(range(each), (case for case in made if case is not None), strict=False):
                yield case


def undo(text: str, chain: Chain) -> str | None:
    """The text before the accidents of a chain, or None where they cannot have made it."""
    for step in chain:
        data = encode(text, step.read)
        before = None if data is None else decode(data, step.written)
        if before is None:
            return None
        text = before
    return text


def _case(code: str, text: Text, declared: DeclaredChain) -> Case | None:
    """The case of a text, or of its longest clause that survives the chain where the whole does not."""
    whole = fit(text.text, declared.written)
    if whole is None:
        return None
    chain = declared.chain
    for expected in [whole] if declared.lossless else [whole, *_clauses(whole)]:
        mangled = mangle(expected, chain)
        if mangled is not None and mangled != expected and undo(mangled, chain) == expected:
            return Case(code, text.kind, declared.name, declared.tier, declared.steps, mangled, expected)
    return None


def _clauses(text: str) -> list[str]:
    """The clauses of a text that hold enough characters beyond ASCII to show what befell them, the longest first."""
    clauses = (clause.strip() for clause in _BETWEEN_CLAUSES.split(text))
    return sorted((clause for clause in clauses if sum(char > "\x7f" for char in clause) >= 6), key=len, reverse=True)


def _shuffled(texts: list[Text], salt: str) -> list[Text]:
    """In an order of the salt's own; not `random`, whose shuffles may change with Python's version."""
    return sorted(texts, key=lambda text: hashlib.sha256(f"{salt}/{text.text}".encode()).digest())
