"""The store in numbers."""

from __future__ import annotations

from pathlib import Path

from msgspec import UNSET

from cellkeep_core import PROTOCOL_VERSION, __version__
from cellkeep_core.ids import MOST_BYTES
from cellkeep_core.paths import spool_roots
from cellkeep_core.protocol import Run, StoreStatus, or_unset
from cellkeep_core.spool_room import spool_limit, waiting
from cellkeep_store.blobs.storage import Blobs
from cellkeep_store.catalog import queries, quotas, trash
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.read_only import is_read_only
from cellkeep_store.catalog.seen import Seen
from cellkeep_store.filesystem import storage_errors
from cellkeep_store.settings.limit import StoreLimit


def store_status(
    root: Path,
    store_id: str,
    uploads_run: Run,
    database: Database,
    blobs: Blobs,
    limit: StoreLimit,
    person: Person | None = None,
) -> StoreStatus:
    """Return how much a store has, how much it may have, and what waits to come in.

    Parameters
    ----------
    person : Person, optional
        Who asks, where a service tells persons apart: what is theirs is counted, and nothing is
        said of the machine, whose free bytes would tell what others have.
    """
    with database.read(None if person is None else Seen(person)) as tx:
        runs, artifacts, stored = queries.totals(tx)
        trashed, trashed_bytes = trash.totals(tx)
    status = StoreStatus(
        server_version=__version__,
        protocol=PROTOCOL_VERSION,
        store_id=store_id,
        location="the service",
        runs=runs,
        artifacts=artifacts,
        bytes=stored,
        free_bytes=MOST_BYTES,
        spooled=0,
        spooled_bytes=0,
        uploads_run=uploads_run,
        limit_bytes=or_unset(limit.bytes),
        limit_fixed=or_unset(person is not None or limit.fixed or None),
    )
    if trashed:
        status.trash_artifacts, status.trash_bytes = trashed, trashed_bytes
    if person is not None:
        with database.read() as tx:
            its = quotas.allowance(tx, person, limit.quota)
        status.person, status.held_bytes = person.name, its.held
        status.quota_bytes = UNSET if its.quota is None else its.quota.bytes
        return status
    spool = waiting(spool_roots(root))
    status.location = blobs.location
    with storage_errors(blobs.location):
        status.free_bytes = blobs.free_bytes()
    status.spooled, status.spooled_bytes = spool.saves, spool.bytes
    status.spool_oldest_at = or_unset(spool.oldest_at)
    status.spool_limit_bytes = or_unset(spool_limit())
    status.read_only = or_unset(is_read_only(root) or None)
    return status
