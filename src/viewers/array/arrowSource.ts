/** Arrays in Arrow IPC files, as Cellkeep writes them: batches of rows, found by the footer. */
import { describedBy, isBool } from '../../codecs/arrowArray';
import { damaged } from '../../codecs/arrowFile';
import type { IContentSource } from '../../codecs/view';
import { readFooter, readHeader } from '../table/arrowSource';
import { batchedArray, type IArrayBatch, type IArraySource } from './source';

/** Opens an array. */
export async function openArrowArray(
  content: IContentSource,
  signal: AbortSignal
): Promise<IArraySource> {
  const footer = await readFooter(content, signal);
  const { shape, descr } = describedBy(footer.schema);
  const row = shape.slice(1).reduce((product, extent) => product * extent, 1);
  const total = footer.numRecordBatches;
  const known = new Map<number, Promise<IArrayBatch>>();

  /** Cellkeep gives each batch but the last the same number of rows. */
  const locate = async (
    index: number,
    rowsBefore: number
  ): Promise<IArrayBatch> => {
    const block = footer.getRecordBatch(index);
    const message =
      block && (await readHeader(content, block, signalOfOpening));
    if (!block || !message?.isRecordBatch()) {
      throw damaged('it holds something else than an array');
    }
    const header = message.header();
    const region = header.buffers.at(-1);
    if (!region || header.compression) {
      throw damaged('its values are not where an array has them');
    }
    return {
      first: rowsBefore * row,
      count: header.length * row,
      start: block.offset + block.metaDataLength + region.offset
    };
  };
  // A batch that is located once serves every later call.
  const signalOfOpening = new AbortController().signal;
  const first = total > 0 ? await locate(0, 0) : undefined;
  signal.throwIfAborted();
  const perBatch = first && row > 0 ? first.count / row : 0;

  return batchedArray(content, {
    shape,
    descr,
    isBits: isBool(descr),
    batchOf: async element => {
      const index =
        first && first.count > 0 ? Math.floor(element / first.count) : total;
      if (index >= total) {
        return undefined;
      }
      let batch = known.get(index);
      if (!batch) {
        batch = locate(index, index * perBatch);
        known.set(index, batch);
        batch.catch(() => known.delete(index));
      }
      const found = await batch;
      if (element - found.first >= found.count) {
        throw damaged('its batches have rows of different numbers');
      }
      return found;
    }
  });
}
