#!/usr/bin/env python3
"""Write src/mojibake_fix/engine/readers.bin: which readers of engine/priors.py can show which characters.

python tools/build_readers.py            (after every change of READERS or of what an encoding holds)
python tools/build_readers.py --check    fail where the file is not what this would write
"""

from __future__ import annotations

import sys
from pathlib import Path

from mojibake_fix.engine.priors import READERS
from mojibake_fix.engine.readers import READERS_FILE, computed
from mojibake_fix.plausibility.format import write_model

TARGET = Path(__file__).parent.parent / "src/mojibake_fix/engine" / READERS_FILE


def main() -> None:
    data = write_model(computed()._asdict(), {"readers": READERS})
    if "--check" not in sys.argv:
        TARGET.write_bytes(data)
    elif TARGET.read_bytes() != data:
        sys.exit(f"{TARGET.name} is stale: run tools/build_readers.py")


if __name__ == "__main__":
    main()
