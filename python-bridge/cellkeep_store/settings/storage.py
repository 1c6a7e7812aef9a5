"""What is written down of a store as a whole: the interface of such a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection

FORMAT = 2
"""Of new stores. 1 had blobs in folders of two levels; see `BlobFolder`."""


@dataclass(frozen=True)
class Identity:
    """Which store it is."""

    store_id: str
    created_at: str
    format: int = FORMAT


class StoreSettings(Protocol):
    """What can be changed of a store, by any of the processes that have it open."""

    def limit_bytes(self, tx: Connection | None = None) -> int | None:
        """Return the limit that the store has of its own now, None where it has none.

        Parameters
        ----------
        tx : Connection, optional
            A transaction of the catalog, to be asked where the limit is there. Default: a new one.

        Raises
        ------
        StoreUnreachableError
            Where it cannot be read.
        """

    def change_limit(self, limit_bytes: int | None) -> None:
        """Write the limit down, for every process; None for no limit.

        Raises
        ------
        CellkeepError
            ``CATALOG_BUSY`` where another process held the store for too long.
        """
