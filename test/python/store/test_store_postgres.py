"""What is PostgreSQL's own: making the catalog, sharing it, losing it."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from store_samples import make_offer, make_run

from cellkeep_core.errors import CellkeepError, StoreUnreachableError
from cellkeep_core.ids import new_id
from cellkeep_store import BatchItem, Store
from cellkeep_store.catalog.postgres import PostgresDatabase
from cellkeep_store.catalog.tables import metadata
from postgres_server import new_database
from waiting import wait_until

_OVER_TEXT = ("ix_facets_text", "ix_texts_text", "ix_run_texts_text", "ix_facets_beyond_ascii")


@pytest.fixture
def url(postgres: str) -> str:
    return new_database(postgres, new_id())


def test_a_new_store_makes_its_catalog_and_finds_it_again(root: Path, url: str) -> None:
    with Store.open(root, catalog_url=url) as store:
        receipt = store.ingest.put_bytes(make_offer(b"kept"), b"kept")
        with store.database.read() as tx:
            # The index over text depends on what the database has; only SQL makes it.
            opts = {"include_name": lambda name, *_: name not in _OVER_TEXT}
            assert compare_metadata(MigrationContext.configure(tx, opts=opts), metadata) == []
    assert not (root / "catalog.sqlite").exists()
    with Store.open(root, catalog_url=url) as store:
        assert store.catalog.artifacts(q="loss").items[0].id == receipt.artifact_id
        assert store.maintenance.quick_check() == []
    with pytest.raises(StoreUnreachableError, match="CELLKEEP_CATALOG_URL") as caught:
        Store.open(root)
    assert "blobs and no catalog" in str(caught.value)


def test_nothing_is_done_for_each_artifact_of_a_batch(root: Path, url: str) -> None:
    by_row = """
        SELECT tgrelid::regclass::text, tgname FROM pg_trigger
        WHERE tgtype & 5 = 5 AND NOT tgisinternal
          AND tgrelid IN ('artifacts'::regclass, 'facets'::regclass, 'holdings'::regclass)"""
    with Store.open(root, catalog_url=url) as store, store.database.read() as tx:
        assert tx.exec_driver_sql(by_row).all() == []


def test_no_table_is_read_whole_for_each_artifact_of_a_batch(root: Path, migrated_url: str) -> None:
    made, batch = make_run(), [f"{n}".encode() for n in range(100)]
    with Store.open(root, catalog_url=migrated_url) as store:
        for turn in range(3):
            offers = [make_offer(one, made, f"{turn} {one!r}") for one in batch]
            store.ingest.put_many(list(map(BatchItem, offers, batch)))
    # A connection that has ended has told all that it read.
    read = """
        SELECT min(n_tup_ins), max(seq_tup_read) FROM pg_stat_user_tables
        WHERE relname IN ('facets', 'run_counts', 'latest_names')"""
    with psycopg.connect(migrated_url) as database:
        database.autocommit = True

        def told() -> tuple[int, int] | None:
            found = database.execute(read).fetchone()
            return found if found and found[0] else None

        _, rows = wait_until(told)
        assert rows < 10 * 3 * len(batch)


def test_the_catalog_of_another_store_is_refused(root: Path, tmp_path: Path, url: str) -> None:
    Store.open(root, catalog_url=url).close()
    with pytest.raises(StoreUnreachableError, match="belongs to another store"):
        Store.open(tmp_path / "other", catalog_url=url)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("mysql://x/y", "'mysql'"),
        ("not a url", "URL is none"),
        ("postgresql://me:secret@127.0.0.1:1/none", "127.0.0.1"),
    ],
)
def test_a_catalog_that_cannot_be_reached_says_so_and_tells_no_password(
    root: Path, bad: str, said: str
) -> None:
    with pytest.raises(StoreUnreachableError, match=said) as caught:
        Store.open(root, catalog_url=bad)
    assert "secret" not in str(caught.value)


def test_one_writes_at_a_time_and_readers_do_not_wait(root: Path, url: str) -> None:
    with Store.open(root, catalog_url=url) as store:
        impatient = PostgresDatabase(url, busy_timeout_s=0.1)
        with store.database.write():
            with pytest.raises(CellkeepError) as caught, impatient.write():
                raise AssertionError("the other holds it")
            assert caught.value.code == "CATALOG_BUSY"
            with impatient.read():
                pass
        impatient.close()
        store.ingest.put_bytes(make_offer(b"now it goes"), b"now it goes")


def test_a_nul_is_refused_with_a_reason(root: Path, url: str) -> None:
    with Store.open(root, catalog_url=url) as store:
        with pytest.raises(CellkeepError, match="NUL"):
            store.ingest.put_bytes(make_offer(b"x", summary="a\0b"), b"x")
        assert store.catalog.artifacts().items == []
