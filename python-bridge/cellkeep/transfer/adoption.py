"""Saves that a dead process left in the spool: taken to the store by the next one."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from cellkeep_core.paths import spool_roots
from cellkeep_core.spool import orphaned_groups

if TYPE_CHECKING:
    from cellkeep.transfer.engine import Engine

_log = logging.getLogger("cellkeep")


def adopt_orphans_soon(engine: Engine) -> threading.Thread:
    """Start a thread that pushes what dead processes left."""
    thread = threading.Thread(
        target=adopt_orphans, args=(engine,), name="cellkeep-adoption", daemon=True
    )
    thread.start()
    return thread


def adopt_orphans(engine: Engine) -> int:
    """Push the entries of dead sessions, and return how many were stored.

    Each session stays locked while its entries are pushed, so that two processes that
    start together do not push the same bytes twice. The first that must wait ends the
    round: they stay for the next process, or for `cellkeep push`.
    """
    stored = 0
    try:
        for group in orphaned_groups(spool_roots()):
            transfers = [engine.follow(entry) for entry in group]
            engine.carry_all([one for one in transfers if one.claim()])
            stored += sum(transfer.state == "stored" for transfer in transfers)
            parked = [transfer for transfer in transfers if transfer.parked]
            for transfer in parked:
                # Not queued here: its session's lock is let go when this round ends.
                if transfer.error is not None:
                    transfer.fail(transfer.error)
            if parked:
                break
    except Exception:  # noqa: BLE001  (a thread's end; what is left stays in the spool)
        _log.exception("Saves of an earlier process could not be looked at.")
    if stored:
        _log.info("%d saves of an earlier process were stored.", stored)
    return stored
