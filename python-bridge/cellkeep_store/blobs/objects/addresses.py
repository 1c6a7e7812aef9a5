"""Addresses by which clients read objects from the storage itself."""

from __future__ import annotations

from cellkeep_store.blobs.objects.probe import Probe
from cellkeep_store.blobs.objects.requests import StorageRequests, answered_with
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog import objects
from cellkeep_store.catalog.database import Database

LONGEST_S = 120
"""How long an address holds: who may not read any more, may do so for so long."""


class ReadAddresses:
    """Signs an address for each blob that somebody may read; who may, is not asked here.

    Parameters
    ----------
    storage : ObjectStorage
        Where the bytes are.
    database : Database
        The catalog.
    endpoint : str
        Where clients reach the storage.
    lasts_s : int
        How many seconds an address may be used to begin with; `LONGEST_S` at most.
    """

    def __init__(
        self, storage: ObjectStorage, database: Database, endpoint: str, lasts_s: int
    ) -> None:
        self._storage = storage
        self._database = database
        self._endpoint = endpoint
        self.lasts_s = min(lasts_s, LONGEST_S)
        self._requests = StorageRequests(storage)
        self._is_usable: bool | None = None

    def is_usable(self) -> bool:
        """Return whether the storage gives bytes out as nothing but a download, tried once.

        Raises
        ------
        StoreUnreachableError
            Where it does not answer.
        """
        if self._is_usable is None:
            with Probe(self._storage) as probe:
                self._is_usable = probe.answers_as_signed()
        return self._is_usable

    def of(self, blob: str, disposition: str) -> str | None:
        """Return where the bytes of a blob are read, by GET; None without an object of its own.

        Parameters
        ----------
        blob : str
            What they are known by (`Contents.blob_of`).
        disposition : str
            The ``Content-Disposition`` that they come with.
        """
        with self._database.read() as tx:
            place = objects.places_of(tx, [blob]).get(blob)
        if place is None or not place.may_be_addressed:
            return None
        query = answered_with(disposition)
        return self._requests.address(
            "GET", place.key, query, endpoint=self._endpoint, lasts_s=self.lasts_s
        )
