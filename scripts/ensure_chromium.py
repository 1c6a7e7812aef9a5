"""Bring a Chromium for the browser tests: Debian's package as root, Playwright's own elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def main() -> int:
    """Install Chromium unless there is one."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return 0
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([apt, "update", "-qq"], check=True, env=environment)
        command = [apt, "install", "-y", "-qq", "chromium", "fonts-dejavu-core"]
        return subprocess.run(command, check=False, env=environment).returncode
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
