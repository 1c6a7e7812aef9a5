"""Models are kept by their libraries' own formats: equal when loaded, and never a pickle."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lightgbm
import numpy as np
import pytest
import xgboost
from codec_support import round_trip, saved
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from trained_models import FRAME, NAMES, X, Y, boosted, onnx_model, quiet, trained

from cellkeep.card import html as card_html
from cellkeep.codecs import decode, encode
from cellkeep.errors import CellkeepWarning
from cellkeep_core.registry import registry
from cellkeep_store.sharing import page

pytestmark = pytest.mark.usefixtures("nothing_trusted")


MODELS: dict[str, tuple[Callable[[], Any], Any, str]] = {
    "pipeline": (
        lambda: make_pipeline(StandardScaler(), LogisticRegression()).fit(X, NAMES),
        X,
        "sklearn-skops.v1",
    ),
    "columns": (
        lambda: make_pipeline(
            make_column_transformer(
                (OneHotEncoder(), ["kind"]), (StandardScaler(), ["a", "b"]), remainder="drop"
            ),
            LogisticRegression(),
        ).fit(FRAME, NAMES),
        FRAME,
        "sklearn-skops.v1",
    ),
    "xgboost classifier": (
        lambda: boosted(xgboost.XGBClassifier, Y, enable_categorical=True),
        FRAME,
        "xgboost-ubj.v1",
    ),
    "xgboost regressor": (
        lambda: boosted(xgboost.XGBRegressor, X[:, 1], enable_categorical=True, max_depth=2),
        FRAME,
        "xgboost-ubj.v1",
    ),
    "lightgbm classifier": (lambda: quiet(lightgbm.LGBMClassifier), FRAME, "lightgbm-text.v1"),
    "lightgbm regressor": (
        lambda: quiet(lightgbm.LGBMRegressor, X[:, 1]),
        FRAME,
        "lightgbm-text.v1",
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_predicts_the_same_when_it_is_loaded(name: str) -> None:
    make, data, codec = MODELS[name]
    obj = make()
    encoded, back = round_trip(obj)
    assert encoded.codec == codec
    assert type(back) is type(obj)
    assert np.array_equal(back.predict(data), obj.predict(data))
    assert back.predict(data).dtype == obj.predict(data).dtype
    if hasattr(obj, "predict_proba"):
        assert np.array_equal(back.predict_proba(data), obj.predict_proba(data))
        assert np.array_equal(back.classes_, obj.classes_)
    assert repr(back.get_params()) == repr(obj.get_params())
    preview: Any = encoded.preview
    own = codec.partition("-")[0]
    assert preview.class_name.endswith(f".{type(obj).__name__}")
    assert (preview.library, preview.version) == (own, sys.modules[own].__version__)
    assert encoded.libraries[own] == preview.version
    assert type(obj).__name__ in preview.text
    assert registry().kind_of(encoded.codec, encoded.media_type) == "model"
    assert registry().extension_of(encoded.codec, encoded.media_type) in (
        ".skops",
        ".ubj",
        ".lightgbm.txt",
    )


def test_the_card_and_an_exported_page_show_what_a_model_is_made_of() -> None:
    preview = encode(StandardScaler(), io.BytesIO()).preview
    artifact: Any = SimpleNamespace(preview=preview, thumbnail=False)
    assert "StandardScaler()" in card_html._first_of(preview)
    assert page._preview(artifact) == "<pre>StandardScaler()</pre>"


def test_boosters_without_a_wrapper_keep_their_rounds_and_names() -> None:
    data = xgboost.DMatrix(X, Y, feature_names=list("abcdef"))
    early = {"num_boost_round": 30, "evals": [(data, "d")], "verbose_eval": False}
    booster = xgboost.train({"max_depth": 2}, data, early_stopping_rounds=2, **early)
    encoded, back = round_trip(booster)
    assert np.array_equal(back.predict(data), booster.predict(data))
    assert back.attributes() == booster.attributes()
    assert back.feature_names == booster.feature_names

    light = lightgbm.train(
        {"verbose": -1, "objective": "binary"}, lightgbm.Dataset(X, Y), num_boost_round=9
    )
    light.best_iteration = 3
    encoded, back = round_trip(light)
    assert back.best_iteration == 3
    assert np.array_equal(back.predict(X), light.predict(X))
    assert back.model_to_string() == light.model_to_string()
    assert encoded.media_type == "text/vnd.lightgbm"


def test_their_own_libraries_read_what_is_stored(tmp_path: Path) -> None:
    for obj, name in ((quiet(lightgbm.LGBMClassifier, Y), "m.txt"), (trained(), "m.ubj")):
        saved(obj, tmp_path / name)
    light = lightgbm.Booster(model_file=tmp_path / "m.txt")
    assert np.array_equal(
        light.predict(FRAME), quiet(lightgbm.LGBMClassifier, Y).booster_.predict(FRAME)
    )
    other = xgboost.XGBClassifier()
    other.load_model(tmp_path / "m.ubj")
    assert np.array_equal(other.predict(X), trained().predict(X))


def test_models_in_a_container_come_back_with_the_rest() -> None:
    value = {"scaler": StandardScaler().fit(X), "booster": trained(), "score": np.float32(0.5)}
    encoded, back = round_trip(value)
    assert encoded.codec == "values-zip.v1"
    assert np.array_equal(back["scaler"].transform(X), value["scaler"].transform(X))
    assert np.array_equal(back["booster"].predict(X), value["booster"].predict(X))
    assert encoded.libraries.keys() >= {"sklearn", "xgboost"}


def test_an_onnx_model_is_its_own_bytes() -> None:
    obj = onnx_model()
    encoded, back = round_trip(obj)
    assert back == obj
    preview: Any = encoded.preview
    assert (preview.library, preview.parameters) == ("onnx", 12)
    assert "input x: float batch × 6" in preview.text
    assert encoded.summary == "ModelProto, 12 parameters"


def test_another_version_is_said_with_both(tmp_path: Path) -> None:
    import sklearn
    from sklearn.linear_model import LinearRegression

    here = sklearn.__version__
    path = tmp_path / "model"
    encoded = saved(LinearRegression(), path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        decode(path, encoded.codec, libraries={"sklearn": here, "numpy": "1.0"})
    with pytest.warns(CellkeepWarning, match=f"sklearn 1.2.0, and sklearn {here} is here"):
        decode(path, encoded.codec, libraries={"sklearn": "1.2.0"})
