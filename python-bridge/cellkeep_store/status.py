"""The store in numbers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from cellkeep_core import PROTOCOL_VERSION, __version__
from cellkeep_core.paths import spool_roots
from cellkeep_core.protocol import StoreStatus
from cellkeep_core.spool_room import spool_limit, waiting
from cellkeep_store.catalog import Catalog, queries, trash
from cellkeep_store.filesystem import storage_errors

if TYPE_CHECKING:
    from cellkeep_store.store import Store


def store_status(store: Store, catalog: Catalog) -> StoreStatus:
    """Return how much a store has, how much it may have, and what waits to come in."""
    with catalog.read() as tx:
        runs, artifacts, stored = queries.totals(tx)
        trashed, trashed_bytes = trash.totals(tx)
    spool = waiting(spool_roots(store.root))
    with storage_errors(store.root):
        free = shutil.disk_usage(store.root).free
    status = StoreStatus(
        server_version=__version__,
        protocol=PROTOCOL_VERSION,
        store_id=store.store_id,
        location=str(store.root),
        runs=runs,
        artifacts=artifacts,
        bytes=stored,
        free_bytes=free,
        spooled=spool.saves,
        spooled_bytes=spool.bytes,
        uploads_run=store.uploads_run(),
    )
    if spool.oldest_at is not None:
        status.spool_oldest_at = spool.oldest_at
    spool_bytes = spool_limit()
    if spool_bytes is not None:
        status.spool_limit_bytes = spool_bytes
    if trashed:
        status.trash_artifacts, status.trash_bytes = trashed, trashed_bytes
    limit = store.limit_bytes
    if limit is not None:
        status.limit_bytes = limit
    if store.limit.fixed:
        status.limit_fixed = True
    return status
