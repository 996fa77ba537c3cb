"""The command: `python -m corpus.builder`, from the project root, with src on PYTHONPATH or the package installed."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from corpus.builder import cases, load_texts, manifest_is_current, stale_demo_files, write_demo, write_manifest


def main(arguments: list[str] | None = None) -> int:
    """Build the manifest and the demo folder, or check them, or write mangled cases."""
    parser = argparse.ArgumentParser(prog="python -m corpus.builder", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where something is not up to date")
    parser.add_argument("--cases", type=Path, metavar="OUT.jsonl", help="write mangled cases, and nothing else")
    parser.add_argument("--seed", type=int, default=0, help="which texts become cases (default: 0)")
    parser.add_argument("--each", type=int, default=1, help="cases for each chain of each language (default: 1)")
    parser.add_argument("--language", action="append", help="cases of this language alone; may be given again")
    options = parser.parse_args(arguments)
    if options.cases:
        return _write_cases(options.cases, options.seed, options.each, options.language)
    if options.check:
        return _check()
    write_manifest()
    write_demo()
    return 0


def _write_cases(out: Path, seed: int, each: int, languages: list[str] | None) -> int:
    if unknown := sorted({*(languages or ())} - load_texts().keys()):
        print(f"no such language in the corpus: {', '.join(unknown)}", file=sys.stderr)
        return 2
    count = 0
    with out.open("w", encoding="utf-8", newline="\n") as lines:
        for case in cases(seed, each, languages):
            lines.write(json.dumps(asdict(case)) + "\n")
            count += 1
    print(f"{count} cases in {out}", file=sys.stderr)
    return 0


def _check() -> int:
    stale = [f"demo/{path}" for path in stale_demo_files()]
    if not manifest_is_current():
        stale.insert(0, "manifest.json")
    for path in stale:
        print(f"corpus/{path} is not up to date: run python -m corpus.builder", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
