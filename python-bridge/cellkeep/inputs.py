"""What was loaded from the store, noted for the provenance of what is saved next.

A run has the inputs that were loaded while it was open, and those that were loaded before it by
nobody's run: a table that is loaded once, before a loop of runs. What was loaded inside of one
run of the loop is not the next one's. A notebook's own run goes on all the time and has all.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING

from cellkeep_core.protocol import ArtifactRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cellkeep.transfer import Transfer
    from cellkeep_core.protocol import Artifact

# The newest of them: a loop over thousands of artifacts must not be told with each save.
MOST = 100
_lock = threading.Lock()


class Inputs:
    """What a run has loaded, the newest last. Safe to use from any thread."""

    def __init__(self, loaded: Mapping[str, ArtifactRef | Transfer] | None = None) -> None:
        self._loaded: dict[str, ArtifactRef | Transfer] = dict(loaded or {})

    def refs(self) -> list[ArtifactRef]:
        """Return what was loaded so far, oldest first."""
        with _lock:
            loaded = list(self._loaded.values())
        refs = (one if isinstance(one, ArtifactRef) else _of_transfer(one) for one in loaded)
        return [ref for ref in refs if ref is not None]

    def close(self) -> None:
        """Take no more: the run has ended."""
        with _lock:
            _open.discard(self)

    def _add(self, key: str, ref: ArtifactRef | Transfer) -> None:
        self._loaded.pop(key, None)
        self._loaded[key] = ref
        while len(self._loaded) > MOST:
            del self._loaded[next(iter(self._loaded))]


_of_process = Inputs()
_outside_of_runs = Inputs()
_open: weakref.WeakSet[Inputs] = weakref.WeakSet()


def inputs_of_new_run() -> Inputs:
    """Return the inputs of a run that begins now."""
    with _lock:
        inputs = Inputs(_outside_of_runs._loaded)  # noqa: SLF001
        _open.add(inputs)
        return inputs


def inputs_of_process() -> Inputs:
    """Return everything that this process has loaded: the inputs of its own run."""
    return _of_process


def note_loaded(found: Artifact | Transfer) -> None:
    """Remember that an artifact was loaded; again counts as newest."""
    from cellkeep.transfer import Transfer

    ref: ArtifactRef | Transfer
    if isinstance(found, Transfer):
        ref = found  # its version is known when it is stored
    else:
        ref = ArtifactRef(
            artifact_id=found.id,
            run_id=found.run_id,
            name=found.name,
            version=found.version,
            sha256=found.sha256,
        )
    with _lock:
        for inputs in (_of_process, *(_open or [_outside_of_runs])):
            inputs._add(found.id, ref)  # noqa: SLF001


def _of_transfer(transfer: Transfer) -> ArtifactRef | None:
    receipt = transfer.receipt
    if receipt is None:
        return None
    return ArtifactRef(
        artifact_id=receipt.artifact_id,
        run_id=receipt.run_id,
        name=receipt.name,
        version=receipt.version,
        sha256=receipt.sha256,
    )
