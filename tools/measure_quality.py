#!/usr/bin/env python3
"""Measure how well texts are repaired, beside ftfy on the same cases, and write docs/quality.md.

    python tools/measure_quality.py --eval ../shared/eval --text ../shared/corpora/dev --wild ../shared/wild/cases.jsonl

`--every 20` takes every twentieth case, to try. `--words` changes the words of wordfreq's lists, too, where it is
installed. `--apart ../shared/corpora/train` proves that no measured line was trained on, and counts those that were.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import multiprocessing
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

CHUNK_CHARACTERS, CHUNK_TEXTS = 60_000, 400
SIZES = ("phrase", "line", "document")
SHORTEST_LINE = 20  # letters of a line that could not stand in two sources by chance


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case, ours and ftfy's: exact, untouched, or other."""

    family: str
    tier: int
    size: str
    language: str
    ours: str
    ftfy: str
    probability: float
    changed: bool


def outcome_of(got: str, mangled: str, expected: str) -> str:
    """Whether a repair is exact, the text untouched, or something else."""
    return "exact" if got == expected else "untouched" if got == mangled else "other"


def measure_chunk(cases: Sequence[Any]) -> list[Outcome]:
    """The outcomes of some cases."""
    from ftfy import fix_encoding

    from mojibake_fix import repair_many

    out = []
    for case, repaired in zip(cases, repair_many(case.mangled for case in cases), strict=True):
        ours = outcome_of(repaired.text, case.mangled, case.expected)
        theirs = outcome_of(fix_encoding(case.mangled), case.mangled, case.expected)
        out.append(
            Outcome(case.family, case.tier, case.size, case.lang, ours, theirs, repaired.probability, repaired.changed)
        )
    return out


def chunks(cases: Iterable[Any]) -> list[list[Any]]:
    """Cases in chunks of about the same work, the largest texts first."""
    out: list[list[Any]] = [[]]
    size = 0
    for case in sorted(cases, key=lambda case: -len(case.mangled)):
        if out[-1] and (size > CHUNK_CHARACTERS or len(out[-1]) >= CHUNK_TEXTS):
            out.append([])
            size = 0
        out[-1].append(case)
        size += len(case.mangled)
    return out


def all_cases(eval_folder: Path, text: Path, each: int) -> list[Any]:
    """The cases of the evaluation: mangled, mixed and sound."""
    sys.path.insert(0, str(eval_folder))
    made = importlib.import_module("cases")
    texts = made.languages(text)
    mangled = made.with_legacy(texts)
    cases = [*made.repair_cases(mangled, each), *made.mixed_cases(mangled), *made.clean_cases(texts)]
    negatives = text / "negatives.txt"
    if negatives.exists():
        lines = [line for line in negatives.read_text("utf-8").split("\n") if line.strip()]
        cases += [made.Case("clean: unusual", 1, "line", "mul", "clean", line, line) for line in lines]
    return cases


def measure_words() -> tuple[int, list[str]] | None:
    """How many word forms of wordfreq's lists were tried, and those that were changed; None where it is missing."""
    try:
        import wordfreq
    except ImportError:
        return None
    from mojibake_fix import fix_many

    forms: set[str] = set()
    for language in wordfreq.available_languages("best"):
        for word in wordfreq.iter_wordlist(language):
            if not word.isascii():
                forms |= {word, word.capitalize(), word.upper()}
    ordered = sorted(forms)
    parts = [ordered[at : at + 5000] for at in range(0, len(ordered), 5000)]
    with multiprocessing.Pool() as pool:
        fixed = [text for part in pool.imap(fix_many, parts) for text in part]
    return len(ordered), [word for word, text in zip(ordered, fixed, strict=True) if word != text]


def line_key(line: str) -> int | None:
    """A line's letters as a number; None where it is too short to tell."""
    letters = "".join(char for char in unicodedata.normalize("NFC", line).casefold() if char.isalpha())
    if len(letters) < SHORTEST_LINE:
        return None
    return int.from_bytes(hashlib.blake2b(letters.encode(), digest_size=8).digest())


def overlap(text: Path, train: Path) -> Counter[str]:
    """Of every language, how many measured lines stand in the training text; "" counts all lines."""
    trained = {key for path in train.glob("*.txt") for key in map(line_key, path.read_text("utf-8").split("\n")) if key}
    found: Counter[str] = Counter()
    for path in sorted(text.glob("*.txt")):
        keys = [key for key in map(line_key, path.read_text("utf-8").split("\n")) if key]
        found[""] += len(keys)
        found[path.stem] += sum(key in trained for key in keys)
    return found


# ---------------------------------------------------------------- the page


def share(counts: Counter[str], kind: str) -> str:
    """The part of one kind of outcome, in percent."""
    total = sum(counts.values())
    return f"{100 * counts[kind] / total:.2f}" if total else "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table whose first column is text."""
    rule = "|---" + "|---:" * (len(head) - 1) + "|"
    return [f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)]


def count(outcomes: Iterable[Outcome], key: Any) -> dict[Any, tuple[Counter[str], Counter[str]]]:
    """Counters of outcomes, ours and ftfy's, by a key."""
    found: dict[Any, tuple[Counter[str], Counter[str]]] = defaultdict(lambda: (Counter(), Counter()))
    for outcome in outcomes:
        ours, theirs = found[key(outcome)]
        ours[outcome.ours] += 1
        theirs[outcome.ftfy] += 1
    return found


def reliability(outcomes: Sequence[Outcome], groups: int = 10) -> list[tuple[float, float, float, float, int]]:
    """Deciles of changed texts by probability: from, to, mean reported, part that is right, how many."""
    changed = sorted((o.probability, o.ours == "exact") for o in outcomes if o.changed)
    rows = []
    for k in range(groups):
        part = changed[len(changed) * k // groups : len(changed) * (k + 1) // groups]
        if part:
            mean = sum(p for p, _ in part) / len(part)
            rows.append((part[0][0], part[-1][0], mean, sum(right for _, right in part) / len(part), len(part)))
    return rows


def tiers_section(outcomes: Sequence[Outcome]) -> list[str]:
    """Mangled texts by tier and size, and mixed documents."""
    mangled = [o for o in outcomes if not o.family.startswith(("clean", "mixed"))]
    by_tier = count(mangled, lambda o: (o.tier, SIZES.index(o.size)))
    rows = [
        (f"tier {tier}, {SIZES[size]}", f"{sum(own.values()):,}", share(own, "exact"), share(own, "other"),
         share(ftfy, "exact"), share(ftfy, "other"))
        for (tier, size), (own, ftfy) in sorted(by_tier.items())
    ]  # fmt: skip
    mixed = count((o for o in outcomes if o.family.startswith("mixed")), lambda o: o.family)
    rows += [
        (name, f"{sum(own.values()):,}", share(own, "exact"), share(own, "other"), share(ftfy, "exact"),
         share(ftfy, "other"))
        for name, (own, ftfy) in sorted(mixed.items())
    ]  # fmt: skip
    head = ("", "cases", "exact %", "other %", "ftfy exact %", "ftfy other %")
    return ["## Mangled texts", "", *table(head, rows), ""]


def sound_section(outcomes: Sequence[Outcome], words: tuple[int, list[str]] | None) -> list[str]:
    """Sound texts that were changed."""
    sound = count((o for o in outcomes if o.family.startswith("clean")), lambda o: (o.family, o.size))
    rows = []
    for (family, size), (own, ftfy) in sorted(sound.items()):
        total = sum(own.values())
        name = "unusual lines" if family != "clean" else f"{size}s"
        rows.append((name, f"{total:,}", str(total - own["exact"]), str(total - ftfy["exact"])))
    lines = ["## Sound texts", "", *table(("", "texts", "changed", "changed by ftfy"), rows), ""]
    if words is not None:
        lines += [f"Of {words[0]:,} distinct word forms of wordfreq's lists (as written, capitalised, in capitals),"]
        lines += [f"each a text of its own, {len(words[1])} are changed.", ""]
    return lines


def reliability_section(outcomes: Sequence[Outcome]) -> list[str]:
    """What the reported probability is worth."""
    rows = [
        (f"{low:.4f} to {high:.4f}", f"{n:,}", f"{100 * mean:.1f}", f"{100 * real:.1f}", f"{100 * (real - mean):+.1f}")
        for low, high, mean, real, n in reliability(outcomes)
    ]
    return [
        "## Reliability", "",
        "All changed texts, in ten groups of the same size by `Repair.probability`: the mean that was reported, and",
        "the part of them that is right, character by character.", "",
        *table(("probability", "texts", "reported %", "right %", "points"), rows), "",
    ]  # fmt: skip


def languages_section(outcomes: Sequence[Outcome]) -> list[str]:
    """Every figure by language."""
    mangled = [o for o in outcomes if not o.family.startswith(("clean", "mixed"))]
    first = count((o for o in mangled if o.tier == 1 and o.size == "line"), lambda o: o.language)
    sizes = {size: count((o for o in mangled if o.size == size), lambda o: o.language) for size in SIZES}
    rows = []
    for language in sorted({o.language for o in mangled}):
        own, ftfy = first[language]
        cells = [language, share(own, "exact"), share(ftfy, "exact")]
        for size in SIZES:
            own, ftfy = sizes[size][language]
            cells += [share(own, "exact"), share(ftfy, "exact")]
        rows.append(cells)
    low = sorted(name for name, (own, _) in first.items() if own["exact"] < 0.97 * sum(own.values()))
    head = ("language", "tier 1 line", "ftfy", "phrase", "ftfy", "line", "ftfy", "document", "ftfy")
    told = f"Below 97 % of tier 1 lines: {', '.join(low) or 'none'}."
    return ["## By language", "", "Exact repairs, in percent; phrases, lines and documents of all tiers.", "", told, "",
            *table(head, rows), ""]  # fmt: skip


def page(outcomes: Sequence[Outcome], words: tuple[int, list[str]] | None, apart: Counter[str] | None) -> str:
    """The page docs/quality.md."""
    lines = [
        "# Quality", "",
        f"What mojibake_fix {version('mojibake-fix')} makes of {len(outcomes):,} texts, beside ftfy {version('ftfy')}",
        "(`ftfy.fix_encoding`) on the same ones. Made by `tools/measure_quality.py`; the texts are those of",
        "`../shared/corpora/dev`, broken by the chains of `../shared/eval/manglings.py`: tier 1 is met every day,",
        "tier 3 is rare. *Exact* means every character; *other* means changed to something wrong.", "",
        *tiers_section(outcomes), *sound_section(outcomes, words), *reliability_section(outcomes),
        *languages_section(outcomes),
    ]  # fmt: skip
    if apart is not None:
        shared = sum(n for name, n in apart.items() if name)
        worst = ", ".join(f"{name} {n}" for name, n in apart.most_common(9)[1:] if n)
        lines += ["## Apart from training", ""]
        lines += [f"Of {apart['']:,} measured lines of at least {SHORTEST_LINE} letters, {shared} stand in the"]
        lines += [f"training text ({worst}).", ""]
    return "\n".join(lines)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--eval", type=Path, required=True, help="folder of the evaluation's programs")
    ap.add_argument("--text", type=Path, required=True, help="folder of clean <lang>.txt files")
    ap.add_argument("--each", type=int, default=2, help="cases of every mangling, language and size")
    ap.add_argument("--every", type=int, default=1, help="take every so manyth case")
    ap.add_argument("--words", action="store_true", help="try the words of wordfreq's lists, too")
    ap.add_argument("--apart", type=Path, help="folder of the training text: count lines that stand in both")
    ap.add_argument("--out", type=Path, default=Path("docs/quality.md"))
    ap.add_argument("--json", type=Path, help="also keep every outcome")
    args = ap.parse_args()
    cases = all_cases(args.eval, args.text, args.each)[:: args.every]
    with multiprocessing.Pool() as pool:
        outcomes = [outcome for part in pool.imap(measure_chunk, chunks(cases)) for outcome in part]
    words = measure_words() if args.words else None
    if args.words and words is None:
        print("words: skipped, wordfreq is not installed")
    if args.json:
        rows = [[getattr(o, name) for name in Outcome.__slots__] for o in outcomes]
        args.json.write_text(json.dumps({"outcomes": rows, "words": words}, ensure_ascii=False))
    args.out.write_text(page(outcomes, words, overlap(args.text, args.apart) if args.apart else None), "utf-8")
    print(f"{args.out}: {len(outcomes):,} cases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
