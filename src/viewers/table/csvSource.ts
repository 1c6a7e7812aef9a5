/** Delimited text by ranges: an index of where every so many records start. */
import { breathe, type ICall } from '../../codecs/call';
import type {
  ISlice,
  ITableColumn,
  ITableSource,
  Role
} from '../../codecs/table';
import { charsetOf } from '../../codecs/text';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import { layoutOf, type ICsvLayout, type ICsvWishes } from './csvLayout';
import { parseRecords, RecordScanner } from './csvText';
import { textSlice } from './slices';

const HEAD_BYTES = 256 * 1024;
const PIECE_BYTES = 1024 * 1024;
/** Records between two marks of the index. */
const ROWS = 512;
const MOST_PAGE_BYTES = 16 * 1024 * 1024;
const MOST_COLUMNS = 16_384;
/** More of UTF-16 is too much to be written anew. */
const MOST_WIDE_BYTES = 64 * 1024 * 1024;
const UTF_8 = 'utf-8';

/** How a text is read as a table, and what of it is not shown. */
export interface ICsvText extends ICsvLayout {
  /** Whether some bytes are no characters in its encoding. */
  readonly isDamaged: boolean;
  /** Whether rows have more cells than the header has names. */
  readonly unnamed: boolean;
  /** Cells of the longest row that stand in no column. */
  readonly hidden: number;
}

/** Opens delimited text; one of its first lines names the columns, or none. */
export async function openCsv(
  original: IContentSource,
  signal: AbortSignal,
  mediaType = 'text/csv',
  wishes: ICsvWishes = {}
): Promise<CsvSource> {
  const { content, charset, readAs } = await narrowed(
    original,
    mediaType,
    wishes,
    signal
  );
  const head = await content.read(0, HEAD_BYTES, signal);
  const { start, ...layout } = layoutOf(head, mediaType, {
    ...wishes,
    encoding: readAs
  });
  const text = new TextDecoder(layout.charset).decode(head.subarray(start), {
    stream: true
  });
  const isWhole = head.length >= content.size;
  const records = parseRecords(text, layout.delimiter);
  if (!isWhole && records.length > 1) {
    records.pop(); // it may go on after the head
  }
  const hasHeader = layout.header > 0;
  const names = hasHeader ? (records[0] ?? []) : [];
  const source = new CsvSource(content, layout, start);
  await source.countOn(signal);
  const count = Math.max(names.length, source.widest);
  if (count > MOST_COLUMNS) {
    throw new CellkeepError(
      'TOO_LARGE',
      'It has too many columns for a table.',
      {
        hint: 'Look at it as text.'
      }
    );
  }
  const sample = records.slice(hasHeader ? 1 : 0, 1001);
  source.columns = Array.from({ length: count }, (_, index) => {
    const role = roleOf(sample.map(record => record[index] ?? ''));
    const name = names[index] ?? `(${index + 1})`;
    return { name, role, dtype: role } satisfies ITableColumn;
  });
  source.named = names.length;
  source.shownAs = charset;
  return source;
}

/**
 * Text whose lines can be found by its bytes: UTF-16 is written anew as UTF-8, which takes memory.
 */
async function narrowed(
  content: IContentSource,
  mediaType: string,
  { encoding }: ICsvWishes,
  signal: AbortSignal
): Promise<{ content: IContentSource; charset: string; readAs: string }> {
  const head = await content.read(0, HEAD_BYTES, signal);
  const charset = encoding ?? charsetOf(mediaType, head);
  if (!charset.startsWith('utf-16')) {
    return { content, charset, readAs: charset };
  }
  if (content.size > MOST_WIDE_BYTES) {
    throw new CellkeepError(
      'TOO_LARGE',
      'This table is in UTF-16, and too large to be shown in it.',
      { hint: 'Look at it as text, or save it as UTF-8.' }
    );
  }
  const all = await content.read(0, content.size, signal);
  const bytes = new TextEncoder().encode(new TextDecoder(charset).decode(all));
  const read = (start: number, end: number): Promise<Uint8Array> =>
    Promise.resolve(bytes.subarray(start, end));
  return { content: { size: bytes.length, read }, charset, readAs: UTF_8 };
}

/** A text that is read as a table. */
export class CsvSource implements ITableSource {
  constructor(
    private readonly _content: IContentSource,
    private readonly _layout: ICsvLayout,
    start: number
  ) {
    this._scanner = new RecordScanner(_layout.delimiter);
    this._scanned = start;
    if (_layout.header === 0) {
      this._marks.push(start);
      this._headers = 0;
    }
  }

  columns: readonly ITableColumn[] = [];
  /** Columns that the header has names for. */
  named = 0;
  /** The encoding that the file is in. */
  shownAs = UTF_8;

  /** Fields of the longest record so far. */
  get widest(): number {
    return this._scanner.widest;
  }

  /** How it is read, and what of it is not shown. */
  get text(): ICsvText {
    const { delimiter, header, skipped } = this._layout;
    return {
      charset: this.shownAs,
      isDamaged: this._isDamaged,
      delimiter,
      header,
      skipped,
      unnamed: header > 0 && this.columns.length > this.named,
      hidden: Math.max(0, this.widest - this.columns.length)
    };
  }

  readonly pageRows = ROWS;
  readonly scanRows = 16 * ROWS;

  /** Without the one that names the columns. */
  get rows(): number {
    return Math.max(0, this._records - this._headers);
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
    const { charset, delimiter } = this._layout;
    // A byte order mark is one only at the start of the file.
    const text = new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
    this._isDamaged ||= text.includes('\uFFFD');
    const records = parseRecords(text, delimiter);
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
    // Where the first record names the columns, rows start after it.
    if ((this._records + 1 - this._headers) % ROWS === 0) {
      this._marks.push(end);
    }
    this._records += 1;
    this._lastEnd = end;
  }

  private readonly _scanner: RecordScanner;
  private _headers = 1;
  private _isDamaged = false;
  private readonly _marks: number[] = [];
  private _records = 0;
  private _scanned: number;
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
