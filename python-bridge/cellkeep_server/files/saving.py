"""Where the server's own files go, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from cellkeep_core.names import escape_bytes
from cellkeep_core.protocol import Category, Provenance, Receipt, Run
from cellkeep_server.service import StoreService


class FileToSave(NamedTuple):
    """A file of the contents manager, and what it is to be called."""

    transfer_id: str
    path: str
    run: Run
    name: str
    category: Category

    @property
    def provenance(self) -> Provenance:
        """Where it came from."""
        return Provenance(via="contents", original_path=escape_bytes(self.path))


class FileSaver(Protocol):
    """Saves files of this machine."""

    async def ready(self) -> None:
        """Raise what stands against saving any."""

    async def save(
        self, source: Path, file: FileToSave, progress: Callable[[int], None]
    ) -> Receipt:
        """Save one and return the receipt.

        Parameters
        ----------
        progress : callable
            Called in any thread with the bytes done so far; may raise to stop.
        """


class StoreSaver:
    """Saves into the store of this server."""

    def __init__(self, service: StoreService) -> None:
        self._service = service

    async def ready(self) -> None:
        """Raise where the store cannot be opened."""
        await self._service.store()

    async def save(
        self, source: Path, file: FileToSave, progress: Callable[[int], None]
    ) -> Receipt:
        """Save one, reading it once."""
        return await self._service.move(
            lambda store: store.ingest.ingest_file(
                source,
                run=file.run,
                name=file.name,
                category=file.category,
                provenance=file.provenance,
                metadata={},
                progress=progress,
            )
        )
