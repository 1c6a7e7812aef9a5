"""What the folder does as the place of bytes and settings, and what does as well."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert
from store_samples import make_offer, make_run, png, refused

from cellkeep_core.errors import BlobDamagedError, CellkeepError, StoreFullError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.modes import make_folders
from cellkeep_core.protocol import Receipt
from cellkeep_store import BatchItem, Store
from cellkeep_store.blobs.objects.blobs import ObjectBlobs
from cellkeep_store.blobs.objects.leases import ObjectLeases
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.blobs.storage import Staged, require_free
from cellkeep_store.catalog import commit, removal
from cellkeep_store.catalog.about import CatalogSettings
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.migrate import migrate
from cellkeep_store.catalog.postgres import PostgresDatabase
from cellkeep_store.catalog.tables import blobs
from cellkeep_store.coordinator import FolderCoordinator
from cellkeep_store.settings.folder import FolderSettings
from cellkeep_store.settings.limit import StoreLimit
from cellkeep_store.settings.storage import StoreSettings
from cellkeep_store.sharing.archive import export
from cellkeep_store.sharing.export import copy_out
from cellkeep_store.sharing.unpack import import_archive
from cellkeep_store.syncing import FolderSync
from memory_store import MemorySettings, memory_store
from object_storage import BUCKET
from postgres_server import new_database

KINDS = ["folder", "deep folder", "folder and postgres", "memory", "objects", "objects and sqlite"]


def place(store: Store, content: bytes, tmp_path: Path, sha256: str | None = None) -> str:
    """Bring bytes in as a save does, and nothing else of an artifact."""
    sha256 = sha256 or hashlib.sha256(content).hexdigest()
    staged = tmp_path / f"{sha256}.staged"
    staged.write_bytes(content)
    with store.database.read() as tx:
        before = commit.find_blobs(tx, [sha256])
    with FolderSync(tmp_path, files=1) as sync, store.blobs.placement(sync) as placement:
        placement.prepare([sha256])
        placement.place({sha256: Staged(str(staged), len(content))}, before)
        with store.database.write() as tx:
            rows = commit.find_blobs(tx, [sha256])
            places = placement.confirm(tx, {sha256}, rows)
            if sha256 not in rows:
                row = {"sha256": sha256, "size": len(content), "damaged": False}
                row |= places[sha256]._asdict() if sha256 in places else {}
                tx.execute(insert(blobs).values(**row, stored_at=utc_now()))
    return sha256


def forget(store: Store, sha256: str) -> bool:
    with store.database.write() as tx:
        removal._forget_blob(tx, sha256)
    return store.maintenance.remove_orphan(sha256)


def content_of(store: Store, sha256: str) -> bytes:
    with store.blobs.open(sha256) as file:
        return file.read()


def test_a_blob_is_there_from_when_it_is_placed_until_it_is_removed(
    any_store: Store, tmp_path: Path
) -> None:
    store, blobs = any_store, any_store.blobs
    missing = "0" * 64
    assert blobs.stat(missing) is None
    assert not forget(store, missing)
    with pytest.raises(FileNotFoundError):
        blobs.open(missing)
    digests = [place(store, content, tmp_path) for content in (b"one", b"", b"0123456789")]
    assert list(blobs.walk()) == sorted(digests)
    assert [content_of(store, sha256) for sha256 in digests] == [b"one", b"", b"0123456789"]
    assert blobs.sizes([*digests, missing]) == dict(zip(digests, (3, 0, 10), strict=True))
    found = blobs.stat(digests[2])
    assert found is not None
    assert found.size == 10
    assert time.time() - 60 < found.written_at <= found.changed_at + 1 <= time.time() + 2
    assert blobs.stat(digests[2]) == found
    assert forget(store, digests[2])
    assert not forget(store, digests[2])
    assert blobs.stat(digests[2]) is None
    assert list(blobs.walk()) == sorted(digests[:2])


def test_a_part_is_read_from_its_first_byte(any_store: Store, tmp_path: Path) -> None:
    content = os.urandom(1_000_000)
    sha256 = place(any_store, content, tmp_path)
    for part in (range(1_000_000), range(1), range(70_000, 900_000), range(999_999, 1_000_000)):
        with any_store.blobs.open(sha256, part) as file:
            assert file.read(len(part)) == content[part.start : part.stop]
    with any_store.blobs.open(sha256) as file:
        assert b"".join(iter(lambda: file.read(70_000), b"")) == content
        file.seek(900_000)
        assert file.read(10) == content[900_000:900_010]
        assert file.seek(-5, os.SEEK_END) == 999_995
        assert file.read() == content[-5:]


def test_placed_again_it_has_another_version(any_store: Store, tmp_path: Path) -> None:
    sha256 = place(any_store, b"the same", tmp_path)
    first = any_store.blobs.stat(sha256)
    time.sleep(0.02)  # an inode may be used again: then the time alone tells
    assert place(any_store, b"the same", tmp_path) == sha256
    again = any_store.blobs.stat(sha256)
    assert first is not None
    assert again is not None
    assert first.version != again.version
    assert content_of(any_store, sha256) == b"the same"
    assert forget(any_store, sha256)
    assert list(any_store.blobs.walk()) == []


def test_a_file_or_a_second_name_is_what_a_place_may_not_have(
    any_store: Store, kind: str, tmp_path: Path
) -> None:
    blobs = any_store.blobs
    sha256 = place(any_store, b"bytes", tmp_path)
    path, target = blobs.local_path(sha256), tmp_path / "linked"
    assert (path is not None) == ("folder" in kind)
    assert path is None or path.read_bytes() == b"bytes"
    assert blobs.link(sha256, target) == target.exists() == ("folder" in kind)
    assert not blobs.link("0" * 64, tmp_path / "none")
    forget(any_store, sha256)
    assert not target.exists() or target.read_bytes() == b"bytes"


def test_more_than_there_is_room_for_is_refused(any_store: Store) -> None:
    require_free(any_store.blobs, 1)
    with pytest.raises(StoreFullError, match="bytes free"):
        require_free(any_store.blobs, any_store.blobs.free_bytes() + 10**12)


def test_a_limit_is_known_until_it_is_changed(
    settings: StoreSettings,
) -> None:
    assert settings.limit_bytes() is None
    for limit in (0, 2**53 - 1, None, 7):
        settings.change_limit(limit)
        assert settings.limit_bytes() == limit


@pytest.fixture(params=["folder", "memory", "sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreSettings]:
    if request.param == "memory":
        yield MemorySettings()
        return
    if request.param == "folder":
        kept: Any = FolderSettings(tmp_path, FolderCoordinator(tmp_path))
    else:
        database = Database(tmp_path / "catalog.sqlite", shared_disk=False)
        if request.param == "postgres":
            url = new_database(request.getfixturevalue("postgres"), new_id())
            database = PostgresDatabase(url)
        migrate(database)
        kept = CatalogSettings(database)
    assert kept.identity() is None
    identity = kept.create()
    assert kept.identity() == identity
    yield kept
    assert kept.identity() == identity
    if request.param != "folder":
        database.close()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def any_store(kind: str, root: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    ask = request.getfixturevalue
    if kind == "objects":
        opened = Store.open_service(*ask("service"), root)
    elif kind == "objects and sqlite":
        ask("object_storage")
        opened = object_store(root)
    elif kind == "memory":
        opened = memory_store(root)
    else:
        url = None
        if kind == "folder and postgres":
            url = new_database(ask("postgres"), new_id(), "migrated")
        if kind == "deep folder":
            root.mkdir()
            FolderSettings(root, FolderCoordinator(root)).create()
            described = (root / "store.json").read_text().replace('"format": 2', '"format": 1')
            (root / "store.json").write_text(described)
        opened = Store.open(root, catalog_url=url)
    with opened:
        yield opened


def object_store(root: Path) -> Store:
    """Make a store of one server: its bytes are objects, all else is in a folder."""
    make_folders(root / "staging")
    database = Database(root / "catalog.sqlite", shared_disk=False)
    migrate(database)
    storage = ObjectStorage(f"s3://{BUCKET}/tests/{new_id()}")
    coordinator, settings = FolderCoordinator(root), CatalogSettings(database)
    return Store(
        root,
        settings.create(),
        database,
        ObjectBlobs(storage, database, root / "staging"),
        coordinator,
        StoreLimit(settings),
        ObjectLeases(database, storage),
    )


def test_bytes_come_in_by_every_way_and_are_read(any_store: Store, tmp_path: Path) -> None:
    store, run = any_store, make_run()
    contents = {name: os.urandom(1000) for name in ("bytes", "file", "stream", "upload")}
    source = tmp_path / "source"
    source.write_bytes(contents["file"])
    offers = {name: make_offer(content, run, name) for name, content in contents.items()}
    receipts = {
        "bytes": store.ingest.put_bytes(offers["bytes"], contents["bytes"], png()),
        "file": store.ingest.put_file(offers["file"], source, consume=True),
        "stream": store.ingest.put_stream(offers["stream"], io.BytesIO(contents["stream"])),
    }
    upload = store.uploads.create(1000, offer=offers["upload"])
    upload.write(0, contents["upload"])
    receipt = upload.finish()
    assert receipt is not None
    receipts["upload"] = receipt
    again = store.ingest.put_many(
        [BatchItem(make_offer(content, run, f"{name} 2")) for name, content in contents.items()]
    )
    assert all(not isinstance(one, CellkeepError) and one is not None for one in again)
    for name, content in contents.items():
        artifact = store.catalog.artifact(receipts[name].artifact_id)
        assert store.contents.read(artifact) == content
        assert store.contents.stat(artifact).size == 1000
        with store.contents.open(artifact.id, range(10, 30)) as file:
            assert file.read(20) == content[10:30]
        path = store.contents.local_path(artifact)
        assert path is None or path.read_bytes() == content
        assert store.contents.link(artifact.sha256, 1000, tmp_path / name) == (path is not None)
        copy_out(store, artifact, tmp_path / f"{name}.out", overwrite=False)
        assert (tmp_path / f"{name}.out").read_bytes() == content
    assert [finding.kind for finding in store.maintenance.verify(0)] == ["whole"] * 4
    status = store.status()
    assert (status.artifacts, status.bytes) == (8, 4000)
    assert status.free_bytes > 0


def test_what_is_saved_together_is_read_and_deleted_one_by_one(any_store: Store) -> None:
    store, run = any_store, make_run()
    contents = [b"", *(os.urandom(1000) for _ in range(5)), os.urandom(100_000)]
    items = [BatchItem(make_offer(one, run, f"{n}"), one) for n, one in enumerate(contents)]
    receipts = [one for one in store.ingest.put_many(items) if isinstance(one, Receipt)]
    digests = [one.sha256 for one in receipts]
    assert list(store.blobs.walk()) == sorted(digests)
    assert store.blobs.sizes(digests) == {one.sha256: one.size for one in receipts}
    for gone in range(len(contents)):
        for content, receipt in list(zip(contents, receipts, strict=True))[gone:]:
            found = store.blobs.stat(receipt.sha256)
            assert found is not None
            assert found.size == len(content)
            assert content_of(store, receipt.sha256) == content
            with store.blobs.open(receipt.sha256, range(10, 30)) as file:
                assert file.read(20) == content[10:30]
        doomed = receipts[gone]
        assert store.trash.delete_artifact(doomed.artifact_id).freed_bytes == doomed.size
        store.maintenance.collect()
        assert list(store.blobs.walk()) == sorted(digests[gone + 1 :])
        assert store.blobs.stat(doomed.sha256) is None
        assert store.status().bytes == sum(map(len, contents[gone + 1 :]))
        assert {one.kind for one in store.maintenance.verify(0)} <= {"whole"}


def test_bytes_go_with_the_last_that_has_them(any_store: Store) -> None:
    store = any_store
    first, other = (store.ingest.put_bytes(make_offer(b"same", name=n), b"same") for n in "ab")
    assert store.trash.delete_artifact(first.artifact_id).freed_bytes == 0
    artifact = store.catalog.artifact(other.artifact_id)
    assert store.trash.delete_artifact(other.artifact_id).freed_bytes == 4
    assert list(store.blobs.walk()) == []
    for look in (store.contents.stat, store.contents.read, store.contents.local_path):
        with refused("BLOB_MISSING"):
            look(artifact)


def test_bytes_that_nobody_knows_are_collected_once_in_a_while(
    any_store: Store, tmp_path: Path
) -> None:
    store = any_store
    kept = store.ingest.put_bytes(make_offer(b"kept"), b"kept")
    stray = place(store, b"stray", tmp_path)
    with store.database.write() as tx:
        tx.execute(delete(blobs).where(blobs.c.sha256 == stray))
    assert {finding.kind for finding in store.maintenance.verify(0)} == {"whole", "orphan"}
    assert store.maintenance.collect_every(3600) is not None
    assert store.maintenance.collect_every(3600) is None
    done = store.maintenance.collect(orphan_age_s=0)
    assert (done.blobs, done.freed_bytes) == (1, 5)
    assert list(store.blobs.walk()) == [kept.sha256] != [stray]


def test_damage_is_found_and_healed(any_store: Store, tmp_path: Path) -> None:
    store = any_store
    receipt = store.ingest.put_bytes(make_offer(b"precious"), b"precious")
    place(store, b"PRECIOUS", tmp_path, receipt.sha256)
    assert store.maintenance.quick_check() == []
    assert not store.maintenance.check_blob(receipt.sha256)
    assert store.maintenance.quick_check() == [f"the bytes {receipt.sha256} are damaged"]
    assert not store.contents.has(receipt.sha256)
    with pytest.raises(BlobDamagedError):
        export(store, [store.catalog.artifact(receipt.artifact_id)], io.BytesIO())
    store.ingest.put_bytes(make_offer(b"precious", name="again"), b"precious")
    assert store.maintenance.check_blob(receipt.sha256)
    assert store.contents.read(receipt.artifact_id) == b"precious"


def test_a_limit_holds(any_store: Store) -> None:
    any_store.limit.change(3)
    assert any_store.status().limit_bytes == 3
    with pytest.raises(StoreFullError):
        any_store.ingest.put_bytes(make_offer(b"1234"), b"1234")
    any_store.limit.change(None)
    any_store.ingest.put_bytes(make_offer(b"1234"), b"1234")


def test_an_archive_of_one_goes_into_another(any_store: Store, tmp_path: Path) -> None:
    receipt = any_store.ingest.put_bytes(make_offer(b"shared"), b"shared")
    sink = io.BytesIO()
    export(any_store, [any_store.catalog.artifact(receipt.artifact_id)], sink)
    with memory_store(tmp_path / "other") as other:
        import_archive(other, sink)
        assert other.contents.read(receipt.artifact_id) == b"shared"
