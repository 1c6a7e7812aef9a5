"""The trash, and what clean-up takes."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from msgspec import UNSET
from sqlalchemy import text
from store_samples import blob_files, make_offer, make_run, png, save, uses, versions, write

from cellkeep_core.errors import (
    ArtifactNotFoundError,
    CellkeepError,
    RunNotFoundError,
)
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import (
    ArtifactEdit,
    RunSettings,
)
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter

BOTH_CATALOGS = True


def test_the_trash_keeps_everything_until_it_is_emptied(store: Store) -> None:
    run = make_run()
    artifact = save(store, b"12345", run, provenance=uses(save(store, b"in")))
    store.editor.edit(artifact.id, ArtifactEdit(tags=["t"], notes="n"))
    before = store.editor.set_alias(artifact.id, "best")
    said = store.trash.delete([artifact.id], dry_run=True)
    assert (said.artifacts, said.freed_bytes, said.trashed_bytes) == (1, 0, 5)
    assert store.catalog.artifact(artifact.id) == before
    assert store.trash.delete([artifact.id]).trashed_bytes == 5
    with pytest.raises(ArtifactNotFoundError):
        store.catalog.artifact(artifact.id)
    page = store.trash.page()
    assert [(item.artifact.name, item.artifact.aliases) for item in page.items] == [
        ("loss", ["best"])
    ]
    assert (page.artifacts, page.bytes) == (1, 5)
    assert store.status().trash_bytes == 5
    assert store.trash.restore([artifact.id, new_id()]) == [artifact.id]
    assert store.catalog.artifact(artifact.id) == before
    assert store.catalog.thumbnail(artifact.id) == png()
    assert store.catalog.artifacts(where=ArtifactFilter(tag="t")).items == [before]
    assert len(store.catalog.lineage(artifact.id).edges) == 1
    store.trash.delete([artifact.id])
    assert store.trash.purge(everything=True, dry_run=True).freed_bytes == 5
    done = store.trash.purge(everything=True)
    assert (done.purged, done.blobs, done.freed_bytes) == (1, 1, 5)
    assert store.trash.restore([artifact.id]) == []
    assert len(blob_files(store.root)) == 1


def test_bytes_in_the_trash_serve_a_new_save_and_stay_with_it(store: Store) -> None:
    artifact = save(store, b"shared")
    store.trash.delete([artifact.id])
    again = store.ingest.offer(make_offer(b"shared", name="again"))
    assert again is not None  # no bytes had to be sent
    assert store.trash.purge(everything=True).freed_bytes == 0
    assert store.contents.read(again.artifact_id) == b"shared"


def test_a_search_and_a_run_are_deleted_and_the_report_is_what_happened(store: Store) -> None:
    run = make_run()
    for number in range(4):
        save(store, b"%d" % number, run, name=f"plot {number}")
    save(store, b"0", make_run(), name="shares the bytes")
    said = store.trash.delete(where=ArtifactFilter(q="plot"), permanent=True, dry_run=True)
    assert (said.artifacts, said.bytes, said.freed_bytes) == (4, 4, 3)
    assert store.trash.delete(where=ArtifactFilter(q="plot 3"), permanent=True).freed_bytes == 1
    done = store.trash.delete(run_id=run.id, permanent=True)
    assert (done.artifacts, done.freed_bytes) == (3, 2)
    with pytest.raises(RunNotFoundError):
        store.catalog.run(run.id)
    assert [each.name for each in store.catalog.artifacts().items] == ["shares the bytes"]
    assert len(blob_files(store.root)) == 1


def test_a_run_that_was_emptied_is_not_listed_until_something_of_it_comes_back(
    store: Store,
) -> None:
    older, run = make_run("older"), make_run("experiment")
    older.name = run.name
    kept = save(store, b"0", older)
    saved = [save(store, b"%d" % number, run) for number in (1, 2)]
    assert store.trash.delete(run_id=run.id).trashed_bytes == 2
    assert [info.run.id for info in store.catalog.runs().items] == [older.id]
    assert store.catalog.run(run.id).emptied is True  # a link to it still has a name
    assert store.status().runs == 1
    assert store.catalog.resolve(f"cellkeep://{store.store_id}/experiment/loss").id == kept.id
    assert store.trash.restore([saved[0].id]) == [saved[0].id]
    assert [info.run.id for info in store.catalog.runs().items] == [run.id, older.id]
    assert store.catalog.run(run.id).emptied is UNSET
    store.trash.delete(run_id=run.id)
    store.trash.purge(everything=True)
    assert len(store.catalog.runs().items) == 1
    assert save(store, b"3", run).version == 3  # no number is given again
    assert len(store.catalog.runs().items) == 2


def test_a_run_in_which_nothing_was_saved_is_listed_until_it_is_deleted(store: Store) -> None:
    run = make_run()
    store.editor.put_run(run)
    assert [info.emptied for info in store.catalog.runs().items] == [UNSET]
    assert store.trash.delete(run_id=run.id).artifacts == 0
    with pytest.raises(RunNotFoundError):
        store.catalog.run(run.id)


def test_retention_keeps_the_last_the_young_and_what_has_an_alias(store: Store) -> None:
    run = make_run()
    saved = [save(store, b"%d" % number, run) for number in range(5)]
    store.editor.set_alias(saved[0].id, "best")
    store.editor.put_settings(run.id, RunSettings(versions="version", keep_last=2))
    assert store.maintenance.collect(dry_run=True).expired == 2
    assert store.maintenance.collect().expired == 2
    assert versions(store, saved[4]) == [5, 4, 1]
    with store.database.write() as tx:
        tx.execute(
            text("UPDATE artifacts SET stored_at = '2020-01-01T00:00:00.000Z' WHERE id = :id"),
            {"id": saved[3].id},
        )
    store.editor.put_settings(run.id, RunSettings(versions="version", keep_days=30))
    assert store.maintenance.collect().expired == 1
    assert versions(store, saved[4]) == [5, 1]
    done = store.maintenance.collect(trash_days=-1)
    assert (done.purged, done.freed_bytes) == (3, 3)


def test_files_that_no_artifact_names_are_collected_when_old(store: Store) -> None:
    artifact = save(store, b"kept")
    stray = store.contents.local_path(artifact.id).parent / ("f" * 64)
    folder = store.root / "blobs" / "ff"
    folder.mkdir(exist_ok=True)
    stray = write(folder / ("f" * 64), b"stray")
    assert store.maintenance.collect().blobs == 0
    assert store.maintenance.collect(orphan_age_s=0, dry_run=True).freed_bytes == 5
    assert stray.exists()
    assert store.maintenance.collect(orphan_age_s=0).blobs == 1
    assert not stray.exists()
    assert store.contents.read(artifact.id) == b"kept"


@pytest.mark.parametrize("how", ["where", "run", "everything"])
def test_many_are_deleted_only_with_their_count(store: Store, how: str) -> None:
    run = make_run()
    for number in range(101):
        store.ingest.put_bytes(make_offer(b"x", name=f"many {number}", run=run), b"x")
    kept = save(store, b"y", name="other")
    meant: dict[str, Any] = {
        "where": {"where": ArtifactFilter(q="many")},
        "run": {"run_id": run.id},
        "everything": {"everything": True},
    }[how]
    count = 102 if how == "everything" else 101
    assert store.trash.delete(dry_run=True, **meant).artifacts == count
    for expect in (None, count - 1, count + 1):
        with pytest.raises(CellkeepError, match=f"would delete {count} artifacts") as refused:
            store.trash.delete(expect=expect, **meant)
        assert f"expect={count}" in (refused.value.hint or "")
    assert store.trash.page().items == []
    assert store.trash.delete(expect=count, **meant).artifacts == count
    if how != "everything":
        assert store.contents.read(kept.id) == b"y"


@pytest.mark.parametrize(
    "nothing",
    [{}, {"q": ""}, {"q": " "}, {"category": ()}, {"folder": "/"}, {"size_min": 0}, {"kind": ()}],
)
def test_a_filter_that_filters_nothing_deletes_nothing(store: Store, nothing: Any) -> None:
    artifact = save(store, b"x")
    for expect in (None, 1):
        with pytest.raises(CellkeepError, match="filters nothing"):
            store.trash.delete(where=ArtifactFilter(**nothing), expect=expect)
    assert store.contents.read(artifact.id) == b"x"


def test_clean_up_never_takes_the_bytes_of_a_save(store: Store) -> None:
    done, errors = threading.Event(), []

    def clean() -> None:
        try:
            while not done.is_set():
                store.trash.delete(where=ArtifactFilter(q="doomed"))
                store.maintenance.collect(trash_days=-1, orphan_age_s=0)
        except BaseException as error:  # noqa: BLE001  (told below)
            errors.append(error)

    cleaner = threading.Thread(target=clean)
    cleaner.start()
    for number in range(25):
        content = b"%d" % (number % 3)
        for name in ("doomed", f"kept {number}"):
            receipt = store.ingest.put_bytes(make_offer(content, name=name), content)
        assert store.contents.read(receipt.artifact_id) == content
    done.set()
    cleaner.join()
    assert errors == []
    assert all(finding.ok for finding in store.maintenance.verify())
    assert len(store.catalog.artifacts(q="kept").items) == 25
