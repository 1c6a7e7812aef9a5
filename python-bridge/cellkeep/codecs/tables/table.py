"""``table-arrow.v1``: pandas, polars, pyarrow and narwhals as Arrow IPC files.

The note in the schema says what to make of the columns: its ``object`` is one of
``pandas.DataFrame``, ``pandas.Series``, ``pandas.Index``, ``pandas.array``,
``geopandas.GeoDataFrame``, ``geopandas.GeoSeries``, ``polars.DataFrame``, ``polars.Series``,
``pyarrow.Table``, ``pyarrow.RecordBatch``, ``pyarrow.RecordBatchReader``, ``pyarrow.Array``
and ``pyarrow.ChunkedArray``. ``narwhals`` is the module of narwhals that was around it. Anything
else that has ``__arrow_c_stream__`` would come back as another type, and is declined. The first
``index_columns`` columns are a pandas index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import Encoded, loaded_type, versions
from cellkeep.codecs.tables import table_narwhals, table_pandas, table_polars, table_pyarrow
from cellkeep.codecs.tables.arrow_file import (
    MEDIA_TYPE,
    batches_of,
    file_writer,
    note_of,
    read_table,
    with_note,
    without_note,
)
from cellkeep.codecs.tables.table_preview import Head

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

BATCH_ROWS = 64 * 1024


class TableCodec:
    """Tables and columns of pandas, polars and pyarrow, and narwhals' around them."""

    id = "table-arrow.v1"
    rank = 40
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a table, or can hand itself over as one."""
        return (
            _is_pandas(obj)
            or loaded_type(obj, "polars", "DataFrame", "Series", "LazyFrame")
            or loaded_type(obj, "pyarrow", "RecordBatchReader", "Array", "ChunkedArray")
            or table_narwhals.is_narwhals(obj)
            or hasattr(type(obj), "__arrow_c_stream__")
        )

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write it in batches of 65,536 rows."""
        obj, wrapping = table_narwhals.unwrapped(obj)
        if _is_pandas(obj):
            table, note = table_pandas.to_table(obj)
        elif loaded_type(obj, "polars", "DataFrame", "Series", "LazyFrame"):
            table, note = table_polars.to_table(obj)
        else:
            batches, schema, note = table_pyarrow.to_batches(obj, BATCH_ROWS)
            return self._write(batches, schema, {**note, **wrapping}, sink)
        batches = batches_of(table, BATCH_ROWS)
        return self._write(batches, table.schema, {**note, **wrapping}, sink)

    def _write(
        self,
        batches: Iterable[pa.RecordBatch],
        schema: pa.Schema,
        note: dict[str, Any],
        sink: BinaryIO,
    ) -> Encoded:
        head = Head(schema, note)
        with file_writer(sink, with_note(schema, {"codec": self.id, **note})) as writer:
            for batch in batches:
                head.take(batch)
                writer.write_batch(batch)
        libraries = versions("pandas", "polars", "pyarrow")
        return Encoded(self.id, MEDIA_TYPE, head.summary(), head.preview(), libraries=libraries)

    def decode(self, path: Path) -> object:
        """Return the table or column, of the type that it was."""
        table = read_table(path)
        note = note_of(table.schema)
        table = without_note(table, note)
        return table_narwhals.wrapped(_from_table(table, note), note)


def _from_table(table: pa.Table, note: dict[str, Any]) -> object:
    library = str(note.get("object", "pyarrow.Table")).partition(".")[0]
    if library in ("pandas", "geopandas"):
        return table_pandas.from_table(table, note)
    if library == "polars":
        return table_polars.from_table(table, note)
    return table_pyarrow.from_table(table, note)


def _is_pandas(obj: object) -> bool:
    return loaded_type(obj, "pandas", "DataFrame", "Series", "Index") or loaded_type(
        obj, "pandas.api.extensions", "ExtensionArray"
    )
