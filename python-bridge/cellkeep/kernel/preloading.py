"""Does what the first display and the first save need while nobody waits for the kernel.

Never before a first cell has run: a front end loads the helper into kernels in which nothing may
ever be saved, and in folders that may be a stranger's. Never while a cell runs either. What loads
in an instant is loaded on the main thread, between two cells; the store's libraries take half a
second and have a thread of their own, which starts after a second without any cell: beside a busy
interpreter they take many seconds.
What an earlier process left in the spool is taken on a second after the first cell.
"""

from __future__ import annotations

import logging
import threading
import time
from importlib import import_module
from typing import Any

_SECONDS_BEFORE_LOADING = 0.2
_SECONDS_BEFORE_ADOPTION = 1.0
_IDLE_S = 1.0
_log = logging.getLogger("cellkeep")


class Preloader:
    """Waits for a quiet moment of one kernel.

    Parameters
    ----------
    kernel : Kernel or None
        Outside of a Jupyter kernel there are no quiet moments, and nothing is loaded.
    """

    def __init__(self, kernel: Any) -> None:
        self._loop: Any = getattr(kernel, "io_loop", None)
        self._last_cell: float | None = None
        self._stopped = False

    def cell_ended(self, _result: Any = None) -> None:
        """Note that a cell has ended: the next may come at once."""
        is_first = self._last_cell is None
        self._last_cell = time.monotonic()
        if is_first and self._loop is not None:
            # On the main thread: two threads that import the same modules in different orders
            # can see them half initialised.
            self._loop.call_later(_SECONDS_BEFORE_LOADING, self._load_codecs)
            later = threading.Timer(_SECONDS_BEFORE_ADOPTION, _adopt_what_was_left)
            later.daemon = True
            later.start()

    def stop(self) -> None:
        """Load nothing more."""
        self._stopped = True

    def _load_codecs(self) -> None:
        if self._stopped:
            return
        from cellkeep.codecs.registry import all_codecs

        all_codecs()
        self._loop.call_later(_IDLE_S, self._load_in_background)

    def _load_in_background(self) -> None:
        # On the loop's own thread: no cell runs now.
        still = (self._last_cell or 0.0) + _IDLE_S - time.monotonic()
        if self._stopped:
            return
        if still > 0:
            self._loop.call_later(still, self._load_in_background)
        else:
            threading.Thread(target=_load_for_saving, name="cellkeep-preload", daemon=True).start()


def _saves_go_to_a_store_here() -> bool:
    """Whether the libraries are going to be needed: they take 25 MB."""
    from cellkeep.transfer.settings import allowed_routes
    from cellkeep_core.paths import local_store_id, store_root

    routes = allowed_routes()
    return (routes is None or "store" in routes) and local_store_id(store_root()) is not None


def _load_for_saving() -> None:
    try:
        import_module("cellkeep.saving.save")  # all that saving needs
        if _saves_go_to_a_store_here():
            from cellkeep.transfer.routes.store import import_store

            import_store()
    except Exception:  # noqa: BLE001  (the save that needs it says what is wrong)
        _log.debug("Saving could not be prepared.", exc_info=True)


def _adopt_what_was_left() -> None:
    # Without a save, the engine is started only where an earlier process left something.
    try:
        from cellkeep.transfer.session import current_session
        from cellkeep_core.mirrors import mirror_spools
        from cellkeep_core.paths import spool_roots
        from cellkeep_core.spool_room import spool_usage

        roots = spool_roots()
        if spool_usage([*roots, *mirror_spools(roots)])[0]:
            _ = current_session().engine
    except Exception:  # noqa: BLE001  (a thread's end; the next save looks again)
        _log.exception("The spool could not be looked at.")
