"""Honest models, of the libraries that are here: name -> (media type, codec, content)."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

X = np.random.default_rng(0).random((40, 4))
Y = (X[:, 0] > 0.5).astype(int)


def model_files() -> dict[str, tuple[str, str, bytes]]:
    """Return a file of each kind of model that can be kept here."""
    from cellkeep.codecs import encode

    makers = [maker for library, maker in _MAKERS.items() if find_spec(library)]
    objects = {name: value for maker in makers for name, value in maker().items()}
    files = {}
    for name, value in objects.items():
        file = io.BytesIO()
        encoded = encode(value, file)
        files[name] = (encoded.media_type, encoded.codec, file.getvalue())
    return files


def use(value: Any) -> None:
    """Ask a model for what it is made for, as whoever loaded it does next."""
    if hasattr(value, "predict"):
        value.predict(X[:2])
    elif hasattr(value, "forward"):
        import torch

        value(torch.ones((1, 4), dtype=torch.long))
    elif type(value).__module__.startswith("spacy"):
        value("Apple grows.")


def _sklearn() -> dict[str, Any]:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    return {
        "pipeline": make_pipeline(StandardScaler(), LogisticRegression()).fit(X, Y),
        "vectors": SVC().fit(X, Y),
        "neighbors": KNeighborsClassifier(algorithm="brute").fit(X, Y),
        "histograms": HistGradientBoostingClassifier(max_iter=2, min_samples_leaf=2).fit(X, Y),
    }


def _lightgbm() -> dict[str, Any]:
    import lightgbm

    model = lightgbm.LGBMClassifier(n_estimators=3, verbose=-1, min_child_samples=2)
    return {"lightgbm": model.fit(X, Y)}


def _xgboost() -> dict[str, Any]:
    import xgboost

    return {"xgboost": xgboost.XGBClassifier(n_estimators=3).fit(X, Y)}


def _onnx() -> dict[str, Any]:
    import onnx
    from onnx import helper, numpy_helper

    weights = numpy_helper.from_array(np.ones((4, 2), "f4"), "w")
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        "g",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [None, 4])],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [None, 2])],
        [weights],
    )
    return {"onnx": helper.make_model(graph)}


def _keras() -> dict[str, Any]:
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)])
    model.compile("adam", "mse")
    return {"keras": model}


def _transformers() -> dict[str, Any]:
    import transformers

    config = transformers.BertConfig(
        vocab_size=30,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
    )
    return {"transformers": transformers.BertModel(config).eval(), "configuration": config}


def _datasets() -> dict[str, Any]:
    import datasets

    return {"data set": datasets.Dataset.from_dict({"text": ["a", "b"], "label": [0, 1]})}


def _spacy() -> dict[str, Any]:
    import spacy

    nlp: Any = spacy.blank("en")
    categories = nlp.add_pipe("textcat")
    categories.add_label("A")
    categories.add_label("B")
    nlp.initialize()
    return {"spacy": nlp}


_MAKERS: dict[str, Callable[[], dict[str, Any]]] = {
    "sklearn": _sklearn,
    "lightgbm": _lightgbm,
    "xgboost": _xgboost,
    "onnx": _onnx,
    "keras": _keras,
    "transformers": _transformers,
    "datasets": _datasets,
    "spacy": _spacy,
}
