"""One file, one finding: read it, ask the library, and decide what `fix` shall make of it.

Nothing is written here. Every failure of a file becomes the `error` of its finding, so that the others go on.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mojibake_fix.cli import pieces
from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.files import Snapshot, read_file
from mojibake_fix.cli.paths import STDIN
from mojibake_fix.cli.walk import reason
from mojibake_fix.cli.wanted import ALL, Selection
from mojibake_fix.errors import ModelFileError
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mojibake_fix.cli.pieces import Spool
    from mojibake_fix.types import Detection, Repair

AUTO = "auto"
"""The format that a file's name tells."""
FOUND = frozenset({Verdict.MOJIBAKE, Verdict.MIXED, Verdict.LOSSY, Verdict.SUSPECT, Verdict.LEGACY})
"""The verdicts that are findings: what makes `check` say 1."""

_TOO_LARGE = "is too large for the memory"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the library."""

    guess: bool = False
    """Whether likely guesses shall stand where something is gone."""
    languages: tuple[str, ...] = ()
    """The languages that texts are known to be in."""
    format: str | None = None
    """The format whose values alone are repaired; `auto` for the one that the name of each file tells."""


USUAL = Request()


class Action(StrEnum):
    """What `fix` did with a file, or would do."""

    REPAIRED = "repaired"
    CONVERTED = "converted"
    """Sound text went to another encoding."""
    LEFT = "left"


class Source(NamedTuple):
    """Something to examine: a file, or standard input (`path` is None)."""

    place: str | Path | None
    """The path of the file, as text or not: of most files no more is asked for."""
    error: str | None = None
    label: str | None = None
    """What standard input is called."""

    @property
    def path(self) -> Path | None:
        """The path of the file."""
        return None if self.place is None else Path(self.place)

    @property
    def name(self) -> str:
        """What the user calls it."""
        return (self.label or STDIN) if self.place is None else str(self.place)


@dataclass(frozen=True, slots=True)
class Finding:
    """All that is known about one file."""

    source: Source
    snapshot: Snapshot | None = None
    data: bytes = b""
    repair: Repair | None = None
    detection: Detection | None = None
    action: Action | None = None
    new_data: bytes | Spool | None = None
    """What `fix` shall write; None: nothing."""
    written: Path | None = None
    note: str | None = None
    error: str | None = None
    start: int = 0
    """Of a large file: the code point of its text where the text of the repair begins, a part of it."""
    line: int = 0
    """The lines before that."""
    known: bool = False
    """Whether all of it is in a baseline."""
    format: str | None = None
    """The format of which only the values were repaired."""

    @property
    def verdict(self) -> Verdict | None:
        """The library's verdict, or None where the file could not be examined."""
        return None if self.repair is None else self.repair.verdict

    @property
    def is_finding(self) -> bool:
        """Whether something is to be done about the file."""
        return self.verdict in FOUND and not self.known

    @property
    def is_open(self) -> bool:
        """Whether `fix` leaves something unrepaired."""
        if self.repair is None or not self.is_finding or self.verdict is Verdict.LEGACY:
            return False
        return bool(self.verdict is Verdict.LOSSY or self.repair.losses or self.action is not Action.REPAIRED)

    def failed(self, error: str) -> Finding:
        """The same finding with an error; nothing was or will be written."""
        return replace(self, error=error, action=None, new_data=None, written=None)


def examine(source: Source, request: Request = USUAL, selection: Selection = ALL) -> Finding:
    """Read a source and repair its bytes."""
    return selected(_ask(source, partial(repaired, request=request, selection=selection)), selection)


def examine_data(data: bytes, request: Request = USUAL) -> Finding:
    """Repair bytes that are in no file yet, in memory."""
    return answered(Finding(Source(None), data=data), partial(repaired, request=request))


def examine_encoding(source: Source, request: Request = USUAL) -> Finding:
    """Read a source and detect its encoding only."""
    return _ask(source, partial(_detected, request=request))


def selected(finding: Finding, selection: Selection) -> Finding:
    """The finding with nothing but what is wanted of its repair."""
    is_large = finding.snapshot is not None and finding.snapshot.is_large
    if finding.repair is None or finding.error is not None or is_large:
        return finding
    from mojibake_fix.cli.select import select

    return replace(finding, repair=select(finding.repair, selection))


def _ask(source: Source, question: Callable[[Finding], Finding]) -> Finding:
    finding = read(source)
    return finding if finding.error is not None else answered(finding, question)


def read(source: Source) -> Finding:
    """A source with its bytes, or why there are none."""
    if source.error is not None:
        return Finding(source, error=source.error)
    try:
        if source.place is None:
            return _read_stdin(source)
        snapshot = read_file(source.place)
        return Finding(source, snapshot, snapshot.data)
    except (OSError, ValueError) as error:
        return Finding(source, error=reason(error))
    except MemoryError:
        return Finding(source, error=_TOO_LARGE)


def _read_stdin(source: Source) -> Finding:
    data = sys.stdin.buffer.read(pieces.LARGE + 1)
    if len(data) <= pieces.LARGE:
        return Finding(source, data=data)
    from mojibake_fix.cli.large import whole_of

    return replace(whole_of(data, sys.stdin.buffer), source=source)


def answered(finding: Finding, question: Callable[[Finding], Finding]) -> Finding:
    """A finding with the answer to a question, or with what went wrong."""
    try:
        return question(finding)
    except ModelFileError:
        raise  # it would be the same for every file
    except MemoryError:
        return finding.failed(_TOO_LARGE)
    except (OSError, RefusedError) as error:  # of a large file, which is read only now
        return finding.failed(reason(error))
    except Exception as error:  # a fault of ours in one file shall not cost the user the others
        return finding.failed(f"internal error, please report it: {type(error).__name__}: {error}")


def format_told(source: Source, asked: str | None) -> str | None:
    """The format whose values alone are repaired in a source, None where it is plain text."""
    if asked != AUTO:
        return asked
    from mojibake_fix.formats import format_of

    return format_of(source.name)


def repaired(finding: Finding, *, request: Request = USUAL, selection: Selection = ALL) -> Finding:
    """A finding with the repair of its bytes; of a large file, with nothing but what is wanted of it."""
    format_ = format_told(finding.source, request.format)
    if finding.snapshot is not None and finding.snapshot.is_large:
        from mojibake_fix.cli.large import examine_large

        return examine_large(finding, selection, replace(request, format=format_))
    if format_ is not None:
        from mojibake_fix.formats import repair_formatted_data

        how = {"guess_losses": request.guess, "languages": request.languages}
        repair = repair_formatted_data(finding.data, format_, **how)  # type: ignore[arg-type]
        if repair is not None:
            return replace(finding, repair=repair, detection=repair.detection, format=format_)
        finding = replace(finding, note=f"is no {format_.upper()}: taken for plain text")
    from mojibake_fix.api import repair_bytes

    repair = repair_bytes(finding.data, guess_losses=request.guess, languages=request.languages)
    return replace(finding, repair=repair, detection=repair.detection)


def repaired_data(data: bytes, request: Request) -> Repair | str:
    """The repair of bytes, or in words what went wrong: both can be sent to another process."""
    finding = answered(Finding(Source(None), data=data), partial(repaired, request=request))
    return finding.error or finding.repair or ""


def repaired_together(datas: Sequence[bytes], request: Request) -> list[Repair | str]:
    """The same for each of several, as it would be alone, but in half the time: their texts are scored together."""
    from mojibake_fix.documents import repair_values

    try:
        return list(repair_values(datas, guess_losses=request.guess, languages=request.languages))
    except ModelFileError:
        raise  # it would be the same for every file
    except Exception:  # whatever it was, it costs one file only
        return [repaired_data(data, request) for data in datas]


def _detected(finding: Finding, *, request: Request) -> Finding:
    if finding.snapshot is not None and finding.snapshot.is_large:
        from mojibake_fix.cli.large import detect_large

        return detect_large(finding, request)
    from mojibake_fix.api import detect

    return replace(finding, detection=detect(finding.data, languages=request.languages))
