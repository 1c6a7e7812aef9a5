"""A catalog in PostgreSQL, where those who save into different runs do not wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from store_samples import make_offer, make_run, refused, save_named

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Provenance
from cellkeep_store import Store
from cellkeep_store.catalog import commit, quotas, turns
from cellkeep_store.catalog.condition import Order
from cellkeep_store.catalog.people_tables import usage_pending
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.postgres import PostgresDatabase
from cellkeep_store.catalog.tables import blobs, latest_names, texts
from waiting import wait_until


@pytest.fixture
def two(root: Path, migrated_url: str) -> Iterator[tuple[Store, Store]]:
    """One store, opened by two servers."""
    with (
        Store.open(root, catalog_url=migrated_url) as store,
        Store.open(root, catalog_url=migrated_url) as other,
    ):
        yield store, other


def someone_waits(store: Store) -> bool:
    """Return whether a writer waits for another one's end."""
    with store.database.read() as tx:
        return bool(tx.exec_driver_sql("SELECT 1 FROM pg_locks WHERE NOT granted").first())


def before_its_end(monkeypatch: pytest.MonkeyPatch, then: Callable[[], None]) -> None:
    """Do something once the next save has written its rows, and has not committed them."""
    real = commit.commit_offers

    def write(*arguments: Any) -> Any:
        monkeypatch.setattr(commit, "commit_offers", real)
        given = real(*arguments)
        then()
        return given

    monkeypatch.setattr(commit, "commit_offers", write)


def test_runs_do_not_wait_for_each_other_and_no_change_is_missed(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = two
    save_named(store, "before")
    begun = store.catalog.last_change()

    def heard() -> list[str]:
        changes = store.catalog.changes_since(begun)
        return [change.artifact.name for change in changes if change.artifact]

    def save_another() -> None:
        save_named(other, "second")  # would wait for the first for ever
        assert {one.name for one in store.catalog.artifacts().items} == {"before", "second"}
        # It has the higher number: who read it now would never see the first one's.
        assert heard() == []
        assert store.catalog.last_change() == other.catalog.last_change() == begun

    before_its_end(monkeypatch, save_another)
    save_named(store, "first")
    assert heard() == ["first", "second"]
    assert store.catalog.last_change() > begun


def test_a_name_of_a_notebook_is_saved_from_two_runs_at_once(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = two
    runs = [make_run(notebook="n.ipynb") for _ in range(3)]
    save_named(store, "loss", runs[0])
    # Both take the place of the first: the second would wait for the third for ever.
    before_its_end(monkeypatch, lambda: save_named(other, "loss", runs[2]))
    save_named(store, "loss", runs[1])

    def written() -> set[int]:
        with store.database.read() as tx:
            return set(tx.execute(select(latest_names.c.seq)).scalars())

    (row,) = store.catalog.names().items
    assert (row.artifact.run_id, row.versions, row.runs) == (runs[2].id, 3, 3)
    assert written() > {row.artifact.seq}, "neither saw the other"
    save_named(store, "loss", runs[0], 1)
    (row,) = store.catalog.names().items
    assert written() == {row.artifact.seq}


@pytest.mark.parametrize("quota", [None, 1_000_000], ids=["no quota", "plenty"])
def test_runs_of_one_owner_do_not_wait_for_each_other_and_all_is_counted(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, quota: int | None
) -> None:
    hers, elsewhere = (store.seen_by(Person("olga")) for store in two)
    for store in two:
        store.limit.quota = quota
    save_named(hers, "known from now on")

    def held() -> int:
        with two[0].database.read() as tx:
            return quotas.allowance(tx, Person("olga"), None).held

    before = held()
    before_its_end(monkeypatch, lambda: save_named(elsewhere, "second"))
    save_named(hers, "first")
    assert held() == before + len("second") + len("first")
    assert hers.people.usage(Order("bytes")).items[0].bytes == held()
    # Who finds the sum free takes along what was left beside it.
    hers.trash.delete([save_named(hers, "third")], permanent=True)
    with two[0].database.read() as tx:
        assert tx.execute(select(func.count()).select_from(usage_pending)).scalar() == 0
    assert held() == before + len("second") + len("first")


def test_near_their_quota_an_owners_saves_wait_for_each_other(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    hers, elsewhere = (store.seen_by(Person("olga")) for store in two)
    for store in two:
        store.limit.quota = 100
    save_named(hers, "known from now on")
    refused: list[CellkeepError] = []

    def save_another() -> None:
        with pytest.raises(CellkeepError) as caught:
            save_named(elsewhere, "second", size=50)
        refused.append(caught.value)

    saving = threading.Thread(target=save_another)

    def begin_another() -> None:
        saving.start()
        wait_until(lambda: someone_waits(hers))

    before_its_end(monkeypatch, begin_another)
    save_named(hers, "first", size=50)
    saving.join()
    assert [error.code for error in refused] == ["QUOTA_REACHED"]


def test_one_run_is_written_by_one_at_a_time(two: tuple[Store, Store]) -> None:
    store, _ = two
    run = make_run()
    impatient = PostgresDatabase(store.database.url.render_as_string(), busy_timeout_s=0.1)  # type: ignore[attr-defined]
    many = [run.id, *map(str, range(turns.MOST_RUNS))]  # for which it wants all

    def while_it_is_written(_: Any) -> None:
        for runs in ([run.id], many):
            with refused("CATALOG_BUSY"):
                impatient.write_runs(runs, lambda _: None)

    store.database.write_runs([run.id], while_it_is_written)
    impatient.write_runs(many, lambda _: None)
    impatient.close()


def test_what_two_runs_bring_at_once_is_stored_once(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = two
    content = b"the same bytes, by the same code"

    def offer(name: str) -> Any:
        return make_offer(content, name=name, provenance=Provenance(via="save", source="plot(x)"))

    def save_the_same() -> None:
        saving.start()
        wait_until(lambda: someone_waits(store))

    saving = threading.Thread(target=lambda: other.ingest.put_bytes(offer("second"), content))
    before_its_end(monkeypatch, save_the_same)
    store.ingest.put_bytes(offer("first"), content)
    saving.join()
    found = store.catalog.artifacts(q="plot(x)").items
    assert {artifact.name for artifact in found} == {"first", "second"}
    assert all(store.contents.read(artifact) == content for artifact in found)
    with store.database.read() as tx:
        for table in (blobs, texts):
            assert tx.execute(select(func.count()).select_from(table)).scalar() == 1


def test_work_that_came_into_anothers_way_is_done_again(two: tuple[Store, Store]) -> None:
    store, _ = two
    tries: list[int] = []

    def work(tx: Any) -> str:
        tries.append(len(tries))
        if len(tries) < 3:
            tx.exec_driver_sql("DO $$ BEGIN RAISE deadlock_detected; END $$")
        return "done"

    assert store.database.write_runs([make_run().id], work) == "done"
    assert tries == [0, 1, 2]
