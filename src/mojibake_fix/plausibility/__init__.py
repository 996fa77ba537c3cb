"""What text looks like: the trained model, loaded at its first use and once a process."""

from __future__ import annotations

import dataclasses
import functools
import pkgutil
from collections.abc import Sequence
from typing import Any

import numpy.typing as npt

from mojibake_fix.errors import ModelFileError
from mojibake_fix.plausibility.expected import languages_of
from mojibake_fix.plausibility.format import read_model
from mojibake_fix.plausibility.lexicon import Lexicon
from mojibake_fix.plausibility.model import Model
from mojibake_fix.plausibility.vocabulary import Vocabularies

MODEL_FILE, WORDS_FILE = "model.bin", "words.bin"


@functools.cache
def load_model() -> Model:
    """The model that is shipped with the package.

    Raises `ModelFileError` where the file is missing or damaged.
    """
    return Model.from_arrays(*read_model(_data(MODEL_FILE), MODEL_FILE))


@functools.cache
def load_lexicon() -> Lexicon:
    """The known words that are shipped with the package.

    Raises `ModelFileError` where the file is missing or damaged.
    """
    return Lexicon.from_arrays(*_words())


@functools.cache
def load_vocabularies() -> Vocabularies:
    """The words of each language that are shipped with the package.

    Raises `ModelFileError` where the file is missing or damaged.
    """
    return Vocabularies.from_arrays(*_words())


@functools.cache
def _words() -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    return read_model(_data(WORDS_FILE), WORDS_FILE)


def _data(name: str) -> bytes:
    try:
        data = pkgutil.get_data(__name__, name)  # from a folder or an archive; `importlib.resources` takes 20 ms more
    except OSError as error:
        raise ModelFileError(name, f"it cannot be read ({error})") from error
    if data is None:
        raise ModelFileError(name, "the package's loader reads no data")
    return data


@functools.lru_cache(4)
def model_expecting(languages: tuple[str, ...]) -> Model:
    """The same model for texts that are said to be in some languages, by the names that `languages_named` gives."""
    model = load_model()
    return dataclasses.replace(model, expected=languages) if languages else model


def languages_named(tags: Sequence[str]) -> tuple[str, ...]:
    """The names of the model's languages that BCP 47 tags mean. Raises `UnknownLanguageError`.

    >>> languages_named(["de-AT", "zh"])
    ('de', 'zh-Hans', 'zh-Hant')
    """
    return languages_of(tags, load_model().languages.names) if tags else ()
