/** The part of a decoded array or table that a small place has room for. */
import type { IArrayView, ITableView } from '../../codecs/view';
import type { Artifact } from '../../protocol/generated';

/** Cells of an array that are shown as text. */
const CELL_ROWS = 50;
const CELL_COLUMNS = 30;
/** Cells of a heat map on each side; a larger array is thinned out. */
const HEAT_SIDE = 256;

/** A grid of numbers, row by row; NaN where there is no value. */
export interface IHeat {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Length of a row in memory: the last dimension. */
function rowLength(view: IArrayView): number {
  return view.shape.at(-1) ?? 1;
}

/** The first values as rows of text. */
export function cellsOf(view: IArrayView): string[][] {
  const length = rowLength(view);
  if (view.count === 0 || length === 0) {
    return [];
  }
  const rows = view.shape.length < 2 ? 1 : Math.ceil(view.count / length);
  return Array.from({ length: Math.min(rows, CELL_ROWS) }, (_, row) => {
    const start = row * length;
    const end = Math.min(start + Math.min(length, CELL_COLUMNS), view.count);
    return Array.from({ length: Math.max(0, end - start) }, (_cell, column) =>
      view.text(start + column)
    );
  });
}

/** The whole rows that are here, every so many of them where there are too many to draw. */
export function heatOf(view: IArrayView): IHeat | undefined {
  const length = rowLength(view);
  const whole = length === 0 ? 0 : Math.floor(view.count / length);
  if (view.shape.length !== 2 || whole < 2 || length < 2) {
    return undefined;
  }
  const rowStep = Math.ceil(whole / HEAT_SIDE);
  const columnStep = Math.ceil(length / HEAT_SIDE);
  const rows = Math.ceil(whole / rowStep);
  const columns = Math.ceil(length / columnStep);
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const index = row * rowStep * length + column * columnStep;
      values[row * columns + column] = view.number(index);
    }
  }
  return { rows, columns, values };
}

/** Rows and columns of the whole table, of which a part is here; the rows are null where nobody knows. */
export function sizeOf(
  view: ITableView,
  { preview }: Pick<Artifact, 'preview'>
): { rows: number | null; columns: number } {
  const known = preview?.type === 'table' ? preview : undefined;
  return {
    rows: view.complete ? view.count : (known?.rows ?? null),
    columns: Math.max(view.columns.length, known?.column_count ?? 0)
  };
}
