/** Arrays in Arrow IPC files, as Cellkeep writes them: batches of rows, found by the footer. */
import type { Schema } from 'apache-arrow';
import type { FileBlock } from 'apache-arrow/ipc/metadata/file';

import { batchedArray, type IArrayBatch, type IArraySource } from '../array';
import { firstValues } from '../arrayView';
import { MOST_AXES } from '../dtype';
import type { IArrayView, IContentSource } from '../view';
import { unreadable, noteOf, readFooter, readHeader } from './footer';

/** Decodes the first values of an array. */
export async function decodeArrowArray(
  content: IContentSource,
  signal = new AbortController().signal
): Promise<IArrayView> {
  return firstValues(await openArrowArray(content, signal), signal);
}

/** Opens an array. */
export async function openArrowArray(
  content: IContentSource,
  signal: AbortSignal
): Promise<IArraySource> {
  const footer = await readFooter(content, signal);
  const { shape, descr } = describedBy(footer.schema);
  const row = shape.slice(1).reduce((product, extent) => product * extent, 1);
  const total = footer.numRecordBatches;
  const batches = new Map<number, Promise<IArrayBatch>>();
  // A batch that is located once serves every later call.
  const signalOfOpening = new AbortController().signal;

  const locate = async (index: number): Promise<ILocated> => {
    const block = footer.getRecordBatch(index);
    const message =
      block && (await readHeader(content, block, signalOfOpening));
    if (!block || !message?.isRecordBatch()) {
      throw unreadable('it holds something else than an array');
    }
    const header = message.header();
    const region = header.buffers.at(-1);
    if (!region || header.compression) {
      throw unreadable('its values are not where an array has them');
    }
    const skip = block.metaDataLength + region.offset;
    return { block, skip, rows: header.length };
  };
  const [first, last] = await Promise.all(
    total > 0 ? [locate(0), locate(total - 1)] : []
  );
  signal.throwIfAborted();
  // Cellkeep gives each batch but the last the same number of rows.
  const isRegular =
    first !== undefined &&
    last !== undefined &&
    (total - 1) * first.rows + last.rows === (shape[0] ?? 1);

  const batchAt = async (index: number): Promise<IArrayBatch> => {
    const block = footer.getRecordBatch(index);
    const isAsFirst =
      block?.metaDataLength === first?.block.metaDataLength &&
      block?.bodyLength === first?.block.bodyLength;
    // One that is as long as the first is laid out as the first: it need not be asked.
    const isLast = index === total - 1;
    const known = isLast ? last : isRegular && isAsFirst ? first : undefined;
    const { skip, rows } = known ?? (await locate(index));
    return {
      first: index * (first?.rows ?? 0) * row,
      count: rows * row,
      start: (block?.offset ?? 0) + skip
    };
  };

  return batchedArray(content, {
    shape,
    descr,
    isBits: isBool(descr),
    batchOf: async element => {
      const count = (first?.rows ?? 0) * row;
      const index = count > 0 ? Math.floor(element / count) : total;
      if (index >= total) {
        return undefined;
      }
      let batch = batches.get(index);
      if (!batch) {
        batch = batchAt(index);
        batches.set(index, batch);
        batch.catch(() => batches.delete(index));
      }
      const found = await batch;
      if (element - found.first >= found.count) {
        throw unreadable('its batches have rows of different numbers');
      }
      return found;
    }
  });
}

/** What a batch's header says. */
interface ILocated {
  readonly block: FileBlock;
  /** From its start in the file to its values. */
  readonly skip: number;
  readonly rows: number;
}

/** What the note says of the array, which Arrow's own types do not. */
function describedBy(schema: Schema): { shape: number[]; descr: string } {
  const { shape, dtype } = noteOf(schema.metadata);
  if (
    !Array.isArray(shape) ||
    shape.length > MOST_AXES ||
    typeof dtype !== 'string'
  ) {
    throw unreadable('it has no note of an array');
  }
  // Arrow's values are little-endian, whatever the array's were.
  return { shape: shape.map(Number), descr: dtype.replace(/^>/, '<') };
}

/** Whether a dtype is NumPy's boolean. */
function isBool(descr: string): boolean {
  return /^[|<]?(b1|\?)$/.test(descr);
}
