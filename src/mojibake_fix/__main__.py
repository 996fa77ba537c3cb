"""`python -m mojibake_fix` is `fixenc`."""

from __future__ import annotations

import sys

from mojibake_fix.cli import main

if __name__ == "__main__":
    sys.exit(main())
