"""Formulas, measures and prices: which signs and letters of a word they explain. They are in no language.

A sign counts where it stands as formulas have it: between two variables, before or behind a number, a unit behind its
prefix. Words of a language do not have it there, so what damage puts into words is not explained.
"""

from __future__ import annotations

import re
import unicodedata

GREEK = frozenset("αβγδεθλμπρσφψωΔΛΣΦΨΩ")
"""Letters that stand for variables and units in every language."""
_BEHIND_CAPITALS = frozenset("αβγδεζηκλμ")
"""Those that name one of several things of a kind: `IFNγ`, `NFκB`."""
_DIFFERENTIAL = re.compile("[d∂][a-z]|sp")
"""What a power stands above in a derivative, and in the orbitals of chemistry."""
_PREFIXES = frozenset("∂∆∇√∑∏∫∞¬")
"""Signs of mathematics that stand before what they work on, or alone, and relate nothing."""
_CURRENCIES = frozenset("£€¥¢¤")
_POWERS = frozenset("²³")
"""Digits above; `¹` is a letter of Central Europe too often."""
_MICRO = "µ"
_FUNCTIONS = frozenset(["sin", "cos", "tan", "cot", "arcsin", "arccos", "arctan", "log", "ln", "exp", "lim", "rot"])
_UNITS = frozenset(["m", "km", "cm", "mm", "dm", "nm", "ft", "in"])
_LONGEST_UNIT = 3
_UNITS_OF_CYRILLIC = frozenset(
    prefix + unit
    for prefix in ("", "п", "н", "мк", "м", "с", "д", "к", "М", "Г", "Т")
    for unit in ("А", "В", "Вт", "ВА", "Ф", "Гн", "Гц", "Ом", "Па", "Н", "Дж", "Б", "К", "Бм")
)
"""Units of physics as Cyrillic abbreviates them, of which most have a capital behind a small letter."""
_LETTERS_BEHIND, _LETTERS_BEFORE = re.compile(r"[^\W\d_]*"), re.compile(r"[^\W\d_]*$")
_LETTERS_OF_LATIN = re.compile("[A-Za-z]+")


def is_of_formula(text: str, place: int) -> bool:
    """Whether a formula, a measure or a price explains the character at a place of a word.

    >>> [is_of_formula(text, 1) for text in ("kΩ", "n≤m", "x²+1", "(±5%)", "m²", "tΩte", "d³ugi")]
    [True, True, True, True, True, False, False]
    """
    char, before, behind = text[place], text[:place], text[place + 1 :]
    if char in GREEK or char in _BEHIND_CAPITALS:
        return _is_variable(before, char, behind)
    if char in _POWERS:
        return _is_power(before, behind, char)
    if char in _CURRENCIES:
        return behind[:1].isdigit() or (before[-1:].isdigit() and not behind[:1].isalpha())
    if "А" <= char <= "я":
        run = _run_around(text, place)
        return len(run) > 1 and run in _UNITS_OF_CYRILLIC
    if char == _MICRO:
        unit = _LETTERS_BEHIND.match(behind)
        return not before[-1:].isalpha() and unit is not None and 0 < len(unit[0]) <= _LONGEST_UNIT
    return _is_relation(char) and (_is_of_number(before, behind) or _relates(text, before, behind))


def _run_around(text: str, place: int) -> str:
    """The letters without anything between that a character of a word stands among."""
    lead, tail = _LETTERS_BEFORE.search(text[:place]), _LETTERS_BEHIND.match(text[place + 1 :])
    return f"{lead[0] if lead else ''}{text[place]}{tail[0] if tail else ''}"


def _is_variable(before: str, char: str, behind: str) -> bool:
    """Whether a Greek letter stands beside nothing but single letters and names of functions: `kΩ`, `tanφ`, `πr`.

    Or, small, beside capitals: `TNFα`, `NFκB`.
    """
    run = _run_around(before + char + behind, len(before))
    latin = _LETTERS_OF_LATIN.findall(run)
    if not latin:
        return False
    if char in _BEHIND_CAPITALS and len(latin[0]) > 1 and run.replace(char, "").isupper():
        return True
    are_known = all(own.isascii() or own in GREEK for own in run)
    return are_known and all(len(part) == 1 or part in _FUNCTIONS for part in latin)


def _is_power(before: str, behind: str, char: str) -> bool:
    """Whether a digit stands above a number, a variable or a unit."""
    lead, tail = _LETTERS_BEFORE.search(before), _LETTERS_BEHIND.match(behind)
    base, rest = (_without_greek(match[0]) if match else "" for match in (lead, tail))
    if not before or len(rest) > (char == "²"):
        return False
    if not base:
        return before[-1].isdigit() or before[-1] in ")]|" or before[-1] in GREEK
    return len(base) == 1 or base in _UNITS or _DIFFERENTIAL.fullmatch(base) is not None


def _without_greek(text: str) -> str:
    return "".join(char for char in text if char not in GREEK)


def _is_of_number(before: str, behind: str) -> bool:
    """Whether a sign stands before a number, or behind one, and within no word."""
    is_before = behind[:1].isdigit() and not before[-1:].isalpha()
    return is_before or (before[-1:].isdigit() and not behind[:1].isalpha())


def _relates(text: str, before: str, behind: str) -> bool:
    """Whether a sign relates what stands before it with what stands behind: `n≤m`, `width×height`."""
    if not before or not behind:
        return False
    if _ends_alone(before) and _ends_alone(behind[::-1]):
        return True
    is_between = before[-1].isascii() and behind[0].isascii()  # no two signs relate what they stand between
    return is_between and all(char.isascii() or _is_relation(char) for char in text)


def _ends_alone(text: str) -> bool:
    """Whether a text ends with one letter that no other stands before."""
    return text[-1:].isalpha() and not text[-2:-1].isalpha()


def _is_relation(char: str) -> bool:
    return unicodedata.category(char) == "Sm" and char not in _PREFIXES
