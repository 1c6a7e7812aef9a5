"""Uploads without a folder in common: their pieces are objects, all else is rows of the catalog.

Any server may go on with an upload, or finish it. A lease is a lock of the coordinator, which is
lost with its connection; so each write also names the version that it follows.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from contextlib import ExitStack, suppress
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import from_json, to_json
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog import upload_rows
from cellkeep_store.catalog.database import Database
from cellkeep_store.coordinator import Coordinator
from cellkeep_store.filesystem import storage_errors
from cellkeep_store.staging import Staging
from cellkeep_store.uploads.folder import Commit
from cellkeep_store.uploads.info import UploadInfo
from cellkeep_store.uploads.object_lease import FOLDER, ObjectLease
from cellkeep_store.uploads.storage import UploadState, upload_locked, upload_not_found

_UNKNOWN_AGE_S = 3600.0
"""A piece is there a moment before its row. Only an older one without a row is nobody's."""


class ObjectUploads:
    """An `UploadStore` in object storage and the catalog.

    Parameters
    ----------
    storage : ObjectStorage
        Where the pieces are.
    database : Database
        The catalog.
    coordinator : Coordinator
        Gives out the leases.
    staging : Staging
        Where the bytes are put together.
    commit : callable
        Stores a file of ours, verified, as an artifact, and may move it.
    """

    def __init__(
        self,
        storage: ObjectStorage,
        database: Database,
        coordinator: Coordinator,
        staging: Staging,
        commit: Commit,
    ) -> None:
        self._storage = storage
        self._database = database
        self._coordinator = coordinator
        self._staging = staging
        self._commit = commit

    def create(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> bool:
        """Insert a row: the first one stands."""
        try:
            with self._database.note() as tx:
                upload_rows.create(tx, upload_id, to_json(info).decode(), thumbnail)
        except IntegrityError:
            return False
        return True

    def describe(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> None:
        """Change the row."""
        with self._database.note() as tx:
            found = upload_rows.describe(tx, upload_id, to_json(info).decode(), thumbnail)
        if not found:
            raise upload_not_found(upload_id)

    def find(self, upload_id: str) -> UploadState | None:
        """Read the row."""
        return self.find_all([upload_id]).get(upload_id)

    def find_all(self, upload_ids: Collection[str]) -> dict[str, UploadState]:
        """Read the rows."""
        with self._database.read() as tx:
            rows = upload_rows.find_all(tx, upload_ids)
        return {row.id: _state(row) for row in rows}

    def begun(self) -> dict[str, UploadState]:
        """Read each row."""
        with self._database.read() as tx:
            return {row.id: _state(row) for row in upload_rows.begun(tx)}

    def lease(self, upload_id: str, timeout_s: float = 0.0) -> ObjectLease:
        """Hold its name alone."""
        with ExitStack() as stack:
            self._require(upload_id)
            try:
                stack.enter_context(self._coordinator.exclusive(f"uploads/{upload_id}", timeout_s))
            except CellkeepError as error:
                if error.code == "CATALOG_BUSY":
                    raise upload_locked() from error
                raise
            self._require(upload_id)
            return ObjectLease(
                upload_id,
                self._storage,
                self._database,
                self._staging,
                self._commit,
                stack.pop_all(),
            )

    def expire(self, older_than_s: float) -> int:
        """Remove old rows with their pieces, pieces without a row, and what is left in staging."""
        before = time.time() - older_than_s
        removed = 0
        with self._database.read() as tx:
            old = upload_rows.left(tx, before)
        for upload_id in old:
            with suppress(CellkeepError):  # somebody writes to it, or it is gone already
                lease = self.lease(upload_id)
                state = self.find(upload_id)
                if state is not None and state.written_at <= before:
                    lease.remove()
                    removed += 1
                lease.release()
        age_s = max(older_than_s, _UNKNOWN_AGE_S)
        for page in self._storage.walk(FOLDER):
            keys = {one.key for one in page if time.time() - one.placed_at >= age_s}
            with self._database.read() as tx:
                keys -= upload_rows.known_keys(tx, keys)
            self._storage.remove(keys)
        with storage_errors(self._staging.folder):
            self._staging.expire(older_than_s)
        return removed

    def _require(self, upload_id: str) -> None:
        with self._database.read() as tx:
            if upload_rows.find(tx, upload_id) is None:
                raise upload_not_found(upload_id)


def _state(row: Row[Any]) -> UploadState:
    return UploadState(from_json(row.info, UploadInfo), row.received, row.written_at)
