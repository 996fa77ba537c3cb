"""A text as people typed it in an old encoding: with the signs that the encoding has in place of those it lacks."""

from __future__ import annotations

import functools
import unicodedata

from mojibake_fix.encodings import encode, read

_VIETNAMESE_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

# What stood for a character where the encoding lacks it, the best first.
_SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "«": ('"',), "»": ('"',), "„": ('"',), "“": ('"',), "”": ('"',), "‟": ('"',), "「": ('"',), "」": ('"',),
    "‘": ("'",), "’": ("'",), "‚": ("'",), "‹": ("'",), "›": ("'",), "ʻ": ("‘", "'"), "ʼ": ("’", "'"),
    "′": ("´", "'"), "″": ('"',), "–": ("-",), "—": ("―", "-"), "―": ("—", "-"), "‑": ("-",), "−": ("-",),
    "…": ("...",), "•": ("·", "*"), "·": ("・", "."), "№": ("N",), "€": ("EUR",), "£": ("GBP",), "₴": ("грн",),
    "₽": ("руб.",), "₺": ("TL",), "₪": ('ש"ח',), "₫": ("đ",), "₸": ("тг",), "₮": ("төг",),
    "¥": ("￥",), "₩": ("￦",), "₱": ("P",), "×": ("x",), "°": ("º",),
    "²": ("2",), "³": ("3",), "½": ("1/2",), "¼": ("1/4",), "¾": ("3/4",),
    "™": ("(TM)",), "©": ("(c)",),
    "\u00a0": (" ",), "\u202f": ("\u00a0", " "), "\u2009": (" ",), "\u200c": ("",), "\u200d": ("",),
    "\u200e": ("",), "\u200f": ("",), "\u00ad": ("",),
    "œ": ("oe",), "Œ": ("OE",), "־": ("-",), "״": ('"',), "׳": ("'",),
    "،": (",",), "؛": (";",), "؟": ("?",), "۔": (".",), "٫": (",",), "٬": (".",),
    # Romanian was written with cedillas before its commas had a place.
    "ș": ("ş",), "Ș": ("Ş",), "ț": ("ţ",), "Ț": ("Ţ",),
    # windows-1256 and the Persian and Urdu letters that it lacks.
    "ی": ("ي",), "ک": ("ك",), "ۀ": ("ه",), "ۃ": ("ة",),
    **{chr(0x0660 + digit): (str(digit),) for digit in range(10)},
    **{chr(0x06F0 + digit): (str(digit),) for digit in range(10)},
}  # fmt: skip


def fit(text: str, encoding: str) -> str | None:
    """The text in signs that the encoding has, or None where letters are missing.

    Encodings of Unicode leave every text as it is. Windows-1258 has Vietnamese tones apart from their vowels, so a
    text comes back decomposed as that page shows it.

        >>> fit("«Тихий Яр» — посёлок", "koi8-r"), fit("Ќ", "koi8-r")
        ('"Тихий Яр" - посёлок', None)
    """
    if _holds(encoding, text):
        return text
    fitted = [_fit_char(char, encoding) for char in text]
    if any(char is None for char in fitted):
        return None
    return "".join(char for char in fitted if char is not None)


@functools.cache
def _fit_char(char: str, encoding: str) -> str | None:
    candidates = [char, *_SUBSTITUTES.get(char, ())]
    if encoding == "cp1258":
        candidates.append(_apart(char))
    return next((candidate for candidate in candidates if _holds(encoding, candidate)), None)


def _holds(encoding: str, text: str) -> bool:
    r"""Whether the encoding gives the text back: Python writes `¥` in EUC-JP as the byte that it reads as `\`."""
    data = encode(text, encoding)
    return data is not None and read(data, encoding) == text


def _apart(char: str) -> str:
    """A Vietnamese letter as base letter and tone."""
    marks = unicodedata.normalize("NFD", char)
    base = "".join(mark for mark in marks if mark not in _VIETNAMESE_TONES)
    return unicodedata.normalize("NFC", base) + "".join(mark for mark in marks if mark in _VIETNAMESE_TONES)
