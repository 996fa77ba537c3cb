"""The languages: their scripts, their regions, and the encodings that they were really written in."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass

from corpus.builder.places import LANGUAGES
from mojibake_fix.encodings import get_encoding


@dataclass(frozen=True, slots=True)
class Language:
    """One row of languages.toml."""

    code: str
    name: str
    script: str
    regions: tuple[str, ...]
    """Which declared chains apply, besides those for all languages."""
    encodings: tuple[str, ...]
    """Legacy encodings that the language was written in before Unicode, the commonest first; may be empty."""
    special: tuple[tuple[str, ...], ...]
    """Chains that happen in this language beyond those of chains.toml."""


@functools.cache
def load_languages() -> dict[str, Language]:
    """All declared languages by code. Raises `UnknownEncodingError` for an encoding that the project does not know."""
    rows = tomllib.loads(LANGUAGES.read_text(encoding="utf-8"))
    return {
        code: Language(
            code=code,
            name=row["name"],
            script=row["script"],
            regions=tuple(row.get("regions", ())),
            encodings=tuple(get_encoding(name).name for name in row["encodings"]),
            special=tuple(tuple(steps) for steps in row.get("special", ())),
        )
        for code, row in rows.items()
    }
