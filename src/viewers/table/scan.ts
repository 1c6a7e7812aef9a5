/** Goes through the rows of a table in pieces: all of them, or those that meet conditions. */
import { breathe, type ICall } from '../../codecs/call';
import type { ITableSource, RowVisitor } from '../../codecs/table';
import { testOf, type IFilter } from './query';

/** Rows from one to another. */
export type Piece = readonly [start: number, end: number];

/** Rows that say enough of a column for a picture of the size of its head. */
const SAMPLE_ROWS = 131_072;
/** As many as a histogram has bars, or rows in order would look like heaps. */
const SAMPLE_PIECES = 64;

/** All rows, in the pieces that are worth reading at a time; it counts on as long as there are more. */
export function* allRows(
  source: Pick<ITableSource, 'isCounted' | 'rows' | 'scanRows'>
): Generator<Piece> {
  const { scanRows } = source;
  for (
    let start = 0;
    !source.isCounted || start < source.rows;
    start += scanRows
  ) {
    const end = start + scanRows;
    yield [start, source.isCounted ? Math.min(end, source.rows) : end];
  }
}

/**
 * A sample of the rows: spread over the table where its rows are counted and it is read in small
 * pieces, else its first ones. All of them where they are few.
 */
export function sampleRows(
  source: Pick<ITableSource, 'isCounted' | 'pageRows' | 'rows' | 'scanRows'>
): Piece[] {
  const { isCounted, pageRows, rows, scanRows } = source;
  if (isCounted && rows <= SAMPLE_ROWS) {
    return [...allRows(source)];
  }
  const step = Math.floor(SAMPLE_ROWS / SAMPLE_PIECES / pageRows) * pageRows;
  if (!isCounted || step === 0 || scanRows > SAMPLE_ROWS) {
    return [[0, isCounted ? Math.min(SAMPLE_ROWS, rows) : SAMPLE_ROWS]];
  }
  const distance = (rows - step) / (SAMPLE_PIECES - 1);
  return Array.from({ length: SAMPLE_PIECES }, (_, index) => {
    const start = Math.floor((index * distance) / pageRows) * pageRows;
    return [start, Math.min(rows, start + step)];
  });
}

/**
 * Visits the rows that meet all conditions.
 *
 * @param visit - Is given the columns asked for, in their order.
 * @returns Rows that were looked at.
 */
export async function visitRows(
  source: ITableSource,
  pieces: Iterable<Piece>,
  filters: readonly IFilter[],
  columns: readonly number[],
  call: ICall,
  visit: RowVisitor
): Promise<number> {
  const read = [
    ...new Set([...columns, ...filters.map(({ column }) => column)])
  ];
  const tests = filters.map(filter => {
    const column = source.columns[filter.column];
    if (!column) {
      throw new Error(`There is no column ${filter.column}.`);
    }
    return {
      at: read.indexOf(filter.column),
      test: testOf(filter, column)
    };
  });
  let looked = 0;
  for (const [start, end] of pieces) {
    const slices = await source.read(read, start, end, call.signal);
    const length = slices[0]?.length ?? 0;
    for (let index = 0; index < length; index += 1) {
      const passes = tests.every(({ at, test }) => {
        const slice = slices[at];
        return slice !== undefined && test(slice, index);
      });
      if (passes) {
        visit(slices, index, start + index);
      }
    }
    looked += length;
    call.progress(Math.min(end, source.rows), source.rows);
    await breathe(call);
  }
  return looked;
}
