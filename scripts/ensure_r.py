"""Bring R's Jupyter kernel for the tests: Debian's package as root, else say what is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys

from debian import install


def main() -> int:
    """Install IRkernel unless R has it; Debian's package registers the kernel for everybody."""
    has_it = ["Rscript", "-e", "quit(status = !requireNamespace('IRkernel', quietly = TRUE))"]
    if shutil.which("Rscript") and subprocess.run(has_it, check=False).returncode == 0:
        return 0
    status = install("--no-install-recommends", "r-cran-irkernel")
    if status is not None:
        return status
    print("R's kernel is missing: install.packages('IRkernel'); IRkernel::installspec()")
    return 1


if __name__ == "__main__":
    sys.exit(main())
