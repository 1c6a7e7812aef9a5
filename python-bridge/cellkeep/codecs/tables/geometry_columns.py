"""Columns of geometries (GeoPandas) as WKB, which readers of GeoArrow and GeoParquet know.

The spec of such a column is ``{"geometry": <its CRS as PROJJSON, or null>}``. Its field says
``geoarrow.wkb``, and the schema has the key ``geo`` as GeoParquet 1.1 has it. A GeoDataFrame's note
has the label of its active one under ``geometry``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type
from cellkeep.codecs.tables.pandas_labels import label_text
from cellkeep.codecs.trees.tree import from_tree

if TYPE_CHECKING:
    import pyarrow as pa

    Spec = dict[str, Any]

GEOMETRY = "geometry"
EXTENSION = "ARROW:extension:name"
WKB = "geoarrow.wkb"


def is_geometries(values: object) -> bool:
    """Whether it is the array of a column of geometries."""
    return loaded_type(values, "geopandas.array", "GeometryArray")


def geometries_to_arrow(values: Any, what: str) -> tuple[pa.Array, Spec]:
    """Return geometries as WKB and their spec; parameters as of `values_to_arrow`."""
    import numpy as np
    import pyarrow as pa
    import shapely

    shapes = np.asarray(values)
    texts = shapely.to_wkb(shapes, include_srid=bool((shapely.get_srid(shapes) > 0).any()))
    kinds = shapely.get_type_id(shapes)
    if not (shapely.get_type_id(shapely.from_wkb(texts)) == kinds).all():
        raise DeclinedError(
            f"{what} has rings, which would come back as lines.", "Save polygons or lines of them."
        )
    crs = values.crs
    known = {shape.geom_type + " Z" * shape.has_z for shape in shapes if shape is not None}
    spec: Spec = {GEOMETRY: None if crs is None else crs.to_json_dict(), "types": sorted(known)}
    if crs is not None and _crs_from(spec) != crs:
        raise DeclinedError(
            f"The coordinate reference system of {what} does not come back equal: {crs.name}.",
            "Set one that has a code, such as EPSG:4326, with .set_crs(…, allow_override=True).",
        )
    return pa.array(texts, pa.binary(), from_pandas=True), spec


def geometries_from_arrow(column: pa.ChunkedArray, spec: Spec) -> Any:
    """Return the array of geometries."""
    import geopandas as gpd

    texts = column.to_numpy()
    return gpd.array.from_wkb(texts, crs=None if spec[GEOMETRY] is None else _crs_from(spec))


def is_geometry(field: pa.Field) -> bool:
    """Whether a field of an Arrow table has geometries that `geometry_texts` reads."""
    return bool((field.metadata or {}).get(EXTENSION.encode()) == WKB.encode())


def geometry_texts(column: pa.Array) -> list[str | None]:
    """Return geometries as people read them."""
    import shapely

    texts: list[str | None] = shapely.to_wkt(
        shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    ).tolist()
    return texts


def is_geo(obj: object) -> bool:
    """Whether it is exactly one of GeoPandas' two types."""
    return loaded_type(obj, "geopandas", "GeoDataFrame", "GeoSeries") and type(obj).__name__ in (
        "GeoDataFrame",
        "GeoSeries",
    )


def as_geo(obj: Any, note: dict[str, Any]) -> Any:
    """Return a frame or series as the type of GeoPandas that it was, if it was one."""
    if not str(note["object"]).startswith("geopandas."):
        return obj
    import geopandas as gpd

    if "column" in note:
        return gpd.GeoSeries(obj)
    frame: Any = gpd.GeoDataFrame(obj)
    active = from_tree(note["geometry"])
    return frame if active is None else frame.set_geometry(active)


def with_geo(table: pa.Table, note: dict[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    """Return a table whose schema says which of its columns are geometries, and its note."""
    specs = note["columns"] if "columns" in note else [note["column"]]
    first = table.num_columns - len(specs)
    found = {first + number: spec for number, spec in enumerate(specs) if GEOMETRY in spec}
    if not found:
        return table, note
    schema = table.schema
    columns: dict[str, Any] = {}
    for position, spec in found.items():
        field, crs = schema.field(position), spec[GEOMETRY]
        extension = {} if crs is None else {"crs": crs, "crs_type": "projjson"}
        known = {EXTENSION: WKB, f"{EXTENSION[:-4]}metadata": json.dumps(extension)}
        schema = schema.set(position, field.with_metadata(known))
        columns[field.name] = {"encoding": "WKB", "geometry_types": spec.pop("types"), "crs": crs}
    active = from_tree(note["geometry"]) if note.get("geometry") else None
    primary = next(iter(columns)) if active is None else label_text(active)
    geo = {"version": "1.1.0", "primary_column": primary, "columns": columns}
    metadata = {**(schema.metadata or {}), "geo": json.dumps(geo)}
    return table.cast(schema).replace_schema_metadata(metadata), note


def _crs_from(spec: Spec) -> Any:
    from pyproj import CRS

    return CRS.from_json_dict(spec[GEOMETRY])
