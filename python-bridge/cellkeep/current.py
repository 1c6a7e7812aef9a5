"""The run of this kernel or script, and the functions that use it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from cellkeep import environment
from cellkeep.inputs import inputs_of_process
from cellkeep.run import CategoryName, Run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cellkeep.ancestry import LineageList
    from cellkeep.handle import Handle
    from cellkeep.transfer import Flushed
    from cellkeep_core import protocol

_current: Run | None = None
_lock = threading.Lock()


def current_run() -> Run:
    """Return the run of this kernel or script, made on first use and named after the notebook.

    In a Jupyter kernel its id is the kernel's, so that what the front end saves from this
    notebook lands in the same run.
    """
    global _current
    with _lock:  # a front end's wish comes on a thread of its own
        if _current is None or _current.closed:
            run = _own(Run())
            kernel_id = environment.kernel_id()
            if kernel_id is not None:
                run.id = kernel_id.replace("-", "")
            _current = run
        return _current


def run_described(described: protocol.Run) -> Run:
    """Return the run that a front end names: the current one, or one that goes by its id."""
    current = current_run()
    if described.id == current.id:
        return current
    run = _own(Run(described.name, described.folder, described.tags, described.metadata))
    run.id, run.created_at = described.id, described.created_at
    return run


def _own(run: Run) -> Run:
    """Make it a run of this process as a whole, with all that it has loaded."""
    run.inputs.close()
    run.inputs = inputs_of_process()
    return run


def save(
    what: Any,
    category: CategoryName,
    filetype: str | None = None,
    preserve_path: bool = False,
    name: str | None = None,
    allow_pickle: bool = False,
    metadata: Mapping[str, Any] | None = None,
    *,
    new_version: bool = False,
) -> Handle:
    """Save a file or an object to the current run; all as in `Run.save`."""
    return current_run().save(
        what,
        category,
        filetype,
        preserve_path,
        name,
        allow_pickle,
        metadata,
        new_version=new_version,
    )


def load(
    name: str,
    version: int | None = None,
    run: Run | str | None = None,
    allow_pickle: bool = False,
) -> Any:
    """Return what was saved under a name: from the current run, else the newest of any run.

    Parameters
    ----------
    name : str
        The artifact's name.
    version : int, optional
        1 for the first; the latest by default.
    run : Run or str, optional
        A run, or a run's id, to look in alone.
    allow_pickle : bool
        Load a pickle, which can run any code that is in it.

    Raises
    ------
    ArtifactNotFoundError, PickleRefusedError, CodecNotFoundError, BlobDamagedError
    """
    from cellkeep.loading import load_from_anywhere, load_from_run

    if isinstance(run, Run):
        return run.load(name, version, allow_pickle)
    if run is not None:
        return load_from_run(run, run, name, version, allow_pickle=allow_pickle)
    return load_from_anywhere(current_run().id, name, version, allow_pickle=allow_pickle)


def lineage(name: str, version: int | None = None) -> LineageList:
    """Return what a name was made from and what was made from it, across runs and notebooks.

    Looks in the current run, else for the newest of that name in any run.

    Parameters
    ----------
    name : str
        The artifact's name.
    version : int, optional
        A version in the current run; the latest by default.

    Raises
    ------
    ArtifactNotFoundError
    """
    return current_run().lineage(name, version)


def flush(timeout: float | None = None) -> Flushed:
    """Wait until no save of this process moves any more, and say what is left.

    What waits for a store that was away is tried once more at once. Paused and failed saves
    are not waited for. It shows its progress in one line.

    Parameters
    ----------
    timeout : float, optional
        The longest wait in seconds; ``CELLKEEP_EXIT_TIMEOUT`` (30) by default.

    Returns
    -------
    Flushed
        True where everything is in the store. Else ``.left`` says what is not and
        ``.message``, which is given as a warning too, where it is and how it will go.
    """
    from cellkeep.transfer import engine_if_any
    from cellkeep.transfer import flush as flush_saves

    return flush_saves(engine_if_any(), timeout)
