"""What `fix` shall write for a finding: the verdict says whether, this module makes the bytes and checks them.

Sound, suspect and binary files are never touched. The bytes are checked before anything is written: they must
decode to exactly the text that the library promised, a second run must find nothing more to do with them, and a plan
that can be inverted must give back the text that was there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mojibake_fix.cli.encoding import UTF8, Unmappable, UnwritableError, encode, target_of, text_without_mark
from mojibake_fix.cli.select import level_of, probability_of
from mojibake_fix.cli.wanted import ALL, Level, Selection
from mojibake_fix.cli.work import USUAL, Action, Finding, Request, examine_data, selected
from mojibake_fix.errors import PlanError
from mojibake_fix.types import Repair
from mojibake_fix.verdicts import Verdict

REPLACEMENT = "\ufffd"
_REPAIRABLE = frozenset({Verdict.MOJIBAKE, Verdict.MIXED, Verdict.LOSSY})


@dataclass(frozen=True, slots=True)
class FixOptions:
    """What `fix` makes of files."""

    to: str = "utf-8"
    keep_legacy: bool = False
    keep_encoding: bool = False
    unmappable: Unmappable = Unmappable.ERROR
    declarations: bool = True
    level: Level = Level.SURE
    selection: Selection = ALL
    request: Request = USUAL


def decide(finding: Finding, options: FixOptions) -> Finding:
    """The finding with the action, and with the new bytes where there is something to write."""
    if finding.snapshot is not None and finding.snapshot.is_large:
        from mojibake_fix.cli.large import decide_large

        return decide_large(finding, options)
    decided = _decided(finding, options)
    if not isinstance(decided.new_data, bytes):
        return decided
    if not _can_be_inverted(decided):
        return _left(finding, "left, for the repair could not be taken back: please report it")
    request = replace(options.request, guess=False, format=finding.format)
    again = _decided(selected(examine_data(decided.new_data, request), options.selection), options)
    if again.error is not None or again.new_data is not None:
        return _left(finding, _unstable(again, options))
    return decided


def _unstable(again: Finding, options: FixOptions) -> str:
    """Why the new bytes are not good enough: what would be made of them the next time."""
    taken_for = again.detection.encoding if again.detection is not None else None
    if not options.keep_encoding and options.to not in UTF8 and taken_for not in (None, options.to):
        return f"left, for in {options.to} it would be taken for {taken_for}"
    return "left, for a second run would change it again"


def _left(finding: Finding, note: str) -> Finding:
    return replace(finding, action=Action.LEFT, note=note)


def _can_be_inverted(finding: Finding) -> bool:
    """Whether the plan gives back the text that was there; one that says that it cannot (`PlanError`) is no liar."""
    repair = finding.repair
    if repair is None or not repair.plan.edits or finding.format is not None:  # notations are not inverted
        return True
    try:
        return repair.plan.invert(repair.unguessed) == repair.original
    except PlanError:
        return True


def _decided(finding: Finding, options: FixOptions) -> Finding:
    repair = finding.repair
    if repair is None or finding.error is not None or not finding.is_finding:
        return finding
    if not shall_write(repair, options):
        return replace(finding, action=Action.LEFT)
    if probability_of(repair) < options.level.least:
        level = level_of(repair)
        words = "only likely" if level is Level.LIKELY else "a guess"
        return _left(finding, f"left, for its repair is {words}; --level {level} writes it")
    if is_lost_in_decoding(repair, finding.data):
        return _left(finding, "left, for some of its bytes are in no encoding we know")
    try:
        data, note = new_bytes(repair, finding.data, options)
    except UnwritableError as error:
        return finding.failed(str(error))
    if data == finding.data:
        return replace(finding, action=Action.LEFT)
    action = Action.CONVERTED if repair.verdict is Verdict.LEGACY else Action.REPAIRED
    return replace(finding, action=action, new_data=data, note="; ".join(filter(None, (finding.note, note))) or None)


def shall_write(repair: Repair, options: FixOptions, *, changes: bool | None = None) -> bool:
    """Whether a repair is to be written; `changes` where its text does not tell whether it changes anything.

    A conversion makes no text more plausible: where a gain is asked for, it has none.
    """
    changes = repair.changed if changes is None else changes
    is_utf8 = repair.detection is not None and repair.detection.encoding in UTF8
    keep_legacy = options.keep_legacy or options.keep_encoding or options.selection.min_gain > 0
    if repair.verdict is Verdict.LEGACY:
        return not keep_legacy
    return repair.verdict in _REPAIRABLE and (changes or not (is_utf8 or keep_legacy))


def is_lost_in_decoding(repair: Repair, data: bytes) -> bool:
    """Whether a replacement character stands for a byte of the file, which would be gone once that is written."""
    replaced = repair.original.count(REPLACEMENT)
    if not replaced:
        return False
    encoding = repair.detection.encoding if repair.detection is not None else None
    if encoding is None:  # lines in several encodings: only those in UTF-8 can hold the character itself
        return replaced > data.count(REPLACEMENT.encode())
    from mojibake_fix.encodings import decode

    return decode(data, encoding) is None


def new_bytes(repair: Repair, old: bytes, options: FixOptions) -> tuple[bytes, str | None]:
    """The repaired text in its target encoding, and what is to be said of declarations. Raises `UnwritableError`."""
    target = target_of(repair, old, None if options.keep_encoding else options.to)
    text, note = text_without_mark(repair, old), None
    if not options.keep_encoding:
        text, note = _declared(text, target.encoding, options)
    return encode(text, target, options.unmappable), note


def _declared(text: str, encoding: str, options: FixOptions) -> tuple[str, str | None]:
    """The text with what it declares of its encoding brought in line, and a note of what changed or is stale."""
    from mojibake_fix.cli.declarations import in_line, stale_declarations, told_declarations

    stale = stale_declarations(text, encoding) if options.declarations else []
    changed = in_line(text, stale)
    told = [f"{item.label} to {item.right}" for item in stale if item.right is not None]
    note = f"the encoding that it declares was changed from {', '.join(told)}" if told else None
    return changed, "; ".join(filter(None, (note, told_declarations(changed, encoding)))) or None
