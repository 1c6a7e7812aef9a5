"""Bring a PostgreSQL for the tests: Debian's package as root, else say what is missing."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from debian import install


def main() -> int:
    """Install PostgreSQL unless there is one; no server of it is started."""
    if shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        # Without a cluster of its own: each test run makes one in a temporary folder.
        Path("/etc/postgresql-common").mkdir(parents=True, exist_ok=True)
        Path("/etc/postgresql-common/createcluster.conf").write_text(
            "create_main_cluster = false\n"
        )
    status = install("postgresql")
    if status is not None:
        return status
    print("PostgreSQL is missing: install it (brew install postgresql, or your system's package).")
    return 1


if __name__ == "__main__":
    sys.exit(main())
