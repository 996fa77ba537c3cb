"""Which words suffered a proven accident, as far as known words tell what their letters leave open.

The letters of a word say only how likely it is, and `Olimp’ada` is likelier than `Olimpíada`; but one of them is a
word. Where an accident is beyond doubt, that is enough to tell of a word that it suffered it as well, or stood there
unharmed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from mojibake_fix.engine.chains import Mask, Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.vouched import State, states_of
from mojibake_fix.engine.words import AROUND_WORDS
from mojibake_fix.plausibility import load_lexicon, load_vocabularies

_WORDS_ASKED = 40  # words of a text, of those that suffered an accident and of the others, that are asked for
_LONG, _KEPT = 4, 2  # letters of a word that hardly is another one by chance, and of one of the text's own language
_PROVEN = 2  # words that suffered an accident, beside those in doubt, from which on it is beyond doubt


def told_by_words(document: Document, reading: Reading) -> Mask:
    """Whether each word of a document suffered the chain of a reading that is taken."""
    unit_of, chosen = document.unit_of, reading.is_chosen
    suffered = list(dict.fromkeys(unit_of[chosen].tolist()))
    if len(suffered) < _PROVEN:
        return chosen
    spared = list(dict.fromkeys(unit_of[reading.changes[unit_of] & ~chosen].tolist()))
    saved = _saved(spared[:_WORDS_ASKED], reading, document)
    # Where most words came through unharmed, others may have, too.
    is_mixed = int(reading.is_unfit.sum()) > len(suffered)
    kept = _kept(suffered[:_WORDS_ASKED], reading, document) if is_mixed else []
    if not saved and (not kept or len(kept) == len(suffered)):
        return chosen
    is_told = chosen.copy()
    is_told[np.isin(unit_of, saved)] = True
    is_told[np.isin(unit_of, kept)] = False
    return is_told


def _saved(units: Sequence[int], reading: Reading, document: Document) -> list[int]:
    """The units that are no words as they stand, but as a reading has them."""
    read = {unit: (document.units[unit].text, reading.texts[unit] or "") for unit in units}
    known = states_of((text for pair in read.values() for text in pair), load_lexicon())
    priced = [unit for unit, change in read.items() if _gives_currency(*change)]
    is_word = {text: own.state is State.KNOWN and own.letters >= _LONG for text, own in known.items()}
    told = [unit for unit, (old, new) in read.items() if is_word[new] and known[old].state is not State.KNOWN]
    return list(dict.fromkeys([*told, *priced]))


def _gives_currency(word: str, after: str) -> bool:
    """Whether the sign for any currency, which nobody wrote, becomes that of one.

    >>> _gives_currency("150\xa0¤.", "150\xa0₪."), _gives_currency("¤#,##0", "¤#,##0")
    (True, False)
    """
    old, new = ([char for char in text if unicodedata.category(char) == "Sc"] for text in (word, after))
    return "¤" in old and len(old) == len(new) and "¤" not in new


def _kept(units: Sequence[int], reading: Reading, document: Document) -> list[int]:
    """The units that are words of a language of the document as they stand, and of none as a reading has them."""
    known = states_of((document.units[unit].text for unit in units), load_lexicon())
    states = [known[document.units[unit].text] for unit in units]
    asked = [k for k, own in zip(units, states, strict=True) if own.state is State.KNOWN and own.letters >= _KEPT]
    if not asked:
        return []
    texts = [document.units[unit].text for unit in asked] + [reading.texts[unit] or "" for unit in asked]
    # A word that is none passes for one in both lists once in a million times.
    words = [text.strip(AROUND_WORDS).lower() for text in texts]
    is_own = [bool(own.any()) for own in load_vocabularies().knows(words, document.judged_in)]
    stands, reads = is_own[: len(asked)], is_own[len(asked) :]
    return [unit for unit, old, new in zip(asked, stands, reads, strict=True) if old and not new]
