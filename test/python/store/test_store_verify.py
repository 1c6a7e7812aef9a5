"""`Maintenance.verify`: what it finds, and how a store heals."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from store_samples import blob_files, make_offer, make_run

from cellkeep_store import Store
from cellkeep_store.maintenance.verify import Finding


def damage(path: Path) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    path.chmod(0o444)


def only(store: Store) -> Finding:
    (finding,) = store.maintenance.verify(orphan_age_s=0)
    return finding


def test_a_sound_store_has_only_whole_blobs(store: Store) -> None:
    for number in range(5):
        content = os.urandom(1000 * number)
        store.ingest.put_bytes(make_offer(content, name=f"a{number}"), content)
    findings = list(store.maintenance.verify(orphan_age_s=0))
    assert [(finding.ok, finding.kind) for finding in findings] == [(True, "whole")] * 5
    assert store.maintenance.quick_check() == []


def test_one_changed_bit_is_found_and_every_artifact_that_has_it_named(store: Store) -> None:
    run = make_run("exp")
    receipt = store.ingest.put_bytes(make_offer(b"precious bytes", run, "a"), b"precious bytes")
    store.ingest.offer(make_offer(b"precious bytes", run, "b"))
    damage(store.contents.local_path(receipt.artifact_id))
    finding = only(store)
    assert (finding.ok, finding.kind, finding.sha256) == (False, "damaged", receipt.sha256)
    assert finding.artifacts == ["exp: a v1", "exp: b v1"]
    assert "exp: a v1" in finding.message
    assert store.maintenance.quick_check() == [f"the bytes {receipt.sha256} are damaged"]


def test_saving_the_same_thing_again_heals_what_verify_found(store: Store) -> None:
    run = make_run()
    receipt = store.ingest.put_bytes(make_offer(b"precious bytes", run), b"precious bytes")
    damage(store.contents.local_path(receipt.artifact_id))
    assert not only(store).ok
    assert not store.contents.has(receipt.sha256)
    assert store.ingest.offer(make_offer(b"precious bytes", run)) is None  # send the bytes, please
    again = store.ingest.put_bytes(make_offer(b"precious bytes", run), b"precious bytes")
    assert again.existing
    assert only(store).ok
    assert store.contents.read(receipt.artifact_id) == b"precious bytes"
    assert store.contents.has(receipt.sha256)


def test_a_blob_that_was_brought_back_is_whole_again(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"precious"), b"precious")
    path = store.contents.local_path(receipt.artifact_id)
    damage(path)
    assert not only(store).ok
    path.unlink()
    path.write_bytes(b"precious")
    assert only(store).ok
    assert store.contents.has(receipt.sha256)


def test_a_cut_off_blob_is_noticed_without_verify(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"precious"), b"precious")
    path = store.contents.local_path(receipt.artifact_id)
    path.chmod(0o644)
    os.truncate(path, 3)
    assert not store.contents.has(receipt.sha256)
    assert only(store).kind == "damaged"


def test_a_missing_blob_is_found(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"gone"), b"gone")
    store.contents.local_path(receipt.artifact_id).unlink()
    finding = only(store)
    assert (finding.ok, finding.kind) == (False, "missing")
    assert store.maintenance.quick_check() == [f"the bytes {receipt.sha256} are gone"]


def test_a_blob_that_cannot_be_read_is_damaged_not_a_crash(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.ingest.put_bytes(make_offer(b"on a bad sector"), b"on a bad sector")

    def fail(_file: object) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("cellkeep_store.maintenance.verify.hash_stream", fail)
    finding = only(store)
    assert (finding.ok, finding.kind) == (False, "damaged")
    assert "Input/output error" in finding.message


def test_bytes_that_no_artifact_has_are_found_and_can_be_removed(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"kept"), b"kept")
    stray = store.root / "blobs" / "ab" / ("abcd" + "0" * 60)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"left over")
    kinds = {finding.sha256: finding for finding in store.maintenance.verify(orphan_age_s=0)}
    assert kinds[stray.name].kind == "orphan"
    assert kinds[stray.name].ok
    assert store.maintenance.remove_orphan(stray.name)
    assert not store.maintenance.remove_orphan(receipt.sha256)
    assert [path.name for path in blob_files(store.root)] == [receipt.sha256]


def test_bytes_that_may_be_under_way_are_no_orphans(store: Store) -> None:
    stray = store.root / "blobs" / "ab" / ("abcd" + "0" * 60)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"just arriving")
    assert list(store.maintenance.verify()) == []


def test_verify_may_run_while_others_save_and_delete(store: Store) -> None:
    stop = threading.Event()

    def churn() -> None:
        while not stop.is_set():
            content = os.urandom(500)
            receipt = store.ingest.put_bytes(make_offer(content), content)
            store.trash.delete_artifact(receipt.artifact_id)

    with ThreadPoolExecutor(1) as pool:
        churning = pool.submit(churn)
        try:
            for _ in range(10):
                assert all(finding.ok for finding in store.maintenance.verify())
        finally:
            stop.set()
        churning.result()
