"""How fast columns of Arrow are repaired, beside `fix_many` and beside ftfy: prints a table.

    python tools/measure_columns.py --text FOLDER [--documents 20000] [--languages en,de,...]

FOLDER holds one file of lines a language (`en.txt`, ...). Documents are lines in a row of one language, languages in
turn; every tenth document is UTF-8 that was read as cp1252 or latin-1. Needs the extras `arrow` and `pandas`.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ftfy
import pandas as pd
import pyarrow as pa

from mojibake_fix import fix_many
from mojibake_fix.arrow import fix_array
from mojibake_fix.testing import chain_of, mangle

LENGTH = 330  # characters of a document, as of those that the neighbours were measured with
EVERY = 10
CHAINS = (chain_of("utf-8>cp1252"), chain_of("utf-8>latin-1"))


def main() -> None:
    options = _options()
    texts = list(itertools.islice(_documents(options.text, options.languages.split(",")), options.documents))
    characters = sum(map(len, texts))
    print(f"{len(texts)} documents, {characters / 1e6:.2f} million characters")
    column = pa.array(texts)
    series = pd.Series(texts)
    fix_many(["Ã©"])  # the model is read once, which is not what is measured
    rows: list[tuple[str, Callable[[], Any]]] = [
        ("Series.map(ftfy.fix_encoding)", lambda: series.map(ftfy.fix_encoding)),
        ("fix_many", lambda: fix_many(texts)),
        ("fix_array", lambda: fix_array(column)),
    ]
    for name, run in rows:
        seconds = min(_seconds(run) for _ in range(options.rounds))
        print(f"{name:32} {seconds:8.2f} s {characters / seconds / 1e6:8.2f} million characters a second")
    print(f"memory at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--languages", default="en,de,fr,es,it,pt,pl,ru,uk,el,ja,zh-Hans")
    return parser.parse_args()


def _documents(folder: Path, languages: list[str]) -> Iterator[str]:
    streams = [_of_language((folder / f"{code}.txt").read_text("utf-8").splitlines()) for code in languages]
    for number, stream in enumerate(itertools.cycle(streams)):
        text = next(stream)
        if (number + number // len(streams)) % EVERY == 0:
            text = next((broken for chain in CHAINS if (broken := mangle(text, chain)) is not None), text)
        yield text


def _of_language(lines: list[str]) -> Iterator[str]:
    """Lines in a row up to the length of a document, each begun with its number, so that all differ."""
    source = itertools.cycle(lines)
    for number in itertools.count():
        document = f"{number}. "
        while len(document) < LENGTH:
            document += next(source) + "\n"
        yield document


def _seconds(run: Callable[[], Any]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
