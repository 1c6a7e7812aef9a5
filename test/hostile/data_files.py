"""Arrow, NumPy and safetensors files that lie about themselves, made by code."""

from __future__ import annotations

import io
import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable


def arrow_file(table: pa.Table) -> bytes:
    """Return an honest Arrow file."""
    file = io.BytesIO()
    with pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return file.getvalue()


def _patched(content: bytes, old: bytes, new: bytes) -> bytes:
    assert content.count(old) == 1, "the honest file has changed"
    return content.replace(old, new)


def text_offsets_outside() -> bytes:
    """Offsets of a text column a gigabyte behind its bytes: ended a process by SIGBUS."""
    honest = arrow_file(pa.table({"s": ["aaaa", "bbbb"]}))
    old, new = struct.pack("<3i", 0, 4, 8), struct.pack("<3i", 0, 1 << 30, (1 << 30) + 4)
    return _patched(honest, old, new)


def text_offsets_backwards() -> bytes:
    """Offsets that descend, so that a text has a negative length."""
    honest = arrow_file(pa.table({"s": ["aaaa", "bbbb"]}))
    return _patched(honest, struct.pack("<3i", 0, 4, 8), struct.pack("<3i", 0, -(1 << 30), 8))


def list_offsets_outside() -> bytes:
    """A list whose items lie far behind its values."""
    honest = arrow_file(pa.table({"l": [[101, 102, 103, 104], [105, 106]]}))
    old, new = struct.pack("<3i", 0, 4, 6), struct.pack("<3i", 0, 1 << 28, (1 << 28) + 2)
    return _patched(honest, old, new)


def dictionary_indices_outside() -> bytes:
    """A categorical column whose codes point behind its categories."""
    codes = pa.array([1, 0, 1, 0, 1], pa.int32())
    column = pa.DictionaryArray.from_arrays(codes, ["x", "y"])
    honest = arrow_file(pa.table({"c": column}))
    old = struct.pack("<5i", 1, 0, 1, 0, 1)
    return _patched(honest, old, struct.pack("<5i", 1 << 28, 1 << 28, 0, -(1 << 28), 1))


def footer_outside() -> bytes:
    """A footer that says it is as large as a file of two gigabytes."""
    honest = arrow_file(pa.table({"a": [1, 2, 3]}))
    return honest[:-10] + struct.pack("<i", 2**31 - 1) + honest[-6:]


HOSTILE_ARROW: dict[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        text_offsets_outside,
        text_offsets_backwards,
        list_offsets_outside,
        dictionary_indices_outside,
        footer_outside,
    )
}


def npy(header: str, values: bytes = b"") -> bytes:
    """Return a ``.npy`` file with a header of one's own."""
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + values


_NPY = "{{'descr': {}, 'fortran_order': False, 'shape': {}, }}".format

HOSTILE_NPY: dict[str, bytes] = {
    "a petabyte": npy(_NPY("'<f8'", f"({10**14},)")),
    "an overflow to nothing": npy(_NPY("'<f8'", f"({2**62}, 4)"), bytes(64)),
    "larger than any integer": npy(_NPY("'<f8'", f"({2**70},)")),
    "negative": npy(_NPY("'<f8'", "(-1,)"), bytes(64)),
    "objects": npy(_NPY("'|O'", "(1,)"), b"cos\nsystem\n(S'true'\ntR."),
    "objects in a field": npy(_NPY("[('a', '|O')]", "(1,)"), b"cos\nsystem\n(S'true'\ntR."),
    "code": npy("__import__('os').abort()"),
    "deep": npy("-" * 9000),
    "parentheses": npy("(" * 9000),
    "a zip": b"PK\x03\x04" + bytes(60),
}


def safetensors(header: object, values: bytes = b"") -> bytes:
    """Return a safetensors file with a header of one's own."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + values


def _row(shape: object, offsets: object, dtype: str = "F32") -> dict[str, object]:
    return {"a": {"dtype": dtype, "shape": shape, "data_offsets": offsets}}


HOSTILE_SAFETENSORS: dict[str, bytes] = {
    "outside": safetensors(_row([4], [1 << 40, (1 << 40) + 16]), bytes(16)),
    "backwards": safetensors(_row([4], [16, 0]), bytes(16)),
    "negative": safetensors(_row([-4], [0, 16]), bytes(16)),
    "shape lies": safetensors(_row([1 << 40], [0, 16]), bytes(16)),
    "an overflow": safetensors(_row([1 << 62, 4], [0, 0])),
    "a shape of text": safetensors(_row(["4"], [0, 16]), bytes(16)),
    "a number of 400 digits": safetensors(_row([10**400], [0, 16]), bytes(16)),
    "header outside": struct.pack("<Q", 1 << 62) + b"{}",
    "header of 60 MB": struct.pack("<Q", 60 << 20) + b"{}",
    "deep": safetensors(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "a list": safetensors([1, 2]),
}


def _newer(frame: Any) -> dict[str, Any]:
    """Return objects that are kept as ZIP files or as bundles, and a map."""
    import altair as alt
    import geopandas as gpd
    import xarray as xr
    from shapely.geometry import Point, Polygon

    class Shown:
        def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
            return {"text/html": "<b>x</b>", "text/plain": "x"}

    return {
        "values": {"a": [np.arange(4), frame, {1: (2, 3j)}], "b": {b"x"}},
        "labelled": xr.Dataset({"t": (("y", "x"), np.ones((2, 3)))}, {"x": [1, 2, 3]}),
        "map": gpd.GeoDataFrame(
            {"name": ["a", "b"]},
            geometry=[Point(1, 2), Polygon([(0, 0), (1, 0), (1, 1)])],
            crs="EPSG:4326",
        ),
        "chart": alt.Chart(frame[["text"]]).mark_bar(),
        "shown": Shown(),
    }


def valid_files() -> dict[str, tuple[str, str, bytes]]:
    """Return honest files to be changed: name -> (media type, codec, content)."""
    import pandas as pd
    import torch

    from cellkeep.codecs import encode

    frame = pd.DataFrame(
        {
            "text": ["a", None, "ccc"],
            "kind": pd.Categorical(["x", "y", "x"]),
            "when": pd.to_datetime(["2026-01-01"] * 3, utc=True),
            "lists": [[1, 2], [], [3]],
        },
        index=["i", "j", "k"],
    )
    objects = {
        "frame": frame,
        "array": np.arange(12, dtype=">f4").reshape(3, 4),
        "flags": np.array([True, False, True]),
        "times": np.array(["2026-01-01", "NaT"], "M8[us]"),
        "complex": np.arange(3, dtype=complex),
        "records": np.zeros(3, [("a", "<i4"), ("b", "S3")]),
        "tensors": {"w": torch.arange(6.0).reshape(2, 3).T, "n": [torch.zeros(2).bool(), 3]},
        "table": pa.table(
            {
                "struct": [{"a": 1, "b": "x"}, None],
                "map": pa.array([[("k", 1)], []], pa.map_(pa.string(), pa.int64())),
                "large": pa.array(["a", "b"], pa.large_string()),
                "view": pa.array(["short", "a text that is longer"], pa.string_view()),
                "runs": pa.RunEndEncodedArray.from_arrays([2], ["r"]),
                "union": pa.UnionArray.from_sparse(
                    pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["a", "b"])]
                ),
            }
        ),
    }
    objects |= _newer(frame)
    files: dict[str, tuple[str, str, bytes]] = {}
    for name, value in objects.items():
        file = io.BytesIO()
        encoded = encode(value, file)
        files[name] = (encoded.media_type, encoded.codec, file.getvalue())
    file = io.BytesIO()
    pq.write_table(pa.table({"a": [1, 2, 3], "s": ["x", "x", None], "l": [[1], [], [2]]}), file)
    files["parquet"] = ("application/vnd.apache.parquet", "", file.getvalue())
    return files
