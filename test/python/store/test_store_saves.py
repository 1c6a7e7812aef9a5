"""Saving: what a receipt promises."""

from __future__ import annotations

import os
import stat
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET, structs
from store_samples import (
    assert_nothing_changed,
    blob_files,
    ingest,
    make_offer,
    make_run,
    png,
    staged_folders,
    write,
)

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Offer, Provenance, TextPreview
from cellkeep_store import Store


def test_bytes_become_a_read_only_blob_under_their_digest(store: Store) -> None:
    offer = make_offer(b"the bytes")
    receipt = store.ingest.put_bytes(offer, b"the bytes")
    path = store.contents.local_path(receipt.artifact_id)
    sha256 = offer.sha256
    assert path == store.root / "blobs" / sha256[:2] / sha256
    assert path.read_bytes() == b"the bytes"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert staged_folders(store.root) == []


def test_everything_of_an_offer_comes_back(store: Store) -> None:
    run = make_run("Läufe/🚀", tags=["a", "b"], metadata={"lr": 0.1}, notebook="x.ipynb")
    run.kernel_id = "k-1"
    offer = make_offer(
        b"x",
        run,
        "figures/перт 图",
        category="input",
        media_type="text/csv",
        provenance=Provenance(via="output", cell_id="c", execution_count=7, libraries={"a": "1"}),
        metadata={"big": 2**60, "nested": [1, {"π": None}], "z": 1, "a": 2.0},
        summary="1 × 1",
        preview=TextPreview(text="x", truncated=False),
    )
    receipt = store.ingest.put_bytes(offer, b"x", png())
    artifact = store.catalog.artifact(receipt.artifact_id)
    for field in ("name", "category", "media_type", "codec", "size", "sha256", "created_at",
                  "provenance", "metadata", "summary", "preview"):  # fmt: skip
        assert getattr(artifact, field) == getattr(offer, field)
    assert list(artifact.metadata) == ["big", "nested", "z", "a"]
    assert (artifact.id, artifact.version, artifact.kind) == (offer.id, 1, "table")
    assert artifact.run_name == run.name
    assert artifact.thumbnail
    assert store.catalog.thumbnail(artifact.id) == png()
    assert store.catalog.run(run.id).run == run


def test_the_receipt_says_what_was_stored(store: Store) -> None:
    offer = make_offer(b"x", name="cafe\u0301")
    receipt = store.ingest.put_bytes(offer, b"x")
    assert receipt.name == "café"
    assert (receipt.offer_id, receipt.run_id) == (offer.id, offer.run.id)
    assert (receipt.size, receipt.sha256, receipt.existing) == (1, offer.sha256, False)
    assert store.catalog.find_receipt(offer.id) == receipt
    assert store.catalog.find_receipt(new_id()) is None


def test_an_empty_artifact_is_stored(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b""), b"")
    assert store.contents.read(receipt.artifact_id) == b""


def test_a_repeated_offer_gets_the_same_receipt_and_stores_nothing(store: Store) -> None:
    offer = make_offer(b"once")
    first = store.ingest.put_bytes(offer, b"once")
    again = [store.ingest.put_bytes(offer, b"once"), store.ingest.offer(offer)]
    assert again == [first, first]
    assert len(store.catalog.artifacts().items) == 1


def test_a_repeated_offer_does_not_bring_a_deleted_artifact_back(store: Store) -> None:
    offer = make_offer(b"gone")
    first = store.ingest.put_bytes(offer, b"gone")
    store.trash.delete_artifact(first.artifact_id)
    assert store.ingest.put_bytes(offer, b"gone") == first
    assert store.catalog.artifacts().items == []
    assert blob_files(store.root) == []


def test_an_offer_of_known_bytes_needs_no_bytes(store: Store) -> None:
    store.ingest.put_bytes(make_offer(b"shared"), b"shared")
    receipt = store.ingest.offer(make_offer(b"shared", name="other"), png())
    assert receipt is not None
    assert not receipt.existing
    assert store.catalog.thumbnail(receipt.artifact_id) == png()
    assert len(blob_files(store.root)) == 1
    assert store.contents.has(receipt.sha256)


def test_an_offer_of_unknown_bytes_is_answered_with_none_and_changes_nothing(store: Store) -> None:
    offer = make_offer(b"new")
    assert store.ingest.offer(offer) is None
    assert not store.contents.has(offer.sha256)
    assert_nothing_changed(store)


@pytest.mark.parametrize("text", ["", "x", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_what_is_no_digest_is_no_blob(store: Store, text: str) -> None:
    assert not store.contents.has(text)


def test_the_same_name_again_is_the_next_version(store: Store) -> None:
    run = make_run()
    versions = [
        store.ingest.put_bytes(make_offer(content, run), content).version
        for content in (b"1", b"2", b"3")
    ]
    assert versions == [1, 2, 3]
    assert store.catalog.find_artifact(run.id, "loss").version == 3
    assert store.catalog.find_artifact(run.id, "loss", 1).size == 1


def test_the_same_bytes_again_make_no_new_version(store: Store) -> None:
    run = make_run()
    first = store.ingest.put_bytes(make_offer(b"x", run, metadata={"a": 1, "b": 2}), b"x")
    changes = store.catalog.last_change()
    again = store.ingest.put_bytes(make_offer(b"x", run, metadata={"b": 2, "a": 1}), b"x")
    assert again.existing
    assert (again.artifact_id, again.version) == (first.artifact_id, 1)
    assert again.stored_at == first.stored_at
    assert store.catalog.last_change() == changes


@pytest.mark.parametrize(
    "difference",
    [
        {"category": "input"},
        {"media_type": "text/plain"},
        {"codec": "pickle.v1"},
        {"metadata": {"a": 1.0}},
        {"metadata": {"a": True}},
        {"metadata": {}},
        {"new_version": True},
    ],
)
def test_the_same_bytes_make_a_new_version_where_anything_else_differs(
    store: Store, difference: dict[str, Any]
) -> None:
    run = make_run()
    store.ingest.put_bytes(make_offer(b"x", run, metadata={"a": 1}), b"x")
    receipt = store.ingest.put_bytes(
        make_offer(b"x", run, **({"metadata": {"a": 1}} | difference)), b"x"
    )
    assert (receipt.version, receipt.existing) == (2, False)
    assert len(blob_files(store.root)) == 1


def test_only_the_latest_version_counts_for_being_the_same(store: Store) -> None:
    run = make_run()
    for content in (b"1", b"2"):
        store.ingest.put_bytes(make_offer(content, run), content)
    assert store.ingest.put_bytes(make_offer(b"1", run), b"1").version == 3


def test_the_number_of_a_deleted_version_is_never_given_again(store: Store) -> None:
    run = make_run()
    for content in (b"1", b"2"):
        last = store.ingest.put_bytes(make_offer(content, run), content)
    store.trash.delete_artifact(last.artifact_id)
    assert store.ingest.put_bytes(make_offer(b"3", run), b"3").version == 3


def test_one_name_in_two_runs_is_two_artifacts(store: Store) -> None:
    receipts = [store.ingest.put_bytes(make_offer(b"x", make_run()), b"x") for _ in range(2)]
    assert [receipt.version for receipt in receipts] == [1, 1]
    assert store.catalog.resolve("loss").id == receipts[1].artifact_id


@pytest.mark.parametrize("verified", [False, True])
def test_a_consumed_file_becomes_the_blob_without_a_copy(
    store: Store, tmp_path: Path, verified: bool
) -> None:
    content = os.urandom(3_000_000)
    source = write(tmp_path / "content", content)
    done: list[int] = []
    receipt = store.ingest.put_file(
        make_offer(content), source, consume=True, verified=verified, progress=done.append
    )
    blob = store.contents.local_path(receipt.artifact_id)
    assert blob.stat().st_ino == source.stat().st_ino
    assert done[-1] == len(content)
    source.unlink()
    assert blob.read_bytes() == content


def test_a_file_that_is_not_consumed_is_copied(store: Store, tmp_path: Path) -> None:
    content = os.urandom(2_500_000)
    source = write(tmp_path / "mine", content)
    done: list[int] = []
    receipt = store.ingest.put_file(make_offer(content), source, progress=done.append)
    blob = store.contents.local_path(receipt.artifact_id)
    assert blob.stat().st_ino != source.stat().st_ino
    assert done == [0, 1 << 20, 2 << 20, len(content)]
    source.write_bytes(b"mine to change")
    assert blob.read_bytes() == content


def test_a_consumed_file_on_another_file_system_is_copied(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_args: object, **_named: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", no_link)
    source = write(tmp_path / "content", b"far away")
    receipt = store.ingest.put_file(make_offer(b"far away"), source, consume=True)
    assert store.contents.read(receipt.artifact_id) == b"far away"
    assert source.read_bytes() == b"far away"
    assert staged_folders(store.root) == []


def test_a_consumed_symlink_stores_the_bytes_and_not_the_link(store: Store, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(write(tmp_path / "target", b"behind it"))
    receipt = store.ingest.put_file(make_offer(b"behind it"), link, consume=True)
    blob = store.contents.local_path(receipt.artifact_id)
    assert not blob.is_symlink()
    assert blob.read_bytes() == b"behind it"


def test_a_file_with_unknown_digest_is_stored_in_one_reading(store: Store, tmp_path: Path) -> None:
    content = b"a,b\n1,2\n" * 300_000
    done: list[int] = []
    receipt = ingest(store, write(tmp_path / "big.csv", content), progress=done.append)
    artifact = store.catalog.artifact(receipt.artifact_id)
    assert store.contents.read(artifact.id) == content
    assert (artifact.media_type, artifact.kind) == ("text/csv", "table")
    assert done[-1] == len(content)


@pytest.mark.parametrize(
    "name", ["a/b/c", "C:\\x", "-rf", ".hidden", "CON", "x" * 512, "🙂" * 200, "‮gnp.exe"]
)
def test_a_name_is_never_a_path(store: Store, name: str) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"x", name=name), b"x")
    assert receipt.name == unicodedata.normalize("NFC", name)
    assert [path.name for path in blob_files(store.root)] == [receipt.sha256]


def test_an_offer_never_changes_a_run_that_is_there(store: Store) -> None:
    run = make_run("old name")
    store.editor.put_run(run)
    store.editor.put_run(structs.replace(run, name="new name"))
    store.ingest.put_bytes(make_offer(b"x", run), b"x")
    assert store.catalog.run(run.id).run.name == "new name"


def test_threads_may_share_a_store(store: Store) -> None:
    run = make_run()

    def save(number: int) -> None:
        for turn in range(5):
            content = f"{number}.{turn}".encode()
            store.ingest.put_bytes(make_offer(content, run), content)
            assert store.catalog.artifacts(run=run.id).items

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(8)))
    versions = sorted(item.version for item in store.catalog.artifacts(run=run.id).items)
    assert versions == list(range(1, 41))


def test_a_forked_child_may_use_its_parents_store(store: Store) -> None:
    store.ingest.put_bytes(make_offer(b"parent"), b"parent")
    child = os.fork()
    if child == 0:
        try:
            store.ingest.put_bytes(make_offer(b"child", name="from the child"), b"child")
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.catalog.resolve("from the child").size == 5
    store.ingest.put_bytes(make_offer(b"parent again"), b"parent again")
    assert store.maintenance.quick_check() == []


def test_an_offer_without_summary_or_preview_has_none(store: Store) -> None:
    offer: Offer = make_offer(b"x")
    artifact = store.catalog.artifact(store.ingest.put_bytes(offer, b"x").artifact_id)
    assert artifact.summary is UNSET
    assert artifact.preview is UNSET
    assert not artifact.thumbnail
    assert store.catalog.thumbnail(artifact.id) is None
