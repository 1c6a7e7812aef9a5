"""Names, aliases, notes; what was made from what."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET, structs
from store_samples import make_run, refused, save, uses, versions

from cellkeep_core.errors import (
    ArtifactNotFoundError,
    CellkeepError,
    NameConflictError,
    RunNotFoundError,
)
from cellkeep_core.protocol import (
    ArtifactEdit,
    Provenance,
    RunSettings,
)
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter

BOTH_CATALOGS = True


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
    with refused("BAD_NAME"):
        store.editor.set_alias(save(store, b"1").id, alias)


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


# Lineage


def test_lineage_goes_across_runs_by_use_by_digest_and_within_a_run(store: Store) -> None:
    first, second = make_run("prepare"), make_run("train")
    raw = save(store, b"raw", first, name="raw", category="input")
    clean = save(store, b"clean", first, name="clean")
    table = save(store, b"clean", second, name="table", category="input")
    code = save(store, b"v1", second, name="train.py", category="code")
    model = save(store, b"model", second, name="model")
    save(store, b"v2", second, name="train.py", category="code")
    plot = save(store, b"plot", make_run("plots"), name="plot", provenance=uses(model))
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
    other = save(store, b"other", second, name="other", provenance=uses(model))
    aside = store.catalog.lineage(plot.id)
    assert other.id not in {node.id for node in aside.nodes}
    assert {node.name for node in aside.nodes if node.more is True} == {"model", "table"}
    assert aside.more is False
    assert [(node.name, node.more) for node in near.nodes] == [("plot", UNSET), ("model", True)]
    assert (near.more, graph.more, down.more) == (True, False, False)


def test_what_was_used_and_deleted_is_still_told(store: Store) -> None:
    used = save(store, b"gone", name="gone")
    made = save(store, b"made", provenance=uses(used))
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
