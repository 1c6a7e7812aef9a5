"""A name that comes to hold something else: saved all the same, and said."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import cellkeep


def said(obj: object, name: str) -> list[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        cellkeep.save(obj, "output", name=name).wait()
    # Under load others have something to say too: a store that is slow, a file left open.
    about_names = "was another thing before"
    return [text for one in caught if about_names in (text := str(one.message))]


WIDE = pd.DataFrame({"year": [1, 2], "life": [0.5, 0.25]})


@pytest.mark.parametrize(
    "obj",
    [
        pd.concat([WIDE] * 500),
        WIDE.assign(pop=3),
        WIDE[["life"]],
        WIDE.astype({"year": "float32"}),
    ],
    ids=["more rows", "a column more", "a column fewer", "another type"],
)
def test_the_same_variable_later_is_a_version(obj: object) -> None:
    assert said(WIDE, "df") == []
    assert said(obj, "df") == []


@pytest.mark.parametrize(
    "obj",
    [{"loss": 0.5}, np.ones((2, 3)), pd.DataFrame({"other": [1]})],
    ids=["a dict", "an array", "no column of it"],
)
def test_another_thing_is_stored_and_said(obj: object) -> None:
    said(WIDE, "df")
    (warning,) = said(obj, "df")
    assert "'df' was another thing before (table, 2 × 2)" in warning
    assert "name of its own" in warning
    kept = cellkeep.load("df")
    assert type(kept) is type(obj)
    assert cellkeep.load("df", version=1).equals(WIDE)


def test_each_name_and_run_by_itself() -> None:
    said(WIDE, "df")
    assert said({"loss": 0.5}, "other") == []
    with cellkeep.Run("another"):
        pass
    assert said(np.ones(3), "one") == []
    (warning,) = said(np.ones((3, 3)), "one")
    assert "3 × 3" in warning
