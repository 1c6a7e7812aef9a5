"""xarray's MultiIndexes: kept as the coordinates of their levels, which Zarr has.

What those do not say is in the note, by dimension: the order of the levels' values, their dtypes,
and the attributes of the coordinate that has all levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError
from cellkeep.codecs.trees.numpy_values import array_to_node
from cellkeep.codecs.trees.tree import from_tree, to_tree

if TYPE_CHECKING:
    Note = dict[str, Any]


def without_levels(dataset: Any) -> tuple[Any, Note]:
    """Return a Dataset with plain coordinates instead of MultiIndexes, and their note.

    Raises
    ------
    DeclinedError
        One would not come back exactly.
    """
    from xarray import indexes

    note: Note = {}
    for index, variables in dataset.xindexes.group_by_index():
        if type(index) is indexes.PandasMultiIndex:
            whole: Any = index.index
            note[str(index.dim)] = {
                "names": [name for name in variables if name != index.dim],
                "levels": [to_tree(level.to_numpy(), array_to_node) for level in whole.levels],
                "dtypes": [str(level.dtype) for level in whole.levels],
                "attrs": to_tree(dict(variables[index.dim].attrs), array_to_node),
            }
    if not note:
        return dataset, note
    plain = dataset.reset_index(list(note))
    if not _is_exactly(dataset, plain, note):
        raise DeclinedError(
            f"The MultiIndex of {', '.join(note)} would not come back exactly.",
            f"Save x.reset_index({list(note)}), and set_index() it again when it is loaded.",
        )
    return plain, note


def with_levels(plain: Any, note: Note) -> Any:
    """Return a Dataset whose coordinates are MultiIndexes again."""
    import pandas as pd
    import xarray as xr
    from xarray.indexes import PandasMultiIndex

    dataset = plain
    for dimension, kept in note.items():
        names = kept["names"]
        variables = {name: plain.variables[name] for name in names}
        levels: list[Any] = [
            pd.Index(from_tree(values), dtype=dtype)
            for values, dtype in zip(kept["levels"], kept["dtypes"], strict=True)
        ]
        codes = [
            level.get_indexer(variables[name].values)
            for name, level in zip(names, levels, strict=True)
        ]
        whole = pd.MultiIndex(levels, codes, names=names)
        dtypes = {name: variable.dtype for name, variable in variables.items()}
        index = PandasMultiIndex(whole, dimension, level_coords_dtype=dtypes)
        made = index.create_variables(variables)
        made[dimension].attrs.update(from_tree(kept["attrs"]))
        coordinates = xr.Coordinates(made, dict.fromkeys(made, index))
        dataset = dataset.drop_vars(names).assign_coords(coordinates)
    return dataset


def _is_exactly(dataset: Any, plain: Any, note: Note) -> bool:
    try:
        back = with_levels(plain, note)
    except (TypeError, ValueError):
        return False
    # Not `dataset`: xarray finds no two tuples with a NaN in them identical.
    return bool(back.reset_index(list(note)).identical(plain)) and all(
        _are_same(dataset.indexes[dimension], back.indexes[dimension])
        and all(dataset[name].dtype == back[name].dtype for name in kept["names"])
        and dataset[dimension].attrs == back[dimension].attrs
        for dimension, kept in note.items()
    )


def _are_same(old: Any, new: Any) -> bool:
    levels = zip(old.levels, new.levels, strict=True)
    return bool(old.equals(new)) and all(
        one.equals(other) and one.dtype == other.dtype for one, other in levels
    )
