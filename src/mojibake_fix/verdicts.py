"""What a text or a file can be. By itself, for the command asks it of thousands of files of which it needs no more."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a text or a file is. The one vocabulary for this, in the library, the command and the hook."""

    SOUND = "sound"
    """Nothing is wrong (for bytes: ASCII, or UTF-8 that is not mojibake inside)."""
    LEGACY = "legacy"
    """Bytes only: sound text in an encoding other than UTF-8."""
    MOJIBAKE = "mojibake"
    """The text was decoded with a wrong encoding; one chain explains all the damage, and it was undone."""
    MIXED = "mixed"
    """Parts differ: sound text beside mojibake, or several chains or encodings in one file."""
    LOSSY = "lossy"
    """Some characters are gone for good; what is certain was repaired, the losses are named."""
    SUSPECT = "suspect"
    """It looks damaged, but no repair is certain enough: left as it is."""
    BINARY = "binary"
    """Bytes only: no text at all."""
