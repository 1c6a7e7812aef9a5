"""A Python of its own for what a test looks at from outside."""

from __future__ import annotations

import subprocess
import sys
from typing import Any


def run_script(
    script: str, *arguments: object, ends: int = 0, timeout: float = 100, **options: Any
) -> str:
    """Run a script in a process of its own, which must end with `ends`; return what it printed."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    done = subprocess.run(command, text=True, timeout=timeout, check=False, **pipes)
    assert done.returncode == ends, done.stderr
    return str(done.stdout)
