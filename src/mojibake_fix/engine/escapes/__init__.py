r"""Escapes around mojibake, or left in a text that nobody decoded: `\u00c3\u00a9`, `&Atilde;&copy;`, `=E2=80=99`.

An escape is undone only where that uncovers damage or is part of it. Sound escapes (`caf\u00e9` in a JSON file,
`&eacute;` in a page, `%C3%A9` in an address, `\303\251` in a program) are another's business and stay, and so do those
that a text shows on purpose. A notation is a class that knows how to read itself and where it stands for damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mojibake_fix.engine.escapes.characters import JSON_ESCAPES, R_ESCAPES, HtmlEntities
from mojibake_fix.engine.escapes.iso2022 import Iso2022Jp
from mojibake_fix.engine.escapes.notation import Notation, Uncovered, plain_beside, replay
from mojibake_fix.engine.escapes.octets import ANGLE_OCTETS, HEX_OCTETS, OCTAL_OCTETS
from mojibake_fix.engine.escapes.quoted import QuotedPrintable
from mojibake_fix.engine.escapes.urls import PercentEscapes
from mojibake_fix.engine.escapes.utf7 import Utf7
from mojibake_fix.engine.hints import is_hinted

__all__ = ["ESCAPES", "Uncovered", "find_escaped", "hides_escapes", "is_plain", "unescape"]

ESCAPES: dict[str, Notation] = {
    notation.name: notation
    for notation in (
        JSON_ESCAPES,
        HtmlEntities(),
        R_ESCAPES,
        HEX_OCTETS,
        OCTAL_OCTETS,
        ANGLE_OCTETS,
        QuotedPrintable(),
        PercentEscapes(),
        Utf7(),
        Iso2022Jp(),
    )
}
"""The escapes that we know, by the name that a chain's step calls them; where two fit a place, the first is asked."""


_TRACE = re.compile("|".join(notation.trace for notation in ESCAPES.values()))


def unescape(text: str, name: str) -> str:
    """A text with what is escaped in one notation as the characters themselves."""
    return ESCAPES[name].read(text)


def hides_escapes(text: str) -> bool:
    """Whether a text may hold escapes that are damage; most do not, and need no further look."""
    return is_hinted(text) and _TRACE.search(text) is not None


def is_plain(text: str) -> bool:
    """Whether a text is plain ASCII that hides nothing: there is nothing to be done."""
    return text.isascii() and not hides_escapes(text)


def find_escaped(text: str) -> Iterator[Uncovered]:
    """The places of a text whose escapes are damage or hide it, from the left; none overlaps another.

    With them come the plain places beside those that are damage in part plain, in part escaped.
    """
    found = [
        (uncovered.start, order, uncovered)
        for order, notation in enumerate(ESCAPES.values())
        if notation.hint in text
        for uncovered in notation.find(text)
    ]
    plain = ((one.start, len(ESCAPES), one) for one in plain_beside(text, [one for _, _, one in found]))
    at = 0
    for start, _, uncovered in sorted([*found, *plain], key=lambda item: item[:2]):
        if start >= at and replay(text[start : uncovered.end], uncovered.chain, ESCAPES) == uncovered.after:
            yield uncovered
            at = uncovered.end
