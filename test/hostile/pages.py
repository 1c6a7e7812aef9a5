"""Content that was made to stop, fool or tell on the page that shows it, made by code.

Each is small, at most 10 MB, and harmless until something draws it.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hostile import newer

MIMEBUNDLE = "application/vnd.jupyter.mimebundle+json"
PLOTLY = "application/vnd.plotly.v1+json"
SVG_NAMESPACE = "xmlns='http://www.w3.org/2000/svg'"


@dataclass(frozen=True)
class Hostile:
    """Content, under a name and a media type.

    Parameters
    ----------
    group : str
        What it attacks: ``size``, ``script`` or ``network``.
    """

    name: str
    media_type: str
    content: bytes
    group: str
    codec: str = "bytes.v1"


def corpus(elsewhere: str) -> Iterator[Hostile]:
    """Give all of it; what phones home asks the server at the address `elsewhere`."""
    for name, media_type, content in [*_large(), *_deep()]:
        yield Hostile(name, media_type, _bytes(content), "size")
    for name, media_type, content in _scripted():
        yield Hostile(name, media_type, _bytes(content), "script")
    for name, media_type, content in _phoning(elsewhere):
        yield Hostile(name, media_type, _bytes(content), "network")
    for group, items in (("size", newer.large()), ("network", newer.phoning(elsewhere))):
        for name, media_type, codec, content in items:
            yield Hostile(name, media_type, _bytes(content), group, codec)


def _bytes(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def _bundle(*outputs: dict[str, Any]) -> dict[str, Any]:
    shown = [{"output_type": "display_data", "metadata": {}, "data": data} for data in outputs]
    return {"nbformat": 4, "outputs": shown}


def _large() -> Iterator[tuple[str, str, Any]]:
    many = range(6000)
    yield "parts-text.json", MIMEBUNDLE, _bundle(*({"text/plain": f"{n}"} for n in many))
    yield "parts-html.json", MIMEBUNDLE, _bundle(*({"text/html": f"<b>{n}</b>"} for n in many))
    yield "parts-json.json", MIMEBUNDLE, _bundle(*({"application/json": [n]} for n in many))
    types = {f"x/t{n}": n for n in range(100_000)}
    yield "types.json", MIMEBUNDLE, _bundle(types)
    traces = [{"type": "scatter", "y": [1, 2, 3]} for _ in range(3000)]
    yield "traces.plotly", PLOTLY, {"data": traces, "layout": {}}
    size = {"width": 10**9, "height": 10**9}
    yield "size.plotly", PLOTLY, {"data": [{"y": [1, 2]}], "layout": size}
    notes = [{"text": f"note {n}", "x": n, "y": n} for n in range(20_000)]
    yield "notes.plotly", PLOTLY, {"data": [{"y": [1]}], "layout": {"annotations": notes}}
    yield "columns.csv", "text/csv", ",".join(f"c{n}" for n in range(300_000)) + "\n1,2,3\n"
    yield "rows.csv", "text/csv", "a,b\n" + "1,2\n" * 1_000_000
    yield "cell.csv", "text/csv", 'a,b\n"' + "x" * 3_000_000 + '",2\n'
    entry = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
    yield "names.safetensors", _TENSORS, _tensors({f"l{n}.w": entry for n in range(100_000)})
    yield (
        "axes.safetensors",
        _TENSORS,
        _tensors({"t": {"dtype": "F32", "shape": [1] * 500_000, "data_offsets": [0, 4]}}),
    )
    notes_of = {f"k{n}": "v" for n in range(100_000)}
    yield "notes.safetensors", _TENSORS, _tensors({"__metadata__": notes_of, "t": entry})
    yield "marks.txt", "text/plain", "a" + "\u0301" * 200_000
    yield "many-marks.txt", "text/plain", ("a" + "\u0301\u0327" * 40 + " ") * 2500
    yield "line.txt", "text/plain", "x" * 9_000_000
    yield "words.txt", "text/plain", "word " * 1_800_000
    yield "lines.txt", "text/plain", "\n" * 9_000_000
    yield "marks.csv", "text/csv", "a,b\n" + ("a" + "\u0301" * 5000 + ",2\n") * 50
    yield "marks.json", "application/json", {"k" + "\u0301" * 50_000: "v" + "\u0301" * 50_000}
    yield "keys.json", "application/json", {f"k{n}": n for n in range(400_000)}
    yield "files.zip", "application/zip", _zip(40_000)
    yield "pixels.png", "image/png", _png(30_000, 30_000)
    shapes = "".join(f"<rect x='{n % 900}' width='5' height='5'/>" for n in range(200_000))
    yield "shapes.svg", "image/svg+xml", f"<svg {SVG_NAMESPACE}>{shapes}</svg>"
    blur = "<filter id='f'><feTurbulence numOctaves='99' baseFrequency='.9'/></filter>"
    area = "<rect width='9000' height='9000' filter='url(#f)'/>" * 20
    yield "filters.svg", "image/svg+xml", f"<svg {SVG_NAMESPACE}>{blur}{area}</svg>"
    tags = "<table><tr><td>" * 3000
    yield "tables.html", "text/html", f"<!doctype html>{tags}"
    yield "elements.html", "text/html", "<!doctype html>" + "<b>x</b> " * 900_000


_TENSORS = "application/vnd.safetensors"


def _tensors(header: dict[str, Any]) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + b"\0\0\0\0"


def _zip(entries: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(entries):
            archive.writestr(f"{number}", b"")
    return file.getvalue()


def _png(width: int, height: int) -> bytes:
    """Return a picture of one bit a pixel, which packs well."""
    line = b"\0" + b"\0" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(line) for _ in range(height)), packer.flush()])

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"IDAT", packed), chunk(b"IEND", b"")]
    )


def _deep() -> Iterator[tuple[str, str, Any]]:
    uses = "<g id='a0'><rect width='9' height='9'/></g>"
    for level in range(1, 30):
        inner = f"<use href='#a{level - 1}'/>" * 2
        uses += f"<g id='a{level}'>{inner}</g>"
    doubled = f"<svg {SVG_NAMESPACE} width='90' height='90'>{uses}<use href='#a29'/></svg>"
    yield "uses.svg", "image/svg+xml", doubled
    yield "uses-bundle.json", MIMEBUNDLE, _bundle({"image/svg+xml": doubled})
    yield "depth.svg", "image/svg+xml", f"<svg {SVG_NAMESPACE}>" + "<g>" * 50_000
    yield "quotes.md", "text/markdown", ">" * 50_000 + " x"
    yield "many-quotes.md", "text/markdown", "".join(">" * n + " x\n" for n in range(1, 1500))
    yield "lists.md", "text/markdown", "".join(" " * n + "- x\n" for n in range(1500))
    yield "flat.md", "text/markdown", "- x\n" * 300_000
    yield (
        "table.md",
        "text/markdown",
        "|" + "a|" * 2000 + "\n|" + "-|" * 2000 + "\n" + ("|" + "x|" * 2000 + "\n") * 300,
    )
    yield "brackets.md", "text/markdown", "[" * 50_000
    yield "links.md", "text/markdown", "[a](b" * 50_000
    yield "stars.md", "text/markdown", "*a **b " * 60_000
    graph = "\n".join(f"a{n} --> b{n % 97}" for n in range(5000))
    yield "mermaid.md", "text/markdown", f"```mermaid\ngraph TD\n{graph}\n```\n"
    yield "depth.json", "application/json", "[" * 100_000 + "]" * 100_000
    yield "depth.html", "text/html", "<!doctype html>" + "<div style='display:grid'>" * 5000
    cells = [{"cell_type": "markdown", "source": "> " * 300 + "x"} for _ in range(3000)]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    yield "cells.ipynb", "application/x-ipynb+json", notebook
    yield "widgets.json", MIMEBUNDLE, _widgets(5000)


def _widgets(count: int) -> dict[str, Any]:
    boxes: dict[str, Any] = {
        f"w{n}": {
            "model_name": "IntSliderModel",
            "state": {"description": f"{n}", "value": {"deep": [n]}, "other": {"x": [n]}},
        }
        for n in range(count)
    }
    children = [f"IPY_MODEL_w{n}" for n in range(count)]
    boxes["box"] = {"model_name": "VBoxModel", "state": {"children": children}}
    state = {"application/vnd.jupyter.widget-state+json": {"state": boxes}}
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "box"}}
    return {**_bundle(view), "widgets": state}


def _scripted() -> Iterator[tuple[str, str, Any]]:
    hack = "try{top.hacked=1}catch(e){};try{parent.hacked=1}catch(e){};alert(1)"
    scripted = f"<svg {SVG_NAMESPACE} onload='{hack}'><script>{hack}</script></svg>"
    yield "script.svg", "image/svg+xml", scripted
    yield "script-bundle.json", MIMEBUNDLE, _bundle({"image/svg+xml": scripted})
    page = f"<script>{hack}</script><img src=x onerror='{hack}'>"
    yield "script.html", "text/html", page
    yield "script.xhtml", "application/xhtml+xml", page
    yield "script.md", "text/markdown", page
    yield "script.pdf", "application/pdf", _pdf("app.alert('x'); while (true) app.alert('y');")
    title = {"title": {"text": f"<a href='javascript:{hack}'>t</a>{page}"}}
    yield "script.plotly", PLOTLY, {"data": [{"y": [1]}], "layout": title}
    yield "frames.html", "text/html", f'<iframe srcdoc="{page}"></iframe>' * 20


def _pdf(script: str) -> bytes:
    action = f"<< /S /JavaScript /JS ({script}) >>"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /OpenAction {action} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /AA << /O {action} >> >>",
    ]
    text, places = "%PDF-1.7\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(text)
    text += f"xref\n0 4\n0000000000 65535 f \n{table}trailer << /Size 4 /Root 1 0 R >>\n"
    return f"{text}startxref\n{start}\n%%EOF\n".encode()


def _phoning(address: str) -> Iterator[tuple[str, str, Any]]:
    style = f"background:url({address}/style);list-style:url({address}/list)"
    links = "".join(
        f"<link rel={rel} href='{address}/{rel}'>"
        for rel in ("stylesheet", "prefetch", "preconnect", "dns-prefetch", "icon", "manifest")
    )
    asks = (
        f"{links}<meta http-equiv=refresh content='0;url={address}/refresh'>"
        f"<base href='{address}/'><img src='/img' srcset='/set 2x'><iframe src='{address}/frame'>"
        f"</iframe><video poster='/poster' src='/video'></video><object data='{address}/object'>"
        f"</object><embed src='{address}/embed'><p style='{style}'>x</p>"
        f"<style>@import '{address}/import';@font-face{{font-family:f;src:url({address}/font)}}"
        f"p{{font-family:f;content:url({address}/content)}}</style>"
        f"<svg><image href='{address}/image'/><use href='{address}/use#a'/></svg>"
    )
    yield "asks.html", "text/html", asks
    image = f"![x]({address}/md) ![y](//{address.partition('//')[2]}/rel)"
    yield "asks.md", "text/markdown", f"{image}\n\n{asks}"
    graph = f'graph TD\nA["<img src={address}/mermaid>"]\nstyle A fill:url({address}/fill)'
    yield "mermaid-asks.md", "text/markdown", f"```mermaid\n{graph}\n```\n"
    drawing = (
        f"<svg {SVG_NAMESPACE}><image href='{address}/image' width='9' height='9'/>"
        f"<style>@import url({address}/import);rect{{fill:url({address}/fill#a)}}</style>"
        f"<rect width='9' height='9'/><foreignObject><img src='{address}/foreign'/></foreignObject>"
        "</svg>"
    )
    yield "asks.svg", "image/svg+xml", drawing
    yield "asks-bundle.json", MIMEBUNDLE, _bundle({"image/svg+xml": drawing}, {"text/html": asks})
    text = f"<span style='{style}'>x</span><a href='{address}/a'>a</a>"
    url = f"url({address}/colour)"
    layout: dict[str, Any] = {
        "title": {"text": text},
        "annotations": [{"text": text, "x": 1, "y": 1}],
        "font": {"family": f"x;{style}"},
        "paper_bgcolor": url,
        "plot_bgcolor": url,
        "updatemenus": [
            {"buttons": [{"method": "relayout", "args": [{"images[0].source": f"{address}/b"}]}]}
        ],
    }
    trace = {"y": [1, 2], "marker": {"color": url}, "name": text, "hovertemplate": text}
    yield "asks.plotly", PLOTLY, {"data": [trace], "layout": layout, "frames": []}
    cells = [
        {"cell_type": "markdown", "source": asks},
        {
            "cell_type": "code",
            "source": "1",
            "execution_count": 1,
            "outputs": [
                {"output_type": "display_data", "metadata": {}, "data": {"text/html": asks}},
                {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": drawing}},
            ],
        },
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    yield "asks.ipynb", "application/x-ipynb+json", notebook
