"""Small models that the tests of their codecs train, and what they are trained on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xgboost
from sklearn.datasets import make_classification

X, Y = make_classification(120, 6, random_state=0)
NAMES = np.where(Y, "yes", "no")
FRAME = pd.DataFrame(X, columns=list("abcdef")).assign(
    kind=pd.Categorical(np.where(X[:, 0] > 0, "p", "q"))
)


def boosted(kind: Any, target: Any = NAMES, **options: Any) -> Any:
    return kind(n_estimators=4, **options).fit(FRAME, target)


def quiet(kind: Any, target: Any = NAMES, **options: Any) -> Any:
    return boosted(kind, target, verbose=-1, **options)


def trained() -> Any:
    return xgboost.XGBClassifier(n_estimators=4).fit(X, Y)


def onnx_model() -> Any:
    from onnx import TensorProto, helper

    weight = helper.make_tensor("w", TensorProto.FLOAT, [6, 2], np.arange(12, dtype="f4"))
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", width])
        for name, width in (("x", 6), ("y", 2))
    ]
    node = helper.make_node("MatMul", ["x", "w"], ["y"])
    graph = helper.make_graph([node], "linear", ends[:1], ends[1:], [weight])
    return helper.make_model(graph, producer_name="test")
