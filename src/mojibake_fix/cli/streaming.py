"""Standard input that is too large to be held: the values of its format are repaired as they pass."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

import click

AT_ONCE = 64 << 20
"""Bytes that are repaired as a whole, with all that is known of a file."""


def read_or_pass_on(source: BinaryIO, sink: BinaryIO, format_: str, *, write: bool) -> bytes | None:
    """What the source holds; or None, where that was too much, and its values were repaired on their way to the sink.

    Raises `click.ClickException` where bytes come that the encoding of the first ones does not decode.
    """
    head = source.read(AT_ONCE + 1)
    if len(head) <= AT_ONCE or not write:
        return head + source.read()
    from mojibake_fix.formats import fix_stream

    both = _Both(head, source)
    try:
        texts = fix_stream(both, format_, errors="strict")  # type: ignore[arg-type]
        sink.writelines(text.encode("utf-8", "surrogatepass") for text in texts)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"-: stopped, for there are bytes that are no {error.encoding}") from None
    except ValueError as error:
        raise click.ClickException(f"-: {error}") from None
    sink.flush()
    click.echo(f"fixenc: -: note: is large: values were repaired by the piece, as {format_.upper()}", err=True)
    return None


class _Both:
    """What was read ahead, and then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = BytesIO(head), rest

    def read(self, size: int = -1) -> bytes:
        """So many of the bytes that are left, or all."""
        data = self._head.read(size)
        return data + self._rest.read(size - len(data) if size >= 0 else -1)
