"""Filters, orders and groups."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import UNSET, structs
from sqlalchemy import text
from store_samples import all_of, make_run, names, refused, save_named

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import ArtifactEdit, ArtifactRef, Provenance
from cellkeep_store import Store
from cellkeep_store.catalog import first_rows
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.grouping import By

BOTH_CATALOGS = True


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"media_type": "image/png"}, ["mango", "Zebra"]),
        ({"media_type": "image/"}, ["mango", "apple", "Zebra"]),
        ({"media_type": ("text/", "image/svg+xml")}, ["train.py", "apple"]),
        ({"category": ("code", "input")}, ["train.py", "Zebra"]),
        ({"category": "output", "kind": "image"}, ["mango", "apple"]),
        ({"category": "code", "kind": "image"}, []),
        ({"tag": "paper"}, ["apple", "Zebra"]),
        ({"tag": "pap"}, []),
        ({"size_min": 72, "size_max": 75}, ["mango"]),
        ({"size_min": 75}, ["mango", "apple"]),
        ({"folder": "/team"}, ["mango", "train.py", "apple", "Zebra"]),
        ({"folder": "/team/"}, ["mango", "train.py", "apple", "Zebra"]),
        ({"folder": "/team/a"}, ["apple", "Zebra"]),
        ({"folder": "/te"}, []),
        ({"folder": "/"}, ["mango", "train.py", "apple", "Zebra"]),
        ({"notebook": "other.ipynb"}, ["mango"]),
        ({"notebook": "work/vision.ipynb"}, ["apple", "Zebra"]),
        ({"q": "vision png"}, ["Zebra"]),
        ({"q": "paper"}, ["apple", "Zebra"]),
        ({"q": "other.ip"}, ["mango"]),
        ({"q": "ap"}, ["apple", "Zebra"]),
        # At the very end of a text too, where no trigram begins.
        ({"q": "er"}, ["mango", "apple", "Zebra"]),
        ({"q": "qz"}, []),
        ({"q": "zebra", "category": "output"}, []),
        ({"q": '"'}, []),
        ({"q": '"""*" OR '}, []),
        ({"q": "zzz\0zz"}, []),
        ({"since": "2020-01-01", "until": "2099-01-01"}, ["mango", "train.py", "apple", "Zebra"]),
        ({"until": "2020-01-01"}, []),
        ({"since": "2099-01-01T00:00:00.000Z"}, []),
        ({"alias": "nobody"}, []),
        ({"status": "damaged"}, []),
        ({"status": "stored", "q": "train"}, ["train.py"]),
    ],
)
def test_filters_find_what_they_say(
    library: Store, wanted: dict[str, Any], found: list[str]
) -> None:
    assert names(library, **wanted) == found
    assert sorted(names(library, sort="size", **wanted)) == sorted(found)


def test_the_latest_are_one_of_each_name_in_each_run(store: Store) -> None:
    run = make_run()
    for number in range(3):
        save_named(store, "x", run, number)
    save_named(store, "x", make_run())
    found = store.catalog.artifacts(where=ArtifactFilter(alias="latest")).items
    assert [(each.name, each.version) for each in found] == [("x", 1), ("x", 3)]


def test_damaged_bytes_are_found(store: Store) -> None:
    save_named(store, "whole")
    damaged = store.catalog.artifact(save_named(store, "damaged"))
    with store.database.write() as tx:
        tx.execute(
            text("UPDATE blobs SET damaged = true WHERE sha256 = :it"), {"it": damaged.sha256}
        )
    assert names(store, status="damaged") == ["damaged"]
    assert names(store, sha256=damaged.sha256) == ["damaged"]
    assert names(store, status="stored") == ["whole"]


@pytest.mark.parametrize(
    ("sort", "descending", "order"),
    [
        ("time", True, ["mango", "train.py", "apple", "Zebra"]),
        ("time", False, ["Zebra", "apple", "train.py", "mango"]),
        ("name", False, ["apple", "mango", "train.py", "Zebra"]),
        ("size", True, ["apple", "mango", "Zebra", "train.py"]),
    ],
)
def test_orders(library: Store, sort: Any, descending: bool, order: list[str]) -> None:
    assert names(library, sort, descending) == order
    for wanted in (ArtifactFilter(), ArtifactFilter(since="2020-01-01"), ArtifactFilter(q="e")):
        how = {"where": wanted, "sort": sort, "descending": descending}
        every = [each.name for each in library.catalog.artifacts(**how).items]
        seen = [each.name for each in all_of(library.catalog.artifacts, limit=1, **how)]
        assert seen == every


@pytest.mark.parametrize("descending", [True, False])
def test_what_is_at_the_end_of_a_walk_comes_in_the_same_order(
    store: Store, monkeypatch: pytest.MonkeyPatch, descending: bool
) -> None:
    for name in ("apple loss", "mango", "Loss", "zebra", "loss", "plum"):
        save_named(store, name)
    orders = []
    monkeypatch.setattr(first_rows, "FEW", -1)
    for walked, several in ((1, first_rows.SEVERAL), (1, -1), (first_rows.WALKED, -1)):
        monkeypatch.setattr(first_rows, "SEVERAL", several)
        monkeypatch.setattr(first_rows, "WALKED", walked)
        found: list[str] = []
        cursor: Any = None
        while cursor is not UNSET:
            page = store.catalog.artifacts(
                q="loss", sort="name", descending=descending, limit=1, cursor=cursor
            )
            found += [artifact.name for artifact in page.items]
            cursor = page.next_cursor
        orders.append(found)
    wanted = ["loss", "Loss", "apple loss"]
    assert orders == [wanted if descending else wanted[::-1]] * 3


@pytest.mark.parametrize("cursor", ["x", "12", "bnVsbA", "WyJhIiwgMV0", "é", "=" * 50])
def test_a_cursor_of_another_order_is_refused(library: Store, cursor: str) -> None:
    with refused("BAD_REQUEST"):
        library.catalog.artifacts(sort="size", cursor=cursor)


@pytest.mark.parametrize("when", ["yesterday", "2026", "2026-01-01T00:00", "'; DROP TABLE runs"])
def test_what_is_no_time_is_refused(store: Store, when: str) -> None:
    with pytest.raises(CellkeepError, match="no time"):
        names(store, since=when)


def groups(store: Store, by: By, **wanted: Any) -> dict[str, tuple[int, int]]:
    page = store.catalog.groups(by, ArtifactFilter(**wanted))
    return {group.label: (group.artifacts, group.bytes) for group in page.items}


def test_groups_count_artifacts_and_bytes_the_latest_first(library: Store) -> None:
    assert groups(library, "run") == {"text": (2, 86), "vision": (2, 520)}
    assert groups(library, "folder") == {"/team": (2, 86), "/team/a": (2, 520)}
    assert [group.label for group in library.catalog.groups("folder").items] == ["/team", "/team/a"]
    assert groups(library, "category")["output"] == (2, 580)
    assert groups(library, "kind", q="vision")["image"] == (2, 520)
    assert groups(library, "notebook")[""] == (1, 11)
    today = library.catalog.artifacts().items[0].stored_at[:10]
    assert groups(library, "day") == {today: (4, 606)}
    assert sum(count for count, _ in groups(library, "hour").values()) == 4
    with pytest.raises(CellkeepError, match="Group them by"):
        library.catalog.groups("colour")  # type: ignore[arg-type]


def test_a_group_holds_the_very_artifacts_that_it_counts(own_library: Store) -> None:
    catalog = own_library.catalog
    own_library.editor.edit(catalog.artifacts().items[0].id, ArtifactEdit(tags=["paper"]))
    for by in get_args(By):
        found = catalog.groups(by).items
        assert found, by
        for group in found:
            inside = catalog.artifacts(where=ArtifactFilter(group=f"{by}:{group.key}")).items
            assert len(inside) == group.artifacts, by
            assert sum(artifact.size for artifact in inside) == group.bytes, by
            assert max(artifact.seq for artifact in inside) == group.last_seq, by
        assert names(own_library, group=f"{by}:no such") == []


def test_a_group_of_no_such_thing_is_refused(store: Store) -> None:
    with pytest.raises(CellkeepError, match="Group them by"):
        names(store, group="colour:red")


def test_a_run_that_changes_is_found_by_what_it_is_now(store: Store) -> None:
    run = make_run("before", tags=["old"])
    save_named(store, "x", run)
    store.editor.put_run(structs.replace(run, name="after", tags=["new"], folder="/deep/er"))
    for wanted in ({"q": "before"}, {"q": "old"}, {"tag": "old"}):
        assert names(store, **wanted) == []
    for wanted in ({"q": "after new deep"}, {"tag": "new"}, {"folder": "/deep"}):
        assert names(store, **wanted) == ["x"]
    assert [info.run.name for info in store.catalog.runs(tag="new", folder="/deep/er").items] == [
        "after"
    ]
    assert store.catalog.runs(notebook="no.ipynb").items == []


def test_words_shorter_than_trigrams_are_found_wherever_they_stand(own_library: Store) -> None:
    values = ["jqk", "a jq b", "jqé", "jq=1", "xjq"]
    for number, value in enumerate(values):
        save_named(own_library, f"made {number}", metadata={"value": value})
    save_named(own_library, "made at the end", make_run("trial", tags=["endjq"]))
    made = {"made at the end", *(f"made {number}" for number in range(len(values)))}
    for word in ("jq", "j", "q"):
        assert set(names(own_library, q=word)) == made
        assert names(own_library, "name", q=f"{word} end") == ["made at the end"]
    assert names(own_library, q="qj") == names(own_library, q="é jq end") == []


def test_the_metadata_of_a_run_finds_what_is_in_it(store: Store) -> None:
    run = make_run("trial", metadata={"optimiser": {"name": "Adamantine"}, "lr": 0.25})
    save_named(store, "weights", run)
    save_named(store, "other", make_run("plain"))

    def found(q: str) -> list[tuple[str, list[str]]]:
        page = store.catalog.artifacts(q=q)
        places = [[one.text for one in each.found_in or ()] for each in page.items]
        return [(each.name, texts) for each, texts in zip(page.items, places, strict=True)]

    assert found("adamantine") == [("weights", ["optimiser.name: Adamantine"])]
    assert found("WEIGHTS lr") == [("weights", ["lr: 0.25"])]
    assert names(store, q="adamantine", run=run.id, sort="name") == ["weights"]
    assert [each.artifact.name for each in store.catalog.names(ArtifactFilter(q="ada")).items] == [
        "weights"
    ]
    store.editor.put_run(structs.replace(run, metadata={"momentum": 0.9}))
    assert found("adamantine") == found("lr") == []
    assert found("momentum") == [("weights", ["momentum: 0.9"])]
    store.trash.delete(run_id=run.id, permanent=True)
    with store.database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM run_texts")).scalar() == 0


def test_metadata_aliases_notes_and_source_are_found_and_said(own_library: Store) -> None:
    code = "x = 1\nfit(learning_rate=Größe, seed=7)  # " + "and so on " * 20
    run = make_run("wide", notebook="wide.ipynb")
    made = Provenance(via="save", source=code)
    nested = {"model": {"name": "ResNet"}, "lr": 0.25, "sizes": [64, 32]}
    save_named(own_library, "weights", run, provenance=made, metadata=nested)
    save_named(own_library, "notes.md", run, provenance=made)
    long = {f"key{n}": "v" * 40 for n in range(40)} | {"secretword": "hidden treasure"}
    big = save_named(own_library, "big", run, metadata=long)
    own_library.editor.edit(big, ArtifactEdit(notes="Looks overfitted\nto Fold 3", tags=["paper2"]))
    own_library.editor.set_alias(big, "champion")

    def places(q: str) -> dict[str, list[tuple[str, str]]]:
        page = own_library.catalog.artifacts(where=ArtifactFilter(q=q))
        return {
            each.name: [(one.place, one.text) for one in each.found_in or ()] for each in page.items
        }

    line = "fit(learning_rate=Größe, seed=7)  # and so on and so on and so on and so on an…"
    assert places("LEARNING_RATE=GRÖSSE") == {
        "weights": [("source", line)],
        "notes.md": [("source", line)],
    }
    assert places("lr") == {"weights": [("metadata", "lr: 0.25")]}
    assert places("resnet weights") == {"weights": [("metadata", "model.name: ResNet")]}
    assert places("treasure") == {"big": [("metadata", "secretword: hidden treasure")]}
    assert places("overfitted champ paper2") == {
        "big": [("notes", "Looks overfitted"), ("tag", "paper2"), ("alias", "champion")]
    }
    assert places("weights") == {"weights": []}
    assert places("wide.ipynb big") == {"big": [("run", "wide")]}
    assert len(own_library.catalog.groups("run", ArtifactFilter(q="learning_rate")).items) == 1
    # What changes, or goes, is found no more.
    own_library.editor.remove_alias(big, "champion")
    own_library.editor.edit(big, ArtifactEdit(metadata={"lr": 1}))
    for q in ("champion", "treasure"):
        assert places(q) == {}
    assert set(places("lr: 1")) == {"big"}
    ids = [
        each.id for each in own_library.catalog.artifacts(where=ArtifactFilter(run=run.id)).items
    ]
    own_library.trash.delete(ids)
    assert places("learning_rate") == {}
    with own_library.database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM texts")).scalar() == 0
    own_library.trash.restore(ids)
    assert set(places("learning_rate")) == {"weights", "notes.md"}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=12))
def test_any_text_may_be_searched_for(library: Store, q: str) -> None:
    words = q.casefold().split()
    found = names(library, q=q)
    if not words:
        assert len(found) == 4
    assert set(found) <= {"mango", "train.py", "apple", "Zebra"}


def test_what_an_artifact_was_made_from_is_written_down(store: Store) -> None:
    ref = ArtifactRef(artifact_id="a" * 32, run_id="b" * 32, name="in", version=1, sha256="c" * 64)
    save_named(store, "out", provenance=Provenance(via="save", inputs=[ref, ref]))
    with store.database.read() as tx:
        assert tx.execute(text("SELECT input_id, name FROM inputs")).all() == [("a" * 32, "in")]
