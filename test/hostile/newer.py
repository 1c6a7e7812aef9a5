"""Content for the viewers of charts, displayed objects, typed values, Zarr, models and maps."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from hostile import pdfs
from hostile.documents import bombs

MIMEBUNDLE = "application/vnd.jupyter.mimebundle+json"
VEGA = "application/vnd.vega.v5+json"
LITE = "application/vnd.vegalite.v5+json"

Item = tuple[str, str, str, Any]
"""Name, media type, codec and content."""


def large() -> Iterator[Item]:
    """Give what is large, deep, or never ends."""
    yield _chart("sequence.json", VEGA, _vega({"sequence": {"start": 0, "stop": 10**9}}))
    yield _chart(
        "signals.json",
        VEGA,
        {
            **_vega({"values": [1]}),
            "signals": [
                {"name": name, "value": 1, "on": [{"events": {"signal": other}, "update": update}]}
                for name, other, update in [("a", "b", "b + 1"), ("b", "a", "a + 1")]
            ]
            + [{"name": "t", "on": [{"events": "timer{1}", "update": "sequence(0, 1e8)"}]}],
        },
    )
    rows = [{"x": n, "y": n} for n in range(150_000)]
    yield _chart(
        "points.json",
        LITE,
        {"data": {"values": rows}, "mark": "point", "encoding": {"x": {"field": "x"}}},
    )
    layer: dict[str, Any] = {"mark": "bar", "data": {"values": [1]}}
    for _ in range(300):
        layer = {"layer": [layer]}
    yield _chart("layers.json", LITE, layer)
    yield _chart("size.json", LITE, {"mark": "bar", "width": 10**9, "data": {"values": [1]}})
    shown = {"text/html": "<table><tr><td>" * 4000, "text/plain": "x" * 2_000_000}
    yield "displayed.json", MIMEBUNDLE, "displayed.v1", _bundle(shown)
    tree: Any = 1
    for _ in range(400):
        tree = {"list": [tree]}
    yield "deep-values.json", "application/json", "values-json.v1", {"values": tree}
    wide = {"dict": [[f"k{n}", {"float": "nan"}] for n in range(150_000)]}
    yield "wide-values.json", "application/json", "values-json.v1", {"values": wide}
    yield "values.zip", "application/zip", "values-zip.v1", _zip("values.json", json.dumps(wide))
    yield (
        "packed.zip",
        "application/zip",
        "values-zip.v1",
        _zip("values.json", " " * 200_000_000, zipfile.ZIP_DEFLATED),
    )
    arrays = {
        f"v{n}/.zarray": {"shape": [10**15], "chunks": [1], "dtype": "<f8"} for n in range(30_000)
    }
    yield (
        "grid.zarr.zip",
        "application/zip",
        "xarray-zarr.v1",
        _zip(".zmetadata", json.dumps({"metadata": arrays, "zarr_consolidated_format": 1})),
    )
    booster = {
        "learner": {"gradient_booster": {"model": {"trees": [{"id": n} for n in range(200_000)]}}}
    }
    yield "booster.json", "application/json", "bytes.v1", booster
    yield "shapes.arrow", "application/vnd.apache.arrow.file", "table-arrow.v1", _shapes()
    kids = " ".join(f"{n} 0 R" for n in range(3, 5003))
    pages = [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {10**9} {10**9}] >>"] * 5000
    yield (
        "pages.pdf",
        "application/pdf",
        "bytes.v1",
        pdfs.written(
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count 5000 >>",
            *pages,
        ),
    )
    text = "(x) Tj 1 0 Td " * 300_000
    yield (
        "words.pdf",
        "application/pdf",
        "bytes.v1",
        pdfs.written(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(text) + 24} >>\nstream\nBT /F1 4 Tf 0 9 Td {text} ET\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ),
    )
    yield "text.pdf", "application/pdf", "bytes.v1", pdfs.with_text()
    loop = "```mermaid\ngraph TD\n" + "subgraph a\n" * 2000 + "x\n" + "end\n" * 2000 + "```\n"
    yield "subgraphs.md", "text/markdown", "bytes.v1", loop
    yield "dollars.md", "text/markdown", "bytes.v1", "$x{ " * 400_000
    yield "formulas.md", "text/markdown", "bytes.v1", r"$\frac{1}{2}$ " * 20_000


def phoning(address: str) -> Iterator[Item]:
    """Give what asks another server."""
    yield _chart("url.json", LITE, {"data": {"url": f"{address}/data.csv"}, "mark": "bar"})
    image = {"type": "image", "encode": {"enter": {"url": {"value": f"{address}/image.png"}}}}
    href = {"type": "rect", "encode": {"enter": {"href": {"value": f"{address}/href"}}}}
    yield _chart("image.json", VEGA, {**_vega({"values": [1]}), "marks": [image, href]})
    # The address is made only when the chart is drawn.
    made = {"signal": f"'{address[:7]}' + '{address[7:]}/signal.json'"}
    yield _chart("signal.json", VEGA, _vega({"url": made}))
    yield _chart(
        "expression.json",
        VEGA,
        {**_vega({"values": [1]}), "marks": [_image_by(f"'{address}/' + 'expression'")]},
    )
    shown = {"text/html": f"<img src='{address}/shown'><script>top.hacked=1</script>"}
    yield "shown.json", MIMEBUNDLE, "displayed.v1", _bundle(shown)
    yield "bombs.md", "text/markdown", "bytes.v1", bombs(address)


def _image_by(expression: str) -> dict[str, Any]:
    return {"type": "image", "encode": {"enter": {"url": {"signal": expression}}}}


def _vega(data: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "symbol", "from": {"data": "d"}, "encode": {"enter": {"x": {"value": 1}}}}
    return {"width": 90, "height": 90, "data": [{"name": "d", **data}], "marks": [mark]}


def _chart(name: str, media_type: str, spec: dict[str, Any]) -> Item:
    return name, MIMEBUNDLE, "chart-mimebundle.v1", _bundle({media_type: spec})


def _bundle(data: dict[str, Any]) -> dict[str, Any]:
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    return {"nbformat": 4, "outputs": [output]}


def _zip(name: str, text: str, method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(name, text)
    return file.getvalue()


def _shapes() -> bytes:
    """Return GeoArrow's points in a column, and one that says it is a map and is none."""
    import pyarrow as pa

    points = pa.StructArray.from_arrays(
        [pa.array(range(100_000), pa.float64()), pa.array([float("nan")] * 100_000)], ["x", "y"]
    )
    meta = {b"ARROW:extension:name": b"geoarrow.point", b"ARROW:extension:metadata": b"[" * 9000}
    lies = {b"ARROW:extension:name": b"geoarrow.polygon"}
    schema = pa.schema(
        [
            pa.field("geometry", points.type, metadata=meta),
            pa.field("lies", pa.int8(), metadata=lies),
        ]
    )
    table = pa.table([points, pa.array([1] * 100_000, pa.int8())], schema=schema)
    file = io.BytesIO()
    with pa.ipc.new_file(file, schema) as writer:
        writer.write_table(table)
    return file.getvalue()
