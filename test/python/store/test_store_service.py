"""A store of several servers: saves beside saves and deletes, and what dies meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select
from store_samples import make_offer, make_run, refused

from at_once import at_once
from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.ids import new_id
from cellkeep_store import Store
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog import commit
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.postgres import PostgresDatabase
from cellkeep_store.catalog.tables import objects
from object_storage import BUCKET
from postgres_server import Server, drop_database, new_database, own_server
from run_script import run_script

CONTENT = b"the same bytes in every server"
Service = tuple[str, str]


def keys(service: Service) -> list[str]:
    storage = ObjectStorage(service[0])
    found = [one.key for page in storage.walk() for one in page]
    storage.close()
    return found


def rows_of_objects(store: Store) -> int:
    with store.database.read() as tx:
        return int(tx.execute(select(func.count()).select_from(objects)).scalar_one())


def assert_all_is_whole(store: Store, service: Service) -> None:
    """Every artifact can be read, and the storage has each blob once and nothing else."""
    artifacts = store.catalog.artifacts(limit=1000).items
    for artifact in artifacts:
        assert store.contents.read(artifact) == CONTENT
    assert len(keys(service)) == len({artifact.sha256 for artifact in artifacts})
    assert rows_of_objects(store) == 0


def test_servers_that_save_the_same_bytes_at_once_keep_one_object(
    servers: list[Store], service: Service
) -> None:
    def work(store: Store) -> None:
        run = make_run()
        for turn in range(3):
            store.ingest.put_bytes(make_offer(CONTENT, run, f"name {turn}"), CONTENT)

    at_once(*(partial(work, store) for store in servers))
    assert len(servers[0].catalog.artifacts().items) == 9
    assert_all_is_whole(servers[0], service)


def test_a_delete_beside_saves_of_the_same_bytes_takes_none_of_an_artifact(
    servers: list[Store], service: Service
) -> None:
    saver, deleter, cleaner = servers
    done = threading.Event()

    def save() -> None:
        try:
            for turn in range(15):
                offer = make_offer(CONTENT, name=f"kept {turn}")
                receipt = saver.ingest.put_bytes(offer, CONTENT)
                assert saver.contents.read(receipt.artifact_id) == CONTENT
                if turn < 14:
                    saver.trash.delete_artifact(receipt.artifact_id)
        finally:
            done.set()

    def delete() -> None:
        while not done.is_set():
            receipt = deleter.ingest.put_bytes(make_offer(CONTENT, name="for a moment"), CONTENT)
            deleter.trash.delete_artifact(receipt.artifact_id)

    def clean() -> None:
        while not done.is_set():
            cleaner.maintenance.collect(orphan_age_s=0)

    at_once(save, delete, clean)
    cleaner.maintenance.collect(orphan_age_s=0)
    assert len(cleaner.catalog.artifacts().items) == 1
    assert_all_is_whole(cleaner, service)


def test_a_delete_between_the_look_and_the_commit_lets_the_bytes_be_brought_again(
    servers: list[Store], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver, deleter, _ = servers
    first = saver.ingest.put_bytes(make_offer(CONTENT), CONTENT)
    (key,) = keys(service)
    writing = PostgresDatabase._writing

    def delete_first(database: Database, runs: Any) -> Any:
        monkeypatch.setattr(PostgresDatabase, "_writing", writing)
        deleter.trash.delete_artifact(first.artifact_id)
        return writing(database, runs)  # type: ignore[arg-type]

    monkeypatch.setattr(PostgresDatabase, "_writing", delete_first)
    saver.ingest.put_bytes(make_offer(CONTENT, name="again"), CONTENT)
    assert_all_is_whole(saver, service)
    assert keys(service) != [key], "a key is given once"


@pytest.fixture
def own(object_storage: str, tmp_path: Path) -> Iterator[tuple[Server, Service]]:
    with own_server() as server:
        yield server, (f"s3://{BUCKET}/tests/{new_id()}", new_database(server.socket, "team"))


def test_a_database_that_restarts_loses_no_bytes_of_a_save_under_way(
    own: tuple[Server, Service], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, service = own
    put, commit_offers = ObjectStorage.put, commit.commit_offers
    offer = make_offer(CONTENT)
    with (
        Store.open_service(*service, tmp_path / "one") as store,
        Store.open_service(*service, tmp_path / "other") as other,
    ):

        def put_and_restart(storage: ObjectStorage, files: Any) -> None:
            monkeypatch.setattr(ObjectStorage, "put", put)
            put(storage, files)
            server.restart()  # with it go all locks, and somebody else cleans up
            assert len(keys(service)) == 1
            assert not other.maintenance.remove_orphan(offer.sha256)
            assert other.maintenance.collect(orphan_age_s=0).blobs == 0

        monkeypatch.setattr(ObjectStorage, "put", put_and_restart)
        receipt = store.ingest.put_bytes(offer, CONTENT)
        assert other.contents.read(receipt.artifact_id) == CONTENT

        def commit_and_restart(*arguments: Any) -> Any:
            monkeypatch.setattr(commit, "commit_offers", commit_offers)
            given = commit_offers(*arguments)
            server.restart()  # everything is written but the commit
            return given

        monkeypatch.setattr(commit, "commit_offers", commit_and_restart)
        second = make_offer(b"other bytes", name="second")
        with pytest.raises(StoreUnreachableError):
            store.ingest.put_bytes(second, b"other bytes")
        assert store.catalog.find_receipt(second.id) is None
        assert len(keys(service)) == 1, "what was not committed has gone"
        store.ingest.put_bytes(second, b"other bytes")
        assert {one.kind for one in other.maintenance.verify(0)} == {"whole"}
        assert rows_of_objects(store) == 0


def test_a_commit_whose_end_nobody_heard_keeps_its_bytes(
    servers: list[Store], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other, _ = servers
    writing = PostgresDatabase._writing

    @contextmanager
    def cut_after(database: Database, runs: Any) -> Iterator[Connection]:
        monkeypatch.setattr(PostgresDatabase, "_writing", writing)
        with writing(database, runs) as tx:  # type: ignore[arg-type]
            yield tx
        raise StoreUnreachableError("The connection was cut before the answer came.")

    offer = make_offer(CONTENT)
    monkeypatch.setattr(PostgresDatabase, "_writing", cut_after)
    with pytest.raises(StoreUnreachableError):
        store.ingest.put_bytes(offer, CONTENT)
    receipt = other.ingest.put_bytes(offer, CONTENT)  # the same offer, through another server
    assert not receipt.existing
    assert_all_is_whole(other, service)


KILLED = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[5:]
from store_samples import make_offer
from cellkeep_store import Store
from cellkeep_store.blobs.objects import placement
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog import commit

step, content = sys.argv[4], b"of a server that is killed"
placement._LONGEST_S = -1.0  # so that nobody has to wait for a day
store = Store.open_service(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
die = lambda *_: os._exit(9)
if step == "before the bytes":
    ObjectStorage._put = die
elif step == "before the commit":
    write_rows = commit.commit_offers
    commit.commit_offers = lambda *given: die(write_rows(*given))
else:
    store.database.after_write = die
store.ingest.put_bytes(make_offer(content, id="f" * 32), content)
"""


@pytest.mark.parametrize("step", ["before the bytes", "before the commit", "before the receipt"])
def test_a_server_that_is_killed_leaves_nothing_half_visible(
    step: str, servers: list[Store], service: Service, tmp_path: Path
) -> None:
    paths = Path(__file__).parent, Path(__file__).parents[2]
    run_script(KILLED, *service, tmp_path / "killed", step, *paths, ends=9)
    store = servers[0]
    was_stored = store.catalog.find_receipt("f" * 32) is not None
    assert was_stored == (step == "before the receipt")
    assert len(keys(service)) == (step != "before the bytes")
    assert len(store.catalog.artifacts().items) == was_stored
    store.maintenance.collect(orphan_age_s=0)
    assert len(keys(service)) == was_stored
    assert rows_of_objects(store) == 0
    assert all(one.kind == "whole" for one in store.maintenance.verify(0))


def test_storage_and_catalog_of_different_stores_are_not_put_together(
    service: Service, postgres: str, tmp_path: Path
) -> None:
    storage_url, catalog_url = service
    with Store.open_service(*service, tmp_path / "one") as store:
        store.ingest.put_bytes(make_offer(CONTENT), CONTENT)
    name = new_id()
    empty = new_database(postgres, name)
    with pytest.raises(StoreUnreachableError, match="whose catalog is not at"):
        Store.open_service(storage_url, empty, tmp_path / "two")
    elsewhere = f"{storage_url}-2"
    with pytest.raises(StoreUnreachableError, match="names bytes that are not in"):
        Store.open_service(elsewhere, catalog_url, tmp_path / "three")
    with (
        Store.open_service(elsewhere, empty, tmp_path / "four"),
        pytest.raises(StoreUnreachableError, match="belong to different stores"),
    ):
        Store.open_service(storage_url, empty, tmp_path / "five")
    drop_database(postgres, name)
    with Store.open_service(*service, tmp_path / "one") as store:
        assert [one.kind for one in store.maintenance.verify(0)] == ["whole"]


@pytest.mark.parametrize(
    ("url", "variables", "said"),
    [
        ("https://somewhere/else", {}, "URL of the object storage is none"),
        ("s3://key:secret@bucket/x", {}, "URL of the object storage is none"),
        (f"s3://{BUCKET}/x", {"AWS_SECRET_ACCESS_KEY": "wrong"}, "cannot be used"),
        (f"s3://{BUCKET}/x", {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "cannot be used"),
    ],
)
def test_a_storage_that_cannot_be_used_says_so_and_tells_no_secret(
    url: str,
    variables: dict[str, str],
    said: str,
    service: Service,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreUnreachableError, match=said) as caught:
        Store.open_service(url, service[1], tmp_path / "one")
    assert caught.value.hint
    assert not any(word in str(caught.value) for word in ("secret", "wrong", "not-a-secret"))


def test_what_was_given_up_while_it_was_on_its_way_is_not_committed(
    servers: list[Store], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other, _ = servers
    put = ObjectStorage.put

    def put_too_slowly(storage: ObjectStorage, files: Any) -> None:
        put(storage, files)
        assert other.maintenance.collect(orphan_age_s=0).blobs == 1

    offer = make_offer(CONTENT)
    with monkeypatch.context() as patch:
        patch.setattr("cellkeep_store.blobs.objects.placement._LONGEST_S", -1.0)
        patch.setattr(ObjectStorage, "put", put_too_slowly)
        with refused("CATALOG_BUSY", match="given up"):
            store.ingest.put_bytes(offer, CONTENT)
    assert store.catalog.artifacts().items == []
    store.ingest.put_bytes(offer, CONTENT)
    assert_all_is_whole(other, service)
