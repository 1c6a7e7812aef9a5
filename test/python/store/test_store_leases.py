"""Files are touched under leases and outside of transactions, also beside an older Cellkeep."""

from __future__ import annotations

import io
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from store_samples import blob_files, make_offer, make_run

from cellkeep_core.errors import CellkeepError
from cellkeep_store import BatchItem, Store
from cellkeep_store.blobs.folder import BlobFolder
from cellkeep_store.catalog import commit, removal
from cellkeep_store.catalog.database import Database
from cellkeep_store.syncing import FolderSync

BOTH_CATALOGS = True
CONTENT = b"the same bytes"


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What was done to files inside write transactions."""
    inside = threading.local()
    done: Counter[str] = Counter()
    writing = Database._writing

    @contextmanager
    def watched_write(database: Database, runs: Any) -> Iterator[Connection]:
        with writing(database, runs) as tx:
            inside.now = True
            try:
                yield tx
            finally:
                inside.now = False

    def watch(kind: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(kind, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            done[name] += getattr(inside, "now", False)
            return real(*arguments, **named)

        monkeypatch.setattr(kind, name, counted)

    monkeypatch.setattr(Database, "_writing", watched_write)
    for name in ("stat", "open", "prepare", "place", "remove", "walk", "link", "local_path"):
        watch(BlobFolder, name)
    for name in ("wait", "changed", "wrote"):
        watch(FolderSync, name)
    for name in ("fsync", "replace", "rename", "link", "mkdir", "unlink", "open", "stat"):
        watch(os, name)
    return done


def touched_in(touched: Counter[str]) -> dict[str, int]:
    found = {name: count for name, count in touched.items() if count}
    touched.clear()
    return found


def test_no_file_is_touched_inside_a_write_transaction(
    store: Store, touched: Counter[str], tmp_path: Path
) -> None:
    store.limit.change(10**9)
    source = tmp_path / "source"
    source.write_bytes(b"a file")
    run = make_run()
    touched.clear()
    offer = make_offer(b"an upload", run)
    upload = store.uploads.create(offer.size, offer=offer)
    upload.write(0, b"an upload")
    upload.finish()
    store.ingest.put_file(make_offer(b"a file", run), source, consume=True)
    store.ingest.put_stream(make_offer(b"a stream", run), io.BytesIO(b"a stream"))
    first = store.ingest.put_bytes(make_offer(CONTENT, run), CONTENT)
    many = [b"%d" % turn for turn in range(20)]
    store.ingest.put_many([BatchItem(make_offer(each, run, f"{each!r}"), each) for each in many])
    assert store.ingest.offer(make_offer(CONTENT, run, "again")) is not None
    # For one release a look, once for each artifact, at what an older Cellkeep may have removed.
    assert touched_in(touched) == {"stat": 2 * (4 + 20 + 1)}  # ours, and the system's by it

    path = store.contents.local_path(first.artifact_id)
    path.chmod(0o600)
    path.write_bytes(b"THE SAME BYTES")
    assert not store.maintenance.check_blob(first.sha256)
    store.ingest.put_bytes(make_offer(CONTENT, run, "healed"), CONTENT)
    path.chmod(0o600)
    path.write_bytes(CONTENT)
    assert {one.kind for one in store.maintenance.verify(0)} == {"whole"}
    touched_in(touched)

    store.trash.delete(run_id=run.id)
    store.trash.purge(everything=True)
    (store.root / "blobs" / "ab").mkdir(exist_ok=True)
    (store.root / "blobs" / "ab" / ("ab" * 32)).write_bytes(b"an orphan")
    assert store.maintenance.collect(orphan_age_s=0).blobs == 1
    assert blob_files(store.root) == []
    assert touched_in(touched) == {}


def test_bytes_that_an_older_cellkeep_removed_meanwhile_are_missed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = make_offer(CONTENT)
    writing = Database._writing

    def remove_first(database: Database, runs: Any) -> Any:
        monkeypatch.setattr(Database, "_writing", writing)
        # It asks for no lease, and removes inside its transaction what the catalog does not know.
        with writing(database, runs) as tx:
            assert not commit.find_blobs(tx, [offer.sha256])
            assert store.blobs.remove(offer.sha256)
        return writing(database, runs)

    monkeypatch.setattr(Database, "_writing", remove_first)
    with pytest.raises(CellkeepError, match="older Cellkeep") as caught:
        store.ingest.put_bytes(offer, CONTENT)
    assert caught.value.retryable
    assert store.catalog.artifacts().items == []
    receipt = store.ingest.put_bytes(offer, CONTENT)
    assert store.contents.read(receipt.artifact_id) == CONTENT


def older_save(store: Store, tmp_path: Path, inside: Callable[[], None]) -> None:
    """Save `CONTENT` as before there were leases: the file is placed inside the transaction."""
    offer = make_offer(CONTENT, name="by an older one")
    staged = tmp_path / "staged"
    staged.write_bytes(CONTENT)
    with store.database.write() as tx, FolderSync(tmp_path, files=1) as sync:
        rows = commit.find_blobs(tx, [offer.sha256])
        store.blobs.place(str(staged), offer.sha256, sync)
        inside()
        commit.commit_offers(tx, [(offer, None)], rows)


def test_bytes_that_an_older_cellkeep_is_saving_are_not_removed(
    store: Store, tmp_path: Path
) -> None:
    receipt = store.ingest.put_bytes(make_offer(CONTENT), CONTENT)
    with store.database.write() as tx:  # a delete that was cut short
        removal.delete_rows(tx, [receipt.artifact_id])
    removed: list[bool] = []
    with Store.open(store.root) as older:
        remover = threading.Thread(
            target=lambda: removed.append(store.maintenance.remove_orphan(receipt.sha256))
        )

        def remove_meanwhile() -> None:
            remover.start()
            remover.join(0.3)

        older_save(older, tmp_path, remove_meanwhile)
        remover.join()
    assert removed == [False]
    (artifact,) = store.catalog.artifacts().items
    assert store.contents.read(artifact) == CONTENT


def test_bytes_that_an_older_cellkeep_saves_after_the_look_are_not_removed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = store.ingest.put_bytes(make_offer(CONTENT), CONTENT)
    with store.database.write() as tx:
        removal.delete_rows(tx, [receipt.artifact_id])
    write = Database.write

    @contextmanager
    def save_after(database: Database) -> Iterator[Connection]:
        monkeypatch.setattr(Database, "write", write)
        with write(database) as tx:
            yield tx
        older_save(store, tmp_path, lambda: None)

    monkeypatch.setattr(Database, "write", save_after)
    assert not store.maintenance.remove_orphan(receipt.sha256)
    (artifact,) = store.catalog.artifacts().items
    assert store.contents.read(artifact) == CONTENT
