"""What text looks like: the trained model, loaded at its first use and once a process."""

from __future__ import annotations

import functools
from importlib import resources

from mojibake_fix.errors import ModelFileError
from mojibake_fix.plausibility.format import read_model
from mojibake_fix.plausibility.model import Model

MODEL_FILE = "model.bin"


@functools.cache
def load_model() -> Model:
    """The model that is shipped with the package.

    Raises `ModelFileError` where the file is missing or damaged.
    """
    try:
        data = resources.files(__name__).joinpath(MODEL_FILE).read_bytes()
    except OSError as error:
        raise ModelFileError(MODEL_FILE, f"it cannot be read ({error})") from error
    return Model.from_arrays(*read_model(data, MODEL_FILE))
