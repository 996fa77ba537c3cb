"""The page docs/detection.md."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence

from detection.files import SIZES
from detection.measure import NAMES, OURS, Outcome, Share

_HEAD = """\
# Detection

`detect(data)` says which encoding bytes are in. This page is written by a program; to write it anew:

    python tools/measure_detection.py

Measured with {versions}.

## What it answers

- `encoding` is a name for `bytes.decode` that decodes the whole input strictly. Two exceptions, both told in
  `evidence`: an input that ends inside a character, and one that is damaged in a few places, which `damaged` lists.
- Where several encodings give the same text, the widest standard one is named, and `equivalents` lists the others.
  `whatwg_name` and `iana_name` are its other names, `declared` is what the file says itself: evidence, and not law.
- `alternatives` are readings that give other text, with their probabilities. `language` and `script` are those of the
  text; they are worked out when they are asked for.
- Python has no codec for EUC-TW, ISO-2022-CN, VISCII and TCVN. They are ours: an answer that names one of them
  registers its codec, and nothing else does, least of all an import. In another process, which got the answer by mail,
  `mojibake_fix.codecs.register()` registers them all. Of EUC-TW and ISO-2022-CN the first two planes are known: where
  text has characters beyond them, `encoding` is None and `iana_name` has the name.
- `detect_lines(data)` is for files whose lines are in different encodings; `classify(data)` also tells UTF-8 that is
  mojibake inside.
- `mojibake_fix.compat.detect(data)` answers with chardet's dictionary.

## How it decides

A byte order mark, then what the structure settles: ASCII, UTF-8 (strictly, over the whole input), shifts, code units.
Else all single-byte pages that define every byte of the input are scored at once by pairs of bytes, with the model that
judges repairs; those that are close, and the multi-byte readings, are decoded where they differ, and the model scores
the text. Of the last ones the language decides, which the ASCII around tells as well: a page that lacks letters of the
language is rarer for it. How rare an encoding is, and what a file declares, count as bits.

"""


def page(  # noqa: PLR0917 - what was measured, in the order of the page
    outcomes: Sequence[Outcome],
    lines: Mapping[str, Share],
    hidden: Mapping[str, Share],
    damaged: Mapping[str, Share],
    witnesses: Mapping[str, Mapping[str, Share]],
    versions: Mapping[str, str],
) -> str:
    """The whole page."""
    corpus = [one for one in outcomes if one.file.where == "corpus"]
    suites = [one for one in outcomes if one.file.where == "suites"]
    whole = [one for one in suites if one.file.size == SIZES[-1]]
    parts = [_HEAD.format(versions=", ".join(f"{name} {version}" for name, version in versions.items()))]
    parts.append("Right means: the file, decoded with the answer, is its text. Figures are per cent.\n\n")
    if suites:
        parts.append(
            f"## Test suites of others\n\n{len(whole):,} files of 23 public suites, whole and their heads.\n\n"
        )
        parts.append(_table("size", suites, lambda one: _size(one.file.size)))
        parts.append("\n" + _table("family, whole files", whole, lambda one: one.file.family))
    parts.append(
        "\n## The project's corpus\n\nOur own text: every language in every encoding that it was written in.\n\n"
    )
    parts.append(_table("size", corpus, lambda one: _size(one.file.size)))
    parts.append("\n" + _table("family, all sizes", corpus, lambda one: one.file.family))
    parts.append("\n" + _table("language, all sizes", corpus, lambda one: one.file.language or "-"))
    parts.append("\n## Files that one encoding does not explain\n\n")
    parts.append(
        "Made of the corpus by `tools/detection/sets.py`. Lines that come back, of files in several encodings "
    )
    parts.append("with at least 20 bytes beyond ASCII a line, or 50 lines an encoding:\n\n")
    parts.append(_shares("lines", lines))
    parts.append("\nUTF-8 that is mojibake inside, told by `classify`:\n\n" + _shares("files", hidden))
    parts.append(
        "\nMegabytes in one encoding with one or twenty bytes damaged, to bytes that are invalid or to any:\n\n"
        + _shares("files", damaged)
    )
    parts.append("\n## How sure it is\n\nOf all files above, those whose answer had such a probability:\n\n")
    parts.append(_reliability(outcomes))
    parts.append(
        "\n## Witnesses\n\nOther detectors are asked where the two best readings are close. What is right:\n\n"
    )
    parts.append(_witnesses(witnesses))
    parts.append("\nEach works without the other, and detection works without both.\n")
    parts.append(
        "\n## Speed\n\nMilliseconds a file, the median, all tools in turn on each file of the test suites and "
    )
    parts.append("the corpus. Times are those of one machine: only their ratios say something.\n\n")
    parts.append(_speed(outcomes))
    return "".join(parts)


def _size(size: int) -> str:
    return "whole files" if size == SIZES[-1] else f"{size} bytes"


def _table(title: str, outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> str:
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(key(one), []).append(one)
    rows = [f"| {title} | files | {' | '.join(NAMES)} |", "|---|---:|" + "---:|" * len(NAMES)]
    for group, members in sorted(groups.items()):
        shares = [100 * sum(one.right[name] for one in members) / len(members) for name in NAMES]
        rows.append(f"| {group} | {len(members):,} | " + " | ".join(f"{share:.1f}" for share in shares) + " |")
    return "\n".join(rows) + "\n"


def _shares(what: str, shares: Mapping[str, Share]) -> str:
    rows = [f"| kind | {what} | right |", "|---|---:|---:|"]
    rows += [f"| {kind} | {one.count:,} | {100 * one.right / one.count:.1f} |" for kind, one in shares.items()]
    return "\n".join(rows) + "\n"


def _reliability(outcomes: Sequence[Outcome]) -> str:
    bounds = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
    rows = ["| probability | files | mean probability | right |", "|---|---:|---:|---:|"]
    for low, high in itertools.pairwise(bounds):
        members = [one for one in outcomes if low <= one.probability < high]
        if members:
            mean = 100 * statistics.mean(one.probability for one in members)
            right = 100 * sum(one.right[OURS] for one in members) / len(members)
            rows.append(f"| {low} to {min(high, 1.0)} | {len(members):,} | {mean:.1f} | {right:.1f} |")
    return "\n".join(rows) + "\n"


def _witnesses(witnesses: Mapping[str, Mapping[str, Share]]) -> str:
    groups = list(next(iter(witnesses.values())))
    titles = [f"{where}, {_size(int(size))}" for where, size in (group.split(", ") for group in groups)]
    rows = [f"| asked | {' | '.join(titles)} |", "|---|" + "---:|" * len(groups)]
    for names, shares in witnesses.items():
        figures = [f"{100 * shares[group].right / shares[group].count:.2f}" for group in groups]
        rows.append(f"| {names} | {' | '.join(figures)} |")
    return "\n".join(rows) + "\n"


def _speed(outcomes: Sequence[Outcome]) -> str:
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        is_legacy = one.file.family not in {"ASCII", "UTF-8", "UTF-16/32", "utf-8", "utf-16", "utf-32", "binary"}
        size = "up to 2 KB" if len(one.file.data) <= 1 << 11 else "larger"
        groups.setdefault(f"legacy, {size}" if is_legacy else "Unicode", []).append(one)
    rows = [f"| files | number | {' | '.join(NAMES)} |", "|---|---:|" + "---:|" * len(NAMES)]
    for group, members in sorted(groups.items()):
        medians = [1e3 * statistics.median(one.seconds[name] for one in members) for name in NAMES]
        rows.append(f"| {group} | {len(members):,} | " + " | ".join(f"{value:.2f}" for value in medians) + " |")
    return "\n".join(rows) + "\n"
