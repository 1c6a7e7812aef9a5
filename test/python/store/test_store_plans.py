"""No common question reads the whole catalog."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from store_samples import names, save_named

from cellkeep_store import Store
from cellkeep_store.catalog import first_rows
from cellkeep_store.catalog.grouping import By
from statements import statements

BOTH_CATALOGS = True


def plans(store: Store, said: list[tuple[str, Any]]) -> list[str]:
    with store.database.read() as tx:
        if tx.dialect.name == "postgresql":
            # On so few rows it would read them all; without that, what no index can do is left.
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
            return [
                str(row[0])
                for statement, parameters in said
                if statement.startswith("SELECT") and "has_table" not in statement
                for row in tx.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            ]
        return [
            str(row[3])
            for statement, parameters in said
            if statement.startswith("SELECT")
            for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


@pytest.mark.parametrize("sort", ["time", "name", "size"])
@pytest.mark.parametrize("wanted", [{}, {"q": "apple"}, {"kind": "image"}, {"tag": "paper"}])
def test_pages_walk_an_index_and_sort_only_few(
    library: Store, wanted: dict[str, Any], sort: Any
) -> None:
    with statements(library.database._engine) as said:
        names(library, sort, **wanted)
    for plan in plans(library, [each for each in said if "facets" in each[0]]):
        assert "Seq Scan on facets" not in plan, plan
        # The wide tables are read by key only; `facets` is read in order or by an index.
        assert not plan.startswith(("SCAN artifacts", "SCAN blobs", "SCAN thumbnails")), plan
        if first_rows.FEW < 0 < first_rows.WALKED:
            assert "TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_groups_are_counted_from_indexes_alone(store: Store) -> None:
    save_named(store, "x")
    for by in get_args(By):
        if by == "tag":
            continue
        with statements(store.database._engine) as said:
            store.catalog.groups(by)
        told = plans(store, said)
        scans = [plan for plan in told if re.search("(SCAN|SEARCH|on) run_counts", plan)]
        assert scans
        assert not any("facets" in plan for plan in told)
        # PostgreSQL decides by what it knows of the rows; an index alone must be possible.
        words = "PRIMARY KEY", "Index Only Scan", "Bitmap"
        assert all(any(word in plan for word in words) for plan in scans), (by, scans)


def test_a_page_of_many_asks_as_much_as_one_of_few(store: Store) -> None:
    asked = set()
    for count in (2, 30):
        for number in range(count):
            save_named(store, f"thing {count} {number}")
        with statements() as said:
            assert len(names(store, q=f"thing {count}")) == count
        asked.add((len(said), sum(len(parameters) for _, parameters in said)))
    assert len(asked) == 1
