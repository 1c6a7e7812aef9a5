"""Small blobs that share an object of a storage: saved, deleted, cleaned up and harmed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from store_samples import make_offer, make_run
from test_store_service import Service, keys, rows_of_objects

from cellkeep_core.protocol import Receipt, Run
from cellkeep_store import BatchItem, Store
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog import objects
from run_script import run_script

SIZE = 1000


def save_all(store: Store, contents: list[bytes], run: Run | None = None) -> list[Receipt]:
    run = run or make_run()
    items = [BatchItem(make_offer(each, run, f"{n}"), each) for n, each in enumerate(contents)]
    receipts = store.ingest.put_many(items)
    assert all(isinstance(one, Receipt) for one in receipts)
    return receipts  # type: ignore[return-value]


def save_ten(store: Store) -> tuple[list[bytes], list[Receipt]]:
    contents = [os.urandom(SIZE) for _ in range(10)]
    return contents, save_all(store, contents)


def place_of(store: Store, receipt: Receipt) -> objects.Place:
    with store.database.read() as tx:
        return objects.places_of(tx, [receipt.sha256])[receipt.sha256]


def assert_whole(store: Store, receipts: list[Receipt], contents: list[bytes]) -> None:
    assert [store.contents.read(one.artifact_id) for one in receipts] == contents
    assert {finding.kind for finding in store.maintenance.verify(0)} == {"whole"}
    assert rows_of_objects(store) == 0


def test_a_run_shares_an_object_which_is_never_addressed(
    servers: list[Store], service: Service
) -> None:
    store = servers[0]
    large = os.urandom(store.blobs.most_packed + 1)
    first, other = make_run("first"), make_run("other")
    contents = [b"one", b"", b"two", large, b"three", b"four", b"alone"]
    runs = [first, first, first, first, other, other, make_run("third")]
    offers = [
        make_offer(content, run, f"{n}")
        for n, (content, run) in enumerate(zip(contents, runs, strict=True))
    ]
    items = [BatchItem(*its) for its in zip(offers, contents, strict=True)]
    receipts = [one for one in store.ingest.put_many(items) if isinstance(one, Receipt)]
    assert_whole(servers[1], receipts, contents)
    places = [place_of(store, one) for one in receipts]
    assert len({one.key for one in places}) == len(keys(service)) == 4
    assert places[0].key == places[1].key == places[2].key
    assert places[4].key == places[5].key
    assert [one.may_be_addressed for one in places] == [False] * 3 + [True] + [False] * 2 + [True]


def test_what_is_left_of_a_pack_is_written_anew_and_goes_with_the_last(
    servers: list[Store], service: Service
) -> None:
    store = servers[0]
    contents, receipts = save_ten(store)
    (pack,) = keys(service)
    for one in receipts[:5]:
        store.trash.delete_artifact(one.artifact_id)
    store.maintenance.collect(orphan_age_s=0)
    assert keys(service) == [pack], "half of it is used"
    with store.contents.open(receipts[6].artifact_id) as reader:
        store.trash.delete_artifact(receipts[5].artifact_id)
        servers[1].maintenance.collect(orphan_age_s=0, dry_run=True)
        assert keys(service) == [pack]
        servers[1].maintenance.collect(orphan_age_s=0)
        assert reader.read() == contents[6]
    (again,) = keys(service)
    assert again != pack
    found = store.blobs.stat(receipts[9].sha256)
    assert found is not None
    assert found.size == SIZE
    assert_whole(store, receipts[6:], contents[6:])
    assert store.status().bytes == 4 * SIZE
    freed = [store.trash.delete_artifact(one.artifact_id).freed_bytes for one in receipts[6:]]
    assert freed == [SIZE] * 4
    assert keys(service) == []
    assert rows_of_objects(store) == 0


def test_a_save_and_a_delete_beside_the_clean_up_lose_nothing(
    servers: list[Store], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaner, other, third = servers
    contents, receipts = save_ten(other)
    for one in receipts[:6]:
        other.trash.delete_artifact(one.artifact_id)
    put = ObjectStorage.put
    again: list[Receipt] = []

    def meanwhile(storage: ObjectStorage, files: dict[str, str]) -> None:
        put(storage, files)
        monkeypatch.setattr(ObjectStorage, "put", put)
        other.trash.delete_artifact(receipts[6].artifact_id)
        again.extend(save_all(other, [contents[7], contents[0]]))
        third.maintenance.collect(orphan_age_s=0)  # writes the same pack anew, and is first

    monkeypatch.setattr(ObjectStorage, "put", meanwhile)
    cleaner.maintenance.collect(orphan_age_s=0)
    assert again
    assert_whole(cleaner, [*receipts[7:], *again], [*contents[7:], contents[7], contents[0]])
    assert len(keys(service)) == 2
    assert len(list(cleaner.blobs.walk())) == 4


def test_a_damaged_blob_of_a_pack_is_told_and_replaced_alone(
    servers: list[Store], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = servers[0]
    contents, receipts = save_ten(store)
    (pack,) = keys(service)
    storage = ObjectStorage(service[0])
    bad = bytearray(storage.read(pack, range(10 * SIZE)))
    bad[place_of(store, receipts[3]).start or 0] ^= 1
    storage.put_bytes(pack, bytes(bad))
    storage.close()
    kinds = {one.sha256: one.kind for one in store.maintenance.verify(0)}
    assert {sha256 for sha256, kind in kinds.items() if kind == "damaged"} == {receipts[3].sha256}
    for one in receipts[4:]:
        store.trash.delete_artifact(one.artifact_id)
    store.maintenance.collect(orphan_age_s=0)
    assert len(keys(service)) == 2, "what is damaged is not copied"
    save_all(store, [contents[3]])
    store.maintenance.collect(orphan_age_s=0)
    assert_whole(store, receipts[:4], contents[:4])
    assert len(keys(service)) == 2


KILLED = """
import os, sys
from pathlib import Path
from cellkeep_store import Store
from cellkeep_store.blobs.objects import packs, placement
from cellkeep_store.blobs.objects.storage import ObjectStorage

die = lambda *_: os._exit(9)
placement._LONGEST_S = -1.0  # so that nobody has to wait for a day
store = Store.open_service(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
if sys.argv[4] == "before the bytes":
    ObjectStorage._put = die
elif sys.argv[4] == "before the commit":
    packs.commit.find_blobs = die
else:
    packs.remove_left = die
store.blobs.reclaim(lambda: False)
"""


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("before the bytes", marks=pytest.mark.long),
        pytest.param("before the commit", marks=pytest.mark.long),
        "before the old one goes",
    ],
)
def test_a_clean_up_that_is_killed_is_gone_on_with(
    step: str, servers: list[Store], service: Service, tmp_path: Path
) -> None:
    store = servers[0]
    contents, receipts = save_ten(store)
    before = keys(service)
    for one in receipts[:8]:
        store.trash.delete_artifact(one.artifact_id)
    run_script(KILLED, *service, tmp_path / "killed", step, ends=9)
    assert [store.contents.read(one.artifact_id) for one in receipts[8:]] == contents[8:]
    store.maintenance.collect(orphan_age_s=0)
    assert_whole(store, receipts[8:], contents[8:])
    assert len(keys(service)) == 1
    assert keys(service) != before
