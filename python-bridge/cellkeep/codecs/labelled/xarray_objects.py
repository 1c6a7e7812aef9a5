"""``xarray-zarr.v1``: xarray's DataArray and Dataset as Zarr in one ZIP file.

xarray opens it itself (``xr.open_zarr(zarr.storage.ZipStore(path))``). What Zarr cannot say, such
as attributes that are not JSON, is in the group's attribute ``cellkeep``::

    {"codec": "xarray-zarr.v1", "object": "DataArray", "name": "t", "attrs": ..., "encoding": ...,
     "variables": [{"name": "t", "dims": ["y", "x"], "attrs": ..., "encoding": ...}, ...]}

Each ``...`` is a value as `cellkeep.codecs.trees` writes it. A variable that is a coordinate has
``coordinate``, and there ``index`` says whether xarray finds rows by it. A MultiIndex is kept as
the coordinates of its levels, with ``levels`` in the note (`multi_indexes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, type_name, versions
from cellkeep.codecs.labelled.multi_indexes import with_levels, without_levels
from cellkeep.codecs.labelled.zarr_file import NamedArray, can_keep, read_group, write_group
from cellkeep.codecs.previews.text_preview import text_preview
from cellkeep.codecs.trees.numpy_values import array_to_node
from cellkeep.codecs.trees.tree import from_tree, to_tree
from cellkeep.codecs.values.json_value import is_exact
from cellkeep.errors import tell
from cellkeep_core.text import counted, shaped

if TYPE_CHECKING:
    from pathlib import Path

_TYPES = ("DataArray", "Dataset")
# As xarray calls an array without a name in a file.
_UNNAMED = "__xarray_dataarray_variable__"


class XarrayCodec:
    """Arrays with named dimensions, coordinates, attributes and encodings."""

    id = "xarray-zarr.v1"
    kind = "array"
    rank = 22
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is one of xarray's."""
        return loaded_type(obj, "xarray", *_TYPES, "Variable")

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the metadata, then each array from its own memory."""
        dataset, levels = without_levels(_dataset(obj))
        note, arrays = _described(obj, dataset)
        if levels:
            note["levels"] = levels
        others = [name for name in dataset.coords if name not in dataset.dims]
        attributes = {**_shown(dataset.attrs), "cellkeep": note}
        if others:
            attributes["coordinates"] = " ".join(others)
        write_group(sink, attributes, arrays)
        libraries, preview = versions("xarray", "numpy"), text_preview(repr(obj))
        return Encoded(self.id, "application/zip", _summary(obj), preview, libraries=libraries)

    def decode(self, path: Path) -> Any:
        """Return it with its values in memory."""
        import xarray as xr

        attributes, arrays = read_group(path)
        note = attributes["cellkeep"]
        if note["codec"] != self.id or note["object"] not in _TYPES:
            raise ValueError("it has no note of an xarray object")
        data: dict[str, xr.Variable] = {}
        coords: dict[str, xr.Variable] = {}
        for row in note["variables"]:
            name, attrs, encoding = row["name"], from_tree(row["attrs"]), from_tree(row["encoding"])
            variable = xr.Variable(row["dims"], arrays[name], attrs, encoding)
            (coords if row.get("coordinate") else data)[name] = variable
        dataset: Any = xr.Dataset(data, coords, from_tree(note["attrs"]))
        plain = [row["name"] for row in note["variables"] if row.get("index") is False]
        dataset = dataset.drop_indexes([name for name in plain if name in dataset.xindexes])
        if "levels" in note:
            dataset = with_levels(dataset, note["levels"])
        dataset.encoding = from_tree(note["encoding"])
        if note["object"] == "Dataset":
            return dataset
        (only,) = data
        return dataset[only].rename(from_tree(note["name"]))


def _dataset(obj: Any) -> Any:
    """Return a Dataset of what is kept, or decline."""
    import xarray as xr

    if type(obj) is xr.Dataset:
        return obj
    if type(obj) is xr.DataArray:
        name = obj.name
        taken = {None, *obj.coords, *obj.dims}
        return obj.to_dataset(name=_UNNAMED if name in taken else name, promote_attrs=False)
    is_variable = loaded_type(obj, "xarray", "Variable")
    advice = "Save xr.DataArray(x)." if is_variable else "Save x.to_dataset()."
    raise DeclinedError(f"A {type_name(obj)} would come back as another type.", advice)


def _described(obj: Any, dataset: Any) -> tuple[dict[str, Any], list[NamedArray]]:
    _check_indexes(dataset)
    rows, arrays = [], []
    for name, variable in dataset.variables.items():
        what = f"The variable {name!r}" if name != _UNNAMED else "The array"
        _check_name(name, what)
        for dimension in variable.dims:
            _check_name(dimension, f"A dimension of {what[0].lower()}{what[1:]}")
        row: dict[str, Any] = {
            "name": name,
            "dims": list(variable.dims),
            "attrs": _tree(variable.attrs, f"{what} has attrs"),
            "encoding": _encoding(variable.encoding, what),
        }
        if name in dataset.coords:
            row.update(coordinate=True, index=name in dataset.xindexes)
        rows.append(row)
        shown = {**_shown(variable.attrs), "_ARRAY_DIMENSIONS": row["dims"]}
        arrays.append(NamedArray(name, _values(variable, what, _as_text(obj, name)), shown))
    note = {
        "codec": XarrayCodec.id,
        "object": type(obj).__name__,
        "name": _tree(getattr(obj, "name", None), "It has a name"),
        "attrs": _tree(dataset.attrs, "It has attrs"),
        "encoding": _encoding(dataset.encoding, "It"),
        "variables": rows,
    }
    return note, arrays


def _check_indexes(dataset: Any) -> None:
    from xarray import indexes

    for name, index in dataset.xindexes.items():
        if type(index) is not indexes.PandasIndex or name not in dataset.dims:
            raise DeclinedError(
                f"The coordinate {name!r} has an index of its own, a {type_name(index)}.",
                f"Save x.drop_indexes({name!r}).",
            )


def _check_name(name: object, what: str) -> None:
    good = type(name) is str and name and "/" not in name and not name.startswith(".")
    if not good:
        raise DeclinedError(
            f"{what} is called {name!r}, which is no name in a Zarr file.",
            "Rename it to text without a slash: x.rename(...).",
        )


def _as_text(obj: Any, name: str) -> str:
    """Return the expression for the same object with one variable as text."""
    if name not in obj.coords and type(obj).__name__ == "DataArray":
        return "x.astype(str)"
    method = "assign_coords" if name in obj.coords else "assign"
    return f"x.{method}({{{name!r}: x[{name!r}].astype(str)}})"


def _values(variable: Any, what: str, as_text: str) -> Any:
    import numpy as np

    if variable.chunks is not None:
        raise DeclinedError(f"{what} is not computed yet.", "Save x.compute().")
    values = variable.data
    if type(values) not in (np.ndarray, np.memmap):
        reason = f"{what} holds a {type_name(values)}, which would come back as a NumPy array."
        advice = "Save x.as_numpy(), or convert it with x.astype()."
        if loaded_type(values, "pandas.api.extensions", "ExtensionArray"):
            advice = f"Save it as text: {as_text}."
        raise DeclinedError(reason, advice)
    if values.dtype == object:
        if not all(type(value) is str for value in values.flat):
            reason = f"{what} holds Python objects, which Zarr does not keep as they are."
            raise DeclinedError(reason, "Convert it to numbers, times or text with x.astype().")
    elif not can_keep(values.dtype):
        reason = f"{what} has the dtype {values.dtype}, which Zarr does not keep."
        advice = (
            "Save x.to_dict(data='array'), which keeps it exactly, or convert it with x.astype()."
        )
        raise DeclinedError(reason, advice)
    return values


def _tree(value: Any, what: str) -> Any:
    try:
        return to_tree(value, array_to_node)
    except DeclinedError as declined:
        raise DeclinedError(
            f"{what} that cannot be kept: {declined.reason}", declined.advice
        ) from declined


def _encoding(encoding: dict[Any, Any], what: str) -> Any:
    """Return the encoding as a tree; how another file was packed is not a part of the values."""
    kept, dropped = {}, []
    for name, value in encoding.items():
        try:
            to_tree(value, array_to_node)
        except DeclinedError:
            dropped.append(repr(name))
        else:
            kept[name] = value
    if dropped:
        tell(f"{what} is saved without its encoding of {', '.join(dropped)}; its values are whole.")
    return to_tree(kept, array_to_node)


def _shown(attributes: dict[Any, Any]) -> dict[str, Any]:
    """Return attributes as JSON for other readers."""
    import numpy as np

    plain = {
        str(name): value.tolist() if isinstance(value, (np.generic, np.ndarray)) else value
        for name, value in attributes.items()
    }
    return {name: value if is_exact(value) else str(value) for name, value in plain.items()}


def _summary(obj: Any) -> str:
    if type(obj).__name__ == "Dataset":
        return counted(len(obj.data_vars), "variable")
    return shaped(obj.shape, str(obj.dtype))
