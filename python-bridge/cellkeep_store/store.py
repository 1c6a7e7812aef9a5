"""The store: its parts put together, and opened in a folder."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import partial
from pathlib import Path
from typing import Self

from cellkeep_core.modes import make_folders, modes_of, set_modes
from cellkeep_core.paths import store_root
from cellkeep_core.protocol import StoreStatus
from cellkeep_store.blobs.contents import Contents
from cellkeep_store.blobs.folder import BlobFolder
from cellkeep_store.blobs.leases import BlobLeases, Leases
from cellkeep_store.blobs.objects.addresses import ReadAddresses
from cellkeep_store.blobs.objects.blobs import ObjectBlobs
from cellkeep_store.blobs.objects.leases import ObjectLeases
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.blobs.storage import Blobs
from cellkeep_store.catalog.about import CatalogSettings, own_id
from cellkeep_store.catalog.coordinator import PostgresCoordinator
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.editor import CatalogEditor
from cellkeep_store.catalog.migrate import is_current
from cellkeep_store.catalog.people import People
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.postgres import PostgresDatabase
from cellkeep_store.catalog.reader import Catalog
from cellkeep_store.catalog.seen import Seen
from cellkeep_store.coordinator import Coordinator, FolderCoordinator, Listener
from cellkeep_store.filesystem import storage_errors
from cellkeep_store.ingest.committer import Committer
from cellkeep_store.ingest.ingest import Ingest
from cellkeep_store.maintenance.maintenance import Maintenance
from cellkeep_store.maintenance.status import store_status
from cellkeep_store.maintenance.trash import Trash
from cellkeep_store.opening import database_of, prepare, prepare_service, require_own
from cellkeep_store.settings.folder import FolderSettings
from cellkeep_store.settings.limit import StoreLimit
from cellkeep_store.settings.storage import Identity
from cellkeep_store.staging import Staging
from cellkeep_store.uploads import FolderUploads, ObjectUploads, PresignedUploads, Uploads
from cellkeep_store.uploads.digests import RunningDigests
from cellkeep_store.uploads.folder import Commit
from cellkeep_store.uploads.storage import UploadStore
from cellkeep_store.uploads.upload import UploadParts

_ALTER = "alter"


class Store:
    """What was kept, and the way in. Use `Store.open`.

    Every method of its parts may be called from any thread, and by several processes at once.
    Errors are `cellkeep_core.errors.CellkeepError`s; beyond those named at each method they are
    `StoreUnreachableError`, `StoreFullError` (on writes) and the code ``CATALOG_BUSY``
    (another process held the catalog for 30 seconds). A failed call changes nothing.

    Attributes
    ----------
    root : Path
        Its folder on this machine, with at least what is on its way in. Where the bytes of
        artifacts are, only `blobs` knows.
    store_id : str
        The store's id.
    person : Person or None
        Through whose eyes it is seen (`seen_by`); None for all of it.
    limit : StoreLimit
        The most bytes its blobs may have, and who says so.
    catalog : Catalog
        What it tells about runs and artifacts.
    editor : CatalogEditor
        Changes names, tags, notes, aliases and runs.
    people : People
        Whom runs are shared with, and what persons did.
    ingest : Ingest
        Stores bytes.
    uploads : Uploads
        Stores bytes that arrive in pieces.
    presigned : PresignedUploads or None
        Stores bytes that clients put into the object storage themselves, where they may.
    addresses : ReadAddresses or None
        Where clients read bytes from the object storage themselves, where they may.
    contents : Contents
        The bytes of artifacts.
    trash : Trash
        Deletes, for a while or for good.
    maintenance : Maintenance
        Cleans up, and looks whether all is whole.
    database : Database
        Where the catalog is kept; for what no part has a method for.
    blobs : Blobs
        Where the bytes are kept; `contents` reads them.
    """

    def __init__(
        self,
        root: Path,
        identity: Identity,
        database: Database,
        blobs: Blobs,
        coordinator: Coordinator,
        limit: StoreLimit,
        leases: Leases,
        make_uploads: Callable[[Staging, Commit], UploadStore] = FolderUploads,
    ) -> None:
        self.root = root
        self.person: Person | None = None
        self._identity = identity
        self.store_id = identity.store_id
        self.limit = limit
        self.database = database
        self.blobs = blobs
        self._coordinator = coordinator
        database.after_write = lambda: coordinator.notify(_ALTER)
        staging = Staging(root / "staging")
        self.catalog = Catalog(database, identity)
        self.editor = CatalogEditor(database)
        self.people = People(database, limit)
        self.contents = Contents(database, blobs)
        self._leases = leases
        committer = Committer(database, blobs, leases, staging, limit)
        self.ingest = Ingest(database, blobs, committer, staging, limit)
        parts = UploadParts(
            make_uploads(staging, self.ingest.commit_upload),
            RunningDigests(),
            self.catalog.find_receipt,
            self.catalog.run_or_uploads,
            self.ingest.require_room,
        )
        self.uploads = Uploads(parts)
        self.presigned: PresignedUploads | None = None
        self.addresses: ReadAddresses | None = None
        self.trash = Trash(database, leases)
        self.maintenance = Maintenance(database, blobs, leases, self.trash, coordinator)

    @classmethod
    def open(
        cls,
        root: Path | None = None,
        *,
        limit_bytes: int | None = None,
        catalog_url: str | None = None,
        leave_modes: bool = False,
    ) -> Store:
        """Open a store; make it, or bring its catalog to the newest form, where needed.

        Parameters
        ----------
        root : Path, optional
            The folder. Default: ``CELLKEEP_STORE``, else in the Jupyter data directory.
        limit_bytes : int, optional
            The most bytes its blobs may have. Default: ``CELLKEEP_STORE_LIMIT``, else the
            store's own limit (`StoreLimit.change`), now and whenever it changes.
        catalog_url : str, optional
            ``postgresql://user@host/database``, where the catalog is kept instead of in the
            folder; the blobs stay there. Default: ``CELLKEEP_CATALOG_URL``, else in the folder.
        leave_modes : bool
            Leave the permissions of what is there as they are: for who looks at them.

        Raises
        ------
        StoreUnreachableError
            Where the folder cannot be used, or a newer Cellkeep has made it.
        StoreFullError
            Where the disk has no room even for an empty store.
        """
        root = (root or store_root()).expanduser().absolute()
        coordinator = FolderCoordinator(root)
        settings = FolderSettings(root, coordinator)
        limit = StoreLimit(settings, limit_bytes)
        with storage_errors(root):
            make_folders(root, modes_of(root).folder)
            if not leave_modes:
                set_modes(root)
            identity = settings.identity()
            database = database_of(root, catalog_url)
            try:
                if identity is None or not database.exists() or not is_current(database):
                    identity = prepare(root, database, settings, coordinator)
                require_own(database, identity, root)
            except BaseException:
                database.close()
                raise
        levels, mode = 2 if identity.format == 1 else 1, modes_of(root).folder
        blobs = BlobFolder(root / "blobs", levels=levels, mode=mode)
        leases = BlobLeases(database, blobs, coordinator)
        return cls(root, identity, database, blobs, coordinator, limit, leases)

    @classmethod
    def open_service(
        cls,
        storage_url: str,
        catalog_url: str,
        folder: Path,
        *,
        limit_bytes: int | None = None,
        listen_url: str | None = None,
        client_endpoint: str | None = None,
        presigned_s: float = 600.0,
        read_before: bool = False,
    ) -> Store:
        """Open a store of a team: its bytes in object storage, all else in PostgreSQL.

        Any number of servers may have it open. It is made where there is none.

        Parameters
        ----------
        storage_url : str
            ``s3://bucket/prefix`` (`ObjectStorage`); credentials come from the environment.
        catalog_url : str
            ``postgresql://user@host/database``.
        folder : Path
            A folder of this server alone, for what is on its way in. It may be empty.
        limit_bytes : int, optional
            As of `open`.
        listen_url : str, optional
            The database past any pooler, to hear what other servers change. Default: `catalog_url`.
        client_endpoint : str, optional
            Where clients reach the object storage, to put and read bytes there themselves.
            Default: they do not.
        presigned_s : float, default 600
            How many seconds a request that was signed for them may be begun.
        read_before : bool, default False
            Read what they put there in parts before there is a receipt, and not soon after.

        Raises
        ------
        StoreUnreachableError
            Where one of them cannot be used, or they belong to different stores.
        """
        coordinator = PostgresCoordinator(catalog_url, listen_url=listen_url)
        database = PostgresDatabase(catalog_url)
        try:
            storage = ObjectStorage(storage_url)
            with storage_errors(folder):
                make_folders(folder / "staging")
            settings = CatalogSettings(database)
            limit = StoreLimit(settings, limit_bytes)
            identity = prepare_service(storage, database, settings, coordinator)
        except BaseException:
            coordinator.close()
            database.close()
            raise
        blobs = ObjectBlobs(storage, database, folder / "staging")
        leases = ObjectLeases(database, storage)
        uploads = partial(ObjectUploads, storage, database, coordinator)
        store = cls(folder, identity, database, blobs, coordinator, limit, leases, uploads)
        if client_endpoint:
            commit, lasts_s = store.ingest.commit_object, max(1, round(presigned_s))
            given = storage, database, commit, client_endpoint, lasts_s
            store.presigned = PresignedUploads(*given, read_before=read_before)
            store.addresses = ReadAddresses(storage, database, client_endpoint, lasts_s)
        return store

    def seen_by(self, person: Person) -> Store:
        """Return the same store as one person of a service sees and may change it.

        What is not theirs and not shared with them is not there, and what they begin is theirs.
        """
        its = copy(self)
        its.person = person
        its.catalog = Catalog(self.database, self._identity, person)
        its.editor = CatalogEditor(self.database, person)
        its.people = People(self.database, self.limit, person)
        its.contents = Contents(self.database, self.blobs, Seen(person))
        its.ingest = self.ingest.of(person)
        parts = self.uploads.parts._replace(
            find_receipt=its.catalog.find_receipt,
            find_run=its.catalog.run_or_uploads,
            require_room=its.ingest.require_room,
            person=person,
        )
        its.uploads = Uploads(parts)
        its.trash = Trash(self.database, self._leases, person)
        return its

    def own_id(self, what: str) -> str | None:
        """Return the id of what each person has one of; None where persons are not told apart."""
        return None if self.person is None else own_id(self.database, self.person, what)

    def listen(self) -> Listener:
        """Return what wakes up when any process has changed the catalog.

        It may miss one, of an earlier Cellkeep say: look at ``catalog.changes_since`` now and
        then in any case.
        """
        return self._coordinator.listen(_ALTER)

    def close(self) -> None:
        """Close the catalog. Uploads of this store cannot be used after that."""
        self._coordinator.close()
        self.blobs.close()
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def status(self) -> StoreStatus:
        """Return the store in numbers."""
        status = store_status(
            self.root,
            self.store_id,
            self.catalog.uploads_run(),
            self.database,
            self.blobs,
            self.limit,
            self.person,
        )
        if self.addresses is not None:
            status.object_storage = True
        return status
