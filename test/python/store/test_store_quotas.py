"""What everybody's runs hold, and what is refused where it would be too much."""

from __future__ import annotations

import os

import pytest
from cli_support import as_json
from cli_support import run as cli_run
from msgspec import UNSET
from sqlalchemy import update
from store_samples import make_offer, make_run, save

from at_once import at_once
from cellkeep_core.errors import CellkeepError, QuotaReachedError
from cellkeep_core.protocol import Quota, RunSettings, RunShares, Share, Usage
from cellkeep_store import BatchItem, Store
from cellkeep_store.catalog import quotas
from cellkeep_store.catalog.condition import Order
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.tables import artifacts, trash

BOTH_CATALOGS = True
OLGA = Person("olga")
OTTO = Person("otto", frozenset({"team"}))


def held(store: Store, person: Person) -> int:
    """Return what somebody holds as it is kept, which must be what counting gives."""
    with store.database.read() as tx:
        counted = tx.exec_driver_sql(
            "SELECT SUM(size) FROM (SELECT DISTINCT its.sha256, its.size FROM ("
            "SELECT run_id, sha256, size FROM artifacts UNION ALL "
            "SELECT run_id, sha256, size FROM trash) its JOIN shares s ON s.run_id = its.run_id "
            f"WHERE s.level = 4 AND s.who = 'person:{person.name}') each_once"
        ).scalar()
        its = quotas.allowance(tx, person, None)
    assert its.held == int(counted or 0)
    return its.held


def test_a_person_holds_each_blob_once_until_it_has_left_the_trash(store: Store) -> None:
    hers, his = store.seen_by(OLGA), store.seen_by(OTTO)
    run = make_run()
    first = save(hers, b"12345", run, name="first")
    assert (held(store, OLGA), held(store, OTTO)) == (5, 0)
    save(hers, b"12345", name="again in another run")
    save(hers, b"", name="nothing")
    save(his, b"12345", name="the same of his")
    assert (held(store, OLGA), held(store, OTTO)) == (5, 5)
    second = save(hers, b"1234567", run, name="first")
    assert held(store, OLGA) == 12
    hers.trash.delete([first.id, second.id])
    assert held(store, OLGA) == 12
    hers.trash.restore([first.id])
    hers.trash.purge([second.id])
    assert held(store, OLGA) == 5
    hers.trash.delete([first.id], permanent=True)
    assert held(store, OLGA) == 5  # the other run has it
    # What a run overwrites is in the trash, and leaves it when the store is cleaned up.
    hers.editor.put_settings(run.id, RunSettings(versions="overwrite"))
    for content in (b"a", b"bb", b"ccc"):
        save(hers, content, run, name="over")
    assert held(store, OLGA) == 11
    store.maintenance.collect(trash_days=-1)
    assert held(store, OLGA) == 8
    hers.trash.delete(run_id=run.id, permanent=True)
    assert (held(store, OLGA), held(store, OTTO)) == (5, 5)
    twice = b"twice in a batch"
    offers = [make_offer(twice, make_run(), name) for name in ("one", "two", "three")]
    hers.ingest.put_many([BatchItem(offer, twice) for offer in offers])
    for offer in offers:
        assert held(store, OLGA) == 5 + len(twice)
        hers.trash.delete([offer.id], permanent=True)
    assert held(store, OLGA) == 5


def test_bytes_that_turn_out_to_be_others_are_counted_as_what_they_are(store: Store) -> None:
    hers = store.seen_by(OLGA)
    artifact, other = save(hers, b"as it was said"), save(store.seen_by(OTTO), b"as it was read")
    in_trash = save(hers, b"as it was said", name="in the trash")
    hers.trash.delete([in_trash.id])
    with store.database.write() as tx:
        for table in (artifacts, trash):
            its = table.c.sha256 == artifact.sha256
            tx.execute(update(table).where(its).values(sha256=other.sha256))
    assert held(store, OLGA) == 14
    hers.trash.delete([artifact.id], permanent=True)
    hers.trash.purge([in_trash.id])
    assert held(store, OLGA) == 0


def test_bytes_are_the_owners_whoever_saves_them_and_go_with_the_run(store: Store) -> None:
    hers, his = store.seen_by(OLGA), store.seen_by(OTTO)
    run = make_run()
    kept = save(hers, b"12345", run)
    add = RunShares(shares=[Share(kind="person", name="otto", level="add")])
    hers.people.put_shares(run.id, add)
    save(his, b"123", run, name="by otto")
    hers.trash.delete([kept.id])
    assert (held(store, OLGA), held(store, OTTO)) == (8, 0)
    store.limit.quota = 7
    with pytest.raises(QuotaReachedError, match="over their quota"):
        hers.people.put_shares(run.id, RunShares(owner="otto", shares=[]))
    assert (held(store, OLGA), held(store, OTTO)) == (8, 0)
    # Of somebody else's quota nothing is told but that it has no room.
    with pytest.raises(QuotaReachedError, match="belongs to olga") as told:
        save(his, b"more", run, name="more")
    assert not any(character.isdigit() for character in str(told.value))
    store.limit.quota = 8
    hers.people.put_shares(run.id, RunShares(owner="otto", shares=[]))
    assert (held(store, OLGA), held(store, OTTO)) == (0, 8)


def test_what_passes_a_quota_is_refused_alone_and_changes_nothing(store: Store) -> None:
    hers, his = store.seen_by(OLGA), store.seen_by(OTTO)
    store.people.put_quota(Quota(kind="person", name="olga", limit_bytes=10))
    store.people.put_quota(Quota(kind="group", name="team", limit_bytes=20))
    store.limit.quota = 3
    run = make_run()
    contents = [b"12345", b"12345", b"1234567", b"abcde", b""]
    items = [BatchItem(make_offer(one, run, name=f"{at}"), one) for at, one in enumerate(contents)]
    outcomes = hers.ingest.put_many(items)
    codes = [one.code if isinstance(one, CellkeepError) else "" for one in outcomes]
    assert codes == ["", "", "QUOTA_REACHED", "", ""]
    assert "Your quota is 10 B" in str(outcomes[2])
    with pytest.raises(QuotaReachedError):
        hers.uploads.create(1, metadata={"filename": "x"})
    # The members of a group may hold so much each; of all others the service says it.
    save(his, b"x" * 20)
    with pytest.raises(QuotaReachedError):
        save(his, b"y")
    with pytest.raises(QuotaReachedError):
        save(store.seen_by(Person("vera")), b"1234")
    store.people.put_quota(Quota(kind="group", name="team"))
    store.people.put_quota(Quota(kind="person", name="olga"))
    page = store.people.usage(Order("name", descending=False))
    told = [(one.kind, one.name, one.bytes, one.quota_bytes) for one in page.items]
    assert told == [
        ("person", "olga", 10, 3),
        ("person", "otto", 20, 3),
        ("group", "team", 20, UNSET),
    ]


def test_saves_at_the_same_time_never_pass_a_quota(store: Store) -> None:
    store.people.put_quota(Quota(kind="person", name="olga", limit_bytes=50))

    def one() -> str:
        try:
            save(store.seen_by(OLGA), os.urandom(10))
        except QuotaReachedError as error:
            return error.code
        return "stored"

    outcomes = at_once(*[one] * 12)
    assert (outcomes.count("stored"), outcomes.count("QUOTA_REACHED")) == (5, 7)
    assert held(store, OLGA) == 50


def test_the_command_shows_and_sets_quotas(store: Store) -> None:
    save(store.seen_by(OLGA), b"x" * 1500)
    line = cli_run(store, "quota", "olga", "1.5GB").output.splitlines()[1]
    assert line.split() == [
        "person",
        "olga",
        "1.5",
        "KB",
        "1.5",
        "GB",
        "own",
        "1",
        *line.split()[8:],
    ]
    (told,) = as_json(store, list[Usage], "quota", "team", "2KiB", "--group")
    assert (told.kind, told.quota_bytes) == ("group", 2048)
    assert [one.name for one in as_json(store, list[Usage], "quota")] == ["olga", "team"]
    (told,) = as_json(store, list[Usage], "quota", "olga", "--default")
    assert told.quota_bytes is UNSET
    for wrong in (
        ("olga", "much"),
        ("olga", "1GB", "--default"),
        ("--group",),
        ("olga", "99999PB"),
    ):
        cli_run(store, "quota", *wrong, code=2)
