"""Receipts on bytes that came in parts, of which nobody has read the whole yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import UNSET
from presigned_client import (
    LARGE,
    digest,
    left_over,
    objects_of,
    offered,
    send,
    signs,
    stored,
)
from sqlalchemy import Connection
from store_samples import make_offer, make_run

from cellkeep_core.protocol import Artifact
from cellkeep_server.content.integrity import BlobIntegrity
from cellkeep_store import Store
from cellkeep_store.catalog import queries
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.person import Person


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


@pytest.mark.parametrize(
    "look",
    [
        lambda store, artifact: store.contents.read(artifact) == LARGE,
        lambda store, artifact: store.contents.stat(artifact).size == len(LARGE),
        lambda store, artifact: BlobIntegrity().require(store, artifact) is None,
        lambda store, artifact: store.contents.by_blob(
            artifact, lambda blob: store.addresses.of(blob, "attachment")
        ),
    ],
    ids=["read", "stat", "require intact", "address"],
)
def test_what_is_read_as_a_whole_just_now_is_found_and_is_not_damaged(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch, look: Callable[[Store, Artifact], bool]
) -> None:
    store, other = stores
    receipt = stored(store, make_offer(LARGE), LARGE)
    artifact = store.catalog.artifact(receipt.artifact_id)
    assert artifact.verified == "parts"
    blob_of, read = queries.blob_of, []

    def blob_of_before(tx: Connection, artifact_id: str) -> str | None:
        blob = blob_of(tx, artifact_id)
        if not read:
            read.append(True)
            assert other.maintenance.read_parts() == 1
        return blob

    monkeypatch.setattr(queries, "blob_of", blob_of_before)
    assert look(store, artifact)
    assert read


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
