/** Pages of a table that were read lately, so that scrolling back reads nothing. */
import type { ISlice, ITableSource, RowVisitor } from '../../codecs/table';

/** Slices that are kept: some megabytes. */
const MOST_SLICES = 512;

/** Reads a table through pages. */
export class Pages {
  constructor(private readonly _source: ITableSource) {}

  /** Returns rows of columns as text, column by column. */
  async texts(
    columns: readonly number[],
    start: number,
    end: number,
    signal: AbortSignal
  ): Promise<(string | null)[][]> {
    const { pageRows } = this._source;
    const texts: (string | null)[][] = columns.map(() => []);
    const first = Math.floor(start / pageRows);
    for (let page = first; page * pageRows < end; page += 1) {
      const slices = await this._page(page, columns, signal);
      const from = Math.max(0, start - page * pageRows);
      const to = Math.min(pageRows, end - page * pageRows);
      slices.forEach((slice, position) => {
        for (let index = from; index < Math.min(to, slice.length); index += 1) {
          texts[position]?.push(slice.text(index));
        }
      });
    }
    return texts;
  }

  /** Returns single rows, which may lie anywhere, as text, column by column. */
  async scattered(
    columns: readonly number[],
    rows: readonly number[],
    signal: AbortSignal
  ): Promise<(string | null)[][]> {
    const { pageRows } = this._source;
    const pages = new Map<number, Promise<ISlice[]>>();
    for (const row of rows) {
      const page = Math.floor(row / pageRows);
      if (!pages.has(page)) {
        pages.set(page, this._page(page, columns, signal));
      }
    }
    await Promise.all(pages.values());
    const found = await Promise.all(
      rows.map(async row => {
        const slices = await pages.get(Math.floor(row / pageRows));
        return columns.map(
          (_, position) => slices?.[position]?.text(row % pageRows) ?? null
        );
      })
    );
    return columns.map((_, position) =>
      found.map(row => row[position] ?? null)
    );
  }

  /** Visits single rows, which may lie anywhere, page by page. */
  async visit(
    columns: readonly number[],
    rows: Uint32Array,
    signal: AbortSignal,
    visit: RowVisitor
  ): Promise<void> {
    const { pageRows } = this._source;
    const pages = new Map<number, number[]>();
    rows.forEach((row, position) => {
      const page = Math.floor(row / pageRows);
      const positions = pages.get(page);
      if (positions) {
        positions.push(position);
      } else {
        pages.set(page, [position]);
      }
    });
    for (const [page, positions] of pages) {
      const slices = await this._page(page, columns, signal);
      for (const position of positions) {
        visit(slices, (rows[position] ?? 0) % pageRows, position);
      }
    }
  }

  private async _page(
    page: number,
    columns: readonly number[],
    signal: AbortSignal
  ): Promise<ISlice[]> {
    const { pageRows } = this._source;
    const missing = columns.filter(
      column => !this._slices.has(`${page}:${column}`)
    );
    const known = new Map(
      columns.map(column => [column, this._slices.get(`${page}:${column}`)])
    );
    if (missing.length > 0) {
      const start = page * pageRows;
      let end = start + pageRows;
      if (this._source.isCounted) {
        end = Math.min(end, this._source.rows);
      }
      const read = await this._source.read(missing, start, end, signal);
      missing.forEach((column, position) => {
        const slice = read[position];
        known.set(column, slice);
        if (slice) {
          this._keep(`${page}:${column}`, slice);
        }
      });
    }
    return columns.map(column => known.get(column) ?? EMPTY);
  }

  private _keep(key: string, slice: ISlice): void {
    this._slices.set(key, slice);
    for (const oldest of this._slices.keys()) {
      if (this._slices.size <= MOST_SLICES) {
        return;
      }
      this._slices.delete(oldest);
    }
  }

  private readonly _slices = new Map<string, ISlice>();
}

const EMPTY: ISlice = { length: 0, text: () => null, number: () => NaN };
