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
from postgres_server import new_database
from store_samples import make_offer, make_run, png

from cellkeep_core.errors import BlobDamagedError, CellkeepError, StoreFullError
from cellkeep_core.ids import new_id
from cellkeep_store import BatchItem, Store
from cellkeep_store.blobs.folder import BlobFolder
from cellkeep_store.blobs.storage import Blobs, require_free
from cellkeep_store.catalog.about import CatalogSettings
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.migrate import migrate
from cellkeep_store.catalog.postgres import PostgresDatabase
from cellkeep_store.coordinator import FolderCoordinator
from cellkeep_store.settings.folder import FolderSettings
from cellkeep_store.settings.storage import StoreSettings
from cellkeep_store.sharing.archive import export
from cellkeep_store.sharing.export import copy_out
from cellkeep_store.sharing.unpack import import_archive
from cellkeep_store.syncing import FolderSync
from memory_store import MemoryBlobs, MemorySettings, memory_store

BOTH = pytest.mark.parametrize("kind", ["folder", "memory"])
BOTH_DEPTHS = pytest.mark.parametrize("kind", ["folder", "deep folder", "memory"])


def make_blobs(kind: str, tmp_path: Path) -> Blobs:
    if kind == "memory":
        return MemoryBlobs()
    (tmp_path / "blobs").mkdir()
    return BlobFolder(tmp_path / "blobs", levels=2 if kind == "deep folder" else 1)


def place(blobs: Blobs, content: bytes, tmp_path: Path) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    staged = tmp_path / f"{sha256}.staged"
    staged.write_bytes(content)
    with FolderSync(tmp_path, files=1) as sync:
        blobs.prepare([sha256], sync)
        blobs.place(str(staged), sha256, sync)
        sync.wait()
    assert not staged.exists()
    return sha256


def content_of(blobs: Blobs, sha256: str) -> bytes:
    with blobs.open(sha256) as file:
        return file.read()


@BOTH_DEPTHS
def test_a_blob_is_there_from_when_it_is_placed_until_it_is_removed(
    kind: str, tmp_path: Path
) -> None:
    blobs = make_blobs(kind, tmp_path)
    missing = "0" * 64
    assert blobs.stat(missing) is None
    assert not blobs.remove(missing)
    with pytest.raises(FileNotFoundError):
        blobs.open(missing)
    digests = [place(blobs, content, tmp_path) for content in (b"one", b"", b"0123456789")]
    assert list(blobs.walk()) == sorted(digests)
    assert [content_of(blobs, sha256) for sha256 in digests] == [b"one", b"", b"0123456789"]
    found = blobs.stat(digests[2])
    assert found is not None
    assert found.size == 10
    assert time.time() - 60 < found.written_at <= found.changed_at + 1 <= time.time() + 2
    assert blobs.stat(digests[2]) == found
    assert blobs.remove(digests[2])
    assert not blobs.remove(digests[2])
    assert blobs.stat(digests[2]) is None
    assert list(blobs.walk()) == sorted(digests[:2])


@BOTH_DEPTHS
def test_a_part_is_read_from_its_first_byte(kind: str, tmp_path: Path) -> None:
    blobs = make_blobs(kind, tmp_path)
    content = os.urandom(100_000)
    sha256 = place(blobs, content, tmp_path)
    for part in (range(100_000), range(1), range(70_000, 90_000), range(99_999, 100_000)):
        with blobs.open(sha256, part) as file:
            assert file.read(len(part)) == content[part.start : part.stop]


@BOTH_DEPTHS
def test_placed_again_it_has_another_version(kind: str, tmp_path: Path) -> None:
    blobs = make_blobs(kind, tmp_path)
    sha256 = place(blobs, b"the same", tmp_path)
    first = blobs.stat(sha256)
    time.sleep(0.02)  # an inode may be used again: then the time alone tells
    assert place(blobs, b"the same", tmp_path) == sha256
    again = blobs.stat(sha256)
    assert first is not None
    assert again is not None
    assert first.version != again.version
    assert content_of(blobs, sha256) == b"the same"


@BOTH_DEPTHS
def test_a_file_or_a_second_name_is_what_a_place_may_not_have(kind: str, tmp_path: Path) -> None:
    blobs = make_blobs(kind, tmp_path)
    sha256 = place(blobs, b"bytes", tmp_path)
    path, target = blobs.local_path(sha256), tmp_path / "linked"
    assert (path is None) == (kind == "memory")
    assert path is None or path.read_bytes() == b"bytes"
    assert blobs.link(sha256, target) == target.exists() == (kind != "memory")
    assert not blobs.link("0" * 64, tmp_path / "none")
    blobs.remove(sha256)
    assert not target.exists() or target.read_bytes() == b"bytes"


@BOTH
def test_more_than_there_is_room_for_is_refused(kind: str, tmp_path: Path) -> None:
    blobs = make_blobs(kind, tmp_path)
    require_free(blobs, 1)
    with pytest.raises(StoreFullError, match="bytes free"):
        require_free(blobs, blobs.free_bytes() + 10**12)


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


@pytest.fixture(params=["folder", "memory"])
def any_store(request: pytest.FixtureRequest, root: Path) -> Iterator[Store]:
    with memory_store(root) if request.param == "memory" else Store.open(root) as opened:
        yield opened


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


def test_bytes_go_with_the_last_that_has_them(any_store: Store) -> None:
    store = any_store
    first, other = (store.ingest.put_bytes(make_offer(b"same", name=n), b"same") for n in "ab")
    assert store.trash.delete_artifact(first.artifact_id).freed_bytes == 0
    artifact = store.catalog.artifact(other.artifact_id)
    assert store.trash.delete_artifact(other.artifact_id).freed_bytes == 4
    assert list(store.blobs.walk()) == []
    for look in (store.contents.stat, store.contents.read, store.contents.local_path):
        with pytest.raises(CellkeepError) as caught:
            look(artifact)
        assert caught.value.code == "BLOB_MISSING"


def test_bytes_that_nobody_knows_are_collected_once_in_a_while(
    any_store: Store, tmp_path: Path
) -> None:
    store = any_store
    kept = store.ingest.put_bytes(make_offer(b"kept"), b"kept")
    stray = place(store.blobs, b"stray", tmp_path)
    assert {finding.kind for finding in store.maintenance.verify(0)} == {"whole", "orphan"}
    assert store.maintenance.collect_every(3600) is not None
    assert store.maintenance.collect_every(3600) is None
    done = store.maintenance.collect(orphan_age_s=0)
    assert (done.blobs, done.freed_bytes) == (1, 5)
    assert list(store.blobs.walk()) == [kept.sha256] != [stray]


def test_damage_is_found_and_healed(any_store: Store, tmp_path: Path) -> None:
    store = any_store
    receipt = store.ingest.put_bytes(make_offer(b"precious"), b"precious")
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"PRECIOUS")
    with FolderSync(tmp_path, files=1) as sync:
        store.blobs.place(str(wrong), receipt.sha256, sync)
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
