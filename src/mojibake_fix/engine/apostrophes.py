"""Curly apostrophes of which a filter left `â`: `donât` for `don’t`.

The apostrophe's bytes in UTF-8 are E2 80 99, of which Latin-1 shows the last two as C1 controls, and filters drop
these. Nothing that is well-formed is left, so only the language can tell: `pâte` is French, and `donât` is in no
language. A text that holds any other letter beyond ASCII came through unharmed, or suffered something else.
"""

from __future__ import annotations

import re

import numpy as np

from mojibake_fix.engine.dropped import APOSTROPHE, with_apostrophes
from mojibake_fix.engine.lossy import LOSSY
from mojibake_fix.engine.priors import MARGIN, PLAIN_COST, PLAIN_MARGIN
from mojibake_fix.engine.spoken import evidence, language_weights, lse2
from mojibake_fix.engine.vouched import has_letters
from mojibake_fix.engine.weigh import Ask, weigh
from mojibake_fix.engine.words import unit_at
from mojibake_fix.plausibility.model import Model
from mojibake_fix.types import Span, Step

_WORD = re.compile(r"\S+")
_HEARD = 4_000  # characters of a text that tell its languages
_LETTERS = 12  # plain letters beside the words that tell of a language
_ASKED = 40  # words that are asked about
_COST = PLAIN_COST + 4.0  # bits: that of an exchange of letters, and of an accident with two steps


def dropped_apostrophes(text: str, model: Model) -> list[Span]:
    """The words of a text in which `â` is left of an apostrophe, in order; none where anything speaks against it.

    >>> from mojibake_fix.plausibility import load_model
    >>> [found.after for found in dropped_apostrophes("They donât know what weâll do", load_model())]
    ['don’t', 'we’ll']
    >>> dropped_apostrophes("La pâte brisée et le gâteau", load_model())
    []
    """
    if "â" not in text:  # so with most texts
        return []
    many = len(APOSTROPHE.findall(text))
    if not many or text.count("â") > many or has_letters(text.replace("â", "")):
        return []
    words = [match for match in _WORD.finditer(text) if APOSTROPHE.search(match[0])]
    plain = _WORD.sub(lambda match: match[0] if match[0].isascii() else "", text[:_HEARD])
    if sum(map(str.isalpha, plain)) < _LETTERS:
        return []
    units = list({match[0]: unit_at(text, *match.span()) for match in words}.values())[:_ASKED]
    weights = language_weights(evidence([plain], model), model.language_prior)[0]
    columns = np.arange(len(weights))
    readings = [unit.reading(with_apostrophes(unit.text)) for unit in units]
    before, after = weigh([Ask(units, columns), Ask(readings, columns, are_proven=[False] * len(units))], model)
    gains = lse2(weights - after) - lse2(weights - before)
    gain = float(lse2(weights - after.sum(0)) - lse2(weights - before.sum(0))) - _COST
    if gain < MARGIN + PLAIN_MARGIN or float(gains.min()) < 0:
        return []
    step = Step("utf-8", "iso8859-1" + LOSSY)
    gain /= len(words)
    return [Span(*word.span(), word[0], with_apostrophes(word[0]), (step,), gain) for word in words]
