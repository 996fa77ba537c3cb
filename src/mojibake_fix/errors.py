"""What the library raises: never for text or bytes, only for misuse and for damaged files of its own."""

from __future__ import annotations


class MojibakeFixError(Exception):
    """The base of every error of this library."""


class UnknownEncodingError(MojibakeFixError, LookupError):
    """A label that names no encoding that we know."""

    def __init__(self, label: str, near: tuple[str, ...] = ()) -> None:
        self.label = label
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"unknown encoding {label!r}{hint}")


class ModelFileError(MojibakeFixError):
    """The model file is missing, damaged, or of another version."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"cannot use the plausibility model {path}: {reason}; reinstall mojibake-fix or train it anew")


class PlanError(MojibakeFixError, ValueError):
    """A plan was replayed on, or inverted from, a text that it does not fit."""


class MissingExtraError(MojibakeFixError, ImportError):
    """Something was asked for that needs a package which is not installed where the code runs."""

    def __init__(self, package: str, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(f"{package} is not installed here: run pip install 'mojibake-fix[{extra}]'")


class ColumnError(MojibakeFixError, LookupError):
    """A column was named that the table does not have."""

    def __init__(self, column: str, there: tuple[str, ...]) -> None:
        self.column, self.there = column, there
        super().__init__(f"there is no column {column!r}; the columns are {', '.join(map(repr, there)) or 'none'}")
