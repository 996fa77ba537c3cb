"""ftfy's heuristics as one more proposal: UTF-8 of which bytes were lost or flattened, which no codec undoes.

ftfy (https://ftfy.readthedocs.io/, by Robyn Speer) restores byte A0 where it became a space, reads sequences that
lost a byte to a replacement character, and decodes stray UTF-8 within sound text. What it proposes is judged by the
model as every other reading is. Its repairs cannot be inverted, so a text that needs one is lossy.
"""

from __future__ import annotations

HEURISTIC = "ftfy"
"""The name, in the place of an encoding, of the step that ftfy's heuristics undo."""


def restore(text: str) -> str | None:
    """The text as ftfy repairs its encoding; None where it leaves it."""
    from ftfy import TextFixerConfig, fix_encoding  # takes long to import, and few texts need it

    restored = fix_encoding(text, TextFixerConfig(fix_c1_controls=False))
    return None if restored == text else restored
