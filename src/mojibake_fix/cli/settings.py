"""Settings: `[tool.fixenc]` of a pyproject.toml, or a fixenc.toml; the file nearest to the current folder counts.

A key is an option without its dashes, and stands where the option is not typed. What is no key is an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mojibake_fix.cli.errors import RefusedError

KEYS = {
    "level": str, "only": list, "except": list, "min-gain": float, "to": str, "keep-encoding": bool,
    "keep-legacy": bool, "unmappable": str, "no-declarations": bool, "hidden": bool, "no-ignore": bool,
    "force-exclude": bool, "no-cache": bool, "language": list, "format-aware": str,
}  # fmt: skip
_KINDS = {str: "a text in quotes", list: "a list of texts", float: "a number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force, and the file that they are from."""

    path: Path | None
    values: dict[str, Any]


def find_settings(start: Path) -> Settings:
    """The settings for a folder. Raises `RefusedError` where a file of settings is wrong."""
    for folder in (start, *start.parents):
        for name in ("fixenc.toml", "pyproject.toml"):
            table = _read(folder / name)
            if table is not None:
                _check(folder / name, table)
                return Settings(folder / name, table)
    return Settings(None, {})


def _read(path: Path) -> dict[str, Any] | None:
    """The table of a file; None where it has none."""
    try:
        if not path.is_file():
            return None
        import tomllib

        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        if path.name == "pyproject.toml" and isinstance(error, OSError):  # it is not ours: others will say so
            return None
        words = "is no UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise RefusedError(f"{path}: {words}; mend it, or heed no settings with --isolated.") from None
    if path.name == "fixenc.toml":
        return document
    tool = document.get("tool")
    table = tool.get("fixenc") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise RefusedError(f"{path}: fixenc must be a table, [tool.fixenc], with a setting a line.")
    return table


def _check(path: Path, table: dict[str, Any]) -> None:
    for key, value in table.items():
        kind = KEYS.get(key)
        if kind is None:
            import difflib

            near = difflib.get_close_matches(key, KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(KEYS)}."
            raise RefusedError(f"{path}: there is no setting {key}; {hint}")
        fits = isinstance(value, bool) == (kind is bool) and isinstance(value, (int, float) if kind is float else kind)
        if not fits or (kind is list and not all(isinstance(item, str) for item in value)):
            raise RefusedError(f"{path}: {key} must be {_KINDS[kind]}.")
