#!/usr/bin/env python3
"""Measure how well texts are repaired, beside ftfy on the same cases, and write docs/quality.md.

    python tools/measure_quality.py                              (the whole measurement; hours of one processor)
    python tools/measure_quality.py --every 200 --out try.md     (every two-hundredth case, to try)
    python tools/measure_quality.py --words                      (with the words of wordfreq's lists, if installed)

The folders are those of ../shared beside the checkout, unless others are named. `--json F` keeps all results, and
`--from-json F` writes the page from them anew. The same options give the same cases.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import multiprocessing
import platform
import sys
from collections.abc import Sequence
from multiprocessing.pool import Pool
from pathlib import Path

from check_apart import MODEL, Apart, check, files_of_model
from quality.cases import load_evaluation, text_cases, wild_cases
from quality.collected import Collected, dump, load
from quality.measure import measure_all
from quality.page import page
from quality.words import Words, measure_words, word_lists

ROOT = Path(__file__).parent.parent
SHARED = Path("../shared")
EACH, SEED = 2, 1


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What was typed."""
    ap = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    ap.add_argument("--text", type=Path, default=SHARED / "corpora/dev", help="folder of clean LANGUAGE.txt files")
    ap.add_argument("--eval", type=Path, default=SHARED / "eval", help="folder of the evaluation's programs")
    ap.add_argument("--wild", type=Path, default=SHARED / "wild/cases.jsonl", help="real cases; skipped if missing")
    ap.add_argument("--train", type=Path, default=SHARED / "corpora/train", help="training text; skipped if missing")
    ap.add_argument("--each", type=int, default=EACH, help="cases of every accident, language and size")
    ap.add_argument("--seed", type=int, default=SEED, help="which texts become mangled cases")
    ap.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth case and word, to try")
    ap.add_argument("--processes", type=int, help="as many as there are processors")
    ap.add_argument("--words", action="store_true", help="also the words of wordfreq's lists")
    ap.add_argument("--out", type=Path, default=ROOT / "docs/quality.md")
    ap.add_argument("--json", type=Path, help="also keep all results here")
    ap.add_argument("--from-json", type=Path, help="measure nothing, write the page from kept results")
    return ap.parse_args(given)


def options_of(args: argparse.Namespace) -> str:
    """The options that decide what is measured, as they are typed; folders are nobody's business."""
    usual = {"each": EACH, "seed": SEED, "every": 1}
    told = [f" --{name} {getattr(args, name)}" for name, value in usual.items() if getattr(args, name) != value]
    return "".join(told) + (" --words" if args.words else "")


def versions(names: Sequence[str]) -> dict[str, str]:
    """The versions of everything that takes part."""
    import mojibake_fix

    found = {"mojibake_fix": mojibake_fix.__version__}
    found |= {name: importlib.metadata.version(name) for name in names}
    return {**found, "Python": platform.python_version()}


def collect(args: argparse.Namespace, pool: Pool) -> Collected:
    """Measure everything."""
    cases = list(text_cases(args.text, args.each, args.seed))
    if args.wild.is_file():
        cases += wild_cases(args.wild)
    else:
        skip("real cases: there is no file of them; name one with --wild")
    results = measure_all(cases[:: args.every], pool)
    words = collect_words(args.every, pool) if args.words else None
    named = ["ftfy", "numpy", *(["wordfreq"] if words else [])]
    return Collected(results, options_of(args), versions(named), args.each, args.every, words, compare(args))


def collect_words(every: int, pool: Pool) -> Words | None:
    """What becomes of words; None where there are no lists of them."""
    try:
        word_lists()
    except ImportError:
        skip("words: wordfreq is not installed (pip install wordfreq)")
        return None
    return measure_words(every, pool)


def compare(args: argparse.Namespace) -> Apart | None:
    """Training and measuring text beside each other; None where there is no training text."""
    if not args.train.is_dir():
        skip("training text: there is none; name its folder with --train")
        return None
    return check(args.text, args.train, files_of_model(MODEL))


def skip(why: str) -> None:
    """Tell that something is not measured."""
    print(f"skipped {why}", file=sys.stderr)


def main(given: Sequence[str] | None = None) -> int:
    """Measure, and write the page."""
    args = arguments(given)
    if args.from_json:
        args.out.write_text(page(load(args.from_json)), "utf-8")
        return 0
    load_evaluation(args.eval)
    with multiprocessing.Pool(args.processes) as pool:
        collected = collect(args, pool)
    if args.json:
        dump(collected, args.json)
    args.out.write_text(page(collected), "utf-8")
    print(f"{len(collected.results):,} cases; the page is written", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
