"""In which encodings text of a language was written: bits for each of them and each language.

To ask every encoding for its letters takes longer than a short text does, so the answers come with the package:
`tools/build_readers.py` writes them. Where they are not those of `WRITERS` and the model, they are worked out.
"""

from __future__ import annotations

import functools
import pkgutil
from typing import Any

import numpy as np
import numpy.typing as npt

from mojibake_fix.engine.priors import WRITERS, written_cost
from mojibake_fix.engine.regions import REGIONS, are_abroad
from mojibake_fix.plausibility.coverage import coverage
from mojibake_fix.plausibility.format import read_model
from mojibake_fix.plausibility.model import Model

WRITERS_FILE = "writers.bin"

_OF_ONE_LANGUAGE = {"viscii": "vi", "tcvn": "vi", "vni": "vi", "cp1125": "uk"}
"""Encodings that hold all letters of a script, and were made for one language and used for no other."""
_FOREIGN_TO_ALL = 2.0**-10
_ABROAD = 2.0**-4
"""How much less likely an encoding is for a language that is at home in none of its regions."""


@functools.lru_cache(4)
def written_costs(model: Model) -> npt.NDArray[np.float32]:
    """Bits of a text in each language (and the unknown one, last) having been written in each encoding.

    A row a writer, UTF-8 first. An encoding is as likely for a language as it is common, as it holds the language's
    letters, and as the systems of its countries had it: Maltese was written in ISO-8859-3, never in a page without its
    letters, Croatian in windows-1250, not in windows-1257.
    """
    arrays, metadata = read_model(pkgutil.get_data(__package__, WRITERS_FILE) or b"", WRITERS_FILE)
    return arrays["costs"] if metadata == made_of(model) else computed(model)


def made_of(model: Model) -> dict[str, Any]:
    """What the costs depend on: the encodings, and the model."""
    writers = [[name, written_cost(name), _OF_ONE_LANGUAGE.get(name)] for name in WRITERS]
    return {"writers": writers, "regions": REGIONS, "model": model.metadata}


def computed(model: Model) -> npt.NDArray[np.float32]:
    """The same, worked out from the letters of every language."""
    fitting = np.stack([coverage(name, model) for name in WRITERS])
    commonness = np.exp2([-written_cost(name) for name in WRITERS])
    likelihood = np.hstack([fitting, np.ones((len(WRITERS), 1))]) * commonness[:, None]
    for name, own in _OF_ONE_LANGUAGE.items():
        is_other = np.array([*(language != own for language in model.languages.names), True])
        likelihood[WRITERS.index(name), is_other] *= _FOREIGN_TO_ALL
    likelihood[:, :-1][are_abroad(WRITERS, model.languages.names)] *= _ABROAD
    costs = -np.log2(likelihood / likelihood.sum(0))
    return np.vstack([np.zeros(costs.shape[1]), costs]).astype(np.float32)
