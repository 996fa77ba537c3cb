"""The texts that speed is measured on, made of the project's own corpus: the same for everybody.

The corpus is small, so its lines stand again and again; every repetition gets a number of its own, for what is alike
is judged once, and that would be no measurement.
"""

from __future__ import annotations

import itertools
import random

from corpus.builder import cases, load_texts

LINES = 2000


def kinds() -> dict[str, list[str]]:
    """The texts of each kind that is measured, by the name that tables give it."""
    sound = [text.text for texts in load_texts().values() for text in texts]
    beyond = [line for line in sound if not line.isascii()]
    broken = [case.mangled for case in cases(seed=3, each=1)]
    return {
        "ASCII lines": _numbered([_plain(line) for line in sound if len(_plain(line)) > 20], 10 * LINES),
        "sound lines": _numbered(beyond, LINES),
        "short sound strings": [" ".join(line.split()[:4]) for line in _numbered(beyond, LINES)],
        "sound documents": _documents(_numbered(beyond, LINES)),
        "mangled lines": _numbered(broken, LINES // 2),
        "a mangled document": [mangled_document(LINES // 2)],
    }


def mangled_document(lines: int) -> str:
    """French and German lines in UTF-8 that was read as Latin-1."""
    texts = load_texts()
    own = [text.text for code in ("fr", "de") for text in texts[code] if not text.text.isascii()]
    return _mangled("\n".join(_numbered(own, lines)))


def sized(kind: str, size: int) -> str:
    """A text of about so many characters: `sound`, `mangled`, or `mixed`, of which every tenth line is mangled."""
    texts = load_texts()
    own = [text.text for code in ("fr", "de", "es") for text in texts[code] if not text.text.isascii()]
    lines: list[str] = []
    length = 0
    for number, line in enumerate(itertools.cycle(own)):
        if length >= size:
            break
        is_mangled = kind == "mangled" or (kind == "mixed" and number % 10 == 0)
        lines.append(f"{number} {_mangled(line) if is_mangled else line}")
        length += len(lines[-1]) + 1
    return "\n".join(lines)[:size]


def hostile(kind: str, size: int) -> str:
    """A text of about so many characters that no person wrote, by the name that tables give its kind."""
    if kind.startswith("random bytes of "):
        encoding = kind.rpartition(" ")[2]
        data = random.Random(size).randbytes(2 * size)
        return data.decode(encoding, "replace")[:size]
    if kind == "one line, mangled":
        return sized("mangled", size).replace("\n", " ")
    unit = HOSTILE[kind]
    return (unit * (size // len(unit) + 1))[:size]


HOSTILE = {
    "one letter": "é",
    "one character of thousands": "界",
    "C1 controls": "".join(map(chr, range(0x80, 0xA0))),
    "lost characters": "\ufffd",
    "lines of two characters": "é\n",
    "lines of two, mangled": "Ã©\n",
    "random bytes of cp1252": "",
    "random bytes of gbk": "",
    "random bytes of utf-16": "",
    "one line, mangled": "",
}
"""The kinds of hostile text, with what is repeated, where something is."""


def _plain(line: str) -> str:
    return " ".join(word for word in line.split() if word.isascii())


def _numbered(lines: list[str], count: int) -> list[str]:
    return [f"{line} {number}" for number, line in zip(range(count), itertools.cycle(lines), strict=False)]


def _documents(lines: list[str]) -> list[str]:
    return ["\n".join(lines[at : at + 200]) for at in range(0, len(lines), 200)]


def _mangled(text: str) -> str:
    return text.encode().decode("latin-1")
