"""The preview of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.previews.text_preview import cell_text, short_name
from cellkeep.codecs.tables.geometry_columns import geometry_texts, is_geometry

if TYPE_CHECKING:
    import pyarrow as pa

    from cellkeep_core.protocol.generated import TablePreview

_FRACTION = re.compile(r"\.(\d+)")
MAX_COLUMNS = 50
MAX_ROWS = 10


def table_summary(rows: int, columns: int) -> str:
    """Return ``1,000,000 × 8``."""
    return f"{rows:,} × {columns:,}"


class Head:
    """Keeps the first rows of a stream of batches, and counts them all.

    Parameters
    ----------
    schema : pyarrow.Schema
        Of the batches.
    note : dict
        May have ``rows`` (of a table that has no columns), ``index_columns``, and ``shown``:
        the types of the columns as their own library writes them.
    """

    def __init__(self, schema: pa.Schema, note: dict[str, Any]) -> None:
        self._schema = schema
        self._note = note
        self._rows = 0
        self._head: list[list[str | None]] = []

    def take(self, batch: pa.RecordBatch) -> None:
        """Look at the next batch."""
        missing = min(MAX_ROWS - len(self._head), batch.num_rows)
        if missing > 0:
            columns = [
                _texts(column.slice(0, missing), field)
                for column, field in zip(batch.columns[:MAX_COLUMNS], self._schema, strict=False)
            ]
            self._head.extend([column[row] for column in columns] for row in range(missing))
        self._rows += batch.num_rows

    def summary(self) -> str:
        """Return rows × columns; a pandas index is not counted as a column."""
        columns = len(self._schema) - int(self._note.get("index_columns", 0))
        return table_summary(self._row_count(), columns)

    def preview(self) -> TablePreview:
        """Return what was seen."""
        from cellkeep_core.protocol.generated import ColumnPreview, TablePreview

        shown = self._note.get("shown") or [str(field.type) for field in self._schema]
        columns = [
            ColumnPreview(name=short_name(field.name), dtype=short_name(dtype))
            for field, dtype in zip(list(self._schema)[:MAX_COLUMNS], shown, strict=False)
        ]
        return TablePreview(
            rows=self._row_count(),
            columns=columns,
            column_count=len(self._schema),
            head=self._head,
        )

    def _row_count(self) -> int:
        # A table without columns streams no rows.
        return max(self._rows, int(self._note.get("rows", 0)))


def _texts(column: pa.Array, field: pa.Field) -> list[str | None]:
    import pyarrow as pa

    try:
        if is_geometry(field):
            return [None if text is None else cell_text(text) for text in geometry_texts(column)]
        if isinstance(column.type, pa.BaseExtensionType):
            cells = _own_values(column)
        else:
            cells = column.cast(pa.string()).to_pylist()
            if pa.types.is_timestamp(column.type):
                cells = [cell and _FRACTION.sub(_in_thousandths, cell) for cell in cells]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        cells = [_scalar_text(cell) for cell in column]
    return [None if cell is None else cell_text(cell) for cell in cells]


def _in_thousandths(fraction: re.Match[str]) -> str:
    """Return a second's fraction without the thousands of parts that are nothing, as viewers do."""
    return re.sub(r"\.?(?:000)+$", "", fraction[0])


def _own_values(column: pa.Array) -> list[object]:
    """Return the values of an extension array; its storage is not what they look like."""
    if column.type.extension_name != "pandas.period":
        return list(column.to_pylist())
    import pandas as pd

    # pandas registers the type with Arrow, but not how a value of it is shown.
    periods: Any = pd.PeriodDtype(column.type.freq)
    return [None if value is pd.NaT else value for value in periods.__from_arrow__(column)]


def _scalar_text(cell: pa.Scalar) -> str | None:
    if not cell.is_valid:
        return None
    try:
        return str(cell.as_py())
    except (ValueError, OverflowError, ArithmeticError, ImportError):
        # Times that Python's own types cannot hold.
        return str(cell)
