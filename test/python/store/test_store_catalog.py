"""Looking things up: runs, pages, search, changes."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from msgspec import UNSET, structs
from store_samples import all_of, make_offer, make_run, refused, save_named

from cellkeep_core.errors import (
    ArtifactNotFoundError,
    CellkeepError,
    RunNotFoundError,
    UnknownCategoryError,
)
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Provenance
from cellkeep_store import Store
from cellkeep_store.catalog import commit
from cellkeep_store.catalog.database import Database

BOTH_CATALOGS = True


def names(store: Store, **query: Any) -> list[str]:
    return [artifact.name for artifact in store.catalog.artifacts(**query).items]


def test_a_run_is_inserted_then_changed_and_keeps_its_beginning(store: Store) -> None:
    run = make_run("one")
    first = store.editor.put_run(run)
    assert (first.run, first.artifacts, first.bytes) == (run, 0, 0)
    later = structs.replace(
        run, name="two", tags=["x"], folder="/a", created_at="2030-01-01T00:00:00.000Z"
    )
    changed = store.editor.put_run(later).run
    assert (changed.name, changed.tags, changed.folder) == ("two", ["x"], "/a")
    assert changed.created_at == run.created_at
    assert store.catalog.run(run.id).run == changed


def test_a_run_put_again_unchanged_is_no_change(store: Store) -> None:
    run = make_run()
    store.editor.put_run(run)
    before = store.catalog.last_change()
    store.editor.put_run(run)
    assert store.catalog.last_change() == before


def test_a_run_counts_its_artifacts_and_bytes(store: Store) -> None:
    run = make_run()
    for content in (b"12", b"345", b"345"):
        store.ingest.put_bytes(make_offer(content, run), content)
    info = store.catalog.run(run.id)
    assert (info.artifacts, info.bytes) == (2, 5)


def test_an_unknown_run_is_an_error(store: Store) -> None:
    with pytest.raises(RunNotFoundError):
        store.catalog.run(new_id())


def test_runs_come_with_the_latest_save_first(store: Store) -> None:
    runs = [make_run(f"run {number}") for number in range(3)]
    for run in (*runs, runs[0]):
        save_named(store, f"in {run.name} {new_id()}", run)
    assert [info.run.name for info in store.catalog.runs().items] == ["run 0", "run 2", "run 1"]


def test_runs_come_in_pages_without_gaps_or_repeats(store: Store) -> None:
    for number in range(7):
        store.editor.put_run(make_run(f"run {number}"))
    seen = [info.run.name for info in all_of(store.catalog.runs, limit=3)]
    assert seen == [f"run {number}" for number in reversed(range(7))]


def test_runs_are_found_by_a_part_of_their_name_in_any_case(store: Store) -> None:
    for name in ("Straße 1", "STRASSE 2", "other"):
        store.editor.put_run(make_run(name))
    assert {info.run.name for info in store.catalog.runs(q="strasse").items} == {
        "Straße 1",
        "STRASSE 2",
    }


def test_artifacts_come_newest_first_in_pages_that_new_saves_do_not_move(store: Store) -> None:
    run = make_run()
    for number in range(5):
        save_named(store, f"a{number}", run)
    first = store.catalog.artifacts(limit=2)
    save_named(store, "meanwhile", run)
    assert first.next_cursor is not UNSET
    second = store.catalog.artifacts(limit=10, cursor=first.next_cursor)
    assert [artifact.name for artifact in first.items + second.items] == [
        "a4",
        "a3",
        "a2",
        "a1",
        "a0",
    ]
    assert second.next_cursor is UNSET


@pytest.mark.parametrize("sort", ["time", "name", "size"])
def test_a_page_ends_where_what_it_describes_is_large(store: Store, sort: Any) -> None:
    one = make_run()
    for number in range(5):
        source = Provenance(via="save", source="x" * 3_000_000)
        save_named(store, f"{number}", one, provenance=source)
    pages: list[list[str]] = []
    cursor: str | None = None
    while cursor is not None or not pages:
        page = store.catalog.artifacts(sort=sort, descending=False, cursor=cursor)
        pages.append([artifact.name for artifact in page.items])
        cursor = page.next_cursor or None
    assert pages == [["0", "1"], ["2", "3"], ["4"]]


def test_a_page_that_is_exactly_full_is_the_last(store: Store) -> None:
    for number in range(2):
        save_named(store, f"a{number}")
    assert store.catalog.artifacts(limit=2).next_cursor is UNSET


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1;drop", "9" * 17, "١"])
def test_a_cursor_that_the_store_did_not_give_is_refused(store: Store, cursor: str) -> None:
    for page in (store.catalog.artifacts, store.catalog.runs):
        with refused("BAD_REQUEST"):
            page(cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_page_has_bounds(store: Store, limit: int) -> None:
    with pytest.raises(CellkeepError, match="1 to 1000"):
        store.catalog.artifacts(limit=limit)


def test_artifacts_are_filtered_by_run_category_kind_and_name(store: Store) -> None:
    run = make_run()
    save_named(store, "plot", run, media_type="image/png")
    save_named(store, "train.py", run, media_type="text/x-python", category="code")
    save_named(store, "plot", make_run(), media_type="image/png", category="input")
    assert names(store, run=run.id) == ["train.py", "plot"]
    assert names(store, category="code") == ["train.py"]
    assert names(store, kind="image") == ["plot", "plot"]
    assert names(store, kind="image", run=run.id, category="output") == ["plot"]
    assert len(names(store, name="plot")) == 2
    assert names(store, run=new_id()) == []
    with pytest.raises(UnknownCategoryError):
        store.catalog.artifacts(category="outputs")


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("LOSS", ["100% loss_curve"]),
        ("loss_c", ["100% loss_curve"]),
        ("s%c", []),
        ("100%", ["100% loss_curve"]),
        ("loss-c", []),
        ("straße", ["STRASSE"]),
        ("cafe\u0301", ["CAFÉ"]),
        ("IMAGE/", ["100% loss_curve"]),
        ("my run", ["in that run"]),
        ("'; DROP TABLE artifacts; --", []),
        ("\\", ["back\\slash"]),
        ("", ["in that run", "back\\slash", "CAFÉ", "STRASSE", "100% loss_curve"]),
    ],
)
def test_search_takes_text_literally_and_in_any_case(
    store: Store, q: str, found: list[str]
) -> None:
    save_named(store, "100% loss_curve", media_type="image/png")
    for name in ("STRASSE", "CAFÉ", "back\\slash"):
        save_named(store, name)
    save_named(store, "in that run", make_run("My Run"))
    assert names(store, q=q) == found


def test_search_follows_a_run_that_is_renamed(store: Store) -> None:
    run = make_run("before")
    save_named(store, "x", run)
    store.editor.put_run(structs.replace(run, name="after"))
    assert names(store, q="after") == ["x"]
    assert names(store, q="before") == []
    assert store.catalog.artifacts().items[0].run_name == "after"


def test_a_search_may_not_be_endless(store: Store) -> None:
    with refused("BAD_REQUEST"):
        store.catalog.artifacts(q="x" * 513)


def test_a_name_is_found_in_either_unicode_form(store: Store) -> None:
    run = make_run()
    save_named(store, "café", run)
    assert store.catalog.find_artifact(run.id, "cafe\u0301").name == "café"
    assert store.catalog.resolve("cafe\u0301").name == "café"


def test_what_is_not_there_is_an_error_that_names_it(store: Store) -> None:
    run = make_run()
    save_named(store, "x", run)
    with pytest.raises(ArtifactNotFoundError, match="version 2 of 'x'"):
        store.catalog.find_artifact(run.id, "x", 2)
    with pytest.raises(ArtifactNotFoundError, match="'y'"):
        store.catalog.find_artifact(run.id, "y")
    with pytest.raises(ArtifactNotFoundError, match="'y'"):
        store.catalog.resolve("y")
    for method in (store.catalog.artifact, store.contents.open, store.trash.delete_artifact):
        with pytest.raises(ArtifactNotFoundError):
            method(new_id())


def test_changes_tell_what_happened_in_order(store: Store) -> None:
    run = make_run()
    artifact_id = save_named(store, "x", run)
    kept = save_named(store, "kept", run)
    store.editor.put_run(structs.replace(run, name="renamed"))
    store.trash.delete_artifact(artifact_id)
    events = store.catalog.changes_since(0)
    assert [(event.kind, event.artifact_id) for event in events] == [
        ("run", UNSET),
        ("stored", artifact_id),
        ("stored", kept),
        ("run", UNSET),
        ("deleted", artifact_id),
    ]
    assert events[1].artifact is UNSET
    assert events[2].artifact == store.catalog.artifact(kept)
    assert all(event.run_id == run.id for event in events)
    assert store.catalog.last_change() == events[-1].seq


def test_changes_are_read_on_from_where_one_stopped(store: Store) -> None:
    for number in range(4):
        save_named(store, f"a{number}")
    seqs = [event.seq for event in store.catalog.changes_since(0)]
    assert seqs == sorted(set(seqs))
    first = store.catalog.changes_since(0, limit=3)
    rest = store.catalog.changes_since(first[-1].seq)
    assert [event.seq for event in first + rest] == seqs
    assert store.catalog.changes_since(store.catalog.last_change()) == []


def test_the_seq_of_a_deleted_artifact_is_never_given_again(store: Store) -> None:
    first = store.catalog.artifact(save_named(store, "x"))
    store.trash.delete_artifact(first.id)
    assert store.catalog.artifact(save_named(store, "y")).seq > first.seq


def test_the_status_counts_what_is_there(store: Store) -> None:
    run = make_run()
    save_named(store, "12345", run)
    store.ingest.offer(make_offer(b"12345", run, "again"))
    status = store.status()
    assert (status.runs, status.artifacts, status.bytes) == (1, 2, 5)
    assert status.store_id == store.store_id
    assert status.location == str(store.root)
    assert status.free_bytes > 0
    assert status.limit_bytes is UNSET
    assert (status.spooled, status.spooled_bytes) == (0, 0)
    assert status.uploads_run == store.catalog.uploads_run()


def test_the_uploads_run_keeps_the_name_that_a_person_gave_it(store: Store) -> None:
    run = store.catalog.uploads_run()
    store.editor.put_run(structs.replace(run, name="Inbox"))
    assert store.catalog.uploads_run().name == "Inbox"
    assert store.catalog.uploads_run().id == run.id


def test_a_catalog_that_another_process_holds_is_busy_and_unchanged(store: Store) -> None:
    other = sqlite3.connect(store.root / "catalog.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = Database(store.root / "catalog.sqlite", shared_disk=False, busy_timeout_s=0.05)
    with pytest.raises(CellkeepError) as caught, impatient.write():
        raise AssertionError("the other holds it")
    assert caught.value.code == "CATALOG_BUSY"
    assert caught.value.retryable
    assert store.catalog.artifacts().items == []  # readers do not wait
    other.rollback()
    other.close()
    with impatient.write():
        pass
    impatient.close()
    save_named(store, "now it goes")


def test_a_hundred_runs_of_changes_are_read_in_one_go(store: Store) -> None:
    run = make_run()
    with store.database.write() as tx:
        for number in range(600):
            commit.put_run(tx, structs.replace(run, name=f"name {number}"))
    assert len(store.catalog.changes_since(0, limit=1000)) == 600
