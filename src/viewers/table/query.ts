/** Filtering and sorting in one pass, with no more rows in memory than are shown. */
import type { ISlice, ITableColumn, Role } from '../../codecs/table';
import { CellkeepError } from '../../protocol/errors';
import { parseRecords } from './csvText';

/** How a column's values are compared with what a person wrote. */
export type Comparison =
  | 'contains'
  | 'equals'
  | 'differs'
  | 'oneOf'
  | 'less'
  | 'atMost'
  | 'greater'
  | 'atLeast'
  | 'between'
  | 'missing'
  | 'present';

/** One condition; all of them have to hold. */
export interface IFilter {
  readonly column: number;
  readonly comparison: Comparison;
  readonly value: string;
  /** The last value of `between`, which belongs to the range as the first does. */
  readonly upTo?: string;
}

/** What rows to show, in which order. */
export interface IQuery {
  readonly filters: readonly IFilter[];
  readonly sort?: { readonly column: number; readonly descending: boolean };
}

/** Rows that are kept of what a query finds. */
export const MOST_ROWS = 200_000;

type Test = (slice: ISlice, index: number) => boolean;

/** Returns whether values pass a filter. */
export function testOf(filter: IFilter, column: ITableColumn): Test {
  const { comparison, value } = filter;
  switch (comparison) {
    case 'missing':
      return (slice, index) => slice.text(index) === null;
    case 'present':
      return (slice, index) => slice.text(index) !== null;
    case 'contains': {
      const wanted = value.toLowerCase();
      return (slice, index) =>
        slice.text(index)?.toLowerCase().includes(wanted) ?? false;
    }
    case 'equals':
      return equals(column.role, value);
    case 'differs': {
      const same = equals(column.role, value);
      return (slice, index) =>
        slice.text(index) !== null && !same(slice, index);
    }
    case 'oneOf': {
      const tests = listOf(value).map(one => equals(column.role, one));
      return (slice, index) => tests.some(test => test(slice, index));
    }
    case 'less':
      return order(column.role, value, sign => sign < 0);
    case 'atMost':
      return order(column.role, value, sign => sign <= 0);
    case 'greater':
      return order(column.role, value, sign => sign > 0);
    case 'atLeast':
      return order(column.role, value, sign => sign >= 0);
    case 'between': {
      const from = order(column.role, value, sign => sign >= 0);
      const to = order(column.role, filter.upTo ?? '', sign => sign <= 0);
      return (slice, index) => from(slice, index) && to(slice, index);
    }
  }
}

/** The values of a list as a person writes it: with commas between them, in quotes where one has a comma. */
export function listOf(text: string): string[] {
  // A quote counts only at the start of a field.
  const line = text.replace(
    /("(?:[^"]|"")*")|\s*,\s*/g,
    (_, quoted: string | undefined) => quoted ?? ','
  );
  const fields = parseRecords(line.trim(), ',')[0] ?? [];
  return fields.filter(field => field !== '');
}

function equals(role: Role, value: string): Test {
  if (role === 'time') {
    return order(role, value, sign => sign === 0);
  }
  const number = Number(value);
  return role === 'number' && value.trim() !== '' && !Number.isNaN(number)
    ? (slice, index) =>
        slice.number(index) === number || slice.text(index) === value
    : (slice, index) => slice.text(index) === value;
}

function order(
  role: Role,
  value: string,
  isWanted: (sign: number) => boolean
): Test {
  if (role === 'number') {
    const number = Number(value);
    if (value.trim() === '' || Number.isNaN(number)) {
      throw new CellkeepError(
        'BAD_REQUEST',
        `${JSON.stringify(value)} is not a number.`,
        {
          hint: 'Write it as 1.5 or 1e3.'
        }
      );
    }
    return (slice, index) => {
      const here = slice.number(index);
      return !Number.isNaN(here) && isWanted(Math.sign(here - number));
    };
  }
  const wanted = role === 'time' ? value.trim() : value;
  return (slice, index) => {
    const whole = slice.text(index);
    // Times are written with the year first, so their text has their order; a day is all of its hours.
    const text = role === 'time' ? whole?.slice(0, wanted.length) : whole;
    return text != null && isWanted(text < wanted ? -1 : text > wanted ? 1 : 0);
  };
}

interface IEntry {
  readonly row: number;
  readonly key: number | string | null;
}

/** The first rows of an order: more are let in than are kept, and the rest is cut off at times. */
export class Ordered {
  constructor(
    private readonly _role: Role,
    private readonly _descending: boolean,
    private readonly _most = MOST_ROWS
  ) {}

  /** Rows that were offered. */
  matched = 0;

  add(row: number, slice: ISlice, index: number): void {
    this.matched += 1;
    const key = this._keyOf(slice, index);
    if (
      this._last !== undefined &&
      this._compare({ row, key }, this._last) > 0
    ) {
      return;
    }
    this._entries.push({ row, key });
    if (this._entries.length >= this._most * 1.5) {
      this._cut();
    }
  }

  rows(): Uint32Array {
    this._cut();
    return Uint32Array.from(this._entries, ({ row }) => row);
  }

  private _keyOf(slice: ISlice, index: number): IEntry['key'] {
    if (this._role === 'text') {
      return slice.text(index);
    }
    const number = slice.number(index);
    return Number.isNaN(number) ? null : number;
  }

  private _cut(): void {
    this._entries.sort((one, other) => this._compare(one, other));
    if (this._entries.length > this._most) {
      this._entries.length = this._most;
      this._last = this._entries.at(-1);
    }
  }

  /** Missing values come last in either order; equal ones stay as they were. */
  private readonly _compare = (one: IEntry, other: IEntry): number => {
    if (one.key === null || other.key === null) {
      const missing = Number(one.key === null) - Number(other.key === null);
      return missing || one.row - other.row;
    }
    const order = one.key < other.key ? -1 : one.key > other.key ? 1 : 0;
    return (this._descending ? -order : order) || one.row - other.row;
  };

  private readonly _entries: IEntry[] = [];
  private _last: IEntry | undefined;
}

/** The first rows that pass, in the table's own order. */
export class Unordered {
  matched = 0;

  add(row: number): void {
    this.matched += 1;
    if (this._rows.length < MOST_ROWS) {
      this._rows.push(row);
    }
  }

  rows(): Uint32Array {
    return Uint32Array.from(this._rows);
  }

  private readonly _rows: number[] = [];
}
