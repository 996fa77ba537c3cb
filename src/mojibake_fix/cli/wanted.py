"""Which repairs the user wants: how sure they must be, of which families, and how much they must gain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mojibake_fix.types import Chain, Span

SURE_FROM, LIKELY_FROM = 0.9, 0.7
"""Probabilities of the library from which a repair is sure, or likely."""
_TONES_APART = "tones-apart"  # a step that is a part of windows-1258, no escape


class Level(StrEnum):
    """How sure a repair must be."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"

    @property
    def least(self) -> float:
        """The least probability that is enough."""
        return {Level.SURE: SURE_FROM, Level.LIKELY: LIKELY_FROM, Level.GUESS: 0.0}[self]


class Family(StrEnum):
    """What kinds of accidents there are, by what was written and how it was read at last."""

    UTF8_AS_SINGLE_BYTE = "utf8-as-single-byte"
    UTF8_AS_MULTI_BYTE = "utf8-as-multi-byte"
    SINGLE_BYTE = "single-byte"
    """A single-byte encoding read as another encoding."""
    MULTI_BYTE = "multi-byte"
    """An East Asian encoding read as another encoding."""
    ESCAPES = "escapes"
    LOSSY = "lossy"
    """Bytes were lost on the way."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted."""

    only: frozenset[Family] = frozenset()
    """Empty: all."""
    excepted: frozenset[Family] = frozenset()
    min_gain: float = 0.0

    def wants(self, span: Span) -> bool:
        """Whether a repaired stretch is wanted."""
        families = families_of(span.chain)
        return (not self.only or families <= self.only) and not families & self.excepted and span.gain >= self.min_gain


ALL = Selection()


def families_of(chain: Chain) -> frozenset[Family]:
    """The kinds of a chain's accidents."""
    return frozenset(_family(step.written, step.read) for step in chain)


def _family(written: str, read: str) -> Family:
    from mojibake_fix.encodings import Kind, get_encoding
    from mojibake_fix.errors import UnknownEncodingError

    if written == read:
        return Family.SINGLE_BYTE if written == _TONES_APART else Family.ESCAPES
    if read.endswith("?"):
        return Family.LOSSY
    try:
        writer, reader = get_encoding(written).kind, get_encoding(read).kind
    except UnknownEncodingError:  # `ftfy`, which restores what lost bytes
        return Family.LOSSY
    if writer is Kind.UNICODE:
        return Family.UTF8_AS_SINGLE_BYTE if reader is Kind.SINGLE_BYTE else Family.UTF8_AS_MULTI_BYTE
    return Family.SINGLE_BYTE if writer is Kind.SINGLE_BYTE else Family.MULTI_BYTE
