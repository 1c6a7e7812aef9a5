/** `ndarray-arrow.v1`: the first values of an array, straight out of the batches' buffers. */
import { MessageHeader, type Schema } from 'apache-arrow';

import { arrayView } from './arrayView';
import { ArrowFile, damaged, noteOf } from './arrowFile';
import type { IArrayView, IContentSource } from './view';

/** Values that are read to be shown. */
const VALUE_BYTES = 1024 * 1024;
/** Of the batch's buffers: those of the list and of its one child, validity before values. */
const VALUES_BUFFER = -1;

/** Decodes the first values of an array. */
export async function decodeArrowArray(
  content: IContentSource,
  signal?: AbortSignal
): Promise<IArrayView> {
  const file = new ArrowFile(content, signal);
  const first = await file.next();
  if (!first?.message.isSchema()) {
    throw damaged('it has no schema');
  }
  const { shape, descr } = describedBy(first.message.header());
  const parts: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < VALUE_BYTES) {
    const part = await nextValues(file, VALUE_BYTES - bytes);
    if (!part) {
      break;
    }
    const values = isBool(descr)
      ? unpackBits(part.bytes, part.count)
      : part.bytes;
    parts.push(values);
    bytes += values.length;
    if (part.isCut) {
      break;
    }
  }
  return arrayView({ shape, descr, values: joined(parts) });
}

interface IPart {
  readonly bytes: Uint8Array;
  /** Number of values that the whole batch has. */
  readonly count: number;
  readonly isCut: boolean;
}

/** Reads the values of the next batch, `limit` bytes of them at most. */
async function nextValues(
  file: ArrowFile,
  limit: number
): Promise<IPart | undefined> {
  const frame = await file.next();
  if (!frame) {
    return undefined;
  }
  const { message, body } = frame;
  if (
    message.headerType !== MessageHeader.RecordBatch ||
    !message.isRecordBatch()
  ) {
    throw damaged('it holds something else than an array');
  }
  const batch = message.header();
  const region = batch.buffers.at(VALUES_BUFFER);
  if (!region || batch.compression) {
    throw damaged('its values are not where an array has them');
  }
  const start = body + region.offset;
  const length = Math.min(region.length, limit);
  await file.readTo(start + length);
  return {
    bytes: file.bytes.subarray(start, start + length),
    count: batch.nodes.at(-1)?.length ?? 0,
    isCut: length < region.length
  };
}

/** What the note says of the array, which Arrow's own types do not. */
export function describedBy(schema: Schema): {
  shape: number[];
  descr: string;
} {
  const { shape, dtype } = noteOf(schema.metadata);
  if (!Array.isArray(shape) || typeof dtype !== 'string') {
    throw damaged('it has no note of an array');
  }
  // Arrow's values are little-endian, whatever the array's were.
  return { shape: shape.map(Number), descr: dtype.replace(/^>/, '<') };
}

/** Whether a dtype is NumPy's boolean. */
export function isBool(descr: string): boolean {
  return /^[|<]?(b1|\?)$/.test(descr);
}

/** Arrow packs booleans to bits, the lowest first; NumPy has a byte each. */
export function unpackBits(bytes: Uint8Array, count: number): Uint8Array {
  const values = new Uint8Array(Math.min(count, bytes.length * 8));
  for (let index = 0; index < values.length; index += 1) {
    values[index] = ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
  }
  return values;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) {
    return only;
  }
  const whole = new Uint8Array(
    parts.reduce((sum, part) => sum + part.length, 0)
  );
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
