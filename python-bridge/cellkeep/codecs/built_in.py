"""The codecs that Cellkeep brings, one of each row of ``schema/types.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep.codecs.arrays.ndarray import NdarrayCodec
from cellkeep.codecs.arrays.npy import NpyCodec
from cellkeep.codecs.figures.charts import ChartCodec
from cellkeep.codecs.figures.figure import FigureCodec
from cellkeep.codecs.figures.pil_image import PilImageCodec
from cellkeep.codecs.figures.plotly_figure import PlotlyCodec
from cellkeep.codecs.labelled.xarray_objects import XarrayCodec
from cellkeep.codecs.outputs.mimebundle import MimebundleCodec
from cellkeep.codecs.shown.displayed import DisplayedCodec
from cellkeep.codecs.tables.table import TableCodec
from cellkeep.codecs.tensors.tensors import TensorsCodec
from cellkeep.codecs.values.json_value import JsonCodec
from cellkeep.codecs.values.pickled import PickleCodec
from cellkeep.codecs.values.raw_bytes import BytesCodec
from cellkeep.codecs.values.value_files import ValuesJsonCodec, ValuesZipCodec

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.base import Codec


def built_in_codecs(every: Callable[[], tuple[Codec, ...]]) -> tuple[Codec, ...]:
    """Return a codec of each kind; ``every`` returns those of other packages too."""
    return (
        FigureCodec(),
        PlotlyCodec(),
        ChartCodec(),
        PilImageCodec("PNG"),
        PilImageCodec("TIFF"),
        NdarrayCodec(),
        NpyCodec(),
        XarrayCodec(),
        TensorsCodec(),
        TableCodec(),
        BytesCodec(),
        MimebundleCodec(),
        JsonCodec(),
        ValuesJsonCodec(),
        ValuesZipCodec(every),
        DisplayedCodec(),
        PickleCodec(),
    )
