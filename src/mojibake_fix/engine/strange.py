"""Readings that are no text: what a page gives by chance, however much likelier than what stands there.

Whatever is odd becomes less so in some page or other. What was text once is text in its own right, in a language that
there is: so many bits a character, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mojibake_fix.engine.plain import OF_THOUSANDS
from mojibake_fix.engine.spoken import Matrix
from mojibake_fix.engine.words import AROUND_WORDS, BETWEEN_MARKS, Unit

_LEAST, _ONCE = 6.2, 10.0  # bits of a character, on average, and more of a text, that are no text's
_OF_THOUSANDS = 4.0  # bits more of a character of the scripts that have thousands
_ONCE_OF_THOUSANDS = 3.0  # the same of a word of these: nothing before it tells what it is
_OF_SIGNS = 3.0  # the same of a digit or a plain sign within words, as tables have them: no page gives these
_OF_LATIN = 8.0  # the same of a name in Latin letters that is written together with such characters
_LONGEST_ACRONYM = 5
_LATIN_WITHIN = re.compile("[\u2e80-\uffff][A-Za-z]|[A-Za-z0-9][\u2e80-\uffff]")
"""Where a name in Latin letters begins behind a character of the scripts that have thousands, or ends before one."""


def is_strange(texts: Sequence[str], bits: Matrix) -> bool:
    """Whether words do not look like text in any language.

    `bits` are theirs, shape (texts, languages).
    """
    words = [k for k, text in enumerate(texts) if not _is_acronym(text)]
    if words:  # what letters stand for tells of no language
        texts, bits = [texts[k] for k in words], bits[words]
    many = sum(map(OF_THOUSANDS.__le__, "".join(texts)))
    plain = sum(char.isascii() and not char.isalpha() for text in texts for char in text.strip(AROUND_WORDS))
    most = _LEAST * sum(len(text) + 1 for text in texts) + _ONCE
    most += _OF_THOUSANDS * many + _OF_SIGNS * plain
    most += _ONCE_OF_THOUSANDS * sum(max(text, default="") >= OF_THOUSANDS for text in texts)
    most += _OF_LATIN * sum(len(_LATIN_WITHIN.findall(text)) for text in texts)
    return float(bits.sum(0).min()) > most


def _is_acronym(text: str) -> bool:
    """Whether a word is a few capitals.

    >>> _is_acronym("(ČSAV,"), _is_acronym("VÝROBA"), _is_acronym("Úřad")
    (True, False, False)
    """
    letters = text.strip(AROUND_WORDS)
    return 1 < len(letters) <= _LONGEST_ACRONYM and letters.isalpha() and letters.isupper()


def own_parts(units: Sequence[Unit]) -> list[Unit]:
    """The words beyond ASCII within words, which programs and tables have between marks of their own.

    >>> words = Unit("", "print('合计:{n}个');", ""), Unit("s ", '"Łódź",', " ")
    >>> [part.text for part in own_parts(words)]
    ['合计', '个', 'Łódź']
    """
    found = []
    for unit in units:
        for match in BETWEEN_MARKS.finditer(unit.text):
            lead = " " if match.start() else unit.lead
            tail = " " if match.end() < len(unit.text) else unit.tail
            found.append(Unit(lead, match.group(), tail))
    return [part for part in found if not part.text.isascii()]
