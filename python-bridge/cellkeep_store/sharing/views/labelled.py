"""Arrays with named dimensions, as xarray has them: what each is, and its picture."""

from __future__ import annotations

import json
import zipfile
from typing import Any, BinaryIO

import numpy as np

from cellkeep_core.text import counted
from cellkeep_store.sharing.markup import lines, shown
from cellkeep_store.sharing.views.arrays import drawn
from cellkeep_store.sharing.views.document import View, document
from cellkeep_store.sharing.views.texts import json_tree

_MOST_VARIABLES = 50
_MOST_BYTES = 64 << 20
"""Of an array that is larger, what it is is said and no picture made."""
_MOST_METADATA_BYTES = 16 << 20
_MOST_TEXTS = 1000
_UNNAMED = "__xarray_dataarray_variable__"
"""What xarray calls an array without a name in a file."""


def labelled_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return the view of a DataArray or a Dataset, its data before its coordinates."""
    with zipfile.ZipFile(file) as archive:
        with archive.open(".zmetadata") as entry:
            documents = json.loads(entry.read(_MOST_METADATA_BYTES))["metadata"]
        about = documents[".zattrs"].get("cellkeep", {})
        variables = sorted(about["variables"], key=lambda each: bool(each.get("coordinate")))
        parts = [_variable(archive, documents, each) for each in variables[:_MOST_VARIABLES]]
    coordinates = sum(bool(each.get("coordinate")) for each in variables)
    told = counted(len(variables) - coordinates, "variable")
    if coordinates:
        told += f" and {counted(coordinates, 'coordinate')}"
    if len(variables) > _MOST_VARIABLES:
        told += f", of which {_MOST_VARIABLES} are shown"
    return View(document(f"<header>{shown(told)}</header><main tabindex=0>{''.join(parts)}</main>"))


def _variable(archive: zipfile.ZipFile, documents: dict[str, Any], variable: dict[str, Any]) -> str:
    name = variable["name"]
    kind = "coordinate" if variable.get("coordinate") else "data"
    about, body = _array(archive, documents[f"{name}/.zarray"], name)
    attributes = documents.get(f"{name}/.zattrs", {})
    rest = {key: value for key, value in attributes.items() if key != "_ARRAY_DIMENSIONS"}
    dimensions = ", ".join(attributes.get("_ARRAY_DIMENSIONS", variable.get("dims", ())))
    title = "The array" if name == _UNNAMED else name
    said = " · ".join(filter(None, (kind, dimensions and f"({dimensions})", about)))
    return (
        f"<details{' open' if kind == 'data' else ''}><summary><b><bdi>{shown(title)}</bdi></b> "
        f"<small>{shown(said)}</small></summary>{body}{json_tree(rest) if rest else ''}</details>"
    )


def _array(archive: zipfile.ZipFile, document: dict[str, Any], name: str) -> tuple[str, str]:
    shape = tuple(map(int, document["shape"]))
    chunk = f"{name}/{'.'.join('0' * max(1, len(shape)))}"
    extents = " × ".join(f"{each:,}" for each in shape) or "one value"
    if document["dtype"] == "|O":
        with archive.open(chunk) as entry:
            return f"{extents} · text", f"<pre>{lines(_texts(entry))}</pre>"
    dtype = np.dtype(document["dtype"])
    if not all(shape) or archive.getinfo(chunk).file_size > _MOST_BYTES:
        return f"{extents} · {dtype}", ""
    with archive.open(chunk) as entry:
        values = np.frombuffer(entry.read(), dtype).reshape(shape, order=document["order"])
    return drawn(shape, dtype, iter((values,)))


def _texts(entry: Any) -> str:
    """Return the first of some texts, each after its length."""
    count = min(int.from_bytes(entry.read(4), "little"), _MOST_TEXTS)
    sizes_and_texts = (entry.read(int.from_bytes(entry.read(4), "little")) for _ in range(count))
    return "\n".join(each.decode("utf-8", "replace") for each in sizes_and_texts)
