"""Which chains a document suffered, and what each of its pieces becomes: the only judge.

A document is judged as a whole. First its oddest pieces (a piece is a line, or a part of a very long one) say by
themselves which chains would make them more plausible, and by how many bits. The chain that they argue for most
together is *established* when it gains more than its cost and `MARGIN`; then the next one, for the pieces that the
first does not explain. Then every piece is judged: under an established chain it needs to gain only `POOLED_MARGIN`,
under another one it must convince by itself. What no chain explains as a whole is given to the lattice.

Abstaining is the default: a piece without a convincing reading stays as it is. Each round works on the pieces of all
documents at once, so that the model scores them in one pass.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mojibake_fix.engine.find import ODD_ENOUGH, VERY_ODD, measure
from mojibake_fix.engine.heuristics import restore
from mojibake_fix.engine.lattice import best_path
from mojibake_fix.engine.priors import (
    HEURISTIC_STEP,
    LONE_LETTER,
    MARGIN,
    POOLED_MARGIN,
    RIVAL_COST,
    STEPS,
    SWITCH_COST,
    WELL_FORMED,
    WELL_FORMED_COUNTED,
    Path,
    path_cost,
)
from mojibake_fix.engine.propose import (
    Candidate,
    Core,
    Reading,
    cores_of,
    is_utf8,
    propose_many,
    read_core,
    replay,
    score_readings,
)
from mojibake_fix.plausibility.model import Model

SEARCHES_AT_ONCE = 8
"""Pieces of a document, the oddest, that are searched before any chain is established."""
SEARCHES = 200
"""Pieces of a document that are searched at most; what is left over is judged under the established chains only."""
MAX_ACCIDENTS = 4
"""Accidents that one document can have suffered; further ones must convince piece by piece."""
_CURED, _CURED_SURELY, _CURED_REST = 0.4, 0.9, 3.0  # oddness that may be left: parts of what there was, and bits
_STRANGE, _STRANGE_ONCE = 12.0, 8.0  # bits of a character beyond ASCII on average: of a long text, more of a short one
_ALIKE = 4  # chains of one evidence that are established together
_C1 = re.compile("[\x80-\x9f]")
_FEW_LETTERS = 2
_LEADS = re.compile("[\u00c2-\u00f4\u0100-\u0192\u0402-\u045f]")  # lead bytes of UTF-8 in ftfy's pages
_VOTING_WORDS = 3
_LATTICE_CHAINS = 3
_CONVINCING_VOTE = MARGIN  # bits beyond its cost that a chain's words must gain before the lattice tries it


@dataclass(frozen=True, slots=True)
class Fix:
    """`piece[start:end]` becomes `after` by undoing the chain of `path`."""

    start: int
    end: int
    after: str
    path: Path


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a piece: its fixes (none: it stays), the bits gained, and how odd it is still."""

    fixes: tuple[Fix, ...] = ()
    gain: float = 0.0
    odd: float = 0.0
    doubt: float = 0.0
    """Bits that the best reading gains beyond its cost, where that is too few for a fix."""


@dataclass(slots=True, eq=False)
class _Piece:
    text: str
    row: int
    odd: float
    document: _Document
    candidates: list[Candidate] = field(default_factory=list)
    cures: set[str] = field(default_factory=set)
    is_searched: bool = False
    decision: Decision = field(default_factory=Decision)

    @property
    def result(self) -> str:
        return apply_fixes(self.text, self.decision.fixes)


@dataclass(slots=True, eq=False)
class _Document:
    pieces: dict[str, _Piece] = field(default_factory=dict)
    established: dict[Path, float] = field(default_factory=dict)


def apply_fixes(piece: str, fixes: Sequence[Fix]) -> str:
    """The piece with its fixes carried out."""
    out, at = [], 0
    for fix in fixes:
        out += [piece[at : fix.start], fix.after]
        at = fix.end
    return "".join([*out, piece[at:]])


def settle(documents: Sequence[Sequence[str]], model: Model) -> list[list[Decision]]:
    """The decision for every piece of every document; pieces of one document that are alike are judged once."""
    distinct = list(dict.fromkeys(text for pieces in documents for text in pieces if not text.isascii()))
    measures = measure(distinct, model)
    row_of = {text: row for row, text in enumerate(distinct)}
    oddness = measures.odd.tolist()
    judged = [_document(pieces, row_of, oddness) for pieces in documents]
    odd = [document for document in judged if document.pieces]

    def search(pieces: Iterable[_Piece]) -> None:
        chosen = list(pieces)
        found = propose_many([piece.text for piece in chosen], measures, [piece.row for piece in chosen], model)
        for piece, candidates in zip(chosen, found, strict=True):
            piece.candidates, piece.is_searched = candidates, True
            piece.cures = {candidate.text for candidate in candidates if _cures(candidate, piece)}

    search(piece for document in odd for piece in _oddest(document, SEARCHES_AT_ONCE))
    for document in odd:
        document.established = _establish([piece for piece in document.pieces.values() if piece.is_searched])
    pieces = [piece for document in odd for piece in document.pieces.values()]
    _read_under_established(pieces, model)
    _decide_whole(pieces, model)
    again = [piece for document in odd for piece in _oddest(document, SEARCHES)]
    search(again)
    _decide_whole(again, model)
    _decide_in_parts([piece for piece in pieces if _asks_for_parts(piece)], model)
    _decide_by_heuristics(
        [piece for piece in pieces if piece.decision.odd >= VERY_ODD and not piece.decision.fixes], model
    )
    return [
        [document.pieces[text].decision if text in document.pieces else Decision() for text in pieces_]
        for document, pieces_ in zip(judged, documents, strict=True)
    ]


def _document(pieces: Sequence[str], row_of: dict[str, int], oddness: list[float]) -> _Document:
    """A document with its pieces to judge: none where nothing in it is odd."""
    document = _Document()
    rows = {text: row_of[text] for text in pieces if text in row_of}
    if any(oddness[row] >= ODD_ENOUGH for row in rows.values()):
        document.pieces = {text: _Piece(text, row, oddness[row], document) for text, row in rows.items()}
        for piece in document.pieces.values():
            piece.decision = Decision(odd=piece.odd)
    return document


def _oddest(document: _Document, most: int) -> list[_Piece]:
    """The pieces that are still odd and not yet searched, the oddest first."""
    open_ = [p for p in document.pieces.values() if p.decision.odd >= ODD_ENOUGH and not p.is_searched]
    return sorted(open_, key=lambda piece: -piece.decision.odd)[:most]


def _establish(pieces: list[_Piece]) -> dict[Path, float]:
    """The chains that the pieces together argue for, with their evidence in bits, the best first."""
    established: dict[Path, float] = {}
    open_ = pieces
    for _ in range(MAX_ACCIDENTS):
        voted = _votes(_cured(piece) for piece in open_)
        votes = {path: bits for path, bits in voted.items() if path not in established}
        best = max(votes, key=votes.__getitem__, default=None)
        if best is None or votes[best] <= MARGIN + (RIVAL_COST if established else 0.0):
            break
        # Readers that differ in few characters explain these pieces alike, and the others perhaps better.
        gained = votes[best] + path_cost(best)
        alike = [path for path in votes if votes[path] + path_cost(path) >= gained and path[:-1] == best[:-1]]
        alike.sort(key=lambda path: -votes[path])
        established.update(
            {path: votes[path] for path in alike[:_ALIKE] if STEPS[path[-1]].written == STEPS[best[-1]].written}
        )
        open_ = [piece for piece in open_ if not _explains(best, piece)]
    return established


def _cured(piece: _Piece) -> list[Candidate]:
    """The readings of a piece that take its oddness away."""
    return [candidate for candidate in piece.candidates if candidate.text in piece.cures]


def _cures(candidate: Candidate, piece: _Piece) -> bool:
    """Whether a reading takes most of the oddness away. A right one does; one that only moves it elsewhere is wrong.

    That the bytes are whole UTF-8, or that a C1 control stood there, is evidence of its own, so there a name or two
    may be odd still. What a legacy
    encoding gives must look like text in its own right, not only better than what stood there.
    """
    if is_utf8(candidate.paths[0]) or _C1.search(piece.text):
        return candidate.odd_after <= _CURED_SURELY * candidate.odd_before + _CURED_REST
    length = sum(char > "\x7f" for char in candidate.text)
    strange = candidate.strangeness > _STRANGE + _STRANGE_ONCE / max(1, length)
    return not strange and candidate.odd_after <= _CURED * candidate.odd_before + _CURED_REST


def _votes(readings: Iterable[list[Candidate]]) -> dict[Path, float]:
    """The bits that each chain gains over all the texts (given by their candidates), less its cost."""
    votes: dict[Path, float] = defaultdict(float)
    for candidates in readings:
        for candidate in candidates:
            if candidate.doubted_gain > 0:
                for path in candidate.paths:
                    votes[path] += candidate.doubted_gain
    return {path: gain - path_cost(path) for path, gain in votes.items()}


def _explains(path: Path, piece: _Piece) -> bool:
    """Whether the piece's best reading is, or is as good as, the one that the chain gives."""
    for candidate in piece.candidates:
        if path in candidate.paths:
            best = piece.candidates[0]
            return candidate.gain >= best.gain - best.cost
    return False


def _read_under_established(pieces: list[_Piece], model: Model) -> None:
    """Give pieces the readings of their documents' established chains as candidates."""
    asking: list[_Piece] = []
    readings: list[Reading] = []
    for piece in pieces:
        found: dict[tuple[str, Core], list[Path]] = {}
        known = {path for candidate in piece.candidates for path in candidate.paths}
        for path in (path for path in piece.document.established if path not in known):
            for core in cores_of(piece.text):
                reading = read_core(piece.text, core, path)
                if reading is not None:
                    found.setdefault((reading, core), []).append(path)
        readings += [Reading(piece.text, reading, core, tuple(paths)) for (reading, core), paths in found.items()]
        asking += [piece] * len(found)
    for piece, candidate in zip(asking, score_readings(readings, model), strict=True):
        piece.candidates.append(candidate)


def _well_formed(path: Path, reading: str) -> float:
    """Bits for what UTF-8 demands of the bytes of every character, which chance does not provide."""
    if not is_utf8(path):
        return 0.0
    return WELL_FORMED * min(WELL_FORMED_COUNTED, sum(char > "\x7f" for char in reading))


def _lone_letter_cost(before: str, after: str) -> float:
    """Bits that a reading costs which only puts one or two letters in the place of others, wherever they stand.

    A language of which the model knows little, or a word from another one, asks for the same exchange.
    """
    if len(before) != len(after):
        return 0.0
    exchanged = {(old, new) for old, new in zip(before, after, strict=True) if old != new}
    if not all(old.isalpha() and new.isalpha() for old, new in exchanged):
        return 0.0
    return LONE_LETTER / len(exchanged) if len(exchanged) <= _FEW_LETTERS else 0.0


def _gain(path: Path, candidate: Candidate, piece: _Piece) -> float:
    """Bits that a reading of a piece by a chain gains beyond what it must: its cost and the margin.

    Where the chain is established, little is asked, and the text has lost the benefit of the doubt. Two different
    accidents in one document are rarer still: where an established chain fits as well, another one pays more.
    """
    established = piece.document.established
    well_formed = _well_formed(path, candidate.text)
    if path in established:
        # That a piece is well-formed again under the chain of the others is nearly proof.
        return candidate.gain + 2 * well_formed - POOLED_MARGIN
    fits = any(path_ in established for candidate in piece.candidates for path_ in candidate.paths)
    lone_letter = 0.0 if is_utf8(path) else _lone_letter_cost(piece.text, candidate.text)
    asked = path_cost(path) + MARGIN + lone_letter + (RIVAL_COST if fits else 0.0)
    return candidate.doubted_gain + well_formed - asked


def _likeliest(candidate: Candidate, piece: _Piece) -> Path:
    """Of the chains that give a reading, the best established one, else the cheapest."""
    established = piece.document.established
    return max(candidate.paths, key=lambda path: (established.get(path, 0.0), -path_cost(path)))


def _decide_whole(pieces: list[_Piece], model: Model) -> None:
    """Decide each piece for its best reading as a whole by one chain, if any convinces."""
    for piece in pieces:
        for candidate in piece.candidates:
            is_established = any(path in piece.document.established for path in candidate.paths)
            if candidate.text not in piece.cures and not is_established:
                continue
            path = _likeliest(candidate, piece)
            start, end = candidate.core
            gain = _gain(path, candidate, piece)
            if not piece.decision.fixes:
                doubt = max(piece.decision.doubt, candidate.doubted_gain - candidate.cost)
                piece.decision = replace(piece.decision, doubt=doubt)
            if gain > piece.decision.gain:
                after = candidate.text[start : len(candidate.text) - (len(piece.text) - end)]
                piece.decision = Decision((Fix(start, end, after, path),), gain, piece.odd)
    _measure_rest([piece for piece in pieces if piece.decision.fixes], model)


def _measure_rest(pieces: list[_Piece], model: Model) -> None:
    """Tell how odd the decided pieces are still."""
    results = [piece.result.replace("\n", " ") for piece in pieces]
    for piece, odd in zip(pieces, measure(results, model).odd.tolist(), strict=True):
        piece.decision = replace(piece.decision, odd=odd)


def _asks_for_parts(piece: _Piece) -> bool:
    """Whether a piece is odd still: very much so, where it was found to be UTF-8 as a whole, which is no chance."""
    was_utf8 = any(is_utf8(fix.path) for fix in piece.decision.fixes)
    return piece.decision.odd >= (2 * VERY_ODD if was_utf8 else VERY_ODD)


def _decide_in_parts(pieces: list[_Piece], model: Model) -> None:
    """Decide pieces by stretches, under the established chains or those that their oddest words argue for."""
    voted = _vote_by_words(pieces, model)
    readings: list[tuple[_Piece, Path, tuple[Fix, ...]]] = []
    for piece in pieces:
        for path in [*piece.document.established, *voted.get(piece, ())][:_LATTICE_CHAINS]:
            fixes = _stretches(piece.text, path, model)
            if fixes:
                readings.append((piece, path, fixes))
    whole = [
        Reading(piece.text, apply_fixes(piece.text, fixes), (0, len(piece.text)), (path,))
        for piece, path, fixes in readings
    ]
    changed = []
    for (piece, path, fixes), candidate in zip(readings, score_readings(whole, model), strict=True):
        gain = _gain(path, candidate, piece) - SWITCH_COST * (len(fixes) - 1)
        if gain > piece.decision.gain:
            piece.decision = Decision(fixes, gain, piece.odd)
            changed.append(piece)
    _measure_rest(list(dict.fromkeys(changed)), model)


def _decide_by_heuristics(pieces: list[_Piece], model: Model) -> None:
    """Decide pieces that no chain explains for what ftfy makes of them, where the model agrees."""
    asking, readings = [], []
    for piece in pieces:
        restored = restore(piece.text) if _LEADS.search(piece.text) else None
        if restored is not None:
            asking.append(piece)
            readings.append(Reading(piece.text, restored, (0, len(piece.text)), ((HEURISTIC_STEP,),)))
    for piece, candidate in zip(asking, score_readings(readings, model), strict=True):
        gain = _gain((HEURISTIC_STEP,), candidate, piece)
        if gain > 0 and candidate.odd_after <= _CURED * candidate.odd_before + _CURED_REST:
            fix = Fix(0, len(piece.text), candidate.text, (HEURISTIC_STEP,))
            piece.decision = Decision((fix,), gain, piece.odd)


def _vote_by_words(pieces: list[_Piece], model: Model) -> dict[_Piece, list[Path]]:
    """The chains that the oddest words of each piece argue for, the best first."""
    words = {piece: sorted({word for word in piece.text.split() if not word.isascii()}) for piece in pieces}
    distinct = sorted({word for own in words.values() for word in own})
    measures = measure(distinct, model)
    row_of = {word: row for row, word in enumerate(distinct)}
    chosen: dict[_Piece, list[int]] = {}
    for piece, own in words.items():
        rows = [row_of[word] for word in own if measures.odd[row_of[word]] >= VERY_ODD]
        chosen[piece] = sorted(rows, key=lambda row: -measures.odd[row])[:_VOTING_WORDS]
    searched = sorted({row for rows in chosen.values() for row in rows})
    found = dict(
        zip(searched, propose_many([distinct[row] for row in searched], measures, searched, model), strict=True)
    )
    out = {}
    for piece, rows in chosen.items():
        votes = _votes(found[row] for row in rows)
        convincing = [path for path, gain in votes.items() if gain > _CONVINCING_VOTE]
        out[piece] = sorted(convincing, key=lambda path: -votes[path])
    return out


def _stretches(text: str, path: Path, model: Model) -> tuple[Fix, ...]:
    """The stretches of a text that a chain is best undone on: wholly where it fits, else its outer layers."""
    fixes = []
    for stretch in best_path(text, STEPS[path[0]], model):
        before = text[stretch.start : stretch.end]
        for depth in range(len(path), 0, -1):
            after = replay(before, path[:depth])
            if after is not None and after != before:
                fixes.append(Fix(stretch.start, stretch.end, after, path[:depth]))
                break
    return tuple(fixes)
