"""polars frames and series as Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name

if TYPE_CHECKING:
    import pyarrow as pa


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
    table = _to_arrow(frame)
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
    if note["object"] == "polars.Series":
        return frame.to_series()
    if frame.width == 0 and note["rows"]:
        return pl.DataFrame(height=note["rows"])
    return frame


def _to_arrow(frame: Any) -> pa.Table:
    import polars as pl
    import pyarrow as pa

    oldest = pl.CompatLevel.oldest()
    try:
        # Types first, on no rows: what polars or Arrow cannot say shows before any work.
        kept: Any = pl.from_arrow(frame.clear().to_arrow(compat_level=oldest))
        for name, dtype, kept_dtype in zip(frame.columns, frame.dtypes, kept.dtypes, strict=True):
            if dtype != kept_dtype:
                raise DeclinedError(
                    f"The column {name!r} of type {dtype} would come back as {kept_dtype}.",
                    "Cast it first.",
                )
        return frame.to_arrow(compat_level=oldest)
    except (pa.ArrowException, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        types = ", ".join(sorted({str(dtype) for dtype in frame.dtypes}))
        raise DeclinedError(
            f"Arrow cannot say one of the types of this frame ({types}): {error}.",
            "Cast the column first.",
        ) from error
