"""Which run a kernel is in, for the process that comes after a restart.

A kernel's first run has the kernel's id. Of a later one there is a small file beside the kernel's
connection file: whoever restarts the kernel, with a page or without one, it goes on with that run.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cellkeep.context import environment
from cellkeep_core.errors import CellkeepError
from cellkeep_core.files import write_private_file
from cellkeep_core.protocol import Run, from_json, to_json

_PREFIX = "cellkeep-run-"


def remember(run: Run) -> None:
    """Note the run of this kernel; elsewhere, and where the file cannot be written, do nothing."""
    path = _path()
    if path is None:
        return
    with suppress(OSError):
        write_private_file(path, to_json(run))
        for other in path.parent.glob(f"{_PREFIX}*"):
            # Its kernel has ended: Jupyter has removed the connection file.
            if not other.with_name(other.name.removeprefix(_PREFIX)).exists():
                other.unlink(missing_ok=True)


def remembered() -> Run | None:
    """Return the run that was noted last, None where there is none or it cannot be read."""
    path = _path()
    if path is None:
        return None
    try:
        return from_json(path.read_bytes(), Run)
    except (OSError, CellkeepError):
        return None


def _path() -> Path | None:
    connection = environment.connection_file()
    if connection is None or environment.kernel_id() is None:
        return None
    path = Path(connection)
    return path.with_name(_PREFIX + path.name)
