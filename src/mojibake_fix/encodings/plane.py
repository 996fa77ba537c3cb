"""The characters of the basic plane, which encodings are asked for."""

from __future__ import annotations

import functools

import numpy as np

_LAST, _SURROGATES = 0xFFFD, range(0xD800, 0xE000)  # behind the last one are two noncharacters


@functools.cache
def basic_plane(without: str = "") -> str:
    """All of the basic plane that is characters, but for some.

    >>> len(basic_plane()), len(basic_plane("a"))
    (63486, 63485)
    """
    codes = np.arange(_LAST + 1, dtype="<u2")
    is_asked = (codes < _SURROGATES.start) | (codes >= _SURROGATES.stop)
    is_asked[[*map(ord, without)]] = False
    return codes[is_asked].tobytes().decode("utf-16-le")
