"""Debian's packages, for what the tests need and PyPI and npm do not have."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(*packages: str) -> int | None:
    """Install packages as root, without a question.

    Returns
    -------
    int or None
        The exit status of apt-get; None where there is none, or this is not root.
    """
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    updated = subprocess.run([apt, "update", "-qq"], check=False, env=environment).returncode
    if updated != 0:
        return updated
    command = [apt, "install", "-y", "-qq", *packages]
    return subprocess.run(command, check=False, env=environment).returncode
