"""Bytes that a client puts into the object storage itself, by requests that a server signed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec import structs
from presigned_client import (
    LARGE,
    PART,
    SMALL,
    digest,
    left_over,
    objects_of,
    offered,
    parts_of,
    put,
    send,
    signs,
    stored,
)
from store_samples import make_offer, make_run, refused
from test_store_probe import send_without_headers

from cellkeep_core.errors import CellkeepError, DigestMismatchError, StoreFullError
from cellkeep_core.spool import UNHASHED
from cellkeep_store import Store
from cellkeep_store.blobs.objects.requests import StorageRequests
from cellkeep_store.catalog.person import Person
from cellkeep_store.uploads.presigned import SignedPart, part_size
from waiting import wait_until


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


def test_parts_are_taken_before_the_digest_of_the_whole_is_known(stores: list[Store]) -> None:
    store, other = stores
    offer = make_offer(LARGE)
    upload = offered(store, structs.replace(offer, sha256=UNHASHED))
    assert signs(store).begin(upload) == (PART, [])
    send(store, upload, LARGE)
    assert signs(store).complete(upload) is None, "nobody could say what it is"
    upload = offered(other, offer)
    assert signs(other).begin(upload) == (PART, [1, 2, 3])
    receipt = signs(other).complete(upload)
    assert receipt is not None
    other.maintenance.read_parts()
    assert other.maintenance.collect(orphan_age_s=0).blobs == 0
    assert store.contents.read(receipt.artifact_id) == LARGE
    assert left_over(store) == 0


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
    with refused("UPLOAD_NOT_FOUND"):
        signs(store).complete(small)


def test_rights_and_limit_hold_before_anything_is_signed(stores: list[Store]) -> None:
    store = stores[0]
    store.limit.change(len(LARGE) + 1000)
    first = offered(store, make_offer(LARGE))
    signs(store).begin(first)
    with pytest.raises(StoreFullError):
        offered(stores[1], make_offer(SMALL))
    first.discard()
    signs(stores[1]).begin(offered(stores[1], make_offer(SMALL)))
