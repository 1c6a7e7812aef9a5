"""A client that puts bytes into the object storage by requests that a server has signed."""

from __future__ import annotations

import hashlib
import os
from http.client import HTTPConnection
from urllib.parse import urlsplit

from sqlalchemy import func, select
from store_samples import png

from cellkeep_core.protocol import Offer, Receipt
from cellkeep_store import Store
from cellkeep_store.catalog.tables import objects, presigned, presigned_parts
from cellkeep_store.uploads import PresignedUploads, Upload
from cellkeep_store.uploads.presigned import SignedPart, part_size

PART = 5 << 20
SMALL = os.urandom(100_000)
LARGE = os.urandom(2 * PART + 70_000)


def signs(store: Store) -> PresignedUploads:
    assert store.presigned is not None
    return store.presigned


def offered(store: Store, offer: Offer, thumbnail: bytes | None = None) -> Upload:
    return store.uploads.create(offer.size, offer=offer, thumbnail=thumbnail, through=False)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def parts_of(content: bytes) -> dict[int, bytes]:
    size = part_size(len(content))
    starts = range(0, len(content), size)
    return {number: content[at : at + size] for number, at in enumerate(starts, 1)}


def put(request: SignedPart, body: bytes) -> tuple[int, str]:
    place = urlsplit(request.url)
    connection = HTTPConnection(place.netloc, timeout=60)
    connection.request("PUT", f"{place.path}?{place.query}", body, request.headers)
    answer = connection.getresponse()
    told = answer.read().decode()
    connection.close()
    return answer.status, told


def send(store: Store, upload: Upload, content: bytes, *numbers: int) -> None:
    """Put some parts as a client does, or all."""
    parts = parts_of(content)
    wanted = {number: digest(parts[number]) for number in numbers or parts}
    for request in signs(store).sign(upload, wanted):
        assert put(request, parts[request.number])[0] == 200


def stored(store: Store, offer: Offer, content: bytes) -> Receipt:
    upload = offered(store, offer, png())
    assert signs(store).begin(upload) == (part_size(len(content)), [])
    send(store, upload, content)
    receipt = signs(store).complete(upload)
    assert receipt is not None
    return receipt


def objects_of(store: Store) -> set[str]:
    return {one.key for page in store.blobs._storage.walk() for one in page}  # type: ignore[attr-defined]


def left_over(store: Store) -> int:
    """Return how many rows there are of bytes that are on their way."""
    with store.database.read() as tx:
        counts = [
            tx.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (objects, presigned, presigned_parts)
        ]
    return sum(counts) + store.uploads.begun_bytes()
