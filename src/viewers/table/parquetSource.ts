/** Tables in Parquet files: the footer first, then only the pages of what is looked at. */
import {
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
  type ParquetParsers,
  type SchemaElement,
  type SchemaTree
} from 'hyparquet';

import { DOUBLE, type WrittenType } from '../../codecs/arrow/written';
import { zstd } from '../../codecs/compression';
import { lz4Block } from '../../codecs/lz4';
import type {
  ISlice,
  ITableColumn,
  ITableSource,
  Role
} from '../../codecs/table';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError, isAbort } from '../../protocol/errors';
import { Instant, valueSlice } from './slices';

const ROWS = 8192;
const MOST_SCAN_ROWS = 1024 * 1024;
const FOOTER_BYTES = 64 * 1024;
/** The columns of a group that can only be read whole are read up to here. */
const MOST_BYTES = 48 * 1024 * 1024;

/** Opens a Parquet file. */
export async function openParquet(
  content: IContentSource,
  signal: AbortSignal
): Promise<ITableSource> {
  const file = fileOf(content, signal);
  try {
    const metadata = await parquetMetadataAsync(file, {
      initialFetchSize: FOOTER_BYTES
    });
    return new ParquetSource(content, metadata);
  } catch (error) {
    throw parquetError(error);
  }
}

class ParquetSource implements ITableSource {
  constructor(
    private readonly _content: IContentSource,
    private readonly _metadata: FileMetaData
  ) {
    this.columns = parquetSchema(_metadata).children.map(columnOf);
    this.rows = Number(_metadata.num_rows);
    // A group is unpacked at once, so it is read at once.
    const group = Number(_metadata.row_groups[0]?.num_rows ?? 0);
    this.scanRows =
      Math.ceil(Math.min(Math.max(group, ROWS), MOST_SCAN_ROWS) / ROWS) * ROWS;
  }

  readonly columns: readonly ITableColumn[];
  readonly rows: number;
  readonly isCounted = true;
  readonly pageRows = ROWS;
  readonly scanRows: number;

  count(): Promise<void> {
    return Promise.resolve();
  }

  async read(
    columns: readonly number[],
    start: number,
    end: number,
    signal: AbortSignal
  ): Promise<ISlice[]> {
    const names = columns.map(column => this.columns[column]?.name ?? '');
    this._assertSize(names, start, end);
    const byColumn: unknown[][] = columns.map(() => []);
    try {
      // One column after the other: each may need a large part of the file.
      for (const [position, name] of names.entries()) {
        await parquetRead({
          file: fileOf(this._content, signal),
          metadata: this._metadata,
          columns: [name],
          rowStart: start,
          rowEnd: Math.min(end, this.rows),
          useOffsetIndex: true,
          compressors: { ZSTD: zstd, LZ4_RAW: lz4Block },
          parsers: EXACT_TIMES,
          onComplete: rows => {
            byColumn[position] = (rows as unknown[][]).map(([value]) => value);
          }
        });
      }
    } catch (error) {
      throw parquetError(error);
    }
    return byColumn.map((values, position) =>
      valueSlice(values, this.columns[columns[position] ?? 0]?.role ?? 'text')
    );
  }

  /** A group whose columns are too large would be unpacked in the browser's memory. */
  private _assertSize(
    names: readonly string[],
    start: number,
    end: number
  ): void {
    let first = 0;
    for (const group of this._metadata.row_groups) {
      const last = first + Number(group.num_rows);
      if (first < end && last > start) {
        for (const { meta_data: meta } of group.columns) {
          const isRead = meta && names.includes(meta.path_in_schema[0] ?? '');
          if (isRead && Number(meta.total_uncompressed_size) > MOST_BYTES) {
            throw new CellkeepError(
              'TOO_LARGE',
              `The column ${meta.path_in_schema[0]} can only be read in a piece that is too large for the browser.`,
              {
                hint: 'Load it in a notebook, or write it with smaller row groups.'
              }
            );
          }
        }
      }
      first = last;
    }
  }
}

function columnOf({ element, children }: SchemaTree): ITableColumn {
  const {
    logical_type: logical,
    converted_type: converted,
    name,
    type
  } = element;
  if (children.length > 0) {
    return {
      name,
      dtype: (logical?.type ?? converted ?? 'group').toLowerCase(),
      role: 'text'
    };
  }
  const word = logical?.type ?? converted ?? type ?? 'null';
  const shown =
    logical?.type === 'INTEGER' ? (converted ?? type ?? word) : word;
  const written = writtenOf(element);
  return {
    name,
    dtype: shown.toLowerCase(),
    role: roleOf(word, type),
    ...(written ? { written } : {})
  };
}

function roleOf(word: string, type: string | undefined): Role {
  if (/TIME|DATE/.test(word) || type === 'INT96') {
    return 'time';
  }
  return /^(INT|DOUBLE|FLOAT|DECIMAL|UINT)/.test(word) ? 'number' : 'text';
}

/** Returns how a column of a file is written again; undefined for text. */
function writtenOf({
  converted_type,
  logical_type,
  type
}: SchemaElement): WrittenType | undefined {
  if (type === 'INT96') {
    return {
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' }
    };
  }
  if (logical_type?.type === 'FLOAT16') {
    return { type: 'FLOAT' };
  }
  if (converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL') {
    return DOUBLE; // as it is read
  }
  return type === undefined || /BYTE_ARRAY/.test(type)
    ? undefined
    : {
        type,
        ...(converted_type ? { converted_type } : {}),
        // Of integers the older word for it is enough, and readers of either know it.
        ...(logical_type && logical_type.type !== 'INTEGER'
          ? { logical_type }
          : {})
      };
}

/** A `Date` has milliseconds; what is finer goes along. */
const EXACT_TIMES: Partial<ParquetParsers> = {
  timestampFromMicroseconds: (micros: bigint) =>
    new Instant(Number(micros / 1000n), micros),
  timestampFromNanoseconds: (nanos: bigint) =>
    new Instant(Number(nanos / 1_000_000n), nanos)
};

function fileOf(content: IContentSource, signal: AbortSignal): AsyncBuffer {
  return {
    byteLength: content.size,
    slice: async (start, end = content.size) => {
      const from = start < 0 ? content.size + start : start;
      const bytes = await content.read(from, end, signal);
      return bytes.slice().buffer;
    }
  };
}

function parquetError(error: unknown): unknown {
  const isOurs = error instanceof CellkeepError || isAbort(error);
  return isOurs
    ? error
    : new CellkeepError(
        'CONTENT_UNREADABLE',
        `This Parquet file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
        { hint: 'Load it in a notebook, or look at its bytes.', cause: error }
      );
}
