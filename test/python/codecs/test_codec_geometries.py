"""Frames and series of geometries come back equal, and others read them from the file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from codec_support import refusal_of, round_trip, written
from geopandas.testing import assert_geodataframe_equal, assert_geoseries_equal

SHAPES = [
    shapely.Point(13.4, 52.5),
    None,
    shapely.Point(),
    shapely.Point(1, 2, 3),
    shapely.Polygon([(0, 0), (1, 0), (1, 1)], [[(0.5, 0.2), (0.6, 0.2), (0.6, 0.3)]]),
    shapely.MultiLineString([[(0, 0), (1, 1)]]),
    shapely.GeometryCollection([shapely.Point(0, 0)]),
]
FRAME = gpd.GeoDataFrame(
    {"n": range(len(SHAPES)), "geometry": SHAPES}, crs="EPSG:4326", index=list("abcdefg")
)
FRAMES: dict[str, Any] = {
    "WGS 84": FRAME,
    "projected": FRAME.iloc[[0, 4]].to_crs("EPSG:25833"),
    "without a CRS": gpd.GeoDataFrame({"geometry": SHAPES}),
    "own CRS": FRAME.set_crs("+proj=laea +lat_0=50 +lon_0=10", allow_override=True),
    "another name": FRAME.rename_geometry("place"),
    "two columns": FRAME.assign(centre=FRAME.geometry.centroid.to_crs(3857)).set_geometry("centre"),
    "no active one": gpd.GeoDataFrame({"n": [1]}),
    "empty": FRAME.iloc[:0],
    "labels of numbers": gpd.GeoDataFrame({0: [1], 1: [SHAPES[0]]}, geometry=1),
}


@pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS")
@pytest.mark.parametrize("name", FRAMES)
def test_a_geodataframe_comes_back_equal(name: str) -> None:
    frame = FRAMES[name]
    encoded, back = round_trip(frame)
    assert encoded.codec == "table-arrow.v1"
    assert type(back) is gpd.GeoDataFrame
    assert back.active_geometry_name == frame.active_geometry_name
    assert_geodataframe_equal(back, frame)
    for label in frame.columns[frame.dtypes == "geometry"]:
        assert back[label].crs == frame[label].crs
        assert back[label].to_wkb().tolist() == frame[label].to_wkb().tolist()


def test_a_geoseries_and_a_column_of_geometries_come_back_equal() -> None:
    series = FRAME.geometry.rename("where")
    _, back = round_trip(series)
    assert type(back) is gpd.GeoSeries
    assert_geoseries_equal(back, series)
    plain = pd.DataFrame({"place": series.array})
    _, back = round_trip(plain)
    assert type(back) is pd.DataFrame
    assert list(back.place) == list(plain.place)


def test_others_know_the_geometries_and_their_reference_system(tmp_path: Path) -> None:
    frame = FRAME.rename_geometry("place")
    table = pa.ipc.open_file(written(frame)).read_all()
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["primary_column"] == "place"
    assert geo["columns"]["place"]["encoding"] == "WKB"
    assert "Point Z" in geo["columns"]["place"]["geometry_types"]
    # GeoPandas itself, by GeoArrow.
    theirs = gpd.GeoDataFrame.from_arrow(table.drop_columns(["index"]))
    assert theirs.crs == FRAME.crs
    assert theirs.geometry.to_wkb().tolist() == FRAME.geometry.to_wkb().tolist()
    preview: Any = round_trip(frame)[0].preview
    assert preview.head[0][2] == "POINT (13.4 52.5)"
    assert preview.head[1][2] is None


def test_geometries_are_values_too() -> None:
    for shape in filter(None, SHAPES):
        _, back = round_trip({"at": shape})
        assert back["at"].equals_exact(shape) or back["at"].is_empty
        assert type(back["at"]) is type(shape)


def test_rings_are_refused_for_they_would_come_back_as_lines() -> None:
    ring = shapely.LinearRing([(0, 0), (1, 0), (1, 1)])
    assert "rings" in str(refusal_of(gpd.GeoSeries([ring])))
    assert re.search(r"come back as a shapely\S*LineString", str(refusal_of({"at": ring})))
