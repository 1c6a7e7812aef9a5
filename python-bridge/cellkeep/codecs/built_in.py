"""The codecs that Cellkeep brings, one of each row of ``schema/types.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep.codecs.figure import FigureCodec
from cellkeep.codecs.json_value import JsonCodec
from cellkeep.codecs.mimebundle import MimebundleCodec
from cellkeep.codecs.ndarray import NdarrayCodec
from cellkeep.codecs.npy import NpyCodec
from cellkeep.codecs.pickled import PickleCodec
from cellkeep.codecs.plotly_figure import PlotlyCodec
from cellkeep.codecs.raw_bytes import BytesCodec
from cellkeep.codecs.table import TableCodec
from cellkeep.codecs.tensors import TensorsCodec

if TYPE_CHECKING:
    from cellkeep.codecs.base import Codec


def built_in_codecs() -> tuple[Codec, ...]:
    """Return a codec of each kind."""
    return (
        FigureCodec(),
        PlotlyCodec(),
        NdarrayCodec(),
        NpyCodec(),
        TensorsCodec(),
        TableCodec(),
        BytesCodec(),
        MimebundleCodec(),
        JsonCodec(),
        PickleCodec(),
    )
