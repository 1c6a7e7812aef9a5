"""The table of runs: what is in it, sorted, filtered and page by page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from store_samples import make_offer, make_run, refused

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import (
    ArrayPreview,
    ArtifactEdit,
    Provenance,
    Run,
    RunCondition,
    RunTable,
    TextPreview,
)
from cellkeep_store import Store
from cellkeep_store.catalog.run_table import RunFilter

BOTH_CATALOGS = True


def save_values(store: Store, run: Run, name: str, values: Any, **fields: Any) -> str:
    content = json.dumps(values).encode() + new_id().encode()
    preview = TextPreview(text="…", truncated=True, values=values)
    offer = make_offer(
        content,
        run,
        name,
        media_type="application/json",
        codec="json.v1",
        preview=preview,
        **fields,
    )
    store.ingest.put_bytes(offer, content)
    return offer.id


def names(table: RunTable) -> list[str]:
    return [row.run.run.name for row in table.items]


def a_run(store: Store, name: str, metadata: dict[str, Any] | None = None, **values: Any) -> Run:
    run = make_run(name, metadata=metadata or {})
    save_values(store, run, "results", values or {"": 1})
    return run


def where(column: str, op: Any, *value: Any) -> RunFilter:
    condition = RunCondition(column=column, op=op)
    if value:
        condition.value = value[0]
    return RunFilter(conditions=(condition,))


def test_a_row_has_what_a_run_is_compared_by(store: Store) -> None:
    run = make_run(
        "training",
        metadata={"lr": 0.01, "optimizer": {"name": "adam", "beta": [1, 2]}, "flag": True},
        created_at="2026-11-30T10:00:00.000Z",
    )
    save_values(
        store,
        run,
        "a:b/results",
        {"loss": 0.5, "50%": 3, "where": "ü" * 500},
        created_at="2026-11-30T10:01:30.500Z",
        provenance=Provenance(via="save", git_commit="abc123"),
    )
    save_values(store, run, "accuracy", {"": 0.9}, created_at="2026-11-30T10:00:10.000Z")
    (row,) = store.catalog.run_table().items
    long = row.values.pop("artifact:a%3Ab%2Fresults:where")
    assert (len(long), long[-1]) == (200, "…")
    assert row.values == {
        "metadata:flag": "true",
        "metadata:lr": 0.01,
        "metadata:optimizer.name": "adam",
        "artifact:a%3Ab%2Fresults:loss": 0.5,
        "artifact:a%3Ab%2Fresults:50%25": 3,
        "artifact:accuracy": 0.9,
    }
    assert (row.run.artifacts, row.duration_s) == (2, 10.0)
    columns = store.catalog.run_table().columns or []
    labels = {each.id: (each.label, each.runs, each.number) for each in columns}
    assert labels["artifact:a%3Ab%2Fresults:loss"] == ("a:b/results.loss", 1, True)
    assert labels["metadata:optimizer.name"] == ("optimizer.name", 1, False)


def test_the_latest_version_counts_whatever_happens_to_it(store: Store) -> None:
    run = a_run(store, "r", loss=0.5, old=1)
    latest = save_values(store, run, "results", {"loss": 0.25})

    def values() -> dict[str, Any]:
        return store.catalog.run_table().items[0].values

    assert values() == {"artifact:results:loss": 0.25}
    store.trash.delete([latest])
    assert values() == {"artifact:results:loss": 0.5, "artifact:results:old": 1}
    store.trash.restore([latest])
    assert values() == {"artifact:results:loss": 0.25}
    store.editor.edit(latest, ArtifactEdit(name="scores"))
    assert values() == {"artifact:scores:loss": 0.25}
    store.ingest.put_bytes(
        make_offer(b"no numbers any more", run, "scores"), b"no numbers any more"
    )
    assert values() == {}
    run.metadata = {"lr": 1}
    store.editor.put_run(run)
    assert values() == {"metadata:lr": 1}


def test_a_numpy_number_is_a_value(store: Store) -> None:
    preview = ArrayPreview(shape=[], dtype="float64", minimum="0.93", maximum="0.93", text="0.93")
    run = make_run()
    made = make_offer(b"0.93", run, "accuracy", codec="ndarray-arrow.v1", preview=preview)
    store.ingest.put_bytes(made, b"0.93")
    assert store.catalog.run_table().items[0].values == {"artifact:accuracy": 0.93}
    many = ArrayPreview(shape=[2], dtype="float64", minimum="0", maximum="1")
    made = make_offer(b"0 1", run, "accuracy", codec="ndarray-arrow.v1", preview=many)
    store.ingest.put_bytes(made, b"0 1")
    assert store.catalog.run_table().items[0].values == {}


def test_a_small_json_file_has_values_too(store: Store) -> None:
    content = b'{"loss": 0.5, "none": null, "list": [1], "big": 1e999}'
    store.ingest.put_bytes(
        make_offer(
            content,
            make_run(),
            "metrics.json",
            media_type="application/json",
            preview=TextPreview(text=content.decode(), truncated=False),
        ),
        content,
    )
    (row,) = store.catalog.run_table().items
    assert row.values["artifact:metrics.json:loss"] == 0.5
    assert row.values["artifact:metrics.json:big"] == "Infinity"
    assert len(row.values) == 2


@pytest.mark.parametrize("descending", [False, True])
def test_sorted_pages_have_every_run_once_and_those_without_a_value_last(
    store: Store, descending: bool
) -> None:
    for number in (3, 1.5, 2, 2, 2, -1):
        a_run(store, f"n{number}", loss=number)
    for text in ("b", "a"):
        a_run(store, f"t{text}", loss=text)
    for number in range(3):
        a_run(store, f"none{number}")
    for sort in (
        *("artifact:results:loss", "name", "updated", "created", "duration", "bytes"),
        *("artifacts", "notebook", "tags", "metadata:nowhere"),
    ):
        found, cursor = [], None
        for _ in range(6):
            page = store.catalog.run_table(sort=sort, descending=descending, limit=2, cursor=cursor)
            assert page.total == 11
            assert (page.columns is not None and bool(page.columns)) == (cursor is None)
            found += page.items
            cursor = page.next_cursor or None
        assert cursor is None
        assert len({row.run.run.id for row in found}) == 11, sort
        if sort == "artifact:results:loss":
            values = [row.values.get(sort) for row in found]
            numbers, texts = sorted([3, 1.5, 2, 2, 2, -1]), ["a", "b"]
            if descending:
                numbers, texts = numbers[::-1], texts[::-1]
            assert values == [*numbers, *texts, None, None, None]
        if sort == "name":
            assert [row.run.run.name for row in found] == sorted(
                (row.run.run.name for row in found), reverse=descending
            )


def test_conditions_choose_runs(store: Store) -> None:
    a_run(store, "Small", {"lr": 0.1, "model": "ResNet"}, loss=0.5)
    a_run(store, "large", {"lr": 0.2, "model": "vit"}, loss=1.5)
    a_run(store, "text", {"lr": "schedule"})
    a_run(store, "none")
    for wanted, found in (
        (where("metadata:lr", "lt", 0.15), {"Small"}),
        (where("metadata:lr", "ne", 0.1), {"large"}),
        (where("metadata:lr", "eq", "schedule"), {"text"}),
        (where("metadata:lr", "missing"), {"none"}),
        (where("metadata:lr", "present"), {"Small", "large", "text"}),
        (where("metadata:model", "contains", "RES"), {"Small"}),
        (where("metadata:model", "contains", "%"), set()),
        (where("metadata:model", "in", ["vit", "ResNet", 3]), {"Small", "large"}),
        (where("artifact:results:loss", "ge", 0.5), {"Small", "large"}),
        (where("name", "eq", "SMALL"), {"Small"}),
        (where("artifacts", "gt", 1), set()),
        (where("bytes", "gt", 1), {"Small", "large", "text", "none"}),
        (where("duration", "lt", 1000), {"Small", "large", "text", "none"}),
        (where("artifacts", "eq", "one"), set()),
        (RunFilter(q="small"), {"Small"}),
        (RunFilter(folder="/"), {"Small", "large", "text", "none"}),
        (RunFilter(notebook="no.ipynb"), set()),
        (RunFilter(tag="no"), set()),
    ):
        table = store.catalog.run_table(wanted)
        assert (set(names(table)), table.total) == (found, len(found)), wanted


def test_git_commit_and_duration_are_those_of_the_latest_save_of_each_run(store: Store) -> None:
    commits = ("c0ffee" + "1" * 34, "c0ffee" + "2" * 34, None)
    for name, commit, second in zip("abc", commits, (3, 1, 2), strict=True):
        run = make_run(name, created_at="2026-11-30T10:00:00.000Z")
        save_values(store, run, "x", {}, provenance=Provenance(via="save", git_commit="0ld0ld"))
        made = Provenance(via="save", source='{"git_commit":"f00d"}')
        if commit:
            made.git_commit = commit
        when = f"2026-11-30T10:00:0{second}.000Z"
        save_values(store, run, "y", {}, provenance=made, created_at=when)
    for wanted, found in (
        (where("git_commit", "contains", "C0FFEE1"), {"a"}),
        (where("git_commit", "eq", "c0ffee" + "2" * 34), {"b"}),
        (where("git_commit", "missing"), {"c"}),
        (RunFilter(q="c0ffee"), {"a", "b"}),
        (RunFilter(q="c0ffee1 a"), {"a"}),
        (RunFilter(q="ffee1"), set()),
    ):
        assert set(names(store.catalog.run_table(wanted))) == found, wanted
    assert names(store.catalog.run_table(sort="duration")) == ["a", "c", "b"]
    ordered = store.catalog.run_table(sort="git_commit", descending=True)
    assert names(ordered) == ["b", "a", "c"]
    groups = store.catalog.run_table(group="git_commit").groups or []
    assert [each.runs for each in groups] == [1, 1, 1]


def test_runs_of_one_value_come_together_in_the_order_asked_for(store: Store) -> None:
    for name, model, loss in (
        *(("a", "vit", 3), ("b", "cnn", 2), ("c", "vit", 1), ("d", "cnn", 9), ("e", 7, 5)),
        *(("f", "vit", None), ("g", None, 4)),
    ):
        metadata = {} if model is None else {"model": model}
        run = make_run(name, metadata=metadata, tags=["b", "a"] if loss == 2 else [])
        save_values(store, run, "results", {} if loss is None else {"loss": loss})
    found, cursor = [], None
    while True:
        page = store.catalog.run_table(
            group="metadata:model", sort="artifact:results:loss", limit=2, cursor=cursor
        )
        found += names(page)
        if cursor is None:
            groups = page.groups or []
        cursor = page.next_cursor or None
        if cursor is None:
            break
    assert found == ["e", "d", "b", "a", "c", "f", "g"]
    assert [(each.value or None, each.runs) for each in groups] == [
        *((7, 1), ("cnn", 2), ("vit", 3)),
        (None, 1),
    ]
    for start in range(8):
        page = store.catalog.run_table(
            group="metadata:model", sort="artifact:results:loss", limit=2, offset=start
        )
        assert names(page) == found[start : start + 2]
        assert (page.total, bool(page.next_cursor)) == (7, start < 5)
    assert store.catalog.run_table(sort="tags", limit=1).items[0].run.run.name == "b"
    assert names(store.catalog.run_table(where("tags", "eq", "a, b"))) == ["b"]
    with pytest.raises(CellkeepError, match="cursor"):
        store.catalog.run_table(cursor=store.catalog.run_table(group="name", limit=1).next_cursor)


@pytest.mark.parametrize(
    "column", ["", "loss", "artifact", "artifact:", "artifact:a:b:c", "metadata:a:b", "'; drop"]
)
def test_a_column_that_cannot_be_is_refused(store: Store, column: str) -> None:
    with refused("BAD_REQUEST", match="no column"):
        store.catalog.run_table(sort=column)


@pytest.mark.parametrize(
    ("op", "value"),
    [
        ("lt", [1]),
        ("in", 3),
        ("in", []),
        ("eq", None),
        ("eq", True),
        ("contains", 3),
        ("eq", 10**400),
    ],
)
def test_a_condition_that_cannot_be_met_is_refused(store: Store, op: str, value: Any) -> None:
    with refused("BAD_REQUEST"):
        store.catalog.run_table(where("metadata:lr", op, value))


@pytest.mark.parametrize("cursor", ["1", "e30", "WzAsMSwiYSJd", "WzksbnVsbCwiYSJd", "💥"])
def test_a_cursor_of_somebody_else_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(CellkeepError, match="cursor"):
        store.catalog.run_table(cursor=cursor)


def test_hostile_keys_are_only_text(store: Store) -> None:
    keys = {"a\0b": 1, "'; DROP TABLE runs; --": 2, "x" * 5000: 3, "": 4, "lone \ud800": 5}
    run = make_run("r", metadata={key: value for key, value in keys.items() if key.isascii()})
    store.ingest.put_bytes(make_offer(b"x", run), b"x")
    (row,) = store.catalog.run_table(sort="metadata:%27%3B%20DROP%20TABLE%20runs%3B%20--").items
    assert row.values["metadata:%27%3B%20DROP%20TABLE%20runs%3B%20--"] == 2
    assert all(len(key) < 1000 for key in row.values)


def test_a_run_has_at_most_a_hundred_values_of_a_name(store: Store) -> None:
    a_run(store, "r", {f"k{number:03}": number for number in range(500)})
    assert len(store.catalog.run_table().items[0].values) == 101
