"""Saves that a dead process left in the spool are pushed by the next one."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from cellkeep.transfer.interrupting import require_wait_can_end
from cellkeep.transfer.threads import start_thread
from cellkeep_core.mirrors import mirror_spools
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool import orphaned_groups

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from cellkeep.transfer.carrier import Carrier
    from cellkeep.transfer.engine import Engine
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.spool import SpoolEntry

_log = logging.getLogger("cellkeep")


def adopt_orphans_soon(engine: Engine) -> threading.Thread | None:
    """Start a thread that pushes what dead processes left."""
    return start_thread("cellkeep-adoption", adopt_orphans, engine)


def adopt_again(engine: Engine, timeout_s: float) -> None:
    """Push what processes left that have died since, such as the workers of a pool.

    Parameters
    ----------
    engine : Engine
        Whose saves these become.
    timeout_s : float
        The longest wait for them; they are pushed on after it.

    Raises
    ------
    SaveTimeoutError
        At once, where this runs in the middle of a save and the wait could not end.
    """
    require_wait_can_end(engine)
    deadline = time.monotonic() + timeout_s
    if engine.adoption is not None:
        engine.adoption.join(timeout_s)
        if engine.adoption.is_alive():
            return
    engine.adoption = adopt_orphans_soon(engine)
    if engine.adoption is not None:
        engine.adoption.join(max(deadline - time.monotonic(), 0))


def adopt_orphans(engine: Engine) -> int:
    """Push the entries of dead sessions, then their copies; return how many were stored.

    Each session stays locked while its entries are pushed, so that two processes that
    start together do not push the same bytes twice. The first that
    has to wait ends the round: the rest is left to the next process, or to `cellkeep push`.
    """
    stored = _adopt(engine, spool_roots(), lambda group: [engine.track(entry) for entry in group])
    if stored:
        _log.info("%d saves of an earlier process were stored.", stored)
    _adopt(engine.copies, mirror_spools(spool_roots()), engine.copies.adopt)
    return stored


def _adopt(
    carrier: Carrier,
    roots: list[Path],
    transfers_of: Callable[[list[SpoolEntry]], list[Transfer]],
) -> int:
    stored = 0
    try:
        for group in orphaned_groups(roots):
            transfers = transfers_of(group)
            carrier.carry_all([one for one in transfers if one.claim()])
            stored += sum(transfer.state == "stored" for transfer in transfers)
            parked = [transfer for transfer in transfers if transfer.parked]
            for transfer in parked:
                # Not queued here: its session is unlocked when this round ends.
                if transfer.error is not None:
                    transfer.fail(transfer.error)
            if parked:
                break
    except Exception:  # noqa: BLE001  (a thread's end; what is left stays in the spool)
        _log.exception("Saves of an earlier process could not be looked at.")
    return stored
