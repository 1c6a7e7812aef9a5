"""Maintenance from time to time, by one of several processes; and a trash that is emptied."""

from __future__ import annotations

import os
import time

import pytest
from filelock import FileLock
from store_samples import make_offer

from cellkeep_core.errors import CellkeepError
from cellkeep_store import Store
from cellkeep_store.ingest.batch_item import BatchItem


def trash_something_old(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"12345"), b"12345")
    store.trash.delete([receipt.artifact_id])
    with store.database.write() as tx:
        tx.exec_driver_sql("UPDATE trash SET deleted_at = '2020-01-01T00:00:00.000Z'")


def test_it_is_done_once_in_its_time_whoever_asks(store: Store) -> None:
    trash_something_old(store)
    done = store.maintenance.collect_every(3600)
    assert done is not None
    assert (done.purged, done.freed_bytes) == (1, 5)
    with Store.open(store.root) as other:
        assert other.maintenance.collect_every(3600) is None
        old = time.time() - 3601
        os.utime(store.root / "collected", (old, old))
        assert other.maintenance.collect_every(3600) is not None
    assert store.maintenance.collect_every(3600) is None


def test_only_one_is_at_it(store: Store) -> None:
    trash_something_old(store)
    with FileLock(store.root / "collect.lock"):
        assert store.maintenance.collect_every(0) is None
    assert store.trash.page().artifacts == 1
    assert store.maintenance.collect_every(0) is not None


def test_what_is_left_when_it_is_stopped_is_done_at_the_next_call(store: Store) -> None:
    trash_something_old(store)
    done = store.maintenance.collect_every(3600, stop=lambda: True)
    assert done is not None
    assert done.purged == 0
    again = store.maintenance.collect_every(3600)
    assert again is not None
    assert again.purged == 1


def test_more_than_a_hundred_leave_the_trash_only_with_their_count(store: Store) -> None:
    offers = [make_offer(b"x", name=f"loss {number}") for number in range(101)]
    store.ingest.put_many([BatchItem(offer, b"x") for offer in offers])
    store.trash.delete([artifact.id for artifact in store.catalog.artifacts(limit=200).items])
    with pytest.raises(CellkeepError, match="101 artifacts"):
        store.trash.purge(everything=True)
    with pytest.raises(CellkeepError, match="100 are expected"):
        store.trash.purge(everything=True, expect=100)
    assert store.trash.purge().purged == 0  # nothing was named
    assert store.trash.page().artifacts == 101
    assert store.trash.purge(everything=True, expect=101).purged == 101
