"""What becomes of stretches of a piece: fixes, and those that are one by what their chain makes of what they span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mojibake_fix.engine.priors import Path
from mojibake_fix.engine.readings import Stretch, put, replay


@dataclass(frozen=True, slots=True)
class Fix:
    """`piece[start:end]` becomes `after` by undoing the chain of `path`."""

    start: int
    end: int
    after: str
    path: Path
    is_lossy: bool = False
    """Whether bytes were lost, so that the fix cannot be undone."""


def apply_fixes(piece: str, fixes: Sequence[Fix]) -> str:
    """The piece with its fixes carried out."""
    return put(piece, [Stretch(fix.start, fix.end, fix.after) for fix in fixes])


def joined(fixes: Sequence[Fix], text: str) -> list[Fix]:
    """The fixes of a piece as few as may be: neighbours by the same chain are one, where it gives the same."""
    return [fix for run in _runs(fixes, text) for fix in _joined(run, text)]


def _runs(fixes: Sequence[Fix], text: str) -> Iterator[list[Fix]]:
    """The fixes of a piece, those together that may be one: by the same chain, with nothing but ASCII between."""
    run: list[Fix] = []
    for fix in fixes:
        if run and not _may_be_one(run[-1], fix, text):
            yield run
            run = []
        run.append(fix)
    if run:
        yield run


def _may_be_one(last: Fix, fix: Fix, text: str) -> bool:
    if last.path != fix.path or last.is_lossy or fix.is_lossy:
        return False
    return text[last.end : fix.start].isascii()


def _joined(run: Sequence[Fix], text: str) -> list[Fix]:
    """A run of fixes as one, where their chain gives the same for all of it; else as few as may be, from the left."""
    if len(run) < 2:
        return list(run)
    whole = _as_one(run, text)
    if whole is not None:
        return [whole]
    out = [run[0]]
    for fix in run[1:]:
        both = _as_one((out[-1], fix), text)
        if both is None:
            out.append(fix)
        else:
            out[-1] = both
    return out


def _as_one(run: Sequence[Fix], text: str) -> Fix | None:
    start, end, path = run[0].start, run[-1].end, run[0].path
    after = apply_fixes(text[:end], run)[start:]
    return Fix(start, end, after, path) if replay(text[start:end], path) == after else None
