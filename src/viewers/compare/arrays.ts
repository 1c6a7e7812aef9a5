/** How far two arrays of one shape are from each other. */
import type { IArraySource } from '../../codecs/array';
import { breathe, type ICall } from '../../codecs/call';
import type { ISlice } from '../../codecs/table';
import type { IContentSource } from '../../codecs/view';
import {
  openArraySource,
  sliceOf,
  wholeOf,
  type IArrayOptions
} from '../array/engine';
import { gather, gridOf, type IPlane } from '../array/gather';
import { Statistics, type IStatistics } from '../table/statistics';

/** A picture of the difference of the first plane. */
export interface IDifferencePicture {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** How two arrays differ. */
export interface IArrayDifference {
  readonly shapes: readonly [readonly number[], readonly number[]];
  readonly dtypes: readonly [string, string];
  /** Only where the shapes are the same: of the second minus the first. */
  readonly values?: {
    readonly total: number;
    readonly changed: number;
    readonly difference: IStatistics;
    /** The Euclidean norm of the difference. */
    readonly norm: number;
    readonly picture?: IDifferencePicture;
  };
}

const PART_ELEMENTS = 256 * 1024;

/** Compares two arrays, element by element. */
export async function compareArrays(
  [one, other]: readonly [IContentSource, IContentSource],
  options: readonly [IArrayOptions, IArrayOptions],
  call: ICall
): Promise<IArrayDifference> {
  const before = await openArraySource(one, options[0], call.signal);
  const after = await openArraySource(other, options[1], call.signal);
  const facts = {
    shapes: [before.shape, after.shape] as const,
    dtypes: [before.dtype, after.dtype] as const
  };
  const isComparable =
    before.shape.join() === after.shape.join() &&
    before.strides.join() === after.strides.join();
  if (!isComparable) {
    return facts;
  }
  const difference = new Statistics('number');
  let changed = 0;
  let squares = 0;
  let total = 0;
  for await (const [a, b, end, all] of partsOf(before, after, call)) {
    difference.add({
      length: Math.min(a.length, b.length),
      number: index => b.number(index) - a.number(index),
      text: index => String(b.number(index) - a.number(index))
    });
    for (let index = 0; index < a.length; index += 1) {
      const step = b.number(index) - a.number(index);
      squares += Number.isNaN(step) ? 0 : step * step;
      // Zero is zero, with either sign.
      const isZero = a.number(index) === 0 && b.number(index) === 0;
      changed += Number(!isZero && a.text(index) !== b.text(index));
    }
    total = all;
    call.progress(end, total);
  }
  return {
    ...facts,
    values: {
      total,
      changed,
      difference: difference.result(),
      norm: Math.sqrt(squares),
      picture: await pictureOf(before, after, call)
    }
  };
}

/** Reads two arrays of one shape and order side by side, in parts: with each, how far they are. */
export async function* partsOf(
  before: IArraySource,
  after: IArraySource,
  call: ICall
): AsyncGenerator<readonly [ISlice, ISlice, end: number, total: number]> {
  const total = before.shape.reduce((product, extent) => product * extent, 1);
  for (let start = 0; start < total; start += PART_ELEMENTS) {
    const count = Math.min(PART_ELEMENTS, total - start);
    const [left, right] = await Promise.all([
      before.read(start, count, call.signal),
      after.read(start, count, call.signal)
    ]);
    yield [sliceOf(before, left), sliceOf(after, right), start + count, total];
    await breathe(call);
  }
}

/** The last two dimensions at the first index of the others. */
async function pictureOf(
  before: IArraySource,
  after: IArraySource,
  call: ICall
): Promise<IDifferencePicture | undefined> {
  const rank = before.shape.length;
  if (rank < 2 || before.shape.includes(0)) {
    return undefined;
  }
  const plane: IPlane = {
    rowAxis: rank - 2,
    columnAxis: rank - 1,
    fixed: before.shape.map(() => 0)
  };
  const window = wholeOf(before.shape, plane);
  const budget = { bytes: 4 * 1024 * 1024, requests: 128 };
  const grid = gridOf(before, plane, window, budget);
  const [left, right] = await Promise.all([
    gather(before, plane, window, grid, call.signal),
    gather(after, plane, window, grid, call.signal)
  ]);
  const a = sliceOf(before, left);
  const b = sliceOf(after, right);
  return {
    rows: grid.rows,
    columns: grid.columns,
    values: Float64Array.from(
      { length: a.length },
      (_, index) => b.number(index) - a.number(index)
    )
  };
}
