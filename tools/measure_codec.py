"""What `errors="fixenc"` costs beside `errors="replace"`: prints the table of docs/pipelines/codec.md.

    python tools/measure_codec.py [--megabytes 10] [--rounds 5]

Each text is UTF-8 but for some lines. Three ways to read it are measured apart: `bytes.decode`, a file opened and read
at once, and a file opened and read line by line. The time is that of the processor, the least of some rounds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mojibake_fix.codecs import register

LOG = "request {number} took 12 ms and gave 200 with a body of some thousand bytes\n"
GERMAN = "{number}. Größe und Länge, Übermaß für alle, auch für das Café\n"
CHINESE = "{number}. 今天天气很好，我们去公园散步吧。\n"
RUSSIAN = "{number}. Съешь ещё этих мягких французских булок, да выпей же чаю\n"
LATER = "{number}. 晚上七点在老地方见，记得带上昨天买的书和茶叶。\n"
CASES = [
    ("ASCII, one line in 1,000 is cp1252", LOG, GERMAN, "cp1252", 1000),
    ("German, one line in 1,000 is cp1251", GERMAN, RUSSIAN, "cp1251", 1000),
    ("German, one line in 100 is cp1251", GERMAN, RUSSIAN, "cp1251", 100),
    ("Chinese, one line in 100 is GBK", CHINESE, LATER, "gbk", 100),
    ("German, one line in 10 is cp1251", GERMAN, RUSSIAN, "cp1251", 10),
    ("Chinese, one line in 10 is GBK", CHINESE, LATER, "gbk", 10),
    ("German, one line in 2 is cp1251", GERMAN, RUSSIAN, "cp1251", 2),
    ("Chinese, one line in 2 is GBK", CHINESE, LATER, "gbk", 2),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    register()
    print(f"| {options.megabytes} MB, milliseconds: replace / fixenc | decode | open and read | open, line by line |")
    print("|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "text")
        for name, sound, legacy, encoding, every in CASES:
            data, right = _text(options.megabytes * 1_000_000, sound, legacy, encoding, every)
            if data.decode("utf-8", "fixenc") != right:
                raise SystemExit(f"{name}: the text is not what it was")
            path.write_bytes(data)
            cells = [_cell(way, options.rounds) for way in _ways(data, path)]
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _text(size: int, sound: str, legacy: str, encoding: str, every: int) -> tuple[bytes, str]:
    """The bytes of a text that is UTF-8 but for one line in so many, and the text."""
    lines: list[bytes] = []
    right: list[str] = []
    written = 0
    while written < size:
        is_legacy = len(lines) % every == every // 2
        line = (legacy if is_legacy else sound).format(number=len(lines))
        lines.append(line.encode(encoding if is_legacy else "utf-8"))
        right.append(line)
        written += len(lines[-1])
    return b"".join(lines), "".join(right)


def _ways(data: bytes, path: Path) -> Iterator[Callable[[str], object]]:
    def read(errors: str) -> str:
        with path.open(encoding="utf-8", errors=errors, newline="") as stream:
            return stream.read()

    def each_line(errors: str) -> int:
        with path.open(encoding="utf-8", errors=errors, newline="") as stream:
            return sum(1 for _ in stream)

    yield lambda errors: data.decode("utf-8", errors)
    yield read
    yield each_line


def _cell(way: Callable[[str], Any], rounds: int) -> str:
    replace, fixenc = (min(_seconds(way, errors) for _ in range(rounds)) for errors in ("replace", "fixenc"))
    return f"{replace * 1000:.0f} / {fixenc * 1000:.0f} ({fixenc / replace:.1f} times)"


def _seconds(way: Callable[[str], Any], errors: str) -> float:
    began = time.process_time()
    way(errors)
    return time.process_time() - began


if __name__ == "__main__":
    main()
