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
    return store.catalog.artifact(store.ingest.put_bytes(offer, content, png()).artifact_id)


def versions(store: Store, artifact: Artifact) -> list[int]:
    return [each.version for each in store.catalog.history(artifact.id).versions]


# Names


def test_tags_notes_and_metadata_change_and_the_rest_does_not(store: Store) -> None:
    before = save(store, b"x", metadata={"lr": 1})
    edit = ArtifactEdit(tags=["paper", "paper", " été "], notes="look\nhere", metadata={"lr": 2})
    after = store.editor.edit(before.id, edit)
    assert (after.tags, after.notes, after.metadata) == (["paper", "été"], "look\nhere", {"lr": 2})
    for field in ("sha256", "size", "provenance", "version", "stored_at", "seq", "name"):
        assert getattr(after, field) == getattr(before, field)
    assert store.catalog.changes_since(0)[-1].kind == "updated"
    for wanted in ({"tag": "paper"}, {"q": "here"}, {"q": "ÉTÉ"}):
        found = store.catalog.artifacts(where=ArtifactFilter(**wanted)).items  # type: ignore[arg-type]
        assert [each.id for each in found] == [before.id]
    assert [group.key for group in store.catalog.groups("tag").items] == ["paper", "été"]


def test_an_edit_does_not_make_the_next_save_new(store: Store) -> None:
    run = make_run()
    first = save(store, b"x", run, metadata={"lr": 1})
    store.editor.edit(first.id, ArtifactEdit(metadata={"lr": 1, "seen": True}))
    assert save(store, b"x", run, metadata={"lr": 1}).id == first.id


def test_a_rename_takes_every_version_along_and_old_links_still_mean_them(store: Store) -> None:
    run = make_run()
    first, second = save(store, b"1", run, name="a"), save(store, b"2", run, name="a")
    store.editor.set_alias(first.id, "best")
    links = [store.catalog.link(each) for each in (first, second)]
    store.editor.edit(second.id, ArtifactEdit(name="b/ü"))
    assert [store.catalog.resolve(link).id for link in links] == [first.id, second.id]
    assert store.catalog.resolve(store.catalog.link(store.catalog.artifact(first.id))).name == "b/ü"
    assert store.catalog.history(first.id).aliases[0].name == "b/ü"
    new = save(store, b"3", run, name="a")
    assert new.version == 3  # an old link must never come to mean something else
    with pytest.raises(NameConflictError):
        store.editor.edit(second.id, ArtifactEdit(name="a"))
    assert save(store, b"4", run, name="b/ü").version == 3


def test_a_name_can_be_changed_back(store: Store) -> None:
    artifact = save(store, b"1", name="a")
    store.editor.edit(artifact.id, ArtifactEdit(name="b"))
    assert store.editor.edit(artifact.id, ArtifactEdit(name="a")).name == "a"
    assert store.catalog.artifacts(q="b", name="b").items == []


def test_aliases_move_and_are_found(store: Store) -> None:
    run = make_run("my run")
    first, second = save(store, b"1", run), save(store, b"2", run)
    assert store.editor.set_alias(first.id, "best").aliases == ["best"]
    assert store.editor.set_alias(second.id, "best").aliases == ["best"]
    assert store.catalog.artifact(first.id).aliases is UNSET
    link = f"cellkeep://{store.store_id}/my%20run/loss"
    assert store.catalog.resolve(f"{link}@best").id == second.id
    assert store.catalog.resolve(f"{link}@v1").id == first.id
    assert store.catalog.resolve(f"{link}@latest").id == store.catalog.resolve(link).id == second.id
    assert [a.id for a in store.catalog.artifacts(where=ArtifactFilter(alias="best")).items] == [
        second.id
    ]
    store.editor.remove_alias(second.id, "best")
    with pytest.raises(ArtifactNotFoundError, match="best"):
        store.catalog.resolve(f"{link}@best")


@pytest.mark.parametrize("alias", ["latest", "v1", "7", "", "Best", "a/b", "../x", "a" * 65, "é"])
def test_what_cannot_be_an_alias_is_refused(store: Store, alias: str) -> None:
    with pytest.raises(CellkeepError) as caught:
        store.editor.set_alias(save(store, b"1").id, alias)
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
        store.catalog.resolve(link)


@pytest.mark.parametrize(
    ("policy", "left"), [("version", [3, 2, 1]), ("skip-if-same", [2, 1]), ("overwrite", [2])]
)
def test_a_run_says_what_the_same_name_becomes(store: Store, policy: Any, left: list[int]) -> None:
    run = make_run()
    store.editor.put_run(run)
    assert store.editor.put_settings(run.id, RunSettings(versions=policy)).settings == RunSettings(
        versions=policy
    )
    save(store, b"1", run)
    save(store, b"2", run)
    last = save(store, b"2", run)
    assert versions(store, last) == left
    store.editor.put_run(structs.replace(run, name="renamed"))
    assert store.catalog.run(run.id).settings == RunSettings(versions=policy)


# Clean-up


def test_the_trash_keeps_everything_until_it_is_emptied(store: Store) -> None:
    run = make_run()
    artifact = save(store, b"12345", run, provenance=_uses(save(store, b"in")))
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
    graph = store.catalog.lineage(plot.id)
    edges = {(edge.source, edge.target): edge.kind for edge in graph.edges}
    assert edges == {
        (model.id, plot.id): "used",
        (table.id, model.id): "run",
        (code.id, model.id): "run",
        (clean.id, table.id): "same",
        (raw.id, clean.id): "run",
    }
    assert {node.name: node.depth for node in graph.nodes}["raw"] == -4
    down = store.catalog.lineage(raw.id, up=0)
    assert {edge.kind for edge in down.edges} == {"used", "same", "run"}
    assert [node.name for node in down.nodes if node.depth == 4] == ["plot"]
    near = store.catalog.lineage(plot.id, up=1)
    assert {node.name for node in graph.nodes if node.more is True} == set()
    other = save(store, b"other", second, name="other", provenance=_uses(model))
    aside = store.catalog.lineage(plot.id)
    assert other.id not in {node.id for node in aside.nodes}
    assert {node.name for node in aside.nodes if node.more is True} == {"model", "table"}
    assert aside.more is False
    assert [(node.name, node.more) for node in near.nodes] == [("plot", UNSET), ("model", True)]
    assert (near.more, graph.more, down.more) == (True, False, False)


def test_what_was_used_and_deleted_is_still_told(store: Store) -> None:
    used = save(store, b"gone", name="gone")
    made = save(store, b"made", provenance=_uses(used))
    store.trash.delete([used.id], permanent=True)
    graph = store.catalog.lineage(made.id)
    assert [(node.name, node.here) for node in graph.nodes] == [("loss", True), ("gone", False)]
    assert graph.edges[0].kind == "used"


# Notebooks that move


def test_what_came_from_a_notebook_follows_it_where_its_kernel_runs(store: Store) -> None:
    run, other = (
        make_run(kernel_id=each, notebook="work/a.ipynb", name="a.ipynb") for each in ("k", "l")
    )
    told = Provenance(via="output", notebook="work/a.ipynb", cell_id="c", source="1 % 2")
    second = Provenance(via="output", notebook="work_/b.ipynb")
    first, of_second, elsewhere = (
        save(store, name.encode(), its_run, name=name, provenance=provenance)
        for name, its_run, provenance in (
            ("x", run, told),
            ("y", run, second),
            ("z", other, told),
        )
    )
    assert store.editor.move_notebooks(["k"], "work/a.ipynb", "work/b.ipynb") == [run.id]
    assert store.editor.move_notebooks(["k"], "work", "done/työ") == [run.id]
    assert store.editor.move_notebooks(["k"], "work", "again") == []
    now = store.catalog.artifact(first.id)
    assert now.provenance == structs.replace(told, notebook="done/työ/b.ipynb")
    assert store.catalog.run(run.id).run.name == "b.ipynb"
    assert store.catalog.run(run.id).run.notebook == "done/työ/b.ipynb"
    assert store.catalog.artifact(of_second.id).provenance == second
    assert store.catalog.artifact(elsewhere.id) == elsewhere
    for where in (ArtifactFilter(notebook="done/työ/b.ipynb"), ArtifactFilter(q="TYÖ x")):
        assert [one.id for one in store.catalog.artifacts(where=where).items] == [first.id]
    assert store.catalog.changes_since(0)[-1].kind == "run"
