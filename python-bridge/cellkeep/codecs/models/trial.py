"""Reading a model in a process of its own first, which may die.

LightGBM and XGBoost check little of what they read: a file made to do so ends the process, or
takes its memory. Bytes that this process did not write are read in a child before.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.models.trusted import written_here

if TYPE_CHECKING:
    from pathlib import Path

# The library is imported in it, which takes seconds on a machine that is busy.
LONGEST_START_S = 60.0
_BYTES_A_SECOND = 1 << 20
_MEMORY = 6 << 30
# What a model takes in memory beside its file: its text, its numbers, a copy of each.
_TIMES_ITS_SIZE = 20
_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from cellkeep.codecs.models.trial import main
main(*sys.argv[2:])
"""


def require_survived(codec: object, path: Path) -> None:
    """Raise where reading the file, or predicting with what is in it, ends a process.

    Raises
    ------
    ValueError
        It ended the process, took too much memory, or more time than so large a model needs.
    """
    if written_here(path):
        return
    import subprocess

    size = path.stat().st_size
    longest_s = LONGEST_START_S + size / _BYTES_A_SECOND
    places = json.dumps([place for place in sys.path if place])
    kind = type(codec)
    memory = _MEMORY + size * _TIMES_ITS_SIZE
    command = [sys.executable, "-I", "-c", _PROGRAM, places, kind.__module__, kind.__name__]
    try:
        done = subprocess.run(  # noqa: S603  (this Python, and our own program)
            [*command, str(path.absolute()), str(memory)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=longest_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"reading it takes longer than {longest_s:.0f} s") from error
    if done.returncode < 0:
        raise ValueError(f"reading it ends the process that does so (signal {-done.returncode})")


def main(module: str, name: str, path: str, memory: str) -> None:
    """Read a file as a codec does; what is merely wrong with it is told by whoever loads it."""
    import importlib
    from pathlib import Path

    with suppress(ImportError, ValueError, OSError):
        from cellkeep_core.process_limits import limit_memory

        limit_memory(int(memory))
    codec: Any = getattr(importlib.import_module(module), name)()
    with suppress(Exception):
        codec.try_out(codec.read(Path(path)))
