"""Which languages a text is in: the evidence of its words, and how likely that makes each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mojibake_fix.plausibility.languages import UNIT
from mojibake_fix.plausibility.model import Codes, Model, codes_of

Matrix = npt.NDArray[np.float32]
"""A row a text, a column a language, the last one the unknown language."""

_ROWS_AT_ONCE = 40_000  # characters whose ratios are held at once
_EVIDENCE = (-32, 48)  # units of a ratio that count as evidence: a name, or a slip, must not rule a language out
_EVIDENCE_TEMPER = 0.8  # plain words are no independent witnesses: what their evidence for a language counts for
_UNKNOWN_PRIOR = 0.03  # how likely the unknown language is before any evidence
_ANOTHER_LANGUAGE = 0.02  # how likely a word is of another language than its neighbours
_A_NOTATION = 2.0**-12  # how likely it is of none


def lse2(bits: npt.NDArray[np.floating], axis: int = -1) -> npt.NDArray[np.floating]:
    """The binary logarithm of the sum of the powers of two, along an axis."""
    top = bits.max(axis=axis, keepdims=True)
    return np.log2(np.exp2(bits - top).sum(axis=axis)) + top.squeeze(axis)


def symbol_rows(codes: Codes, model: Model) -> npt.NDArray[np.int32]:
    """The row of language ratios of every code point after the one before it."""
    return model.languages.rows(model.symbol[codes])


def tells(codes: Codes, model: Model) -> npt.NDArray[np.bool_]:
    """Whether each code point tells of a language: letters, and what stands behind them, but no digits and signs.

    What dates and addresses are written with is what lists of files and tables are full of, in any language.
    """
    is_letter = model.case.take(codes) > 0
    says: npt.NDArray[np.bool_] = is_letter.copy()
    says[1:] |= is_letter[:-1]
    return says


def evidence(texts: Sequence[str], model: Model) -> Matrix:
    """The evidence of each text for each language, in bits; the unknown one has none."""
    columns = len(model.languages.names)
    out = np.zeros((len(texts), columns + 1), dtype=np.float32)
    if not texts:
        return out
    codes = codes_of("\n".join(texts) + "\n")
    rows, says = symbol_rows(codes, model), tells(codes, model)
    model.languages.make(rows)
    start = 0
    for number, text in enumerate(texts):
        for at in range(start, start + len(text), _ROWS_AT_ONCE):  # a long text in parts, to bound the memory
            place = slice(at, min(at + _ROWS_AT_ONCE, start + len(text)))
            part = model.languages.made_ratios(rows[place][says[place]])
            np.maximum(part, _EVIDENCE[0], out=part)
            np.minimum(part, _EVIDENCE[1], out=part)
            out[number, :-1] += np.add.reduce(part, axis=0, dtype=np.int32) * np.float32(UNIT)
        start += len(text) + 1
    return out


def language_weights(own: Matrix, known: npt.NDArray[np.float32] | None = None, *, pooled: bool = True) -> Matrix:
    """The binary logarithm of how likely each language is for each piece of one document.

    `own` is the evidence of the pieces; those of one document lend each other theirs, unless it is not `pooled`.
    `known` is the binary logarithm of how likely each language is before any evidence; without it they are all alike.
    """
    columns = own.shape[1]
    usual = np.full(columns, np.log2((1 - _UNKNOWN_PRIOR) / (columns - 1)), dtype=np.float32)
    usual[-1] = np.log2(_UNKNOWN_PRIOR)
    prior = usual if known is None else np.append(known + np.float32(np.log2(1 - _UNKNOWN_PRIOR)), usual[-1])
    tempered = own * np.float32(_EVIDENCE_TEMPER)
    posterior = tempered + prior
    posterior -= lse2(posterior)[:, None]
    if pooled and len(own) > 1:
        shared = np.exp2(posterior).mean(0)
        posterior = tempered + np.log2(shared * 0.9 + np.exp2(prior) * 0.1)
        posterior -= lse2(posterior)[:, None]
    floor = np.exp2(usual) * _ANOTHER_LANGUAGE  # where the words are plainly of another language, no hint counts
    floor[-1] = _A_NOTATION
    return np.log2(np.exp2(posterior) * (1 - _ANOTHER_LANGUAGE) + floor).astype(np.float32)
