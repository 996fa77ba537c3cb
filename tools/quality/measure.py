"""What two tools make of the cases: the outcome of each, and of the lossy ones what was put back."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.pool import Pool
from typing import NamedTuple, TypeVar

from quality.cases import Case
from quality.losses import Restored, restored

CHUNK_CHARACTERS, CHUNK_TEXTS = 60_000, 400
"""What a process is given at a time: texts are scored together in less time, but all of them are held in memory."""
T = TypeVar("T")


class Result(NamedTuple):
    """What became of a case, by us and by ftfy. An outcome is exact, untouched or other."""

    kind: str
    family: str
    tier: int
    size: str
    language: str
    ours: str
    ftfy: str
    verdict: str
    probability: float
    changed: bool
    lost: int
    restored: Restored
    guessed: Restored
    """The same where losses are guessed."""
    ftfy_restored: Restored


def outcome(got: str, case: Case) -> str:
    """Whether a repair is exact, the text untouched, or something else."""
    return "exact" if got == case.expected else "untouched" if got == case.mangled else "other"


def measure(cases: Sequence[Case]) -> list[Result]:
    """The results of some cases."""
    import ftfy

    import mojibake_fix

    out = []
    repairs = mojibake_fix.repair_many(case.mangled for case in cases)
    guesses = iter(mojibake_fix.fix_many((case.mangled for case in cases if case.lost), guess_losses=True))
    for case, repair in zip(cases, repairs, strict=True):
        theirs = ftfy.fix_encoding(case.mangled)
        out.append(
            Result(
                case.kind,
                case.family,
                case.tier,
                case.size,
                case.language,
                outcome(repair.text, case),
                outcome(theirs, case),
                str(repair.verdict),
                repair.probability,
                repair.changed,
                len(case.lost),
                put_back(repair.text, case),
                put_back(next(guesses) if case.lost else "", case),
                put_back(theirs, case),
            )
        )
    return out


def put_back(got: str, case: Case) -> Restored:
    """What a repair put back of the characters that a case lost."""
    return restored(got, case.mangled, case.expected, case.lost) if case.lost else Restored()


def measure_all(cases: Sequence[Case], pool: Pool) -> list[Result]:
    """The results of all cases, in their order; tells on standard error how far it is."""
    listed = chunks(cases)
    out: list[Result] = []
    for results in told(pool.imap(measure, listed), len(listed), "chunks of cases"):
        out += results
    return out


def chunks(cases: Iterable[Case]) -> list[list[Case]]:
    """Cases in chunks of about the same work."""
    out: list[list[Case]] = [[]]
    characters = 0
    for case in cases:
        if out[-1] and (characters + len(case.mangled) > CHUNK_CHARACTERS or len(out[-1]) >= CHUNK_TEXTS):
            out.append([])
            characters = 0
        out[-1].append(case)
        characters += len(case.mangled)
    return out


def told(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The same items, told on standard error as they come."""
    for count, item in enumerate(items, 1):
        print(f"\r{count:,} of {total:,} {what}", end="", file=sys.stderr, flush=True)
        yield item
    print(file=sys.stderr)
