"""Languages that texts are said to be in: their tags, and how likely that makes each language before any evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.errors import UnknownLanguageError

HINTED = 0.9
"""How likely a text is of the languages that it is said to be in: hints are mistaken, and texts quote others."""
_NEAR = 0.75  # how alike tags are that are suggested


def languages_of(tags: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The names of languages that BCP 47 tags mean, each once, in the order of `names`.

    Case does not count, `_` stands for `-`. A tag that says more than a name means that name (`de-AT` means `de`), one
    that says less means all that begin so (`sr` means `sr-Cyrl` and `sr-Latn`). Raises `UnknownLanguageError`.

        >>> languages_of(["pt_BR", "SR"], ["de", "pt", "sr-Cyrl", "sr-Latn"])
        ('pt', 'sr-Cyrl', 'sr-Latn')
    """
    found: set[str] = set()
    for tag in tags:
        own = _named(tag.strip().replace("_", "-").casefold(), names)
        if not own:
            raise UnknownLanguageError(tag, tuple(_near(tag, names)))
        found.update(own)
    return tuple(name for name in names if name in found)


def _named(tag: str, names: Sequence[str]) -> list[str]:
    while tag:
        own = [name for name in names if f"{name.casefold()}-".startswith(f"{tag}-")]
        if own:
            return own
        tag = tag.rpartition("-")[0]
    return []


def _near(tag: str, names: Sequence[str]) -> list[str]:
    import difflib  # for a message alone

    spelled = {name.casefold(): name for name in names}
    first = re.split("[-_]", tag.strip().casefold())[0]
    begin = [name for name in spelled if len(first) == 3 and first.startswith(name)]  # deu, of ISO 639-2, is de
    return [spelled[name] for name in dict.fromkeys([*begin, *difflib.get_close_matches(first, spelled, 3, _NEAR)])]


def language_prior(names: Sequence[str], expected: Sequence[str]) -> npt.NDArray[np.float32]:
    """The binary logarithm of how likely each language is before any evidence; all alike, but for those expected.

    >>> [round(2.0**bits, 2) for bits in language_prior(["de", "fr", "ru"], ["fr"]).tolist()]
    [0.03, 0.93, 0.03]
    """
    share = np.full(len(names), 1 / len(names))
    if expected:
        share *= 1 - HINTED
        share[[names.index(name) for name in expected]] += HINTED / len(expected)
    return np.log2(share).astype(np.float32)
