#!/usr/bin/env python3
"""Measure how well texts are repaired, beside ftfy on the same cases, and write docs/quality.md.

python tools/measure_quality.py                              (the whole measurement; hours of one processor)
python tools/measure_quality.py --every 200 --out try.md     (every two-hundredth case, to try)
python tools/measure_quality.py --words                      (with the words of wordfreq's lists, where it is installed)
python tools/measure_quality.py --check-train-apart          (only prove that no measured line was trained on)

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

from quality import apart, collect, page

ROOT = Path(__file__).parent.parent
SHARED = Path("../shared")
EACH, SEED = 2, 1


def arguments() -> argparse.Namespace:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--text", type=Path, default=SHARED / "corpora/dev", help="folder of clean LANGUAGE.txt files")
    ap.add_argument("--eval", type=Path, default=SHARED / "eval", help="folder of the evaluation's programs")
    ap.add_argument("--wild", type=Path, default=SHARED / "wild/cases.jsonl", help="real cases; skipped if missing")
    ap.add_argument(
        "--train", type=Path, default=SHARED / "corpora/train", help="the training text; skipped if missing"
    )
    ap.add_argument("--each", type=int, default=EACH, help="cases of every accident, language and size")
    ap.add_argument("--seed", type=int, default=SEED, help="which texts become mangled cases")
    ap.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth case, to try")
    ap.add_argument("--jobs", type=int, default=None, help="processes; as many as there are processors")
    ap.add_argument("--words", action="store_true", help="also the words of wordfreq's lists")
    ap.add_argument("--words-every", type=int, default=1, metavar="N", help="only every Nth word, of those of --every")
    ap.add_argument("--check-train-apart", action="store_true", help="only compare training and measuring text")
    ap.add_argument("--out", type=Path, default=ROOT / "docs/quality.md")
    ap.add_argument("--json", type=Path, help="also keep all results here")
    ap.add_argument("--from-json", type=Path, help="measure nothing, write the page from kept results")
    return ap.parse_args()


def options_of(args: argparse.Namespace) -> str:
    """The options that decide what is measured, as they are typed; folders are nobody's business."""
    usual = {"each": EACH, "seed": SEED, "every": 1}
    told = "".join(f" --{name} {getattr(args, name)}" for name, value in usual.items() if getattr(args, name) != value)
    if args.words:
        told += " --words" + (f" --words-every {args.words_every}" if args.words_every > 1 else "")
    return told


def versions(names: Sequence[str]) -> dict[str, str]:
    import mojibake_fix

    found = {"mojibake_fix": mojibake_fix.__version__}
    found |= {name: importlib.metadata.version(name) for name in names}
    return {**found, "Python": platform.python_version()}


def collected(args: argparse.Namespace, pool: Pool) -> collect.Collected:
    """Measure everything."""
    cases = list(collect.text_cases(args.text, args.each, args.seed))
    if args.wild.is_file():
        cases += collect.wild_cases(args.wild)
    else:
        print("real cases: skipped, there is no file of them; name one with --wild", file=sys.stderr)
    results = collect.measure_all(cases[:: args.every], pool)
    del cases
    words, named = None, ["ftfy", "numpy"]
    if args.words:
        try:
            collect.word_lists()
        except ImportError:
            print("words: skipped, wordfreq is not installed (pip install wordfreq)", file=sys.stderr)
        else:
            named.append("wordfreq")
            words = collect.measure_words(args.every * args.words_every, pool)
    proof = apart.check(args.text, args.train, pool) if args.train.is_dir() else None
    return collect.Collected(results, options_of(args), versions(named), args.each, args.every, words, proof)


def main() -> int:
    """Measure, or check, and write."""
    args = arguments()
    if args.from_json:
        args.out.write_text(page.page(collect.load(args.from_json)), "utf-8")
        return 0
    if args.check_train_apart:
        with multiprocessing.Pool(args.jobs) as pool:
            proof = apart.check(args.text, args.train, pool)
        print(proof)
        return int(any(proof.found.values()))
    collect.load_evaluation(args.eval)
    with multiprocessing.Pool(args.jobs) as pool:
        all_ = collected(args, pool)
    if args.json:
        collect.dump(all_, args.json)
    args.out.write_text(page.page(all_), "utf-8")
    print(f"{len(all_.results):,} cases; the page is written", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
