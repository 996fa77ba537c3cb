"""Which encoding bytes are in: one for a whole file (`detect`), or line by line where lines differ (`decode_lines`)."""

from __future__ import annotations

from mojibake_fix.detection.mixed import decode_lines
from mojibake_fix.detection.pipeline import detect

__all__ = ["decode_lines", "detect"]
