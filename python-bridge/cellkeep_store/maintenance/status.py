"""The store in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_core import PROTOCOL_VERSION, __version__
from cellkeep_core.paths import spool_roots
from cellkeep_core.protocol import StoreStatus
from cellkeep_core.spool_room import spool_limit, waiting
from cellkeep_store.catalog import queries, quotas, trash
from cellkeep_store.catalog.read_only import is_read_only
from cellkeep_store.catalog.seen import Seen
from cellkeep_store.filesystem import storage_errors
from cellkeep_store.settings.storage import MOST_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep_core.protocol import Run
    from cellkeep_store.blobs.storage import Blobs
    from cellkeep_store.catalog.database import Database
    from cellkeep_store.catalog.person import Person
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
    )
    if spool.oldest_at is not None:
        status.spool_oldest_at = spool.oldest_at
    spool_bytes = spool_limit()
    if spool_bytes is not None:
        status.spool_limit_bytes = spool_bytes
    if trashed:
        status.trash_artifacts, status.trash_bytes = trashed, trashed_bytes
    limit_bytes = limit.bytes
    if limit_bytes is not None:
        status.limit_bytes = limit_bytes
    if is_read_only(root):
        status.read_only = True
    if limit.fixed:
        status.limit_fixed = True
    return status


def _status_of(
    person: Person, store_id: str, uploads_run: Run, database: Database, limit: StoreLimit
) -> StoreStatus:
    with database.read(Seen(person)) as tx:
        runs, artifacts, stored = queries.totals(tx)
        trashed, trashed_bytes = trash.totals(tx)
    with database.read() as tx:
        its = quotas.allowance(tx, person, limit.quota)
    most = limit.bytes
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
    )
    if its.quota is not None:
        status.quota_bytes = its.quota.bytes
    if trashed:
        status.trash_artifacts, status.trash_bytes = trashed, trashed_bytes
    if most is not None:
        status.limit_bytes = most
    return status
