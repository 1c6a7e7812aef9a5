/** A table in the worker: pages of it, statistics, filters, order, and export. */
import { openArrow } from '../../codecs/arrow/table';
import { breathe, type ICall } from '../../codecs/call';
import type {
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
import { Ordered, Unordered, type IFilter, type IQuery } from './query';
import { allRows, sampleRows, visitRows, type Piece } from './scan';
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
  /** The table's own numbers of the rows that are shown: the first of them in the order asked for. */
  readonly rows: Uint32Array;
}

/** What one column holds, and of how many rows that is said. */
export interface IColumnSummary {
  readonly statistics: IStatistics;
  /** Rows that were looked at, and whether those are all. */
  readonly looked: number;
  readonly isWhole: boolean;
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

  /**
   * Rows as text, column by column.
   *
   * @param isFound - Whether they are counted in what the last query found, else in the table.
   */
  async rows(
    call: ICall,
    columns: readonly number[],
    start: number,
    end: number,
    isFound = false
  ): Promise<(string | null)[][]> {
    return isFound
      ? this._pages.scattered(
          columns,
          [...this._found.slice(start, end)],
          call.signal
        )
      : this._pages.texts(columns, start, end, call.signal);
  }

  /** Looks for rows through the whole table, and puts them in order. */
  async query(call: ICall, { filters, sort }: IQuery): Promise<IFound> {
    const rows = sort
      ? new Ordered(this._column(sort.column).role, sort.descending)
      : new Unordered();
    await visitRows(
      this._source,
      allRows(this._source),
      filters,
      sort ? [sort.column] : [],
      call,
      ([slice], index, row) => slice && rows.add(row, slice, index)
    );
    this._found = rows.rows();
    return { matched: rows.matched, rows: this._found };
  }

  /** What one column holds, over all of the table's rows that meet the conditions. */
  async statistics(
    call: ICall,
    column: number,
    filters: readonly IFilter[]
  ): Promise<IStatistics> {
    const pieces = allRows(this._source);
    return (await this._summed(call, column, filters, pieces)).statistics;
  }

  /** What a sample of the rows says of one column: a picture for its head. */
  async summary(
    call: ICall,
    column: number,
    filters: readonly IFilter[]
  ): Promise<IColumnSummary> {
    const pieces = sampleRows(this._source);
    return this._summed(call, column, filters, pieces);
  }

  private async _summed(
    call: ICall,
    column: number,
    filters: readonly IFilter[],
    pieces: Iterable<Piece>
  ): Promise<IColumnSummary> {
    const statistics = new Statistics(this._column(column).role);
    const looked = await visitRows(
      this._source,
      pieces,
      filters,
      [column],
      call,
      ([slice], index) => slice && statistics.addAt(slice, index)
    );
    const { isCounted, rows } = this._source;
    return {
      statistics: statistics.result(),
      looked,
      isWhole: isCounted && looked >= rows
    };
  }

  /** The rows that are shown as a CSV file, and how many of them. */
  async csv(
    call: ICall,
    isFound = false
  ): Promise<{ file: Blob; rows: number; isCut: boolean }> {
    const all = await this._shownRows(call, isFound);
    const rows = Math.min(all, MOST_EXPORT_ROWS);
    const columns = this._source.columns.map((_, index) => index);
    const header = this._source.columns
      .map(({ name }) => csvField(name))
      .join(',');
    const parts: BlobPart[] = [`${header}\r\n`];
    for (let start = 0; start < rows; start += EXPORT_ROWS) {
      const end = Math.min(start + EXPORT_ROWS, rows);
      const texts = await this.rows(call, columns, start, end, isFound);
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
  async parquet(
    call: ICall,
    isFound = false
  ): Promise<{ file: Blob; rows: number }> {
    // Few people export, and the writer is not small.
    const { exportParquet } = await import('./parquetExport');
    const rows = await this._shownRows(call, isFound);
    const { columns } = this._source;
    const file = await exportParquet(call, columns, rows, (...range) =>
      this._visit(call, isFound, ...range)
    );
    return { file, rows };
  }

  /** Visits the rows that are shown, from one to another; `row` is the place among them. */
  private async _visit(
    call: ICall,
    isFound: boolean,
    columns: readonly number[],
    start: number,
    end: number,
    visit: RowVisitor
  ): Promise<void> {
    const step = Math.min(MOST_VISITED_ROWS, this._source.scanRows);
    for (let from = start; from < end; from += step) {
      const to = Math.min(from + step, end);
      if (isFound) {
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

  private async _shownRows(call: ICall, isFound: boolean): Promise<number> {
    if (isFound) {
      return this._found.length;
    }
    await this._source.count(call);
    return this._source.rows;
  }

  private _column(index: number): ITableColumn {
    const column = this._source.columns[index];
    if (!column) {
      throw new Error(`There is no column ${index}.`);
    }
    return column;
  }

  private readonly _pages: Pages;
  private _found: Uint32Array = new Uint32Array();
}
