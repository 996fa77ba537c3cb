"""Every family of damage on the corpus: a mangled line comes back exactly or stays as it is; sound lines stay.

Each outcome is one of: *exact* (the text is back), *same* (left as it came), *partly* (the outer accidents undone and
the inner ones left, which is true as far as it goes) and *wrong*.
"""

from collections import Counter

import pytest
from corpus.builder import cases

from mojibake_fix import fix_many
from mojibake_fix.testing import chain_of, mangle

SEED = 2026
FLOORS = {  # at least this share of a tier's lines is exact
    "utf-8": 0.95,
    "repeated": 0.92,
    "dos-mac": 0.70,
    "legacy": 0.60,
    "neighbours": 0.55,
    "special": 0.50,
    "cjk": 0.40,
}
COMMON = {"utf-8-as-cp1252", "utf-8-as-latin-1", "utf-8-as-cp1252-twice", "utf-8-as-latin-1-twice"}


def outcome(case, text):
    if text == case.expected:
        return "exact"
    if text == case.mangled:
        return "same"
    halfway = {mangle(case.expected, chain_of(*case.steps[:depth])) for depth in range(1, len(case.steps))}
    return "partly" if text in halfway else "wrong"


@pytest.fixture(scope="module")
def judged():
    """(case, outcome, repaired text) of a line for every seventh chain of every language, each line by itself."""
    chosen = list(cases(seed=SEED, each=1))[::7]
    texts = fix_many([case.mangled for case in chosen])
    return [(case, outcome(case, text), text) for case, text in zip(chosen, texts, strict=True)]


@pytest.fixture(scope="module")
def by_tier(judged):
    counts = {}
    for case, result, _ in judged:
        counts.setdefault(case.tier, Counter())[result] += 1
    for tier, count in counts.items():
        print(f"{tier:>10}:", ", ".join(f"{name} {number}" for name, number in count.most_common()))
    return counts


def share(count, result):
    return count[result] / count.total()


@pytest.mark.parametrize("tier", FLOORS)
def test_enough_of_a_tier_is_exact(by_tier, tier):
    assert share(by_tier[tier], "exact") >= FLOORS[tier], by_tier[tier]


def test_every_tier_of_the_corpus_has_a_floor(by_tier):
    assert set(by_tier) == set(FLOORS)


@pytest.mark.parametrize("chain", sorted(COMMON))
def test_the_commonest_accidents_are_undone(judged, chain):
    count = Counter(result for case, result, _ in judged if case.chain == chain)
    assert share(count, "exact") >= 0.95, count


def test_legacy_pages_read_as_the_western_ones_are_undone(judged):
    """Another page read as windows-1252 or Latin-1, once: as common an accident as those above."""
    readers = ("cp1252", "latin-1")
    found = [(case, result) for case, result, _ in judged if len(case.steps) == 1 and case.tier != "utf-8"]
    count = Counter(result for case, result in found if case.steps[0].partition(">")[2] in readers)
    print("legacy as cp1252 or latin-1:", dict(count))
    assert share(count, "exact") >= 0.95, count


def test_hardly_a_line_is_made_into_something_else(judged):
    wrong = [f"{case.language} {case.chain}: {text!r}" for case, result, text in judged if result == "wrong"]
    print(f"wrong: {len(wrong)} of {len(judged)}", *wrong, sep="\n  ")
    assert len(wrong) <= 0.01 * len(judged)


def test_hardly_a_line_is_repaired_in_part_only(judged):
    partly = [f"{case.language} {case.chain}: {text!r}" for case, result, text in judged if result == "partly"]
    print(f"partly: {len(partly)} of {len(judged)}", *partly, sep="\n  ")
    assert len(partly) <= 0.01 * len(judged)


# ---------------------------------------------------------------- the twin: nothing happened to these


def changes(texts):
    return [(text, fixed) for text, fixed in zip(texts, fix_many(texts), strict=True) if text != fixed]


def test_sound_lines_stay(sound_lines):
    assert changes([line for lines in sound_lines.values() for line in lines]) == []


def test_sound_documents_stay(sound_lines):
    assert changes(["\n".join(lines) + "\n" for lines in sound_lines.values()]) == []


def test_sound_lines_in_capitals_stay(sound_lines):
    lines = [line for lines in sound_lines.values() for line in lines]
    assert changes([line.upper() for line in lines if line.upper() != line]) == []


def test_sound_documents_in_capitals_stay(sound_lines):
    documents = ["\n".join(lines) for lines in sound_lines.values()]
    assert changes([text.upper() for text in documents if text.upper() != text]) == []


def test_sound_lines_of_many_languages_in_one_document_stay(sound_lines):
    most = max(map(len, sound_lines.values()))
    documents = ["\n".join(lines[k] for lines in sound_lines.values() if k < len(lines)) for k in range(most)]
    assert changes(documents) == []
