#!/usr/bin/env python3
"""Prove that no line that is measured on was trained on.

    python tools/check_apart.py --text ../shared/corpora/dev --train ../shared/corpora/train

Compares all lines of the measured folder with those of the training folder, whatever their white space.
What the shipped model says that training left out does not count against it, if the training text still is the text
that the model was made of. The exit code is 1 where a measured line was trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
SHARED = Path("../shared/corpora")
MODEL = ROOT / "src/mojibake_fix/plausibility/model.bin"
LONG = 20
"""Letters of a line that hardly stands in two sources by chance."""


class Apart(NamedTuple):
    """What a comparison found. Lines are counted by the file that they are measured in."""

    compared: dict[str, int]
    shared: dict[str, int]
    """Lines that stand in the training folder as well."""
    trained: dict[str, int]
    """Those of them that the model was trained on: its training did not leave them out."""

    def __str__(self) -> str:
        lines, shared, trained = (sum(counts.values()) for counts in self)
        named = ", ".join(f"{name} {count}" for name, count in sorted(self.trained.items()) if count)
        told = f"{lines:,} lines compared, {shared:,} stand in the training folder, {trained:,} were trained on"
        return f"{told}: {named}" if named else told


def line_key(line: str) -> bytes | None:
    """A hash of a line as it is compared; None for a blank one.

    Of a long line only the letters count, whatever their case and the signs around them; of a short one, which could
    stand in two sources by chance, all but the amount of white space does.

        >>> line_key("one  line\\n") == line_key(" one\\u00a0line"), line_key("one line") == line_key("One line!")
        (True, False)
        >>> line_key("A line of many more letters.") == line_key("a line of many more letters")
        True
    """
    words = " ".join(line.split())
    letters = "".join(filter(str.isalpha, unicodedata.normalize("NFC", words).casefold()))
    told = letters if len(letters) >= LONG else words
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest() if words else None


def line_keys(lines: Iterable[str]) -> Iterator[bytes]:
    """The keys of the lines that are not blank."""
    return (key for key in map(line_key, lines) if key is not None)


def lines_of(path: Path) -> list[str]:
    """A file's lines, cut at line feeds alone: other line ends can stand within a text."""
    return path.read_text("utf-8").split("\n")


def folder_keys(folder: Path) -> set[bytes]:
    """The keys of all lines of a folder of text files."""
    return {key for path in sorted(folder.glob("*.txt")) for key in line_keys(lines_of(path))}


def check(text: Path, train: Path, trained_files: Iterable[dict[str, Any]]) -> Apart:
    """Compare two folders of text files. `trained_files` is what the model's metadata says of its training text."""
    measured = {path.stem: list(line_keys(lines_of(path))) for path in sorted(text.glob("*.txt"))}
    known = {key for keys in measured.values() for key in keys}
    said = {row["file"]: row for row in trained_files}
    shared: set[bytes] = set()
    trained: set[bytes] = set()
    for path in sorted(train.glob("*.txt")):
        found = [key for key in line_keys(lines_of(path)) if key in known]
        shared.update(found)
        if found and not was_left_out(path, len(found), said.get(path.name)):
            trained.update(found)

    def count(among: set[bytes]) -> dict[str, int]:
        return {name: sum(key in among for key in keys) for name, keys in measured.items()}

    return Apart({name: len(keys) for name, keys in measured.items()}, count(shared), count(trained))


def was_left_out(path: Path, lines: int, row: dict[str, Any] | None) -> bool:
    """Whether training took this very file, and left as many lines of it out as are measured."""
    if row is None or row.get("left_out") != lines:
        return False
    return bool(row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest())


def files_of_model(path: Path) -> list[dict[str, Any]]:
    """What a model says of the files that it was trained on."""
    from mojibake_fix.plausibility.format import read_model

    _, metadata = read_model(path.read_bytes())
    return list(metadata["files"])


def main() -> int:
    """Compare, and tell."""
    ap = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    ap.add_argument("--text", type=Path, default=SHARED / "dev", help="folder of the text that is measured on")
    ap.add_argument("--train", type=Path, default=SHARED / "train", help="folder of the training text")
    ap.add_argument("--model", type=Path, default=MODEL, help="the model that was made of it")
    args = ap.parse_args()
    apart = check(args.text, args.train, files_of_model(args.model))
    print(apart)
    return int(any(apart.trained.values()))


if __name__ == "__main__":
    sys.exit(main())
