/** Delimited text by ranges: an index of where every so many records start. */
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import { breathe } from '../work/pause';
import type { ICall } from '../work/protocol';
import { delimiterOf, parseRecords, RecordScanner } from './csvText';
import {
  textSlice,
  type ISlice,
  type ITableColumn,
  type ITableSource,
  type Role
} from './source';

const HEAD_BYTES = 256 * 1024;
const PIECE_BYTES = 1024 * 1024;
/** Records between two marks of the index. */
const ROWS = 512;
const MOST_PAGE_BYTES = 16 * 1024 * 1024;
const MOST_COLUMNS = 16_384;

/** Opens delimited text; its first record names the columns. */
export async function openCsv(
  content: IContentSource,
  signal: AbortSignal
): Promise<ITableSource> {
  const head = await content.read(0, HEAD_BYTES, signal);
  const text = new TextDecoder().decode(head, { stream: true });
  const isWhole = head.length >= content.size;
  const delimiter = delimiterOf(text);
  const records = parseRecords(text, delimiter);
  if (!isWhole && records.length > 1) {
    records.pop(); // it may go on after the head
  }
  const [names = []] = records;
  if (names.length > MOST_COLUMNS) {
    throw new CellkeepError(
      'TOO_LARGE',
      'It has too many columns for a table.',
      {
        hint: 'Look at it as text.'
      }
    );
  }
  const sample = records.slice(1, 1001);
  const columns = names.map((name, index) => {
    const role = roleOf(sample.map(record => record[index] ?? ''));
    return { name, role, dtype: role } satisfies ITableColumn;
  });
  const source = new CsvSource(content, columns, delimiter);
  await source.countOn(signal);
  return source;
}

class CsvSource implements ITableSource {
  constructor(
    private readonly _content: IContentSource,
    readonly columns: readonly ITableColumn[],
    private readonly _delimiter: string
  ) {}

  readonly pageRows = ROWS;
  readonly scanRows = 16 * ROWS;

  /** Without the one that names the columns. */
  get rows(): number {
    return Math.max(0, this._records - 1);
  }

  get isCounted(): boolean {
    return this._scanned >= this._content.size;
  }

  async count(call: ICall): Promise<void> {
    while (!this.isCounted) {
      await this.countOn(call.signal);
      call.progress(this._scanned, this._content.size);
      await breathe(call);
    }
  }

  /** Indexes one piece more. */
  async countOn(signal: AbortSignal): Promise<void> {
    const from = this._scanned;
    const bytes = await this._content.read(from, from + PIECE_BYTES, signal);
    if (this._scanned !== from || bytes.length === 0) {
      return; // another call was faster
    }
    this._scanner.scan(bytes, end => this._endRecord(from + end));
    this._scanned = from + bytes.length;
    if (this.isCounted && this._lastEnd < this._content.size) {
      this._endRecord(this._content.size); // the last line has no end of its own
    }
  }

  async read(
    columns: readonly number[],
    start: number,
    end: number,
    signal: AbortSignal
  ): Promise<ISlice[]> {
    while (!this.isCounted && this.rows < end) {
      await this.countOn(signal);
    }
    const mark = start / ROWS;
    const from = this._marks[mark] ?? this._content.size;
    const to = this._marks[Math.ceil(end / ROWS)] ?? this._lastEnd;
    if (to - from > MOST_PAGE_BYTES) {
      throw new CellkeepError(
        'TOO_LARGE',
        'Some rows of this table are too long to be shown.',
        {
          hint: 'Look at it as text.'
        }
      );
    }
    const bytes = await this._content.read(from, to, signal);
    const records = parseRecords(
      new TextDecoder().decode(bytes),
      this._delimiter
    );
    const rows = records.slice(0, end - start);
    return columns.map(column =>
      textSlice(
        rows.map(record =>
          record[column] === '' ? null : (record[column] ?? null)
        ),
        this.columns[column]?.role ?? 'text'
      )
    );
  }

  private _endRecord(end: number): void {
    // The first record names the columns, so rows start after it.
    if (this._records % ROWS === 0) {
      this._marks.push(end);
    }
    this._records += 1;
    this._lastEnd = end;
  }

  private readonly _scanner = new RecordScanner();
  private readonly _marks: number[] = [];
  private _records = 0;
  private _scanned = 0;
  private _lastEnd = 0;
}

function roleOf(values: readonly string[]): Role {
  const filled = values.filter(value => value.trim() !== '');
  if (filled.length === 0) {
    return 'text';
  }
  if (
    filled.every(
      value => Number.isFinite(Number(value)) || /^[+-]?(nan|inf)$/i.test(value)
    )
  ) {
    return 'number';
  }
  return filled.every(
    value => /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value))
  )
    ? 'time'
    : 'text';
}
