/** Where the arrow keys and their like lead in a grid. */
import type * as React from 'react';

/** A cell by its place. */
export interface ICell {
  readonly row: number;
  readonly column: number;
}

/** Returns the cell that a key leads to; undefined for a key that leads nowhere. */
export function gridKey(
  event: Pick<React.KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  { row, column }: ICell,
  size: {
    readonly rows: number;
    readonly columns: number;
    readonly page: number;
  }
): ICell | undefined {
  const far = event.ctrlKey || event.metaKey;
  const lastRow = Math.max(0, size.rows - 1);
  const lastColumn = Math.max(0, size.columns - 1);
  const to = (nextRow: number, nextColumn: number): ICell => ({
    row: Math.min(Math.max(0, nextRow), lastRow),
    column: Math.min(Math.max(0, nextColumn), lastColumn)
  });
  switch (event.key) {
    case 'ArrowDown':
      return to(far ? lastRow : row + 1, column);
    case 'ArrowUp':
      return to(far ? 0 : row - 1, column);
    case 'ArrowRight':
      return to(row, far ? lastColumn : column + 1);
    case 'ArrowLeft':
      return to(row, far ? 0 : column - 1);
    case 'PageDown':
      return to(row + size.page, column);
    case 'PageUp':
      return to(row - size.page, column);
    case 'Home':
      return to(far ? 0 : row, 0);
    case 'End':
      return to(far ? lastRow : row, lastColumn);
    default:
      return undefined;
  }
}
