"""Words shown by a page that has characters twice: which of their bytes it was, word by word.

Code page 932 has some hundred characters under two pairs of bytes each. A document of a chain through it can need
either pair: Spanish `ún` and `ía` are two of them. Which one it was is told by the words, in the languages of them all.
"""

from __future__ import annotations

from collections.abc import Mapping

from mojibake_fix.engine.asks import Asking
from mojibake_fix.engine.by_chain import read_units
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.priors import READERS, Path, step_number
from mojibake_fix.engine.propose import is_utf8
from mojibake_fix.engine.readings import reader_of
from mojibake_fix.engine.spoken import lse2
from mojibake_fix.engine.weigh import Ask
from mojibake_fix.engine.words import Unit

_OTHER = {"cp932": "cp932-twice", "cp932-twice": "cp932"}
_LIKELIER = 2.0  # bits by which the other bytes of a word must be the likelier ones
_WORDS_HEARD = 200  # words that tell the languages


def other_path(path: Path) -> Path | None:
    """The chain through the other bytes of the page that a text was shown in last; None where there are none."""
    other = _OTHER.get(READERS[reader_of(path)])
    if other is None:
        return None
    return (step_number(path[0] // len(READERS), READERS.index(other)), *path[1:])


def likelier_bytes(document: Document, path: Path, texts: Mapping[Unit, str]) -> Asking[dict[Unit, str]]:
    """Of words that a chain was undone on, those that the other bytes make likelier words of, and these.

    What loses more bytes, or what no other word of the document calls for, is none.
    """
    other = other_path(path)
    if other is None:
        return {}
    units = list(texts)
    [read] = read_units(units, [other])
    found = {
        unit: after
        for unit, after in zip(units, read, strict=True)
        if after is not None and after != texts[unit] and after.count(LOST) <= texts[unit].count(LOST)
    }
    if not found:
        return {}
    columns = document.columns
    heard = [unit.reading(texts[unit]) for unit in units if unit not in found][:_WORDS_HEARD]
    utf8 = is_utf8(path)
    known, mine, others = yield [
        Ask(heard, columns, are_proven=[utf8] * len(heard)),
        Ask([unit.reading(texts[unit]) for unit in found], columns, are_proven=[utf8] * len(found)),
        Ask([unit.reading(after) for unit, after in found.items()], columns, are_proven=[utf8] * len(found)),
    ]
    weights = document.pooled[columns] - known.sum(0)
    gains = lse2(weights - others) - lse2(weights - mine)
    return {unit: after for (unit, after), gain in zip(found.items(), gains.tolist(), strict=True) if gain > _LIKELIER}
