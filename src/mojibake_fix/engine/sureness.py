"""How sure an answer is: the probability that a repair is right, or that a text that stays needs none.

The judge tells how likely its reading is among all that it read. The right one may not be among them, and the model
does not know all words: a bit of the judge's odds is worth less than a bit, and beyond some the odds say nothing more.
Readings as UTF-8 have fewer rivals, so where one comes near, it means more.

The constants were fitted to the repairs of every other language of a corpus, and rounded; docs/quality.md shows what
they are worth. They report what was decided, and decide nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from mojibake_fix.engine.dropped import LOST
from mojibake_fix.engine.fixes import Fix
from mojibake_fix.engine.propose import was_utf8
from mojibake_fix.engine.readings import Stretch, put, replay

_LEAST_OPEN = 1e-12  # of a share, below which it is as good as one
_LEGACY, _UTF8 = (2.5, 0.35), (0.0, 0.6)  # bits, and for each bit of the judge's odds
_MOST = 11.0  # bits
_LOST = 4.0  # bits at most where an accident lost bytes: what it left can be read in more ways
_LEFT = -3.0  # bits at most where letters are left in a line that a legacy page cannot have shown
_STAYS = (-1.5, -0.2)  # bits of a text that stays, and for each bit that the best reading gains
_UNREAD = 9.0  # bits where no reading is worth a judgement


def sureness_of_repair(share: float, *, is_utf8: bool, leaves_letters: bool = False, lost_bytes: bool = False) -> float:
    """How likely a repair is right that is so likely among all readings, from 0 to 1; but for what is lost for good.

    >>> round(sureness_of_repair(0.9, is_utf8=False), 2), round(sureness_of_repair(1, is_utf8=True), 4)
    (0.92, 0.9995)
    """
    offset, slope = _UTF8 if is_utf8 else _LEGACY
    share = min(max(share, _LEAST_OPEN), 1.0 - _LEAST_OPEN)
    most = _LEFT if leaves_letters else _LOST if lost_bytes else _MOST
    return _of_bits(min(most, offset + slope * math.log2(share / (1.0 - share))))


def sureness_of_staying(doubt: float) -> float:
    """How likely a text needs no repair of which the best reading gains so many bits, or minus infinity.

    >>> round(sureness_of_staying(-math.inf), 3), round(sureness_of_staying(2.0), 2)
    (0.998, 0.21)
    """
    offset, slope = _STAYS
    return _of_bits(min(_UNREAD, offset + slope * doubt))


def share_of_gain(gain: float) -> float:
    """How likely a reading is that has no rival but the text as it stands, by the bits that it gains over that."""
    return _of_bits(gain)


def leaves_letters(piece: str, fixes: Sequence[Fix]) -> bool:
    """Whether a piece that a legacy page was undone on holds something that this page cannot have shown so.

    All of a line was read in one page, as a rule: there is another one, or more to be undone. Words that lost bytes are
    no witnesses. UTF-8 proves itself word by word, and is found beside sound words wherever many hands wrote.
    """
    if not fixes or any(was_utf8(fix.path) for fix in fixes):
        return False
    rest = put(piece, [Stretch(fix.start, fix.end, " ") for fix in fixes])
    words = (word for word in rest.split() if LOST not in word)
    letters = "".join(char for word in words for char in word if char > "\x7f" and char.isalpha())  # signs come later
    return bool(letters) and all(replay(letters, path) != letters for path in {fix.path for fix in fixes})


def _of_bits(bits: float) -> float:
    return 1.0 / (1.0 + 2.0 ** -max(bits, -60.0))
