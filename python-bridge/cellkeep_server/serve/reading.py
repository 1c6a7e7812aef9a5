"""Reads what clients have put into the object storage in parts, soon after its receipt."""

from __future__ import annotations

import asyncio

from cellkeep_server.periodic import Periodic


class PartsReader(Periodic):
    """Runs `Maintenance.read_parts` from time to time, in a thread, in one of the servers."""

    async def _run(self) -> None:
        while True:
            try:
                await self._service.send_long(
                    lambda store: store.maintenance.read_parts(stop=self._stopping.is_set)
                )
            except Exception as error:  # noqa: BLE001  (tried again; nobody waits for it)
                self._log.warning("Cellkeep could not read what came in parts: %s", error)
            await asyncio.sleep(self._interval_s)
