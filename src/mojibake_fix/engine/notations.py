"""Words that are notations by themselves: faces, labels, variables, names in programs, accents typed before letters.

Each is odd to the model, and some page or other makes a likelier word of it; but whoever knows the notation sees that
nothing is wrong.
"""

from __future__ import annotations

import re
import unicodedata

from mojibake_fix.engine.vouched import is_known_word
from mojibake_fix.engine.words import AROUND_WORDS

_FACE = re.compile(r"[─-╿]*\W?(?:[^\W\d_]|[^\w\s])_(?:[^\W\d_]|[^\w\s])\W?")
_LABEL = re.compile("[(\"']?[^\\W\\d_]\u00a0\\d.*")
"""A letter by itself before a number, where a no-break space holds both together."""
_ANGSTROM = re.compile(r"(?<![^\W\d_])Å[²³¹–·×](?![^\W\d_])")
_OF_INITIALS = re.compile("[\u05d0-\u05ea]+[\u05f3\u05f4\"'][\u05d0-\u05ea]*")
"""A word of Hebrew of the first letters of others, which marks before the last one tell."""
_SIGNS_ALONE = re.compile(r"(?:[^\w\s]|_){2,}")
_OMISSION = re.compile("[(\\[]?[„‚«‹“‘»›][…][“‘»›”’«‹][)\\].,;:]*")
"""What was left out, in quotation marks."""
_OF_FUNCTION = re.compile(r"(?<![^\W\d_])(?:sinh?|cosh?|tanh?|cot|log|ln|exp)[Α-Ωα-ω]{1,2}(?![^\W\d_])", re.IGNORECASE)
_IN_CALL = re.compile(r"(?<!\w)[A-Za-z_]\w*\(-?[Α-Ωα-ω]\d*(?![^\W\d_])")
"""A variable that a function of a program is called with."""
_GENE = re.compile(
    r"\W*(?:[A-Z]\w*[A-Z](?:-[αβγδεκ]\d*|[αβγδεκ]\d+)|[A-Z][A-Za-z]*[a-z][A-Z]+[αβγδεκ]\d*)\W*", re.ASCII
)
"""A gene, or an enzyme, of which a letter of Greek names one of several: `TGFβ1`."""
_IN_CAMEL_CASE = re.compile(r"(?<=[a-z])([^\W\d_\x00-\x7f](?:(?![A-Z])[^\W\d_]){2,})")
"""A word within a name of a program that begins with a capital beyond ASCII."""
_PROGRAM = re.compile(r"[_$(){}\[\]=;+]|\.\w")
_LOOSE = {"¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c", "¸": "\u0327"}
_LOOSE_ACCENT = re.compile("([¨´ˆ˜ˇ¸])([A-Za-zı])")
"""An accent by itself before the letter that it belongs on, as text of TeX comes out of PDF."""


def is_notation(word: str, after: str) -> bool:
    """Whether a word, which a reading makes another one of, is a notation.

    >>> [is_notation(word, "") for word in ("Å³", "צה״ל", "┬┴┤_·)", "▐______|▌", "„…“,", "cosφ", "f(λ0)")]
    [True, True, True, True, True, True, True]
    >>> [is_notation(word, "") for word in ("été", "expΘrience", "CITTα", "TGFβ1", "TNF-α")]
    [False, False, False, True, True]
    >>> is_notation("lblÂge;", "lblåge;"), is_notation("M¨uller", "Můuller"), is_notation("mÈre", "mère")
    (True, True, False)
    """
    if _ANGSTROM.search(word) or _OF_INITIALS.fullmatch(word.strip(AROUND_WORDS)):
        return True
    if _FACE.fullmatch(word) or _LABEL.fullmatch(word) or _OMISSION.fullmatch(word):
        return True
    if _OF_FUNCTION.search(word) or _IN_CALL.search(word) or _GENE.fullmatch(word):
        return True
    if _SIGNS_ALONE.fullmatch(word) is not None and len(set(word)) * 2 <= len(word):
        return True
    return _is_in_camel_case(word, after) or _has_loose_accents(word)


def is_variable(word: str) -> bool:
    """Whether a word is one letter of Greek."""
    letter = word.strip(AROUND_WORDS)
    return len(letter) == 1 and "Α" <= letter <= "ω"


def _is_in_camel_case(word: str, after: str) -> bool:
    """Whether a known word begins with a capital beyond ASCII within another one, and no known one comes of it."""
    if not _PROGRAM.search(word):
        return False
    own = [part for part in _IN_CAMEL_CASE.findall(word) if part[0].isupper() and part[1:].islower()]
    return bool(own) and all(map(is_known_word, own)) and not is_known_word(after.strip(AROUND_WORDS))


def _has_loose_accents(word: str) -> bool:
    """Whether a known word comes about where accents are put on the letters behind them."""
    if not _LOOSE_ACCENT.search(word):
        return False
    whole = _LOOSE_ACCENT.sub(lambda match: f"{match[2].replace('ı', 'i')}{_LOOSE[match[1]]}", word)
    return is_known_word(unicodedata.normalize("NFC", whole).strip(AROUND_WORDS))
