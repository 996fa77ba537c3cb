"""All that the page is made of, to and from a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from check_apart import Apart
from quality.losses import Restored
from quality.measure import Result
from quality.words import Words


@dataclass(frozen=True, slots=True)
class Collected:
    """All that the page is made of."""

    results: list[Result]
    options: str
    """The options of the command, as the page shows them."""
    versions: dict[str, str]
    each: int
    every: int
    words: Words | None = None
    apart: Apart | None = None


def dump(collected: Collected, path: Path) -> None:
    """Keep all that the page is made of as JSON."""
    fields = {name: getattr(collected, name) for name in Collected.__dataclass_fields__}
    path.write_text(json.dumps(fields, ensure_ascii=False), "utf-8")


def load(path: Path) -> Collected:
    """What `dump` kept."""
    fields = json.loads(path.read_text("utf-8"))
    results = [Result(*row[:-3], *(Restored(*put) for put in row[-3:])) for row in fields.pop("results")]
    words, apart = fields.pop("words"), fields.pop("apart")
    return Collected(
        results,
        words=Words(words[0], [(language, word, got) for language, word, got in words[1]], words[2]) if words else None,
        apart=Apart(*apart) if apart else None,
        **fields,
    )
