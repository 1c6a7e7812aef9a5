"""The embedded store: one folder, any number of threads and processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from cellkeep_core.errors import CellkeepError
from cellkeep_core.paths import store_root
from cellkeep_store.batch import BatchIntake, BatchItem, Outcome
from cellkeep_store.blobs import BlobFolder
from cellkeep_store.catalog import Catalog, commit, queries
from cellkeep_store.catalog.migrate import is_current
from cellkeep_store.filesystem import storage_errors
from cellkeep_store.identity import Identity, read_identity
from cellkeep_store.intake import Intake
from cellkeep_store.library import Library
from cellkeep_store.limit import StoreLimit
from cellkeep_store.offers import checked_run, uploads_run
from cellkeep_store.opening import catalog_of, prepare, require_own
from cellkeep_store.staging import Staging
from cellkeep_store.status import store_status
from cellkeep_store.upload import LIFETIME_S, Upload
from cellkeep_store.uploads import Uploads
from cellkeep_store.verify import ORPHAN_AGE_S, Finding, examine, quick_check, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from cellkeep_core.protocol import (
        Artifact,
        DeleteResult,
        Offer,
        Provenance,
        Receipt,
        Run,
        RunInfo,
        StoreStatus,
    )


class Store(Library):
    """What was kept, and the way in. Use `Store.open`.

    Every method may be called from any thread, and by several processes at once. Errors are
    `cellkeep_core.errors.CellkeepError`s; beyond those named at each method they are
    `StoreUnreachableError`, `StoreFullError` (on writes) and the code ``CATALOG_BUSY``
    (another process held the catalog for 30 seconds). A failed call changes nothing.

    Attributes
    ----------
    root : Path
        The folder.
    store_id : str
        The store's id.
    limit : StoreLimit
        The most bytes its blobs may have, and who says so.
    """

    def __init__(self, root: Path, identity: Identity, catalog: Catalog, limit: StoreLimit) -> None:
        super().__init__(catalog)
        self.root = root
        self.store_id = identity.store_id
        self.limit = limit
        self._created_at = identity.created_at
        self._blobs = BlobFolder(root / "blobs", levels=2 if identity.format == 1 else 1)
        self._staging = Staging(root / "staging")
        self._intake = Intake(root, catalog, self._blobs, self._staging, limit)
        self._batches = BatchIntake(root, catalog, self._blobs, self._staging, limit)
        self._uploads = Uploads(
            self._staging, self._intake, self.find_receipt, self._run_or_uploads
        )

    @classmethod
    def open(
        cls,
        root: Path | None = None,
        *,
        limit_bytes: int | None = None,
        catalog_url: str | None = None,
    ) -> Store:
        """Open a store; make it, or bring its catalog to the newest form, where needed.

        Parameters
        ----------
        root : Path, optional
            The folder. Default: ``CELLKEEP_STORE``, else in the Jupyter data directory.
        limit_bytes : int, optional
            The most bytes its blobs may have. Default: ``CELLKEEP_STORE_LIMIT``, else the
            store's own limit (`set_limit`), now and whenever it changes.
        catalog_url : str, optional
            ``postgresql://user@host/database``, where the catalog is kept instead of in the
            folder; the blobs stay there. Default: ``CELLKEEP_CATALOG_URL``, else in the folder.

        Raises
        ------
        StoreUnreachableError
            Where the folder cannot be used, or a newer Cellkeep has made it.
        StoreFullError
            Where the disk has no room even for an empty store.
        """
        root = (root or store_root()).expanduser().absolute()
        limit = StoreLimit(root, limit_bytes)
        with storage_errors(root):
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            identity = read_identity(root)
            catalog = catalog_of(root, catalog_url)
            try:
                if identity is None or not catalog.exists() or not is_current(catalog):
                    identity = prepare(root, catalog)
                require_own(catalog, identity, root)
            except BaseException:
                catalog.close()
                raise
        return cls(root, identity, catalog, limit)

    def close(self) -> None:
        """Close the catalog. Uploads of this store cannot be used after that."""
        self._catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def uploads_run(self) -> Run:
        """Return the run 'Uploads', where saves go that name no run."""
        run = uploads_run(self.store_id, self._created_at)
        try:
            return self.run(run.id).run  # a person may have renamed it
        except LookupError:
            return run

    # Offers

    def has_blob(self, sha256: str) -> bool:
        """Return whether the store has these bytes."""
        return self._intake.has(sha256)

    def link_blob(self, sha256: str, size: int, target: Path) -> bool:
        """Give a whole blob another name, where that goes without a copy; whether it did."""
        return self._intake.link(sha256, size, target)

    def offer(self, offer: Offer, thumbnail: bytes | None = None) -> Receipt | None:
        """Store what needs no bytes (route ``have``); None where they must be sent.

        Parameters
        ----------
        offer : Offer
            What it is.
        thumbnail : bytes, optional
            PNG of at most 1 MiB.

        Raises
        ------
        CellkeepError
            ``ID_CONFLICT`` where the offer's id was used for other bytes, ``SIZE_MISMATCH``
            where the store has these bytes and they are not so many, ``BAD_REQUEST``.
        BadNameError, UnknownCategoryError, BadMediaTypeError
        """
        return self._intake.offer(offer, thumbnail)

    def put_bytes(
        self,
        offer: Offer,
        content: bytes | bytearray | memoryview,
        thumbnail: bytes | None = None,
    ) -> Receipt:
        """Store bytes that are in memory. Errors as in `offer` and `put_file`."""
        return self._intake.put_bytes(offer, content, thumbnail)

    def put_many(self, items: Sequence[BatchItem]) -> list[Outcome]:
        """Store many small offers with their bytes, with one sync and few transactions.

        Each is checked and verified for itself, and committed as `put_bytes` would.

        Parameters
        ----------
        items : sequence of BatchItem
            The offers, up to 2,000 or 64 MiB of them in one transaction. One without bytes
            asks whether they are there (as `offer`).

        Returns
        -------
        list of Receipt, CellkeepError or None
            In the order of the items: the receipt, or why there is none (then nothing of that
            item was changed); None where the bytes are wanted. An error of the store itself,
            such as `StoreFullError`, is told of each item that it kept out.
        """
        return self._batches.put(items)

    def put_file(
        self,
        offer: Offer,
        source: Path,
        thumbnail: bytes | None = None,
        *,
        consume: bool = False,
        verified: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Receipt:
        """Store a file whose digest is known. The file stays; the caller may remove it then.

        Parameters
        ----------
        offer : Offer
            What it is.
        source : Path
            The file.
        thumbnail : bytes, optional
            PNG of at most 1 MiB.
        consume : bool, default False
            The file is ours (a spool's) and nobody writes to it again. It becomes the blob by
            a hard link, without a copy, where it is on the store's file system.
        verified : bool, default False
            The caller hashed these very bytes, and nobody else can write them.
        progress : callable, optional
            Called with the number of bytes done so far.

        Raises
        ------
        DigestMismatchError
        CellkeepError
            ``SIZE_MISMATCH``, and the errors of `offer`.
        NoSuchFileError, NotAFilePathError, FileChangedError
        """
        return self._intake.put_file(
            offer, source, thumbnail, consume=consume, verified=verified, progress=progress
        )

    def ingest_file(
        self,
        source: Path,
        *,
        run: Run,
        name: str,
        category: str,
        media_type: str | None = None,
        codec: str = "bytes.v1",
        provenance: Provenance,
        metadata: dict[str, Any],
        progress: Callable[[int], None] | None = None,
    ) -> Receipt:
        """Store a file whose digest is not known, reading it once.

        Parameters
        ----------
        media_type : str, optional
            Default: by content, then by name.
        progress : callable, optional
            Called with the number of bytes done so far.

        Raises
        ------
        FileChangedError
            Where somebody wrote to it meanwhile.
        NoSuchFileError, NotAFilePathError, BadNameError, UnknownCategoryError,
        BadMediaTypeError
        """
        return self._intake.ingest_file(
            source,
            run=run,
            name=name,
            category=category,
            media_type=media_type,
            codec=codec,
            provenance=provenance,
            metadata=metadata,
            progress=progress,
        )

    # Uploads

    def create_upload(
        self,
        size: int,
        *,
        offer: Offer | None = None,
        metadata: dict[str, str] | None = None,
        thumbnail: bytes | None = None,
        partial: bool = False,
    ) -> Upload:
        """Begin an upload. For an offer there is one, which a repeated call finds again.

        Parameters
        ----------
        size : int
            Bytes in all.
        metadata : dict of str to str, optional
            What to make an offer of where there is none: ``filename``, ``filetype``,
            ``category`` (default input), ``run`` (an id; default the run 'Uploads'), ``name``.
        partial : bool, default False
            It becomes a piece of another upload (`join_uploads`), and nothing by itself.

        Raises
        ------
        RunNotFoundError, BadNameError, UnknownCategoryError, BadMediaTypeError
        CellkeepError
            ``ID_CONFLICT``, ``SIZE_MISMATCH``, ``BAD_REQUEST``.
        """
        return self._uploads.create(size, offer, metadata, thumbnail, partial=partial)

    def join_uploads(self, parts: Sequence[str], metadata: dict[str, str]) -> Upload:
        """Store the bytes of whole partial uploads as one; errors as in `create_upload`."""
        return self._uploads.join(parts, metadata)

    def open_upload(self, upload_id: str) -> Upload:
        """Find an upload; ``UPLOAD_NOT_FOUND`` or ``UPLOAD_EXPIRED`` where there is none."""
        return self._uploads.open(upload_id)

    def expire_uploads(self, older_than_s: float = LIFETIME_S) -> int:
        """Remove what nobody has written to for so long, and what dead processes left."""
        return self._uploads.expire(older_than_s)

    # Catalog

    def put_run(self, run: Run) -> RunInfo:
        """Write a run down, or change the one with its id; when it began never changes."""
        checked_run(run)
        with self._catalog.write() as tx:
            commit.put_run(tx, run)
            return queries.get_run(tx, run.id)

    def content_path(self, artifact_id: str) -> Path:
        """Return the file with an artifact's bytes, to read only; ``BLOB_MISSING`` if gone."""
        return self.content_file(self.artifact(artifact_id))

    def content_file(self, artifact: Artifact) -> Path:
        """Return the file with the bytes of an artifact that was asked for before."""
        path = self._blobs.path(artifact.sha256)
        if not path.is_file():
            raise CellkeepError(
                f"The bytes of {artifact.name!r} are not in the store any more.",
                hint="Save the same thing again to bring them back; `cellkeep verify` tells "
                "what else is missing.",
                code="BLOB_MISSING",
            )
        return path

    def delete_artifact(self, artifact_id: str) -> DeleteResult:
        """Delete an artifact, and its bytes where no other artifact has them."""
        return self._intake.delete(artifact_id)

    def status(self) -> StoreStatus:
        """Return the store in numbers."""
        return store_status(self, self._catalog)

    @property
    def limit_bytes(self) -> int | None:
        """The most bytes its blobs may have, as of now; None for no limit."""
        return self.limit.bytes

    def set_limit(self, limit_bytes: int | None) -> None:
        """Give the store a limit of its own, for every process that has it open.

        One below what is stored deletes nothing: bytes that are new are refused.

        Parameters
        ----------
        limit_bytes : int or None
            The most bytes its blobs may have; None for no limit.

        Raises
        ------
        CellkeepError
            ``FORBIDDEN`` where `Store.open` or ``CELLKEEP_STORE_LIMIT`` says what the limit
            is, ``BAD_REQUEST`` where it is no number of bytes.
        """
        self.limit.change(limit_bytes)

    def verify(self, orphan_age_s: float = ORPHAN_AGE_S) -> Iterator[Finding]:
        """Hash every blob against the catalog, and look for files that nobody knows.

        What is damaged is marked, so that the next save of the same bytes replaces it.
        """
        return verify(self._catalog, self._blobs, orphan_age_s)

    def check_blob(self, sha256: str, *, trust_above: int | None = None) -> bool:
        """Hash one blob, one of more bytes only if written to since; a damaged one is marked."""
        finding = examine(self._catalog, self._blobs, sha256, trust_above=trust_above)
        return finding is not None and finding.ok

    def quick_check(self) -> list[str]:
        """Return what is wrong with the store at a glance, without hashing; empty where well."""
        return quick_check(self._catalog, self._blobs)

    def remove_orphan(self, sha256: str) -> bool:
        """Remove a blob's file that no artifact has; return whether there was one."""
        return self._intake.release(sha256)

    def _id(self) -> str:
        return self.store_id

    def _run_or_uploads(self, run_id: str | None) -> Run:
        return self.run(run_id).run if run_id else self.uploads_run()
