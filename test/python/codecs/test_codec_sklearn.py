"""Which models of scikit-learn are loaded without a question, and that each is one file."""

from __future__ import annotations

import inspect
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from codec_support import round_trip, saved, written
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    GradientBoostingClassifier,
    RandomForestClassifier,
    VotingClassifier,
)
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from trained_models import NAMES, X, Y

from cellkeep.codecs import decode
from cellkeep.codecs.models import trusted

pytestmark = pytest.mark.usefixtures("nothing_trusted")


def test_the_types_that_need_no_question_are_plain_python() -> None:
    for name in trusted.HARMLESS - {"numpy.dtype"}:
        module, _, kind = name.rpartition(".")
        found: Any = getattr(import_module(module), kind)
        assert inspect.getsourcefile(found), name  # a compiled one has none
        own = {key for base in found.__mro__[:-1] for key in vars(base)}
        assert not own & {"__reduce__", "__reduce_ex__", "__del__"}, name


def test_everyday_searches_and_kernels_load_without_a_question(tmp_path: Path) -> None:
    for obj in (
        GridSearchCV(SVC(), {"C": [1, 2]}, cv=KFold(3)),
        GaussianProcessRegressor(ConstantKernel(2.0) * RBF()),
        VotingClassifier([("a", LogisticRegression())]),
        CalibratedClassifierCV(LogisticRegression()),
        make_pipeline(SimpleImputer(), MLPClassifier(max_iter=3)),
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            obj.fit(X, Y)
        encoded = saved(obj, tmp_path / "content")
        trusted._written.clear()
        back: Any = decode(tmp_path / "content", encoded.codec)
        assert np.array_equal(back.predict(X), obj.predict(X))
        preview: Any = encoded.preview
        assert "trust_types" not in preview.text


def test_a_model_is_the_same_bytes_whenever_it_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    model = make_pipeline(StandardScaler(), RandomForestClassifier(3)).fit(X, NAMES)
    model.note = {"file": "mine", "__id__": 7, "__loader__": "mine", "raw": b"bytes"}
    before = written(model)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert written(model) == before
    _, back = round_trip(model)
    assert back.note == model.note
    for one in (
        StandardScaler(),
        RandomForestClassifier(2),
        GradientBoostingClassifier(n_estimators=2),
    ):
        one.fit(X, NAMES)
        assert written(round_trip(one)[1]) == written(one)
