"""Many small offers with their bytes, in few steps: one sync and one transaction for hundreds.

The order of `intake` holds for all of them together: bytes in staging, digests and sizes
verified, on the disk; then, in one write transaction, the files move to their places and the
catalog's rows are written. What is wrong with one offer is told of that one alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Offer, Receipt
from cellkeep_store.catalog import Catalog, commit_many, queries
from cellkeep_store.filesystem import require_free, storage_errors
from cellkeep_store.offers import checked_offer, require_digest, require_size
from cellkeep_store.syncing import FolderSync

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Row

    from cellkeep_store.blobs import BlobFolder
    from cellkeep_store.limit import StoreLimit
    from cellkeep_store.staging import Staging

    BlobRows = dict[str, Row[Any]]

# Other writers get a turn between two transactions, and memory stays bounded.
MOST_ITEMS = 2_000
MOST_BYTES = 64 << 20

Outcome = Receipt | CellkeepError | None


class BatchItem(msgspec.Struct, frozen=True):
    """An offer, with its bytes or as the question whether they are there already.

    Attributes
    ----------
    offer : Offer
        What it is.
    content : bytes-like, optional
        The bytes. Without them the answer is a receipt, or None where they are wanted.
    thumbnail : bytes, optional
        PNG of at most 1 MiB.
    """

    offer: Offer
    content: bytes | bytearray | memoryview | None = None
    thumbnail: bytes | None = None


class _Pending(msgspec.Struct):
    """An item that was checked, and its place in the batch."""

    index: int
    offer: Offer
    content: memoryview | None
    thumbnail: bytes | None


class BatchIntake:
    """The way in for many small offers; `Intake` is the one for each alone."""

    def __init__(
        self, root: Path, catalog: Catalog, blobs: BlobFolder, staging: Staging, limit: StoreLimit
    ) -> None:
        self._root = root
        self._catalog = catalog
        self._blobs = blobs
        self._staging = staging
        self._limit = limit

    def put(self, items: Sequence[BatchItem]) -> list[Outcome]:
        """Store what can be stored of a batch; the outcome of each item in their order."""
        outcomes: list[Outcome] = [None] * len(items)
        pending = []
        checked_runs: set[int] = set()
        for index, item in enumerate(items):
            try:
                pending.append(_checked(index, item, checked_runs))
            except CellkeepError as error:
                outcomes[index] = error
        for part in _portions(pending):
            try:
                with storage_errors(self._root):
                    self._put_part(part, outcomes)
            except CellkeepError as error:
                # It is about the store, not about one offer: the next portions would meet it too.
                for one in pending[pending.index(part[0]) :]:
                    outcomes[one.index] = error
                break
        return outcomes

    def _put_part(self, part: list[_Pending], outcomes: list[Outcome]) -> None:
        with self._catalog.read() as tx:
            known = commit_many.find_receipts(tx, (one.offer.id for one in part))
            whole = self._whole(commit_many.find_blobs(tx, (one.offer.sha256 for one in part)))
        # Written once each, and only what is new: the transaction looks at all of it again.
        new = {
            one.offer.sha256: one.content
            for one in part
            if one.content is not None
            and one.offer.sha256 not in whole
            and one.offer.id not in known
        }
        require_free(self._root, sum(len(content) for content in new.values()))
        with self._staging.new() as content_path, FolderSync(self._root) as sync:
            folder = content_path.parent
            for sha256, content in new.items():
                _write(f"{folder}/{sha256}", content, sync)
            for sha256 in new:
                self._blobs.make_folders(sha256, sync)
            sync.wait()
            self._blobs.folders_are_synced(new)
            self._commit(part, folder, set(new), sync, outcomes)

    def _commit(
        self,
        part: list[_Pending],
        folder: Path,
        staged: set[str],
        sync: FolderSync,
        outcomes: list[Outcome],
    ) -> None:
        placed: list[str] = []
        told: dict[int, Outcome] = {}
        try:
            with self._catalog.write() as tx:
                rows = commit_many.find_blobs(tx, (one.offer.sha256 for one in part))
                whole = self._whole(rows)
                taken = self._take(tx, part, staged, rows, whole, told)
                for sha256 in {one.offer.sha256 for one in taken} - set(whole):
                    placed.append(sha256)
                    self._blobs.move_in(f"{folder}/{sha256}", sha256, sync)
                if placed:
                    sync.wait()
                damaged = [sha256 for sha256 in placed if sha256 in rows]
                if damaged:
                    commit_many.mark_whole(tx, damaged)
                receipts = commit_many.commit_offers(
                    tx, [(one.offer, one.thumbnail) for one in taken], rows
                )
        except BaseException:
            if placed:
                with suppress(CellkeepError):  # the first error is the one to tell
                    self._release(placed)
            raise
        told.update(zip((one.index for one in taken), receipts, strict=True))
        first = {one.offer.id: one.index for one in taken}
        for one in part:
            outcome = told.get(one.index)
            if outcome is None and one.offer.id in first:  # the same offer twice in one batch
                receipt = told[first[one.offer.id]]
                assert isinstance(receipt, Receipt)
                outcome = commit_many.known_or_conflict(one.offer, receipt)
            outcomes[one.index] = outcome
        # Bytes that were there when the batch came were not written; a delete may have taken them.
        gone = [one for one in part if one.content is not None and outcomes[one.index] is None]
        if gone:
            self._put_part(gone, outcomes)

    def _take(
        self,
        tx: Connection,
        part: list[_Pending],
        staged: set[str],
        rows: BlobRows,
        whole: dict[str, int],
        told: dict[int, Outcome],
    ) -> list[_Pending]:
        """Return the offers to commit; note what becomes of the others that can be told now."""
        known = commit_many.find_receipts(tx, (one.offer.id for one in part))
        there = dict(whole)
        limited = self._limit.bytes is not None
        used = queries.stored_bytes(tx) if limited else 0
        taken: dict[str, _Pending] = {}
        for one in part:
            offer = one.offer
            outcome = commit_many.known_or_conflict(offer, known.get(offer.id))
            try:
                if outcome is not None:
                    told[one.index] = outcome
                elif offer.id in taken:
                    continue
                elif offer.sha256 in there:
                    require_size(offer, there[offer.sha256])
                    taken[offer.id] = one
                elif one.content is not None and offer.sha256 in staged:
                    if limited and offer.sha256 not in rows:
                        self._limit.require(used, offer.size)
                        used += offer.size
                    there[offer.sha256] = offer.size
                    taken[offer.id] = one
            except CellkeepError as error:
                told[one.index] = error
        return list(taken.values())

    def _whole(self, rows: BlobRows) -> dict[str, int]:
        """Return the sizes of the blobs that are whole as far as the store knows."""
        return {
            sha256: int(row.size)
            for sha256, row in rows.items()
            if not row.damaged and self._blobs.size(sha256) == row.size
        }

    def _release(self, digests: list[str]) -> None:
        with storage_errors(self._root), self._catalog.write() as tx:
            known = commit_many.find_blobs(tx, digests)
            for sha256 in digests:
                if sha256 not in known:
                    self._blobs.remove(sha256)


def _checked(index: int, item: BatchItem, checked_runs: set[int]) -> _Pending:
    # Offers of one batch share a run object: it is looked at once.
    run = id(item.offer.run)
    offer = checked_offer(item.offer, item.thumbnail, with_run=run not in checked_runs)
    checked_runs.add(run)
    if item.content is None:
        return _Pending(index, offer, None, item.thumbnail)
    content = memoryview(item.content).cast("B")
    require_size(offer, len(content))
    require_digest(offer, hashlib.sha256(content).hexdigest())
    return _Pending(index, offer, content, item.thumbnail)


def _portions(pending: list[_Pending]) -> Iterator[list[_Pending]]:
    part: list[_Pending] = []
    size = 0
    for one in pending:
        length = 0 if one.content is None else len(one.content)
        if part and (len(part) == MOST_ITEMS or size + length > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(one)
        size += length
    if part:
        yield part


def _write(path: str, content: memoryview, sync: FolderSync) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o444)
    try:
        done = 0
        while done < len(content):
            done += os.write(descriptor, content[done:])
        sync.wrote(descriptor)
    finally:
        os.close(descriptor)


_BINARY = getattr(os, "O_BINARY", 0)
