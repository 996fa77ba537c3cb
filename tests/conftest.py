"""What all tests share: the corpus, the shipped model, damage on purpose, and hypothesis' profile."""

import importlib.util
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from mojibake_fix.plausibility import load_model
from mojibake_fix.testing import chain_of, mangle

ROOT = Path(__file__).parents[1]

# The same examples in every run: a failure is a failure for everybody.
settings.register_profile("quick", derandomize=True, deadline=None, max_examples=60, database=None)
settings.load_profile("quick")


SECONDS = 90
"""No test, with the fixtures that it is the first to ask for, takes longer: a search without an end is a failure."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol():
    def stop(*_):
        raise TimeoutError(f"no end after {SECONDS} seconds")

    if not hasattr(signal, "setitimer"):
        return (yield)
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def load_module(name, path):
    """A module by the path of its file, however pytest was started."""
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=None)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if importlib.util.find_spec("corpus") is None:
    _spec = importlib.util.spec_from_file_location(
        "corpus", ROOT / "corpus/__init__.py", submodule_search_locations=[str(ROOT / "corpus")]
    )
    sys.modules["corpus"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["corpus"])


@pytest.fixture(scope="session")
def root():
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def module_at():
    """Loads a module by name and path."""
    return load_module


@pytest.fixture(scope="session")
def model():
    """The shipped model."""
    return load_model()


@pytest.fixture(scope="session")
def sound_lines():
    """Every line of the corpus, by language: `{"fr": ["La médiathèque ...", ...], ...}`."""
    from corpus.builder import load_texts

    return {code: [text.text for text in texts] for code, texts in load_texts().items()}


@pytest.fixture(scope="session")
def damage():
    """`damage("Käse", "utf-8>cp1252")` is `"KÃ¤se"`; a text that the accidents do not fit fails the test."""

    def make(text, *steps):
        mangled = mangle(text, chain_of(*steps))
        assert mangled is not None, f"{text!r} does not survive {steps}"
        return mangled

    return make
