"""The texts: one file per language, one line per text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.builder.places import TEXTS

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("news", "mail", "product", "names", "headline", "dialogue")


@dataclass(frozen=True, slots=True)
class Text:
    """One sound text of the corpus."""

    kind: str
    text: str


def text_files() -> dict[str, Path]:
    """The file of every language, by the language's code."""
    return {path.stem: path for path in sorted(TEXTS.glob("*.tsv"))}


def load_texts() -> dict[str, list[Text]]:
    """All texts by language, in the order of the files. Raises `ValueError` for a line that is not `kind<TAB>text`."""
    return {code: parse_texts(path) for code, path in text_files().items()}


def parse_texts(path: Path) -> list[Text]:
    """The texts of one file; only line feeds end a line here."""
    texts = []
    for number, line in enumerate(path.read_bytes().decode("utf-8").split("\n"), start=1):
        if not line:
            continue
        kind, tab, text = line.partition("\t")
        if not tab or "\t" in text or kind not in KINDS or not text.strip():
            raise ValueError(
                f"{path.name}, line {number}: not KIND<TAB>TEXT with a kind of {', '.join(KINDS)}: {line!r}"
            )
        texts.append(Text(kind, text))
    return texts
