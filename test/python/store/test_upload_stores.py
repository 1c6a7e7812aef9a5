"""What every `UploadStore` does: the folder's, one in object storage, and one in memory."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from memory_uploads import MemoryUploads
from store_samples import code_of, make_offer, make_run, png, refused

from at_once import at_once
from cellkeep_core.errors import CellkeepError, DigestMismatchError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.spool import UNHASHED
from cellkeep_store import Store
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.staging import Staging
from cellkeep_store.uploads import FolderUploads, Uploads
from cellkeep_store.uploads.digests import RunningDigests
from cellkeep_store.uploads.info import UploadInfo
from cellkeep_store.uploads.storage import UploadStore
from cellkeep_store.uploads.upload import UploadParts
from statements import statements


@pytest.fixture(params=["folder", "memory", "objects"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store(kind: str, root: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    if kind == "objects":
        opened = Store.open_service(*request.getfixturevalue("service"), root)
    else:
        opened = Store.open(root)
    with opened:
        yield opened


@pytest.fixture
def storage(kind: str, store: Store, tmp_path: Path) -> UploadStore:
    if kind == "objects":
        return store.uploads._storage
    if kind == "memory":
        return MemoryUploads(store.ingest.put_bytes)
    staging = Staging(tmp_path / "uploads")
    staging.folder.mkdir()

    def commit(offer: Any, content: Path, thumbnail: bytes | None, _person: Any) -> Any:
        return store.ingest.put_file(offer, content, thumbnail, consume=True, verified=True)

    return FolderUploads(staging, commit)


@pytest.fixture
def uploads(storage: UploadStore, store: Store) -> Uploads:
    def find_run(_: str | None) -> Any:
        return store.catalog.uploads_run()

    parts = UploadParts(
        *(storage, RunningDigests(), store.catalog.find_receipt, find_run),
        require_room=lambda _, **_begun: None,
    )
    return Uploads(parts)


def info(size: int = 6, **changes: Any) -> UploadInfo:
    return UploadInfo(size=size, created_at=utc_now(), metadata={}, **changes)


def test_whose_many_uploads_are_is_asked_at_once(storage: UploadStore, uploads: Uploads) -> None:
    ids = [new_id() for _ in range(50)]
    storage.create(ids[0], info(owner="olga"), None)
    storage.create(ids[1], info(), None)
    with statements() as said:
        owners = uploads.owners([*ids, "no id"])
    assert owners == ["olga", *[None] * 50]
    assert len(said) <= 1


def test_the_first_of_one_id_stands(storage: UploadStore) -> None:
    upload_id = new_id()
    assert storage.find(upload_id) is None
    made = [storage.create(upload_id, info(size), None) for size in (6, 7)]
    assert made == [True, False]
    state = storage.find(upload_id)
    assert state is not None
    assert (state.info.size, state.offset) == (6, 0)
    assert time.time() - 60 < state.written_at <= time.time() + 1


def test_of_many_that_create_one_id_at_once_one_does(storage: UploadStore) -> None:
    upload_id = new_id()
    made = at_once(*[lambda: storage.create(upload_id, info(), png())] * 8)
    assert sorted(made) == [False] * 7 + [True]


def test_what_is_appended_is_read_back_and_cut(storage: UploadStore) -> None:
    upload_id = new_id()
    storage.create(upload_id, info(), None)
    lease = storage.lease(upload_id)
    versions = [lease.version]
    for chunk in (b"abc", memoryview(b"defg")):
        lease.append(chunk)
        versions.append(lease.version)
    lease.truncate(5)
    assert lease.offset == 5
    lease.append(b"X")
    with lease.open() as content:
        assert content.read() == b"abcdeX"
    assert len(set(versions)) == 3
    version = lease.version
    lease.release()
    state = storage.find(upload_id)
    assert state is not None
    assert state.offset == 6
    again = storage.lease(upload_id)
    assert (again.offset, again.version) == (6, version)
    again.release()


def test_a_lease_is_the_only_one_until_it_is_released(storage: UploadStore) -> None:
    upload_id = new_id()
    storage.create(upload_id, info(), None)
    lease = storage.lease(upload_id)
    assert code_of(storage.lease, upload_id) == "UPLOAD_LOCKED"
    threading.Timer(0.1, lease.release).start()
    storage.lease(upload_id, 10).release()
    assert code_of(storage.lease, new_id()) == "UPLOAD_NOT_FOUND"


def test_a_description_is_replaced_while_somebody_writes(storage: UploadStore) -> None:
    upload_id = new_id()
    storage.create(upload_id, info(), None)
    lease = storage.lease(upload_id)
    storage.describe(upload_id, info(partial=True), None)
    assert lease.info().partial
    lease.release()
    assert code_of(storage.describe, new_id(), info(), png()) == "UPLOAD_NOT_FOUND"


def test_what_is_taken_is_an_artifact_and_stays_until_it_is_cleared(
    storage: UploadStore, store: Store
) -> None:
    offer = make_offer(b"abcdef")
    storage.create(offer.id, info(offer=offer), png())
    lease = storage.lease(offer.id)
    lease.append(b"abcdef")
    receipt = lease.take(offer)
    assert lease.take(offer) == receipt
    assert lease.offset == 6
    assert store.catalog.thumbnail(receipt.artifact_id) == png()
    lease.clear()
    lease.clear()
    assert lease.offset is None
    for write in (lambda: lease.append(b"x"), lambda: lease.truncate(0), lease.open):
        assert code_of(write) == "UPLOAD_NOT_FOUND"
    lease.release()
    state = storage.find(offer.id)
    assert state is not None
    assert state.offset is None
    assert store.contents.read(receipt.artifact_id) == b"abcdef"


def test_what_cannot_be_taken_is_taken_later(
    storage: UploadStore, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = make_offer(b"abcdef")
    storage.create(offer.id, info(offer=offer), None)
    lease = storage.lease(offer.id)
    lease.append(b"abcdef")
    wrong = make_offer(b"abcdef", run=make_run(), name="a\0b", id=offer.id)
    with pytest.raises(CellkeepError):
        lease.take(wrong)
    assert lease.offset == 6
    lease.release()
    lease = storage.lease(offer.id)
    receipt = lease.take(offer)
    lease.release()
    assert store.contents.read(receipt.artifact_id) == b"abcdef"


def test_what_is_removed_or_expired_is_gone(storage: UploadStore) -> None:
    removed, old, held = new_id(), new_id(), new_id()
    for upload_id in (removed, old, held):
        storage.create(upload_id, info(), None)
    lease = storage.lease(removed)
    lease.remove()
    lease.release()
    assert storage.find(removed) is None
    assert code_of(storage.lease, removed) == "UPLOAD_NOT_FOUND"
    assert storage.create(removed, info(), None)
    assert storage.expire(3600) == 0
    lease = storage.lease(held)
    assert storage.expire(0) == 2
    assert storage.find(old) is None
    assert storage.find(held) is not None
    lease.release()


def test_an_upload_goes_through_to_its_artifact(uploads: Uploads, store: Store) -> None:
    content = os.urandom(10_500)
    offer = make_offer(content, make_run(), "weights")
    made = uploads.create(len(content), offer=offer, thumbnail=png())
    with made.locked():
        made.write(0, content[:1000])
        made.write(1000, b"wrong")
        made.truncate(1000)
    again = uploads.create(len(content), offer=offer, thumbnail=png())
    assert (again.id, again.offset) == (offer.id, 1000)
    again.write(1000, content[1000:])
    receipt = again.finish()
    assert receipt is not None
    assert receipt == again.finish() == uploads.open(offer.id).receipt
    assert store.contents.read(receipt.artifact_id) == content


def test_a_digest_that_follows_decides(uploads: Uploads, store: Store) -> None:
    for content in (b"abcdef", b"abcdeX"):
        true = make_offer(b"abcdef")
        unhashed = make_offer(b"abcdef", id=true.id, sha256=UNHASHED)
        made = uploads.create(6, offer=unhashed)
        made.write(0, content)
        assert made.finish() is None
        made = uploads.create(6, offer=true)
        if content == b"abcdef":
            assert made.finish() is not None
            continue
        with pytest.raises(DigestMismatchError):
            made.finish()
        assert code_of(uploads.open, true.id) == "UPLOAD_NOT_FOUND"


def test_parts_are_joined(uploads: Uploads, store: Store) -> None:
    parts = [uploads.create(3, partial=True) for _ in range(2)]
    for part, content in zip(parts, (b"abc", b"def"), strict=True):
        part.write(0, content)
    whole = uploads.join([part.id for part in parts], {"filename": "joined.txt"})
    assert whole.receipt is not None
    artifact = store.catalog.artifact(whole.receipt.artifact_id)
    assert (artifact.name, artifact.media_type) == ("joined.txt", "text/plain")
    assert store.contents.read(artifact) == b"abcdef"
    assert code_of(uploads.open, parts[0].id) == "UPLOAD_NOT_FOUND"


def test_a_size_that_is_said_later_counts_from_then_on(
    uploads: Uploads, storage: UploadStore
) -> None:
    upload = uploads.create(1000, deferred=True)
    assert uploads.begun_bytes() == 0
    upload.write(0, b"abc")
    assert uploads.begun_bytes() == 3
    assert upload.finish() is None
    assert code_of(upload.say_size, 2) == "BAD_REQUEST"
    assert code_of(upload.say_size, 1001) == "TOO_LARGE"
    upload.say_size(5)
    assert uploads.begun_bytes() == 5
    assert code_of(uploads.open(upload.id).say_size, 6) == "BAD_REQUEST"
    uploads.open(upload.id).write(3, b"de")
    receipt = uploads.open(upload.id).finish()
    assert receipt is not None
    assert (receipt.size, uploads.begun_bytes()) == (5, 0)


def pieces(service: tuple[str, str]) -> list[str]:
    storage = ObjectStorage(service[0])
    found = [one.key for page in storage.walk("uploads") for one in page]
    storage.close()
    return found


def test_an_upload_goes_on_through_another_server(
    servers: list[Store], service: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cellkeep_store.uploads.object_lease._PIECE_BYTES", 1000)
    content = os.urandom(10_500)
    offer = make_offer(content)
    upload = servers[0].uploads.create(len(content), offer=offer)
    with upload.locked():
        for start in range(0, 4200, 700):
            upload.write(start, content[start : start + 700])
        upload.truncate(2500)
        upload.write(2500, content[2500:3000])
    there = servers[1].uploads.open(offer.id)
    assert (there.offset, there.size) == (3000, 10_500)
    there.write(3000, content[3000:])
    receipt = servers[2].uploads.open(offer.id).finish()
    assert receipt is not None
    assert servers[0].contents.read(receipt.artifact_id) == content
    assert servers[1].uploads.open(offer.id).finish() == receipt
    assert all(store.uploads.open(offer.id).receipt == receipt for store in servers)
    assert pieces(service) == []


def test_a_lease_that_was_lost_writes_nothing_over_another(
    servers: list[Store], service: tuple[str, str]
) -> None:
    offer = make_offer(b"abcdef")
    upload = servers[0].uploads.create(6, offer=offer)
    held = upload.locked()
    held.__enter__()
    upload.write(0, b"XXX")
    with psycopg.connect(service[1], autocommit=True) as link:
        link.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks "
            "WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    servers[1].uploads.open(offer.id).write(0, b"abc")
    with refused("UPLOAD_LOCKED"):
        held.__exit__(None, None, None)
    servers[2].uploads.open(offer.id).write(3, b"def")
    receipt = servers[0].uploads.open(offer.id).finish()
    assert receipt is not None
    assert servers[0].contents.read(receipt.artifact_id) == b"abcdef"


def test_pieces_that_nobody_knows_are_removed_when_they_are_old(
    servers: list[Store], service: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = servers[0].uploads.create(6, offer=make_offer(b"abcdef"))
    upload.write(0, b"abc")
    assert len(pieces(service)) == 1
    storage = ObjectStorage(service[0])
    storage.put_bytes(f"uploads/{new_id()}/0-{new_id()}", b"its row never came")
    storage.close()
    assert servers[1].uploads.expire(3600) == 0
    assert len(pieces(service)) == 2, "a row may be about to come"
    monkeypatch.setattr("cellkeep_store.uploads.objects._UNKNOWN_AGE_S", -1)
    assert servers[1].uploads.expire(-1) == 1
    assert pieces(service) == []
    with pytest.raises(CellkeepError, match="no upload"):
        servers[0].uploads.open(upload.id)
