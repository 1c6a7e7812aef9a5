"""Offers that say what they were in another store."""

from __future__ import annotations

from typing import Any

import pytest
from store_samples import assert_nothing_changed, make_offer, make_run, refused, save

from cellkeep_core.protocol import FormerName, Moved, Offer, Receipt
from cellkeep_store import BatchItem, Store

BOTH_CATALOGS = True
AT = "2026-01-02T03:04:05.678Z"
RUN = make_run()


def moved(version: int, **fields: Any) -> Offer:
    its = Moved(version=version, stored_at=AT, **fields)
    return make_offer(b"%d" % version, RUN, "moved", moved=its)


def test_numbers_come_in_their_order_and_are_given_once(store: Store) -> None:
    old = FormerName(name="old", version=4, artifact_id=RUN.id)
    offers = [
        moved(2, aliases=["best"], tags=["t"], notes="n"),
        moved(4, last_version=6, aliases=["best"], former=[old]),
        moved(3),  # behind the one before
        moved(6),  # given there, to something that is gone
        moved(9),
    ]
    outcomes = store.ingest.put_many([BatchItem(one, b"%d" % one.moved.version) for one in offers])
    told = [one.version if isinstance(one, Receipt) else one and one.code for one in outcomes]
    assert told == [2, 4, "NAME_CONFLICT", "NAME_CONFLICT", 9]
    history = store.catalog.history(offers[1].id)
    assert [one.version for one in history.versions] == [9, 4, 2]
    assert {one.stored_at for one in history.versions} == {AT}
    assert (history.last_version, history.former) == (
        9,
        [FormerName(name="old", version=4, artifact_id=offers[1].id)],
    )
    assert [(one.alias, one.version) for one in history.aliases] == [("best", 2)]
    assert store.catalog.find_artifact(RUN.id, "moved", 2).notes == "n"
    assert store.catalog.resolve(f"{RUN.id}/old@4").id == offers[1].id
    assert store.catalog.run(RUN.id).updated_at == AT
    # The same again changes nothing; what is saved here goes on from there.
    before = store.catalog.last_change()
    assert store.ingest.put_bytes(offers[0], b"2").version == 2
    assert store.catalog.last_change() == before
    assert save(store, b"new", RUN, name="moved").version == 10
    assert save(store, b"new", RUN, name="old").version == 5
    assert store.catalog.run(RUN.id).updated_at > AT


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"aliases": ["latest"]}, "BAD_NAME"),
        ({"aliases": [f"a{n}" for n in range(101)]}, "TOO_LARGE"),
        ({"tags": ["\n"]}, "BAD_REQUEST"),
        ({"notes": "x" * 100_001}, "TOO_LARGE"),
        ({"former": [FormerName(name="../x", version=1, artifact_id=RUN.id)]}, "BAD_NAME"),
        ({"former": [FormerName(name="x", version=1, artifact_id=RUN.id)] * 101}, "TOO_LARGE"),
    ],
)
def test_labels_that_nobody_may_give_are_refused(
    store: Store, fields: dict[str, Any], code: str
) -> None:
    with refused(code):
        store.ingest.put_bytes(moved(1, **fields), b"1")
    assert_nothing_changed(store)
