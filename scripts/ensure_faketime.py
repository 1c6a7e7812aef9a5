"""Bring libfaketime for the clock faults: Debian's package as root.

Elsewhere nothing is installed: the fault then patches the clock that Python code asks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARY = "usr/lib/*/faketime/libfaketime.so.1"


def main() -> int:
    """Install it unless it is there; never a reason to fail."""
    apt = shutil.which("apt-get")
    if any(Path("/").glob(LIBRARY)) or not apt or os.geteuid() != 0:
        return 0
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in ([apt, "update", "-qq"], [apt, "install", "-y", "-qq", "faketime"]):
        if subprocess.run(command, check=False, env=environment).returncode != 0:
            print("libfaketime could not be installed; the clock is patched instead.")
            break
    return 0


if __name__ == "__main__":
    sys.exit(main())
