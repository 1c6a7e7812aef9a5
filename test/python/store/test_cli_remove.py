"""`cellkeep rm` and `gc`: they ask, count, and never guess."""

from __future__ import annotations

import pytest
from cli_support import as_json, run, save
from store_samples import make_offer, make_run

from cellkeep_core.protocol import Collected, DeleteReport
from cellkeep_store import Store


def test_rm_asks_and_never_guesses(store: Store) -> None:
    owner = make_run("exp")
    for content in (b"1", b"22"):
        store.ingest.put_bytes(make_offer(content, owner), content)
    assert "2 versions" in run(store, "rm", "loss", "--yes", code=2).stderr
    assert "--yes" in run(store, "rm", "loss", "--version", 1, code=2).stderr
    (first,) = as_json(store, DeleteReport, "rm", "loss@1", "--yes").ids or ()
    assert store.trash.page().items[0].artifact.version == 1
    assert "1 artifact moved to the trash, 2 B in it" in run(store, "rm", "loss", "--yes").stdout
    assert store.catalog.artifacts().items == []
    store.trash.restore([first])
    said = run(store, "rm", "loss", "--permanent", "--yes").stdout
    assert "1 artifact deleted, 1 B freed" in said
    assert [item.artifact.version for item in store.trash.page().items] == [2]


@pytest.mark.parametrize("query", ["", " ", "\t\n"])
def test_rm_of_no_words_deletes_nothing(store: Store, query: str) -> None:
    kept = save(store, "loss", b"1")
    for extra in ([], ["--run", "exp"], ["--permanent"], ["--dry-run"]):
        said = run(store, "rm", "-q", query, "--yes", *extra, code=2).stderr
        assert "--all" in said
    assert [item.id for item in store.catalog.artifacts().items] == [kept.artifact_id]


def test_rm_takes_everything_by_name_and_by_its_count(store: Store) -> None:
    for name in ("a", "b", "c"):
        save(store, name)
    assert (
        "would delete 3 artifacts"
        in run(store, "rm", "--all", "--yes", "--expect", 2, code=1).stderr
    )
    run(store, "rm", "--all", "-q", "a", "--yes", code=2)
    run(store, "rm", "--all", "--run", "exp", "--yes", code=2)
    assert len(store.catalog.artifacts().items) == 3
    assert (
        "3 artifacts moved to the trash" in run(store, "rm", "--all", "--yes", "--expect", 3).stdout
    )
    assert store.catalog.artifacts().items == []


def test_rm_of_many_says_their_count_first(store: Store) -> None:
    owner = make_run("many")
    for number in range(101):
        store.ingest.put_bytes(make_offer(b"1", owner, name=f"n{number}"), b"1")
    many = ("rm", "--run", "many", "--whole-run", "--yes")
    assert "--expect 101" in run(store, *many, code=1).stderr
    assert "101 artifacts moved to the trash" in run(store, *many, "--expect", 101).stdout


def test_rm_removes_all_versions_when_told(store: Store) -> None:
    owner = make_run()
    for content in (b"1", b"22"):
        store.ingest.put_bytes(make_offer(content, owner), content)
    other = save(store, "loss", b"333")
    run(store, "rm", "loss", "--run", owner.id, "--all-versions", "--yes")
    assert [item.id for item in store.catalog.artifacts().items] == [other.artifact_id]


def test_gc_empties_the_trash_by_name_and_of_many_by_their_count(store: Store) -> None:
    for number in range(101):
        save(store, f"n{number}", b"x")
    run(store, "rm", "--all", "--yes", "--expect", 101)
    refused = run(store, "gc", "--empty-trash", code=1)
    assert "101 artifacts" in refused.output
    assert "--expect 101" in refused.output
    run(store, "gc", "--expect", 101, code=2)
    assert store.trash.page().artifacts == 101
    said = as_json(store, Collected, "gc", "--empty-trash", "--dry-run")
    assert said.purged == 101
    assert as_json(store, Collected, "gc", "--empty-trash", "--expect", 101).purged == 101
    assert store.trash.page().artifacts == 0
