"""Files with a structure, of which only the values are repaired: JSON (Lines), CSV, XML and SQL dumps.

All that is no value comes out as it came in, and so does a value whose repair would touch the structure. Values of one
column (a key of JSON, a column of CSV, an element of XML, a place in the rows of SQL) are judged together, as one
document: a name alone tells little, a column of names much. Input of any length is read in pieces. What is not in the
format is plain text: as a whole where the whole is at hand, from there on in a stream.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from mojibake_fix.documents import decode_data, with_detection
from mojibake_fix.notation import FORMATS, Notation, Token
from mojibake_fix.plausibility import languages_named
from mojibake_fix.stream import texts_of
from mojibake_fix.types import Repair
from mojibake_fix.values import PLAIN, Wish, judge_values, repair_of

__all__ = [
    "FORMATS",
    "fix_file",
    "fix_stream",
    "fix_values",
    "format_of",
    "repair_formatted",
    "repair_formatted_data",
    "repair_pieces",
]

_LOG = logging.getLogger("mojibake_fix")

PIECE = 1 << 20
"""Characters whose values are judged together."""
_HELD = 1 << 22  # characters of one value: what has no end by then is none
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
    """The text of a file with its values repaired, in pieces.

    The encoding is detected from the first 4 MiB that are not plain ASCII, and anew for what it does not decode.
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

    Raises `ValueError` where the bytes are binary or the format is not known, and with `errors="strict"`
    `UnicodeDecodeError` where they are not in the encoding of the first ones.
    """
    return _fix_stream(raw, _checked(format, "format"), "the stream", errors)


def _fix_stream(raw: BinaryIO, kind: str, name: str, errors: str = "replace") -> Iterator[str]:
    texts = texts_of(raw, errors)
    if texts is None:
        raise ValueError(f"{name} is no text: there are no values to repair")
    yield from fix_values(texts, kind)


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
    wish = Wish()
    others = wish.repairs(plain)
    answers = _assembled(texts, tokens, FORMATS[kind](_head(texts)), wish)
    return (next(others) if answer is None else answer for answer in answers)


def repair_formatted_data(
    data: bytes,
    format: str,  # noqa: A002
    *,
    guess_losses: bool = False,
    languages: Sequence[str] = (),
) -> Repair | None:
    """The repair of the values of bytes, in whatever encoding; None where these are not in the format.

    `guess_losses` and `languages` are those of `repair`. Raises `ValueError` for a format that is not known,
    `UnknownLanguageError` for unknown tags.

        >>> repair_formatted_data('name;CafÃ©'.encode(), "csv").text
        'name;Café'
    """
    kind = _checked(format, "format")
    wish = Wish(guess_losses, languages_named(languages))
    text, detection = decode_data(data, languages=wish.languages)
    tokens = _tokens_of([text], kind)
    (answer,) = _assembled([text], tokens, FORMATS[kind](text), wish)
    return None if answer is None else with_detection(answer, detection)


# ---------------------------------------------------------------- tokens


def _fix_values(parts: Iterable[str], kind: str) -> Iterator[str]:
    is_plain = False
    for tokens, repair in _repaired(parts, kind, Wish()):
        if not is_plain and any(token.column is PLAIN for token in tokens):
            _LOG.warning("from some place on the text is no %s: it is repaired as plain text", kind)
            is_plain = True
        yield repair.text


def repair_pieces(
    parts: Iterable[str],
    format: str,  # noqa: A002
    *,
    guess_losses: bool = False,
    languages: Sequence[str] = (),
) -> Iterator[Repair]:
    """The repair of the values of a text of any length, in pieces; places are those in their piece.

    Of columns, what is in one piece is judged together. Raises `ValueError` where the text turns out not to be in the
    format, or that is not known.

        >>> [piece.text for piece in repair_pieces(["1;Caf", "Ã©"], "csv")]
        ['1;Café']
    """
    kind = _checked(format, "format")
    for tokens, repair in _repaired(parts, kind, Wish(guess_losses, languages_named(languages))):
        if any(token.column is PLAIN for token in tokens):
            raise ValueError(f"the text is no {kind.upper()}")
        yield repair


def _repaired(parts: Iterable[str], kind: str, wish: Wish) -> Iterator[tuple[list[Token], Repair]]:
    source = iter(parts)
    first = ""
    while len(first) < PIECE and (more := next(source, None)) is not None:
        first += more
    notation = FORMATS[kind](first)
    batch: list[Token] = []
    size = 0
    for token in chain(_tokens(chain([first], source), notation), [None]):
        if token is not None:
            batch.append(token)
            size += len(token.raw)
        if batch and (token is None or size >= PIECE):
            text = "".join(each.raw for each in batch)
            yield batch, repair_of(text, batch, judge_values(batch, notation, wish))
            batch, size = [], 0


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


def _head(texts: Sequence[str]) -> str:
    """How texts begin that are of one kind, such as the lines of a file."""
    size, first = 0, []
    for text in texts:
        first.append(text)
        size += len(text)
        if size >= PIECE:
            break
    return "\n".join(first)


def _tokens_of(texts: Sequence[str], kind: str) -> list[list[Token] | None]:
    """The tokens of each text, None where one is not in the format."""
    found: list[list[Token] | None] = []
    head = _head(texts)
    for text in texts:
        notation = FORMATS[kind](head)  # begins anew: a text need not end where a row does
        try:
            found.append(
                list(_complete(text, notation, is_last=True)) if not text.strip() or notation.holds(text) else None
            )
        except _MalformedError:
            found.append(None)
    return found


# ---------------------------------------------------------------- repair


def _assembled(
    texts: Sequence[str], tokens: Sequence[list[Token] | None], notation: Notation, wish: Wish
) -> Iterator[Repair | None]:
    """The repair of each text; None where it has no tokens. Values are judged together by the piece."""
    start = 0
    while start < len(texts):
        end, size = start, 0
        while end < len(texts) and size < PIECE:
            size += len(texts[end])
            end += 1
        batch = [token for found in tokens[start:end] for token in found or ()]
        judged = judge_values(batch, notation, wish)
        for text, found in zip(texts[start:end], tokens[start:end], strict=True):
            yield None if found is None else repair_of(text, found, judged)
        start = end
