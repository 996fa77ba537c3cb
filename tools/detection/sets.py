"""Labelled files of the kinds that one encoding does not explain, made of the project's corpus, the same every time.

Three sets: files whose lines are in two or three encodings, valid UTF-8 with mojibake inside, and files of one
encoding with a few bytes damaged. Each has a twin of the same texts in which nothing is wrong.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mojibake_fix.testing import chain_of, mangle

CORPUS = Path(__file__).parents[2] / "corpus"
SEED = 5
LEAST = 20
"""Bytes beyond ASCII of a line that speaks for itself."""
LINES = 50
"""Lines of each encoding where lines are shorter than that."""
TOGETHER = [
    ("ru", "cp1251", "ru", "utf-8"), ("ru", "koi8-r", "ru", "utf-8"), ("ru", "cp866", "ru", "cp1251"),
    ("ru", "koi8-r", "ru", "cp1251"), ("uk", "cp1251", "uk", "koi8-u"), ("bg", "cp1251", "de", "utf-8"),
    ("de", "cp1252", "de", "utf-8"), ("fr", "iso8859-1", "fr", "utf-8"), ("es", "cp850", "es", "cp1252"),
    ("pt", "cp1252", "pt", "utf-8"), ("cs", "cp1250", "cs", "utf-8"), ("cs", "iso8859-2", "cs", "cp852"),
    ("pl", "cp1250", "pl", "utf-8"), ("pl", "iso8859-2", "ru", "cp1251"), ("hu", "cp1250", "hu", "cp852"),
    ("el", "cp1253", "el", "utf-8"), ("el", "cp737", "el", "cp1253"), ("tr", "cp1254", "tr", "utf-8"),
    ("tr", "cp857", "tr", "cp1254"), ("he", "cp1255", "he", "utf-8"), ("ar", "cp1256", "ar", "utf-8"),
    ("th", "cp874", "th", "utf-8"), ("lt", "cp1257", "lt", "utf-8"), ("vi", "cp1258", "vi", "utf-8"),
    ("zh-Hans", "gb18030", "zh-Hans", "utf-8"), ("zh-Hant", "big5", "zh-Hant", "utf-8"),
    ("ja", "cp932", "ja", "utf-8"), ("ja", "euc_jp", "ja", "cp932"), ("ko", "cp949", "ko", "utf-8"),
    ("zh-Hans", "gb18030", "ru", "cp1251"), ("ja", "cp932", "fr", "cp1252"), ("de", "cp1252", "ru", "cp1251"),
    ("ru", "cp1251", "ru", "koi8-r", "ru", "utf-8"), ("ru", "cp866", "ru", "cp1251", "ru", "utf-8"),
    ("cs", "cp1250", "cs", "iso8859-2", "cs", "utf-8"), ("de", "cp1252", "de", "cp850", "de", "utf-8"),
    ("ja", "cp932", "ja", "euc_jp", "ja", "utf-8"), ("el", "cp1253", "el", "cp737", "el", "utf-8"),
    ("de", "cp1252", "ru", "cp1251", "zh-Hans", "utf-8"), ("pl", "cp1250", "ru", "koi8-r", "fr", "utf-8"),
]  # fmt: skip
"""Languages and encodings that meet in one file."""
MANGLED = [
    ("fr", "utf-8>cp1252"), ("de", "utf-8>cp1252"), ("es", "utf-8>iso8859-1"), ("ru", "utf-8>cp1251"),
    ("ru", "cp1251>cp1252"), ("ru", "koi8-r>cp1251"), ("el", "cp1253>cp1252"), ("cs", "utf-8>cp1250"),
    ("pl", "cp1250>cp1252"), ("tr", "utf-8>cp1254"), ("he", "cp1255>cp1252"), ("th", "cp874>cp1252"),
    ("zh-Hans", "gb18030>cp1252"), ("ja", "utf-8>cp932"), ("ja", "cp932>cp1252"), ("ko", "cp949>cp1252"),
]  # fmt: skip
"""Languages and the accident that UTF-8 files of them went through."""
DAMAGED = [
    ("zh-Hans", "gb18030"), ("zh-Hant", "big5"), ("ja", "cp932"), ("ja", "euc_jp"), ("ko", "cp949"), ("ru", "utf-8"),
    ("fr", "utf-8"), ("zh-Hans", "utf-8"),
]  # fmt: skip
"""Languages and encodings of files that are damaged."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """A file, and the text and the encoding of each of its lines."""

    name: str
    kind: str
    data: bytes
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A file, and what is to be said of it."""

    name: str
    data: bytes
    text: str
    encoding: str
    is_sound: bool


def lines_of(language: str, folder: Path | None = None) -> list[str]:
    """The corpus's lines of a language, or up to 300 of the file of the language in a folder of plain text."""
    if folder is not None:
        lines = (folder / f"{language}.txt").read_text("utf-8").split("\n")
        return [line for line in lines if line][:300]
    text = (CORPUS / "texts" / f"{language}.tsv").read_text("utf-8")
    return [line.split("\t", 1)[1] for line in text.split("\n") if line]


def languages() -> dict[str, list[str]]:
    """The encodings of every language of the corpus."""
    rows = tomllib.loads((CORPUS / "languages.toml").read_text("utf-8"))
    return {language: row["encodings"] for language, row in rows.items()}


def encoded(lines: list[str], encoding: str) -> list[tuple[str, bytes]]:
    """Those of the lines that the encoding can hold and that are not ASCII, with their bytes."""
    found = []
    for line in lines:
        try:
            data = line.encode(encoding)
        except UnicodeError:
            continue
        if not data.isascii() and data.decode(encoding) == line:
            found.append((line, data))
    return found


def mixed(seed: int = SEED, folder: Path | None = None) -> Iterator[Mixed]:
    """Files of lines in several encodings: long lines, one file interleaved and one in blocks; and short ones."""
    draw = random.Random(seed)
    for row in TOGETHER:
        halves = list(zip(row[::2], row[1::2], strict=True))
        name = " and ".join(f"{language} in {encoding}" for language, encoding in halves)
        for kind, short in (("interleaved", False), ("in blocks", False), ("short lines", True)):
            stacks = [_stack(lines_of(language, folder), encoding, draw, short=short) for language, encoding in halves]
            count = min(map(len, stacks))
            if not count:
                continue
            if kind == "in blocks":
                order = [item for stack in stacks for item in stack[:count]]
            else:
                order = [item for stack in stacks for item in stack[:count]]
                draw.shuffle(order)
            data = b"".join(data + b"\n" for _, _, data in order)
            yield Mixed(name, kind, data, tuple((text, encoding) for text, encoding, _ in order))


def _stack(lines: list[str], encoding: str, draw: random.Random, *, short: bool) -> list[tuple[str, str, bytes]]:
    if short:
        lines = [part for line in lines for part in _shortened(line)]
    found = encoded(list(dict.fromkeys(lines)), encoding)
    draw.shuffle(found)
    if short:
        return [(text, encoding, data) for text, data in found][:LINES] if len(found) >= LINES else []
    long = [(text, data) for text, data in found if sum(byte > 0x7F for byte in data) >= LEAST]
    if len(long) < 4:  # lines of few accents are long only together
        whole = [" ".join(text for text, _ in found[at : at + 4]) for at in range(0, len(found), 4)]
        long = [(text, data) for text, data in encoded(whole, encoding) if sum(byte > 0x7F for byte in data) >= LEAST]
    return [(text, encoding, data) for text, data in long]


def _shortened(line: str) -> list[str]:
    """The line in parts of three words, or of eight characters where it has no words."""
    words = line.split(" ")
    if len(words) < 4:
        return [line[at : at + 8] for at in range(0, len(line) - 7, 8)]
    return [" ".join(words[at : at + 3]) for at in range(0, len(words) - 2, 3)]


def hidden() -> Iterator[Whole]:
    """Valid UTF-8 files of mojibake, and the same texts as they should be."""
    for language, accident in MANGLED:
        lines = lines_of(language)
        chain = chain_of(accident)
        broken = [mangle(line, chain) for line in lines]
        pairs = [(line, bad) for line, bad in zip(lines, broken, strict=True) if bad and bad != line]
        if not pairs:
            continue
        text = "\n".join(line for line, _ in pairs)
        yield Whole(f"{language}, {accident}", "\n".join(bad for _, bad in pairs).encode(), text, "utf-8", False)
        yield Whole(f"{language}, sound", text.encode(), text, "utf-8", True)


def damaged(seed: int = SEED, size: int = 1 << 20) -> Iterator[Whole]:
    """Large files of one encoding with one damaged byte, with twenty, and with none; invalid bytes and any."""
    draw = random.Random(seed)
    for language, encoding in DAMAGED:
        found = encoded(lines_of(language), encoding)
        unit = "".join(line + "\n" for line, _ in found)
        text = unit * (size // len(unit.encode(encoding)) + 1)
        data = text.encode(encoding)
        yield Whole(f"{language} in {encoding}, sound", data, text, encoding, True)
        for count in (1, 20):
            places = sorted(place for place in draw.sample(range(len(data)), count) if data[place] != ord("\n"))
            broken, overwritten = bytearray(data), bytearray(data)
            for place in places:
                broken[place] = 0xFF
                overwritten[place] = draw.randrange(0x80, 0x100)
            yield Whole(f"{language} in {encoding}, {count} damaged", bytes(broken), text, encoding, False)
            yield Whole(f"{language} in {encoding}, {count} overwritten", bytes(overwritten), text, encoding, False)
