"""Addresses by which clients read bytes from the object storage themselves."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import pytest
from presigned_client import LARGE, SMALL, signs, stored
from store_samples import make_offer, make_run

from cellkeep_core.protocol import Receipt
from cellkeep_store import BatchItem, Store
from cellkeep_store.blobs.objects.addresses import LONGEST_S, ReadAddresses
from cellkeep_store.blobs.objects.requests import Answer, StorageRequests
from waiting import wait_until

DISPOSITION = "attachment; filename=\"a.html\"; filename*=UTF-8''%C3%A4.html"


def ask(
    url: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    place = urlsplit(url)
    connection = HTTPConnection(place.netloc, timeout=60)
    connection.request(method, f"{place.path}?{place.query}", headers=headers or {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def addresses(store: Store) -> ReadAddresses:
    assert store.addresses is not None
    return store.addresses


def address_of(store: Store, artifact_id: str) -> str:
    blob = store.contents.blob_of(store.catalog.artifact(artifact_id))
    url = addresses(store).of(blob, DISPOSITION)
    assert url is not None
    return url


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["one object", "parts"])
def test_an_address_gives_out_one_artifact_as_a_download_and_nothing_else(
    stores: list[Store], content: bytes
) -> None:
    store, other = stores
    assert addresses(store).is_usable()
    receipt = stored(store, make_offer(content), content)
    url = address_of(store, receipt.artifact_id)
    answer, read = ask(url)
    assert (answer.status, read) == (200, content)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == DISPOSITION
    assert answer.headers["Cache-Control"] == "private, no-store"
    part, read = ask(url, headers={"Range": "bytes=10-19"})
    assert (part.status, read) == (206, content[10:20])
    for changed in (
        url.replace("octet-stream", "html"),
        url.replace("attachment", "inline"),
        url.replace(receipt.sha256[:2], "00", 1),
        url.replace("response-content-type=application%2Foctet-stream&", ""),
    ):
        assert changed != url
        assert ask(changed)[0].status == 403
    for method in ("HEAD", "PUT", "DELETE"):
        assert ask(url, method)[0].status == 403
    # What was read as a whole since, and what is deleted, has another object or none.
    other.maintenance.read_parts()
    assert ask(address_of(other, receipt.artifact_id))[1] == content
    other.trash.delete_artifact(receipt.artifact_id)
    assert ask(url)[0].status == 404
    assert addresses(store).of(receipt.sha256, DISPOSITION) is None


def test_what_shares_an_object_has_no_address(stores: list[Store]) -> None:
    store, run = stores[0], make_run()
    items = [BatchItem(make_offer(each, run, each.decode()), each) for each in (b"one", b"two")]
    for receipt in store.ingest.put_many(items):
        assert isinstance(receipt, Receipt)
        assert addresses(store).of(receipt.sha256, DISPOSITION) is None
        assert store.contents.read(receipt.artifact_id) in {b"one", b"two"}


def test_an_address_ends_soon_and_says_nothing_of_the_uploaders_type(stores: list[Store]) -> None:
    store = stores[0]
    assert addresses(store).lasts_s == LONGEST_S
    page = b"<script>alert(1)</script>"
    upload = store.uploads.create(len(page), offer=make_offer(page), through=False)
    signs(store).begin(upload)
    (request,) = signs(store).sign(upload, {1: make_offer(page).sha256})
    place = urlsplit(request.url)
    connection = HTTPConnection(place.netloc, timeout=60)
    headers = {**request.headers, "Content-Type": "text/html"}
    connection.request("PUT", f"{place.path}?{place.query}", page, headers)
    assert connection.getresponse().status == 200
    receipt = signs(store).complete(upload)
    assert receipt is not None
    addresses(store).lasts_s = 1
    url = address_of(store, receipt.artifact_id)
    assert ask(url)[0].headers["Content-Type"] == "application/octet-stream"
    wait_until(lambda: ask(url)[0].status == 403)


def test_a_storage_that_answers_as_it_likes_gives_nothing_out_itself(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    send = StorageRequests.send

    def without_what_it_ignores(
        requests: StorageRequests,
        method: str,
        key: str,
        query: Any = None,
        *given: Any,
        **more: Any,
    ) -> Answer:
        return send(requests, method, key, {} if method == "GET" else query, *given, **more)

    monkeypatch.setattr(StorageRequests, "send", without_what_it_ignores)
    assert not addresses(stores[0]).is_usable()
