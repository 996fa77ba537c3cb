#!/usr/bin/env python3
"""Measure the speed of `fix_many` beside its peers, and its cost against the size of a text; write docs/performance.md.

    python benchmarks/compare.py                 (some minutes; needs ftfy, and plsfix and matplotlib where they are)
    python benchmarks/compare.py --rounds 1 --largest 100000 --out try.md

Every figure is the best of several interleaved rounds in one process. Machines are noisy: quote the ratios.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import mojibake_fix
from texts import HOSTILE, hostile, kinds, sized

Runner = Callable[[list[str]], object]
PEERS = {"ftfy.fix_encoding": "ftfy:fix_encoding", "plsfix.fix_text": "plsfix:fix_text"}
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
HOSTILE_SIZES = (1_000, 100_000, 1_000_000)
_MEASURED_ONCE = 1_000_000  # characters of a text from which on one round is enough
SIZED = ("sound", "mangled", "mixed")
PAGE = Path(__file__).parents[1] / "docs/performance.md"


def runners() -> dict[str, Runner]:
    """What is measured, by name; peers that are not installed are left out."""
    out: dict[str, Runner] = {"fix_many": mojibake_fix.fix_many}
    out["fix, one by one"] = partial(_one_by_one, mojibake_fix.fix)
    for name, place in PEERS.items():
        module, _, function = place.partition(":")
        try:
            call = getattr(importlib.import_module(module), function)
        except ImportError:
            continue
        out[name] = partial(_one_by_one, call)
    return out


def _one_by_one(fix: Callable[[str], str], texts: list[str]) -> list[str]:
    return [fix(text) for text in texts]


def best_of(run: Callable[[], object], rounds: int) -> float:
    """Seconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def throughput(rounds: int) -> list[list[str]]:
    """A row a kind of text: MB/s of each tool, and what `fix_many` is of each peer."""
    tools = runners()
    peers = [name for name in tools if name in PEERS]
    rows = [["text", *(f"{name}, MB/s" for name in tools), *(f"fix_many : {name}" for name in peers)]]
    for kind, texts in kinds().items():
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
        seconds = {}
        for name, run in tools.items():
            run(texts[: max(1, len(texts) // 4)])
            seconds[name] = best_of(partial(run, texts), rounds)
        ratios = [f"{seconds[name] / seconds['fix_many']:.3g}" for name in peers]
        rows.append([kind, *(f"{size / seconds[name]:.3g}" for name in tools), *ratios])
        print(" | ".join(rows[-1]), flush=True)
    return rows


def cost_of(text: str, rounds: int) -> str:
    """Microseconds a character of `fix`; the largest texts are measured once."""
    seconds = best_of(partial(mojibake_fix.fix, text), rounds if len(text) < _MEASURED_ONCE else 1)
    return f"{seconds / len(text) * 1e6:.3f}"


def costs(largest: int, rounds: int) -> list[list[str]]:
    """A row a size: microseconds a character of `fix` for each kind of text."""
    rows = [["characters", *(f"{kind}, µs" for kind in SIZED)]]
    for size in (size for size in SIZES if size <= largest):
        rows.append([f"{size:,}", *(cost_of(sized(kind, size), rounds) for kind in SIZED)])
        print(" | ".join(rows[-1]), flush=True)
    return rows


def hostile_costs(largest: int, rounds: int) -> list[list[str]]:
    """A row a kind of hostile text: microseconds a character of `fix` for each size."""
    sizes = [size for size in HOSTILE_SIZES if size <= largest]
    rows = [["text", *(f"{size:,}, µs" for size in sizes)]]
    for kind in HOSTILE:
        rows.append([kind, *(cost_of(hostile(kind, size), rounds) for size in sizes)])
        print(" | ".join(rows[-1]), flush=True)
    return rows


def starts(rounds: int) -> list[list[str]]:
    """What it costs to begin: the interpreter, the import, the command, the first text."""
    calls = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import mojibake_fix": [sys.executable, "-c", "import mojibake_fix"],
        "fixenc --version": [sys.executable, "-m", "mojibake_fix", "--version"],
        "the first fix of a sound text beyond ASCII": _first_fix("Ein schöner Tag für alle"),
        "the first fix of a sound word that is odd by itself": _first_fix("naïve"),
        "the first fix of a mangled text": _first_fix("na\\u00c3\\u00afve et d\\u00c3\\u00a9j\\u00c3\\u00a0 vu"),
    }
    rows = [["what", "ms"]]
    for name, call in calls.items():
        seconds = best_of(partial(subprocess.run, call, check=True, capture_output=True), 3 * rounds)
        rows.append([name, f"{seconds * 1000:.0f}"])
    return rows


def _first_fix(text: str) -> list[str]:
    return [sys.executable, "-c", f"import mojibake_fix; mojibake_fix.fix('{text}')"]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a table of Markdown, the first one its head."""
    head, *rest = rows
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---", *["---:"] * (len(head) - 1)], *rest)]
    return "\n".join(lines)


def plot(rows: Sequence[Sequence[str]], out: Path) -> str:
    """Draw the costs against the sizes; the line that shows the picture, or nothing where matplotlib is missing."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return ""
    figure = Figure(figsize=(7, 4))
    axes = figure.subplots()
    sizes = [int(row[0].replace(",", "")) for row in rows[1:]]
    for column, kind in enumerate(SIZED, 1):
        axes.plot(sizes, [float(row[column]) for row in rows[1:]], marker="o", label=kind)
    axes.set(xscale="log", yscale="log", xlabel="characters of the text", ylabel="microseconds a character")
    axes.legend()
    axes.grid(visible=True, which="both", alpha=0.3)
    figure.tight_layout()
    figure.savefig(out, metadata={"Date": None})
    return f"![Cost of a character against the size of a text]({out.name})\n"


def page(speed: str, costs: tuple[str, str], start: str, picture: str, memory: int) -> str:
    """The text of docs/performance.md."""
    cost, hard = costs
    made_by = f"Python {platform.python_version()} on {platform.machine()}, mojibake_fix {mojibake_fix.__version__}"
    return f"""# Performance

Written by `python benchmarks/compare.py`, on texts made of the project's own corpus, in one process
({made_by}). Machines do other things, too: quote the ratios.
`benchmarks/` has the same texts for pytest-benchmark.

## Throughput

Megabytes of UTF-8 a second, and how many times as fast `fix_many` is as a peer. ftfy and plsfix look for one family of
damage, UTF-8 read as a single-byte page; here every family is searched.

{speed}

Where nothing is odd, a line costs the filter alone (`engine/find.py`). The oddest words of a line that is odd are read
in every page (`engine/sieve.py`), where some chain makes them much likelier, the line is searched
for every chain of encodings and judged by a language model. That is what the time goes into.

## Cost against size

Microseconds a character of `fix` for one text: what does not rise with the size is linear.

{cost}

{picture}
Hostile text, that no person wrote, in the same measure:

{hard}

The peak memory of all of this was {memory} MB.

## Beginning

{start}
"""


def main() -> None:
    """Measure all of it and write the page."""
    ap = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--largest", type=int, default=SIZES[-1], help="characters of the largest text")
    ap.add_argument("--out", type=Path, default=PAGE)
    args = ap.parse_args()
    speed = throughput(args.rounds)
    cost = costs(args.largest, args.rounds)
    hard = hostile_costs(args.largest, args.rounds)
    picture = plot(cost, args.out.with_suffix(".svg"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start = starts(args.rounds)
    text = page(table(speed), (table(cost), table(hard)), table(start), picture, memory)
    args.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
