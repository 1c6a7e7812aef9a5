/** An array that is read in parts: where its values lie, whatever file they are in. */
import { CellkeepError } from '../protocol/errors';
import { elementOf, type Descr, type IElement } from './dtype';
import type { IContentSource } from './view';

/** An array of any rank. */
export interface IArraySource {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly element: IElement;
  /** Elements from one index to the next of each dimension, in the order of the file. */
  readonly strides: readonly number[];
  /** Reads elements as they follow each other in the file. */
  read(start: number, count: number, signal: AbortSignal): Promise<Uint8Array>;
}

/** Strides of an array of a shape. */
export function stridesOf(
  shape: readonly number[],
  fortran: boolean
): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  const axes = shape.map((_, axis) => axis);
  let step = 1;
  for (const axis of fortran ? axes : axes.reverse()) {
    strides[axis] = step;
    step *= shape[axis] ?? 1;
  }
  return strides;
}

/** Values that lie one after the other. */
export interface IPlainArray {
  readonly shape: readonly number[];
  readonly descr: Descr;
  /** Where the values start. */
  readonly start: number;
  readonly fortran?: boolean;
}

/** Opens values that lie one after the other in a content. */
export function plainArray(
  content: IContentSource,
  array: IPlainArray
): IArraySource {
  const { shape, descr, start, fortran = false } = array;
  const element = elementOf(descr);
  return {
    shape,
    dtype: element.name,
    element,
    strides: stridesOf(shape, fortran),
    read: async (first, count, signal) => {
      const from = start + first * element.size;
      const length = count * element.size;
      const bytes = await content.read(from, from + length, signal);
      if (bytes.length < length) {
        throw cut();
      }
      return bytes;
    }
  };
}

/** Values in batches, each somewhere in the content. */
export interface IArrayBatch {
  /** Index of its first element. */
  readonly first: number;
  readonly count: number;
  /** Where its values start. */
  readonly start: number;
}

/** Opens values that lie in batches; booleans are a bit each there. */
export function batchedArray(
  content: IContentSource,
  array: {
    readonly shape: readonly number[];
    readonly descr: string;
    readonly isBits: boolean;
    batchOf(
      element: number,
      signal: AbortSignal
    ): Promise<IArrayBatch | undefined>;
  }
): IArraySource {
  const { shape, descr, isBits } = array;
  const element = elementOf(descr);
  const readPart = async (
    batch: IArrayBatch,
    from: number,
    count: number,
    signal: AbortSignal
  ): Promise<Uint8Array> => {
    if (!isBits) {
      const start = batch.start + from * element.size;
      return content.read(start, start + count * element.size, signal);
    }
    const firstByte = Math.floor(from / 8);
    const bits = await content.read(
      batch.start + firstByte,
      batch.start + Math.ceil((from + count) / 8),
      signal
    );
    const skip = from - firstByte * 8;
    return unpackBits(bits, skip + count).subarray(skip);
  };
  return {
    shape,
    dtype: element.name,
    element,
    strides: stridesOf(shape, false),
    read: async (start, count, signal) => {
      const bytes = new Uint8Array(count * element.size);
      for (let done = 0; done < count;) {
        const batch = await array.batchOf(start + done, signal);
        if (!batch) {
          throw cut();
        }
        const from = start + done - batch.first;
        const here = Math.min(count - done, batch.count - from);
        bytes.set(
          await readPart(batch, from, here, signal),
          done * element.size
        );
        done += here;
      }
      return bytes;
    }
  };
}

/** Arrow packs booleans to bits, the lowest first; NumPy has a byte each. */
function unpackBits(bytes: Uint8Array, count: number): Uint8Array {
  const values = new Uint8Array(Math.min(count, bytes.length * 8));
  for (let index = 0; index < values.length; index += 1) {
    values[index] = ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
  }
  return values;
}

function cut(): CellkeepError {
  return new CellkeepError(
    'CONTENT_UNREADABLE',
    'This is not a whole array: the file ends before its last value.',
    { hint: 'Save it again; what is there can be looked at as bytes.' }
  );
}
