"""What is a version of a thing: one rule in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from cellkeep.context.names_held import Likeness

VECTORS = Path(__file__).parents[2] / "schema" / "vectors" / "likeness.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))["cases"]


def likeness(kind: str, columns: list[str] | None = None, dimensions: int | None = None) -> Any:
    return Likeness(kind, "", frozenset(columns) if columns is not None else None, dimensions)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_next_one_is_a_version(case: dict[str, Any]) -> None:
    assert likeness(**case["before"]).takes(likeness(**case["now"])) == case["takes"]


@pytest.mark.parametrize("table", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_table_says_its_columns(table: Any) -> None:
    assert Likeness.of_object("table", table({"a": [1], "b": [2]})).columns == {"a", "b"}


def test_an_array_says_its_dimensions() -> None:
    assert Likeness.of_object("array", np.zeros((2, 3))).dimensions == 2
