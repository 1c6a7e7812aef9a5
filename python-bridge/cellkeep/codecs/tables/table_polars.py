"""polars frames and series as Arrow tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name
from cellkeep.codecs.made_with import tell_changed

if TYPE_CHECKING:
    import pyarrow as pa

_WIDE = ("Int128", "UInt128")


def to_table(obj: Any) -> tuple[pa.Table, dict[str, Any]]:
    """Return a polars frame or series as a table and its note.

    Its buffers are shared where Arrow has the same layout; text is copied, because few
    readers know polars' string views.
    """
    import polars as pl

    if isinstance(obj, pl.LazyFrame):
        raise DeclinedError("A LazyFrame is a plan, not data.", "Save its result: frame.collect().")
    if type(obj) not in (pl.DataFrame, pl.Series):
        raise DeclinedError(f"A {type_name(obj)} would come back as its polars base class.")
    series = isinstance(obj, pl.Series)
    frame = obj.to_frame() if series else obj
    # Arrow has no integers of 128 bits: their decimal text is exact, and any reader has it.
    wide = {name: pl.String for name, dtype in frame.schema.items() if str(dtype) in _WIDE}
    table = _to_arrow(frame.cast(wide) if wide else frame)
    note = {
        "object": "polars.Series" if series else "polars.DataFrame",
        "rows": frame.height,
        "shown": [str(dtype) for dtype in frame.dtypes],
    }
    return table, note


def from_table(table: pa.Table, note: dict[str, Any]) -> object:
    """Return the frame or series."""
    import polars as pl

    frame: Any = pl.from_arrow(table)
    # polars calls a column without a name `column_0`.
    frame.columns = table.column_names
    frame = _as_saved(frame, table, note.get("shown", []))
    if note["object"] == "polars.Series":
        return frame.to_series()
    if frame.width == 0 and note["rows"]:
        return pl.DataFrame(height=note["rows"])
    return frame


def _as_saved(frame: Any, table: pa.Table, types: list[str]) -> Any:
    """Return a frame with the types that it had, where another version of polars wrote it."""
    import polars as pl

    for name, dtype, saved in zip(frame.columns, frame.dtypes, types, strict=False):
        if _type_names(saved) == _type_names(str(dtype)):
            continue
        if saved.startswith("Enum("):
            # Its mark in Arrow is another one in each few versions; its categories are there.
            labels = table.column(name).chunk(0).dictionary.to_pylist()
            text = pl.col(name).cast(pl.String)
            frame = frame.with_columns(text.cast(pl.Enum(labels)))
        elif saved in _WIDE and hasattr(pl, saved):
            frame = frame.with_columns(pl.col(name).cast(getattr(pl, saved)))
        else:
            tell_changed("polars", f"the type {saved} of the column {name!r}", str(dtype))
    return frame


def _type_names(text: str) -> list[str]:
    """Return the types in a type's text, which is not the same in all versions."""
    words = re.findall(r"[A-Z]\w*", re.sub(r"'[^']*'|\"[^\"]*\"", "", text))
    return [word for word in words if word not in ("None", "Categories")]


def _to_arrow(frame: Any) -> pa.Table:
    import polars as pl
    import pyarrow as pa

    oldest = pl.CompatLevel.oldest()
    try:
        # Types first, on no rows: what polars or Arrow cannot represent shows before any work.
        kept: Any = pl.from_arrow(frame.clear().to_arrow(compat_level=oldest))
        for name, dtype, kept_dtype in zip(frame.columns, frame.dtypes, kept.dtypes, strict=True):
            if dtype != kept_dtype:
                raise DeclinedError(
                    f"The column {name!r} of type {dtype} would come back as {kept_dtype}.",
                    f"Save x.drop({name!r})." if dtype == pl.Object else "Cast it first.",
                )
        return frame.to_arrow(compat_level=oldest)
    except (pa.ArrowException, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        types = ", ".join(sorted({str(dtype) for dtype in frame.dtypes}))
        raise DeclinedError(
            f"Arrow cannot represent one of the types of this frame ({types}): {error}.",
            "Cast the column first.",
        ) from error
