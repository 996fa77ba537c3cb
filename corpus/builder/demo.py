"""The demo folder: files as people meet them, broken on purpose, and what a repair has to make of each."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.builder.cases import undo
from corpus.builder.places import DEMO
from corpus.builder.png import png_bytes
from mojibake_fix.encodings import decode, encode, get_encoding
from mojibake_fix.testing import chain_of, mangle
from mojibake_fix.verdicts import Verdict

if TYPE_CHECKING:
    from pathlib import Path

_FORMS = ("broken", "expected")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a file that share a fate."""

    first: int
    """Its first line, counted from 1."""
    last: int | None
    """Its last line; None: to the end of the file."""
    steps: tuple[str, ...]
    """The accidents of the text, in the order in which they happened; none: the text is sound."""
    encoding: str
    """What the text is in as bytes."""


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One row of demo.toml."""

    path: str
    """Below sources/, broken/ and expected/ alike."""
    about: str
    verdict: Verdict
    """What the broken file is, in the library's vocabulary."""
    parts: tuple[Part, ...]
    keep: str = ""
    """Characters that came into the text after the accident, so that it spared them."""
    escape: str = ""
    """`json`: the broken text's characters beyond ASCII are JSON escapes."""
    bom: bool = False
    made: str = ""
    """`png`: not made of a source text."""

    @property
    def is_left_alone(self) -> bool:
        """Whether the file must come out byte for byte as it went in."""
        return self.verdict in (Verdict.SOUND, Verdict.BINARY)

    @property
    def source(self) -> str:
        """The sound text. Files of pictures have none: reading it raises `FileNotFoundError`."""
        return (DEMO / "sources" / self.path).read_bytes().decode("utf-8")

    def pieces(self) -> list[tuple[Part, str]]:
        """The sound text of each part. Raises `ValueError` where the parts do not make up the file."""
        lines = re.findall(r"[^\n]*\n|[^\n]+", self.source) if len(self.parts) > 1 else [self.source]
        pieces, done = [], 0
        for part in self.parts:
            last = len(lines) if part.last is None else part.last
            if part.first != done + 1 or not part.first <= last <= len(lines):
                raise ValueError(f"{self.path}: the part from line {part.first} does not follow line {done}")
            pieces.append((part, "".join(lines[done:last])))
            done = last
        if done != len(lines):
            raise ValueError(f"{self.path}: has {len(lines)} lines, its parts have {done}")
        return pieces

    def broken(self) -> bytes:
        """The broken file. Raises `ValueError` where the declared damage would lose something."""
        if self.made == "png":
            return png_bytes()
        return b"".join(self._break(text, part) for part, text in self.pieces())

    def expected(self) -> bytes:
        """The repaired file."""
        return self.broken() if self.is_left_alone else self.source.encode("utf-8")

    def _break(self, text: str, part: Part) -> bytes:
        if part.steps:
            text = "".join(self._mangle(piece, part) for piece in self._between_kept(text))
        if self.escape == "json":
            text = _json_escaped(text)
        data = encode(("\ufeff" if self.bom else "") + text, part.encoding)
        if data is None or decode(data, part.encoding) is None:
            raise ValueError(f"{self.path}: {part.encoding} cannot hold {_first_loss(text, part.encoding)!r}")
        return data

    def _between_kept(self, text: str) -> list[str]:
        """The text cut at the kept characters, which are pieces of their own."""
        return re.split(f"([{re.escape(self.keep)}])", text) if self.keep else [text]

    def _mangle(self, piece: str, part: Part) -> str:
        if piece in self.keep:
            return piece
        chain = chain_of(*part.steps)
        mangled = mangle(piece, chain)
        if mangled is None or undo(mangled, chain) != piece:
            lost = next((line for line in piece.split("\n") if mangle(line, chain) is None), piece)
            raise ValueError(f"{self.path}: {', '.join(part.steps)} would lose something of {lost!r}")
        return mangled


@functools.cache
def load_demo() -> tuple[DemoFile, ...]:
    """The declared files."""
    rows = tomllib.loads((DEMO / "demo.toml").read_text(encoding="utf-8"))["file"]
    return tuple(
        DemoFile(
            path=row["path"],
            about=row["about"],
            verdict=Verdict(row["verdict"]),
            parts=tuple(_part(part) for part in row.get("parts", [row])),
            keep=row.get("keep", ""),
            escape=row.get("escape", ""),
            bom=row.get("bom", False),
            made=row.get("made", ""),
        )
        for row in rows
    )


def build_demo() -> dict[str, bytes]:
    """All files of the demo folder that are built, by their path below it."""
    return {
        f"{form}/{file.path}": file.broken() if form == "broken" else file.expected()
        for file in load_demo()
        for form in _FORMS
    }


def write_demo() -> None:
    """Write broken/ and expected/, and remove what does not belong there."""
    built = build_demo()
    for path in _standing(_FORMS) - built.keys():
        (DEMO / path).unlink()
    for path, data in built.items():
        (DEMO / path).parent.mkdir(parents=True, exist_ok=True)
        (DEMO / path).write_bytes(data)


def stale_demo_files() -> list[str]:
    """Files of the demo folder that are missing, are not as they would be built, or belong to no declared file."""
    built = build_demo()
    declared = {f"sources/{file.path}" for file in load_demo() if not file.made}
    stale = {path for path, data in built.items() if not _is_file_with(DEMO / path, data)}
    return sorted(stale | (_standing(_FORMS) - built.keys()) | (_standing(("sources",)) ^ declared))


def _standing(folders: tuple[str, ...]) -> set[str]:
    return {
        path.relative_to(DEMO).as_posix() for folder in folders for path in (DEMO / folder).rglob("*") if path.is_file()
    }


def _is_file_with(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _part(row: dict[str, Any]) -> Part:
    first, last = row.get("lines", (1, None))
    return Part(first, last, tuple(row.get("chain", ())), get_encoding(row.get("bytes", "utf-8")).name)


def _json_escaped(text: str) -> str:
    units = text.encode("utf-16-be")
    codes = (int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))
    return "".join(chr(code) if code < 0x80 else f"\\u{code:04x}" for code in codes)


def _first_loss(text: str, encoding: str) -> str:
    return next((char for char in text if encode(char, encoding) is None), "")
