"""Many small offers at once: each as if it came alone, in a few steps of the disk."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from msgspec import structs
from store_samples import (
    assert_nothing_changed,
    blob_files,
    make_offer,
    make_run,
    png,
    staged_folders,
)

from cellkeep_core.errors import CellkeepError, StoreFullError
from cellkeep_core.protocol import Receipt, to_json
from cellkeep_store import BatchItem, Store, syncing
from cellkeep_store.blobs.leases import BlobLeases

BOTH_CATALOGS = True
HERE = Path(__file__).parent


def receipts_of(outcomes: list[Receipt | CellkeepError | None]) -> list[Receipt]:
    assert all(isinstance(outcome, Receipt) for outcome in outcomes), outcomes
    return [outcome for outcome in outcomes if isinstance(outcome, Receipt)]


def code_of(outcome: Receipt | CellkeepError | None) -> str:
    assert isinstance(outcome, CellkeepError), outcome
    return outcome.code


def test_a_batch_gives_each_offer_its_receipt_and_everything_comes_back(store: Store) -> None:
    run, other = make_run(), make_run("other")
    contents = [f"content {turn}".encode() for turn in range(60)]
    items = [
        BatchItem(
            make_offer(content, other if turn % 7 == 0 else run, f"folder/{turn}"),
            content,
            png() if turn % 5 == 0 else None,
        )
        for turn, content in enumerate(contents)
    ]
    receipts = receipts_of(store.ingest.put_many(items))
    for item, receipt, content in zip(items, receipts, contents, strict=True):
        assert receipt.offer_id == receipt.artifact_id == item.offer.id
        assert (receipt.version, receipt.existing, receipt.size) == (1, False, len(content))
        assert store.catalog.find_receipt(item.offer.id) == receipt
        artifact = store.catalog.artifact(receipt.artifact_id)
        assert artifact.thumbnail is (item.thumbnail is not None)
        assert artifact.provenance == item.offer.provenance
        path = store.contents.local_path(receipt.artifact_id)
        assert path.read_bytes() == content
        assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o444
    assert staged_folders(store.root) == []
    assert all(finding.kind == "whole" for finding in store.maintenance.verify(orphan_age_s=0))
    # Changes in the order of the offers, and each run knows its last one.
    stored = [event for event in store.catalog.changes_since(0) if event.kind == "stored"]
    assert [event.artifact_id for event in stored] == [item.offer.id for item in items]
    assert {info.run.id: info.artifacts for info in store.catalog.runs().items} == {
        run.id: 51,
        other.id: 9,
    }
    last = {event.run_id: event.seq for event in stored}
    newest_first = sorted(last, key=lambda run_id: -last[run_id])
    assert [info.run.id for info in store.catalog.runs().items] == newest_first


def test_more_than_a_statement_takes_is_found_and_known_by_any_name(store: Store) -> None:
    run = make_run()
    odd = ["it's", 'say "so"', "back\\slash", "%s :name ?", "Grün/σημείο 🜁"]
    its_names = [f"{odd[turn % 5]} number{turn}" for turn in range(1_203)]

    def items(what: str) -> list[BatchItem]:
        contents = [f"{what} {name}".encode() for name in its_names]
        return [
            BatchItem(make_offer(content, run, name), content)
            for name, content in zip(its_names, contents, strict=True)
        ]

    receipts_of(store.ingest.put_many(items("first")))
    assert {receipt.version for receipt in receipts_of(store.ingest.put_many(items("second")))} == {
        2
    }
    assert store.catalog.run(run.id).artifacts == 2 * 1_203
    for turn in (0, 499, 500, 501, 1_000, 1_202):
        found = store.catalog.artifacts(q=f"number{turn}", name=its_names[turn]).items
        assert [(one.name, one.version) for one in found] == [
            (its_names[turn], 2),
            (its_names[turn], 1),
        ]


def test_what_is_wrong_with_one_is_told_of_that_one_alone(store: Store) -> None:
    run = make_run()
    taken = make_offer(b"taken")
    store.ingest.put_bytes(taken, b"taken")
    good = make_offer(b"good", run)
    items = [
        BatchItem(make_offer(b"right", run, "flipped"), b"wrong"),
        BatchItem(make_offer(b"long", run, "cut"), b"lon"),
        BatchItem(good, b"good"),
        BatchItem(make_offer(b"x", run, "../up"), b"x"),
        BatchItem(make_offer(b"x", run, "category", category="result"), b"x"),
        BatchItem(make_offer(b"x", run, "type", media_type="text"), b"x"),
        BatchItem(make_offer(b"other", id=taken.id), b"other"),
        BatchItem(make_offer(b"x", run, "thumbnail"), b"x", b"\0" * (1 << 20 | 1)),
        BatchItem(make_offer(b"unknown", run, "asked")),
        BatchItem(make_offer(b"taken", run, "known")),
        BatchItem(make_offer(b"taken", run, "wrong size", size=4)),
    ]
    outcomes = store.ingest.put_many(items)
    assert code_of(outcomes[0]) == "DIGEST_MISMATCH"
    assert code_of(outcomes[1]) == "SIZE_MISMATCH"
    assert isinstance(outcomes[2], Receipt)
    assert code_of(outcomes[3]) == "BAD_NAME"
    assert code_of(outcomes[4]) == "UNKNOWN_CATEGORY"
    assert code_of(outcomes[5]) == "BAD_MEDIA_TYPE"
    assert code_of(outcomes[6]) == "ID_CONFLICT"
    assert code_of(outcomes[7]) == "TOO_LARGE"
    assert outcomes[8] is None
    assert isinstance(outcomes[9], Receipt)
    assert code_of(outcomes[10]) == "SIZE_MISMATCH"
    assert {each.name for each in store.catalog.artifacts().items} == {"loss", "known"}
    assert len(blob_files(store.root)) == 2
    assert store.maintenance.quick_check() == []


def test_a_batch_of_nothing_and_of_bad_ones_only_changes_nothing(store: Store) -> None:
    assert store.ingest.put_many([]) == []
    assert (
        code_of(store.ingest.put_many([BatchItem(make_offer(b"a"), b"b")])[0]) == "DIGEST_MISMATCH"
    )
    assert store.ingest.put_many([BatchItem(make_offer(b"a"))]) == [None]
    assert_nothing_changed(store)


def test_repeats_inside_a_batch_and_of_a_batch(store: Store) -> None:
    run = make_run()
    first = make_offer(b"same", run)
    again = make_offer(b"same", run)
    fresh = make_offer(b"same", run, new_version=True)
    other = make_offer(b"other", run)
    conflict = structs.replace(make_offer(b"third", run), id=first.id)
    items = [
        BatchItem(first, b"same"),
        BatchItem(first, b"same"),
        BatchItem(again, b"same"),
        BatchItem(fresh, b"same"),
        BatchItem(other, b"other"),
        BatchItem(conflict, b"third"),
        BatchItem(make_offer(b"same", run, "asked after its bytes came")),
    ]
    outcomes = store.ingest.put_many(items)
    receipts = receipts_of(outcomes[:5])
    assert receipts[1] == receipts[0]
    assert (receipts[2].existing, receipts[2].artifact_id) == (True, first.id)
    assert [receipt.version for receipt in receipts] == [1, 1, 1, 2, 3]
    assert code_of(outcomes[5]) == "ID_CONFLICT"
    assert isinstance(outcomes[6], Receipt)
    assert len(blob_files(store.root)) == 2
    change = store.catalog.last_change()
    assert receipts_of(store.ingest.put_many(items[:5])) == receipts
    assert store.catalog.last_change() == change


def test_versions_go_on_from_what_is_there_and_deleted_numbers_never_come_again(
    store: Store,
) -> None:
    run = make_run()
    for turn in range(3):
        last = store.ingest.put_bytes(make_offer(b"%d" % turn, run), b"%d" % turn)
    store.trash.delete_artifact(last.artifact_id)
    contents = [b"1", b"new", b"newer", b"newer"]
    items = [BatchItem(make_offer(content, run), content) for content in contents]
    receipts = receipts_of(store.ingest.put_many(items))
    assert [(one.version, one.existing) for one in receipts] == [
        (2, True),
        (4, False),
        (5, False),
        (5, True),
    ]
    assert store.ingest.put_bytes(make_offer(b"last", run), b"last").version == 6


def test_a_damaged_and_a_missing_blob_are_replaced(store: Store) -> None:
    damaged, missing = (
        store.ingest.put_bytes(make_offer(content), content) for content in (b"damaged", b"missing")
    )
    path = store.contents.local_path(damaged.artifact_id)
    path.chmod(0o600)
    path.write_bytes(b"DAMAGED")
    store.contents.local_path(missing.artifact_id).unlink()
    assert {finding.kind for finding in store.maintenance.verify()} == {"damaged", "missing"}
    asked = store.ingest.put_many(
        [BatchItem(make_offer(b"damaged")), BatchItem(make_offer(b"missing"))]
    )
    assert asked == [None, None]
    contents = (b"damaged", b"missing")
    receipts_of(store.ingest.put_many([BatchItem(make_offer(each), each) for each in contents]))
    assert path.read_bytes() == b"damaged"
    assert {finding.kind for finding in store.maintenance.verify(orphan_age_s=0)} == {"whole"}


def test_a_limit_keeps_out_what_would_pass_it_and_takes_the_rest(root: Path) -> None:
    with Store.open(root, limit_bytes=10) as store:
        contents = [b"123456", b"abcde", b"123456", b"wxyz", b"!"]
        items = [BatchItem(make_offer(each, name=f"{i}"), each) for i, each in enumerate(contents)]
        outcomes = store.ingest.put_many(items)
        assert [isinstance(one, Receipt) for one in outcomes] == [True, False, True, True, False]
        assert isinstance(outcomes[1], StoreFullError)
        assert store.status().bytes == 10
        assert len(blob_files(root)) == 2


def test_large_batches_are_several_transactions(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cellkeep_store.ingest.arrival.MOST_ITEMS", 7)
    monkeypatch.setattr("cellkeep_store.ingest.committer.MOST_BYTES", 20)
    contents = [bytes([turn]) * (1 + turn % 9) for turn in range(40)]
    run = make_run()
    items = [BatchItem(make_offer(each, run, f"{i}"), each) for i, each in enumerate(contents)]
    receipts = receipts_of(store.ingest.put_many(items))
    assert [store.contents.read(one.artifact_id) for one in receipts] == contents


def test_where_the_disk_cannot_be_synced_at_once_each_file_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing, "_syncfs", lambda: None)
    synced: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (synced.append(1), real(descriptor)))
    contents = [b"%d" % turn for turn in range(5)]
    receipts_of(store.ingest.put_many([BatchItem(make_offer(each), each) for each in contents]))
    assert len(synced) >= len(contents)
    assert all(finding.kind == "whole" for finding in store.maintenance.verify(orphan_age_s=0))


@pytest.mark.parametrize("moment", ["first", "second"])
def test_a_disk_that_refuses_leaves_nothing_half_done(
    store: Store, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    run = make_run()
    waits: list[int] = []
    real = syncing.FolderSync.wait

    def refuse(sync: syncing.FolderSync) -> None:
        waits.append(1)
        if len(waits) == (1 if moment == "first" else 2):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(sync)

    monkeypatch.setattr(syncing.FolderSync, "wait", refuse)
    contents = [b"%d" % turn for turn in range(9)]
    items = [BatchItem(make_offer(each, run, f"{i}"), each) for i, each in enumerate(contents)]
    assert {code_of(one) for one in store.ingest.put_many(items)} == {"STORE_FULL"}
    assert_nothing_changed(store)
    assert {receipt.version for receipt in receipts_of(store.ingest.put_many(items))} == {1}


def test_a_blob_that_is_deleted_between_look_and_commit_is_written_after_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = store.ingest.put_bytes(make_offer(b"there"), b"there")
    real = BlobLeases.shared

    def delete_first(leases: BlobLeases, digests: Iterable[str]) -> AbstractContextManager[None]:
        monkeypatch.setattr(BlobLeases, "shared", real)
        with Store.open(store.root) as another:
            another.trash.delete_artifact(there.artifact_id)
        return real(leases, digests)

    monkeypatch.setattr(BlobLeases, "shared", delete_first)
    items = [BatchItem(make_offer(each, name=each.decode()), each) for each in (b"there", b"new")]
    for receipt in receipts_of(store.ingest.put_many(items)):
        assert store.contents.read(receipt.artifact_id) == receipt.name.encode()


def test_ten_processes_batching_the_same_names_get_versions_without_gaps(store: Store) -> None:
    run = to_json(make_run()).decode()
    children = [
        subprocess.Popen(
            [sys.executable, "store_children.py", "save_batches", str(store.root), run, "4"],
            cwd=HERE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(10)
    ]
    outputs = [child.communicate(timeout=120)[0] for child in children]
    assert [child.returncode for child in children] == [0] * 10
    told: dict[str, list[int]] = {}
    for output in outputs:
        for name, version in json.loads(output):
            told.setdefault(name, []).append(version)
    assert set(told) == {"a", "b", "c"}
    for versions in told.values():
        assert sorted(versions) == list(range(1, len(versions) + 1))
    assert all(finding.kind == "whole" for finding in store.maintenance.verify(orphan_age_s=0))


STEPS = (
    *("in staging", "folders made", "synced", "leased", "half of them moved", "all moved"),
    "rows written",
)


@pytest.mark.parametrize("step", [*STEPS, "committed"])
def test_killed_at_a_step_a_batch_is_whole_or_not_there_and_can_be_repeated(
    root: Path, step: str
) -> None:
    Store.open(root).close()
    child = subprocess.run(
        [sys.executable, "store_children.py", "die_in_batch", str(root), step],
        cwd=HERE,
        timeout=60,
        check=False,
    )
    assert child.returncode == -9
    contents = [b"content %d" % turn for turn in range(6)]
    items = [
        BatchItem(make_offer(each, name=f"{i}", id=f"{i:032x}"), each)
        for i, each in enumerate(contents)
    ]
    with Store.open(root) as store:
        committed = step == "committed"
        assert len(store.catalog.artifacts().items) == (6 if committed else 0)
        assert store.maintenance.quick_check() == []
        receipts = receipts_of(store.ingest.put_many(items))
        assert [(one.version, one.existing) for one in receipts] == [(1, False)] * 6
        assert [store.contents.read(one.artifact_id) for one in receipts] == contents
        assert {finding.kind for finding in store.maintenance.verify(orphan_age_s=0)} == {"whole"}
        store.uploads.expire(older_than_s=0)
        assert staged_folders(root) == []
