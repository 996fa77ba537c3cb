"""The words of wordfreq's lists, each a text of its own that must come back as it is."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.pool import Pool
from typing import Any, NamedTuple

CHUNK = 2_000  # words that a process is given at a time


class Words(NamedTuple):
    """Forms of words tried by language, and those that were changed, with what they became."""

    tried: dict[str, int]
    changed: list[tuple[str, str, str]]
    ftfy_changed: dict[str, int]


def word_lists() -> Any:
    """The package wordfreq. Raises `ImportError` where it is missing."""
    return importlib.import_module("wordfreq")


def word_forms() -> Iterator[tuple[str, str]]:
    """The distinct words beyond ASCII of all lists, as written, capitalised and in capitals.

    Each comes with the first language that has it.
    """
    wordfreq = word_lists()
    seen: set[str] = set()
    for language in sorted(wordfreq.available_languages("best")):
        for word in itertools.chain.from_iterable(wordfreq.get_frequency_list(language, "best")):
            for form in (word, word.capitalize(), word.upper()):
                if not form.isascii() and form not in seen:
                    seen.add(form)
                    yield language, form


def measure_words(every: int, pool: Pool) -> Words:
    """Try every so manyth of the forms; tells on standard error how far it is."""
    tried: Counter[str] = Counter()
    ftfy_changed: Counter[str] = Counter()
    changed: list[tuple[str, str, str]] = []
    forms = itertools.islice(word_forms(), 0, None, every)
    parts = iter(lambda: list(itertools.islice(forms, CHUNK)), [])
    for one in pool.imap(try_words, parts):
        tried.update(one.tried)
        changed += one.changed
        ftfy_changed.update(one.ftfy_changed)
        print(f"\r{sum(tried.values()):,} words, {len(changed)} changed", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return Words(dict(tried), changed, dict(ftfy_changed))


def try_words(part: Sequence[tuple[str, str]]) -> Words:
    """What becomes of some words."""
    import ftfy

    import mojibake_fix

    fixed = mojibake_fix.fix_many(word for _, word in part)
    changed = [(language, word, got) for (language, word), got in zip(part, fixed, strict=True) if got != word]
    ftfy_changed = Counter(language for language, word in part if ftfy.fix_encoding(word) != word)
    return Words(Counter(language for language, _ in part), changed, ftfy_changed)
