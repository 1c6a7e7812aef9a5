"""What was loaded from the store, noted for the provenance of what is saved next.

A run has the inputs that were loaded while it was open, and those that were loaded before it by
nobody's run: a table that is loaded once, before a loop of runs. What was loaded inside one run
of the loop is not the next one's. A notebook's own run stays open and has all of them.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

from cellkeep_core.protocol import ArtifactRef

if TYPE_CHECKING:
    from collections.abc import Mapping

# A function where it is a save under way, whose version is known when it is stored.
Loaded = ArtifactRef | Callable[[], ArtifactRef | None]

# The newest are kept: a loop over thousands of artifacts must not be sent with each save.
MOST = 100


class Inputs:
    """What a run has loaded, the newest last. Safe to use from any thread."""

    def __init__(self, log: LoadLog, loaded: Mapping[str, Loaded]) -> None:
        self._log = log
        self.loaded = dict(loaded)

    def refs(self) -> list[ArtifactRef]:
        """Return what was loaded so far, oldest first."""
        with self._log.lock:
            loaded = list(self.loaded.values())
        refs = (one if isinstance(one, ArtifactRef) else one() for one in loaded)
        return [ref for ref in refs if ref is not None]

    def close(self) -> None:
        """Take no more: the run has ended."""
        self._log.close(self)


class LoadLog:
    """What this process has loaded, and which run it counts for. Safe to use from any thread.

    Attributes
    ----------
    of_process : Inputs
        Everything that was loaded: the inputs of the process's own run.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.of_process = Inputs(self, {})
        self._outside_of_runs = Inputs(self, {})
        self._open: weakref.WeakSet[Inputs] = weakref.WeakSet()

    def new_run(self) -> Inputs:
        """Return the inputs of a run that begins now."""
        with self.lock:
            inputs = Inputs(self, self._outside_of_runs.loaded)
            self._open.add(inputs)
            return inputs

    def close(self, inputs: Inputs) -> None:
        """Note no more for a run that has ended."""
        with self.lock:
            self._open.discard(inputs)

    def note(self, artifact_id: str, loaded: Loaded) -> None:
        """Remember that an artifact was loaded; loaded again, it counts as the newest."""
        with self.lock:
            for inputs in (self.of_process, *(self._open or [self._outside_of_runs])):
                inputs.loaded.pop(artifact_id, None)
                inputs.loaded[artifact_id] = loaded
                while len(inputs.loaded) > MOST:
                    del inputs.loaded[next(iter(inputs.loaded))]
