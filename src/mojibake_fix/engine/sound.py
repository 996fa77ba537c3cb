"""What is surely sound, told with as little as possible: no codec and no search is imported for it.

Most texts are sound. That they are is said by all of the engine together; of most, the filter and a look at their
characters say it alone, so that the first text of a process waits for the model and for nothing else. Whatever is not
told here is left to the engine, so the answer is the same.
"""

from __future__ import annotations

import re

from mojibake_fix.engine.hints import is_hinted
from mojibake_fix.engine.quiet import is_quiet
from mojibake_fix.plausibility.model import Model

_WIDE = re.compile("[^\x00-\u1fff].?[^\x00-\u1fff]", re.DOTALL)  # the other way about takes longer to compile
"""Where ASCII that was read as UTF-16 can be: of its runs most characters are such."""
_OF_APOSTROPHES, _OF_PRICES = "â", "¤"
"""What is left of apostrophes whose other bytes were dropped, and what prices in euros became."""


def is_surely_sound(text: str, model: Model) -> bool:
    """Whether nothing of a text beyond ASCII would be changed, as far as can be told at once.

    >>> from mojibake_fix.plausibility import load_model
    >>> is_surely_sound("Ein schöner Tag", load_model()), is_surely_sound("Ein schÃ¶ner Tag", load_model())
    (True, False)
    """
    is_more = _OF_APOSTROPHES in text or _OF_PRICES in text or is_hinted(text) or _WIDE.search(text) is not None
    return not is_more and is_quiet(text, model)
