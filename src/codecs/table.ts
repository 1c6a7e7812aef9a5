/** What every kind of table is read through: Arrow, Parquet and delimited text. */
import type { WrittenType } from './arrow/written';
import type { ICall } from './call';

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
