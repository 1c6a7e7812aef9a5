"""Words that stand in names, looked for in the order of names."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from store_samples import all_of, make_offer, make_run, save_named

from cellkeep_store import Store
from cellkeep_store.catalog import first_rows
from cellkeep_store.catalog.distinct_names import distinct_names
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.older_texts import older_texts
from statements import statements

BOTH_CATALOGS = True


@pytest.fixture
def losses(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """More that have the word in their names than are read at once, and one elsewhere."""
    monkeypatch.setattr(first_rows, "FEW", 1)
    first, second = make_run("first", notebook="a.ipynb"), make_run("second", notebook="a.ipynb")
    for name in ("Loss 2", "accuracy", "loss 1"):
        save_named(store, name, first)
        save_named(store, name, second, 10)
    offer = make_offer(b"m", second, "mean", metadata={"of": "Loss"})
    store.ingest.put_bytes(offer, b"m")
    return store


def pages(ask: Any, **how: Any) -> list[Any]:
    """Return all pages of two rows together."""
    return all_of(ask, where=ArtifactFilter(q="loss"), sort="name", limit=2, **how)


@pytest.mark.parametrize("descending", [False, True])
def test_they_are_gone_through_name_by_name(losses: Store, descending: bool) -> None:
    sizes = [("loss 1", 6), ("loss 1", 16), ("Loss 2", 6), ("Loss 2", 16), ("mean", 1)]
    found = sizes[::-1] if descending else sizes
    with statements(losses.database._engine) as said:
        artifacts = pages(losses.catalog.artifacts, descending=descending)
    assert [(one.name, one.size) for one in artifacts] == found
    in_order = [each for each, _ in said if "distinct_names" in each and "ORDER BY" in each]
    assert in_order, "no index of artifacts was walked"
    rows = pages(losses.catalog.names, descending=descending)
    latest = [("loss 1", 16, 2), ("Loss 2", 16, 2), ("mean", 1, 1)]
    told = [(one.artifact.name, one.artifact.size, one.versions) for one in rows]
    assert told == (latest[::-1] if descending else latest)


def test_each_is_written_down_once_until_no_artifact_has_it(store: Store) -> None:
    def known() -> set[str]:
        with store.database.read() as tx:
            return set(tx.execute(select(distinct_names.c.sort_name)).scalars())

    ids = [save_named(store, name, size=size) for size, name in enumerate(("Loss", "loss", "gone"))]

    def with_older_texts() -> set[str]:
        with store.database.read() as tx:
            return set(tx.execute(select(older_texts.c.name)).scalars())

    assert known() == {"loss", "gone"}
    store.trash.delete([ids[0], ids[2]], permanent=True)
    assert with_older_texts() == {"Loss", "gone"}
    store.maintenance.collect()
    assert known() == {"loss"}
    assert not with_older_texts()
