"""What the library raises: never for text or bytes, only for misuse and for damaged files of its own."""

from __future__ import annotations

import sys

_NAMED = 12  # columns that an error names


class MojibakeFixError(Exception):
    """The base of every error of this library. They can be pickled: workers send theirs back so."""

    def __reduce__(self) -> tuple[object, ...]:
        return _unpickled, (type(self), self.args, vars(self))


def _unpickled(kind: type[MojibakeFixError], args: tuple[object, ...], state: dict[str, object]) -> MojibakeFixError:
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(state)
    return error


class UnknownEncodingError(MojibakeFixError, LookupError):
    """A label that names no encoding that we know."""

    def __init__(self, label: str, near: tuple[str, ...] = ()) -> None:
        self.label = label
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"unknown encoding {label!r}{hint}")


class UnknownLanguageError(MojibakeFixError, LookupError):
    """A tag that names no language that the model knows."""

    def __init__(self, tag: str, near: tuple[str, ...] = ()) -> None:
        self.tag = tag
        hint = f"did you mean {' or '.join(near)}?" if near else "give a tag of BCP 47, such as de, pt-BR or zh-Hant"
        super().__init__(f"the model knows no language {tag!r}; {hint}")


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
        super().__init__(
            f"{package} is not installed here: run pip install 'mojibake-fix[{extra}]' for {sys.executable}, "
            "on a cluster for the Python of every worker"
        )


class ColumnError(MojibakeFixError, LookupError):
    """A column was named that the table does not have, or is to be added and there already."""

    @classmethod
    def already_there(cls, column: str) -> ColumnError:
        """The error of a column that is to be added."""
        error = cls(column, ())
        error.args = (f"there is a column {column!r} already: rename it or take it out, then ask for verdicts",)
        return error

    def __init__(self, column: object, there: tuple[str, ...], what: str = "column") -> None:
        self.column, self.there = column, there
        import difflib

        near = difflib.get_close_matches(str(column).casefold(), [name.casefold() for name in there], 2)
        meant = [name for name in there if name.casefold() in near]
        hint = f"; did you mean {' or '.join(map(repr, meant))}?" if meant else ""
        shown = ", ".join(map(repr, there[:_NAMED])) + (f" and {len(there) - _NAMED} more" if there[_NAMED:] else "")
        super().__init__(f"there is no {what} {column!r}{hint or f'; the {what}s are {shown}' * bool(there)}")
