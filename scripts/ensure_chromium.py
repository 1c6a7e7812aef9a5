"""Bring a Chromium for the browser tests: Debian's package as root, Playwright's own elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec

from debian import install


def main() -> int:
    """Install Chromium unless there is one."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return 0
    status = install("chromium", "fonts-dejavu-core")
    if status is not None:
        return status
    if find_spec("playwright") is None:
        return 0  # asked again when it is there
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
