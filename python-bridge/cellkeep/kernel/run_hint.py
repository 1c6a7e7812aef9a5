"""Says once that a changed first cell goes on in the same run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_SAID = (
    "Cellkeep: the first cell has changed, and what is saved goes on in the same run, as new "
    "versions. cellkeep.new_run() begins another one."
)


class RunHint:
    """Looks at what is executed: parameters stand in the first cell of a notebook, mostly.

    Parameters
    ----------
    shell : InteractiveShell
        Whose cells.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._first: tuple[str, str] | None = None
        self._run_id: str | None = None
        shell.events.register("pre_run_cell", self._look)

    def remove(self) -> None:
        """Look no more."""
        self._shell.events.unregister("pre_run_cell", self._look)

    def _look(self, info: Any) -> None:
        cell_id, source = getattr(info, "cell_id", None), info.raw_cell
        if not info.store_history or cell_id is None or not source.strip():
            return
        if self._first is None or self._first[0] != cell_id:
            self._first = self._first or (cell_id, source)
            return
        before, self._first = self._first[1], (cell_id, source)
        # Not imported for this: a notebook's first cell waits for nothing.
        session = sys.modules.get("cellkeep.transfer.session")
        run = session.current_session().current_run if session is not None else None
        run_id = getattr(run, "id", None)
        if source == before or run_id is None:
            return
        # What changes after `new_run` is how that run begins.
        begins = self._run_id not in (None, run_id)
        if run_id != self._run_id:
            self._run_id = run_id
            if not begins and "new_run" not in source:
                print(_SAID)
