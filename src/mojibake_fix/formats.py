"""Files with a structure, of which only the values are repaired: JSON (Lines), CSV, XML and SQL dumps.

All that is no value comes out as it came in, and so does a value whose repair would touch the structure. Values of one
column (a key of JSON, a column of CSV, an element of XML) are judged together, as one document: a name alone tells
little, a column of names much. Input of any length is read in pieces. What is not in the format is plain text: as a
whole where the whole is at hand, from there on in a stream.
"""

from __future__ import annotations

import codecs
import logging
import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from mojibake_fix.detection import detect
from mojibake_fix.documents import decode_data, with_detection
from mojibake_fix.engine.losses import find_losses
from mojibake_fix.engine.plans import undo_chain
from mojibake_fix.engine.repairer import repair_texts
from mojibake_fix.notation import FORMATS, Notation, Token
from mojibake_fix.types import Chain, Edit, Plan, Repair, Span, Verdict

__all__ = ["FORMATS", "fix_file", "fix_stream", "fix_values", "format_of", "repair_formatted", "repair_formatted_data"]

_LOG = logging.getLogger("mojibake_fix")

PIECE = 1 << 20
"""Characters whose values are judged together."""
PLAIN = "plain text"
"""The column of what is not in the format."""
_HELD = 1 << 22  # characters of one value: what has no end by then is none
_HEAD = 4 << 20  # bytes that the encoding of a file is detected from
_ENDINGS = {
    ".jsonl": "json", ".ndjson": "json", ".json": "json", ".geojson": "json", ".csv": "csv", ".tsv": "csv",
    ".xml": "xml", ".rss": "xml", ".svg": "xml", ".sql": "sql",
}  # fmt: skip


def format_of(path: str | os.PathLike[str]) -> str | None:
    """The format that a file's name tells, None where it tells none.

    >>> format_of("export.csv"), format_of("notes.txt")
    ('csv', None)
    """
    return _ENDINGS.get(Path(path).suffix.lower())


def fix_file(path: str | os.PathLike[str], format: str | None = None) -> Iterator[str]:  # noqa: A002
    """The text of a file with its values repaired, in pieces; the encoding is detected from the first 4 MiB.

    Raises `OSError` as `open` does, `ValueError` where the file is binary or its format is not known.

        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp(), "posts.jsonl")
        >>> _ = path.write_text('{"title":  "CafÃ©"}\\n', encoding="utf-8")
        >>> "".join(fix_file(path))
        '{"title":  "Café"}\\n'
    """
    kind = _checked(format or format_of(path), f"the name of {os.fspath(path)!r}")
    with Path(path).open("rb") as raw:
        yield from _fix_stream(raw, kind, repr(os.fspath(path)))


def fix_stream(raw: BinaryIO, format: str, *, errors: str = "replace") -> Iterator[str]:  # noqa: A002
    """The same of a stream of bytes, which is read once, from where it stands, and not closed.

    Raises `ValueError` where the bytes are binary or the format is not known, and what `errors` says where they are
    not in the encoding of the first ones.
    """
    return _fix_stream(raw, _checked(format, "format"), "the stream", errors)


def _fix_stream(raw: BinaryIO, kind: str, name: str, errors: str = "replace") -> Iterator[str]:
    head = raw.read(_HEAD)
    encoding = detect(head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1]).encoding
    if encoding is None:
        raise ValueError(f"{name} is no text: there are no values to repair")
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    rest = iter(lambda: raw.read(PIECE), b"")
    texts = (decoder.decode(part) for part in chain([head], rest))
    yield from fix_values(chain(texts, [decoder.decode(b"", True)]), kind)


def fix_values(text: Iterable[str], format: str) -> Iterator[str]:  # noqa: A002
    """A text, given as a string or in parts of any size, with its values repaired, in pieces.

    `format` is `json` (also JSON Lines), `csv` (also with semicolons, tabs or bars; the first line decides), `xml` or
    `sql`. Raises `ValueError` for another one.

        >>> "".join(fix_values('1;"CafÃ©"\\r\\n2;Café\\r\\n', "csv"))
        '1;"Café"\\r\\n2;Café\\r\\n'
    """
    kind = _checked(format, "format")
    return _fix_values([text] if isinstance(text, str) else text, kind)


def _checked(format_: str | None, what: str) -> str:
    if format_ not in FORMATS:
        raise ValueError(f"{what} must say one of {', '.join(FORMATS)}, which {format_!r} is not")
    return format_


def repair_formatted(texts: Sequence[str], format: str) -> Iterator[Repair]:  # noqa: A002
    """The repair of the values of each text, in order; values of one column are judged together, over all texts.

    A text that is not in the format is repaired as plain text, and said so in the log. Raises `ValueError` for another
    format.

        >>> [answer.text for answer in repair_formatted(['{"a": "CafÃ©"}', '{"a": "GrÃ¶ÃŸe"}'], "json")]
        ['{"a": "Café"}', '{"a": "Größe"}']
    """
    kind = _checked(format, "format")
    tokens = _tokens_of(texts, kind)
    plain = [text for text, found in zip(texts, tokens, strict=True) if found is None]
    if plain:
        _LOG.warning("%d of %d texts are no %s: repaired as plain text", len(plain), len(texts), kind)
    others = repair_texts(plain)
    answers = _assembled(texts, tokens, FORMATS[kind](texts[0] if texts else ""))
    return (next(others) if answer is None else answer for answer in answers)


def repair_formatted_data(data: bytes, format: str) -> Repair | None:  # noqa: A002
    """The repair of the values of bytes, in whatever encoding; None where these are not in the format.

    Raises `ValueError` for a format that is not known.

        >>> repair_formatted_data('name;CafÃ©'.encode(), "csv").text
        'name;Café'
    """
    kind = _checked(format, "format")
    text, detection = decode_data(data)
    tokens = _tokens_of([text], kind)
    (answer,) = _assembled([text], tokens, FORMATS[kind](text))
    return None if answer is None else with_detection(answer, detection)


# ---------------------------------------------------------------- tokens


def _fix_values(parts: Iterable[str], kind: str) -> Iterator[str]:
    source = iter(parts)
    first = ""
    while "\n" not in first and len(first) < PIECE and (more := next(source, None)) is not None:
        first += more
    notation = FORMATS[kind](first)
    batch: list[Token] = []
    size, is_plain = 0, False
    for token in _tokens(chain([first], source), notation):
        if token.column is PLAIN and not is_plain:
            _LOG.warning("from some place on the text is no %s: it is repaired as plain text", kind)
            is_plain = True
        batch.append(token)
        size += len(token.raw)
        if size >= PIECE:
            yield _fixed(batch, notation)
            batch, size = [], 0
    yield _fixed(batch, notation)


def _tokens(parts: Iterable[str], notation: Notation) -> Iterator[Token]:
    """The tokens of a text; one that touches the end of what is there may go on, and waits for more."""
    held, wanted = "", PIECE
    is_plain = False
    for part in parts:
        held += part
        if len(held) < wanted:
            continue
        if not is_plain:
            try:
                at = yield from _complete(held, notation, is_last=False)
            except _MalformedError as error:
                at, is_plain = error.at, True
            held = held[at:]
            wanted = max(PIECE, 2 * len(held))
        if is_plain:
            end = held.rfind("\n") + 1 or len(held) * (len(held) >= _HELD)
            yield Token(held[:end], PLAIN)
            held, wanted = held[end:], PIECE
    if not is_plain:
        try:
            at = yield from _complete(held, notation, is_last=True)
        except _MalformedError as error:
            at = error.at
        held = held[at:]
    if held:
        yield Token(held, PLAIN)


class _MalformedError(Exception):
    """A text is not in its format, from a place on."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def _complete(text: str, notation: Notation, *, is_last: bool) -> Generator[Token, None, int]:
    """The complete tokens of a text; returns where they end."""
    at = 0
    while at < len(text):
        match = notation.pattern.match(text, at)
        may_go_on = match.end() == len(text) if match else len(text) - at < _HELD
        if may_go_on and not is_last:
            break
        if not match:
            raise _MalformedError(at)
        yield from notation.tokens(match)
        at = match.end()
    return at


def _tokens_of(texts: Sequence[str], kind: str) -> list[list[Token] | None]:
    """The tokens of each text, None where one is not in the format."""
    notation = FORMATS[kind](texts[0] if texts else "")
    found: list[list[Token] | None] = []
    for text in texts:
        try:
            found.append(
                list(_complete(text, notation, is_last=True)) if not text.strip() or notation.holds(text) else None
            )
        except _MalformedError:
            found.append(None)
    return found


# ---------------------------------------------------------------- repair


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of a value, in its notation."""

    after: str
    chain: Chain
    gain: float


@dataclass(slots=True)
class _Judged:
    """The values of some tokens: what becomes of those that change, and the documents that the columns were."""

    changes: dict[tuple[str, str], _Change] = field(default_factory=dict)
    columns: dict[str, Repair] = field(default_factory=dict)


def _judged(tokens: Iterable[Token], notation: Notation) -> _Judged:
    columns: dict[str, dict[str, str]] = {}
    for token in tokens:
        if token.column is not None and token.raw not in columns.setdefault(token.column, {}):
            text = token.raw if token.column is PLAIN else notation.decode(token.raw)
            if text is not None:
                columns[token.column][token.raw] = text
    names = [name for name, values in columns.items() if values]
    documents = [list(dict.fromkeys(columns[name].values())) for name in names]
    repairs = repair_texts(["\n".join(texts) for texts in documents])
    judged = _Judged()
    for name, texts, repair in zip(names, documents, repairs, strict=True):
        judged.columns[name] = repair
        after = _each(texts, repair) if repair.changed else {}
        for raw, text in columns[name].items():
            if text in after:
                change = after[text]
                encoded = change.after if name is PLAIN else notation.encode(raw, change.after)
                if encoded is not None and encoded != raw:
                    judged.changes[name, raw] = _Change(encoded, change.chain, change.gain)
    return judged


def _each(texts: list[str], repair: Repair) -> dict[str, _Change]:
    """What becomes of each of the texts that were the lines of a document; those that stay are left out."""
    lines = repair.text.split("\n")
    if len(lines) != repair.original.count("\n") + 1:  # a repair over line ends: each by itself
        answers = zip(texts, repair_texts(texts), strict=True)
        return {text: _Change(one.text, one.chains[0], one.gain) for text, one in answers if one.changed and one.chains}
    changes: dict[str, _Change] = {}
    spans = list(repair.spans)
    line = at = 0
    for text in texts:
        stop, end = line + text.count("\n") + 1, at + len(text)
        after = "\n".join(lines[line:stop])
        while len(spans) > 1 and spans[0].end <= at:
            del spans[0]
        if after != text:
            changes[text] = _Change(after, spans[0].chain, spans[0].gain)
        line, at = stop, end + 1
    return changes


def _fixed(tokens: list[Token], notation: Notation) -> str:
    """The tokens as text, their values repaired."""
    changes = _judged(tokens, notation).changes
    changed = (changes.get((token.column or "", token.raw)) if token.column is not None else None for token in tokens)
    return "".join(token.raw if change is None else change.after for token, change in zip(tokens, changed, strict=True))


def _assembled(
    texts: Sequence[str], tokens: Sequence[list[Token] | None], notation: Notation
) -> Iterator[Repair | None]:
    """The repair of each text; None where it has no tokens. Values are judged together by the piece."""
    start = 0
    while start < len(texts):
        end, size = start, 0
        while end < len(texts) and size < PIECE:
            size += len(texts[end])
            end += 1
        batch = [token for found in tokens[start:end] for token in found or ()]
        judged = _judged(batch, notation)
        for text, found in zip(texts[start:end], tokens[start:end], strict=True):
            yield None if found is None else _repair_of(text, found, judged)
        start = end


def _repair_of(text: str, tokens: list[Token], judged: _Judged) -> Repair:
    spans: list[Span] = []
    out: list[str] = []
    rest: list[str] = []
    at = 0
    for token in tokens:
        change = judged.changes.get((token.column, token.raw)) if token.column is not None else None
        out.append(token.raw if change is None else change.after)
        if change is not None:
            spans.append(_span(at, token.raw, change))
            rest += [token.raw[: spans[-1].start - at], token.raw[spans[-1].end - at :]]
        elif token.column is not None:
            rest.append(token.raw)
        at += len(token.raw)
    result = "".join(out)
    losses = find_losses(result, was_damaged=bool(spans))
    names = {token.column for token in tokens if token.column is not None} & judged.columns.keys()
    columns = [judged.columns[name] for name in sorted(names)]
    replayed = all(undo_chain(span.before, span.chain) == span.after for span in spans)
    plan = Plan(tuple(Edit(span.start, span.end, span.chain) for span in spans) if replayed else ())
    gain = sum(span.gain for span in spans)
    sure = min((column.probability for column in columns if column.changed or not spans), default=1.0)
    verdict = _verdict(spans, columns, "".join(rest), has_losses=bool(losses))
    return Repair(text, result, verdict, plan, tuple(spans), losses, gain, sure)


def _span(at: int, before: str, change: _Change) -> Span:
    """Where a value changes: the least of it that the chain explains, or all of it."""
    after = change.after
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    inner = before[head : len(before) - tail], after[head : len(after) - tail]
    if undo_chain(inner[0], change.chain) == inner[1] or undo_chain(before, change.chain) != after:
        return Span(at + head, at + len(before) - tail, *inner, change.chain, change.gain)
    return Span(at, at + len(before), before, after, change.chain, change.gain)


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _verdict(spans: list[Span], columns: list[Repair], rest: str, *, has_losses: bool) -> Verdict:
    """The verdict of a text of which `rest` are the values, or the parts of them, that stay."""
    if has_losses:
        return Verdict.LOSSY
    if not spans:
        is_suspect = any(column.verdict is Verdict.SUSPECT for column in columns)
        return Verdict.SUSPECT if is_suspect and not rest.isascii() else Verdict.SOUND
    is_mixed = len({span.chain for span in spans}) > 1 or any(char > "\x7f" and char.isalpha() for char in rest)
    return Verdict.MIXED if is_mixed else Verdict.MOJIBAKE
