"""Names, aliases, notes; the trash and clean-up; what was made from what."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from msgspec import UNSET, structs
from sqlalchemy import text
from store_samples import blob_files, make_offer, make_run, png, write

from cellkeep_core.errors import (
    ArtifactNotFoundError,
    CellkeepError,
    NameConflictError,
    RunNotFoundError,
)
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import (
    Artifact,
    ArtifactEdit,
    ArtifactRef,
    Provenance,
    Run,
    RunSettings,
)
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter

BOTH_CATALOGS = True


def save(store: Store, content: bytes, run: Run | None = None, **fields: Any) -> Artifact:
    offer = make_offer(content, run, **fields)
    return store.artifact(store.put_bytes(offer, content, png()).artifact_id)


def versions(store: Store, artifact: Artifact) -> list[int]:
    return [each.version for each in store.history(artifact.id).versions]


# Names


def test_tags_notes_and_metadata_change_and_the_rest_does_not(store: Store) -> None:
    before = save(store, b"x", metadata={"lr": 1})
    edit = ArtifactEdit(tags=["paper", "paper", " été "], notes="look\nhere", metadata={"lr": 2})
    after = store.edit(before.id, edit)
    assert (after.tags, after.notes, after.metadata) == (["paper", "été"], "look\nhere", {"lr": 2})
    for field in ("sha256", "size", "provenance", "version", "stored_at", "seq", "name"):
        assert getattr(after, field) == getattr(before, field)
    assert store.changes_since(0)[-1].kind == "updated"
    for wanted in ({"tag": "paper"}, {"q": "here"}, {"q": "ÉTÉ"}):
        found = store.artifacts(where=ArtifactFilter(**wanted)).items  # type: ignore[arg-type]
        assert [each.id for each in found] == [before.id]
    assert [group.key for group in store.groups("tag").items] == ["paper", "été"]


def test_an_edit_does_not_make_the_next_save_new(store: Store) -> None:
    run = make_run()
    first = save(store, b"x", run, metadata={"lr": 1})
    store.edit(first.id, ArtifactEdit(metadata={"lr": 1, "seen": True}))
    assert save(store, b"x", run, metadata={"lr": 1}).id == first.id


def test_a_rename_takes_every_version_along_and_old_links_still_mean_them(store: Store) -> None:
    run = make_run()
    first, second = save(store, b"1", run, name="a"), save(store, b"2", run, name="a")
    store.set_alias(first.id, "best")
    links = [store.link(each) for each in (first, second)]
    store.edit(second.id, ArtifactEdit(name="b/ü"))
    assert [store.resolve(link).id for link in links] == [first.id, second.id]
    assert store.resolve(store.link(store.artifact(first.id))).name == "b/ü"
    assert store.history(first.id).aliases[0].name == "b/ü"
    new = save(store, b"3", run, name="a")
    assert new.version == 3  # an old link must never come to mean something else
    with pytest.raises(NameConflictError):
        store.edit(second.id, ArtifactEdit(name="a"))
    assert save(store, b"4", run, name="b/ü").version == 3


def test_a_name_can_be_changed_back(store: Store) -> None:
    artifact = save(store, b"1", name="a")
    store.edit(artifact.id, ArtifactEdit(name="b"))
    assert store.edit(artifact.id, ArtifactEdit(name="a")).name == "a"
    assert store.artifacts(q="b", name="b").items == []


def test_aliases_move_and_are_found(store: Store) -> None:
    run = make_run("my run")
    first, second = save(store, b"1", run), save(store, b"2", run)
    assert store.set_alias(first.id, "best").aliases == ["best"]
    assert store.set_alias(second.id, "best").aliases == ["best"]
    assert store.artifact(first.id).aliases is UNSET
    link = f"cellkeep://{store.store_id}/my%20run/loss"
    assert store.resolve(f"{link}@best").id == second.id
    assert store.resolve(f"{link}@v1").id == first.id
    assert store.resolve(f"{link}@latest").id == store.resolve(link).id == second.id
    assert [a.id for a in store.artifacts(where=ArtifactFilter(alias="best")).items] == [second.id]
    store.remove_alias(second.id, "best")
    with pytest.raises(ArtifactNotFoundError, match="best"):
        store.resolve(f"{link}@best")


@pytest.mark.parametrize("alias", ["latest", "v1", "7", "", "Best", "a/b", "../x", "a" * 65, "é"])
def test_what_cannot_be_an_alias_is_refused(store: Store, alias: str) -> None:
    with pytest.raises(CellkeepError) as caught:
        store.set_alias(save(store, b"1").id, alias)
    assert caught.value.code == "BAD_NAME"


@pytest.mark.parametrize(
    ("link", "error"),
    [
        ("http://x/y/z", CellkeepError),
        ("cellkeep://x", CellkeepError),
        ("cellkeep://s/run", CellkeepError),
        ("cellkeep://s/nope/name", RunNotFoundError),
        (f"cellkeep://{'0' * 32}/run/name", CellkeepError),
        ("cellkeep://s/analysis.ipynb/loss@99999999999999999999", ArtifactNotFoundError),
    ],
)
def test_a_link_to_nothing_says_so(store: Store, link: str, error: type[Exception]) -> None:
    save(store, b"1")
    with pytest.raises(error):
        store.resolve(link)


@pytest.mark.parametrize(
    ("policy", "left"), [("version", [3, 2, 1]), ("skip-if-same", [2, 1]), ("overwrite", [2])]
)
def test_a_run_says_what_the_same_name_becomes(store: Store, policy: Any, left: list[int]) -> None:
    run = make_run()
    store.put_run(run)
    assert store.put_settings(run.id, RunSettings(versions=policy)).settings == RunSettings(
        versions=policy
    )
    save(store, b"1", run)
    save(store, b"2", run)
    last = save(store, b"2", run)
    assert versions(store, last) == left
    store.put_run(structs.replace(run, name="renamed"))
    assert store.run(run.id).settings == RunSettings(versions=policy)


# Clean-up


def test_the_trash_keeps_everything_until_it_is_emptied(store: Store) -> None:
    run = make_run()
    artifact = save(store, b"12345", run, provenance=_uses(save(store, b"in")))
    store.edit(artifact.id, ArtifactEdit(tags=["t"], notes="n"))
    before = store.set_alias(artifact.id, "best")
    said = store.delete([artifact.id], dry_run=True)
    assert (said.artifacts, said.freed_bytes, said.trashed_bytes) == (1, 0, 5)
    assert store.artifact(artifact.id) == before
    assert store.delete([artifact.id]).trashed_bytes == 5
    with pytest.raises(ArtifactNotFoundError):
        store.artifact(artifact.id)
    page = store.trash()
    assert [(item.artifact.name, item.artifact.aliases) for item in page.items] == [
        ("loss", ["best"])
    ]
    assert (page.artifacts, page.bytes) == (1, 5)
    assert store.status().trash_bytes == 5
    assert store.restore([artifact.id, new_id()]) == [artifact.id]
    assert store.artifact(artifact.id) == before
    assert store.thumbnail(artifact.id) == png()
    assert store.artifacts(where=ArtifactFilter(tag="t")).items == [before]
    assert len(store.lineage(artifact.id).edges) == 1
    store.delete([artifact.id])
    assert store.purge(dry_run=True).freed_bytes == 5
    done = store.purge()
    assert (done.purged, done.blobs, done.freed_bytes) == (1, 1, 5)
    assert store.restore([artifact.id]) == []
    assert len(blob_files(store.root)) == 1


def test_bytes_in_the_trash_serve_a_new_save_and_stay_with_it(store: Store) -> None:
    artifact = save(store, b"shared")
    store.delete([artifact.id])
    again = store.offer(make_offer(b"shared", name="again"))
    assert again is not None  # no bytes had to be sent
    assert store.purge().freed_bytes == 0
    assert store.content_path(again.artifact_id).read_bytes() == b"shared"


def test_a_search_and_a_run_are_deleted_and_the_report_is_what_happened(store: Store) -> None:
    run = make_run()
    for number in range(4):
        save(store, b"%d" % number, run, name=f"plot {number}")
    save(store, b"0", make_run(), name="shares the bytes")
    said = store.delete(where=ArtifactFilter(q="plot"), permanent=True, dry_run=True)
    assert (said.artifacts, said.bytes, said.freed_bytes) == (4, 4, 3)
    assert store.delete(where=ArtifactFilter(q="plot 3"), permanent=True).freed_bytes == 1
    done = store.delete(run_id=run.id, permanent=True)
    assert (done.artifacts, done.freed_bytes) == (3, 2)
    with pytest.raises(RunNotFoundError):
        store.run(run.id)
    assert [each.name for each in store.artifacts().items] == ["shares the bytes"]
    assert len(blob_files(store.root)) == 1


def test_a_run_that_was_emptied_is_not_listed_until_something_of_it_comes_back(
    store: Store,
) -> None:
    older, run = make_run("older"), make_run("experiment")
    older.name = run.name
    kept = save(store, b"0", older)
    saved = [save(store, b"%d" % number, run) for number in (1, 2)]
    assert store.delete(run_id=run.id).trashed_bytes == 2
    assert [info.run.id for info in store.runs().items] == [older.id]
    assert store.run(run.id).emptied is True  # a link to it still has a name
    assert store.status().runs == 1
    assert store.resolve(f"cellkeep://{store.store_id}/experiment/loss").id == kept.id
    assert store.restore([saved[0].id]) == [saved[0].id]
    assert [info.run.id for info in store.runs().items] == [run.id, older.id]
    assert store.run(run.id).emptied is UNSET
    store.delete(run_id=run.id)
    store.purge()
    assert len(store.runs().items) == 1
    assert save(store, b"3", run).version == 3  # no number is given again
    assert len(store.runs().items) == 2


def test_a_run_in_which_nothing_was_saved_is_listed_until_it_is_deleted(store: Store) -> None:
    run = make_run()
    store.put_run(run)
    assert [info.emptied for info in store.runs().items] == [UNSET]
    assert store.delete(run_id=run.id).artifacts == 0
    with pytest.raises(RunNotFoundError):
        store.run(run.id)


def test_retention_keeps_the_last_the_young_and_what_has_an_alias(store: Store) -> None:
    run = make_run()
    saved = [save(store, b"%d" % number, run) for number in range(5)]
    store.set_alias(saved[0].id, "best")
    store.put_settings(run.id, RunSettings(versions="version", keep_last=2))
    assert store.collect(dry_run=True).expired == 2
    assert store.collect().expired == 2
    assert versions(store, saved[4]) == [5, 4, 1]
    with store._catalog.write() as tx:
        tx.execute(
            text("UPDATE artifacts SET stored_at = '2020-01-01T00:00:00.000Z' WHERE id = :id"),
            {"id": saved[3].id},
        )
    store.put_settings(run.id, RunSettings(versions="version", keep_days=30))
    assert store.collect().expired == 1
    assert versions(store, saved[4]) == [5, 1]
    done = store.collect(trash_days=-1)
    assert (done.purged, done.freed_bytes) == (3, 3)


def test_files_that_no_artifact_names_are_collected_when_old(store: Store) -> None:
    artifact = save(store, b"kept")
    stray = store.content_path(artifact.id).parent / ("f" * 64)
    folder = store.root / "blobs" / "ff"
    folder.mkdir(exist_ok=True)
    stray = write(folder / ("f" * 64), b"stray")
    assert store.collect().blobs == 0
    assert store.collect(orphan_age_s=0, dry_run=True).freed_bytes == 5
    assert stray.exists()
    assert store.collect(orphan_age_s=0).blobs == 1
    assert not stray.exists()
    assert store.content_path(artifact.id).read_bytes() == b"kept"


def test_clean_up_never_takes_the_bytes_of_a_save(store: Store) -> None:
    done, errors = threading.Event(), []

    def clean() -> None:
        try:
            while not done.is_set():
                store.delete(where=ArtifactFilter(q="doomed"))
                store.collect(trash_days=-1, orphan_age_s=0)
        except BaseException as error:  # noqa: BLE001  (told below)
            errors.append(error)

    cleaner = threading.Thread(target=clean)
    cleaner.start()
    for number in range(25):
        content = b"%d" % (number % 3)
        for name in ("doomed", f"kept {number}"):
            receipt = store.put_bytes(make_offer(content, name=name), content)
        assert store.content_path(receipt.artifact_id).read_bytes() == content
    done.set()
    cleaner.join()
    assert errors == []
    assert all(finding.ok for finding in store.verify())
    assert len(store.artifacts(q="kept").items) == 25


# Lineage


def _uses(*used: Artifact) -> Provenance:
    refs = [
        ArtifactRef(
            artifact_id=each.id,
            run_id=each.run_id,
            name=each.name,
            version=each.version,
            sha256=each.sha256,
        )
        for each in used
    ]
    return Provenance(via="save", inputs=refs)


def test_lineage_goes_across_runs_by_use_by_digest_and_within_a_run(store: Store) -> None:
    first, second = make_run("prepare"), make_run("train")
    raw = save(store, b"raw", first, name="raw", category="input")
    clean = save(store, b"clean", first, name="clean")
    table = save(store, b"clean", second, name="table", category="input")
    code = save(store, b"v1", second, name="train.py", category="code")
    model = save(store, b"model", second, name="model")
    save(store, b"v2", second, name="train.py", category="code")
    plot = save(store, b"plot", make_run("plots"), name="plot", provenance=_uses(model))
    graph = store.lineage(plot.id)
    edges = {(edge.source, edge.target): edge.kind for edge in graph.edges}
    assert edges == {
        (model.id, plot.id): "used",
        (table.id, model.id): "run",
        (code.id, model.id): "run",
        (clean.id, table.id): "same",
        (raw.id, clean.id): "run",
    }
    assert {node.name: node.depth for node in graph.nodes}["raw"] == -4
    down = store.lineage(raw.id, up=0)
    assert {edge.kind for edge in down.edges} == {"used", "same", "run"}
    assert [node.name for node in down.nodes if node.depth == 4] == ["plot"]
    near = store.lineage(plot.id, up=1)
    assert {node.name for node in graph.nodes if node.more is True} == set()
    other = save(store, b"other", second, name="other", provenance=_uses(model))
    aside = store.lineage(plot.id)
    assert other.id not in {node.id for node in aside.nodes}
    assert {node.name for node in aside.nodes if node.more is True} == {"model", "table"}
    assert aside.more is False
    assert [(node.name, node.more) for node in near.nodes] == [("plot", UNSET), ("model", True)]
    assert (near.more, graph.more, down.more) == (True, False, False)


def test_what_was_used_and_deleted_is_still_told(store: Store) -> None:
    used = save(store, b"gone", name="gone")
    made = save(store, b"made", provenance=_uses(used))
    store.delete([used.id], permanent=True)
    graph = store.lineage(made.id)
    assert [(node.name, node.here) for node in graph.nodes] == [("loss", True), ("gone", False)]
    assert graph.edges[0].kind == "used"
