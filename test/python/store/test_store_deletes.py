"""Deletes: bytes go with their last artifact, and never while they are saved again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from store_samples import blob_files, make_offer, png, refused

from cellkeep_store import Store
from cellkeep_store.blobs.leases import BlobLeases

BOTH_CATALOGS = True


def test_a_delete_removes_artifact_thumbnail_and_bytes(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"12345"), b"12345", png())
    result = store.trash.delete_artifact(receipt.artifact_id)
    assert (result.artifact_id, result.freed_bytes) == (receipt.artifact_id, 5)
    assert store.catalog.thumbnail(receipt.artifact_id) is None
    assert blob_files(store.root) == []
    assert not store.contents.has(receipt.sha256)
    assert store.status().bytes == 0


def test_a_delete_leaves_bytes_that_another_artifact_has(store: Store) -> None:
    first = store.ingest.put_bytes(make_offer(b"shared"), b"shared")
    second = store.ingest.offer(make_offer(b"shared", name="second"))
    assert second is not None
    assert store.trash.delete_artifact(first.artifact_id).freed_bytes == 0
    assert store.contents.read(second.artifact_id) == b"shared"
    assert store.trash.delete_artifact(second.artifact_id).freed_bytes == 6


def test_bytes_that_vanished_are_reported_and_come_back_with_the_next_save(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"precious"), b"precious")
    store.contents.local_path(receipt.artifact_id).unlink()
    with refused("BLOB_MISSING"):
        store.contents.local_path(receipt.artifact_id)
    assert not store.contents.has(receipt.sha256)
    assert store.ingest.offer(make_offer(b"precious")) is None
    store.ingest.put_bytes(make_offer(b"precious"), b"precious")
    assert store.contents.read(receipt.artifact_id) == b"precious"


def test_a_save_between_the_two_steps_of_a_delete_keeps_its_bytes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.ingest.put_bytes(make_offer(b"shared"), b"shared")
    remove_all = BlobLeases.remove_all
    saved: list[str] = []

    def save_then_remove(leases: BlobLeases, digests: Iterable[str]) -> set[str]:
        saved.append(store.ingest.put_bytes(make_offer(b"shared"), b"shared").artifact_id)
        return remove_all(leases, digests)

    monkeypatch.setattr(BlobLeases, "remove_all", save_then_remove)
    assert store.trash.delete_artifact(first.artifact_id).freed_bytes == 0
    assert store.contents.read(saved[0]) == b"shared"


def test_a_delete_while_known_bytes_are_saved_again_asks_for_the_bytes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.ingest.put_bytes(make_offer(b"shared"), b"shared")
    shared = BlobLeases.shared

    def delete_then_share(leases: BlobLeases, digests: Iterable[str]) -> Any:
        if any(item.id == first.artifact_id for item in store.catalog.artifacts().items):
            store.trash.delete_artifact(first.artifact_id)
        return shared(leases, digests)

    monkeypatch.setattr(BlobLeases, "shared", delete_then_share)
    assert store.ingest.offer(make_offer(b"shared")) is None
    receipt = store.ingest.put_bytes(make_offer(b"shared"), b"shared")
    assert store.contents.read(receipt.artifact_id) == b"shared"
