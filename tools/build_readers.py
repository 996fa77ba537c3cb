#!/usr/bin/env python3
"""Write what the engine knows of encodings beforehand, into src/mojibake_fix/engine: readers.bin and writers.bin.

The first has which readers of engine/priors.py can show which characters, the second in which encodings the model's
languages were written.

python tools/build_readers.py            (after every change of READERS or WRITERS, of what an encoding holds, or of
                                          the model)
python tools/build_readers.py --check    fail where a file is not what this would write
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from mojibake_fix.engine import readers, writers
from mojibake_fix.engine.priors import READERS
from mojibake_fix.plausibility import load_model
from mojibake_fix.plausibility.format import read_model, write_model

FOLDER = Path(__file__).parent.parent / "src/mojibake_fix/engine"


def main() -> None:
    model = load_model()
    files = {
        readers.READERS_FILE: (readers.computed()._asdict(), {"readers": list(READERS)}),
        writers.WRITERS_FILE: ({"costs": writers.computed(model)}, writers.made_of(model)),
    }
    for name, (arrays, metadata) in files.items():
        if "--check" not in sys.argv:
            (FOLDER / name).write_bytes(write_model(arrays, metadata))
            continue
        found, told = read_model((FOLDER / name).read_bytes(), name)
        # Figures may differ in their last bit from one machine to another.
        if told != metadata or not all(np.allclose(found[each], arrays[each], rtol=1e-5) for each in arrays):
            sys.exit(f"{name} is stale: run tools/build_readers.py")


if __name__ == "__main__":
    main()
