"""Where the properties take their texts from: strategies over the corpus and over everything else."""

import pytest
from corpus.builder import cases
from hypothesis import strategies as st

LONG_ENOUGH = 40


@pytest.fixture(scope="session")
def mangled_cases():
    """A corpus case (`.mangled`, `.expected`, `.steps`, ...) of at least 40 characters, of any language and chain."""
    return st.sampled_from([case for case in cases(seed=11, each=1) if len(case.expected) >= LONG_ENOUGH])


SURE = {"utf-8>cp1252", "utf-8>latin-1", "utf-8>cp1251", "utf-8>cp437", "utf-8>cp1250", "utf-8>cp932"}
"""Accidents of UTF-8 and a common reader: the bytes tell them by their form."""


@pytest.fixture(scope="session")
def sure_cases():
    """A corpus case of one accident that is told by its form."""
    chosen = [case for case in cases(seed=12, each=2) if len(case.steps) == 1 and case.steps[0] in SURE]
    return st.sampled_from([case for case in chosen if len(case.expected) >= LONG_ENOUGH])


@pytest.fixture(scope="session")
def sound_texts(sound_lines):
    """A sound line, or a document of a few lines of one language."""
    documents = st.sampled_from(list(sound_lines.values())).flatmap(
        lambda lines: st.lists(st.sampled_from(lines), min_size=1, max_size=5).map("\n".join)
    )
    return documents | st.sampled_from([line for lines in sound_lines.values() for line in lines])


@pytest.fixture(scope="session")
def mixed_documents(mangled_cases, sound_texts):
    """A document of mangled and sound lines in any order."""
    lines = mangled_cases.map(lambda case: case.mangled) | sound_texts
    return st.lists(lines, min_size=1, max_size=4).map("\n".join)


@pytest.fixture(scope="session")
def any_texts():
    """Any str at all: lone surrogates, controls, U+FFFD; and text made of the pieces that damage is made of."""
    pieces = ["Ã", "Â", "â€™", "ðŸ˜€", "ï»¿", "é", "\xa0", "\x85", "\u2028", "\ufffd", "\ud800", "\udce9", "\0", "\r\n"]
    pieces += [
        "\n",
        " ",
        "a",
        "?",
        "Привет",
        "РџСЂ",
        "漢字",
        "æ¼¢å\xad\x97",
        "\\u00c3\\u00a9",
        "&Atilde;&copy;",
        "縺ｮ",
        "ｿ",
    ]
    everything = st.text(st.characters(exclude_categories=()), max_size=80)
    return everything | st.lists(st.sampled_from(pieces), max_size=25).map("".join)


@pytest.fixture(scope="session")
def any_bytes(any_texts, mangled_cases):
    """Any bytes at all, and those of texts in encodings that they may be in, cut anywhere."""
    names = ["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1251", "cp932", "gb18030", "euc_kr", "cp037", "iso2022_jp"]
    texts = any_texts | mangled_cases.map(lambda case: case.expected)
    encoded = st.builds(lambda text, name: text.encode(name, "ignore"), texts, st.sampled_from(names))
    cut = st.builds(
        lambda data, start, end: data[start : len(data) - end], encoded, st.integers(0, 3), st.integers(0, 3)
    )
    return st.binary(max_size=120) | encoded | cut
