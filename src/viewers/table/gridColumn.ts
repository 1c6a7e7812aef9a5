import type { TablePreview } from '../../protocol/generated';
import { isFloatType, shortFloat } from '../../ui/format';
import type { IGridColumn } from '../frame/Grid';
import type { ITableFacts } from './engine';
import type { IQuery } from './query';

/** Of `25% missing` in the head. */
const LEAST_WIDTH = 88;
/** Of `-1.23457e-10`. */
const FLOAT_WIDTH = 108;
const MOST_WIDTH = 300;

/**
 * How the grid shows a column of a table.
 *
 * @param head - The first rows, where they are known before any is read.
 */
export function gridColumn(
  { name, dtype, role }: ITableFacts['columns'][number],
  index: number,
  sort: IQuery['sort'],
  head: readonly (readonly (string | null)[])[] | undefined
): IGridColumn {
  const isFloat = role === 'number' && isFloatType(dtype);
  const longest = (head ?? []).reduce((most, row) => {
    const text = row[index] ?? '';
    return Math.max(most, (isFloat ? shortFloat(text) : text).length);
  }, 0);
  // Without first rows there is nothing to go by but the kind of values.
  const values = head ? longest * 7.5 + 24 : role === 'text' ? 150 : 96;
  const width = Math.max(
    name.length * 7.5 + 24,
    dtype.length * 7 + 16,
    values,
    isFloat ? FLOAT_WIDTH : LEAST_WIDTH
  );
  return {
    name,
    detail: dtype,
    isNumber: role === 'number',
    isFloat,
    width: Math.min(MOST_WIDTH, width),
    order:
      sort?.column === index
        ? sort.descending
          ? 'descending'
          : 'ascending'
        : undefined
  };
}

const NUMERIC = /^(u?int|float|double|decimal|complex|half)/i;

/** What the record of a table says of it before anything is read. */
export function knownFacts({
  column_count,
  columns,
  rows
}: TablePreview): ITableFacts {
  return {
    columns: columns.map(({ dtype, name }) => ({
      name,
      dtype,
      role: NUMERIC.test(dtype) ? 'number' : 'text'
    })),
    columnCount: column_count,
    rows,
    isCounted: true
  };
}
