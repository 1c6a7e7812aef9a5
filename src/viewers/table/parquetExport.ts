/** Rows as a Parquet file, group by group: what is written lies in blobs, which the browser may keep on disk. */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

import {
  DOUBLE,
  INTEGER,
  TEXT,
  type WrittenType
} from '../../codecs/arrow/written';
import type { ICall } from '../../codecs/call';
import type { ITableColumn, RowVisitor } from '../../codecs/table';

/** Rows of a group: so many lie in memory at a time. */
const GROUP_ROWS = 65_536;

/** A column to be written. */
interface IWrittenColumn {
  readonly name: string;
  readonly written: WrittenType;
}

/** Visits rows from one to another. */
type Visit = (
  columns: readonly number[],
  start: number,
  end: number,
  visit: RowVisitor
) => Promise<void>;

/** Writes rows as a Parquet file. */
export async function exportParquet(
  call: ICall,
  columns: readonly ITableColumn[],
  rows: number,
  visit: Visit
): Promise<Blob> {
  const guessed = await guessTypes(columns, rows, visit);
  const types = columns.map(
    ({ written }, index) => written ?? guessed.get(index) ?? TEXT
  );
  const file = new ParquetFile(
    columns.map(({ name }, index) => {
      return { name, written: types[index] ?? TEXT };
    })
  );
  const all = columns.map((_, index) => index);
  for (let start = 0; start < rows; start += GROUP_ROWS) {
    const end = Math.min(start + GROUP_ROWS, rows);
    const group = columns.map(() => new Array<unknown>(end - start));
    await visit(all, start, end, (slices, index, row) =>
      group.forEach((values, column) => {
        const slice = slices[column];
        values[row - start] =
          columns[column]?.written && slice?.exact
            ? (slice.exact(index) ?? null)
            : guessedValue(slice?.text(index) ?? null, types[column] ?? TEXT);
      })
    );
    await file.write(group);
    call.progress(end, rows);
  }
  return file.finish();
}

/** Of columns that look like numbers in a file without types, what all of their values may be written as. */
async function guessTypes(
  columns: readonly ITableColumn[],
  rows: number,
  visit: Visit
): Promise<ReadonlyMap<number, WrittenType>> {
  const open = columns.flatMap(({ role, written }, index) =>
    role === 'number' && !written ? [index] : []
  );
  const guesses = open.map(() => new GuessedType());
  if (open.length > 0) {
    await visit(open, 0, rows, (slices, index) =>
      slices.forEach((slice, position) =>
        guesses[position]?.add(slice.text(index))
      )
    );
  }
  return new Map(
    open.map((column, position) => [column, guesses[position]?.written ?? TEXT])
  );
}

/** Writes a Parquet file in pieces. */
class ParquetFile {
  constructor(private readonly _columns: readonly IWrittenColumn[]) {
    this._names = distinct(_columns.map(({ name }) => name));
    this._writer = new ParquetWriter({
      writer: this._bytes,
      createdBy: 'cellkeep',
      schema: [
        { name: 'root', num_children: _columns.length },
        ..._columns.map(({ written }, index): SchemaElement => ({
          ...written,
          name: this._names[index] ?? '',
          repetition_type: 'OPTIONAL'
        }))
      ]
    });
  }

  /** Writes rows as one group, column by column. */
  async write(values: readonly unknown[][]): Promise<void> {
    await this._writer.write({
      rowGroupSize: Math.max(1, values[0]?.length ?? 0),
      columnData: values.map((data, index) => ({
        name: this._names[index] ?? '',
        data,
        // Their order is not that of the numbers that stand for them.
        statistics: !isUnsigned(this._columns[index])
      }))
    });
    this._flush();
  }

  /** Ends the file. */
  async finish(): Promise<Blob> {
    await this._writer.finish();
    this._flush();
    return new Blob(this._parts, { type: 'application/vnd.apache.parquet' });
  }

  private _flush(): void {
    this._parts.push(new Blob([this._bytes.getBytes()]));
    this._bytes.index = 0;
  }

  private readonly _names: readonly string[];
  private readonly _bytes = new ByteWriter();
  private readonly _writer: ParquetWriter;
  private readonly _parts: Blob[] = [];
}

function isUnsigned(column: IWrittenColumn | undefined): boolean {
  return column?.written.converted_type?.startsWith('UINT') ?? false;
}

/** Columns of Parquet are known by their names. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map(name => {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) {
      free = `${name}_${number}`;
    }
    taken.add(free);
    return free;
  });
}

const INTEGER_TEXT = /^-?(0|[1-9]\d{0,17})$/;
const NUMBER_TEXT =
  /^[+-]?(0|[1-9]\d*)?(\.\d*)?(e[+-]?\d+)?$|^[+-]?(inf|nan)$/i;

/** Finds what the texts of a column may be written as, where a file says no types: all of them must be numbers. */
class GuessedType {
  add(text: string | null): void {
    if (text === null) {
      return;
    }
    this._isInteger &&= INTEGER_TEXT.test(text);
    this._isNumber &&=
      this._isInteger || (/\d|[nN]/.test(text) && NUMBER_TEXT.test(text));
    this._isEmpty = false;
  }

  get written(): WrittenType {
    if (this._isEmpty || !this._isNumber) {
      return TEXT;
    }
    return this._isInteger ? INTEGER : DOUBLE;
  }

  private _isEmpty = true;
  private _isInteger = true;
  private _isNumber = true;
}

/** Returns a text as the value that its guessed type has. */
function guessedValue(text: string | null, written: WrittenType): unknown {
  if (text === null || written === TEXT) {
    return text;
  }
  return written === INTEGER
    ? BigInt(text)
    : Number(text.replace(/inf$/i, 'Infinity').replace(/^[+-]?nan$/i, 'NaN'));
}
