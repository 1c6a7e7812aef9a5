"""Publishes changes and transfers on Jupyter's event bus."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep_core.protocol import ChangeEvent, TransferList, TransferStatus, to_builtins
from cellkeep_server.metrics import CHANGES

if TYPE_CHECKING:
    from jupyter_events import EventLogger

CHANGE = "https://events.cellkeep.dev/change/v1"
TRANSFER = "https://events.cellkeep.dev/transfer/v1"
SCHEMAS = Path(__file__).parent

PERIOD_S = 0.1
"""Transfers are announced at most ten times a second."""

_MOST_AT_ONCE = 200


class Announcer:
    """Emits events; of transfers the newest state of each, several together.

    Parameters
    ----------
    logger : EventLogger
        Jupyter Server's event bus.
    """

    def __init__(self, logger: EventLogger) -> None:
        self._logger = logger
        self._pending: dict[str, TransferStatus] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._last = float("-inf")
        for name in ("change", "transfer"):
            logger.register_event_schema(SCHEMAS / f"{name}.yaml")

    def change(self, event: ChangeEvent) -> None:
        """Announce a change in the store."""
        CHANGES.labels(event.kind).inc()
        self._logger.emit(schema_id=CHANGE, data=to_builtins(event))

    def transfer(self, status: TransferStatus) -> None:
        """Announce a transfer's new state, within a tenth of a second."""
        self._pending[status.id] = status
        self._schedule()

    def close(self) -> None:
        """Announce what is left and stop."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._pending:
            self._emit_some()

    def _schedule(self) -> None:
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time(), self._last + PERIOD_S), self._flush)

    def _flush(self) -> None:
        self._timer = None
        self._last = asyncio.get_running_loop().time()
        self._emit_some()
        if self._pending:
            self._schedule()

    def _emit_some(self) -> None:
        some = list(self._pending)[:_MOST_AT_ONCE]
        transfers = [self._pending.pop(key) for key in some]
        self._logger.emit(schema_id=TRANSFER, data=to_builtins(TransferList(transfers=transfers)))
