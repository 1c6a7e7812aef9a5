"""Models that are not read or written: what is said, and that nothing in them runs."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import onnx
import pytest
import xgboost
from codec_support import refusal_of, saved, written
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from trained_models import X, Y, onnx_model, quiet, trained

from cellkeep.codecs import decode, trust_types
from cellkeep.codecs.models import trusted
from cellkeep_core.errors import (
    CodecNotFoundError,
    ContentUnreadableError,
    UntrustedTypesError,
)
from run_script import run_script

FOREST = "sklearn.tree._tree.Tree"


pytestmark = pytest.mark.usefixtures("nothing_trusted")


def test_an_onnx_model_whose_weights_lie_elsewhere_is_refused_with_the_way() -> None:
    obj = onnx_model()
    weight = obj.graph.initializer[0]
    weight.data_location = onnx.TensorProto.EXTERNAL
    weight.external_data.add(key="location", value="w.bin")
    assert "load_external_data" in str(refusal_of(obj))


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
    encoded = saved(obj, path)
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


def test_a_model_whose_class_is_not_defined_here_is_told_from_a_damaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path := tmp_path / "content").write_bytes(written(Winsorizer()))
    monkeypatch.delattr(sys.modules[__name__], "Winsorizer")
    with pytest.raises(CodecNotFoundError, match="has no attribute 'Winsorizer'") as missing:
        decode(path, "sklearn-skops.v1")
    assert "import the module that defines it" in str(missing.value.hint)


def test_what_cannot_be_found_again_or_is_not_fitted_is_refused_with_the_way() -> None:
    cases = [
        (make_pipeline(FunctionTransformer(lambda data: data)), "at the top of a module"),
        (type("Inside", (BaseEstimator,), {"__module__": __name__})(), "at the top of a module"),
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
        refused = refusal_of(obj)
        assert way in str(refused.hint), refused


def test_a_model_of_a_library_without_a_codec_is_refused_with_its_own_way() -> None:
    class Boosted:
        def save_model(self, path: str) -> None: ...

    assert "Write it by its own x.save_model(path)" in str(refusal_of(Boosted()))


def test_a_skops_file_that_names_a_function_of_the_system_runs_nothing(tmp_path: Path) -> None:
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
    with zipfile.ZipFile(io.BytesIO(written(FunctionTransformer(np.log1p)))) as archive:
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
    content = written(make() if make else quiet(lightgbm.LGBMClassifier, Y))
    # As long as the names were: UBJSON counts its texts.
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
    lines = run_script(NOT_INSTALLED, path).splitlines()
    assert len(lines) == 3, lines
    assert all('pip install "cellkeep[sklearn]"' in line for line in lines), lines
    assert "[0]['clf']" in lines[1] or '[0]["clf"]' in lines[1], lines


def test_a_codec_that_is_not_there_is_still_named(tmp_path: Path) -> None:
    with pytest.raises(CodecNotFoundError):
        decode(tmp_path / "x", "sklearn-skops.v99")
