"""Find and repair mojibake: text that was decoded with the wrong encoding.

    >>> import mojibake_fix
    >>> mojibake_fix.fix("Das MÃ¤dchen aß KÃ¤se")
    'Das Mädchen aß Käse'

The names are loaded at their first use, so that importing the package costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mojibake_fix.api import (
        classify,
        detect,
        detect_lines,
        fix,
        fix_bytes,
        fix_many,
        known_languages,
        repair,
        repair_bytes,
        repair_many,
    )
    from mojibake_fix.errors import (
        ColumnError,
        MissingExtraError,
        ModelFileError,
        MojibakeFixError,
        PlanError,
        UnknownEncodingError,
        UnknownLanguageError,
    )
    from mojibake_fix.hook import ingest, open_text
    from mojibake_fix.types import Chain, Classification, Detection, Edit, Guess, Loss, Part, Plan, Repair, Span, Step
    from mojibake_fix.verdicts import Verdict

__version__ = "0.1.0"

_HOMES = {
    **dict.fromkeys(("classify", "detect", "detect_lines", "fix", "fix_bytes", "fix_many"), "api"),
    **dict.fromkeys(("known_languages", "repair", "repair_bytes", "repair_many"), "api"),
    **dict.fromkeys(
        (
            "ColumnError",
            "MissingExtraError",
            "ModelFileError",
            "MojibakeFixError",
            "PlanError",
            "UnknownEncodingError",
            "UnknownLanguageError",
        ),
        "errors",
    ),
    **dict.fromkeys(("ingest", "open_text"), "hook"),
    **dict.fromkeys(("Chain", "Classification", "Detection", "Edit", "Guess", "Loss"), "types"),
    **dict.fromkeys(("Part", "Plan", "Repair", "Span", "Step"), "types"),
    "Verdict": "verdicts",
}
__all__ = [
    "Chain",
    "Classification",
    "ColumnError",
    "Detection",
    "Edit",
    "Guess",
    "Loss",
    "MissingExtraError",
    "ModelFileError",
    "MojibakeFixError",
    "Part",
    "Plan",
    "PlanError",
    "Repair",
    "Span",
    "Step",
    "UnknownEncodingError",
    "UnknownLanguageError",
    "Verdict",
    "classify",
    "detect",
    "detect_lines",
    "fix",
    "fix_bytes",
    "fix_many",
    "ingest",
    "known_languages",
    "open_text",
    "repair",
    "repair_bytes",
    "repair_many",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{home}")
    for public, where in _HOMES.items():
        if where == home:
            globals()[public] = getattr(module, public)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
