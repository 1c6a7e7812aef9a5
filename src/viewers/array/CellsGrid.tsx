import * as React from 'react';

import { isFloatType, number } from '../../ui/format';
import { Grid, placeLabel, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Problem } from '../frame/States';
import { useCells, type ReadCells } from '../frame/useCells';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import { extentOf, type IPlane } from './gather';

/** Columns that can be scrolled to; a longer row is looked at by its slices. */
const MOST_COLUMNS = 100_000;

/** The values of a plane as text. */
export function CellsGrid(props: {
  array: Remote<EngineOf<'array'>>;
  shape: readonly number[];
  plane: IPlane;
  dtype: string;
  isNumber: boolean;
}): JSX.Element {
  const { array, dtype, isNumber, shape } = props;
  const isFloat = isFloatType(dtype);
  const { trans } = useServices();
  // One dimension is shown down, not across.
  const plane: IPlane =
    shape.length === 1
      ? { rowAxis: 0, columnAxis: -1, fixed: [0] }
      : props.plane;
  const key = JSON.stringify(plane);
  const rows = extentOf(shape, plane.rowAxis);
  const count = Math.min(MOST_COLUMNS, extentOf(shape, plane.columnAxis));
  const read = React.useCallback<ReadCells>(
    async (columns, start, end, signal) => {
      const first = columns[0] ?? 0;
      const last = (columns.at(-1) ?? 0) + 1;
      const window = {
        rowStart: start,
        rowEnd: end,
        columnStart: first,
        columnEnd: last
      };
      const texts = await array.cells(
        { signal },
        JSON.parse(key) as IPlane,
        window
      );
      return columns.map(column =>
        texts.map(row => row[column - first] ?? null)
      );
    },
    [array, key]
  );
  const cells = useCells(read, key, rows);
  const columns = React.useMemo<IGridColumn[]>(
    () =>
      Array.from({ length: count }, (_, index) => ({
        name: number(index),
        isNumber,
        isFloat,
        width: 110
      })),
    [count, isFloat, isNumber]
  );
  return (
    <>
      {cells.error && <Problem error={cells.error} />}
      <Grid
        key={key}
        label={trans.__('Values')}
        rows={rows}
        columns={columns}
        cell={cells.cell}
        rowLabel={placeLabel}
        onVisible={cells.onVisible}
      />
    </>
  );
}
