"""The declared accidents, and which language meets which."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.builder.languages import Language, load_languages
from corpus.builder.places import CHAINS
from mojibake_fix.encodings import encode, get_encoding, is_single_byte, read
from mojibake_fix.testing import chain_of

if TYPE_CHECKING:
    from mojibake_fix.types import Chain


@dataclass(frozen=True, slots=True)
class DeclaredChain:
    """One chain of accidents."""

    name: str
    tier: str
    steps: tuple[str, ...]
    """`written>read`, in the order in which they happened."""
    applies: tuple[str, ...] = ("all",)
    """`all`, regions and language codes; `-xx` takes a region or a language out."""
    lossless: bool = False
    """Declared to keep every text that the first encoding can hold; the others lose some texts and keep some."""

    @property
    def chain(self) -> Chain:
        """The same as the library's type, the last accident first."""
        return chain_of(*self.steps)

    @property
    def written(self) -> str:
        """The encoding that the text was sound in."""
        return get_encoding(self.steps[0].partition(">")[0]).name

    def suits(self, language: Language) -> bool:
        """Whether this happens to texts of the language."""
        ours = {"all", language.code, *language.regions}
        if ours & {name[1:] for name in self.applies if name.startswith("-")} or not ours & {*self.applies}:
            return False
        return self.written.startswith("utf-") or self.written in language.encodings


@functools.cache
def load_chains() -> tuple[DeclaredChain, ...]:
    """The chains of chains.toml in its order."""
    tiers = tomllib.loads(CHAINS.read_text(encoding="utf-8"))
    return tuple(
        DeclaredChain(
            name=_name(tuple(row["steps"])),
            tier=tier,
            steps=tuple(row["steps"]),
            applies=tuple(row["for"]),
            lossless=row.get("lossless", False),
        )
        for tier, rows in tiers.items()
        for row in rows
    )


@functools.cache
def chains_for(lang: str) -> tuple[DeclaredChain, ...]:
    """The chains that happen to texts of a language: those declared for it, then its special ones.

    Raises `KeyError` for a language that languages.toml lacks.
    """
    language = load_languages()[lang]
    declared = tuple(chain for chain in load_chains() if chain.suits(language))
    known = {chain.name for chain in declared}
    special = (DeclaredChain(_name(steps), "special", steps, (lang,)) for steps in language.special)
    return declared + tuple(chain for chain in special if chain.name not in known)


def all_chains() -> dict[str, DeclaredChain]:
    """Every chain by its name, the special ones of all languages last."""
    chains = {chain.name: chain for chain in load_chains()}
    for lang in load_languages():
        for chain in chains_for(lang):
            chains.setdefault(chain.name, chain)
    return chains


def holds_everything(chain: DeclaredChain) -> bool:
    """Whether no step of the chain can lose anything: all 256 bytes can be shown, and are read back as they were.

    That is so for the single-byte pages without holes; what a page shows must go into the next step's encoding too,
    which only Unicode promises for all of it.
    """
    every_byte = bytes(range(256))
    for number, step in enumerate(chain.steps):
        written, _, shown = step.partition(">")
        reader = get_encoding(shown).name
        if number and not get_encoding(written).name.startswith("utf-"):
            return False
        text = read(every_byte, reader) if is_single_byte(reader) else None
        if text is None or encode(text, reader) != every_byte:
            return False
    return True


def _name(steps: tuple[str, ...]) -> str:
    """`utf-8-as-cp1252`, `utf-8-as-cp1252-twice`, `gbk-as-latin-1-then-utf-8-as-cp1252`."""
    parts: list[list[str]] = []
    for step in steps:
        words = step.replace(">", "-as-")
        if parts and parts[-1][0] == words:
            parts[-1].append(words)
        else:
            parts.append([words])
    times = {1: "", 2: "-twice"}
    return "-then-".join(part[0] + times.get(len(part), f"-{len(part)}-times") for part in parts)
