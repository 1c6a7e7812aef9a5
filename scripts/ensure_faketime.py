"""Bring libfaketime for the clock faults: Debian's package as root.

Elsewhere nothing is installed: the fault then patches the clock that Python code asks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from debian import install

LIBRARY = "usr/lib/*/faketime/libfaketime.so.1"


def main() -> int:
    """Install it unless it is there; never a reason to fail."""
    if not any(Path("/").glob(LIBRARY)) and install("faketime"):
        print("libfaketime could not be installed; the clock is patched instead.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
