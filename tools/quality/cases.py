"""The cases: clean text broken by the evaluation's accidents, sound text, and real cases."""

from __future__ import annotations

import importlib
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from quality.losses import lost_places


class Case(NamedTuple):
    """A text for the tools, and what is expected of it. `kind`: mangled, lossy, mixed, sound, unusual or wild."""

    kind: str
    family: str
    tier: int
    size: str
    language: str
    mangled: str
    expected: str
    lost: frozenset[int] = frozenset()
    """Of a lossy case, the places of the expected text that the accident destroyed."""


def load_evaluation(folder: Path) -> None:
    """Make the evaluation's modules importable. Raises `FileNotFoundError` where they are not there."""
    if not (folder / "cases.py").is_file():
        raise FileNotFoundError(f"{folder}: no cases.py here; name the folder of the evaluation's programs with --eval")
    sys.path.insert(0, str(folder))


def text_cases(text: Path, each: int, seed: int) -> Iterator[Case]:
    """Mangled, lossy, mixed and sound cases of a folder of clean text."""
    made = importlib.import_module("cases")
    rules = importlib.import_module("manglings")
    texts = made.languages(text)
    mangled = made.with_legacy(texts)
    for kind, cases in (
        ("mangled", made.repair_cases(mangled, each, seed)),
        ("lossy", made.repair_cases(mangled, each, seed, lossy=True)),
        ("mixed", made.mixed_cases(mangled)),
        ("sound", made.clean_cases(texts)),
    ):
        for case in cases:
            lost = lost_places(case.expected, case.name, rules) if kind == "lossy" else frozenset[int]()
            yield Case(kind, case.family, case.tier, case.size, case.lang, case.mangled, case.expected, lost)
    unusual = text / "negatives.txt"
    if unusual.exists():
        lines = [line for line in unusual.read_text("utf-8").split("\n") if line.strip()]
        for line in lines:
            yield Case("unusual", "clean", 1, "line", "mul", line, line)
        for document in _among_others(lines, texts, seed):
            yield Case("unusual", "clean", 1, "document", "mul", document, document)


def _among_others(lines: Sequence[str], texts: Mapping[str, Sequence[str]], seed: int) -> Iterator[str]:
    """Each line among one to eight sound lines of a language, as people quote code and tables in what they write."""
    rng = random.Random(seed)
    names = sorted(texts)
    for line in lines:
        own = texts[rng.choice(names)]
        around = [rng.choice(own) for _ in range(rng.choice((1, 2, 4, 8)))]
        around.insert(rng.randrange(len(around) + 1), line)
        yield "\n".join(around)


def wild_cases(path: Path) -> Iterator[Case]:
    """Real cases; their family is the group that wild.py counts them in."""
    groups = importlib.import_module("wild").GROUPS
    for line in path.read_text("utf-8").split("\n"):
        row: dict[str, Any] = json.loads(line) if line else {}
        if row.get("expected") is None:
            continue
        number = row["family"].partition("-")[0]
        if row.get("label") == "quote":
            number, name = "14", "quoted mojibake, a matter of judgement"
        elif row.get("lossy"):
            number, name = "10", groups["10"]
        else:
            name = groups.get(number, row["family"])
        yield Case("wild", name, int(number), "", row.get("language") or "", row["mangled"], row["expected"])
