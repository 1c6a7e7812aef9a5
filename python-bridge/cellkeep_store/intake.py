"""How bytes become an artifact, by whatever route they come.

Always in this order: bytes in staging, digest and size verified, on the disk; then, in one
write transaction, the file moves to its place and the catalog's rows are written. A crash
before the commit leaves a file that no artifact names, which the same save adopts later.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.media import check_media_type, media_type_of
from cellkeep_core.protocol import DeleteResult, Offer, Provenance, Receipt, Run
from cellkeep_store.blobs import BlobFolder, is_sha256
from cellkeep_store.catalog import Catalog, commit, queries
from cellkeep_store.filesystem import Hash, hash_file, opened_source, require_free, storage_errors
from cellkeep_store.offers import checked_offer, checked_run, require_digest, require_size
from cellkeep_store.staging import Staging, copy_in, link_in, stream_in, write_in

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from cellkeep_store.limit import StoreLimit

Progress = Callable[[int], None]


class Intake:
    """The way in and the way out of blobs: what must see catalog and files as one."""

    def __init__(
        self, root: Path, catalog: Catalog, blobs: BlobFolder, staging: Staging, limit: StoreLimit
    ) -> None:
        self._root = root
        self._catalog = catalog
        self._blobs = blobs
        self._staging = staging
        self._limit = limit

    def has(self, sha256: str) -> bool:
        """Return whether the store has these bytes, whole as far as it knows."""
        if not is_sha256(sha256):
            return False
        with storage_errors(self._root), self._catalog.read() as tx:
            return self._whole_size(tx, sha256) is not None

    def link(self, sha256: str, size: int, target: Path) -> bool:
        """Give a blob another name, which keeps its bytes whatever becomes of the blob."""
        if not is_sha256(sha256):
            return False
        with storage_errors(self._root), self._catalog.read() as tx:
            if self._whole_size(tx, sha256) != size:
                return False
        try:
            os.link(self._blobs.path(sha256), target)
        except OSError:  # deleted meanwhile, another file system, or one without hard links
            return False
        return True

    def offer(self, offer: Offer, thumbnail: bytes | None) -> Receipt | None:
        """Commit what needs no bytes; None where bytes are needed."""
        offer = checked_offer(offer, thumbnail)
        with storage_errors(self._root):
            # A look first: most offers bring new bytes, and looking takes nobody's turn.
            with self._catalog.read() as tx:
                known = commit.known_receipt(tx, offer)
                if known is not None or self._whole_size(tx, offer.sha256) is None:
                    return known
            return self._commit(offer, thumbnail, None)

    def put_bytes(
        self, offer: Offer, content: bytes | bytearray | memoryview, thumbnail: bytes | None
    ) -> Receipt:
        """Store bytes that are in memory."""
        offer = checked_offer(offer, thumbnail)
        data = memoryview(content).cast("B")
        require_size(offer, len(data))
        require_digest(offer, hashlib.sha256(data).hexdigest())
        receipt = self.offer(offer, thumbnail)
        if receipt is not None:
            return receipt
        self.require_room(offer.size)
        with self._staged() as staged:
            write_in(data, staged)
            return self._commit_bytes(offer, thumbnail, staged)

    def put_file(
        self,
        offer: Offer,
        source: Path,
        thumbnail: bytes | None,
        *,
        consume: bool,
        verified: bool,
        progress: Progress | None,
    ) -> Receipt:
        """Store a file whose digest is known."""
        offer = checked_offer(offer, thumbnail)
        receipt = self.offer(offer, thumbnail)
        if receipt is not None:
            return receipt
        with opened_source(source):
            require_size(offer, source.stat().st_size)
        self.require_below_limit(offer.size)
        with self._staged() as staged:
            if consume and link_in(source, staged):
                if not verified:
                    require_digest(offer, hash_file(staged, progress))
                elif progress is not None:
                    progress(offer.size)
            else:
                self.require_room(offer.size)
                digest = None if verified else hashlib.sha256()
                require_size(offer, copy_in(source, staged, digest=digest, progress=progress))
                if digest is not None:
                    require_digest(offer, digest.hexdigest())
            return self._commit_bytes(offer, thumbnail, staged)

    def put_stream(self, offer: Offer, stream: IO[bytes], thumbnail: bytes | None) -> Receipt:
        """Store bytes as they come, never more of them than were offered."""
        offer = checked_offer(offer, thumbnail)
        receipt = self.offer(offer, thumbnail)
        if receipt is not None:
            return receipt
        self.require_room(offer.size)
        with self._staged() as staged:
            digest: Hash = hashlib.sha256()
            require_size(offer, stream_in(stream, staged, digest=digest, limit=offer.size))
            require_digest(offer, digest.hexdigest())
            return self._commit_bytes(offer, thumbnail, staged)

    def ingest_file(
        self,
        source: Path,
        *,
        run: Run,
        name: str,
        category: str,
        media_type: str | None,
        codec: str,
        provenance: Provenance,
        metadata: dict[str, Any],
        progress: Progress | None,
    ) -> Receipt:
        """Store a file whose digest is not known, reading it once."""
        with opened_source(source):
            size = source.stat().st_size
            media_type = check_media_type(media_type or media_type_of(source, name))
        checked_run(run)
        self.require_room(size)
        with self._staged() as staged:
            digest: Hash = hashlib.sha256()
            size = copy_in(source, staged, digest=digest, progress=progress)
            offer = Offer(
                id=new_id(),
                run=run,
                name=name,
                category=category,  # type: ignore[arg-type]  # checked_offer looks at it
                media_type=media_type,
                codec=codec,
                size=size,
                sha256=digest.hexdigest(),
                created_at=utc_now(),
                provenance=provenance,
                metadata=metadata,
            )
            return self._commit_bytes(checked_offer(offer, None), None, staged)

    def commit_upload(self, offer: Offer, content: Path, thumbnail: bytes | None) -> Receipt:
        """Store the verified bytes of an upload; its own file stays until there is a receipt."""
        with self._staged() as staged:
            if link_in(content, staged):
                return self._commit_bytes(offer, thumbnail, staged)
            # No hard links here: the file itself moves.
            return self._commit_bytes(offer, thumbnail, content)

    def delete(self, artifact_id: str) -> DeleteResult:
        """Delete an artifact, and its blob where no other artifact has it."""
        with storage_errors(self._root):
            with self._catalog.write() as tx:
                freed = commit.delete_artifact(tx, artifact_id)
            result = DeleteResult(artifact_id=artifact_id, freed_bytes=0)
            if freed is None:
                return result
            # After the commit: a crash between the two must leave a file too many, never an
            # artifact without its bytes.
            sha256, size = freed
            if self.release_quietly(sha256):
                result.freed_bytes = size
            return result

    def release_quietly(self, sha256: str) -> bool:
        """Remove the file of what is deleted already; one that stays is found by `verify`."""
        with suppress(CellkeepError):
            return self.release(sha256)
        return False

    def release(self, sha256: str) -> bool:
        """Remove a blob's file if the catalog does not know it; return whether it went."""
        with storage_errors(self._root), self._catalog.write() as tx:
            return queries.find_blob(tx, sha256) is None and self._blobs.remove(sha256)

    def require_below_limit(self, size: int) -> None:
        """Raise `StoreFullError` where so many more bytes would pass the store's own limit."""
        if self._limit.bytes is not None:
            with self._catalog.read() as tx:
                self._require_below_limit(tx, size)

    def require_room(self, size: int) -> None:
        """Raise `StoreFullError` where so many more bytes fit neither limit nor disk."""
        self.require_below_limit(size)
        require_free(self._root, size)

    @contextmanager
    def _staged(self) -> Iterator[Path]:
        with storage_errors(self._root), self._staging.new() as staged:
            yield staged

    def _commit_bytes(self, offer: Offer, thumbnail: bytes | None, staged: Path) -> Receipt:
        self._blobs.prepare(offer.sha256)
        receipt = self._commit(offer, thumbnail, staged)
        assert receipt is not None, "bytes were given"
        return receipt

    def _commit(self, offer: Offer, thumbnail: bytes | None, staged: Path | None) -> Receipt | None:
        placed = False
        try:
            with self._catalog.write() as tx:
                known = commit.known_receipt(tx, offer)
                if known is not None:
                    return known
                size = self._whole_size(tx, offer.sha256)
                if size is not None:
                    require_size(offer, size)
                elif staged is None:
                    return None
                else:
                    known_blob = queries.find_blob(tx, offer.sha256) is not None
                    self._require_below_limit(tx, 0 if known_blob else offer.size)
                    placed = True
                    self._blobs.place(staged, offer.sha256)
                    commit.mark_damaged(tx, offer.sha256, damaged=False)
                return commit.commit_offer(tx, offer, thumbnail)
        except BaseException:
            if placed:
                with suppress(CellkeepError):  # the first error is the one to tell
                    self.release(offer.sha256)
            raise

    def _whole_size(self, tx: Connection, sha256: str) -> int | None:
        """Return the size of a blob that is whole as far as the store knows."""
        row = queries.find_blob(tx, sha256)
        if row is None or row.damaged or self._blobs.size(sha256) != row.size:
            return None
        return int(row.size)

    def _require_below_limit(self, tx: Connection, size: int) -> None:
        if self._limit.bytes is not None:
            self._limit.require(queries.stored_bytes(tx), size)
