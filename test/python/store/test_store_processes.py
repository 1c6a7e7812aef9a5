"""Several processes on one store, and processes that are killed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from store_samples import all_of, blob_files, make_offer, make_run, staged_folders

from cellkeep_core.files import hash_file
from cellkeep_core.protocol import to_json
from cellkeep_store import Store

HERE = Path(__file__).parent


def start(what: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "store_children.py", what, *map(str, arguments)],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_ten_processes_saving_one_name_get_versions_without_gaps_or_repeats(store: Store) -> None:
    run = make_run()
    count = 8
    children = [start("save_versions", store.root, to_json(run).decode(), count) for _ in range(10)]
    outputs = [child.communicate(timeout=90)[0] for child in children]
    assert [child.returncode for child in children] == [0] * 10
    told = sorted(int(line) for output in outputs for line in output.split())
    assert told == list(range(1, 10 * count + 1))
    assert sorted(each.version for each in store.catalog.artifacts(limit=1000).items) == told
    for output in outputs:  # each process saw its own versions grow
        own = [int(line) for line in output.split()]
        assert own == sorted(own)
    assert all(finding.ok for finding in store.maintenance.verify())


def test_a_delete_never_takes_the_bytes_of_a_save_under_way(store: Store) -> None:
    run = to_json(make_run()).decode()
    children = [start("save_and_delete_the_same", store.root, run, 25) for _ in range(4)]
    for child in children:
        child.communicate(timeout=90)
    assert [child.returncode for child in children] == [0] * 4
    left = store.catalog.artifacts().items
    assert len(left) == 4
    assert [finding.kind for finding in store.maintenance.verify(orphan_age_s=0)] == ["whole"]
    for artifact in left:
        store.trash.delete_artifact(artifact.id)
    assert blob_files(store.root) == []


def test_a_clean_up_never_takes_the_bytes_of_a_save_of_another_process(store: Store) -> None:
    run = to_json(make_run()).decode()
    children = [start("save_and_delete_the_same", store.root, run, 25) for _ in range(2)]
    cleaned = 0
    while any(child.poll() is None for child in children):
        store.maintenance.collect(trash_days=-1, orphan_age_s=0)
        cleaned += 1
    for child in children:
        child.communicate(timeout=90)
    # Each of them read its bytes back after every save.
    assert [child.returncode for child in children] == [0] * 2
    assert cleaned > 1
    assert len(store.catalog.artifacts().items) == 2
    assert [finding.kind for finding in store.maintenance.verify(orphan_age_s=0)] == ["whole"]


@pytest.mark.parametrize("consume", [True, pytest.param(False, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "step",
    [
        "staged",
        "leased",
        "before the blob is placed",
        "after the blob is placed",
        "before the commit",
        "after the commit",
    ],
)
def test_killed_at_a_step_a_save_is_whole_or_not_there_and_can_be_repeated(
    root: Path, step: str, consume: bool
) -> None:
    Store.open(root).close()
    child = start("die_at", root, step, consume)
    child.communicate(timeout=60)
    assert child.returncode == -9
    content = b"saved once" * 1000
    offer = make_offer(content, id="a" * 32)
    with Store.open(root) as store:
        committed = step == "after the commit"
        assert (store.catalog.find_receipt(offer.id) is not None) is committed
        assert len(store.catalog.artifacts().items) == committed
        assert store.maintenance.quick_check() == []
        # Its source is still there, as the spool's would be; the next start saves it again.
        receipt = store.ingest.put_file(offer, root.parent / "source", consume=consume)
        assert (receipt.version, receipt.existing) == (1, False)
        assert store.contents.read(receipt.artifact_id) == content
        assert [finding.kind for finding in store.maintenance.verify(orphan_age_s=0)] == ["whole"]
        store.uploads.expire(older_than_s=0)
        assert staged_folders(root) == []


@pytest.mark.parametrize(
    "step",
    ["rows gone", "leased", "before the file is removed", "after the file is removed"],
)
def test_killed_at_a_step_a_delete_leaves_at_most_a_file_too_many(root: Path, step: str) -> None:
    content = b"deleted"
    with Store.open(root) as store:
        receipt = store.ingest.put_bytes(make_offer(content), content)
    child = start("die_deleting", root, step, receipt.artifact_id)
    child.communicate(timeout=60)
    assert child.returncode == -9
    with Store.open(root) as store:
        assert store.catalog.artifacts().items == []
        left = [finding.kind for finding in store.maintenance.verify(orphan_age_s=0)]
        assert left == ([] if step == "after the file is removed" else ["orphan"])
        # Nobody holds the lease any more.
        assert store.maintenance.collect(orphan_age_s=0).blobs == len(left)
        again = store.ingest.put_bytes(make_offer(content), content)
        assert store.contents.read(again.artifact_id) == content


def test_killed_at_random_moments_everything_with_a_receipt_is_whole(
    root: Path, tmp_path: Path
) -> None:
    chance = random.Random(5)
    Store.open(root).close()
    promised: list[list[str]] = []
    sources = tmp_path / "sources"
    sources.mkdir()
    for seed in range(6):
        child = start("save_for_ever", root, sources, seed)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        timer = threading.Timer(chance.uniform(0.05, 0.6), child.kill)
        timer.start()
        output = child.stdout.read()
        child.wait(timeout=10)
        timer.join()
        child.stdout.close()
        lines = output.split("\n")
        promised.extend(json.loads(line) for line in lines[:-1])
    assert promised, "the children were killed before they saved anything"
    with Store.open(root) as store:
        listed = {artifact.id: artifact for artifact in all_of(store.catalog.artifacts, limit=1000)}
        for artifact_id, sha256 in promised:
            assert listed[artifact_id].sha256 == sha256
        for artifact in listed.values():  # nothing half visible either
            assert hash_file(store.contents.local_path(artifact.id)) == artifact.sha256
        assert store.maintenance.quick_check() == []
        # At most the one that was under way at each kill has no receipt in our hands.
        assert len(listed) <= len(promised) + 6
        store.uploads.expire(older_than_s=0)
        assert staged_folders(root) == []
        for finding in list(store.maintenance.verify(orphan_age_s=0)):
            assert finding.ok
            if finding.kind == "orphan":
                assert store.maintenance.remove_orphan(finding.sha256)
        assert {finding.kind for finding in store.maintenance.verify(orphan_age_s=0)} == {"whole"}


def test_changes_of_another_process_are_seen(store: Store) -> None:
    run = make_run()
    before = store.catalog.last_change()
    child = start("save_versions", store.root, to_json(run).decode(), 2)
    child.communicate(timeout=60)
    assert [event.kind for event in store.catalog.changes_since(before)] == [
        "run",
        "stored",
        "stored",
    ]


def test_a_reader_is_not_held_up_by_a_writer(store: Store) -> None:
    store.ingest.put_bytes(make_offer(b"x"), b"x")
    with store.database.write():
        begun = time.monotonic()
        assert len(store.catalog.artifacts().items) == 1
        assert time.monotonic() - begun < 1
