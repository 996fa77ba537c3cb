"""The language and the script of a text: what every language adds to the universal model, summed over the text."""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import is_single_byte
from mojibake_fix.plausibility import load_model
from mojibake_fix.plausibility.coverage import coverage
from mojibake_fix.plausibility.expected import language_prior
from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import codes_of

LOOKED_AT = 1500
"""Characters of a text that are weighed."""
LEAST = 6.0
"""Bits that a language must add to be named."""
SEVERAL_BITS = 4.0
"""Bits that an encoding of several bytes a character is rarer for all languages but those of East Asia, of which it has
all letters: their files hold markup, too."""
_OF_SEVERAL_BYTES = ("ja", "ko", "zh")

_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "ARABIC": "Arab", "THAI": "Thai",
    "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Hang", "ARMENIAN": "Armn", "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym",
    "GUJARATI": "Gujr", "GURMUKHI": "Guru", "SINHALA": "Sinh", "LAO": "Laoo", "KHMER": "Khmr", "MYANMAR": "Mymr",
    "TIBETAN": "Tibt", "ETHIOPIC": "Ethi", "MONGOLIAN": "Mong", "SYRIAC": "Syrc", "THAANA": "Thaa", "CHEROKEE": "Cher",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """The BCP-47 tag of the language that a text is most likely in, None where it says too little.

    >>> language_of("Ça ne fait rien, nous irons demain"), language_of("42")
    ('fr', None)
    """
    head = text[:LOOKED_AT]
    if not any(char.isalpha() for char in head):
        return None
    model = load_model()
    symbols = model.symbol[codes_of(head)]
    totals = model.languages.ratios(model.languages.rows(symbols)).sum(axis=0, dtype=np.int64) * UNIT
    best = int(np.argmax(totals))
    return model.languages.names[best] if totals[best] >= LEAST else None


def language_bits(
    texts: Sequence[str],
    expected: Sequence[str] = (),
    *,
    rarer: npt.ArrayLike = 0.0,
    weight: float = 1.0,
) -> list[float]:
    """How many bits each text gains by the language that it is most likely in; all of them in one pass.

    Languages that are not `expected`, where some are, must gain more for being less likely. `rarer` are the bits that
    the encoding of each text is rarer for every language, shape (texts, languages); what a text itself says of its
    language counts for `weight`.
    """
    model = load_model()
    codes = codes_of("\n".join([*texts, ""]))
    ratios = model.languages.ratios(model.languages.rows(model.symbol[codes]))
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.intp, count=len(texts))
    sums = np.add.reduceat(ratios, np.cumsum(lengths) - lengths, axis=0, dtype=np.int32)
    prior = language_prior(model.languages.names, expected)
    gains: list[float] = (weight * (sums * UNIT + (prior - prior.max())) - rarer).max(axis=1).tolist()
    return gains


@functools.cache
def coverage_bits(name: str) -> npt.NDArray[np.float32]:
    """Bits that an encoding is rarer for each language, by the letters that it lacks; shape (languages,).

    In whole units, as texts tell of their languages: a few letters of others that training met are nothing.
    """
    model = load_model()
    if is_single_byte(name):
        return np.rint(-np.log2(coverage(name, model)) / UNIT).astype(np.float32) * np.float32(UNIT)
    is_own = [language.startswith(_OF_SEVERAL_BYTES) for language in model.languages.names]
    return np.where(is_own, 0.0, SEVERAL_BITS).astype(np.float32)


def script_of(text: str) -> str | None:
    """The ISO 15924 code of the script that most letters of a text are in, None where it has none.

    Text with kana is `Jpan`, whatever else is in it: of Japanese, more letters are Chinese.

        >>> script_of("Съешь ещё"), script_of("日本語の本"), script_of("1, 2")
        ('Cyrl', 'Jpan', None)
    """
    letters = Counter(
        unicodedata.name(char, "").partition(" ")[0] for char in text[:LOOKED_AT].lower() if char.isalpha()
    )
    scripts = Counter({script: letters[name] for name, script in _SCRIPTS.items() if letters[name]})
    kana = letters["HIRAGANA"] + letters["KATAKANA"]
    if kana and kana * 20 > letters["CJK"] and kana + letters["CJK"] > sum(letters.values()) / 3:
        return "Jpan"
    return scripts.most_common(1)[0][0] if scripts else None
