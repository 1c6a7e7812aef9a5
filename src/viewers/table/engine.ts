/** A table in the worker: pages of it, statistics, filters, order, and export. */
import { openArrow } from '../../codecs/arrow/table';
import { breathe, type ICall } from '../../codecs/call';
import type {
  ISlice,
  ITableColumn,
  ITableSource,
  RowVisitor
} from '../../codecs/table';
import type { IContentSource } from '../../codecs/view';
import type { ICsvWishes } from './csvLayout';
import { CsvSource, openCsv, type ICsvText } from './csvSource';
import { csvField } from './csvText';
import { Pages } from './pages';
import { openParquet } from './parquetSource';
import {
  columnsOf,
  MOST_ROWS,
  Ordered,
  testOf,
  Unordered,
  type IQuery
} from './query';
import { Statistics, type IStatistics } from './statistics';

/** How a table is written. */
export type TableFormat = 'arrow' | 'parquet' | 'csv';

/** How a table is opened. */
export interface ITableOptions {
  readonly format: TableFormat;
  /** Rows that the store's own record says there are. */
  readonly rows?: number;
  /** The type of a text, which may say its encoding. */
  readonly mediaType?: string;
  /** What a person chose of how a text is read. */
  readonly wishes?: ICsvWishes;
}

/** More columns take the page a while; an export has all of them. */
const MOST_COLUMNS = 2000;

/** What a table is. */
export interface ITableFacts {
  /** The first of them. */
  readonly columns: readonly ITableColumn[];
  readonly columnCount: number;
  readonly rows: number;
  readonly isCounted: boolean;
  /** How it is read, where it is text. */
  readonly text?: ICsvText;
}

/** What a query found. */
export interface IFound {
  /** Rows that pass, of all. */
  readonly matched: number;
  /** Rows that are shown: the first of them in the order asked for. */
  readonly kept: number;
}

/** Most rows of one export; the file is made in the browser. */
const MOST_EXPORT_ROWS = 1_000_000;
const EXPORT_ROWS = 8192;
/** As many rows are visited at a time. */
const MOST_VISITED_ROWS = 65_536;

/** Opens the table of a content. */
export async function openTable(
  call: ICall,
  contents: readonly IContentSource[],
  options: ITableOptions
): Promise<TableEngine> {
  const [content] = contents;
  if (!content) {
    throw new Error('A table needs a content.');
  }
  return new TableEngine(await openSource(content, options, call.signal));
}

/** Opens the source of a table. */
export function openSource(
  content: IContentSource,
  { format, mediaType, rows, wishes }: ITableOptions,
  signal: AbortSignal
): Promise<ITableSource> {
  switch (format) {
    case 'arrow':
      return openArrow(content, rows, signal);
    case 'parquet':
      return openParquet(content, signal);
    case 'csv':
      return openCsv(content, signal, mediaType, wishes);
  }
}

/** Reads all rows of some columns from the start, in pieces. */
export async function scan(
  source: ITableSource,
  columns: readonly number[],
  call: ICall,
  visit: (start: number, slices: readonly ISlice[]) => void
): Promise<void> {
  const { scanRows } = source;
  for (
    let start = 0;
    !source.isCounted || start < source.rows;
    start += scanRows
  ) {
    const end = start + scanRows;
    const isKnown = source.isCounted;
    const last = isKnown ? Math.min(end, source.rows) : end;
    const slices = await source.read(columns, start, last, call.signal);
    visit(start, slices);
    call.progress(Math.min(end, source.rows), source.rows);
    await breathe(call);
  }
}

class TableEngine {
  constructor(private readonly _source: ITableSource) {
    this._pages = new Pages(_source);
  }

  /** What it is, as far as it is counted. */
  facts(_call: ICall): Promise<ITableFacts> {
    const { columns, rows, isCounted } = this._source;
    return Promise.resolve({
      columns: columns.slice(0, MOST_COLUMNS),
      columnCount: columns.length,
      rows,
      isCounted,
      ...(this._source instanceof CsvSource && { text: this._source.text })
    });
  }

  /** Counts to the end. */
  async count(call: ICall): Promise<number> {
    await this._source.count(call);
    return this._source.rows;
  }

  /** Rows as text, column by column: of the query where there is one, else of the table. */
  async rows(
    call: ICall,
    columns: readonly number[],
    start: number,
    end: number
  ): Promise<(string | null)[][]> {
    return this._found
      ? this._pages.scattered(
          columns,
          [...this._found.slice(start, end)],
          call.signal
        )
      : this._pages.texts(columns, start, end, call.signal);
  }

  /** The table's own numbers of rows that are shown. */
  numbers(_call: ICall, start: number, end: number): Promise<number[]> {
    return Promise.resolve(
      this._found
        ? [...this._found.slice(start, end)]
        : Array.from({ length: end - start }, (_, index) => start + index)
    );
  }

  /** Looks for rows; an empty query shows the table as it is. */
  async query(call: ICall, query: IQuery): Promise<IFound> {
    const { filters, sort } = query;
    if (filters.length === 0 && !sort) {
      this._found = undefined;
      return { matched: this._source.rows, kept: this._source.rows };
    }
    const columns = columnsOf(query);
    const tests = filters.map(filter => {
      const column = this._column(filter.column);
      return {
        at: columns.indexOf(filter.column),
        test: testOf(filter, column)
      };
    });
    const sortAt = sort ? columns.indexOf(sort.column) : -1;
    const rows = sort
      ? new Ordered(this._column(sort.column).role, sort.descending)
      : new Unordered();
    await scan(this._source, columns, call, (start, slices) => {
      const length = slices[0]?.length ?? 0;
      for (let index = 0; index < length; index += 1) {
        const passes = tests.every(({ at, test }) => {
          const slice = slices[at];
          return slice !== undefined && test(slice, index);
        });
        if (passes) {
          const slice = slices[sortAt] ?? slices[0];
          if (slice) {
            rows.add(start + index, slice, index);
          }
        }
      }
    });
    this._found = rows.rows();
    return { matched: rows.matched, kept: Math.min(rows.matched, MOST_ROWS) };
  }

  /** What one column holds, over all of the table's rows. */
  async statistics(call: ICall, column: number): Promise<IStatistics> {
    const statistics = new Statistics(this._column(column).role);
    await scan(this._source, [column], call, (_, [slice]) => {
      if (slice) {
        statistics.add(slice);
      }
    });
    return statistics.result();
  }

  /** The rows that are shown as a CSV file, and how many of them. */
  async csv(
    call: ICall
  ): Promise<{ file: Blob; rows: number; isCut: boolean }> {
    if (!this._found) {
      await this._source.count(call);
    }
    const all = this._found?.length ?? this._source.rows;
    const rows = Math.min(all, MOST_EXPORT_ROWS);
    const columns = this._source.columns.map((_, index) => index);
    const header = this._source.columns
      .map(({ name }) => csvField(name))
      .join(',');
    const parts: BlobPart[] = [`${header}\r\n`];
    for (let start = 0; start < rows; start += EXPORT_ROWS) {
      const end = Math.min(start + EXPORT_ROWS, rows);
      const texts = await this.rows(call, columns, start, end);
      let lines = '';
      for (let row = 0; row < end - start; row += 1) {
        lines += `${texts.map(column => csvField(column[row] ?? null)).join(',')}\r\n`;
      }
      // A blob of its own: the browser may keep it on disk.
      parts.push(new Blob([lines]));
      call.progress(end, rows);
      await breathe(call);
    }
    return {
      file: new Blob(parts, { type: 'text/csv' }),
      rows,
      isCut: rows < all
    };
  }

  /** The rows that are shown as a Parquet file, in the types that they have. */
  async parquet(call: ICall): Promise<{ file: Blob; rows: number }> {
    // Few people export, and the writer is not small.
    const { exportParquet } = await import('./parquetExport');
    if (!this._found) {
      await this._source.count(call);
    }
    const rows = this._found?.length ?? this._source.rows;
    const { columns } = this._source;
    const file = await exportParquet(call, columns, rows, (...range) =>
      this._visit(call, ...range)
    );
    return { file, rows };
  }

  /** Visits the rows that are shown, from one to another; `row` is the place among them. */
  private async _visit(
    call: ICall,
    columns: readonly number[],
    start: number,
    end: number,
    visit: RowVisitor
  ): Promise<void> {
    const step = Math.min(MOST_VISITED_ROWS, this._source.scanRows);
    for (let from = start; from < end; from += step) {
      const to = Math.min(from + step, end);
      if (this._found) {
        await this._pages.visit(
          columns,
          this._found.subarray(from, to),
          call.signal,
          (slices, index, position) => visit(slices, index, from + position)
        );
      } else {
        const slices = await this._source.read(columns, from, to, call.signal);
        for (let index = 0; index < to - from; index += 1) {
          visit(slices, index, from + index);
        }
      }
      await breathe(call);
    }
  }

  private _column(index: number): ITableColumn {
    const column = this._source.columns[index];
    if (!column) {
      throw new Error(`There is no column ${index}.`);
    }
    return column;
  }

  private readonly _pages: Pages;
  private _found: Uint32Array | undefined;
}
