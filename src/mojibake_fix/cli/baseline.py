"""Findings that are known, and not to be told again: by the path of the file and what was found, wherever in it.

A baseline holds hashes, no text. Lines may move and others may be added; what is found once more than it was is new.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mojibake_fix.cli.lines import LINE_END
from mojibake_fix.cli.walk import reason
from mojibake_fix.types import Loss, Repair, Span
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from mojibake_fix.cli.work import Finding

_VERSION = 1
_AROUND = 12  # characters beside a loss that tell it from others
_LENGTH = 16  # hexadecimal digits of a hash: two findings of one file that are taken for each other are no worry


@dataclass(slots=True)
class Baseline:
    """What is known of each file, by its path from the folder of the baseline."""

    folder: Path
    files: dict[str, Counter[str]] = field(default_factory=dict)

    def filtered(self, finding: Finding) -> Finding:
        """The finding with what is new in it; one in which all is known is no finding any more."""
        known = self.files.get(self._key(finding))
        if known is None or finding.repair is None or not finding.is_finding:
            return finding
        repair = finding.repair
        left = Counter(known)
        spans = tuple(span for span in repair.spans if sum(_is_new(item, left) for item in _of_span(span, repair)))
        losses = tuple(loss for loss in repair.losses if _is_new(_of_loss(loss, repair), left))
        rest = [item for item in _of_rest(repair) if _is_new(item, left)]
        if not spans and not losses and not rest:
            return replace(finding, known=True)
        return replace(finding, repair=replace(repair, spans=spans, losses=losses))

    def add(self, finding: Finding) -> None:
        """Make a finding known."""
        if finding.repair is not None and finding.is_finding:
            repair = finding.repair
            items = [item for span in repair.spans for item in _of_span(span, repair)]
            items += [_of_loss(loss, repair) for loss in repair.losses]
            self.files[self._key(finding)] = Counter(items + _of_rest(repair))

    def write(self, path: Path) -> None:
        """Write the baseline, as a whole or not at all. Raises `click.UsageError` where that fails."""
        files = {name: dict(sorted(items.items())) for name, items in sorted(self.files.items())}
        text = json.dumps({"fixenc-baseline": _VERSION, "files": files}, indent=1) + "\n"
        temporary = path.with_name(f".fixenc-{secrets.token_hex(8)}.tmp")
        try:
            temporary.write_text(text, encoding="ascii")
            temporary.replace(path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise click.UsageError(f"--write-baseline: cannot write {path}: {reason(error)}.") from None

    def _key(self, finding: Finding) -> str:
        if finding.source.path is None:
            return finding.source.name
        path = os.path.abspath(finding.source.path)  # noqa: PTH100 - links in it are not to be followed
        try:
            return Path(os.path.relpath(path, self.folder)).as_posix()
        except ValueError:  # on another drive of Windows
            return Path(path).as_posix()


def empty_baseline(path: Path) -> Baseline:
    """A baseline for a file of that name."""
    return Baseline(Path(os.path.abspath(path)).parent)  # noqa: PTH100


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises `click.UsageError` where there is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is no JSON"
        hint = "; --write-baseline makes one" if isinstance(error, FileNotFoundError) else ""
        raise click.UsageError(f"--baseline: cannot read {path}: {why}{hint}.") from None
    files = document.get("files") if isinstance(document, dict) else None
    is_ours = isinstance(document, dict) and document.get("fixenc-baseline") == _VERSION
    if not is_ours or not isinstance(files, dict) or not all(map(_is_counts, files.values())):
        raise click.UsageError(f"--baseline: {path} is no baseline of this version of fixenc; write it anew.")
    return Baseline(empty_baseline(path).folder, {name: Counter(items) for name, items in files.items()})


def _is_counts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(count, int) for count in value.values())


def _is_new(item: str, left: Counter[str]) -> bool:
    """Whether an item is none of those that are left; if it is, it is taken from them."""
    if left[item] <= 0:
        return True
    left[item] -= 1
    return False


def _of_span(span: Span, repair: Repair) -> list[str]:
    """What is damaged in a stretch, word by word: how far a stretch reaches depends on what stands around it."""
    start, end = span.start, span.end
    text = repair.original
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    before, after = text[start:end].split(), f"{text[start : span.start]}{span.after}{text[span.end : end]}".split()
    if len(before) != len(after):
        return [_hash("span", span.before, span.after)]
    return [_hash("word", old, new) for old, new in zip(before, after, strict=True) if old != new]


def _of_loss(loss: Loss, repair: Repair) -> str:
    around = repair.text[max(0, loss.start - _AROUND) : loss.end + _AROUND]
    return _hash("loss", loss.text, *LINE_END.split(around))


def _of_rest(repair: Repair) -> list[str]:
    """What a finding without places is about: the lines that look damaged, or the encoding of the file."""
    found = []
    if repair.verdict is Verdict.SUSPECT or (repair.verdict is Verdict.MIXED and not repair.spans):
        found = [_hash("line", line) for line in LINE_END.split(repair.original) if not line.isascii()]
    if repair.verdict is Verdict.LEGACY or not (found or repair.spans or repair.losses):
        encoding = repair.detection.encoding if repair.detection is not None else None
        found.append(_hash("file", str(repair.verdict), str(encoding)))
    return found


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
