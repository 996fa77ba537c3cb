#!/usr/bin/env python3
"""Measure detection beside its peers, and write docs/detection.md.

    python tools/measure_detection.py                            (the corpus, and the test suites where they are)
    python tools/measure_detection.py --suites folder --out try.md

The folder of test suites has a `manifest.jsonl` of labelled files and the files themselves; without it the page has
the figures of the corpus alone. The same options give the same files; only the times differ.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from detection.files import Labelled, of_corpus, of_suites
from detection.measure import Outcome, measure, measure_hidden, measure_lines, measure_whole, witnesses_apart
from detection.page import page

ROOT = Path(__file__).parent.parent
PEERS = ("chardet", "charset-normalizer")


def main(given: Sequence[str] | None = None) -> int:
    """Measure, write, say how long it took."""
    ap = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    ap.add_argument("--suites", type=Path, default=Path("../shared/detect"), help="labelled files; skipped if missing")
    ap.add_argument("--out", type=Path, default=ROOT / "docs/detection.md")
    args = ap.parse_args(given)
    began = time.monotonic()
    corpus = list(of_corpus())
    suites: list[Labelled] = list(of_suites(args.suites)) if args.suites.is_dir() else []
    outcomes: list[Outcome] = measure([*corpus, *suites])
    text = page(
        outcomes,
        measure_lines(),
        measure_hidden(),
        measure_whole(),
        witnesses_apart([*corpus, *suites]),
        {name: importlib.metadata.version(name) for name in PEERS} | {"Python": platform.python_version()},
    )
    args.out.write_text(text, encoding="utf-8")
    print(f"{args.out}: {len(outcomes):,} files in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
