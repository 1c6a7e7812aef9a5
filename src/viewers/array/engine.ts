/** An array in the worker: pictures of planes of it, single values, and statistics. */
import { plainArray, type IArraySource } from '../../codecs/array';
import { openArrowArray } from '../../codecs/arrow/array';
import { breathe, type ICall } from '../../codecs/call';
import { openNpy } from '../../codecs/npy';
import { decodeSafetensors } from '../../codecs/safetensors';
import type { ISlice } from '../../codecs/table';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import { Statistics, type IStatistics } from '../table/statistics';
import { Envelope } from './envelope';
import {
  extentOf,
  gather,
  gridOf,
  type IBudget,
  type IGrid,
  type IPlane,
  type IWindow
} from './gather';

/** How an array is written. */
export interface IArrayOptions {
  readonly format: 'arrow' | 'npy' | 'safetensors';
  /** Of a safetensors file: which tensor. */
  readonly tensor?: string;
}

/** What an array is. */
export interface IArrayFacts {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly isNumeric: boolean;
}

/** A picture of a plane. */
export interface IPicture {
  readonly grid: IGrid;
  /** Row by row; NaN where there is no number. */
  readonly values: Float64Array;
  /** Of the values that are here. */
  readonly statistics: IStatistics;
  /** Whether these are all values of the plane, or the least and greatest of each part of it. */
  readonly isWhole: boolean;
}

/** A row of values as a line that leaves no peak out. */
export interface IEnvelope {
  /** The least and the greatest value of each part, in the order in which they come. */
  readonly values: Float64Array;
  readonly count: number;
  /** Of all its values. */
  readonly statistics: IStatistics;
}

/** What is read for a first look, and for a better one. */
const BUDGETS: Readonly<Record<'quick' | 'fine', IBudget>> = {
  quick: { bytes: 4 * 1024 * 1024, requests: 24 },
  fine: { bytes: 8 * 1024 * 1024, requests: 512 }
};
const CELLS: IBudget = { bytes: 8 * 1024 * 1024, requests: 512 };
const SCAN_BYTES = 4 * 1024 * 1024;
/** A line is read whole up to here, in a preview only where that is quick. */
const ENVELOPE_BYTES = { whole: 64 * 1024 * 1024, preview: 8 * 1024 * 1024 };
/** Parts of a line; more than a screen has pixels would not be seen. */
const PARTS = 1024;

/** Opens the array of a content. */
export async function openArray(
  call: ICall,
  contents: readonly IContentSource[],
  options: IArrayOptions
): Promise<ArrayEngine> {
  const [content] = contents;
  if (!content) {
    throw new Error('An array needs a content.');
  }
  return new ArrayEngine(await openArraySource(content, options, call.signal));
}

/** Opens the source of an array. */
export async function openArraySource(
  content: IContentSource,
  { format, tensor }: IArrayOptions,
  signal: AbortSignal
): Promise<IArraySource> {
  switch (format) {
    case 'arrow':
      return openArrowArray(content, signal);
    case 'npy':
      return openNpy(content, signal);
    case 'safetensors': {
      const { tensors } = await decodeSafetensors(content, signal);
      const found = tensors.find(({ name }) => name === tensor);
      if (!found) {
        throw new CellkeepError(
          'CONTENT_UNREADABLE',
          `There is no tensor ${tensor}.`
        );
      }
      const { shape, descr, start } = found;
      return plainArray(content, { shape, descr, start });
    }
  }
}

class ArrayEngine {
  constructor(private readonly _source: IArraySource) {}

  facts(_call: ICall): Promise<IArrayFacts> {
    const { shape, dtype } = this._source;
    return Promise.resolve({
      shape,
      dtype,
      isNumeric: /^(u?int|float|bfloat|bool|complex)/.test(dtype)
    });
  }

  /** A picture of a plane, thinned out where it is large. */
  async picture(
    call: ICall,
    plane: IPlane,
    budget: 'quick' | 'fine'
  ): Promise<IPicture> {
    const { element, shape } = this._source;
    const window = wholeOf(shape, plane);
    const grid = gridOf(this._source, plane, window, BUDGETS[budget]);
    const bytes = await gather(this._source, plane, window, grid, call.signal);
    const slice = sliceOf(this._source, bytes);
    const statistics = new Statistics('number');
    statistics.add(slice);
    const values = Float64Array.from(
      { length: Math.floor(bytes.length / (element.size || 1)) },
      (_, index) => slice.number(index)
    );
    const isWhole = grid.rowStep === 1 && grid.columnStep === 1;
    return { grid, values, statistics: statistics.result(), isWhole };
  }

  /**
   * The least and greatest of each part of a row; undefined where reading all of it takes too long.
   *
   * @param plane - Its columns are the row that is drawn.
   */
  async envelope(
    call: ICall,
    plane: IPlane,
    look: 'whole' | 'preview' = 'whole'
  ): Promise<IEnvelope | undefined> {
    const { element, strides } = this._source;
    const count = extentOf(this._source.shape, plane.columnAxis);
    const stride = (strides[plane.columnAxis] ?? 1) * (element.size || 1);
    if (count * stride > ENVELOPE_BYTES[look]) {
      return undefined;
    }
    const envelope = new Envelope(count, Math.min(PARTS, count));
    const statistics = new Statistics('number');
    const step = Math.max(1, Math.floor(SCAN_BYTES / stride));
    for (let start = 0; start < count; start += step) {
      const end = Math.min(start + step, count);
      const window = { ...ROW, columnStart: start, columnEnd: end };
      const grid = { rows: 1, columns: end - start, rowStep: 1, columnStep: 1 };
      const { signal } = call;
      const bytes = await gather(this._source, plane, window, grid, signal);
      const slice = sliceOf(this._source, bytes);
      envelope.add(start, slice);
      statistics.add(slice);
      call.progress(end, count);
      await breathe(call);
    }
    return { values: envelope.values, count, statistics: statistics.result() };
  }

  /** Values as text, row by row. */
  async cells(
    call: ICall,
    plane: IPlane,
    window: IWindow
  ): Promise<string[][]> {
    const grid = gridOf(this._source, plane, window, CELLS);
    if (grid.rowStep > 1 || grid.columnStep > 1) {
      throw new CellkeepError(
        'TOO_LARGE',
        'These values lie too far apart in the file to be shown together.',
        {
          hint: 'Choose the last dimensions as rows and columns.'
        }
      );
    }
    const bytes = await gather(this._source, plane, window, grid, call.signal);
    const slice = sliceOf(this._source, bytes);
    return Array.from({ length: grid.rows }, (_, row) =>
      Array.from(
        { length: grid.columns },
        (_cell, column) => slice.text(row * grid.columns + column) ?? ''
      )
    );
  }

  /** Statistics of all values of a plane, or of the whole array where there is no plane. */
  async statistics(call: ICall, plane?: IPlane): Promise<IStatistics> {
    const statistics = new Statistics('number');
    const { element, shape } = this._source;
    if (!plane) {
      const total = shape.reduce((product, extent) => product * extent, 1);
      const step = Math.max(1, Math.floor(SCAN_BYTES / (element.size || 1)));
      for (let start = 0; start < total; start += step) {
        const count = Math.min(step, total - start);
        const bytes = await this._source.read(start, count, call.signal);
        statistics.add(sliceOf(this._source, bytes));
        call.progress(start + count, total);
        await breathe(call);
      }
      return statistics.result();
    }
    const whole = wholeOf(shape, plane);
    const width = whole.columnEnd * (element.size || 1);
    const rows = Math.max(1, Math.floor(SCAN_BYTES / Math.max(1, width)));
    for (let row = 0; row < whole.rowEnd; row += rows) {
      const window = {
        ...whole,
        rowStart: row,
        rowEnd: Math.min(row + rows, whole.rowEnd)
      };
      const grid: IGrid = {
        rows: window.rowEnd - row,
        columns: whole.columnEnd,
        rowStep: 1,
        columnStep: 1
      };
      const bytes = await gather(
        this._source,
        plane,
        window,
        grid,
        call.signal
      );
      statistics.add(sliceOf(this._source, bytes));
      call.progress(window.rowEnd, whole.rowEnd);
      await breathe(call);
    }
    return statistics.result();
  }
}

const ROW = { rowStart: 0, rowEnd: 1 };

/** The whole of a plane as a window. */
export function wholeOf(shape: readonly number[], plane: IPlane): IWindow {
  return {
    rowStart: 0,
    rowEnd: extentOf(shape, plane.rowAxis),
    columnStart: 0,
    columnEnd: extentOf(shape, plane.columnAxis)
  };
}

/** Elements as a slice, to count them like a column's values. */
export function sliceOf({ element }: IArraySource, bytes: Uint8Array): ISlice {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { size } = element;
  return {
    length: size ? Math.floor(bytes.length / size) : 0,
    text: index => element.text(view, index * size),
    number: index => element.number(view, index * size)
  };
}
