"""The list of names in stores made at random, against what Python finds in all artifacts."""

from __future__ import annotations

import random
from contextlib import suppress
from itertools import product
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from store_samples import all_of, make_run, save_named

from cellkeep_core.errors import NameConflictError
from cellkeep_core.protocol import Artifact, ArtifactEdit, Provenance, Run, RunShares, Share
from cellkeep_store import Store
from cellkeep_store.catalog import first_rows, names_page
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.tables import latest_names

BOTH_CATALOGS = True

NAMES = ("alpha", "Alpha b", "beta", "gamma")
NOTEBOOKS = ("m.ipynb", "n.ipynb", "Ö.ipynb", None)
RUNS = ("r0", "r1", "r2", "r3")
WORDS = (None, "alpha", "sought", "alpha sought", "sought3", "r2", "ö.ip", "n.ipynb sought", "late")
PEOPLE = (None, Person("ada"), Person("bo", frozenset({"team"})), Person("cy"))
ROOT = Person("root")


class Row(NamedTuple):
    seq: int
    size: int
    name: str
    versions: int
    runs: int


def whose(store: Store, person: Person | None) -> Store:
    return store if person is None else store.seen_by(person)


def plain(every: list[Artifact], q: str | None, sort: str, descending: bool) -> list[Row]:
    """Return what is to be listed, without an index and without a query."""
    groups: dict[tuple[str, str], list[Artifact]] = {}
    for one in every:
        place = one.provenance.notebook
        told = (one.name, one.metadata.get("note"), one.notes or "", place, one.run_name)
        if all(word in " ".join(map(str, told)).casefold() for word in (q or "").split()):
            groups.setdefault((one.name, f"/{place}" if place else one.run_id), []).append(one)
    rows = []
    for its in groups.values():
        last = max(its, key=lambda one: one.seq)
        rows.append(Row(last.seq, last.size, last.name, len(its), len({e.run_id for e in its})))
    keys = {"time": 0, "size": lambda row: row.size, "name": lambda row: row.name.casefold()}
    key: Any = keys[sort] or (lambda row: row.seq)
    return sorted(rows, key=lambda row: (key(row), row.seq), reverse=descending)


def listed(store: Store, q: str | None, sort: Any, descending: bool) -> list[Row]:
    rows: list[Row] = []
    how = {"where": ArtifactFilter(q=q), "sort": sort, "descending": descending}
    for each in all_of(store.catalog.names, limit=6, **how):
        its = each.artifact
        rows.append(Row(its.seq, its.size, its.name, each.versions, each.runs))
    return rows


def assert_as_plain(store: Store, chance: random.Random, people: Any) -> None:
    questions = list(product(WORDS, ("time", "name", "size"), (True, False)))
    for person in people:
        seen = whose(store, person)
        every = seen.catalog.artifacts(limit=200).items
        for q, sort, down in chance.sample(questions, 12 // len(people)):
            wanted = plain(every, q, sort, down)
            assert listed(seen, q, sort, down) == wanted, (person, q, sort, down)


def latest_written(store: Store) -> set[int]:
    with store.database.read() as tx:
        return set(tx.execute(select(latest_names.c.seq)).scalars())


def change(store: Store, chance: random.Random, runs: list[Run], people: Any) -> None:
    """Save mostly, else do anything that names, places or rights change by."""
    there = store.catalog.artifacts(limit=200).items
    act = chance.choice(["delete", "restore", "rename", "notes", "move", "run", "share"])
    if not there or chance.random() < 0.6:
        run = chance.choice(runs)
        place = chance.choice(NOTEBOOKS)
        by = Provenance(via="save", **({"notebook": place} if place else {}))
        note = {"note": f"sought{chance.randrange(5)}"} if chance.random() < 0.4 else {}
        name, size = chance.choice(NAMES), chance.randrange(6)
        save_named(store, name, run, size, metadata=note, provenance=by, new_version=True)
    elif act == "delete":
        # The latest mostly, and several of a name at once.
        store.trash.delete([one.id for one in there[: chance.randrange(1, 4)]])
    elif act == "restore":
        store.trash.restore([one.artifact.id for one in store.trash.page().items[:2]])
    elif act == "rename":
        with suppress(NameConflictError):
            store.editor.edit(chance.choice(there).id, ArtifactEdit(name=chance.choice(NAMES)))
    elif act == "notes":
        # A text as long as the last is not written down.
        notes = chance.choice(["", "late", "long " * 300 + "late"])
        store.editor.edit(chance.choice(there).id, ArtifactEdit(notes=notes))
    elif act == "run":
        run = store.catalog.run(chance.choice(there).run_id).run
        store.editor.put_run(replace(run, name=chance.choice(RUNS)))
    elif act == "move":
        store.editor.move_notebooks([], "n.ipynb", chance.choice(["m.ipynb", "n.ipynb"]))
    elif people != (None,):
        share(store, chance, chance.choice(there).run_id)


def share(store: Store, chance: random.Random, run_id: str) -> None:
    owner, other = chance.sample(["ada", "bo", "cy"], 2)
    kinds = [
        Share(kind="person", name=other, level="view"),
        Share(kind="group", name="team", level="view"),
        Share(kind="all", level="view"),
    ]
    wanted = RunShares(shares=chance.sample(kinds, chance.randrange(2)), owner=owner)
    store.seen_by(ROOT).people.put_shares(run_id, wanted, admin=True)


@pytest.mark.parametrize(
    ("seed", "people"),
    [
        (1, (None,)),
        (2, PEOPLE),
        *(pytest.param(at, PEOPLE, marks=pytest.mark.long) for at in (3, 4)),
    ],
)
def test_names_are_as_in_all_artifacts(
    store: Store, monkeypatch: pytest.MonkeyPatch, seed: int, people: Any
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(names_page, "_SAMPLE", 5)
    runs = [make_run(name) for name in RUNS]
    for few in (first_rows.FEW, chance.choice((1, -1))):
        for _ in range(20):
            change(store, chance, runs, people)
        if few != first_rows.FEW:  # each name is looked at
            for limit, value in (("FEW", few), ("SEVERAL", -1), ("WALKED", 1), ("FARTHEST", 0)):
                monkeypatch.setattr(first_rows, limit, value)
        assert_as_plain(store, chance, people)
        if people == (None,):
            every = store.catalog.artifacts(limit=200).items
            latest = {row.seq for row in plain(every, None, "time", True)}
            assert latest_written(store) == latest, "each that is no longer the latest goes"
