"""What is said of an object before it is saved, by a look at its first rows or its type."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import skops.io  # noqa: F401  (models are tried where it is loaded)
import torch
from codec_support import refusal_of
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from cellkeep.codecs.refusal import refused_by_trial
from cellkeep.codecs.ways import refused_by_type

LATE = pd.DataFrame({"a": ["x"] * 5000 + [threading.Lock()], "b": range(5001)})


class OwnFrame(pd.DataFrame):
    """A class of a person's own, without a codec."""


class OwnArray(np.ndarray):
    """As above, whose first rows are of it too."""


@pytest.mark.parametrize(
    ("kind", "obj", "said"),
    [
        ("table", OwnFrame({"a": range(2000)}), "would come back as a pandas.DataFrame. Save pd."),
        ("array", np.zeros(2000).view(OwnArray), "is more than an array"),
        ("table", pl.LazyFrame({"a": [1]}), "A LazyFrame is a plan, not data."),
        ("table", pd.DataFrame({"a": [threading.Lock()] * 2}), "The column 'a' holds Python"),
        ("tensors", torch.zeros(2).as_subclass(type("T", (torch.Tensor,), {})), "cannot hold"),
        ("table", pd.DataFrame({"a": [1, 2], "b": [3.0, 4.0]}), ""),
        ("array", np.zeros((2, 3)), ""),
        ("array", np.array(7.0), ""),
        ("array", np.ma.array([1, 2], mask=[0, 1]), ""),
        ("tensors", torch.zeros(2000, 2), ""),
        ("table", LATE, "The column 'a' holds Python"),
        ("table", LATE["a"], "holds Python objects"),
        ("model", make_pipeline(FunctionTransformer(lambda x: x)), "cannot be found again by"),
        ("model", LinearRegression().fit([[1.0], [2.0]], [1.0, 2.0]), ""),
        ("figure", object(), ""),  # not tried
    ],
)
def test_a_refusal_is_known_before(kind: str, obj: Any, said: str) -> None:
    refused = refused_by_trial(kind, obj)
    assert said in refused
    assert bool(refused) == bool(said)
    if said:
        assert said in str(refusal_of(obj))


def test_a_type_that_nothing_keeps_says_so() -> None:
    frame = pd.DataFrame({"a": [1.0]}, index=pd.date_range("2026", periods=1))
    assert refused_by_type(frame.resample("D")).endswith("itself is not kept. Save x.mean().")
    assert "Linear itself is not kept. Save its weights" in refused_by_type(torch.nn.Linear(1, 1))
    assert refused_by_type(frame) == refused_by_type("text") == ""
