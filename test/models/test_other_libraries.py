"""Of statsmodels, HoloViews, pint and uncertainties a refusal names a way that works."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import holoviews as hv
import numpy as np
import pint
import pytest
import statsmodels.api as sm
import uncertainties
from codec_support import round_trip
from statsmodels.tsa.arima.model import ARIMA

from cellkeep.codecs import encode
from cellkeep_core.errors import PickleRefusedError

Y = np.random.default_rng(0).normal(size=40)
hv.extension("bokeh")


def model() -> Any:
    return sm.OLS(Y, sm.add_constant(np.arange(40)))


REFUSED: dict[str, Callable[[], Any]] = {
    "model": model,
    "results": lambda: model().fit(),
    "table": lambda: model().fit().summary().tables[1],
    "prediction": lambda: model().fit().get_prediction(),
    "prediction of a GLM": lambda: sm.GLM(Y, sm.add_constant(np.arange(40))).fit().get_prediction(),
    "forecast": lambda: ARIMA(Y, order=(1, 0, 0)).fit().get_forecast(3),
    "curve": lambda: hv.Curve([1, 2]),
    "layout": lambda: hv.Curve([1, 2]) + hv.Curve([2, 1]),
    "quantity": lambda: pint.UnitRegistry().Quantity(Y, "m"),
    "number": lambda: uncertainties.ufloat(1, 0.1) * 2,
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_way_that_a_refusal_names_works(name: str) -> None:
    x = REFUSED[name]()
    with pytest.raises(PickleRefusedError) as refused:
        encode(x, io.BytesIO())
    said = re.match(r"Save (.*?)\.( To store|$)", str(refused.value.hint))
    assert said, refused.value
    value = eval(said[1], {"holoviews": hv, "x": x})
    assert round_trip(value)[0].codec not in ("", "pickle.v1")
