"""What two texts have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def common_prefix(one: Sequence[str], other: Sequence[str]) -> int:
    """How many characters two texts have in common at their beginning.

    >>> common_prefix("Straße", "StraÃŸe"), common_prefix("", "a")
    (4, 0)
    """
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))
