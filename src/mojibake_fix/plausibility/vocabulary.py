"""The words of each language, those of plain Latin letters, too, as fingerprints like the lexicon's.

That `på` is a word proves little: there are two hundred languages. That it is one of the language that the words
around it are in, and that `pĺ` is none, proves much. So a key is a word's together with a language's. Of a language
there are its frequent plain words, which tell it, and all of its words beyond ASCII that training met; of those it is
also known which part of the words of a text they are, by the number of letters: in a language of which training met
little, that a word is not known says nothing.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.key_set import KeySet
from mojibake_fix.plausibility.lexicon import key_of
from mojibake_fix.plausibility.static_map import Keys

LETTERS = 6
"""Letters from which on words are not told apart by their number."""
_SHARE = 255.0  # the unit of a stored share


@dataclass(frozen=True, slots=True, eq=False)
class Vocabularies:
    """The words of languages; of words that a language lacks, one in 1,024 is taken for one of its."""

    languages: tuple[str, ...]
    keys: KeySet
    shares: npt.NDArray[np.float32]
    """(languages, `LETTERS` + 1): of a text's words beyond ASCII, the part that is known, by their letters."""
    plain_shares: npt.NDArray[np.float32]
    """(languages,): of a text's plain words, the part that is known; 0 where nothing is known of them."""

    @classmethod
    def of(
        cls,
        words: Mapping[str, Collection[str]],
        shares: npt.NDArray[np.floating],
        plain_shares: npt.NDArray[np.floating],
    ) -> Vocabularies:
        """The vocabularies of these words by language; the same words make the same ones."""
        keys = [_keys(sorted(own)) ^ _language_key(language) for language, own in words.items()]
        own = KeySet.of(np.concatenate(keys))
        return cls(tuple(words), own, _shares(_stored(shares)), _shares(_stored(plain_shares)))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]], metadata: Mapping[str, Any]) -> Vocabularies:
        """The vocabularies of a file's arrays."""
        shares, plain_shares = (_shares(arrays[name]) for name in ("shares", "plain_shares"))
        own = metadata["vocabularies"]
        keys = KeySet.from_arrays(arrays, "vocabulary", int(own["seed"]))
        return cls(tuple(own["languages"]), keys, shares, plain_shares)

    def to_arrays(self) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
        """The arrays and the metadata that `from_arrays` reads."""
        arrays = {
            **self.keys.to_arrays("vocabulary"),
            "shares": _stored(self.shares),
            "plain_shares": _stored(self.plain_shares),
        }
        return arrays, {"vocabularies": {"languages": list(self.languages), "seed": self.keys.seed}}

    def knows(self, words: Sequence[str], languages: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether each word is one of each language; shape (words, languages)."""
        of_languages = np.array([_language_key(language) for language in languages], dtype=np.uint64)
        keys = _keys(words)[:, None] ^ of_languages
        return self.keys.holds(keys)

    def have(self, languages: Sequence[str], words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether each language has the word that stands at its place; shape (words,)."""
        key_of_language = {language: _language_key(language) for language in set(languages)}
        own = np.array([key_of_language[language] for language in languages], dtype=np.uint64)
        return self.keys.holds(_keys(words) ^ own)

    def numbers_of(self, languages: Sequence[str]) -> npt.NDArray[np.intp]:
        """The row of each language."""
        row = {language: number for number, language in enumerate(self.languages)}
        return np.array([row[language] for language in languages], dtype=np.intp)


def _keys(words: Sequence[str]) -> Keys:
    return np.array([key_of(word) for word in words], dtype=np.uint64)


@functools.cache
def _language_key(language: str) -> np.uint64:
    digest = hashlib.blake2b(language.encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little") | 1)


def _stored(shares: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    return np.rint(np.clip(shares, 0.0, 1.0) * _SHARE).astype(np.uint8)


def _shares(stored: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    return stored.astype(np.float32) / np.float32(_SHARE)
