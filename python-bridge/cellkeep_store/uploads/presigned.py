"""Uploads whose bytes the client puts into the object storage itself, by presigned requests.

What is small is one object, what is large comes in parts, each with a signed SHA-256 that the
storage compares. A row comes first (`placing`, see `catalog.objects`), then the signing; the
service puts the parts together by the digests in its own rows, and only then is there a commit.
Nothing is kept here: the next request may go to another server.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from cellkeep_core.errors import BadRequestError, CellkeepError, StoreUnreachableError
from cellkeep_core.files import hash_stream
from cellkeep_core.protocol import Offer, Receipt
from cellkeep_store.blobs.objects.placement import digest_of, new_key, remove_left, until
from cellkeep_store.blobs.objects.probe import Enforced, enforced_by
from cellkeep_store.blobs.objects.reader import ObjectReader
from cellkeep_store.blobs.objects.requests import (
    CHECKSUM,
    StorageRequests,
    base64_of,
    composite_of,
)
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog import objects, presigned_rows, upload_rows
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.person import Person
from cellkeep_store.offers import OfferOfParts, parts_identity, require_digest
from cellkeep_store.uploads.storage import upload_not_found
from cellkeep_store.uploads.upload import Upload

CommitObject = Callable[[Offer, str, bytes | None, Person | None], Receipt]

PART_BYTES = 16 << 20
_MOST_PARTS = 9_000  # of one object; S3 has room for 10,000


class Begun(NamedTuple):
    """How an upload is to be sent, and what is there of it.

    Attributes
    ----------
    part_size : int
        Bytes of each part but the last; what is no larger is one object.
    there : list of int
        The numbers, from 1, of the parts that the storage has.
    """

    part_size: int
    there: list[int]


class SignedPart(NamedTuple):
    """A request that puts one part, or the whole of what is small, into the storage."""

    number: int
    url: str
    headers: dict[str, str]


def part_size(size: int) -> int:
    """Return how large the parts of so many bytes are: the same for everybody, and ever."""
    part = PART_BYTES
    while size > part * _MOST_PARTS:
        part *= 2
    return part


class PresignedUploads:
    """Signs requests for uploads, and stores what came by them.

    Parameters
    ----------
    storage : ObjectStorage
        Where the bytes go.
    database : Database
        The catalog.
    commit : callable
        Stores an object that is in the storage, verified, as an artifact.
    endpoint : str
        Where clients reach the storage.
    lasts_s : int
        How many seconds a signed request may be begun.
    read_before : bool, default False
        Read what came in parts before there is a receipt, also where the storage compares them.
    """

    def __init__(
        self,
        storage: ObjectStorage,
        database: Database,
        commit: CommitObject,
        endpoint: str,
        lasts_s: int,
        *,
        read_before: bool = False,
    ) -> None:
        self._storage = storage
        self._database = database
        self._commit = commit
        self._endpoint = endpoint
        self.lasts_s = lasts_s
        self._read_before = read_before
        self._requests = StorageRequests(storage)
        self._enforced: Enforced | None = None

    def begin(self, upload: Upload) -> Begun | None:
        """Begin, or go on with, an upload; None where its bytes are to come through the service.

        Parameters
        ----------
        upload : Upload
            One of an offer. What is one object begins only when its digest is known.
        """
        part, enforced = part_size(upload.size), self._probed()
        if upload.size <= part and not (enforced.bodies or enforced.once):
            return None  # the client could put other bytes there after they were verified
        row, is_new = self._find(upload.id), False
        if row is None:
            row, is_new = self._create(upload, part), True
        if upload.size > row.part_size and row.multipart is None:
            multipart = self._requests.begin(row.key)
            with self._database.note() as tx:
                first = presigned_rows.set_multipart(tx, upload.id, multipart)
            if not first:  # another request has begun it at the same time
                self._requests.abort(row.key, multipart)
        return Begun(row.part_size, [] if is_new else self._there(upload))

    def sign(self, upload: Upload, said: Mapping[int, str]) -> list[SignedPart]:
        """Return the requests for parts, each for the bytes with one SHA-256 and no others.

        Parameters
        ----------
        said : mapping of int to str
            The SHA-256 of parts, by their numbers from 1.

        Raises
        ------
        CellkeepError
            ``BAD_REQUEST``, ``UPLOAD_NOT_FOUND`` where it was not begun or is over,
            ``ID_CONFLICT`` where other digests were said before.
        """
        row = self._row(upload.id)
        is_whole = upload.size <= row.part_size
        count = len(_sizes(upload.size, row.part_size))
        offer = upload.info.offer
        wrong = any(not 1 <= number <= count for number in said)
        if wrong or (is_whole and offer and set(said.values()) - {offer.sha256}):
            raise BadRequestError(
                f"The upload has {count} parts, numbered from 1; what is one part has the SHA-256 "
                "of the whole."
            )
        with self._database.note() as tx:
            known = presigned_rows.add_digests(tx, upload.id, said)
            if not known or not objects.extend(tx, row.key, until()):
                raise upload_not_found(upload.id)
            upload_rows.touch(tx, upload.id)
        return [self._sign(row, number, sha256, is_whole) for number, sha256 in said.items()]

    def complete(self, upload: Upload) -> Receipt | None:
        """Store an upload, the same receipt when repeated; None where not all parts are there.

        Raises
        ------
        DigestMismatchError
            Where the bytes are not those that were offered. The upload is discarded then.
        CellkeepError
            ``UPLOAD_NOT_FOUND``, ``UPLOAD_LOCKED``, and why the commit refuses it.
        """
        return upload.finish_by(lambda offer, person: self._store(upload, offer, person))

    def _store(self, upload: Upload, offer: Offer, person: Person | None) -> Receipt | None:
        row = self._row(upload.id)
        with self._database.read() as tx:
            said = presigned_rows.digests(tx, upload.id)
            its = upload_rows.find(tx, upload.id)
        if not self._put_together(row, said, offer):
            return None
        if offer.size > row.part_size and self._probed().parts and not self._read_before:
            offer = _of_parts(offer, row.part_size, said)
        elif offer.size > row.part_size or not self._probed().bodies:
            require_digest(offer, self._digest(row.key, offer.size))
        return self._commit(offer, row.key, None if its is None else its.thumbnail, person)

    def _put_together(self, row: Row[Any], said: Mapping[int, str], offer: Offer) -> bool:
        """Make the object of its parts; return whether it is there."""
        if self._is_object(row, said, offer.size):
            return True
        sizes = _sizes(offer.size, row.part_size)
        if row.multipart is None or len(said) < len(sizes):
            return False
        listed = self._listed(row, said, offer.size)
        if len(listed) < len(sizes):
            return False
        parts = [(part, base64_of(said[part.number])) for part in listed]
        answer = self._requests.complete(row.key, row.multipart, parts)
        # A lost answer, and another server that was faster, are told by the object alone.
        if not self._is_object(row, said, offer.size):
            raise StoreUnreachableError(
                f"The object storage did not put the parts together ({answer.status}).",
                hint="Nothing was stored. The bytes are sent again.",
            )
        return True

    def _is_object(self, row: Row[Any], said: Mapping[int, str], size: int) -> bool:
        """Whether the object is there, by the digests that stand in the rows."""
        found = self._requests.checksum(row.key)
        if found is None or found[0] != size:
            return False
        if size <= row.part_size:
            return not self._probed().bodies or found[1] == base64_of(said[1])
        return not self._probed().parts or found[1] == composite_of(
            said[number] for number in sorted(said)
        )

    def _there(self, upload: Upload) -> list[int]:
        """Return the numbers of the parts that the storage has, with the digests of our rows."""
        row = self._row(upload.id)
        with self._database.read() as tx:
            said = presigned_rows.digests(tx, upload.id)
        if not said:
            return []
        listed = [] if row.multipart is None else self._listed(row, said, upload.size)
        if not listed and self._is_object(row, said, upload.size):
            return sorted(said)
        return [part.number for part in listed]

    def _listed(self, row: Row[Any], said: Mapping[int, str], size: int) -> list[Any]:
        sizes = _sizes(size, row.part_size)
        listed = self._requests.parts(row.key, row.multipart)
        return [one for one in listed if one.number in said and one.size == sizes[one.number - 1]]

    def _sign(self, row: Row[Any], number: int, sha256: str, is_whole: bool) -> SignedPart:
        headers = {CHECKSUM: base64_of(sha256)}
        query = {}
        if is_whole:
            headers["if-none-match"] = "*"
        else:
            query = {"partNumber": str(number), "uploadId": row.multipart}
        url = self._requests.address(
            "PUT", row.key, query, headers, endpoint=self._endpoint, lasts_s=self.lasts_s
        )
        return SignedPart(number, url, headers)

    def _create(self, upload: Upload, part: int) -> Row[Any]:
        assert upload.info.offer, "only offers are put into the storage by their clients"
        sha256 = upload.info.offer.sha256
        key = new_key(sha256)
        # Where another request has made one, or the upload is gone, it is looked for again.
        with suppress(IntegrityError), self._database.note() as tx:
            objects.place(tx, [(key, sha256, upload.size)], until())
            presigned_rows.create(tx, upload.id, key, part)
        return self._row(upload.id)

    def _find(self, upload_id: str) -> Row[Any] | None:
        with self._database.read() as tx:
            return presigned_rows.find(tx, upload_id)

    def _row(self, upload_id: str) -> Row[Any]:
        row = self._find(upload_id)
        if row is None:
            raise upload_not_found(upload_id)
        return row

    def _digest(self, key: str, size: int) -> str:
        reader = ObjectReader(lambda part: self._storage.read(key, part), size)
        with io.BufferedReader(reader) as content:
            return hash_stream(content)

    def _probed(self) -> Enforced:
        if self._enforced is None:
            self._enforced = enforced_by(self._storage)
        return self._enforced


def drop_presigned(storage: ObjectStorage, database: Database, upload_id: str) -> None:
    """Remove what a client has put into the storage for an upload, unless it is a blob by now."""
    with database.read() as tx:
        row = presigned_rows.find(tx, upload_id)
    if row is None:
        return
    with suppress(CellkeepError):  # the storage's own rule, and `collect`, remove what stays
        if row.multipart is not None:
            StorageRequests(storage).abort(row.key, row.multipart)
    with database.note() as tx:
        objects.give_up(tx, [row.key])
        presigned_rows.remove(tx, upload_id)
    with suppress(CellkeepError):
        remove_left(storage, database, {digest_of(row.key) or ""}, {row.key})


def _of_parts(offer: Offer, part: int, said: Mapping[int, str]) -> OfferOfParts:
    """Return an offer by what the storage has seen of its bytes."""
    identity = parts_identity(part, (said[number] for number in sorted(said)), offer.sha256)
    fields = {name: getattr(offer, name) for name in offer.__struct_fields__}
    return OfferOfParts(**{**fields, "sha256": identity, "claimed": offer.sha256})


def _sizes(size: int, part: int) -> list[int]:
    """Return the sizes of all parts."""
    return [min(part, size - start) for start in range(0, size, part)]
