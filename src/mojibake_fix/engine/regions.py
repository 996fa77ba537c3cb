"""Where languages were written: whose systems had which pages.

What a page can hold tells little of Latin script: nearly all of Croatian fits the page of the Baltic states, but no
system of Croatia had it. Windows, DOS and macOS chose their pages by the country (the ANSI, OEM and Mac code pages of
Microsoft's table of locales, https://learn.microsoft.com/windows/win32/intl/code-page-identifiers).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.encodings import ENCODINGS

REGIONS = {
    "west": "af an ast br ca co cy da de es eu fi fil fo fr fur fy ga gd gl gv ht ia id io is it jv kl kw la lb lij"
    " li ms nb nds nl nn no oc pt rm sc scn sq su sv sw tl vec wa",
    "central": "bs cs dsb hr hsb hu pl ro sk sl sq sr-Latn",
    "baltic": "et lt lv",
    "nordic": "da fi fo is kl nb nn no se sv",
    "celtic": "br cy ga gd gv kw",
    "portuguese": "pt",
    "icelandic": "fo is",
    "french": "fr",
    "turkish": "az crh gag ku tk tr uz-Latn",
    "south": "eo mt",
    "cyrillic": "ab az-Cyrl ba be be-tarask bg ce cv kbd kk ky mk mn myv os ru sah sr-Cyrl tg tt tyv uk uz-Cyrl",
    "greek": "el el-polyton grc",
    "arabic": "ar ckb fa ps sd skr pnb ug ur",
    "hebrew": "he yi",
    "thai": "th",
    "vietnamese": "vi",
    "japanese": "ja",
    "korean": "ko",
    "simplified": "yue zh-Hans",
    "traditional": "yue zh-Hant",
}
"""Of every region of `encodings.table`, the languages of its countries, by the model's names.

English was written everywhere; of languages that are not told here nobody knows.
"""


def are_abroad(names: Sequence[str], languages: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Whether each encoding is of regions alone in which a language is not at home; shape (encodings, languages).

    >>> are_abroad(["cp1250", "cp1257"], ["hr", "lt", "en"]).tolist()
    [[False, True, False], [True, False, False]]
    """
    told = {language for own in REGIONS.values() for language in own.split()}
    out = np.zeros((len(names), len(languages)), dtype=bool)
    for row, name in enumerate(names):
        own = REGIONS.get(ENCODINGS[name].region)
        at_home = told if own is None else set(own.split())
        out[row] = [language in told and language not in at_home for language in languages]
    return out
