/** The columns and rows in which two tables differ. */
import { breathe, type ICall } from '../../codecs/call';
import type { ITableColumn } from '../../codecs/table';
import type { IContentSource } from '../../codecs/view';
import { openSource, type ITableOptions } from '../table/engine';

/** A column of two tables. */
export interface IColumnDifference {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  /** Rows whose value differs; undefined for a column of one table only. */
  readonly changed?: number;
}

/** A row that differs, at the same place in both tables. */
export interface IRowDifference {
  readonly row: number;
  /** The values of the columns that both have; null where missing. */
  readonly before: readonly (string | null)[];
  readonly after: readonly (string | null)[];
}

/** How two tables differ. */
export interface ITableDifference {
  readonly columns: readonly IColumnDifference[];
  /** Names of the columns whose values were compared. */
  readonly shared: readonly string[];
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  /** Rows at the same place that differ, and the first of them. */
  readonly changedRows: number;
  readonly rows: readonly IRowDifference[];
}

const MOST_ROWS = 2000;

/** Compares two tables row by row, at the same place. */
export async function compareTables(
  [one, other]: readonly [IContentSource, IContentSource],
  options: readonly [ITableOptions, ITableOptions],
  call: ICall
): Promise<ITableDifference> {
  const before = await openSource(one, options[0], call.signal);
  const after = await openSource(other, options[1], call.signal);
  await before.count(call);
  await after.count(call);
  const pairs = sharedOf(before.columns, after.columns);
  const changed = pairs.map(() => 0);
  const rows: IRowDifference[] = [];
  let changedRows = 0;
  const common = Math.min(before.rows, after.rows);
  // A step that is whole pages of both, read at the larger of their paces.
  const step = lcm(before.pageRows, after.pageRows);
  const many = step * Math.max(1, Math.floor(32_768 / step));
  for (let start = 0; start < common && pairs.length > 0; start += many) {
    const end = Math.min(start + many, common);
    const [left, right] = await Promise.all([
      before.read(
        pairs.map(pair => pair.before),
        start,
        end,
        call.signal
      ),
      after.read(
        pairs.map(pair => pair.after),
        start,
        end,
        call.signal
      )
    ]);
    for (let index = 0; index < end - start; index += 1) {
      let isChanged = false;
      pairs.forEach((_, position) => {
        if (left[position]?.text(index) !== right[position]?.text(index)) {
          isChanged = true;
          changed[position] = (changed[position] ?? 0) + 1;
        }
      });
      if (isChanged) {
        changedRows += 1;
        if (rows.length < MOST_ROWS) {
          rows.push({
            row: start + index,
            before: left.map(slice => slice.text(index)),
            after: right.map(slice => slice.text(index))
          });
        }
      }
    }
    call.progress(end, common);
    await breathe(call);
  }
  return {
    columns: columnsOf(before.columns, after.columns, pairs, changed),
    shared: pairs.map(pair => before.columns[pair.before]?.name ?? ''),
    rowsBefore: before.rows,
    rowsAfter: after.rows,
    changedRows,
    rows
  };
}

interface IPair {
  readonly before: number;
  readonly after: number;
}

/** Columns of the same name; of several with one name, the first with the first and so on. */
function sharedOf(
  before: readonly ITableColumn[],
  after: readonly ITableColumn[]
): IPair[] {
  const used = new Set<number>();
  return before.flatMap(({ name }, index) => {
    const match = after.findIndex(
      (column, position) => column.name === name && !used.has(position)
    );
    used.add(match);
    return match < 0 ? [] : [{ before: index, after: match }];
  });
}

function columnsOf(
  before: readonly ITableColumn[],
  after: readonly ITableColumn[],
  pairs: readonly IPair[],
  changed: readonly number[]
): IColumnDifference[] {
  const left = before.map(({ name, dtype }, index) => {
    const position = pairs.findIndex(pair => pair.before === index);
    const match = after[pairs[position]?.after ?? -1];
    return match
      ? { name, before: dtype, after: match.dtype, changed: changed[position] }
      : { name, before: dtype };
  });
  const right = after
    .filter((_, index) => !pairs.some(pair => pair.after === index))
    .map(({ name, dtype }) => ({ name, after: dtype }));
  return [...left, ...right];
}

function lcm(one: number, other: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  return (one / gcd(one, other)) * other;
}
