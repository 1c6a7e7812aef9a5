/** Reads one column of a record batch: of the usual types only the rows that are wanted. */
import {
  type Data,
  type DataType,
  type Vector,
  compressionRegistry
} from 'apache-arrow';
import { VectorLoader } from 'apache-arrow/visitor/vectorloader';

import { CellkeepError } from '../../protocol/errors';
import type { IContentSource } from '../view';
import { bitsOf, isVariable, offsetBytes } from './layout';

/** A column that can only be read whole is read up to here. */
const MOST_BYTES = 32 * 1024 * 1024;
const ALIGNMENT = 64;

/** Where a column lies. */
export interface IColumnPlace {
  readonly type: DataType;
  /** Where the batch's body starts in the file. */
  readonly body: number;
  readonly nodes: readonly INode[];
  readonly buffers: readonly IRegion[];
  readonly viewCounts: readonly number[];
  /** As Arrow numbers it; undefined where the batch is not compressed. */
  readonly compression: number | undefined;
}

interface INode {
  readonly length: number;
  readonly nullCount: number;
}

interface IRegion {
  readonly offset: number;
  readonly length: number;
}

/** Rows of a column, and how many rows of them come before the wanted ones. */
export interface IRead {
  readonly data: Data;
  readonly skip: number;
}

/** Reads rows of a column of a batch. */
export async function readColumn(
  content: IContentSource,
  place: IColumnPlace,
  rows: { readonly start: number; readonly end: number },
  dictionaries: Map<number, Vector>,
  signal: AbortSignal
): Promise<IRead> {
  const { type } = place;
  const bits = bitsOf(type);
  if (
    place.compression === undefined &&
    (bits !== undefined || isVariable(type))
  ) {
    const reader = new RowReader(content, place, rows, signal);
    const parts = await (bits === undefined
      ? reader.variable(offsetBytes(type))
      : reader.fixed(bits));
    const length = reader.count;
    const nullCount = place.nodes[0]?.nullCount ?? 0;
    const data = load(place, [{ length, nullCount }], parts, dictionaries);
    return { data, skip: rows.start - reader.first };
  }
  const parts = await wholeParts(content, place, signal);
  return {
    data: load(place, place.nodes, parts, dictionaries),
    skip: rows.start
  };
}

/** Reads the parts of some rows, which start at a multiple of eight: validity is a bit each. */
class RowReader {
  constructor(
    private readonly _content: IContentSource,
    private readonly _place: IColumnPlace,
    private readonly _rows: { readonly start: number; readonly end: number },
    private readonly _signal: AbortSignal
  ) {
    this.first = _rows.start - (_rows.start % 8);
    this.count = _rows.end - this.first;
  }

  readonly first: number;
  readonly count: number;

  fixed(bits: number): Promise<Uint8Array[]> {
    const values = this._region(
      1,
      (this.first * bits) / 8,
      (this._rows.end * bits) / 8
    );
    return Promise.all([this._validity(), values]);
  }

  async variable(width: number): Promise<Uint8Array[]> {
    const [validity, offsets] = await Promise.all([
      this._validity(),
      this._region(1, this.first * width, (this._rows.end + 1) * width)
    ]);
    const copy = offsets.slice();
    const view = new DataView(copy.buffer);
    const at = (index: number): bigint =>
      width === 8
        ? view.getBigInt64(index * 8, true)
        : BigInt(view.getInt32(index * 4, true));
    const from = at(0);
    const to = at(this.count);
    let last = from;
    for (let index = 0; index <= this.count; index += 1) {
      // Between its ends all of them lie in the column, if each comes after the one before.
      if (at(index) < last) {
        throw outside();
      }
      last = at(index);
      if (width === 8) {
        view.setBigInt64(index * 8, last - from, true);
      } else {
        view.setInt32(index * 4, Number(last - from), true);
      }
    }
    return [validity, copy, await this._region(2, Number(from), Number(to))];
  }

  private _validity(): Promise<Uint8Array> {
    const { nodes } = this._place;
    return (nodes[0]?.nullCount ?? 0) > 0
      ? this._region(0, this.first / 8, this._rows.end / 8)
      : Promise.resolve(new Uint8Array());
  }

  private async _region(
    index: number,
    from: number,
    to: number
  ): Promise<Uint8Array> {
    const region = this._place.buffers[index];
    const length = Math.ceil(to) - from;
    if (!region || from < 0 || length < 0 || Math.ceil(to) > region.length) {
      throw outside();
    }
    assertSize(length);
    const start = this._place.body + region.offset + from;
    const bytes = await this._content.read(start, start + length, this._signal);
    if (bytes.length < length) {
      throw outside();
    }
    return bytes;
  }
}

async function wholeParts(
  content: IContentSource,
  { body, buffers, compression }: IColumnPlace,
  signal: AbortSignal
): Promise<Uint8Array[]> {
  const filled = buffers.filter(({ length }) => length > 0);
  const start = Math.min(...filled.map(({ offset }) => offset));
  const end = Math.max(...filled.map(({ offset, length }) => offset + length));
  if (filled.length === 0) {
    return buffers.map(() => new Uint8Array());
  }
  assertSize(end - start);
  const bytes = await content.read(body + start, body + end, signal);
  if (bytes.length < end - start) {
    throw outside();
  }
  return buffers.map(({ offset, length }) => {
    const part =
      length > 0
        ? bytes.subarray(offset - start, offset - start + length)
        : EMPTY;
    return compression === undefined ? part : decompressed(part, compression);
  });
}

const EMPTY = new Uint8Array();

/** Each buffer starts with its own length when it is unpacked; -1 says that it is not packed. */
function decompressed(part: Uint8Array, compression: number): Uint8Array {
  if (part.length === 0) {
    return part;
  }
  const length = Number(
    new DataView(part.buffer, part.byteOffset).getBigInt64(0, true)
  );
  if (length === -1) {
    return part.subarray(8);
  }
  assertSize(length);
  const codec = compressionRegistry.get(compression);
  if (!codec?.decode) {
    throw new CellkeepError(
      'UNSUPPORTED_MEDIA_TYPE',
      'This Arrow file is packed in a way that cannot be unpacked here.',
      { hint: 'Load it in a notebook.' }
    );
  }
  return codec.decode(part.subarray(8));
}

/** Lays the parts into one body, aligned as Arrow wants it, and makes a column of them. */
function load(
  { type, viewCounts }: IColumnPlace,
  nodes: readonly INode[],
  parts: readonly Uint8Array[],
  dictionaries: Map<number, Vector>
): Data {
  const regions: IRegion[] = [];
  let offset = 0;
  for (const { length } of parts) {
    regions.push({ offset, length });
    offset += Math.ceil(length / ALIGNMENT) * ALIGNMENT;
  }
  const body = new Uint8Array(offset);
  parts.forEach((part, index) => body.set(part, regions[index]?.offset));
  // They have the fields that the loader reads, and no methods.
  const loader = new VectorLoader(
    body,
    [...nodes],
    [...regions],
    dictionaries,
    undefined,
    [...viewCounts]
  );
  return loader.visit(type);
}

function assertSize(length: number): void {
  if (length > MOST_BYTES) {
    throw new CellkeepError(
      'TOO_LARGE',
      'A column of this table can only be read in a piece that is too large for the browser.',
      { hint: 'Load it in a notebook, or save it in smaller batches.' }
    );
  }
}

function outside(): CellkeepError {
  return new CellkeepError(
    'CONTENT_UNREADABLE',
    'This is not a whole Arrow file: a column lies outside of it.'
  );
}
