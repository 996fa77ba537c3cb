"""Damage on purpose, for tests, the corpus and benchmarks: the forward direction of every chain that repair undoes."""

from __future__ import annotations

from mojibake_fix.encodings import decode, encode, get_encoding, read
from mojibake_fix.types import Chain, Step


def chain_of(*steps: str) -> Chain:
    """A chain from words, in the order in which the accidents happened.

    Raises `UnknownEncodingError` for an encoding that we do not know, `ValueError` for a step without `>`.

        >>> [str(step) for step in chain_of("utf-8>latin-1", "utf-8>cp1252")]
        ['utf-8 read as cp1252', 'utf-8 read as iso8859-1']
    """
    parsed = []
    for step in steps:
        written, arrow, misread = step.partition(">")
        if not arrow:
            raise ValueError(f"{step!r} is no accident: write it as WRITTEN>READ, for instance utf-8>cp1252")
        parsed.append(Step(get_encoding(written).name, get_encoding(misread).name))
    return tuple(reversed(parsed))


def mangle(text: str, chain: Chain) -> str | None:
    """What becomes of a text through the accidents of a chain, or None where a step cannot hold it without loss.

    >>> mangle("Käse", chain_of("utf-8>cp1252"))
    'KÃ¤se'
    >>> mangle("Käse", chain_of("koi8-r>cp1252")) is None
    True
    """
    for step in reversed(chain):
        data = encode(text, step.written)
        after = None if data is None else read(data, step.read)
        if after is None or encode(after, step.read) != data or decode(data or b"", step.written) != text:
            return None
        text = after
    return text
