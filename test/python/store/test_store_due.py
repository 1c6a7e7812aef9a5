"""Clean-up from time to time, by one of several."""

from __future__ import annotations

import os
import time

from filelock import FileLock
from store_samples import make_offer

from cellkeep_store import Store
from cellkeep_store.due import LOCK_FILE, STAMP_FILE, collect_if_due


def trash_something_old(store: Store) -> None:
    receipt = store.put_bytes(make_offer(b"12345"), b"12345")
    store.delete([receipt.artifact_id])
    with store._catalog.write() as tx:
        tx.exec_driver_sql("UPDATE trash SET deleted_at = '2020-01-01T00:00:00.000Z'")


def test_it_is_done_once_in_its_time_whoever_asks(store: Store) -> None:
    trash_something_old(store)
    done = collect_if_due(store, 3600)
    assert done is not None
    assert (done.purged, done.freed_bytes) == (1, 5)
    with Store.open(store.root) as other:
        assert collect_if_due(other, 3600) is None
        old = time.time() - 3601
        os.utime(store.root / STAMP_FILE, (old, old))
        assert collect_if_due(other, 3600) is not None
    assert collect_if_due(store, 3600) is None


def test_only_one_is_at_it(store: Store) -> None:
    trash_something_old(store)
    with FileLock(store.root / LOCK_FILE):
        assert collect_if_due(store, 0) is None
    assert store.trash().artifacts == 1
    assert collect_if_due(store, 0) is not None


def test_what_is_left_when_it_is_stopped_is_due_at_once(store: Store) -> None:
    trash_something_old(store)
    done = collect_if_due(store, 3600, stop=lambda: True)
    assert done is not None
    assert done.purged == 0
    again = collect_if_due(store, 3600)
    assert again is not None
    assert again.purged == 1
