"""Publishes changes and transfers on Jupyter's event bus."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cellkeep_core.protocol import (
    ChangeEvent,
    ChangeList,
    TransferList,
    TransferStatus,
    to_builtins,
    to_json,
)
from cellkeep_server.metrics import TOLD_CHANGES

if TYPE_CHECKING:
    from jupyter_events import EventLogger

CHANGE = "https://events.cellkeep.dev/change/v1"
CHANGES = "https://events.cellkeep.dev/changes/v1"
TRANSFER = "https://events.cellkeep.dev/transfer/v1"
SCHEMAS = Path(__file__).parent

PERIOD_S = 0.1
"""Transfers are announced at most ten times a second."""

_MOST_AT_ONCE = 200

_MOST_BYTES = 1 << 20
"""Of JSON in one event of several changes, also where escapes triple it: a socket refuses a message
of more than 10 MiB."""


def together(changes: Sequence[ChangeEvent]) -> Iterator[list[ChangeEvent]]:
    """Yield the changes in their order, as many at a time as one event should hold."""
    some: list[ChangeEvent] = []
    total = 0
    for change in changes:
        size = len(to_json(change))
        if some and total + size > _MOST_BYTES:
            yield some
            some, total = [], 0
        some.append(change)
        total += size
    if some:
        yield some


def event_of(changes: Sequence[ChangeEvent]) -> tuple[str, dict[str, Any]]:
    """Return the schema and the data of the event that tells of some changes, at least one."""
    if len(changes) == 1:
        return CHANGE, to_builtins(changes[0])
    return CHANGES, to_builtins(ChangeList(changes=list(changes)))


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
        for name in ("change", "changes", "transfer"):
            logger.register_event_schema(SCHEMAS / f"{name}.yaml")

    def changes(self, changes: Sequence[ChangeEvent]) -> None:
        """Announce changes in the store, at least one, by one event."""
        schema_id, data = event_of(changes)
        self._logger.emit(schema_id=schema_id, data=data)
        for change in changes:
            TOLD_CHANGES.labels(change.kind).inc()

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
