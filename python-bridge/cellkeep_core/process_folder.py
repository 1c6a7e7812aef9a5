"""Folders for files that are needed as long as this process, and no longer."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path


def new_process_folder() -> Path:
    """Return a new empty folder. It is removed when this process exits."""
    return Path(tempfile.mkdtemp(dir=_folder(os.getpid()).name))


@cache
def _folder(_process: int) -> tempfile.TemporaryDirectory[str]:
    """Return the folder of a process; a forked child has its own."""
    return tempfile.TemporaryDirectory(prefix="cellkeep-", ignore_cleanup_errors=True)
