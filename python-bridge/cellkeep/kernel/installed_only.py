"""Imports that take nothing from the folder in which the kernel runs.

A front end has the helper loaded before a person has run anything. The folder of a notebook may
be a stranger's, and Python looks for modules there first: a file `filelock.py` in it would run.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType


class _InstalledFinder:
    """Finds modules for one thread, everywhere but in the current folder."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._here = ("", str(Path.cwd()))

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if path is not None or threading.get_ident() != self._thread:
            return None
        installed = [entry for entry in sys.path if entry not in self._here]
        return PathFinder.find_spec(name, installed)


@contextmanager
def installed_only() -> Iterator[None]:
    """Let this thread import what is installed before what lies in the current folder.

    Not by another `sys.path`: a cell may be running on the main thread.
    """
    finder = _InstalledFinder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
