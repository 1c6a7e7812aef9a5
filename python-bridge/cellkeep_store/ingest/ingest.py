"""The way in: ``store.ingest``, by whatever route the bytes come."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from cellkeep_core.errors import CellkeepError
from cellkeep_core.files import Hash, hash_file
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.media import check_media_type, media_type_of
from cellkeep_core.protocol import Offer, Provenance, Receipt, Run
from cellkeep_store.blobs.storage import Blobs, require_free
from cellkeep_store.catalog import queries, quotas
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.person import Person
from cellkeep_store.filesystem import fsync_file, opened_source, storage_errors
from cellkeep_store.ingest.arrival import Arrival
from cellkeep_store.ingest.batch_item import BatchItem, Buffer, arrival_in_memory
from cellkeep_store.ingest.committer import Committer, Outcome
from cellkeep_store.offers import checked_offer, checked_run, require_digest, require_size
from cellkeep_store.settings.limit import Bound, StoreLimit
from cellkeep_store.staging import StagedFiles, Staging, copy_in, stream_in
from cellkeep_store.syncing import FolderSync

Progress = Callable[[int], None]


class Ingest:
    """The way in, for one artifact at a time or for many."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        committer: Committer,
        staging: Staging,
        limit: StoreLimit,
        person: Person | None = None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._committer = committer
        self._staging = staging
        self._limit = limit
        self._person = person

    def of(self, person: Person) -> Ingest:
        """Return the way in for one person of a service: into their runs, and for them."""
        parts = self._database, self._blobs, self._committer, self._staging, self._limit
        return Ingest(*parts, person)

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
        return _receipt_or_error(self.put_many([BatchItem(offer, None, thumbnail)])[0])

    def put_bytes(self, offer: Offer, content: Buffer, thumbnail: bytes | None = None) -> Receipt:
        """Store bytes that are in memory. Errors as in `offer` and `put_file`."""
        return _receipt(self.put_many([BatchItem(offer, content, thumbnail)])[0])

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
        outcomes: dict[int, Outcome] = {}
        arrivals = []
        checked_runs: set[int] = set()
        for index, item in enumerate(items):
            try:
                arrivals.append(arrival_in_memory(index, item, checked_runs))
            except CellkeepError as error:
                outcomes[index] = error
        outcomes |= self._committer.store(arrivals, self._person)
        return [outcomes[index] for index in range(len(items))]

    def put_file(
        self,
        offer: Offer,
        source: Path,
        thumbnail: bytes | None = None,
        *,
        consume: bool = False,
        verified: bool = False,
        synced: bool = False,
        progress: Progress | None = None,
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
        synced : bool, default False
            They are on the disk already, which the caller has waited for.
        progress : callable, optional
            Called with the number of bytes done so far: 0 before the first, and never where the
            store has them already.

        Raises
        ------
        DigestMismatchError
        CellkeepError
            ``SIZE_MISMATCH``, and the errors of `offer`.
        NoSuchFileError, NotAFilePathError, FileChangedError
        """
        offer = checked_offer(offer, thumbnail)

        def stage(files: StagedFiles, _sync: FolderSync) -> str:
            if progress is not None:
                progress(0)
            with opened_source(source) as file:
                require_size(offer, os.fstat(file.fileno()).st_size)
            linked = files.link(source) if consume else None
            if linked is not None:
                if not synced:
                    fsync_file(source)
                if not verified:
                    require_digest(offer, hash_file(source, progress))
                elif progress is not None:
                    progress(offer.size)
                return linked
            require_free(self._blobs, offer.size)
            digest = None if verified else hashlib.sha256()
            staged = files.new(offer.sha256)
            require_size(offer, copy_in(source, Path(staged), digest=digest, progress=progress))
            if digest is not None:
                require_digest(offer, digest.hexdigest())
            return staged

        return self._store_one(Arrival(0, offer, thumbnail, stage=stage), self._person)

    def put_stream(
        self, offer: Offer, stream: IO[bytes], thumbnail: bytes | None = None
    ) -> Receipt:
        """Store bytes as they come, never more than were offered. Errors as in `put_file`."""
        offer = checked_offer(offer, thumbnail)

        def stage(files: StagedFiles, _sync: FolderSync) -> str:
            require_free(self._blobs, offer.size)
            digest: Hash = hashlib.sha256()
            staged = files.new(offer.sha256)
            size = stream_in(stream, Path(staged), digest=digest, limit=offer.size)
            require_size(offer, size)
            require_digest(offer, digest.hexdigest())
            return staged

        return self._store_one(Arrival(0, offer, thumbnail, stage=stage), self._person)

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
        offer_id: str | None = None,
        created_at: str | None = None,
        progress: Progress | None = None,
    ) -> Receipt:
        """Store a file whose digest is not known, reading it once.

        Parameters
        ----------
        media_type : str, optional
            Default: by content, then by name.
        offer_id, created_at : str, optional
            Of what has them already. Default: a new one, and now.
        progress : callable, optional
            Called with the number of bytes done so far.

        Raises
        ------
        FileChangedError
            Where somebody wrote to it meanwhile.
        NoSuchFileError, NotAFilePathError, BadNameError, UnknownCategoryError,
        BadMediaTypeError
        """
        with opened_source(source):
            size = source.stat().st_size
            media_type = check_media_type(media_type or media_type_of(source, name))
        checked_run(run)
        self.require_room(size, run_id=run.id)
        with storage_errors(self._blobs.location), self._staging.new() as staged:
            digest: Hash = hashlib.sha256()
            size = copy_in(source, staged, digest=digest, progress=progress)
            offer = Offer(
                id=offer_id or new_id(),
                run=run,
                name=name,
                category=category,  # type: ignore[arg-type]  # checked_offer looks at it
                media_type=media_type,
                codec=codec,
                size=size,
                sha256=digest.hexdigest(),
                created_at=created_at or utc_now(),
                provenance=provenance,
                metadata=metadata,
            )
            offer = checked_offer(offer, None)
            return self._store_one(Arrival(0, offer, None, staged=str(staged)), self._person)

    def commit_upload(
        self, offer: Offer, content: Path, thumbnail: bytes | None, person: Person | None = None
    ) -> Receipt:
        """Store a file of ours, synced and verified, which moves to its place.

        Parameters
        ----------
        person : Person, optional
            Who sent it, where a service tells persons apart.
        """
        return self._store_one(Arrival(0, offer, thumbnail, staged=str(content)), person)

    def commit_object(
        self, offer: Offer, key: str, thumbnail: bytes | None, person: Person | None = None
    ) -> Receipt:
        """Store an object that is in the storage already, verified, and has its row there."""
        return self._store_one(Arrival(0, offer, thumbnail, key=key), person)

    def require_room(
        self,
        size: int,
        *,
        begun: Callable[[], int] | None = None,
        received: int = 0,
        run_id: str | None = None,
        through: bool = True,
    ) -> None:
        """Raise where so many more bytes fit neither limit, nor quota, nor disk.

        Parameters
        ----------
        begun : callable, optional
            Gives the bytes that are on their way already, which count as stored.
        received : int
            How many of those are of the same artifact: they count for its owner's quota.
        run_id : str, optional
            Into which run, whose owner's quota counts. Default: one of the person's own.
        through : bool, default True
            Whether they come through the disk of this machine.

        Raises
        ------
        StoreFullError, QuotaReachedError
        """
        limit = self._limit.bytes
        with self._database.read() as tx:
            if limit is not None:
                used = queries.stored_bytes(tx) + (begun() if begun is not None else 0)
                Bound(used, limit, (), self._limit.refusal).check("", size)
            its = quotas.bounds(tx, self._person, [run_id or ""], [], self._limit.quota)
        for bound in its.values():
            bound.check("", received + size)
        if through:
            require_free(self._blobs, size)

    def _store_one(self, arrival: Arrival, person: Person | None) -> Receipt:
        return _receipt(self._committer.store([arrival], person)[arrival.index])


def _receipt_or_error(outcome: Outcome) -> Receipt | None:
    if isinstance(outcome, CellkeepError):
        raise outcome
    return outcome


def _receipt(outcome: Outcome) -> Receipt:
    receipt = _receipt_or_error(outcome)
    assert receipt is not None, "bytes were given"
    return receipt
