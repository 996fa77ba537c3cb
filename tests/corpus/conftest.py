"""Makes `corpus` importable however pytest was started: the project root need not be on sys.path."""

import importlib.util
import sys
from pathlib import Path

if importlib.util.find_spec("corpus") is None:
    _folder = Path(__file__).parents[2] / "corpus"
    _spec = importlib.util.spec_from_file_location(
        "corpus", _folder / "__init__.py", submodule_search_locations=[str(_folder)]
    )
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules["corpus"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["corpus"])
