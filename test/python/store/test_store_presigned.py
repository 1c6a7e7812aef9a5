"""Bytes that a client puts into the object storage itself, by requests that a server signed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from msgspec import UNSET
from sqlalchemy import func, select
from store_samples import make_offer, make_run, png
from test_store_probe import send_without_headers

from cellkeep_core.errors import CellkeepError, DigestMismatchError, StoreFullError
from cellkeep_core.protocol import Artifact, Offer, Receipt
from cellkeep_store import Store
from cellkeep_store.blobs.objects.requests import StorageRequests
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.tables import objects, presigned, presigned_parts
from cellkeep_store.uploads import PresignedUploads, Upload
from cellkeep_store.uploads.presigned import SignedPart, part_size
from waiting import wait_until

PART = 5 << 20
SMALL = os.urandom(100_000)
LARGE = os.urandom(2 * PART + 70_000)


@pytest.fixture
def stores(
    service: tuple[str, str], object_storage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Store]]:
    """Two servers of one service, whose clients reach the storage."""
    monkeypatch.setattr("cellkeep_store.uploads.presigned.PART_BYTES", PART)
    opened = [
        Store.open_service(*service, tmp_path / str(number), client_endpoint=object_storage)
        for number in range(2)
    ]
    yield opened
    for store in opened:
        store.close()


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
    return sum(counts) + store.uploads._storage.begun_bytes()


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["one object", "parts"])
def test_bytes_that_the_storage_has_become_an_artifact_once(
    stores: list[Store], content: bytes
) -> None:
    store, other = stores
    offer = make_offer(content)
    receipt = stored(store, offer, content)
    assert (receipt.sha256, receipt.size) == (digest(content), len(content))
    assert store.contents.read(receipt.artifact_id) == content
    assert store.catalog.artifact(receipt.artifact_id).thumbnail
    assert signs(other).complete(other.uploads.open(offer.id)) == receipt
    assert left_over(store) == 0
    # Others' bytes are uploaded, and are one with these at the commit.
    again = stored(other, make_offer(content, name="again"), content)
    assert again.sha256 == receipt.sha256
    assert len(objects_of(store)) == 1
    assert store.maintenance.read_parts() == (content is LARGE)
    assert len(objects_of(store)) == 1
    assert store.contents.read(again.artifact_id) == content
    assert left_over(store) == 0
    store.trash.delete_artifact(receipt.artifact_id)
    other.trash.delete_artifact(again.artifact_id)
    assert objects_of(store) == set()


def test_parts_that_are_there_are_not_sent_again_through_another_server(
    stores: list[Store],
) -> None:
    first, second = stores
    offer = make_offer(LARGE)
    upload = offered(first, offer)
    assert signs(first).begin(upload) == (PART, [])
    send(first, upload, LARGE, 2)
    same = offered(second, offer)
    assert signs(second).begin(same) == (PART, [2])
    assert signs(second).complete(same) is None, "not all of it is there"
    assert signs(second).begin(same) == (PART, [2])
    send(second, same, LARGE, 1, 3)
    # The parts are put together, and the server dies before the commit.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signs(second), "_commit", _die)
        with pytest.raises(SystemError):
            signs(second).complete(same)
    assert signs(first).begin(offered(first, offer)) == (PART, [1, 2, 3])
    receipt = signs(first).complete(upload)
    assert receipt is not None
    assert first.contents.read(receipt.artifact_id) == LARGE
    assert left_over(first) == 0


def _die(*_: Any) -> Any:
    raise SystemError


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["one object", "parts"])
def test_other_bytes_than_were_signed_are_refused_by_the_storage(
    stores: list[Store], content: bytes
) -> None:
    store = stores[0]
    upload = offered(store, make_offer(content))
    signs(store).begin(upload)
    parts = parts_of(content)
    (request,) = signs(store).sign(upload, {1: digest(parts[1])})
    other = bytes(len(parts[1]))
    assert put(request, other) == (400, _Containing("BadDigest"))
    bare = SignedPart(1, request.url, {})
    assert put(bare, parts[1])[0] == 403
    changed = {**request.headers, "x-amz-checksum-sha256": "A" * 43 + "="}
    assert put(SignedPart(1, request.url, changed), other)[0] == 403
    assert signs(store).begin(upload) == (part_size(len(content)), [])
    assert signs(store).complete(upload) is None
    with pytest.raises(CellkeepError, match=r"said to be other bytes|SHA-256 of the whole"):
        signs(store).sign(upload, {1: digest(other)})
    with pytest.raises(CellkeepError, match="numbered from 1"):
        signs(store).sign(upload, {len(parts) + 1: digest(other)})
    send(store, upload, content)
    assert signs(store).complete(upload) is not None


class _Containing(str):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and str(self) in other

    __hash__ = str.__hash__


def test_a_request_that_has_expired_is_signed_again(stores: list[Store]) -> None:
    store = stores[0]
    upload = offered(store, make_offer(SMALL))
    signs(store).begin(upload)
    signs(store).lasts_s = 1
    (request,) = signs(store).sign(upload, {1: digest(SMALL)})
    # Refused for its bytes until it has expired, and then for that.
    wait_until(lambda: put(request, b"")[0] == 403)
    signs(store).lasts_s = 600
    send(store, upload, SMALL)
    assert signs(store).complete(upload) is not None


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["one object", "parts"])
def test_whoever_lies_about_the_whole_gets_nothing_stored_and_spoils_nobodys(
    stores: list[Store], content: bytes
) -> None:
    store = stores[0].seen_by(Person("liar", frozenset()))
    honest = stores[1].seen_by(Person("honest", frozenset()))
    receipt = stored(honest, make_offer(content, make_run()), content)
    garbage = bytes(len(content))
    offer = make_offer(content, make_run())  # with the digest of what somebody else has
    upload = offered(store, offer)
    signs(store).begin(upload)
    if content is SMALL:
        with pytest.raises(CellkeepError, match="SHA-256 of the whole"):
            send(store, upload, garbage)
        assert store.catalog.artifacts().items == []
    else:
        send(store, upload, garbage)
        signs(store)._read_before = True
        with pytest.raises(DigestMismatchError):
            signs(store).complete(upload)
        assert left_over(store) == 0
        assert store.catalog.find_receipt(offer.id) is None
    assert honest.contents.read(receipt.artifact_id) == content


def test_where_the_storage_compares_nothing_the_service_reads_before_the_receipt(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = stores[0]
    monkeypatch.setattr(StorageRequests, "send", send_without_headers)
    upload = offered(store, make_offer(SMALL))
    assert signs(store).begin(upload) is None, "it could be replaced after it was read"
    lying = offered(store, make_offer(LARGE))
    signs(store).begin(lying)
    parts = parts_of(LARGE)
    for request in signs(store).sign(lying, {n: digest(part) for n, part in parts.items()}):
        unsigned = signs(store)._requests.address("PUT", *_place(request.url))
        garbage = bytes(len(parts[request.number]))
        assert put(SignedPart(request.number, unsigned, {}), garbage)[0] == 200
    with pytest.raises(DigestMismatchError):
        signs(store).complete(lying)
    assert objects_of(store) == set()


def _place(url: str) -> tuple[str, dict[str, str]]:
    """Return key and query of a part's address, as of a storage that looks at no checksum."""
    found = re.search(r"(blobs/[^?]+)\?.*partNumber=(\d+).*uploadId=([^&]+)", url)
    assert found is not None
    return found[1], {"partNumber": found[2], "uploadId": found[3]}


def test_what_is_given_up_or_left_goes_with_its_parts(stores: list[Store]) -> None:
    store, other = stores
    upload = offered(store, make_offer(LARGE))
    signs(store).begin(upload)
    send(store, upload, LARGE, 1)
    row = signs(store)._row(upload.id)
    assert len(signs(store)._requests.parts(row.key, row.multipart)) == 1
    assert other.uploads.expire(3600) == 0
    assert other.uploads.expire(-1) == 1
    assert signs(store)._requests.parts(row.key, row.multipart) == []
    small = offered(store, make_offer(SMALL))
    signs(store).begin(small)
    send(store, small, SMALL)
    small.discard()
    assert objects_of(store) == set()
    assert left_over(store) == 0
    with pytest.raises(CellkeepError) as caught:
        signs(store).complete(small)
    assert caught.value.code == "UPLOAD_NOT_FOUND"


def test_rights_and_limit_hold_before_anything_is_signed(stores: list[Store]) -> None:
    store = stores[0]
    store.limit.change(len(LARGE) + 1000)
    first = offered(store, make_offer(LARGE))
    signs(store).begin(first)
    with pytest.raises(StoreFullError):
        offered(stores[1], make_offer(SMALL))
    first.discard()
    signs(stores[1]).begin(offered(stores[1], make_offer(SMALL)))


def test_a_receipt_on_parts_says_so_until_a_server_has_read_the_whole(stores: list[Store]) -> None:
    store, other = stores
    run = make_run()
    receipt = stored(store, make_offer(LARGE, run), LARGE)
    assert receipt.verified == "parts"
    assert other.catalog.find_receipt(receipt.offer_id) == receipt
    artifact = other.catalog.artifact(receipt.artifact_id)
    assert (artifact.verified, artifact.sha256) == ("parts", digest(LARGE))
    assert other.contents.read(artifact) == LARGE
    # The same again is no new version; what is in the trash is read as well.
    assert stored(other, make_offer(LARGE, run), LARGE).existing
    gone = stored(other, make_offer(LARGE, name="gone"), LARGE)
    other.trash.delete([gone.artifact_id])
    assert other.maintenance.collect(orphan_age_s=0).blobs == 0
    seen = store.catalog.last_change()
    assert other.maintenance.read_parts() == 1
    assert [one.kind for one in store.catalog.changes_since(seen)] == ["updated"]
    assert other.maintenance.read_parts() == 0
    artifact = store.catalog.artifact(receipt.artifact_id)
    assert (artifact.verified, artifact.sha256) == (UNSET, digest(LARGE))
    assert store.contents.read(artifact) == LARGE
    store.trash.restore([gone.artifact_id])
    assert store.contents.read(gone.artifact_id) == LARGE
    assert store.contents.has(digest(LARGE))
    assert len(objects_of(store)) == 1
    assert [one.kind for one in store.maintenance.verify(0)] == ["whole"]


def test_a_false_claim_marks_its_own_artifact_alone_and_gets_at_nobodys_bytes(
    stores: list[Store],
) -> None:
    liar = stores[0].seen_by(Person("liar", frozenset()))
    honest = stores[1].seen_by(Person("honest", frozenset()))
    first = stored(honest, make_offer(LARGE, make_run()), LARGE)
    garbage = bytes(len(LARGE))
    offer = make_offer(LARGE, make_run())  # the digest is known to the liar, the bytes are not
    upload = offered(liar, offer)
    signs(liar).begin(upload)
    send(liar, upload, garbage)
    false = signs(liar).complete(upload)
    assert false is not None
    second = stored(honest, make_offer(LARGE, make_run()), LARGE)
    assert liar.contents.read(false.artifact_id) == garbage
    assert stores[0].maintenance.read_parts() == 2
    assert liar.contents.read(false.artifact_id) == garbage
    assert [one.id for one in damaged(liar)] == [false.artifact_id]
    assert damaged(honest) == []
    for receipt in (first, second):
        assert honest.contents.read(receipt.artifact_id) == LARGE
    liar.trash.delete_artifact(false.artifact_id)
    assert len(objects_of(stores[0])) == 1
    assert left_over(stores[0]) == 0


def damaged(store: Store) -> list[Artifact]:
    return store.catalog.artifacts(where=ArtifactFilter(status="damaged")).items
