"""Models are kept by their libraries' own formats: equal when loaded, and never a pickle."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lightgbm
import numpy as np
import onnx
import pandas as pd
import pytest
import xgboost
from codec_support import round_trip
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import make_column_transformer
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from cellkeep.card import html as card_html
from cellkeep.codecs import decode, encode, trust_types
from cellkeep.codecs.models import trusted
from cellkeep.errors import CellkeepWarning
from cellkeep_core.errors import (
    CodecNotFoundError,
    ContentUnreadableError,
    PickleRefusedError,
    UntrustedTypesError,
)
from cellkeep_core.registry import registry
from cellkeep_store.sharing import page

X, Y = make_classification(120, 6, random_state=0)
NAMES = np.where(Y, "yes", "no")
FRAME = pd.DataFrame(X, columns=list("abcdef")).assign(
    kind=pd.Categorical(np.where(X[:, 0] > 0, "p", "q"))
)
FOREST = "sklearn.tree._tree.Tree"


@pytest.fixture(autouse=True)
def nothing_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "_trusted", set())
    monkeypatch.setattr(trusted, "_written", set())


def boosted(kind: Any, target: Any = NAMES, **options: Any) -> Any:
    return kind(n_estimators=4, **options).fit(FRAME, target)


def quiet(kind: Any, target: Any = NAMES, **options: Any) -> Any:
    return boosted(kind, target, verbose=-1, **options)


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
        with (tmp_path / name).open("wb") as file:
            encode(obj, file)
    light = lightgbm.Booster(model_file=tmp_path / "m.txt")
    assert np.array_equal(
        light.predict(FRAME), quiet(lightgbm.LGBMClassifier, Y).booster_.predict(FRAME)
    )
    other = xgboost.XGBClassifier()
    other.load_model(tmp_path / "m.ubj")
    assert np.array_equal(other.predict(X), trained().predict(X))


def trained() -> Any:
    return xgboost.XGBClassifier(n_estimators=4).fit(X, Y)


def test_models_in_a_container_come_back_with_the_rest() -> None:
    value = {"scaler": StandardScaler().fit(X), "booster": trained(), "score": np.float32(0.5)}
    encoded, back = round_trip(value)
    assert encoded.codec == "values-zip.v1"
    assert np.array_equal(back["scaler"].transform(X), value["scaler"].transform(X))
    assert np.array_equal(back["booster"].predict(X), value["booster"].predict(X))
    assert encoded.libraries.keys() >= {"sklearn", "xgboost"}


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


def test_an_onnx_model_is_its_own_bytes() -> None:
    obj = onnx_model()
    encoded, back = round_trip(obj)
    assert back == obj
    preview: Any = encoded.preview
    assert (preview.library, preview.parameters) == ("onnx", 12)
    assert "input x: float batch × 6" in preview.text
    assert encoded.summary == "ModelProto, 12 parameters"


def test_an_onnx_model_whose_weights_lie_elsewhere_is_refused_with_the_way() -> None:
    obj = onnx_model()
    weight = obj.graph.initializer[0]
    weight.data_location = onnx.TensorProto.EXTERNAL
    weight.external_data.add(key="location", value="w.bin")
    with pytest.raises(PickleRefusedError) as refused:
        encode(obj, io.BytesIO())
    assert "load_external_data" in str(refused.value)


class Winsorizer(TransformerMixin, BaseEstimator):
    def fit(self, data: Any, _target: Any = None) -> Winsorizer:
        self.most_ = np.abs(data).max()
        return self

    def transform(self, data: Any) -> Any:
        return np.clip(data, -self.most_, self.most_)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: RandomForestClassifier(3, random_state=0).fit(X, Y), FOREST),
        (
            lambda: make_pipeline(Winsorizer(), LogisticRegression()).fit(X, Y),
            f"{__name__}.Winsorizer",
        ),
    ],
)
def test_types_that_skops_does_not_hold_safe_are_named_and_loaded_when_allowed(
    make: Callable[[], Any], name: str, tmp_path: Path
) -> None:
    obj = make()
    path = tmp_path / "content"
    with path.open("wb") as file:
        encoded = encode(obj, file)
    call = f"cellkeep.trust_types({name!r})"
    preview: Any = encoded.preview
    assert preview.text.endswith(f"Loading it in another process needs {call}.")
    # What this process wrote it may read; of other bytes nothing is known.
    assert np.array_equal(decode(path, encoded.codec).predict(X), obj.predict(X))
    trusted._written.clear()
    with pytest.raises(UntrustedTypesError) as refused:
        decode(path, encoded.codec)
    assert name in str(refused.value)
    assert call in str(refused.value.hint)
    trust_types(name)
    assert np.array_equal(decode(path, encoded.codec).predict(X), obj.predict(X))


def test_what_cannot_be_found_again_or_is_not_fitted_is_refused_with_the_way() -> None:
    cases = [
        (make_pipeline(FunctionTransformer(lambda data: data)), "at the top of a module"),
        (xgboost.XGBClassifier(), "get_params()"),
        (lightgbm.LGBMClassifier(), "get_params()"),
        (
            xgboost.XGBRegressor(n_estimators=1, objective=lambda y, p: (p - y, y * 0 + 1)).fit(
                X, Y
            ),
            "x.get_booster()",
        ),
        (xgboost.DMatrix(X), "x.save_binary(path)"),
    ]
    for obj, way in cases:
        with pytest.raises(PickleRefusedError) as refused:
            encode(obj, io.BytesIO())
        assert way in str(refused.value.hint), refused.value


def test_a_model_of_a_library_without_a_codec_is_refused_with_its_own_way() -> None:
    class Boosted:
        def save_model(self, path: str) -> None: ...

    with pytest.raises(PickleRefusedError, match=r"Write it by its own x\.save_model\(path\)"):
        encode(Boosted(), io.BytesIO())


def test_a_skops_file_that_names_a_function_of_the_system_runs_nothing(tmp_path: Path) -> None:
    sink = io.BytesIO()
    encode(FunctionTransformer(np.log1p), sink)
    hits = tmp_path / "hits"
    content = {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode"}
    evil = {
        "__class__": "system",
        "__module__": "os",
        "__loader__": "ConstructorFromReduceNode",
        "content": {
            "__class__": "tuple",
            "__module__": "builtins",
            "__loader__": "TupleNode",
            "content": [content | {"content": json.dumps(f"touch {hits}"), "is_json": True}],
        },
    }
    with zipfile.ZipFile(sink) as archive:
        schema = json.loads(archive.read("schema.json"))
    schema["content"]["content"]["func"] = evil
    path = tmp_path / "evil"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("schema.json", json.dumps(schema))
    with pytest.raises(UntrustedTypesError, match=r"os\.system|posix\.system"):
        decode(path, "sklearn-skops.v1")
    assert not hits.exists()


@pytest.mark.parametrize(
    ("codec", "make"), [("xgboost-ubj.v1", trained), ("lightgbm-text.v1", None)]
)
def test_a_note_that_names_a_class_of_elsewhere_is_refused(
    codec: str, make: Callable[[], Any] | None, tmp_path: Path
) -> None:
    path = tmp_path / "content"
    sink = io.BytesIO()
    encode(make() if make else quiet(lightgbm.LGBMClassifier, Y), sink)
    # As long as the names were: UBJSON counts its texts.
    content = sink.getvalue()
    names = (b"XGBClassifier", b"LGBMClassifier")
    for name in names:
        content = content.replace(
            b'"class":"%s"' % name, b'"class":"%s"' % (b"os" * 9)[: len(name)]
        )
    path.write_bytes(content)
    with pytest.raises(ContentUnreadableError, match="it names the class"):
        decode(path, codec)


NOT_INSTALLED = """
import io, sys
from pathlib import Path
from sklearn.linear_model import LinearRegression
sys.modules["skops"] = None
from cellkeep.codecs import decode, encode
from cellkeep_core.errors import CellkeepError
for call in (
    lambda: encode(LinearRegression(), io.BytesIO()),
    lambda: encode([{"clf": LinearRegression()}], io.BytesIO()),
    lambda: decode(Path(sys.argv[1]), "sklearn-skops.v1"),
):
    try:
        call()
    except CellkeepError as error:
        print(error, error.hint)
"""


def test_without_the_library_that_keeps_it_the_extra_is_named(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-c", NOT_INSTALLED, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 3, done.stdout + done.stderr
    assert all('pip install "cellkeep[sklearn]"' in line for line in lines), lines
    assert "[0]['clf']" in lines[1] or '[0]["clf"]' in lines[1], lines


def test_another_version_is_said_with_both(tmp_path: Path) -> None:
    import sklearn
    from sklearn.linear_model import LinearRegression

    here = sklearn.__version__
    path = tmp_path / "model"
    with path.open("wb") as sink:
        encoded = encode(LinearRegression(), sink)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        decode(path, encoded.codec, libraries={"sklearn": here, "numpy": "1.0"})
    with pytest.warns(CellkeepWarning, match=f"sklearn 1.2.0, and sklearn {here} is here"):
        decode(path, encoded.codec, libraries={"sklearn": "1.2.0"})


def test_a_codec_that_is_not_there_is_still_named(tmp_path: Path) -> None:
    with pytest.raises(CodecNotFoundError):
        decode(tmp_path / "x", "sklearn-skops.v99")
