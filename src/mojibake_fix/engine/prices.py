"""Prices: where the sign for any currency stands in one, it is the euro sign of ISO-8859-15, read as Latin-1.

Keyboards of the West had `¤` for decades, and nobody wrote it: its place in the page was taken for the euro. Patterns
of numbers have it (`#,##0.00 ¤`), and those who speak of it. Nothing of this is a matter of letters, so prices are
looked for by themselves, where nothing else is wrong with a text; beside other damage they speak for one page and
against another.
"""

from __future__ import annotations

import itertools
import re

from mojibake_fix.engine.chains import Reading
from mojibake_fix.engine.document import Document
from mojibake_fix.engine.vouched import has_letters
from mojibake_fix.types import Span, Step

PRICE_BITS, ANY_COST = 8.0, 12.0
"""Bits for prices where prices in no currency stood; and what it costs to give the sign that nobody wrote."""
_ANY, _EURO = "¤", "€"
_CURRENCIES = frozenset("€₪£¥₤")
"""What pages have in the place of `¤`."""
_AROUND = 14  # characters on either side of the sign in which its number stands
_NUMBER = r"(?<![\w.,#])(?=[\d.,]*[1-9])\d[\d.,]*"
_PRICE = re.compile(rf"(?:{_NUMBER}(?:-|–)?[ \u00a0]?{_ANY}|{_ANY}[ \u00a0]?{_NUMBER})(?![#\w])")
_WORDS_ASKED = 40  # words of a text that are asked for
_LAST_OF_LATIN_1 = "\xff"
_PRICES = 2  # of a text that tell enough by themselves
_STEP = Step("iso8859-15", "iso8859-1")


def price_bits(reading: Reading, document: Document) -> float:
    """Bits for a reading that puts the sign of a currency into prices, less for each word that it puts `¤` into."""
    units = document.units
    given = sum(_ANY in (reading.texts[k] or "") and _ANY not in units[k].text for k in reading.changed)
    if given:
        return -ANY_COST * min(given, _PRICES)
    if reading.is_unfit.any():
        return 0.0
    priced = [
        k for k in reading.changed if _ANY in units[k].text and not _CURRENCIES.isdisjoint(reading.texts[k] or "")
    ]
    places = list(itertools.islice(document.where(priced), _WORDS_ASKED)) if priced else []
    if not places:
        return 0.0
    are_prices = all(
        _PRICE.search(piece[max(0, word.start - _AROUND) : word.end + _AROUND]) is not None for word, _, piece in places
    )
    return PRICE_BITS * min(len(priced), _PRICES) if are_prices else 0.0


def euro_prices(text: str) -> list[Span]:
    """The signs for any currency of a text in which they stand in prices alone, in order; none in any other.

    A text that holds what Latin-1 lacks, a dash or a euro sign, was never shown in it. Of a price alone, with no letter
    that tells of Western Europe, nobody knows that it is no sample of how numbers are written.

    >>> [(found.start, found.after) for found in euro_prices("Caffè ¤ 1,20, tè 2,50 ¤")]
    [(6, '€'), (22, '€')]
    >>> euro_prices("The pattern ¤#,##0.00 gives ¤ 1.20")
    []
    """
    many = text.count(_ANY)
    if not many or len(_PRICE.findall(text)) != many or max(text) > _LAST_OF_LATIN_1:
        return []
    if many < _PRICES and not has_letters(text):
        return []
    return [Span(match.start(), match.end(), _ANY, _EURO, (_STEP,), PRICE_BITS) for match in re.finditer(_ANY, text)]
