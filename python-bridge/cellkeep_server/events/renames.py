"""Renames of notebooks, which the store follows for the kernels that run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger

    from jupyter_events import EventLogger

    from cellkeep_server.service import StoreService

CONTENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"


class RenameFollower:
    """Tells the store where a notebook is now, when the contents manager has moved it.

    Parameters
    ----------
    service : StoreService
        The store.
    events : EventLogger
        Where the contents manager says so.
    kernel_ids : callable
        Returns the ids of the kernels that run now.
    log : Logger
        Where it says what went wrong.
    """

    def __init__(
        self,
        service: StoreService,
        events: EventLogger,
        kernel_ids: Callable[[], list[str]],
        log: Logger,
    ) -> None:
        self._service = service
        self._kernel_ids = kernel_ids
        self._log = log
        self._events = events
        events.add_listener(schema_id=CONTENTS, listener=self._heard)

    def close(self) -> None:
        """Stop listening."""
        self._events.remove_listener(listener=self._heard)

    async def _heard(self, logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:  # noqa: ARG002  (the listener's interface)
        before, after = data.get("source_path"), data.get("path")
        kernel_ids = self._kernel_ids()
        if data.get("action") != "rename" or not before or not after or not kernel_ids:
            return
        before, after = before.strip("/"), after.strip("/")
        try:
            await self._service.call(
                lambda store: store.editor.move_notebooks(kernel_ids, before, after)
            )
        except Exception as error:  # noqa: BLE001  (the file is moved, whatever the store says)
            self._log.warning("Cellkeep could not follow %s to %s: %s", before, after, error)
