"""Known words: those beyond ASCII that training met, kept as fingerprints of ten bits each.

Which of two pages a single odd letter comes from no statistics of letters can tell: `pon·kol` is `ponúkol` or
`poněkol`, and but one of them is a word. The words themselves are not kept (`key_set`): of words that training never
met, one in 1,024 is taken for a known one.

Small letters stand for capitals. The lexicon holds words of the scripts that single-byte pages were made for and that
set words apart by spaces; of any other word it says nothing.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.key_set import KeySet
from mojibake_fix.plausibility.static_map import Keys

LONGEST = 24
"""Characters of the longest word that is kept."""
_FURTHER = ("\u1e00", "\u1fff")  # letters of Vietnamese, and of old Greek
_BEYOND = "\u0700"  # where the scripts end that single-byte pages were made for: Latin to Arabic


SPELLED_ALIKE = {"\u0219": "\u015f", "\u021b": "\u0163"}
"""Letters of Romanian with commas, each with the one with a cedilla that stood for it wherever a page lacked it."""
_ALIKE = str.maketrans(SPELLED_ALIKE)


def spelled_alike(word: str) -> str:
    """A word in small letters as all of its spellings stand for it, those with accents as marks of their own, too.

    >>> spelled_alike("ști") == spelled_alike("şti") == spelled_alike("s\u0326ti")
    True
    """
    return word if word.isascii() else unicodedata.normalize("NFC", word).translate(_ALIKE)


def may_hold(word: str) -> bool:
    """Whether a lexicon says anything of a word: of letters alone, one of them beyond ASCII, in a script it holds.

    >>> [may_hold(word) for word in ("Ménage", "слово", "plain", "f›rste", "中文")]
    [True, True, False, False, False]
    """
    if word.isascii() or not all(char < _BEYOND or _FURTHER[0] <= char <= _FURTHER[1] for char in word):
        return False
    return word.isalpha() or all(unicodedata.category(char)[0] in "LM" for char in word)


@functools.lru_cache(1 << 14)  # a few words are most of every text
def key_of(word: str) -> int:
    """The key of a word, whatever its case and spelling."""
    digest = hashlib.blake2b(spelled_alike(word.lower()).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words that are known; those that were never met are taken for known ones once in 1,024 times."""

    keys: KeySet

    @classmethod
    def of(cls, words: Sequence[str]) -> Lexicon:
        """A lexicon of these words; the same words make the same one."""
        return cls(KeySet.of(_keys(words)))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]], metadata: Mapping[str, Any]) -> Lexicon:
        """The lexicon of a file's arrays."""
        return cls(KeySet.from_arrays(arrays, "words", int(metadata["seed"])))

    def to_arrays(self) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
        """The arrays and the metadata that `from_arrays` reads."""
        return {**self.keys.to_arrays("words")}, {"seed": self.keys.seed}

    def knows(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Of each word, whether it is known."""
        return self.keys.holds(_keys(words))


def _keys(words: Sequence[str]) -> Keys:
    return np.array([key_of(word) for word in words], dtype=np.uint64)
