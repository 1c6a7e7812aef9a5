"""The store in numbers."""

from __future__ import annotations

from pathlib import Path

from msgspec import UNSET

from cellkeep_core import PROTOCOL_VERSION, __version__
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
from cellkeep_store.settings.storage import MOST_BYTES


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
    if person is not None:
        return _status_of(person, store_id, uploads_run, database, limit)
    with database.read() as tx:
        runs, artifacts, stored = queries.totals(tx)
        trashed, trashed_bytes = trash.totals(tx)
    spool = waiting(spool_roots(root))
    with storage_errors(blobs.location):
        free = blobs.free_bytes()
    status = StoreStatus(
        server_version=__version__,
        protocol=PROTOCOL_VERSION,
        store_id=store_id,
        location=blobs.location,
        runs=runs,
        artifacts=artifacts,
        bytes=stored,
        free_bytes=free,
        spooled=spool.saves,
        spooled_bytes=spool.bytes,
        uploads_run=uploads_run,
        spool_oldest_at=or_unset(spool.oldest_at),
        spool_limit_bytes=or_unset(spool_limit()),
        limit_bytes=or_unset(limit.bytes),
        read_only=or_unset(is_read_only(root) or None),
        limit_fixed=or_unset(limit.fixed or None),
    )
    if trashed:
        status.trash_artifacts, status.trash_bytes = trashed, trashed_bytes
    return status


def _status_of(
    person: Person, store_id: str, uploads_run: Run, database: Database, limit: StoreLimit
) -> StoreStatus:
    with database.read(Seen(person)) as tx:
        runs, artifacts, stored = queries.totals(tx)
        trashed, trashed_bytes = trash.totals(tx)
    with database.read() as tx:
        its = quotas.allowance(tx, person, limit.quota)
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
        limit_fixed=True,
        person=person.name,
        held_bytes=its.held,
        quota_bytes=UNSET if its.quota is None else its.quota.bytes,
        limit_bytes=or_unset(limit.bytes),
    )
    if trashed:
        status.trash_artifacts, status.trash_bytes = trashed, trashed_bytes
    return status
