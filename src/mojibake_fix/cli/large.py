"""Files that are not held in memory: examined piece by piece, and written the same way in a second pass.

The encoding is that of the first piece that is not plain ASCII. Each piece is decoded with it and repaired by itself;
one that it does not decode is detected anew. All pieces are written in one encoding, whatever was found in each.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from mojibake_fix.cli.decide import FixOptions, is_lost_in_decoding, new_bytes, shall_write
from mojibake_fix.cli.encoding import ORDERED, UTF8, UnwritableError, mark_of
from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.files import Snapshot
from mojibake_fix.cli.large_values import NotInFormatError, value_pieces
from mojibake_fix.cli.pieces import LARGE, PIECE, cut, spool
from mojibake_fix.cli.plain import answer_of_plain, plain_answer
from mojibake_fix.cli.select import narrowed, opts_out, select
from mojibake_fix.cli.walk import reason
from mojibake_fix.cli.wanted import ALL, Selection
from mojibake_fix.cli.work import USUAL, Action, Finding, Request, Source, examine_data, repaired_data
from mojibake_fix.types import Chain, Detection, Edit, Plan, Repair
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORST_LAST = (Verdict.SOUND, Verdict.SUSPECT, Verdict.MOJIBAKE, Verdict.MIXED, Verdict.LOSSY)
_NATIVE = "le" if sys.byteorder == "little" else "be"
_AFTER_THE_FIRST = {"utf-8-sig": "utf-8", "utf-16": f"utf-16-{_NATIVE}", "utf-32": f"utf-32-{_NATIVE}"}
"""Encodings that begin with a mark, and what follows it."""
_WIDE, _WIDEST = ("utf-16", "utf-32"), 4  # encodings whose line ends are no single byte; the bytes of a character
NOTE = f"is larger than {LARGE >> 20} MB and was judged in pieces; places are those of the first piece that has any"


@dataclass(slots=True)
class _Whole:
    """What the pieces come to."""

    detections: dict[str | None, Detection] = field(default_factory=dict)
    """Of the pieces that are not plain, by encoding."""
    verdicts: set[Verdict] = field(default_factory=set)
    sound_letters: bool = False
    """Whether a piece has letters beyond ASCII and no damage."""
    chains: dict[Chain, None] = field(default_factory=dict)
    gain: float = 0.0
    probability: float = 1.0
    first: Repair | None = None
    start: int = 0
    line: int = 0

    def add(self, repair: Repair, at: int, line: int) -> None:
        """Count a piece, which begins at this code point and in this line."""
        detection = repair.detection
        if detection is not None and detection.encoding != "ascii":
            name = "utf-8" if detection.encoding in UTF8 else detection.encoding
            if name is not None and name.startswith(_WIDE):
                name = name[: len(_WIDE[0])]  # with a mark before the first piece, without one before the others
            self.detections.setdefault(name, detection)
        self.verdicts.add(Verdict.SOUND if repair.verdict is Verdict.LEGACY else repair.verdict)
        self.chains.update(dict.fromkeys(repair.chains))
        self.gain += repair.gain
        is_found = repair.verdict not in (Verdict.SOUND, Verdict.LEGACY)
        self.sound_letters |= not is_found and not repair.text.isascii()
        if is_found:
            self.probability = min(self.probability, repair.probability)
        if is_found and (self.first is None or (_has_places(repair) and not _has_places(self.first))):
            self.first, self.start, self.line = repair, at, line

    def detection(self) -> Detection | None:
        """The encoding of the whole."""
        found = list(self.detections.values())
        if len(found) < 2:
            return found[0] if found else answer_of_plain().detection
        names = ", ".join(each.encoding or "several" for each in found)
        return Detection(None, min(each.probability for each in found), f"pieces in several encodings: {names}")

    def repair(self) -> Repair:
        """As a repair of the whole, with the text and the places of the first piece that has any."""
        verdict = max(self.verdicts or {Verdict.SOUND}, key=_WORST_LAST.index)
        is_several = len(self.chains) > 1 or self.sound_letters or Verdict.SUSPECT in self.verdicts
        if verdict is Verdict.MOJIBAKE and is_several:
            verdict = Verdict.MIXED
        detection = self.detection()
        encoding = detection.encoding if detection is not None else None
        if verdict in (Verdict.SOUND, Verdict.MOJIBAKE) and len(self.detections) > 1:
            verdict = Verdict.MIXED
        if verdict is Verdict.SOUND and encoding not in UTF8:
            verdict = Verdict.MIXED if encoding is None else Verdict.LEGACY
        first = self.first or Repair("", "", verdict)
        plan = Plan(tuple(Edit(0, None, chain) for chain in self.chains))
        return replace(
            first, verdict=verdict, plan=plan, gain=self.gain, probability=self.probability, detection=detection
        )


def _has_places(repair: Repair) -> bool:
    return bool(repair.spans or repair.guesses)


def examine_large(finding: Finding, selection: Selection = ALL, request: Request = USUAL) -> Finding:
    """A finding with what its pieces come to. Raises `OSError` and `RefusedError`."""
    if request.format is None:
        return _examined(finding, selection, request)
    try:
        return replace(_examined(finding, selection, request), format=request.format)
    except NotInFormatError:
        plain = _examined(finding, selection, replace(request, format=None))
        note = f"is no {request.format.upper()}, or not in one encoding: taken for plain text"
        return replace(plain, note="; ".join(filter(None, (note, plain.note))))


def _examined(finding: Finding, selection: Selection, request: Request) -> Finding:
    assert finding.snapshot is not None
    whole, digest = _Whole(), hashlib.sha256()
    at = line = 0
    with finding.snapshot.opened() as file:
        for data, repair in _repairs(file, selection, request):
            digest.update(data)
            is_first = at == 0 and not whole.verdicts
            if is_first and (repair.verdict is Verdict.BINARY or opts_out(repair.original or data.decode("latin-1"))):
                nothing = replace(answer_of_plain(), verdict=repair.verdict, detection=repair.detection)
                return replace(finding, repair=nothing, detection=repair.detection)
            whole.add(repair, at, line)
            plain = not repair.original  # of plain bytes the text is not kept
            at += len(data) if plain else len(repair.original)
            line += data.count(b"\n") if plain else repair.original.count("\n")
    answer = narrowed(whole.repair(), selection)
    note = NOTE if whole.first is not None else None
    snapshot = replace(finding.snapshot, digest=digest.digest())
    return replace(
        finding,
        snapshot=snapshot,
        repair=answer,
        detection=answer.detection,
        note=note,
        start=whole.start,
        line=whole.line,
    )


def detect_large(finding: Finding, request: Request) -> Finding:
    """A finding with the encoding of its first piece."""
    assert finding.snapshot is not None
    with finding.snapshot.opened() as file:
        return replace(finding, detection=_detected(file, request)[0])


def decide_large(finding: Finding, options: FixOptions) -> Finding:
    """The finding with the action, and with the new bytes on the disk where there is something to write."""
    repair, snapshot = finding.repair, finding.snapshot
    assert snapshot is not None
    if repair is None or finding.error is not None or not finding.is_finding:
        return finding
    is_sure = finding.detection is None or finding.detection.probability >= options.level.least
    if not shall_write(repair, options, changes=bool(repair.plan.edits or repair.guesses)) or not is_sure:
        note = finding.note if is_sure else f"left, for its encoding is not {options.level} enough"
        return replace(finding, action=Action.LEFT, note=note)
    folder = finding.source.path.resolve().parent if finding.source.path is not None else None
    try:
        with snapshot.opened() as file:
            request = replace(options.request, format=finding.format)
            writer = _Writer(file, replace(options, request=request))
            new = spool(writer.pieces(), folder)
    except UnwritableError as error:
        return finding.failed(str(error))
    except RefusedError as error:
        return replace(finding, action=Action.LEFT, note=str(error))
    except OSError as error:
        return finding.failed(reason(error))
    if writer.digest.digest() != snapshot.digest:
        return finding.failed("changed while it was read")
    if new.digest == snapshot.digest:
        return replace(finding, action=Action.LEFT)
    action = Action.CONVERTED if repair.verdict is Verdict.LEGACY else Action.REPAIRED
    left = f"; {writer.left} pieces are left, for they are not {options.level} enough" if writer.left else ""
    return replace(
        finding, action=action, new_data=new, note="; ".join(filter(None, (finding.note or NOTE, writer.note))) + left
    )


class _Writer:
    """The new bytes of a file, piece by piece."""

    def __init__(self, file: BinaryIO, options: FixOptions) -> None:
        self._file, self._options = file, options
        self.digest: Any = hashlib.sha256()
        self.note: str | None = None
        self.left = 0
        """How many pieces stay as they are, for their repair is not sure enough."""

    def pieces(self) -> Iterator[bytes]:
        """Raises `UnwritableError` or `RefusedError` where the file must stay as it is."""
        options, line, is_first, is_checked = self._options, 0, True, False
        for data, repair in _repairs(self._file, options.selection, options.request):
            self.digest.update(data)
            new, note = self._written(data, repair, options, line)
            if not is_checked and not data.isascii() and options.to not in UTF8 and not options.keep_encoding:
                self._check_known(new)
                is_checked = True
            self.note = self.note or note
            line += data.count(b"\n")
            if is_first:
                options, is_first = replace(options, to=_AFTER_THE_FIRST.get(options.to, options.to)), False
                options = replace(options, declarations=False)
            yield new

    def _written(self, data: bytes, repair: Repair, options: FixOptions, line: int) -> tuple[bytes, str | None]:
        if not repair.original and data:  # plain
            text = data.decode("ascii")
            repair = replace(repair, original=text, text=text)
        if is_lost_in_decoding(repair, data):
            raise RefusedError("left, for some of its bytes are in no encoding we know")
        if repair.changed and (
            repair.probability < options.level.least or not _is_at_rest(repair.unguessed, options.request)
        ):
            self.left += 1
            repair = replace(repair, text=repair.original)
        try:
            new, note = new_bytes(repair, data, options)
        except UnwritableError as error:
            raise UnwritableError(f"in the piece that follows line {line}: {error}") from None
        return new, note if line == 0 else None

    def _check_known(self, new: bytes) -> None:
        taken = examine_data(new).detection
        try:
            same = taken is not None and taken.encoding is not None
            same = same and new.decode(taken.encoding) == new.decode(self._options.to)  # type: ignore[union-attr, arg-type]
        except UnicodeError:
            same = False
        if not same:
            raise RefusedError(f"left, for in {self._options.to} it would be taken for something else")


def _is_at_rest(text: str, request: Request) -> bool:
    from mojibake_fix.api import repair

    if request.format is not None:  # values are, column by column
        return True
    return not repair(text, languages=request.languages).changed


def _detected(file: BinaryIO, request: Request) -> tuple[Detection, bytes]:
    """The encoding of a file's first piece, and that piece; the file is at its beginning afterwards."""
    from mojibake_fix.api import detect as detect_bytes

    detect = partial(detect_bytes, languages=request.languages)
    head = file.read(PIECE)
    file.seek(0)
    whole = detect(head[: len(head) // _WIDEST * _WIDEST])
    if whole.encoding is not None and whole.encoding.startswith(_WIDE):
        return whole, head
    return detect(head[: head.rfind(b"\n") + 1] or head), head


def _repairs(file: BinaryIO, selection: Selection, request: Request) -> Iterator[tuple[bytes, Repair]]:
    """Each piece, and what is to be done with it. Of plain pieces the repair has no text."""
    first, head = _detected(file, request)
    if request.format is not None and first.encoding is not None:
        for data, answer in value_pieces(file, first, request):
            yield data, select(answer, selection)
        return
    codec = ORDERED.get(mark_of(head), first.encoding) if first.has_bom else first.encoding
    later = None  # how the pieces are decoded that follow the first one that is not plain
    is_wide = codec is not None and codec.startswith(_WIDE)
    for data in cut(file, codec):
        repair = None if is_wide else plain_answer(data)
        if repair is None:
            answer = _repair(data, later, request)
            if later is None and answer.detection is not None and answer.detection.encoding != "ascii":
                found = answer.detection
                later = replace(found, encoding=codec if found.has_bom else found.encoding, has_bom=False)
            repair = select(answer, selection)
        yield data, repair


def _repair(data: bytes, detection: Detection | None, request: Request) -> Repair:
    """The repair of a piece, decoded as the others are if it can be."""
    if detection is not None and detection.encoding is not None and detection.encoding not in UTF8:
        from mojibake_fix.api import repair

        try:
            text = data.decode(detection.encoding)
        except UnicodeDecodeError:
            pass
        else:
            of_text = repair(text, guess_losses=request.guess, languages=request.languages)
            return replace(of_text, detection=detection)
    answer = repaired_data(data, request)
    if isinstance(answer, str):
        raise RefusedError(answer)
    return answer


def whole_of(data: bytes, more: BinaryIO) -> Finding:
    """Standard input that is large, kept on the disk: what was read of it already, and the rest."""

    def pieces() -> Iterator[bytes]:
        yield data
        while piece := more.read(PIECE):
            yield piece

    kept = spool(pieces())
    return Finding(Source(None), Snapshot(b"", os.fstat(kept.file.fileno()), spooled=kept))
