/** What every kind of table is read through: Arrow, Parquet and delimited text. */
import type { ICall } from '../work/protocol';
import { valueText } from './values';
import type { WrittenType } from './written';

/** How a column's values are sorted, filtered and drawn. */
export type Role = 'number' | 'time' | 'text';

/** A column. */
export interface ITableColumn {
  readonly name: string;
  /** The type as its library or its file writes it. */
  readonly dtype: string;
  readonly role: Role;
  /** Its type where it is written as Parquet; absent where that is not known before its values are read, or is text. */
  readonly written?: WrittenType;
}

/** Consecutive values of one column. */
export interface ISlice {
  readonly length: number;
  /** A value as text; null where it is missing. */
  text(index: number): string | null;
  /** A value as a number to order and count by; NaN where there is none. */
  number(index: number): number;
  /** A value as the column's `written` type has it; only where there is one. */
  exact?(index: number): unknown;
}

/** Is told of a row: it is at `index` in the slices, one for each column, and at `row` of those that are visited. */
export type RowVisitor = (
  slices: readonly ISlice[],
  index: number,
  row: number
) => void;

/** A table that is read in parts. */
export interface ITableSource {
  readonly columns: readonly ITableColumn[];
  /** Rows counted so far, or all. */
  readonly rows: number;
  /** Whether `rows` is all of them. */
  readonly isCounted: boolean;
  /** Rows that are worth reading at a time. */
  readonly pageRows: number;
  /** Rows that are worth reading at a time where all are read. */
  readonly scanRows: number;
  /** Counts on to the end. */
  count(call: ICall): Promise<void>;
  /** Reads rows of some columns; `start` is a multiple of `pageRows`. */
  read(
    columns: readonly number[],
    start: number,
    end: number,
    signal: AbortSignal
  ): Promise<ISlice[]>;
}

/** A slice of texts, ordered by the numbers or times that they are where the column has those. */
export function textSlice(
  values: readonly (string | null)[],
  role: Role
): ISlice {
  return {
    length: values.length,
    text: index => values[index] ?? null,
    number: index => {
      const value = values[index];
      if (value === null || value === undefined || value.trim() === '') {
        return NaN;
      }
      return role === 'time' ? Date.parse(value) : Number(value);
    }
  };
}

/** A point in time of a finer unit than a `Date` has. */
export class Instant extends Date {
  /** @param raw - In the unit of its column. */
  constructor(
    milliseconds: number,
    readonly raw: bigint
  ) {
    super(milliseconds);
  }
}

/** A slice of values that a library made; their text is made when it is asked for. */
export function valueSlice(values: readonly unknown[], role: Role): ISlice {
  const text = (index: number): string | null => valueText(values[index]);
  return {
    length: values.length,
    text,
    exact: index => {
      const value = values[index];
      return value instanceof Instant ? value.raw : value;
    },
    number: index => {
      const value = values[index];
      if (value instanceof Date) {
        return value.getTime();
      }
      if (typeof value === 'number' || typeof value === 'bigint') {
        return Number(value);
      }
      const written = text(index);
      return written === null || written.trim() === '' || role === 'text'
        ? NaN
        : Number(written);
    }
  };
}
