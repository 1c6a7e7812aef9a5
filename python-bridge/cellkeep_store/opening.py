"""Making a store, and seeing that folder and catalog belong together."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from filelock import FileLock

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_store.catalog import Catalog, PostgresCatalog
from cellkeep_store.catalog.migrate import is_current, migrate
from cellkeep_store.filesystem import file_system_of, fsync_folder, is_network
from cellkeep_store.identity import LOCK_FILE, Identity, make_identity, read_identity

if TYPE_CHECKING:
    from pathlib import Path

CATALOG_VARIABLE = "CELLKEEP_CATALOG_URL"


def catalog_of(root: Path, url: str | None) -> Catalog:
    """Return the catalog of a store: where the URL or the environment says, else its folder's."""
    url = url or os.environ.get(CATALOG_VARIABLE, "").strip()
    if url:
        return PostgresCatalog(url)
    return Catalog(root / "catalog.sqlite", shared_disk=is_network(file_system_of(root)))


def prepare(root: Path, catalog: Catalog) -> Identity:
    """Make what is missing, one process at a time."""
    with FileLock(root / LOCK_FILE):
        identity = read_identity(root) or make_identity(root)
        for folder in ("blobs", "staging"):
            (root / folder).mkdir(mode=0o700, exist_ok=True)
        fsync_folder(root)
        if not catalog.exists() and any((root / "blobs").iterdir()):
            raise StoreUnreachableError(
                f"The store {root} has blobs and no catalog at {catalog.place}.",
                hint="Bring the catalog back from a backup. If it is in PostgreSQL, say where "
                f"with {CATALOG_VARIABLE}. Nothing was changed.",
            )
        if not is_current(catalog):
            migrate(catalog)
        catalog.claim(identity.store_id)
    return identity


def require_own(catalog: Catalog, identity: Identity, root: Path) -> None:
    """Refuse the catalog of another store."""
    if not catalog.belongs_to(identity.store_id):
        raise StoreUnreachableError(
            f"The catalog {catalog.place} belongs to another store than the folder {root}.",
            hint="Give each store a database of its own, or open the folder that belongs to it.",
        )
