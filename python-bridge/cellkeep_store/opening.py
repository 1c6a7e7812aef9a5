"""Making a store, and seeing that folder and catalog belong together."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import exists, select

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.modes import make_file, make_folders, modes_of
from cellkeep_core.paths import CATALOG_VARIABLE
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog.about import CatalogSettings
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.migrate import is_current, migrate
from cellkeep_store.catalog.postgres import PostgresDatabase
from cellkeep_store.catalog.read_only import ReadOnlyDatabase, can_only_be_read, is_read_only
from cellkeep_store.catalog.tables import blobs
from cellkeep_store.coordinator import Coordinator
from cellkeep_store.filesystem import file_system_of, fsync_folder, fsync_way_to, is_network
from cellkeep_store.settings.folder import STORE, FolderSettings
from cellkeep_store.settings.storage import Identity

CATALOG = "catalog.sqlite"


def database_of(root: Path, url: str | None) -> Database:
    """Return the catalog of a store: where the URL or the environment says, else its folder's."""
    url = url or os.environ.get(CATALOG_VARIABLE, "").strip()
    if url:
        return PostgresDatabase(url)
    kind = ReadOnlyDatabase if is_read_only(root) else Database
    return kind(root / CATALOG, shared_disk=is_network(file_system_of(root)))


def prepare(
    root: Path, database: Database, settings: FolderSettings, coordinator: Coordinator
) -> Identity:
    """Make what is missing, one process at a time."""
    if is_read_only(root):
        error = can_only_be_read(root)
        error.message += " Something of it is missing, or an earlier Cellkeep made it."
        raise error
    with coordinator.exclusive(STORE):
        identity = settings.identity()
        if identity is None:
            fsync_way_to(root)
            identity = settings.create()
        for folder in ("blobs", "staging"):
            make_folders(root / folder, modes_of(root).folder)
        fsync_folder(root)
        if not database.exists() and any((root / "blobs").iterdir()):
            raise StoreUnreachableError(
                f"The store {root} has blobs and no catalog at {database.place}.",
                hint="Bring the catalog back from a backup. If it is in PostgreSQL, say where "
                f"with {CATALOG_VARIABLE}. Nothing was changed.",
            )
        if database.path == root / CATALOG:
            # Its log and its index get the same mode from SQLite.
            make_file(database.path, modes_of(root).file)
        if not is_current(database):
            migrate(database)
        database.claim(identity.store_id)
    return identity


def require_own(database: Database, identity: Identity, root: Path) -> None:
    """Refuse the catalog of another store."""
    if not database.belongs_to(identity.store_id):
        raise StoreUnreachableError(
            f"The catalog {database.place} belongs to another store than the folder {root}.",
            hint="Give each store a database of its own, or open the folder that belongs to it.",
        )


def prepare_service(
    storage: ObjectStorage,
    database: Database,
    settings: CatalogSettings,
    coordinator: Coordinator,
) -> Identity:
    """Make what is missing, one server at a time, and see that both belong together.

    What lies in the storage and stands in no catalog is removed one day: so a storage is never
    opened with another catalog than its own.
    """
    mark = storage.mark()
    identity = settings.identity() if database.exists() and is_current(database) else None
    if identity is None or mark is None:
        with coordinator.exclusive(STORE):
            mark = storage.mark()
            if mark is not None and not (database.exists() and settings.identity()):
                raise StoreUnreachableError(
                    f"The bytes in {storage.url} belong to a store whose catalog is not at "
                    f"{database.place}.",
                    hint="Bring the catalog back from a backup, or choose another prefix. Nothing "
                    "was changed.",
                )
            if not is_current(database):
                migrate(database)
            identity = settings.create()
            if mark is None:
                require_no_blobs(database, storage.url)
                storage.set_mark(identity.store_id)
                mark = storage.mark()
    if mark != identity.store_id:
        raise StoreUnreachableError(
            f"The catalog {database.place} and the bytes in {storage.url} belong to different "
            "stores.",
            hint="Give each store a database and a prefix of its own.",
        )
    return identity


def require_no_blobs(database: Database, place: str) -> None:
    """Refuse a catalog of bytes that are elsewhere."""
    with database.read() as tx:
        if tx.execute(select(exists().select_from(blobs))).scalar():
            raise StoreUnreachableError(
                f"The catalog {database.place} names bytes that are not in {place}.",
                hint="Open it with the folder or the storage that belongs to it. Nothing was "
                "changed.",
            )
